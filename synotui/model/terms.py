"""Terms, and their lines in a list."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Term:
    """One dictionary entry. `text` is as written; `key` is what it is matched by."""

    id: int
    text: str
    key: str
    frequency: float | None = None


@dataclass(frozen=True, slots=True)
class TermRow:
    """A line of the term list: the term and what is decided for it."""

    term: Term
    accepted: int
    rejected: int
    skipped: int
    proposals: int
    """Proposals nobody has decided yet."""
