"""Who has a dictionary open: a small file for each process, in the cache folder beside it.

It says who, where, since when, and what that process is doing. It is removed
at the end; what a killed process left is recognised as stale: on this computer
because no such process runs, of another because nobody has touched it for
minutes. Nothing depends on these files: where they cannot be written, others
know less.
"""

import json
import os
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from threading import Event, Thread
from typing import Any

from synotui.store.beside import folder_beside
from synotui.store.processes import host_name, started

BEAT = 60.0
"""Seconds between two touches of a file."""
_SILENT = 300.0
"""Seconds without a touch after which a process of another computer counts as gone."""
_FORGOTTEN = 86_400.0
"""Seconds after which its file is deleted."""
_LONGEST = 4096
"""Bytes of a file that are read; what is written is much shorter."""
_MOST = 200
"""Files that are looked at."""
_TEXT = 80


@dataclass(frozen=True, slots=True)
class Holder:
    """A process that has a dictionary open. What it says of itself is data."""

    pid: int
    host: str
    curator: str
    since: str
    """UTC, ISO 8601."""
    doing: str
    """"review", or the name of a command."""
    started: str
    """What tells the process from a later one of the same number."""

    @property
    def here(self) -> bool:
        """Whether it runs on this computer."""
        return self.host == host_name()

    def told(self) -> str:
        """Say who it is: "mei on box, synotui import, since 14:02"."""
        who = self.curator or "somebody"
        return f"{who} on {self.host}, synotui {self.doing}, since {_local(self.since)}"

    def in_short(self) -> str:
        """Say it in as few words as will do: "mei (import)"."""
        return f"{self.curator or self.host} ({self.doing})"


class Presence:
    """The file that says that this process has a dictionary open."""

    def __init__(self, dictionary: Path, curator: str, doing: str, *, lasts: bool = True) -> None:
        """Write it; a folder that does not take it is no error.

        One that `lasts` is touched each minute, for those on other computers,
        by a thread of its own. That takes address space, which a command may
        be short of.
        """
        self._folder = holders_folder(dictionary)
        self._path = self._folder / f"{os.getpid()}-{os.urandom(4).hex()}.json"
        self._over = Event()
        pid, since = os.getpid(), datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        holder = Holder(pid, host_name(), curator[:_TEXT], since, doing[:_TEXT], started(pid) or "")
        self.written = self._write(json.dumps(asdict(holder)))
        if self.written and lasts:
            Thread(target=self._beat, name="holder", daemon=True).start()

    def _write(self, text: str) -> bool:
        unfinished = self._path.with_suffix(".part")
        # Another process, leaving, may remove the empty folder in between.
        for _ in range(3):
            try:
                self._folder.mkdir(parents=True, exist_ok=True)
                unfinished.write_text(text, encoding="utf-8")
                unfinished.replace(self._path)
            except FileNotFoundError:
                continue
            except OSError:
                break
            return True
        with suppress(OSError):
            unfinished.unlink()
        return False

    def _beat(self) -> None:
        while not self._over.wait(BEAT):
            with suppress(OSError):
                os.utime(self._path)

    def end(self) -> None:
        """Remove the file, and the folders it lay in if nothing else is there."""
        if not self.written:
            return
        self.written = False
        self._over.set()
        with suppress(OSError):
            self._path.unlink()
            self._folder.rmdir()
            self._folder.parent.rmdir()


def holders_folder(dictionary: Path) -> Path:
    """Give the folder of these files, there or not."""
    return folder_beside(dictionary, "cache") / "holders"


def others(dictionary: Path) -> list[Holder]:
    """Give the other processes that have a dictionary open, the first first."""
    found = [holder for holder in _holders(holders_folder(dictionary)) if not _own(holder)]
    return sorted(found, key=lambda holder: (holder.since, holder.pid))


def _own(holder: Holder) -> bool:
    return holder.pid == os.getpid() and holder.here


def _holders(folder: Path) -> Iterator[Holder]:
    """Give those that are there; delete what those left that are not."""
    try:
        read = [(path, _read(path)) for path in sorted(folder.glob("*.json"))[:_MOST]]
    except OSError:
        return
    now = _now([path for path, holder in read if holder is not None and _own(holder)])
    for path, holder in read:
        try:
            silent = now - path.stat().st_mtime
        except OSError:
            continue
        if holder is not None and holder.here:
            gone = forgotten = started(holder.pid) != holder.started
        else:
            gone, forgotten = holder is None or silent > _SILENT, silent > _FORGOTTEN
        if forgotten:
            with suppress(OSError):
                path.unlink()
        if holder is not None and not gone:
            yield holder


def _now(own: list[Path]) -> float:
    """Give the time by the clock that stamps the files, which may be another computer's."""
    for path in own:
        with suppress(OSError):
            os.utime(path)
            return path.stat().st_mtime
    return time.time()


def _read(path: Path) -> Holder | None:
    """Take a holder from what a file says; None if it says something else."""
    try:
        with path.open("rb") as file:
            held: Any = json.loads(file.read(_LONGEST))
        words = [held[name] for name in ("host", "curator", "since", "doing", "started")]
        pid = held["pid"]
        if type(pid) is not int or pid <= 0 or any(type(word) is not str for word in words):
            return None
        host, curator, since, doing, began = (word[:_TEXT] for word in words)
        # A time that is none here cannot be told of.
        _local(since)
    except (OSError, ValueError, TypeError, KeyError, RecursionError, OverflowError):
        return None
    return Holder(pid, host, curator, since, doing, began)


def _local(since: str) -> str:
    """Write a time of the ledger's form as people say it here: 14:02, or 3 Nov 14:02."""
    at = datetime.strptime(since, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC).astimezone()
    day = "" if at.date() == datetime.now().astimezone().date() else f"{at.day} {at:%b} "
    return f"{day}{at:%H:%M}"
