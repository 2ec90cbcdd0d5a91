"""Vectors for texts put together from the words of a space that has no encoder.

The words are the terms with a vector of their own in the space that was imported, which is
the first of a lineage. How frequent a word is counts by the frequencies of the terms where at
least half of those words have one; else by its place in the space, where that can mean
something (vector files begin with the most frequent words); else all words weigh the same.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from synotui import text as words
from synotui.engine.compose import (
    Split,
    likelihoods_by_rank,
    mix,
    possible_words,
    scaled,
    split,
    weight,
    without,
)
from synotui.model import SpaceInfo, Term
from synotui.ops.workbench import Loaded

if TYPE_CHECKING:
    from synotui.engine.arrays import Floats, Ints
    from synotui.engine.space import Space
    from synotui.store import Store
    from synotui.store.composed import HeldComponent

FEWEST_RANKED = 10_000
"""Words of a space from which their order can be that of a language."""
_SAMPLED = 400
_ASCENDING = 0.9
"""Share of words that follow one before them in the alphabet from which that is their order."""
_TOLD = 5


@dataclass(frozen=True, slots=True)
class Parts:
    """A text cut into words of a space."""

    text: str
    words: tuple[Term, ...]
    """Terms with a vector of their own, in order."""
    missing: tuple[str, ...]
    """What none of them covers."""

    @property
    def texts(self) -> tuple[str, ...]:
        """The words as they are written."""
        return tuple(term.text for term in self.words)

    @property
    def is_word(self) -> bool:
        """Whether it is one word, only written in another way."""
        return len(self.words) == 1 and not self.missing

    def uncovered(self) -> str:
        """Say which of its words have no vector."""
        told = ", ".join(f"“{word}”" for word in self.missing[:_TOLD])
        return told + (", …" if len(self.missing) > _TOLD else "")


class Composer:
    """Puts texts together from the words of one imported space. Reads the dictionary it is of."""

    def __init__(self, store: "Store", root: SpaceInfo, loaded: Loaded | None = None) -> None:
        """Take the first space of a lineage; `loaded` is the current one if it is in memory."""
        self._store = store
        self._space: Space | None = loaded.space if loaded and loaded.info.id == root.id else None
        self.root = root
        with self._store.reading():
            ids = self._space.ids if self._space else store.vectors.ids(root.id)
            self._count = len(ids)
            self._order: Ints | None = None
            self._ids = ids
            if (ids[1:] < ids[:-1]).any():
                self._order = np.argsort(ids, kind="stable")
                self._ids = ids[self._order]
            self._held = self._store.composed.component(root.id)
            own = self._count - self._store.composed.vectors(root.id)
            counted = self._store.composed.counted()
            self._total = counted.total if 2 * counted.terms >= own else 0.0
            self._ranked = not self._total and self._in_order_of_frequency(ids, own)
        self._kept = True
        self._matrix: Floats | None = None

    @property
    def held(self) -> "HeldComponent | None":
        """What composed vectors are without; None while there were not phrases enough for it."""
        return self._held

    def leave_out(self, component: "Floats", phrases: int) -> None:
        """Compose without `component` (dim,) from now on, which was fitted on so many phrases."""
        from synotui.store.composed import HeldComponent

        self._held = HeldComponent(component, phrases)
        self._kept = False

    def keep(self) -> None:
        """Keep the component for later; belongs into the transaction of the first vectors by it."""
        if not self._kept and self._held is not None:
            self._store.composed.keep_component(self.root.id, self._held)
        self._kept = True

    @property
    def weighs_by(self) -> str:
        """Say what the weight of a word follows."""
        if self._total:
            return "the frequencies of the terms"
        return "their order in the space" if self._ranked else "nothing: all words count alike"

    def hold(self, on_vectors: Callable[[int], None]) -> None:
        """Read all vectors of the space, for many texts; `on_vectors` hears how many are read."""
        with self._store.reading():
            _, self._matrix = self._store.vectors.load(self.root, on_vectors)

    def cut(self, texts: Sequence[str]) -> list[Parts]:
        """Cut texts into words that have vectors of their own."""
        keys = words.keys(texts)
        wanted: set[str] = set()
        for key in keys:
            wanted |= possible_words(key)
        found = self._store.composed.words(wanted)
        known = sorted({term.id for each in found.values() for term in each})
        places = self._ranks(np.array(known, np.int64)).tolist()
        composed = self._store.composed.of([self.root.id], known)
        own = {
            term
            for term, place in zip(known, places, strict=True)
            if place >= 0 and term not in composed
        }
        there = {
            key: kept
            for key, each in found.items()
            if (kept := [term for term in each if term.id in own])
        }
        firsts = [kept[0] for kept in there.values()]
        likely = dict(zip(there, self._likelihoods(firsts).tolist(), strict=True))
        return [
            self._parts(text, split(key, likely), there)
            for text, key in zip(texts, keys, strict=True)
        ]

    def directions(self, parts: Sequence[Parts]) -> "tuple[Floats, Floats]":
        """Mix the words of `parts` (n,): directions (n, dim), zero without words, lengths (n,)."""
        terms = [term for each in parts for term in each.words]
        owners = np.repeat(np.arange(len(parts)), [len(each.words) for each in parts])
        if not terms:
            none = np.zeros(len(parts), np.float32)
            return np.zeros((len(parts), self.root.dim), np.float32), none
        weights = weight(self._likelihoods(terms))
        mixed = mix(self._vectors([term.id for term in terms]), weights, owners, len(parts))
        return mixed.directions, mixed.lengths

    def compose(self, parts: Sequence[Parts]) -> "Floats":
        """Give vectors (n, dim) in the imported space, zero where there is nothing to mix.

        A text that is one word has the vector of that word; all others are without
        the component that is held.
        """
        directions, lengths = self.directions(parts)
        if self._held is not None:
            phrases = np.array([not each.is_word for each in parts], bool)
            directions[phrases] = without(directions[phrases], self._held.component)
        return scaled(directions, lengths)

    def _parts(self, text: str, cut: Split, there: dict[str, list[Term]]) -> Parts:
        chosen = []
        for key in cut.words:
            twins = there[key]
            chosen.append(next((term for term in twins if term.text in text), twins[0]))
        return Parts(text, tuple(chosen), cut.missing)

    def _ranks(self, ids: "Ints") -> "Ints":
        """Give the places in the space of terms (m,), from 0; -1 for one without a vector."""
        if not self._count:
            return np.full(len(ids), -1, np.int64)
        places = self._ids.searchsorted(ids).clip(max=self._count - 1)
        ranks = places if self._order is None else self._order[places]
        found: Ints = np.where(self._ids[places] == ids, ranks, -1)
        return found

    def _likelihoods(self, terms: Sequence[Term]) -> "Floats":
        """Give p(w) of words."""
        if self._total:
            counts = [max(term.frequency or 0.0, 0.0) for term in terms]
            return (np.array(counts) / self._total).astype(np.float32)
        if not self._ranked:
            # All alike, and so rare that every weight is 1 but for rounding.
            return np.full(len(terms), 1e-9, np.float32)
        ranks = self._ranks(np.array([term.id for term in terms], np.int64))
        return likelihoods_by_rank(ranks + 1, self._count)

    def _vectors(self, ids: Sequence[int]) -> "Floats":
        """Give base vectors of the imported space, from memory where it is there."""
        wanted = np.array(ids, np.int64)
        if self._matrix is not None:
            return self._matrix[self._ranks(wanted)]
        if self._space is not None:
            rows = self._space.rows_of(wanted)
            if (rows >= 0).all():
                return self._space.base(rows)
        found, vectors = self._store.vectors.some(self.root, np.unique(wanted))
        order = np.argsort(found)
        taken: Floats = vectors[order[found[order].searchsorted(wanted)]]
        return taken

    def _in_order_of_frequency(self, ids: "Ints", own: int) -> bool:
        """Say whether the order of a space can be that of frequency: many words, not sorted."""
        if own < FEWEST_RANKED:
            return False
        # Composed terms came later than the words: they are behind them.
        at = np.linspace(0, own - 2, _SAMPLED).astype(np.int64)
        ones = self._store.terms.texts(ids[at].tolist())
        others = self._store.terms.texts(ids[at + 1].tolist())
        rising = sum(one < other for one, other in zip(ones, others, strict=True))
        return rising < _ASCENDING * _SAMPLED
