"""Many terms at once as numbers: the pieces of each, and hashes of how it is written and sounds."""

import unicodedata
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from synotui.engine.arrays import Ints, Mask
from synotui.engine.likeness.forms import LONGEST, is_hanzi
from synotui.engine.likeness.sounds import simplified, sounds

Hashes = NDArray[np.uint64]
Points = NDArray[np.uint32]

_POINTS = 0x110000
_EDGE = 10
_SEPARATORS = " -'._/·‐‑–—’"
_WEIGHTY = 4
"""Letters of a word whose initial is always among the initials: not those of and, of, the."""
_KINDS = 6
_SALTS: Hashes = np.array(
    [
        0x9E3779B97F4A7C15,
        0xC2B2AE3D27D4EB4F,
        0x165667B19E3779F9,
        0xD6E8FEB86659FD93,
        0xA0761D6478BD642F,
        0xE7037ED1A0B428DB,
    ],
    np.uint64,
)
"""Odd numbers that spread what is hashed, one for each kind."""
TRIGRAM, HANZI, BIGRAM, SOUND = range(4)
WRITTEN, HEARD = range(4, _KINDS)


class Pieces(NamedTuple):
    """What there is of some terms, each with the place of the term it is of."""

    owners: Ints
    hashes: Hashes


class Tables(NamedTuple):
    """For each code point: what it is written as, heard as, and what kind of sign it is."""

    written: Points
    """Without accents, simplified."""
    heard: Points
    """A number of its own for each syllable without tones, else as it is written."""
    hanzi: Mask
    separates: Mask


@cache
def tables() -> Tables:
    """Give the tables, made once."""
    written = np.arange(_POINTS, dtype=np.uint32)
    for point in (*range(0xC0, 0x250), *range(0x1E00, 0x1F00)):
        base = unicodedata.normalize("NFD", chr(point))[0]
        written[point] = ord(base)
    for point, sign in (simplified() or {}).items():
        written[point] = ord(sign)
    heard = written.copy()
    table = sounds()
    if table is not None:
        for point, sign in table.syllables.items():
            heard[point] = ord(sign)
        heard = heard[written]
    hanzi = np.zeros(_POINTS, bool)
    for first, last in ((0x3000, 0xA000), (0xF900, 0xFB00), (0x20000, 0x33480)):
        hanzi[first:last] = [is_hanzi(chr(point)) for point in range(first, last)]
    separates = np.zeros(_POINTS, bool)
    separates[[ord(sign) for sign in _SEPARATORS]] = True
    return Tables(written, heard, hanzi, separates)


class Text:
    """Some keys as one array of code points, a line end before, between and behind them."""

    def __init__(self, keys: Sequence[str]) -> None:
        """Take in keys; what is behind LONGEST characters of one is left out."""
        lines = [key[:LONGEST].replace("\n", " ") for key in keys]
        joined = "\n" + "\n".join(lines) + "\n"
        points = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), np.uint32)
        self._tables = tables()
        self.written: Points = self._tables.written[points]
        self.heard: Points = self._tables.heard[points]
        self.edge: Mask = points == _EDGE
        self.hanzi: Mask = self._tables.hanzi[self.written] & ~self.edge
        self.owner: Ints = np.cumsum(self.edge) - 1
        """The place of the key each character is of; that of an edge is the key behind it."""
        self.count = len(lines)

    def pieces(self) -> Pieces:
        """Give pieces of the keys: three letters, one or two hanzi, two syllables.

        A piece of three letters may reach over the edge of a key, and holds no hanzi.
        """
        signs = self.written.astype(np.uint64)
        edge, hanzi, owner = self.edge, self.hanzi, self.owner
        found = []
        if len(signs) > 2:
            inner = ~edge[1:-1] & ~(hanzi[:-2] | hanzi[1:-1] | hanzi[2:])
            at = np.flatnonzero(inner)
            codes = signs[at] << np.uint64(42) | signs[at + 1] << np.uint64(21) | signs[at + 2]
            found.append((owner[at + 1], _hashed(codes, TRIGRAM)))
        if hanzi.any():
            at = np.flatnonzero(hanzi)
            found.append((owner[at], _hashed(signs[at], HANZI)))
            at = np.flatnonzero(~(edge[:-1] | edge[1:]) & (hanzi[:-1] | hanzi[1:]))
            codes = signs[at] << np.uint64(21) | signs[at + 1]
            found.append((owner[at], _hashed(codes, BIGRAM)))
            at = np.flatnonzero(hanzi[:-1] & hanzi[1:])
            spoken = self.heard.astype(np.uint64)
            codes = spoken[at] << np.uint64(21) | spoken[at + 1]
            found.append((owner[at], _hashed(codes, SOUND)))
        if not found:
            return Pieces(np.zeros(0, np.int64), np.zeros(0, np.uint64))
        owners, hashes = zip(*found, strict=True)
        return Pieces(np.concatenate(owners), np.concatenate(hashes))

    def spelt(self) -> Hashes:
        """Give a hash of how each key is written (n,), but for separators, accents, script."""
        kept = ~self._tables.separates[self.written] & ~self.edge
        return self._whole(self.written, kept, WRITTEN)

    def spoken(self) -> Pieces:
        """Give a hash of how each key of several hanzi sounds."""
        kept = ~self._tables.separates[self.written] & ~self.edge
        several = np.bincount(self.owner[self.hanzi], minlength=self.count) > 1
        owners = np.flatnonzero(several[: self.count])
        return Pieces(owners, self._whole(self.heard, kept, HEARD)[owners])

    def initials(self) -> Pieces:
        """Give a hash, as of how a key is written, of the initials of each key of several words.

        Of all its words, and of its longer words where that is not the same.
        """
        apart = self.edge | self._tables.separates[self.written]
        begins = np.flatnonzero(apart[:-1] & ~apart[1:]) + 1
        stops = np.flatnonzero(~apart[:-1] & apart[1:]) + 1
        found = []
        for least in (1, _WEIGHTY):
            kept = np.zeros(len(apart), bool)
            kept[begins[stops - begins >= least]] = True
            words = np.bincount(self.owner[kept], minlength=self.count)[: self.count]
            owners = np.flatnonzero(words > 1)
            found.append(Pieces(owners, self._whole(self.written, kept, WRITTEN)[owners]))
        every, weighty = found
        place = np.searchsorted(every.owners, weighty.owners)
        other = every.hashes[place] != weighty.hashes if len(place) else np.zeros(0, bool)
        return Pieces(
            np.concatenate([every.owners, weighty.owners[other]]),
            np.concatenate([every.hashes, weighty.hashes[other]]),
        )

    def _whole(self, signs: Points, kept: Mask, kind: int) -> Hashes:
        """Hash those of the signs of each key that are kept, in order: (n,)."""
        at = np.flatnonzero(kept)
        owner = self.owner[at]
        starts = np.searchsorted(owner, np.arange(self.count))
        order = np.arange(len(at)) - starts[owner]
        with np.errstate(over="ignore"):
            mixed = (signs[at].astype(np.uint64) + np.uint64(1)) * _SALTS[kind]
            mixed ^= mixed >> np.uint64(29)
            mixed *= _powers()[order]
        sums = np.concatenate([np.zeros(1, np.uint64), np.cumsum(mixed, dtype=np.uint64)])
        stops = np.append(starts[1:], len(at))
        hashed: Hashes = sums[stops] - sums[starts]
        return hashed ^ hashed >> np.uint64(31)


@cache
def _powers() -> Hashes:
    """Give odd factors for the places within a key."""
    factors = np.full(LONGEST + 1, 0xD1342543DE82EF95, np.uint64)
    with np.errstate(over="ignore"):
        np.multiply.accumulate(factors, out=factors)
    return factors


def _hashed(codes: Hashes, kind: int) -> Hashes:
    with np.errstate(over="ignore"):
        mixed = codes * _SALTS[kind]
        mixed ^= mixed >> np.uint64(32)
        spread: Hashes = mixed * _SALTS[(kind + 1) % _KINDS]
    return spread
