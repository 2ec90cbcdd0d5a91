"""What widgets tell their screen."""

from dataclasses import dataclass

from textual.message import Message


@dataclass
class HeadHighlighted(Message):
    """The cursor of the term list came to rest on another term."""

    term: int
    """The term's id."""

    def can_replace(self, message: Message) -> bool:
        """Only the last of a flood counts."""
        return isinstance(message, HeadHighlighted)


@dataclass
class TermsWanted(Message):
    """The term list is about to draw lines it has no rows for."""

    ids: tuple[int, ...]
    """The terms, in list order."""


@dataclass
class CandidateHighlighted(Message):
    """The cursor of the candidates moved."""

    index: int
    """The row it is on now, from 0."""


@dataclass
class FilterTyped(Message):
    """The text of the filter changed."""

    text: str
    """What is in the field now."""

    def can_replace(self, message: Message) -> bool:
        """Only the last of a flood counts."""
        return isinstance(message, FilterTyped)


@dataclass
class FilterLeft(Message):
    """The filter's field was left."""

    kept: bool
    """Whether the filter stays in force (enter) or is cleared (escape)."""


@dataclass
class KeyClicked(Message):
    """A key of the footer was clicked."""

    action: str
    """The action behind it."""
