"""Runs scenarios in forks of itself, each with one fault: `python -m tests.faults.driver`.

It is started with the faults preloaded, reads a job a line and answers with a
line. A fork costs a hundredth of what starting Python does.
"""

import ctypes
import json
import os
import sys
from pathlib import Path

from tests.faults import scenarios

_FAULTS = ctypes.CDLL(None)


def main() -> None:
    """Answer jobs until there are no more."""
    for line in sys.stdin:
        print(json.dumps(_run(json.loads(line))), flush=True)


def _run(job: dict[str, str | int]) -> dict[str, object]:
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        os.close(reading)
        _be_the_child(job, writing)
    os.close(writing)
    with os.fdopen(reading, encoding="utf-8", errors="replace") as told:
        lines = told.read().splitlines()
    _, status = os.waitpid(child, 0)
    return {"told": lines, "signal": os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0}


def _be_the_child(job: dict[str, str | int], writing: int) -> None:
    def tell(what: str) -> None:
        os.write(writing, f"{what}\n".encode())
        _FAULTS.faults_moment()

    folder = str(job["folder"])
    code = 1
    try:
        _FAULTS.faults_arm(
            folder.encode(), ctypes.c_long(int(job["at"])), int(job["kind"]),
            ctypes.c_uint(int(job["seed"])),
        )  # fmt: skip
        scenarios.run(str(job["scenario"]), Path(folder), tell)
        code = 0
    except BaseException as error:
        tell(f"crashed {type(error).__name__}: {error}")
    finally:
        _FAULTS.faults_done.restype = ctypes.c_long
        os.write(writing, f"steps {_FAULTS.faults_done()}\n".encode())
        os._exit(code)


if __name__ == "__main__":
    main()
