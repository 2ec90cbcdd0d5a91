"""Run every benchmark, one after the other, on what they take by default.

`make bench` installs the peers and calls this. It takes about half an hour;
any script can be run by itself, with options of its own.
"""

import argparse
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from machine import machine

HERE = Path(__file__).parent
SCRIPTS = (
    "startup",
    "opening",
    "finding",
    "listing",
    "searching",
    "decision",
    "importing",
    "exports",
    "encoding",
    "indexing",
    "passes",
    "adjusting",
    "did_it_help",
    "evaluating",
    "suggesting",
    "comparing",
    "map_keys",
)
PEERS = {"startup": ("harlequin",)}
"""Programs with an environment of their own that a script takes by option."""
SHORT = {"suggesting": ("--sets", "en,zh", "--heads", "200", "--seeds", "1")}
"""Options for scripts that take much longer by default."""


def options(script: str, peers: Path | None) -> Iterator[str]:
    """Give the options that lead a script to its peers, and keep a long one short."""
    yield from SHORT.get(script, ())
    for name in PEERS.get(script, ()):
        program = peers / name / "bin" / name if peers else None
        if program is not None and program.exists():
            yield from (f"--{name}", str(program))


def main() -> None:
    """Run them, and name those that failed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--peers", type=Path, help="the folder of environments of peer programs")
    parser.add_argument("scripts", nargs="*", metavar="SCRIPT", help=", ".join(SCRIPTS))
    given = parser.parse_args()
    print("\n".join(machine()), flush=True)
    failed = []
    for script in given.scripts or SCRIPTS:
        print(f"\n== {script}\n", flush=True)
        began = time.monotonic()
        command = [sys.executable, str(HERE / f"{script}.py"), *options(script, given.peers)]
        if subprocess.run(command, check=False).returncode:
            failed.append(script)
        print(f"\n-- {script}: {time.monotonic() - began:.0f} s", flush=True)
    if failed:
        sys.exit(f"failed: {', '.join(failed)}")


if __name__ == "__main__":
    main()
