"""What widgets tell their screen."""

from dataclasses import dataclass

from textual.events import Key
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

    text: str
    """What the terms are filtered by from now on; "" after escape."""


@dataclass
class TypedAhead(Message):
    """A key came to the filter's field after it was left."""

    event: Key
    """The key as it was pressed."""


@dataclass
class KeyClicked(Message):
    """A key of the footer was clicked."""

    action: str
    """The action behind it."""
