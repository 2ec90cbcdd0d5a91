"""Held-out pairs: what adjusting by some synonyms does to others that it was not told."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from word_pairs import Floats, Ints, read_pairs, unit

from synotui.engine.adjust import Constraints, solve
from synotui.model import Settings

SHARE = 0.3
VOCABULARY = 50_000
"""Partners are looked for among so many of the most frequent words."""
_QUERIES_AT_ONCE = 500
_SAMPLE = 500


@dataclass(frozen=True)
class Found:
    """Recall at 10 of hidden partners, and what the ten nearest kept."""

    every: float
    connected: float
    """Where pairs that were not hidden connect the two words."""
    unconnected: float
    kept_moved: float
    """Share of the ten nearest, among all words, that words in pairs kept."""
    kept_untouched: float


@dataclass
class HeldOut:
    """Synonyms of which a share is hidden, and the antonyms, by words of `vectors` (n, dim)."""

    vectors: Floats
    synonyms: Ints
    antonyms: Ints
    seed: int = 0
    hidden: Ints = field(init=False)
    shown: Ints = field(init=False)
    named: Ints = field(init=False)
    """The rows that what is not hidden names, ascending."""

    def __post_init__(self) -> None:
        draw = np.random.default_rng(self.seed)
        order = draw.permutation(len(self.synonyms))
        cut = int(len(order) * SHARE)
        self.hidden = self.synonyms[order[:cut]]
        self.shown = self.synonyms[np.sort(order[cut:])]
        self.named = np.unique(np.concatenate([self.shown.ravel(), self.antonyms.ravel()]))
        self._connected = _connected(self.shown, self.hidden)
        self._partners: Mapping[int, list[int]] = _partners(self.shown)
        untouched = np.setdiff1d(np.arange(len(self.vectors)), self.named)
        self._samples = [
            np.sort(draw.choice(rows, _SAMPLE, replace=False)) for rows in (self.named, untouched)
        ]
        before = unit(self.vectors)
        self._tops = [_ten_nearest(before, rows) for rows in self._samples]

    def judge(self, settings: Settings | None) -> Found:
        """Adjust by `settings`, or not at all, and look for the hidden partners."""
        vectors = self.vectors.copy()
        if settings:
            constraints = Constraints(
                np.searchsorted(self.named, self.shown), np.searchsorted(self.named, self.antonyms)
            )
            vectors[self.named] = solve(vectors[self.named], constraints, settings)[0]
        now = unit(vectors)
        hits = self._ranks(now[:VOCABULARY]) < 10
        moved, untouched = (
            _kept(tops, _ten_nearest(now, rows))
            for tops, rows in zip(self._tops, self._samples, strict=True)
        )
        linked = np.tile(self._connected, 2)
        return Found(
            float(hits.mean()),
            float(hits[linked].mean()),
            float(hits[~linked].mean()),
            moved,
            untouched,
        )

    def _ranks(self, vectors: Floats) -> Ints:
        """Give how many words are closer than the hidden partner, asked from either side.

        A word itself and the partners that were not hidden do not count.
        """
        heads = np.concatenate([self.hidden[:, 0], self.hidden[:, 1]])
        wanted = np.concatenate([self.hidden[:, 1], self.hidden[:, 0]])
        ranks = []
        for start in range(0, len(heads), _QUERIES_AT_ONCE):
            asked = heads[start : start + _QUERIES_AT_ONCE]
            cosines = vectors[asked] @ vectors.T
            for line, head in zip(cosines, asked.tolist(), strict=True):
                line[[head, *self._partners.get(head, ())]] = -np.inf
            sought = cosines[np.arange(len(asked)), wanted[start : start + _QUERIES_AT_ONCE]]
            ranks.append((cosines > sought[:, None]).sum(axis=1))
        return np.concatenate(ranks)


def read_splits(
    folder: Path, words: Sequence[str], vectors: Floats, number: int
) -> Iterator[HeldOut]:
    """Read the pairs of WordNet from `folder` and hide some in `number` ways; none if not there."""
    names = ("wordnet30_synonym_pairs_glove50k.tsv", "wordnet30_antonym_pairs_glove50k.tsv")
    if not all((folder / name).exists() for name in names):
        return
    known = {word: row for row, word in enumerate(words[:VOCABULARY])}
    synonyms, antonyms = (read_pairs(folder / name, known) for name in names)
    opposite = set(antonyms)
    kinds = [pair for pair in synonyms if pair not in opposite], antonyms
    rows = [np.array([(known[a], known[b]) for a, b in pairs], np.int64) for pairs in kinds]
    for seed in range(number):
        yield HeldOut(vectors, rows[0], rows[1], seed)


def _ten_nearest(vectors: Floats, rows: Ints) -> list[set[int]]:
    """Give the ten nearest of `rows` among all unit `vectors` (n, dim)."""
    found = []
    for start in range(0, len(rows), 100):
        here = rows[start : start + 100]
        cosines = vectors[here] @ vectors.T
        cosines[np.arange(len(here)), here] = -np.inf
        found += [set(line.tolist()) for line in np.argpartition(-cosines, 10, axis=1)[:, :10]]
    return found


def _kept(before: Sequence[set[int]], after: Sequence[set[int]]) -> float:
    return float(np.mean([len(a & b) / 10 for a, b in zip(before, after, strict=True)]))


def _partners(pairs: Ints) -> dict[int, list[int]]:
    found: dict[int, list[int]] = defaultdict(list)
    for a, b in pairs.tolist():
        found[a].append(b)
        found[b].append(a)
    return found


def _connected(pairs: Ints, asked: Ints) -> NDArray[np.bool_]:
    """Say which of the `asked` (q, 2) are connected by `pairs` (p, 2)."""
    above: dict[int, int] = {}

    def top(word: int) -> int:
        while (over := above.setdefault(word, word)) != word:
            above[word] = above[over]
            word = over
        return word

    for a, b in pairs.tolist():
        above[top(a)] = top(b)
    return np.array([top(a) == top(b) for a, b in asked.tolist()], np.bool_)
