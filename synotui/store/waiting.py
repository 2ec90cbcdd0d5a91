"""Beginning to write, which may have to wait until another process has finished writing."""

import sqlite3
import time
from collections.abc import Callable
from random import uniform

PATIENCE = 5.0
"""Seconds that are waited for another process."""
_AT_ONCE = 0.1
"""Seconds that are waited before anybody is told of it."""
_LATER_ONES = 0.25
"""Seconds that are waited where a wait has just been in vain: others are queued behind it."""
_JUST = 1.0
_PAUSE = 0.004, 0.012
"""Seconds between two tries. At random, so that two who try do not do so in step."""


class Turns:
    """Gets a connection its turns to write, and tells of those that take long."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._in_vain = -_JUST
        """When a wait was in vain last."""
        self.on_wait: Callable[[bool], None] = lambda waiting: None
        """Hears when a wait begins that is longer than a moment, and when it is over."""

    def begin(self, *, at_once: bool = False) -> None:
        """Begin to write. Raises sqlite3.OperationalError if others write all the while.

        With `at_once` it waits for a moment only.
        """
        short = at_once or time.monotonic() - self._in_vain < _JUST
        self._set_timeout(0)
        try:
            if self._try(_AT_ONCE, last=at_once):
                return
            self.on_wait(True)
            try:
                self._try(_LATER_ONES if short else PATIENCE, last=True)
            finally:
                self.on_wait(False)
        except sqlite3.OperationalError:
            if not at_once:
                self._in_vain = time.monotonic()
            raise
        finally:
            # What the transaction meets on its way: readers that its end has to wait for.
            self._set_timeout(_AT_ONCE if at_once else PATIENCE)

    def end(self) -> None:
        """Be as patient as usual with what is read next."""
        self._set_timeout(PATIENCE)

    def _try(self, seconds: float, *, last: bool) -> bool:
        until = time.monotonic() + seconds
        while True:
            try:
                self._connection.execute("BEGIN IMMEDIATE")
            except sqlite3.OperationalError as error:
                busy = getattr(error, "sqlite_errorcode", 0) & 0xFF == sqlite3.SQLITE_BUSY
                over = time.monotonic() >= until
                if not busy or (over and last):
                    raise
                if over:
                    return False
                time.sleep(uniform(*_PAUSE))
            else:
                return True

    def _set_timeout(self, seconds: float) -> None:
        self._connection.execute(f"PRAGMA busy_timeout = {int(seconds * 1000)}")
