"""Work that would hold the interpreter is done by a fork of the process, so that a screen lives."""

import gc
import os
import sys
import threading
import time
from collections.abc import Callable

_BETWEEN = 0.01
"""Seconds between two looks at whether it is done."""


def run_aside(work: Callable[[], None], check: Callable[[], None]) -> None:
    """Run `work` in a fork of this process, where other threads would have to wait for it.

    What it does must last beyond a process: nothing but its files is left of
    it. `check` is called while it goes on, and stops it by raising. If the
    fork fails for whatever reason, the work is done here. Raises what `work` raises.
    """
    if sys.platform != "linux" or threading.active_count() == 1 or not _forked(work, check):
        work()


if sys.platform == "linux":

    def _forked(work: Callable[[], None], check: Callable[[], None]) -> bool:
        """Say whether the work was done by a fork of this process."""
        try:
            child = os.fork()
        except OSError:
            return False
        if child == 0:
            _be_the_fork(work)
        try:
            while True:
                done, status = os.waitpid(child, os.WNOHANG)
                if done:
                    return status == 0
                check()
                time.sleep(_BETWEEN)
        except BaseException:
            os.kill(child, 9)
            os.waitpid(child, 0)
            raise

    def _be_the_fork(work: Callable[[], None]) -> None:
        """Do the work and end at once: what the process has open stays as it is."""
        code = 1
        try:
            gc.disable()
            work()
            code = 0
        finally:
            os._exit(code)
