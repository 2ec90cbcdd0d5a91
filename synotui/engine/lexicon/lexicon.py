"""All keys as one array of bytes, searched for any substring without walking over terms."""

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from synotui.engine.arrays import Ints, Mask

Bytes = NDArray[np.uint8]
Rows = NDArray[np.int32]

_END = 10
"""The byte between two keys, a line end: no key holds one."""
_SORTED = 30_000
"""Rows that are sorted; more are picked out of the order of all."""
_FEW = 4_096
"""Hits that are found one after the other before all bytes are compared at once."""


class Lexicon:
    """Terms by row, in order of their ids, with their keys and frequencies.

    UTF-8 makes a hit within bytes a hit within characters, whatever the script.
    """

    def __init__(self, ids: Ints, keys: bytes, frequencies: NDArray[np.float64] | None) -> None:
        """Take ids (n,), ascending; keys joined by line ends; frequencies (n,), NaN for none.

        `frequencies` may be None where no term has any.
        """
        self.ids = ids
        self.frequencies = frequencies
        self._text = b"\n" + keys + b"\n" if len(ids) else b"\n"
        self._bytes: Bytes = np.frombuffer(self._text, np.uint8)
        ends = np.flatnonzero(self._bytes == _END)
        if len(ends) - 1 != len(ids):
            raise ValueError(f"{len(ids)} ids, but {len(ends) - 1} keys")
        self._starts: Rows = (ends[:-1] + 1).astype(np.int32)
        self.in_use: Mask = np.ones(len(ids), bool)
        """False for terms that were taken out of use since."""
        self._single: dict[int, Mask] = {}

    def __len__(self) -> int:
        return len(self.ids)

    @property
    def nbytes(self) -> int:
        """Bytes of memory it takes."""
        masks = sum(mask.nbytes for mask in self._single.values())
        numbers = self.ids.nbytes + self._starts.nbytes + self.in_use.nbytes
        counted = 0 if self.frequencies is None else self.frequencies.nbytes
        return len(self._text) + numbers + counted + masks

    def row_of(self, term: int) -> int | None:
        """Give the row of a term, None if it is not there."""
        row = int(np.searchsorted(self.ids, term))
        return row if row < len(self.ids) and self.ids[row] == term else None

    def key(self, row: int) -> str:
        """Give the key of a row."""
        start = int(self._starts[row])
        return self._text[start : self._text.index(b"\n", start)].decode()

    def keys(self) -> list[str]:
        """Give all keys, in the order of rows."""
        return self._text[1:-1].decode().split("\n") if len(self.ids) else []

    def listed(self, chosen: Mask, order: Rows, place: Rows) -> Rows:
        """Give the `chosen` rows in an `order`, of which `place` (n,) is the inverse."""
        if np.count_nonzero(chosen) > _SORTED:
            found: Rows = order[chosen[order]]
            return found
        rows = np.flatnonzero(chosen).astype(np.int32)
        return rows[np.argsort(place[rows])]

    def rows_as_long_as(self, key: str, share: float) -> Rows:
        """Give the rows whose keys are as long as `key`, give or take a `share` of its bytes.

        All rows where there are few of them.
        """
        if len(self) <= _SORTED:
            return np.arange(len(self), dtype=np.int32)
        ends = np.append(self._starts[1:], np.int32(len(self._text))) - 1
        apart = np.abs(ends - self._starts - len(key.encode("utf-8", "replace")))
        near = apart <= max(3, share * len(key.encode("utf-8", "replace")))
        return np.flatnonzero(near & self.in_use).astype(np.int32)

    def starts(self) -> tuple[Bytes, Rows]:
        """Give the bytes of all keys, each ended by a line end, and where each begins."""
        return self._bytes, self._starts

    def use(self, ids: Sequence[int], in_use: bool) -> None:
        """Take terms out of use, or put them back; those that are not there are passed."""
        for term in ids:
            row = self.row_of(term)
            if row is not None:
                self.in_use[row] = in_use

    def with_terms(self, ids: Sequence[int], keys: Sequence[str]) -> "Lexicon":
        """Give a lexicon that also has terms without frequency, whose ids are above all others."""
        more = "\n".join(keys).encode()
        joined = self._text[1:-1] + b"\n" + more if len(self.ids) else more
        frequencies = self.frequencies
        if frequencies is not None:
            frequencies = np.concatenate([frequencies, np.full(len(ids), np.nan)])
        grown = Lexicon(np.concatenate([self.ids, np.array(ids, np.int64)]), joined, frequencies)
        grown.in_use[: len(self)] = self.in_use
        return grown

    # Finding ---------------------------------------------------------------------------

    def find(self, key: str) -> tuple[Mask, Mask]:
        """Say of each row in use (n,) whether its key begins with `key`, and whether it holds it.

        Holding includes beginning.
        """
        sought = key.encode("utf-8", "replace")
        if not sought or not len(self):
            return np.zeros(len(self), bool), np.zeros(len(self), bool)
        if len(sought) == 1:
            begins = self._bytes[self._starts] == sought[0]
            holds = self._single_byte(sought[0])
        else:
            begins, holds = np.zeros(len(self), bool), np.zeros(len(self), bool)
            for places in self._places(sought):
                rows = np.searchsorted(self._starts, places, "right") - 1
                holds[rows] = True
                begins[rows[self._bytes[places - 1] == _END]] = True
        return begins & self.in_use, holds & self.in_use

    def _single_byte(self, byte: int) -> Mask:
        """Answer for one letter; kept, for these are asked for again and again."""
        if byte not in self._single:
            self._single[byte] = np.logical_or.reduceat(self._bytes == byte, self._starts)
        return self._single[byte]

    def _places(self, sought: bytes) -> Iterator[Rows]:
        """Give every place where `sought` stands: one by one while they are few.

        In arrays that are ascending each.
        """
        places: list[int] = []
        at = self._text.find(sought)
        while at >= 0 and len(places) < _FEW:
            places.append(at)
            at = self._text.find(sought, at + 1)
        yield np.array(places, np.int32)
        if at >= 0:
            yield from self._all_from(sought, at)

    def _all_from(self, sought: bytes, start: int) -> Iterator[Rows]:
        """Give every place from `start` on where `sought` (two bytes at least) stands.

        Compares two bytes at a time, at even and at odd places.
        """
        pair = np.frombuffer(sought[:2], np.uint16)[0]
        for offset in (start - start % 2, start - start % 2 + 1):
            count = (len(self._text) - offset) // 2
            pairs = np.frombuffer(self._text, np.uint16, count, offset)
            places = np.flatnonzero(pairs == pair).astype(np.int32) * 2 + offset
            places = places[places <= len(self._text) - len(sought)]
            for further in range(2, len(sought)):
                if not len(places):
                    break
                places = places[self._bytes[places + further] == sought[further]]
            yield places
