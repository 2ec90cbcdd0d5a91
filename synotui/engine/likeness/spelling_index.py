"""Which terms of a whole vocabulary are spelt or sound like a given one, without comparing all."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import process
from rapidfuzz.distance import OSA, JaroWinkler

from synotui.engine.arrays import Floats, Ints
from synotui.engine.likeness.forms import LONGEST, is_hanzi
from synotui.engine.likeness.pieces import Hashes, Pieces, Text

_FEWEST, _MOST = 14, 20
"""Pieces are told apart by so many bits of their hash: more, the more terms there are."""
_PART_BITS = 4
_PARTS = 1 << _PART_BITS
"""Parts of all pieces that are sorted one after the other, to take less memory at once."""
_AT_ONCE = 32_768
"""Keys taken in at once, and heads looked up at once."""
_READ = 30_000
"""Rows read for one head: those that share its rarest pieces."""
_LEAST = 0.1
"""Likeness below which terms are not alike: the cosine of their pieces, rare ones weighing more."""
_WEIGHED = 4
"""So many times the wanted number of rows, those that share most, have their letters compared."""
_LETTERS = 0.5
"""What letters in the same places are worth beside shared pieces."""
_TWIN, _INITIALS, _HOMOPHONE = 3.0, 2.0, 1.5
"""What is listed first, whatever pieces two terms share."""

Rows = NDArray[np.int32]


class SpellingIndex:
    """Finds the terms that share rare pieces with one, its twins, homophones and initialisms.

    The rows that hold a piece stand together in one array. About 60 bytes a
    term of eight letters.
    """

    def __init__(self, keys: Sequence[str]) -> None:
        """Take in all keys by row. They are read again when looked up, so must stay as they are."""
        self._keys = keys
        self._bits = min(_MOST, max(_FEWEST, len(keys).bit_length() + 3))
        packed, spelt, spoken, initials = [], [], [], []
        for first in range(0, len(keys), _AT_ONCE):
            text = Text(keys[first : first + _AT_ONCE])
            owners, hashes = text.pieces()
            numbers = hashes >> np.uint64(64 - self._bits) << np.uint64(32)
            part = numbers | (owners + first).astype(np.uint64)
            part.sort()
            packed.append(part[np.flatnonzero(np.diff(part, prepend=~np.uint64(0)))])
            spelt.append(Pieces(np.arange(text.count) + first, text.spelt()))
            spoken.append(_further(text.spoken(), first))
            initials.append(_further(text.initials(), first))
        self._spelt = _Table(spelt)
        self._spoken = _Table(spoken)
        self._initials = _Table(initials)
        self._starts, self._rows, self._weights, self._lengths = self._sorted(packed)

    def __len__(self) -> int:
        return len(self._lengths)

    @property
    def nbytes(self) -> int:
        """Bytes of memory it takes, without the keys."""
        kept = (self._rows, self._starts, self._weights, self._lengths)
        tables = (self._spelt, self._spoken, self._initials)
        return sum(each.nbytes for each in kept) + sum(table.nbytes for table in tables)

    def alike(self, rows: Ints | Sequence[int], k: int) -> tuple[Ints, Ints]:
        """Give for each of some rows at most `k` others that are spelt or sound alike.

        As two arrays (p,): heads in the order of `rows`, and others, the most
        alike first. Raises IndexError for a row there is not.
        """
        wanted = np.asarray(rows, np.int64)
        if len(wanted) and (wanted.min() < 0 or wanted.max() >= len(self)):
            raise IndexError(f"Rows from 0 to {len(self) - 1} are there")
        total = np.zeros(len(self), np.float32)
        heads, others = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)]
        for first in range(0, len(wanted), _AT_ONCE):
            part = wanted[first : first + _AT_ONCE]
            text = Text([self._keys[row] for row in part.tolist()])
            pieces = self._numbers(text.pieces(), text.count)
            same = self._same(text)
            for at, row in enumerate(part.tolist()):
                found = self._nearest(row, pieces[at], same[at], k, total)
                heads.append(np.full(len(found), row))
                others.append(found)
        return np.concatenate(heads), np.concatenate(others)

    def _sorted(self, packed: list[Hashes]) -> tuple[Rows, Rows, Floats, Floats]:
        """Sort rows by the pieces they hold, which stand in the higher half of each number.

        Gives where the rows of each piece begin, the rows, the weight of each
        piece, and the length of each row's vector of weights.
        """
        rows: Rows = np.empty(sum(map(len, packed)), np.int32)
        held = np.zeros(1 << self._bits, np.int64)
        squares = np.zeros(len(self._keys))
        parts = np.arange(_PARTS + 1, dtype=np.uint64) << np.uint64(32 + self._bits - _PART_BITS)
        edges = [np.searchsorted(each, parts) for each in packed]
        done, size = 0, (1 << self._bits) // _PARTS
        for part in range(_PARTS):
            of_part = [
                each[at[part] : at[part + 1]] for each, at in zip(packed, edges, strict=True)
            ]
            together = np.concatenate([*of_part, np.zeros(0, np.uint64)])
            together.sort()
            here = (together & np.uint64(0xFFFFFFFF)).astype(np.int32)
            pieces = (together >> np.uint64(32)).astype(np.int64) - part * size
            counts = np.bincount(pieces, minlength=size)
            squares += np.bincount(here, self._weight(counts)[pieces] ** 2, len(squares))
            held[part * size : (part + 1) * size] = counts
            rows[done : done + len(here)] = here
            done += len(here)
        starts = np.concatenate([[0], np.cumsum(held)]).astype(np.int32)
        return starts, rows, self._weight(held), np.sqrt(squares).astype(np.float32)

    def _weight(self, held: Ints) -> Floats:
        """Weigh pieces by how few rows hold them."""
        weights: Floats = np.log1p(len(self._keys) / np.maximum(held, 1)).astype(np.float32)
        return weights

    def _numbers(self, pieces: Pieces, count: int) -> list[Ints]:
        """Give the numbers of the pieces of each of `count` heads, the rarest first."""
        numbers = (pieces.hashes >> np.uint64(64 - self._bits)).astype(np.int64)
        keyed = np.unique(pieces.owners << self._bits | numbers)
        owners, numbers = keyed >> self._bits, keyed & (1 << self._bits) - 1
        held = self._starts[numbers + 1] - self._starts[numbers]
        order = np.lexsort((numbers, held, owners))
        edges = np.searchsorted(owners, np.arange(1, count))
        return np.split(numbers[order], edges)

    def _same(self, text: Text) -> list[dict[int, float]]:
        """Give the rows that are twins, initialisms or homophones of each head, with what it is."""
        found: list[dict[int, float]] = [{} for _ in range(text.count)]
        spelt = Pieces(np.arange(text.count), text.spelt())
        for table, pieces, worth in (
            (self._spoken, text.spoken(), _HOMOPHONE),
            (self._initials, spelt, _INITIALS),
            (self._spelt, text.initials(), _INITIALS),
            (self._spelt, spelt, _TWIN),
        ):
            for at, row in zip(*table.find(pieces), strict=True):
                found[at][row] = worth
        return found

    def _nearest(
        self, row: int, numbers: Ints, same: dict[int, float], k: int, total: Floats
    ) -> Ints:
        """Give the at most `k` rows most alike; `total` (n,) is all zeros, before and after."""
        lists, read = [], 0
        for number in numbers.tolist():
            holding = self._rows[self._starts[number] : self._starts[number + 1]]
            if read and read + len(holding) > _READ:
                break
            total[holding] += self._weights[number] ** 2
            lists.append(holding)
            read += len(holding)
        touched = np.concatenate([*lists, np.zeros(0, np.int32)])
        shared = total[touched]
        total[touched] = 0
        lengths = self._lengths[touched] * self._lengths[row]
        likeness = shared / np.maximum(lengths, np.float32(1e-9))
        # A row stands here once for each piece it shares: at most once for each list.
        most = (k + 1) * max(1, len(lists))
        if len(likeness) > most:
            best = np.argpartition(-likeness, most)[:most]
            touched, likeness = touched[best], likeness[best]
        scores = {
            other: score
            for other, score in zip(touched.tolist(), likeness.tolist(), strict=True)
            if score >= _LEAST
        }
        best_first = sorted(scores, key=lambda other: (-scores[other], other))[: _WEIGHED * k]
        scores = self._compared(row, {other: scores[other] for other in best_first})
        for other, worth in same.items():
            scores[other] = worth + scores.get(other, 0.0)
        scores.pop(row, None)
        ranked = sorted(scores, key=lambda other: (-scores[other], other))[: max(0, k)]
        return np.array(ranked, np.int64)

    def _compared(self, row: int, scores: dict[int, float]) -> dict[int, float]:
        """Add to the scores of some rows how far their letters stand where the row's do."""
        key = self._keys[row][:LONGEST]
        others = [self._keys[other][:LONGEST] for other in scores]
        measure = OSA if any(map(is_hanzi, key)) else JaroWinkler
        alike = process.cdist([key], others, scorer=measure.normalized_similarity)[0]
        return {
            other: score + _LETTERS * letters
            for (other, score), letters in zip(scores.items(), alike.tolist(), strict=True)
        }


class _Table:
    """Rows by a hash; most hashes have one."""

    def __init__(self, parts: list[Pieces]) -> None:
        hashes = np.concatenate([np.zeros(0, np.uint64), *(part.hashes for part in parts)])
        owners = np.concatenate([np.zeros(0, np.int64), *(part.owners for part in parts)])
        order = np.argsort(hashes, kind="stable")
        self._hashes: Hashes = hashes[order]
        self._rows: Rows = owners[order].astype(np.int32)

    @property
    def nbytes(self) -> int:
        return self._hashes.nbytes + self._rows.nbytes

    def find(self, pieces: Pieces) -> tuple[list[int], list[int]]:
        """Give the owners of pieces and the rows that have the same hash."""
        begins = np.searchsorted(self._hashes, pieces.hashes, side="left")
        counts = np.searchsorted(self._hashes, pieces.hashes, side="right") - begins
        owners = np.repeat(pieces.owners, counts)
        within = np.arange(len(owners)) - np.repeat(np.cumsum(counts) - counts, counts)
        rows = self._rows[np.repeat(begins, counts) + within]
        return owners.tolist(), rows.tolist()


def _further(pieces: Pieces, first: int) -> Pieces:
    return Pieces(pieces.owners + first, pieces.hashes)
