"""Terms with spaces in a format whose words have none: who is written like whom."""

from array import array
from typing import NamedTuple

import numpy as np

from synotui.engine.arrays import Ints
from synotui.formats.vector_rows import underscored
from synotui.ops.workbench import Workbench

_AT_ONCE = 10_000


class LeftOut(NamedTuple):
    """A term that is not written, for another is written like it."""

    term: str
    written: str


class Words(NamedTuple):
    """What underscores in place of spaces do to some terms."""

    underscored: int
    """Terms that are written with underscores for their white space."""
    left_out: dict[int, LeftOut]
    """Terms that would be written like another, by id."""
    own: int
    """Terms without white space that have underscores themselves."""

    def narrate(self) -> tuple[str, ...]:
        """Tell whoever reads the file."""
        told = []
        if self.underscored:
            told.append(
                f"spaces in {_terms(self.underscored)} are written as underscores; synotui import "
                "--underscores reads them as spaces"
                + (f", and so those that {_terms(self.own)} had before" if self.own else "")
            )
        if self.left_out:
            first, *more = self.left_out.values()
            told.append(
                f"{_terms(len(self.left_out))} left out, written like another: "
                f"“{first.term}” is “{first.written}” too{', ...' if more else ''}"
            )
        return tuple(told)


def words_of(bench: Workbench, ids: Ints) -> Words:
    """Find what becomes of the terms `ids` (n,).

    A term that is written so as it is keeps its word, else the one that came
    first. Keeps a few numbers in memory for each term, and no text.
    """
    wanted = np.sort(ids)
    spaced, hashes = array("q"), array("q")
    left_out: dict[int, LeftOut] = {}
    own = 0
    for start in range(0, len(wanted), _AT_ONCE):
        terms = wanted[start : start + _AT_ONCE].tolist()
        texts = bench.store.terms.texts(terms)
        names = underscored(texts)
        own += sum("_" in text for text in texts)
        if names == texts:
            continue
        each = zip(terms, texts, names, strict=True)
        some = [(term, text, name) for term, text, name in each if text != name]
        own -= sum("_" in text for _, text, _ in some)
        there = bench.store.terms.ids_of_texts([name for _, _, name in some])
        used = _among(np.fromiter(there.values(), np.int64), wanted)
        taken = {name for name, is_used in zip(there, used, strict=True) if is_used}
        for term, text, name in some:
            if name in taken:
                left_out[term] = LeftOut(text, name)
            else:
                spaced.append(term)
                hashes.append(hash(name))
    later = _later(bench, _alike(spaced, hashes))
    return Words(len(spaced) - len(later), left_out | later, own)


def _among(ids: Ints, wanted: Ints) -> list[bool]:
    """Say of each of `ids` whether it is in `wanted`, sorted and not empty."""
    places = wanted.searchsorted(ids).clip(max=len(wanted) - 1)
    found: list[bool] = (wanted[places] == ids).tolist()
    return found


def _alike(terms: "array[int]", hashes: "array[int]") -> list[int]:
    """Give the terms, in their order, whose hash another has as well."""
    _, places, counts = np.unique(np.array(hashes), return_inverse=True, return_counts=True)
    found: list[int] = np.array(terms)[counts[places] > 1].tolist()
    return found


def _later(bench: Workbench, terms: list[int]) -> dict[int, LeftOut]:
    texts = bench.store.terms.texts(terms)
    taken: set[str] = set()
    later: dict[int, LeftOut] = {}
    for term, text, name in zip(terms, texts, underscored(texts), strict=True):
        if name in taken:
            later[term] = LeftOut(text, name)
        taken.add(name)
    return later


def _terms(count: int) -> str:
    return f"{count:,} term{'' if count == 1 else 's'}"
