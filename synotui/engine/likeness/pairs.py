"""Pairs of terms as the measures see them: distinct forms, and which two each pair is of."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from synotui.engine.arrays import Floats, Ints, Mask
from synotui.engine.likeness.forms import Form, form


class Pairs:
    """Some pairs of terms; the two of a pair stand in order of their keys, so direction is lost."""

    def __init__(self, heads: Sequence[str], others: Sequence[str]) -> None:
        """Take the two terms of each pair (n,)."""
        if len(heads) != len(others):
            raise ValueError(f"{len(heads)} heads, but {len(others)} others")
        rows: dict[str, int] = {}
        one = [rows.setdefault(term, len(rows)) for term in heads]
        two = [rows.setdefault(term, len(rows)) for term in others]
        self.forms: list[Form] = [form(term) for term in rows]
        by_key = sorted(range(len(rows)), key=lambda row: self.forms[row].key)
        place = np.empty(len(rows), np.int64)
        place[by_key] = np.arange(len(rows))
        a, b = np.array(one, np.int64), np.array(two, np.int64)
        turned = place[a] > place[b]
        self.left: Ints = np.where(turned, b, a)
        self.right: Ints = np.where(turned, a, b)
        """Rows of `forms`, (n,) each."""

    def __len__(self) -> int:
        return len(self.left)

    def flags(self, of: Callable[[Form], Any]) -> tuple[NDArray[Any], NDArray[Any]]:
        """Give what `of` says of the left and the right form of each pair, (n,) each."""
        said = np.array([of(each) for each in self.forms])
        if not len(said):
            said = np.zeros(0, np.int64)
        return said[self.left], said[self.right]

    def both(self, of: Callable[[Form], bool]) -> Mask:
        """Say of which pairs `of` is true of both, (n,)."""
        left, right = self.flags(lambda each: bool(of(each)))
        both: Mask = left.astype(bool) & right.astype(bool)
        return both

    def either(self, of: Callable[[Form], bool]) -> Mask:
        """Say of which pairs `of` is true of at least one, (n,)."""
        left, right = self.flags(lambda each: bool(of(each)))
        either: Mask = left.astype(bool) | right.astype(bool)
        return either

    def strings(
        self, of: Callable[[Form], str], chosen: Ints | None = None
    ) -> tuple[list[str], list[str]]:
        """Give what `of` makes of the two forms of each pair, or of each one `chosen`."""
        made = [of(each) for each in self.forms]
        left = self.left if chosen is None else self.left[chosen]
        right = self.right if chosen is None else self.right[chosen]
        return [made[row] for row in left.tolist()], [made[row] for row in right.tolist()]

    def two(self, chosen: Ints) -> list[tuple[Form, Form]]:
        """Give the two forms of each pair `chosen`."""
        forms = self.forms
        rows = zip(self.left[chosen].tolist(), self.right[chosen].tolist(), strict=True)
        return [(forms[a], forms[b]) for a, b in rows]

    def empty(self, columns: int, value: float = np.nan) -> Floats:
        """Give an array (n, columns) of one value."""
        return np.full((len(self), columns), value, np.float32)
