"""A dictionary of words in clusters to measure on, with a second space, and files for it."""

from pathlib import Path

import numpy as np

from synotui import text as words
from synotui.model import Evaluation, Verdict
from synotui.ops.review import decide
from synotui.ops.workbench import Workbench, open_workbench

WORDS, DIM = 120, 8


def _texts() -> list[str]:
    plain = [f"w{i:03}" for i in range(WORDS)]
    # Terms that are one but for case, before or after the plain one.
    plain[7], plain[90], plain[12] = "W012", "W033", "w012"
    return plain


def make_dictionary(path: Path) -> None:
    """Make a dictionary of 120 words in clusters, and another space that lacks every third."""
    random = np.random.default_rng(21)
    middles = random.normal(size=(12, DIM))
    vectors = (middles[np.arange(WORDS) % 12] + 0.9 * random.normal(size=(WORDS, DIM))).astype("f4")
    texts = _texts()
    with open_workbench(path, create=True) as bench, bench.store.transaction():
        store = bench.store
        store.terms.add((t, words.key(t), 1000.0 - i) for i, t in enumerate(texts))
        of = store.terms.ids_of_texts(texts)
        ids = np.array([of[t] for t in texts], np.int64)
        other = store.vectors.make_space("other", "", 5, "2026-01-01T00:00:00Z")
        some = np.arange(WORDS) % 3 > 0
        store.vectors.append(other, ids[some], random.normal(size=(80, 5)).astype("f4"))
        space = store.vectors.make_space("main", "", DIM, "2026-01-01T00:00:00Z")
        store.vectors.append(space, ids, vectors)


def id_of(bench: Workbench, text: str) -> int:
    """Give the id of a term."""
    return bench.store.terms.ids_of_texts([text])[text]


def accept(bench: Workbench, *pairs: tuple[str, str], verdict: Verdict = Verdict.ACCEPTED) -> None:
    """Decide pairs of terms."""
    for a, b in pairs:
        decide(bench, id_of(bench, a), id_of(bench, b), verdict)


def write(bench: Workbench, name: str, text: str) -> Path:
    """Write a file beside the dictionary."""
    path = bench.path.parent / name
    path.write_text(text, encoding="utf-8")
    return path


def similarities(bench: Workbench) -> Path:
    """Write a file of 62 pairs, two of them with words that are no terms."""
    random = np.random.default_rng(2)
    lines = [
        f"w{a:03}\tw{b:03}\t{score}"
        for a, b, score in random.integers((20, 20, 0), (89, 89, 8), (60, 3)).tolist()
    ]
    return write(bench, "s.tsv", "\n".join([*lines, "w020\tnowhere\t3", "gone\tlost\t1"]) + "\n")


def value(found: Evaluation, key: str, name: str) -> float:
    """Give a figure of the base ("base") or adjusted ("now") column."""
    column = {"base": found.base, "now": found.now}[key]
    figure = column.figure(name)
    assert figure is not None and figure.value is not None
    return figure.value
