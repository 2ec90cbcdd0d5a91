"""What the system knows of processes: when one began, what it is called, who locks a file."""

import os
import sys
from pathlib import Path
from typing import NamedTuple

_LOCKED_FROM, _LOCKED_TO = 0x40000000, 0x40000200
"""Bytes of a file that SQLite locks, far behind what it holds: pending, reserved, shared."""


class LockedBy(NamedTuple):
    """A process that has a lock on a file."""

    pid: int
    writes: bool
    """Whether it keeps others from writing; else it reads."""


def host_name() -> str:
    """Give the name of this computer."""
    if sys.platform == "win32":
        return os.environ.get("COMPUTERNAME", "this computer")
    return os.uname().nodename


if sys.platform == "win32":

    def started(pid: int) -> str | None:
        """Give what tells a process from a later one of the same number; None if it is gone."""
        import ctypes
        from ctypes import wintypes

        kernel = ctypes.windll.kernel32
        limited, alive = 0x1000, 259
        process = kernel.OpenProcess(limited, False, pid)
        if not process:
            return None
        try:
            code, times = wintypes.DWORD(), [wintypes.FILETIME() for _ in range(4)]
            kernel.GetExitCodeProcess(process, ctypes.byref(code))
            kernel.GetProcessTimes(process, *map(ctypes.byref, times))
        finally:
            kernel.CloseHandle(process)
        began = (times[0].dwHighDateTime << 32) + times[0].dwLowDateTime
        return str(began) if code.value == alive else None

else:

    def started(pid: int) -> str | None:
        """Give what tells a process from a later one of the same number; None if it is gone."""
        try:
            told = Path(f"/proc/{pid}/stat").read_text("utf-8", "replace")
        except FileNotFoundError:
            if Path("/proc/self/stat").exists():
                return None
        except OSError:
            pass
        else:
            # The name, in brackets, may hold anything; state and start are behind it.
            fields = told.rpartition(")")[2].split()
            return None if fields[0] in "ZX" else fields[19]
        return _started_by_ps(pid)


def _started_by_ps(pid: int) -> str | None:
    import subprocess

    try:
        told = subprocess.run(
            ["ps", "-o", "lstart=", "-p", str(pid)],
            capture_output=True, text=True, timeout=2, check=False, env={"LC_ALL": "C"},
        )  # fmt: skip
    except (OSError, subprocess.SubprocessError):
        return ""
    return told.stdout.strip() or None


def name_of(pid: int) -> tuple[str, bool]:
    """Give what a process calls itself, "" if that is unknown, and whether it is a synotui."""
    try:
        name = Path(f"/proc/{pid}/comm").read_text("utf-8", "replace").strip()
        called = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")[:3]
    except OSError:
        return "", False
    return name, any(part.rpartition(b"/")[2] == b"synotui" for part in called)


def locked_by(path: Path) -> list[LockedBy] | None:
    """Give the other processes with SQLite's locks on a file; None where the system won't say.

    Nothing is opened for it: closing a file lets go of every lock that this
    process has on it.
    """
    try:
        inode = path.stat().st_ino
        with Path("/proc/locks").open(encoding="ascii", errors="replace") as table:
            rows = [line.split() for line in table]
    except OSError:
        return None
    return locks_in(rows, inode)


def locks_in(rows: list[list[str]], inode: int) -> list[LockedBy]:
    """Find the locks of other processes on the file `inode` in rows of /proc/locks."""
    found: dict[int, bool] = {}
    for row in rows:
        # 1: POSIX ADVISORY WRITE 1234 fe:00:5678 1073741825 1073741825
        if len(row) != 8 or row[1] not in ("POSIX", "OFDLCK"):
            continue
        _, _, _, kind, told, where, first, _ = row
        try:
            pid, of, start = int(told), int(where.rpartition(":")[2]), int(first)
        except ValueError:
            continue
        if of == inode and _LOCKED_FROM <= start < _LOCKED_TO and pid not in (os.getpid(), 0, -1):
            found[pid] = found.get(pid, False) or kind == "WRITE"
    return [LockedBy(pid, writes) for pid, writes in sorted(found.items(), key=lambda e: not e[1])]
