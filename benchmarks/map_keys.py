"""Time from a key to the painted map, in a terminal: 200 terms of a large space in the plane.

synotui runs in a pseudo-terminal of 160 x 45 on GloVe (400,000 words of 50
dimensions) or a dictionary that is named. The clock starts as a key is written
to the terminal and stops with the last byte of the frame that shows what it
asked for: a map of 200 terms, the next point, a zoom. Beside it stands what a
notebook computes for the same picture, without drawing it: the nearest by a
product with all vectors, and scikit-learn's PCA of where they are.
"""

import argparse
import tempfile
import time
from pathlib import Path

import numpy as np
from dictionaries import copied, glove_dictionary, with_vectors
from figures import p50, show
from terminal import CELLS, ROWS, start

from synotui.ops.workbench import open_workbench

TERMS = 200
"""Of the map; neighbours are asked for in the steps 20, 50, 100, 200."""


def by_hand(db: Path, runs: int) -> list[float]:
    """Give the seconds numpy and scikit-learn take for the same terms of as many heads."""
    from sklearn.decomposition import PCA

    seconds = []
    with open_workbench(db) as bench:
        space = with_vectors(bench, index=False).space
        vectors = space.units(np.arange(len(space)))
        for head in range(runs + 1):
            began = time.perf_counter()
            near = np.argpartition(-(vectors @ vectors[head]), TERMS)[:TERMS]
            PCA(2).fit_transform(vectors[near])
            seconds.append(time.perf_counter() - began)
    return seconds[1:]


def measure(db: Path, runs: int) -> dict[str, list[float]]:
    """Give the seconds each key took to be painted, run by run, over as many heads."""
    seconds: dict[str, list[float]] = {}

    def take(what: str, value: float) -> None:
        seconds.setdefault(what, []).append(value)

    with tempfile.TemporaryDirectory() as home:
        terminal = start(db, Path(home))
        take("the first map, with its screen (20 neighbours)", terminal.press("V", " points"))
        for run in range(runs + 1):
            if run:
                terminal.press("V", " points")
            for _ in range(2):
                terminal.press(">", " points")
            opened = terminal.press(">", f"{TERMS} points")
            if run:
                take(f"a map of {TERMS} terms", opened)
                take("the next point", terminal.press("n"))
                take("zoomed in", terminal.press("+"))
                take("panned", terminal.press("L"))
                take("other places shown", terminal.press("v"))
            terminal.press("\x1b")
            terminal.press("n")
        terminal.close()
    return seconds


def main() -> None:
    """Measure and print medians."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=9, help="heads (default 9)")
    parser.add_argument("--db", type=Path, help="a dictionary with its index; GloVe otherwise")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        found = given.db or glove_dictionary(Path(name))
        if found is None:
            return
        db = copied(found, "map", Path(name))
        seconds = measure(db, given.runs)
        hand = by_hand(db, given.runs)
    print(f"Milliseconds from a key to the painted frame of {CELLS} x {ROWS}, {given.runs} heads\n")
    rows = [
        (what, f"{1e3 * p50(each):.0f}", f"{1e3 * min(each):.0f}-{1e3 * max(each):.0f}")
        for what, each in seconds.items()
    ]
    told = "numpy and scikit-learn alone: places, nothing drawn"
    rows.append((told, f"{1e3 * p50(hand):.0f}", f"{1e3 * min(hand):.0f}-{1e3 * max(hand):.0f}"))
    show(("key", "median", "range"), rows)


if __name__ == "__main__":
    main()
