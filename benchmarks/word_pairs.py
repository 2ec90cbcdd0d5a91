"""Pairs of words to adjust vectors by, read or made, and what the result is judged by."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]
WordPair = tuple[str, str]

SYNONYMS = 15_872
ANTONYMS = 6_312
_FREQUENT = 20_000
"""Made pairs are among this many of the most frequent words."""
_NEAR = 10
"""A made synonym is one of so many nearest neighbours; a made antonym one of as many after them."""
_ROWS_AT_ONCE = 1024


@dataclass
class Task:
    """Words with their vectors, the pairs to adjust them by, and gold to judge the result."""

    words: list[str]
    """Those in pairs, and those that only gold asks about."""
    base: Floats
    """Their raw vectors (n, dim)."""
    synonyms: list[WordPair]
    antonyms: list[WordPair]
    gold: Mapping[str, Sequence[tuple[str, str, float]]]
    """Word, word and score, by the name of the collection."""
    rows: dict[str, int] = field(init=False)
    named: Ints = field(init=False)
    """The rows of the words in pairs, ascending."""

    def __post_init__(self) -> None:
        self.rows = {word: row for row, word in enumerate(self.words)}
        self.named = np.unique(self.rows_of(self.synonyms + self.antonyms))

    def rows_of(self, pairs: Sequence[WordPair]) -> Ints:
        """Give the rows of pairs (p, 2)."""
        return np.array([(self.rows[a], self.rows[b]) for a, b in pairs], np.int64).reshape(-1, 2)

    def quality(self, vectors: Floats) -> dict[str, float]:
        """Judge `vectors` (n, dim): mean cosine of pairs, Spearman's correlation with gold."""
        judged = {
            "synonyms": float(cosines(vectors, self.rows_of(self.synonyms)).mean()),
            "antonyms": float(cosines(vectors, self.rows_of(self.antonyms)).mean()),
        }
        for name, lines in self.gold.items():
            found = cosines(vectors, self.rows_of([(a, b) for a, b, _ in lines]))
            judged[name] = spearman([score for _, _, score in lines], found)
        return judged


def read_pairs(file: Path, known: Mapping[str, int]) -> list[WordPair]:
    """Read a pair of words from every line, as far as both are `known`; no pair twice."""
    found: dict[WordPair, None] = {}
    for fields in _fields(file):
        a, b = fields[:2]
        if a in known and b in known and a != b:
            found[min(a, b), max(a, b)] = None
    return list(found)


def make_pairs(words: Sequence[str], vectors: Floats) -> tuple[list[WordPair], list[WordPair]]:
    """Make synonyms and antonyms, as many as the published lists: near neighbours, seeded.

    `words` (n,), the most frequent first, have the unit `vectors` (n, dim).
    """
    draw = np.random.default_rng(7)
    frequent = vectors[:_FREQUENT]
    rows = len(frequent)
    synonyms: dict[WordPair, None] = {}
    antonyms: dict[WordPair, None] = {}
    for start in range(0, rows, _ROWS_AT_ONCE):
        heads = np.arange(start, min(start + _ROWS_AT_ONCE, rows))
        cosines = frequent[heads] @ frequent.T
        cosines[np.arange(len(heads)), heads] = -np.inf
        near = np.argsort(-cosines, axis=1)[:, : 2 * _NEAR]
        for head, others in zip(heads.tolist(), near, strict=True):
            for chosen, first in ((synonyms, 0), (antonyms, _NEAR)):
                other = int(others[first + draw.integers(_NEAR)])
                chosen[words[min(head, other)], words[max(head, other)]] = None
    return _some(draw, synonyms, SYNONYMS), _some(
        draw, {pair: None for pair in antonyms if pair not in synonyms}, ANTONYMS
    )


def _some(draw: np.random.Generator, pairs: Mapping[WordPair, None], number: int) -> list[WordPair]:
    listed = list(pairs)
    return [listed[i] for i in draw.permutation(len(listed))[:number].tolist()]


def read_similarity(file: Path, known: Mapping[str, int]) -> list[tuple[str, str, float]]:
    """Read word1, word2, score from a tab-separated file, as far as both words are `known`."""
    found = []
    for fields in _fields(file, "\t"):
        a, b = (word.lower() for word in fields[:2])
        if a in known and b in known:
            found.append((a, b, float(fields[2])))
    return found


def _fields(file: Path, separator: str | None = None) -> Iterator[list[str]]:
    with file.open(encoding="utf-8") as lines:
        for line in lines:
            fields = line.strip().split(separator)
            if len(fields) >= 2 and not line.startswith("#"):
                yield fields


def unit(vectors: Floats) -> Floats:
    """Scale `vectors` (n, dim) to length 1."""
    scaled: Floats = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    return scaled


def cosines(vectors: Floats, rows: Ints) -> Floats:
    """Give the cosines of pairs of `rows` (p, 2) of `vectors` (n, dim) as (p,)."""
    a, b = vectors[rows[:, 0]], vectors[rows[:, 1]]
    lengths = np.linalg.norm(a, axis=1) * np.linalg.norm(b, axis=1)
    found: Floats = (a * b).sum(axis=1) / lengths
    return found


def spearman(a: Sequence[float] | Floats, b: Sequence[float] | Floats) -> float:
    """Give Spearman's rank correlation: Pearson's of the ranks, ties averaged."""
    return float(np.corrcoef(_ranks(np.asarray(a)), _ranks(np.asarray(b)))[0, 1])


def _ranks(values: NDArray[np.float64] | Floats) -> NDArray[np.float64]:
    """Give the rank of each value, equal values the mean of theirs."""
    _, place, counts = np.unique(values, return_inverse=True, return_counts=True)
    ranks: NDArray[np.float64] = (np.cumsum(counts) - (counts - 1) / 2)[place]
    return ranks
