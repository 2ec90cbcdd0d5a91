"""All keys as one array of bytes, searched for any substring without walking over terms."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from synotui.engine.arrays import Ints, Mask
from synotui.engine.lexicon.letters import Letters
from synotui.engine.lexicon.places import Bytes, Offsets, Places

Rows = NDArray[np.int32]

_END = 10
"""The byte between two keys, a line end: no key holds one."""
_STRIDE = 4
"""The row at every sixteenth byte is kept: this power of two."""
_LONG = 64
"""Bytes beyond which a piece is so rare that scanning for it is quicker."""
_COMPARED = 30_000
"""Terms among which those as long as a text are not looked for: all are compared."""


class _Index(NamedTuple):
    """What finds pieces of the first keys; those added later are scanned."""

    covered: int
    """Bytes of the keys it covers, line ends included."""
    places: Places
    letters: Letters


class Lexicon:
    """Terms by row, in order of their ids, with their keys and frequencies.

    UTF-8 makes a hit within bytes a hit within characters, whatever the script.
    """

    def __init__(
        self,
        ids: Ints,
        keys: bytes,
        frequencies: NDArray[np.float64] | None,
        index: _Index | None = None,
    ) -> None:
        """Take ids (n,), ascending; keys joined by line ends; frequencies (n,), NaN for none.

        `frequencies` may be None where no term has any. `index` is that of the
        first keys, if there is one.
        """
        self.ids = ids
        self.frequencies = frequencies
        self._text = b"\n" + keys + b"\n" if len(ids) else b"\n"
        self._bytes: Bytes = np.frombuffer(self._text, np.uint8)
        self._edges: Offsets = np.flatnonzero(self._bytes == _END).astype(np.int32)
        """The line ends before, between and behind the keys."""
        if len(self._edges) - 1 != len(ids):
            raise ValueError(f"{len(ids)} ids, but {len(self._edges) - 1} keys")
        sixteenths = np.arange(0, len(self._text), 1 << _STRIDE, dtype=np.int32)
        self._near: Rows = np.searchsorted(self._edges[1:], sixteenths).astype(np.int32)
        """The row at every sixteenth byte."""
        self._index = index or _Index(
            len(self._text), Places(self._bytes), Letters(self._bytes, self._edges)
        )
        self.in_use: Mask = np.ones(len(ids), bool)
        """False for terms that were taken out of use since."""

    def __len__(self) -> int:
        return len(self.ids)

    @property
    def nbytes(self) -> int:
        """Bytes of memory it takes."""
        kept = (self.ids, self._bytes, self._edges, self._near, self.in_use)
        counted = 0 if self.frequencies is None else self.frequencies.nbytes
        indexed = self._index.places.nbytes + self._index.letters.nbytes
        return sum(each.nbytes for each in kept) + counted + indexed

    def row_of(self, term: int) -> int | None:
        """Give the row of a term, None if it is not there."""
        row = int(np.searchsorted(self.ids, term))
        return row if row < len(self.ids) and self.ids[row] == term else None

    def key(self, row: int) -> str:
        """Give the key of a row."""
        return self._text[self._edges[row] + 1 : self._edges[row + 1]].decode()

    def keys(self) -> list[str]:
        """Give all keys, in the order of rows."""
        return self._text[1:-1].decode().split("\n") if len(self.ids) else []

    def rows_as_long_as(self, key: str, share: float) -> Rows:
        """Give the rows whose keys are as long as `key`, give or take a `share` of its bytes.

        All rows where there are few of them.
        """
        if len(self) <= _COMPARED:
            return np.arange(len(self), dtype=np.int32)
        wanted = len(key.encode("utf-8", "replace"))
        near = np.abs(np.diff(self._edges) - 1 - wanted) <= max(3, share * wanted)
        return np.flatnonzero(near & self.in_use).astype(np.int32)

    def joined(self) -> tuple[Bytes, Offsets]:
        """Give the bytes of all keys, and where the line ends around them stand (n + 1,)."""
        return self._bytes, self._edges

    def use(self, ids: Sequence[int], in_use: bool) -> None:
        """Take terms out of use, or put them back; those that are not there are passed."""
        for term in ids:
            row = self.row_of(term)
            if row is not None:
                self.in_use[row] = in_use

    def with_terms(self, ids: Sequence[int], keys: Sequence[str]) -> "Lexicon":
        """Give a lexicon that also has terms without frequency, whose ids are above all others."""
        if not ids:
            return self
        more = "\n".join(keys).encode()
        joined = self._text[1:-1] + b"\n" + more if len(self.ids) else more
        frequencies = self.frequencies
        if frequencies is not None:
            frequencies = np.concatenate([frequencies, np.full(len(ids), np.nan)])
        numbers = np.concatenate([self.ids, np.array(ids, np.int64)])
        grown = Lexicon(numbers, joined, frequencies, self._index)
        grown.in_use[: len(self)] = self.in_use
        return grown

    # Finding ---------------------------------------------------------------------------

    def find(self, key: str) -> tuple[Mask, Mask]:
        """Say of each row in use (n,) whether its key begins with `key`, and whether it holds it.

        Holding includes beginning.
        """
        sought = key.encode("utf-8", "replace")
        begins, holds = np.zeros(len(self), bool), np.zeros(len(self), bool)
        if not sought or not len(self):
            return begins, holds
        begins[self._rows_at(self._places(b"\n" + sought) + 1)] = True
        letter = self._index.letters.holding(sought[0]) if len(sought) == 1 else None
        if letter is not None:
            holds[: len(letter)] = letter
        places = self._places(sought) if letter is None else self._added(sought)
        holds[self._rows_at(places)] = True
        begins &= self.in_use
        holds &= self.in_use
        return begins, holds

    def _places(self, sought: bytes) -> Offsets:
        """Give every place where `sought` stands."""
        if len(sought) > _LONG:
            return self._scanned(sought, 0)
        found = self._index.places.find(self._bytes, sought)
        if self._index.covered < len(self._text):
            found = np.concatenate([found, self._added(sought)])
        return found

    def _added(self, sought: bytes) -> Offsets:
        """Give every place where `sought` stands and ends behind what the index covers."""
        return self._scanned(sought, max(0, self._index.covered - len(sought) + 1))

    def _scanned(self, sought: bytes, start: int) -> Offsets:
        """Give every place from `start` on where `sought` stands."""
        places: list[int] = []
        at = self._text.find(sought, start)
        while at >= 0:
            places.append(at)
            at = self._text.find(sought, at + 1)
        return np.array(places, np.int32)

    def _rows_at(self, places: Offsets) -> Rows:
        """Give the row whose key stands at each of `places`."""
        rows: Rows = self._near.take(places >> _STRIDE, mode="clip")
        ends = self._edges[1:]
        while (later := ends.take(rows, mode="clip") < places).any():
            rows += later
        return rows
