"""What long work reports: how far it is, and what it left out."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Skipped:
    """A line of an imported file that was not taken, and why."""

    path: str
    line: int
    reason: str


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a long piece of work is."""

    stage: str
    """What is being done, as a verb: "reading", "encoding", "indexing"."""
    done: int
    total: int | None
    """In the unit of `unit`; None while unknown."""
    unit: str = "terms"


OnProgress = Callable[[Progress], None]
"""Called now and then by long work; raising `Cancelled` from it stops the work cleanly."""


def no_progress(progress: Progress) -> None:
    """Take a progress report and do nothing with it."""
