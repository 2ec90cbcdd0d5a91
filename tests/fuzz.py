"""Feed every reader thousands of damaged files, in bounded memory and time, and print a table.

    python -m tests.fuzz              # 2,000 files for each reader
    python -m tests.fuzz 20000 csv npy --seed 7

A file is read, or refused with an error of synotui's tree; anything else is a crash, and
the file is kept. Each reader has a process of its own, so that one that dies is seen.
"""

import argparse
import multiprocessing
import resource
import shutil
import signal
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from synotui.errors import SynotuiError
from tests.hostile.mutation import mutated
from tests.hostile.readers import PACKINGS, ReaderOf, readers

SECONDS = 5
"""What reading one file may take."""
BYTES = 1 << 30
"""What a process may take beyond what it has when it begins."""
_LONGEST_LINE = 1_000


class TooSlow(BaseException):
    """A file took longer than it may."""


@dataclass
class Tally:
    """What came of the files of one reader."""

    name: str
    counts: Counter[str] = field(default_factory=Counter)
    crashes: dict[str, str] = field(default_factory=dict)
    """The kept file of each kind of crash."""
    slowest: float = 0.0


def attempt(reader: ReaderOf, path: Path) -> str:
    """Read one file; give "read", "refused", or what is wrong."""
    try:
        reader.read(path)
    except SynotuiError as error:
        told = str(error).replace(str(path), "")
        if not error.message or "\n" in told or len(told) > _LONGEST_LINE:
            return f"no clear line: {told[:60]!r}, {len(told):,} characters"
        return "refused"
    except (Exception, TooSlow) as error:
        place = traceback.extract_tb(error.__traceback__)[-1]
        return f"{type(error).__name__}: {str(error)[:80]} ({place.name}:{place.lineno})"
    return "read"


@contextmanager
def at_most(seconds: float) -> Iterator[None]:
    """Raise TooSlow here after so many seconds."""

    def stop(signum: int, frame: object) -> None:
        raise TooSlow

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def fuzz(reader: ReaderOf, count: int, seed: int, folder: Path) -> Tally:
    """Read `count` mutations of a reader's files."""
    tally = Tally(reader.name)
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in reader.beside:
        (folder / name).write_bytes(data)
    names = [name for name, _ in reader.seeds]
    contents = [data for _, data in reader.seeds]
    for number in range(count):
        path = folder / names[number % len(names)]
        if reader.inside and number % 2:
            data = PACKINGS[path.suffix](mutated(reader.inside, seed + number))
        else:
            data = mutated(contents, seed + number)
        path.write_bytes(data)
        begun = time.perf_counter()
        with at_most(SECONDS):
            what = attempt(reader, path)
        tally.slowest = max(tally.slowest, time.perf_counter() - begun)
        kind = what if what in ("read", "refused") else "crashed"
        tally.counts[kind] += 1
        if kind == "crashed" and what not in tally.crashes:
            kept = folder / f"crash-{len(tally.crashes)}-{path.name}"
            shutil.copy(path, kept)
            tally.crashes[what] = str(kept)
    return tally


def _alone(send: Callable[[Tally], None], made: Path, name: str, count: int, seed: int) -> None:
    held = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (held + BYTES, held + BYTES))
    reader = next(each for each in readers(made, made / "gold.db") if each.name == name)
    send(fuzz(reader, count, seed, made / name.replace(" ", "-")))


def _dictionary(path: Path) -> None:
    from synotui.ops.transfer.importing import ImportOptions, import_file
    from synotui.ops.workbench import open_workbench

    terms = path.with_name("terms.txt")
    terms.write_text("普拉多\n霸道\n苹果\n苹果手机\nSUV\n", encoding="utf-8")
    with open_workbench(path, create=True) as bench:
        import_file(bench, terms, ImportOptions(format="terms"))


def main() -> int:
    """Run what is asked for, print the table; 1 if anything crashed."""
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    asked.add_argument("count", nargs="?", type=int, default=2_000, help="files for each reader")
    asked.add_argument("names", nargs="*", help="readers; all otherwise")
    asked.add_argument("--seed", type=int, default=0)
    given = asked.parse_args()
    made = Path(tempfile.mkdtemp(prefix="fuzz-"))
    _dictionary(made / "gold.db")
    names = [each.name for each in readers(made, made / "gold.db")]
    print(f"{'reader':<20}{'inputs':>9}{'refused':>9}{'read':>9}{'crashed':>9}{'slowest':>11}")
    failed = False
    for name in given.names or names:
        here, there = multiprocessing.Pipe(duplex=False)
        child = multiprocessing.Process(
            target=_alone, args=(there.send, made, name, given.count, given.seed)
        )
        child.start()
        there.close()
        try:
            tally: Tally = here.recv()
        except EOFError:
            tally = Tally(name, Counter(crashed=1), {"the process died": str(made / name)})
        child.join()
        counts = tally.counts
        print(
            f"{name:<20}{counts.total():>9,}{counts['refused']:>9,}{counts['read']:>9,}"
            f"{counts['crashed']:>9,}{1000 * tally.slowest:>8.0f} ms",
            flush=True,
        )
        for what, kept in tally.crashes.items():
            print(f"    {what}\n        {kept}")
        failed = failed or bool(tally.crashes)
    if failed:
        return 1
    shutil.rmtree(made)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
