"""What is said of a dictionary that another process holds: who, since when, and what to do."""

from pathlib import Path

from synotui.errors import DictionaryBusy
from synotui.store.holders import Holder, others
from synotui.store.processes import LockedBy, locked_by, name_of

_WAIT = "Wait for it to finish, then repeat"


def busy(path: Path) -> DictionaryBusy:
    """Give the error that says who keeps `path` from being read or written."""
    message, remedy = _told(path)
    return DictionaryBusy(message, remedy)


def holder_told(path: Path, *, surely: bool = False) -> str:
    """Say in a few words who holds a dictionary now; "" if that is not known.

    With `surely` nobody is named of whom the system does not know a lock: it
    may be this process itself that is writing.
    """
    known = others(path)
    locks = locked_by(path)
    if surely and not locks:
        return ""
    if locks:
        holder = _holder_of(locks[0], known)
        if holder is not None:
            return holder.in_short()
        name, ours = name_of(locks[0].pid)
        return "another synotui" if ours else f"{name or 'a program'} (not synotui)"
    return " or ".join(holder.in_short() for holder in known[:2])


def _told(path: Path) -> tuple[str, str]:
    known, locks = others(path), locked_by(path)
    if locks:
        holder = _holder_of(locks[0], known)
        doing = "written to" if locks[0].writes else "read, which writing waits for,"
        if holder is not None:
            return f"{path} is being {doing} by {holder.told()}", _WAIT
        name, remedy = _stranger(locks[0])
        return f"{path} is being {doing} by {name}", remedy
    if known:
        named = "; ".join(holder.told() for holder in known)
        return f"Another program is writing to {path}, which is open elsewhere: {named}", _WAIT
    return (
        f"{path} is locked, and not by a synotui that is known of",
        "Close what else has it open (a database browser, a backup or sync program), then repeat",
    )


def _holder_of(lock: LockedBy, known: list[Holder]) -> Holder | None:
    found = (holder for holder in known if holder.here and holder.pid == lock.pid)
    return next(found, None)


def _stranger(lock: LockedBy) -> tuple[str, str]:
    """Name a process that has not said who it is, and what to do about it."""
    name, ours = name_of(lock.pid)
    if ours:
        return f"another synotui (process {lock.pid})", _WAIT
    called = f"{name}, process {lock.pid}" if name else f"process {lock.pid}"
    return f"a program that is not synotui ({called})", "Let it finish or close it, then repeat"
