"""Pairs of terms as the measures see them: distinct forms, and which two each pair is of."""

from collections.abc import Callable, Sequence
from functools import cached_property

import numpy as np
from rapidfuzz import process
from rapidfuzz.distance import Postfix, Prefix

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

    @cached_property
    def keys(self) -> tuple[list[str], list[str]]:
        """The keys of the left and the right form of each pair."""
        return self.strings(lambda each: each.key)

    @cached_property
    def begun(self) -> Ints:
        """How many characters both keys of a pair begin with (n,)."""
        return process.cpdist(*self.keys, scorer=Prefix.similarity).astype(np.int64)

    @cached_property
    def ended(self) -> Ints:
        """How many characters both keys of a pair end with (n,)."""
        return process.cpdist(*self.keys, scorer=Postfix.similarity).astype(np.int64)

    @cached_property
    def lengths(self) -> tuple[Ints, Ints]:
        """The characters of both keys (n,) each."""
        return self._fact(0)

    @cached_property
    def hanzi(self) -> tuple[Ints, Ints]:
        """The Chinese characters of both keys (n,) each."""
        return self._fact(1)

    @cached_property
    def scripts(self) -> tuple[Ints, Ints]:
        """The bits of the scripts of both (n,) each."""
        return self._fact(2)

    @cached_property
    def numbered(self) -> tuple[Ints, Ints]:
        """Whether each holds a digit: 1 or 0, (n,) each."""
        return self._fact(3)

    @cached_property
    def words(self) -> tuple[Ints, Ints]:
        """How many words each has (n,) each."""
        return self._fact(4)

    def both(self, of: Callable[[Form], bool]) -> Mask:
        """Say of which pairs `of` is true of both, (n,)."""
        said = np.fromiter(map(of, self.forms), bool, len(self.forms))
        both: Mask = said[self.left] & said[self.right]
        return both

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

    @cached_property
    def _facts(self) -> Ints:
        return np.array([each.facts for each in self.forms], np.int64).reshape(-1, 5)

    def _fact(self, which: int) -> tuple[Ints, Ints]:
        column = np.ascontiguousarray(self._facts[:, which])
        return column[self.left], column[self.right]
