"""Published word-embedding association tests on GloVe 6B 50d, beside the formulas and scipy.

The word lists are those of Caliskan, Bryson and Narayanan 2017 (tables of the
supplement), d and p theirs for GloVe 840B in 300 dimensions: other vectors, so
figures that should be alike, not equal. The peer reads the same vectors: the
formulas written out in Python, and scipy.stats.permutation_test for p, over all
splits or as many drawn ones. Both are timed in this run, without opening.
"""

import argparse
import tempfile
import time
from collections.abc import Sequence
from math import comb
from pathlib import Path
from typing import NamedTuple

import numpy as np
from dictionaries import glove_dictionary
from figures import show
from machine import machine
from numpy.typing import NDArray
from scipy import stats

from synotui.engine.association import DRAWN, MOST_SPLITS
from synotui.ops.exploring.association import associate
from synotui.ops.spaces.points import find_points
from synotui.ops.workbench import Workbench, open_workbench

Figures = NDArray[np.float64]
Lists = tuple[Sequence[str], Sequence[str]]

_PLEASANT = """caress freedom health love peace cheer friend heaven loyal pleasure diamond gentle
honest lucky rainbow diploma gift honor miracle sunrise family happy laughter paradise vacation"""
_UNPLEASANT = """abuse crash filth murder sickness accident death grief poison stink assault
disaster hatred pollute tragedy divorce jail poverty ugly cancer kill rotten vomit agony prison"""


class Published(NamedTuple):
    """A test of the paper: its lists as texts, and what it found."""

    name: str
    one: str
    other: str
    pole: str
    other_pole: str
    effect: float
    p: str


TESTS = (
    Published(
        "1 flowers, insects",
        """aster clover hyacinth marigold poppy azalea crocus iris orchid rose bluebell daffodil
        lilac pansy tulip buttercup daisy lily peony violet carnation gladiola magnolia petunia
        zinnia""",
        """ant caterpillar flea locust spider bedbug centipede fly maggot tarantula bee cockroach
        gnat mosquito termite beetle cricket hornet moth wasp blackfly dragonfly horsefly roach
        weevil""",
        _PLEASANT, _UNPLEASANT, 1.50, "1e-7",
    ),
    Published(
        "2 instruments, weapons",
        """bagpipe cello guitar lute trombone banjo clarinet harmonica mandolin trumpet bassoon
        drum harp oboe tuba bell fiddle harpsichord piano viola bongo flute horn saxophone
        violin""",
        """arrow club gun missile spear axe dagger harpoon pistol sword blade dynamite hatchet
        rifle tank bomb firearm knife shotgun teargas cannon grenade mace slingshot whip""",
        _PLEASANT, _UNPLEASANT, 1.53, "1e-7",
    ),
    Published(
        "6 names, career or family",
        "John Paul Mike Kevin Steve Greg Jeff Bill",
        "Amy Joan Lisa Sarah Diana Kate Ann Donna",
        "executive management professional corporation salary office business career",
        "home parents children family cousins marriage wedding relatives",
        1.81, "1e-3",
    ),
    Published(
        "7 math, arts",
        "math algebra geometry calculus equations computation numbers addition",
        "poetry art dance literature novel symphony drama sculpture",
        "male man boy brother he him his son",
        "female woman girl sister she her hers daughter",
        1.06, ".018",
    ),
    Published(
        "8 science, arts",
        "science technology physics chemistry Einstein NASA experiment astronomy",
        "poetry art Shakespeare dance literature novel symphony drama",
        "brother father uncle grandfather son he his him",
        "sister mother aunt grandmother daughter she hers her",
        1.24, "1e-2",
    ),
)  # fmt: skip


def by_hand(bench: Workbench, targets: Lists, poles: Lists) -> tuple[float, float]:
    """Give d and p by the formulas and scipy, from base vectors."""
    held = [
        [point.base.astype(np.float64) for point in find_points(bench, each)]
        for each in (*targets, *poles)
    ]

    def cosine(a: Figures, b: Figures) -> float:
        return float(np.dot(a, b) / np.sqrt(np.dot(a, a) * np.dot(b, b)))

    def lean(w: Figures) -> float:
        one, other = ([cosine(w, word) for word in pole] for pole in held[2:])
        return sum(one) / len(one) - sum(other) / len(other)

    xs, ys = ([lean(w) for w in each] for each in held[:2])
    found = stats.permutation_test(
        (xs, ys),
        lambda a, b, axis: a.sum(axis=axis) - b.sum(axis=axis),
        n_resamples=DRAWN if splits_of(len(xs), len(ys)) > MOST_SPLITS else MOST_SPLITS,
        alternative="greater",
        vectorized=True,
        batch=5_000,
        rng=np.random.default_rng(0),
    )
    effect = (np.mean(xs) - np.mean(ys)) / np.std([*xs, *ys], ddof=1)
    return float(effect), float(found.pvalue)


def splits_of(one: int, other: int) -> int:
    """Count the ways to part so many words in lists of these sizes."""
    return comb(one + other, one)


def measure(bench: Workbench, test: Published) -> list[str]:
    """Run a test both ways; give the row of the table."""
    one, other, pole, other_pole = (
        [word for word in each.split() if bench.store.terms.by_key(word.lower())]
        for each in (test.one, test.other, test.pole, test.other_pole)
    )
    began = time.perf_counter()
    found = associate(bench, one, (pole, other_pole), other).test
    between = time.perf_counter()
    effect, p = by_hand(bench, (one, other), (pole, other_pole))
    ended = time.perf_counter()
    assert found is not None and found.base.effect is not None and found.now.effect is not None
    assert abs(found.base.effect - effect) < 1e-5
    ours, theirs = between - began, ended - between
    return [
        test.name,
        f"{len(one) + len(other) + len(pole) + len(other_pole)}",
        f"{test.effect:.2f}",
        test.p,
        f"{found.base.effect:.2f}",
        f"{found.base.p:.2g}",
        f"{effect:.2f}",
        f"{p:.2g}",
        f"{found.now.effect:.2f}",
        f"{ours * 1000:.0f} ms",
        f"{theirs * 1000:.0f} ms",
        f"{ours / theirs:.2f}",
    ]


def main() -> None:
    """Run the tests and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", type=Path, help="where the dictionary is kept")
    parser.add_argument("--db", type=Path, help="a dictionary with GloVe, curated or not")
    given = parser.parse_args()
    print(*machine(), sep="\n")
    with tempfile.TemporaryDirectory() as scratch:
        db = given.db
        if db is None:
            folder = given.folder or Path(scratch)
            folder.mkdir(parents=True, exist_ok=True)
            db = glove_dictionary(folder)
        if db is None:
            return
        with open_workbench(db) as bench:
            bench.loaded()
            heads = ["test", "words", "d 840B", "p", "d 6B 50d", "p", "by scipy", "p"]
            heads += ["d adjusted", "synotui", "scipy", "ratio"]
            show(heads, [measure(bench, test) for test in TESTS])


if __name__ == "__main__":
    main()
