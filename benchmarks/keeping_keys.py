"""Time from a key to the first thing it paints, in a terminal, while backups go on beside.

synotui runs in a pseudo-terminal of 160 x 45 on GloVe (400,000 words of 50
dimensions) or a dictionary that is named: alone, and with a thread in the same
process that backs the dictionary up again and again, checked and synced, as a
session does once as it begins. What backups cost the screen is the difference.
"""

import argparse
import tempfile
import threading
from pathlib import Path

from dictionaries import copied, glove_dictionary
from figures import p50, p99, show
from machine import machine
from terminal import start

KEYS = {"the cursor, down": "j", "the cursor, up": "k", "a verdict": "s", "the next head": "n"}

ALONE = ("-m", "synotui")


def inside(db: Path) -> None:
    """Run synotui on `db` in this terminal, backing it up without end."""
    from synotui.store.copying import copy
    from synotui.tui.app import SynotuiApp

    def back_up() -> None:
        while True:
            copy(db, db.with_suffix(".copy"))

    threading.Thread(target=back_up, daemon=True).start()
    app = SynotuiApp(db)
    app.run()
    app.close_dictionary()


def measure(db: Path, runs: int, program: tuple[str, ...]) -> dict[str, list[float]]:
    """Give the seconds each key took to be answered."""
    seconds: dict[str, list[float]] = {what: [] for what in KEYS}
    with tempfile.TemporaryDirectory() as home:
        terminal = start(db, Path(home), program, rests=program == ALONE)
        for _ in range(runs):
            for what, key in KEYS.items():
                seconds[what].append(terminal.answered(key))
        terminal.close()
    return seconds


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--db", type=Path, help="a dictionary to copy, instead of GloVe")
    parser.add_argument("--runs", type=int, default=100)
    parser.add_argument("--inside", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.inside is not None:
        inside(options.inside)
        return
    machine()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        found = options.db or glove_dictionary(folder)
        if found is None:
            return
        db = copied(found, "keys", folder)
        alone = measure(db, options.runs, ALONE)
        beside = measure(db, options.runs, (__file__, "--inside"))
    show(
        ("key to first paint, ms", "alone p50", "p99", "with backups p50", "p99", "longest"),
        [
            [what, *(f"{1000 * each:.0f}" for each in
                     (p50(alone[what]), p99(alone[what]), p50(beside[what]), p99(beside[what]),
                      max(beside[what])))]
            for what in KEYS
        ],
    )  # fmt: skip


if __name__ == "__main__":
    main()
