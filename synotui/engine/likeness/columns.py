"""What a measure of two strings is: a named column with a sentence that says what it means."""

from collections.abc import Callable
from dataclasses import dataclass

from synotui.engine.arrays import Floats
from synotui.engine.likeness.pairs import Pairs


@dataclass(frozen=True)
class Column:
    """A measure of a pair of terms, from 0 to 1 and the same in both directions."""

    name: str
    meaning: str


@dataclass(frozen=True)
class Group:
    """Columns that are computed together."""

    columns: tuple[Column, ...]
    values: Callable[[Pairs], Floats]
    """Gives (n, c) for n pairs and the c columns; NaN where a column does not apply."""
