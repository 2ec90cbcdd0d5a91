"""What lies beside a dictionary's file, and how a file takes its place among that.

SQLite keeps what it needs to take back an unfinished write in files named
after the dictionary. Such a file belongs to one state of one file: beside
another it would be rolled back into that, and damage it.
"""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from synotui.errors import DictionaryError, StorageFailed

DATABASE = b"SQLite format 3\0"
"""What every file of SQLite begins with."""
_SIDECARS = ("-journal", "-wal", "-shm")
_LONGEST = 200
"""Bytes of a name that leave room for what is added to it."""
_RESERVED = 0x40000001
"""The byte of a file that whoever writes to it by SQLite has locked."""


def real(dictionary: Path) -> Path:
    """Give the file that a symbolic link leads to, there or not: what belongs to it lies there."""
    return Path(os.path.realpath(dictionary)) if dictionary.is_symlink() else dictionary


def folder_beside(dictionary: Path, kind: str) -> Path:
    """Give the folder "NAME.kind" beside the file of a dictionary, there or not."""
    place = real(dictionary)
    return place.with_name(f"{place.name}.{kind}")


def companion(place: Path, ending: str) -> Path:
    """Give a path beside a file that begins like its name, as far as that is not too long."""
    begin = place.name
    while len(os.fsencode(begin)) > _LONGEST:
        begin = begin[:-1]
    return place.with_name(begin + ending)


def sidecars(dictionary: Path) -> dict[str, Path]:
    """Give what SQLite left beside a file, by what its name adds to that of the file."""
    place = real(dictionary)
    named = {suffix: place.with_name(f"{place.name}{suffix}") for suffix in _SIDECARS}
    return {suffix: path for suffix, path in named.items() if os.path.lexists(path)}


def refuse_left_over(place: Path) -> None:
    """Raise DictionaryError if, where no file is yet, lies what SQLite left of one."""
    for suffix, path in sidecars(place).items():
        raise DictionaryError(
            f"{path} was left of a dictionary that is not there any more",
            "Move it to where that is now, with its name and "
            f"{suffix} behind it, which takes back what was interrupted there; or elsewhere",
        )


def put_in_place(made: Path, place: Path, *, over: bool = False) -> None:
    """Give a whole file the name it is to have, for good; with `over`, whatever has it now.

    Raises OSError, and DictionaryError where another has the name, or left
    beside it what SQLite would take for this one's.
    """
    refuse_left_over(place)
    if over:
        made.replace(place)
    else:
        _name_anew(made, place)
    sync_folder(place.parent)


def refuse_taken(place: Path) -> None:
    """Raise DictionaryError if there is something at `place`, be it a link that leads nowhere."""
    if os.path.lexists(place):
        raise DictionaryError(f"{place} is there already", "Name a file that is not there yet")


def _name_anew(made: Path, place: Path) -> None:
    try:
        # In one step: what another process has put there meanwhile is not written over.
        os.link(made, place)
    except FileExistsError:
        refuse_taken(place)
        raise
    except OSError:
        # A disk that knows files by one name only.
        refuse_taken(place)
        made.replace(place)
    else:
        made.unlink()


def exchange(made: Path, place: Path, aside: Path) -> None:
    """Let a whole file take the place of a damaged or missing one, which is kept at `aside`.

    What SQLite left beside it goes along. At no time the new file lies beside
    it; where the disk knows files by two names, there always is a file.
    Raises DictionaryBusy while another process writes to it, StorageFailed;
    then all is as it was.
    """
    moved: list[tuple[Path, Path]] = []
    with _nobody_writes(place):
        try:
            _keep(place, aside)
            for suffix, path in sidecars(place).items():
                kept = aside.with_name(f"{aside.name}{suffix}")
                path.replace(kept)
                moved.append((kept, path))
            sync_folder(place.parent)
            made.replace(place)
        except OSError as error:
            for kept, path in moved:
                kept.replace(path)
            _keep_no_more(place, aside)
            raise StorageFailed(f"{place} cannot be moved: {error.strerror}") from error
    sync_folder(place.parent)


def _keep(place: Path, aside: Path) -> None:
    """Give a file a second name; where that cannot be, another one. One that is gone has none."""
    if not os.path.lexists(place):
        return
    try:
        os.link(place, aside)
    except OSError:
        place.replace(aside)


def _keep_no_more(place: Path, aside: Path) -> None:
    if os.path.lexists(place):
        aside.unlink(missing_ok=True)
    elif os.path.lexists(aside):
        aside.replace(place)


@contextmanager
def _nobody_writes(path: Path) -> Iterator[None]:
    """Keep other processes from writing to a file, which may be damaged, while the block runs.

    Raises DictionaryBusy if one does already.
    """
    if sys.platform == "win32":
        # No file can be moved there that somebody has open.
        yield
        return
    import fcntl

    try:
        file = os.open(path, os.O_RDWR)
    except OSError:
        # It is not there, is a folder, or may not be written.
        yield
        return
    try:
        try:
            fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, _RESERVED)
        except (BlockingIOError, PermissionError) as error:
            from synotui.store.busy import busy

            raise busy(path) from error
        except OSError:
            # A file system without locks.
            pass
        yield
    finally:
        os.close(file)


def sync_folder(folder: Path) -> None:
    """Let the disk hold the names in a folder, where the system can do that."""
    with suppress(OSError):
        opened = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(opened)
        finally:
            os.close(opened)
