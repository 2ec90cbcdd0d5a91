"""A table of damaged files and what was rescued of them: `python -m tests.faults.damage [N]`."""

import random
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from synotui.errors import DictionaryError
from synotui.ops.checking import check, rescue
from synotui.ops.workbench import open_workbench
from tests.ops.test_checking import make_words

PAGE = 4096
WAYS = ("noise", "zeros", "flips", "cut")


def damage(path: Path, rng: random.Random) -> tuple[str, int]:
    """Damage a file; give how, and how many pages it concerns."""
    count = path.stat().st_size // PAGE
    way, pages = rng.choice(WAYS), rng.choice((1, 1, 2, 5, 20))
    with path.open("rb+") as file:
        if way == "cut":
            size = rng.randrange(PAGE, count * PAGE)
            file.truncate(size)
            return way, count - size // PAGE
        for page in rng.sample(range(count), pages):
            file.seek(page * PAGE)
            held = bytearray(file.read(PAGE))
            if way == "flips":
                for _ in range(20):
                    held[rng.randrange(PAGE)] ^= 1 << rng.randrange(8)
            else:
                held = bytearray(rng.randbytes(PAGE) if way == "noise" else PAGE)
            file.seek(page * PAGE)
            file.write(held)
    return way, pages


def main(arguments: Sequence[str]) -> int:
    """Damage a dictionary in many ways, rescue it, and print what came of it."""
    total = int(arguments[0]) if arguments else 200
    counts: dict[str, Counter[str]] = {way: Counter() for way in WAYS}
    unsound = 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        whole = make_words(folder)
        with open_workbench(whole) as bench:
            before = bench.store.pairs.as_rows()
        for seed in range(total):
            broken, out = folder / "broken.db", folder / "rescued.db"
            shutil.copy(whole, broken)
            out.unlink(missing_ok=True)
            way, pages = damage(broken, random.Random(seed))
            found = counts[way]
            found.update(files=1, pages=pages)
            try:
                rescue(broken, out)
            except DictionaryError:
                found["nothing left"] += 1
                continue
            with open_workbench(out) as bench:
                sound = check(bench).sound
                after = bench.store.pairs.as_rows()
            unsound += not sound
            found["pairs kept"] += len(before.keys() & after.keys())
            found["of pairs"] += len(before)
    print(f"{'damage':<8} {'files':>6} {'pages':>6} {'nothing left':>13} {'pairs kept':>11}")
    for way, found in counts.items():
        kept = found["pairs kept"] / max(1, found["of pairs"])
        files, pages, none = found["files"], found["pages"], found["nothing left"]
        print(f"{way:<8} {files:>6} {pages:>6} {none:>13} {kept:>11.1%}")
    print(f"{total:,} files, {unsound} rescued ones that are not sound")
    return 1 if unsound else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
