"""Files beside a dictionary that can be made again, sealed with what they were made from.

A sealed entry is some files and a small JSON seal that names them: their sizes
and SHA-256, and the fingerprint of the vectors they belong to. Whatever does
not match its seal is not used. The seal is switched in one rename, so an entry
appears whole or not at all, and an earlier one lasts until then. Several
processes may write the same entry: the one that seals last wins, and what the
others or a killed process left is removed.
"""

import errno
import hashlib
import json
import os
import re
import shutil
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

_TOKEN_BYTES = 6
_LONGEST_SEAL = 1 << 16
"""Bytes; a seal is much shorter."""
_SPARE = 1 << 24
"""Bytes that must be left free on the disk beside what is written, and a tenth of that."""


@dataclass(frozen=True, slots=True)
class SealedFile:
    """One file of an entry, as it was when it was sealed."""

    name: str
    size: int
    """Bytes."""
    mtime_ns: int
    sha256: str

    def intact(self, folder: Path, *, trust_untouched: bool) -> bool:
        """Say whether the file is what was sealed.

        Reads all of it; with `trust_untouched` only where its time has changed since.
        """
        path = folder / self.name
        try:
            found = path.stat()
            if found.st_size != self.size:
                return False
            if trust_untouched and found.st_mtime_ns == self.mtime_ns:
                return True
            return sha256(path) == self.sha256
        except OSError:
            return False


@dataclass(frozen=True, slots=True)
class Seal:
    """What an entry was made from, and its files."""

    fingerprint: str
    """Of the vectors: `Vectors.fingerprint` of the store, for `rows`."""
    rows: int
    """Vectors there were when it was made."""
    facts: Mapping[str, Any]
    """What else its maker wants to know again."""
    files: tuple[SealedFile, ...]

    def path(self, folder: Path, place: int = 0) -> Path:
        """Give the path of one of the files."""
        return folder / self.files[place].name

    def intact(self, folder: Path, *, trust_untouched: bool = False) -> bool:
        """Say whether every file is what was sealed."""
        return all(file.intact(folder, trust_untouched=trust_untouched) for file in self.files)


def sha256(path: Path) -> str:
    """Give the SHA-256 of a file in hexadecimal. Raises OSError."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def read_seal(folder: Path, name: str) -> Seal | None:
    """Give the seal of the entry `name`, or None if there is none that can be read."""
    try:
        with (folder / f"{name}.json").open("rb") as file:
            return _seal(json.loads(file.read(_LONGEST_SEAL)), name)
    except (OSError, ValueError, TypeError, KeyError, RecursionError):
        return None


def _seal(held: Any, name: str) -> Seal:
    """Take a seal from what its JSON holds. Raises what a wrong kind of value gives rise to."""
    files = tuple(
        SealedFile(
            _checked(file["name"], str),
            _checked(file["size"], int),
            _checked(file["mtime_ns"], int),
            _checked(file["sha256"], str),
        )
        for file in held["files"]
    )
    own = re.compile(rf"{re.escape(name)}-[0-9a-f]+(\.[a-z]+)+")
    if not files or not all(own.fullmatch(file.name) for file in files):
        raise ValueError(f"files that do not belong to {name}")
    facts = _checked(held["facts"], dict)
    return Seal(_checked(held["fingerprint"], str), _checked(held["rows"], int), facts, files)


def _checked(value: Any, kind: type[Any]) -> Any:
    if type(value) is not kind:
        raise TypeError(f"{value!r} is not of {kind}")
    return value


def write_entry(
    folder: Path,
    name: str,
    fingerprint: str,
    rows: int,
    writers: Sequence[tuple[str, Callable[[Path], None]]],
    facts: Mapping[str, Any] | None = None,
) -> Seal:
    """Write the files of an entry, each with its writer, and seal them; give the seal.

    `writers` are pairs of an extension and a function that writes the file at
    the path it is given. Takes the place of an earlier entry of that name.
    Raises OSError, or what a writer raises; the earlier entry is then as it was.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with ExitStack() as begun:
        paths = [begun.enter_context(_new_file(folder, name, ending)) for ending, _ in writers]
        for path, (_, write) in zip(paths, writers, strict=True):
            write(path)
        seal = Seal(fingerprint, rows, dict(facts or {}), tuple(map(_sealed, paths)))
        with _alone_in(folder):
            _write_seal(folder, name, seal)
    with _alone_in(folder):
        _remove_leftovers(folder, name)
    return seal


def remove_entry(folder: Path, name: str) -> None:
    """Delete the entry `name` and whatever was left of earlier ones."""
    with _alone_in(folder):
        with suppress(OSError):
            (folder / f"{name}.json").unlink()
        _remove_leftovers(folder, name)


def seal_names(folder: Path) -> list[str]:
    """Name the entries of a folder, whether or not their seals can be read."""
    return sorted(path.stem for path in folder.glob("*.json"))


def check_room(folder: Path, needed: int) -> None:
    """Raise OSError, saying what is missing, unless `needed` bytes can be written in `folder`.

    `folder` need not be there yet.
    """
    there = next(each for each in (folder, *folder.parents) if each.is_dir())
    free = shutil.disk_usage(there).free
    if free < needed + needed // 10 + _SPARE:
        told = f"{needed / 1e6:,.0f} MB needed, {free / 1e6:,.0f} MB free"
        raise OSError(errno.ENOSPC, f"not enough room ({told})", str(there))


@contextmanager
def _new_file(folder: Path, name: str, extension: str) -> Iterator[Path]:
    """Make an empty file and give its path; deleted if the block fails.

    Other processes see by its lock that it is being written, also by a fork of this one.
    """
    path = folder / f"{name}-{os.urandom(_TOKEN_BYTES).hex()}.{extension}"
    with ExitStack() as open_files:
        with _alone_in(folder):
            file = open_files.enter_context(path.open("xb"))
            _lock(file.fileno(), wait=True)
        try:
            yield path
        except BaseException:
            with suppress(OSError):
                path.unlink()
            raise


def _sealed(path: Path) -> SealedFile:
    with path.open("rb") as file:
        os.fsync(file.fileno())
        digest = hashlib.file_digest(file, "sha256").hexdigest()
        found = os.fstat(file.fileno())
    return SealedFile(path.name, found.st_size, found.st_mtime_ns, digest)


def _write_seal(folder: Path, name: str, seal: Seal) -> None:
    unfinished = folder / f"{name}.json.part"
    with unfinished.open("w", encoding="utf-8") as file:
        json.dump(asdict(seal), file, indent=1)
        file.flush()
        os.fsync(file.fileno())
    unfinished.replace(folder / f"{name}.json")


def _remove_leftovers(folder: Path, name: str) -> None:
    """Delete the files of `name` that its seal does not name and nobody is writing."""
    seal = read_seal(folder, name)
    kept = {file.name for file in seal.files} if seal else set()
    with suppress(OSError):
        (folder / f"{name}.json.part").unlink()
    with suppress(OSError):
        for path in folder.glob(f"{name}-*"):
            with suppress(OSError):
                if path.name not in kept and not _being_written(path):
                    path.unlink()


def _being_written(path: Path) -> bool:
    with path.open("rb") as file:
        return not _lock(file.fileno(), wait=False)


@contextmanager
def _alone_in(folder: Path) -> Iterator[None]:
    """Run a block while no other process is in such a block for the same folder."""
    try:
        place = os.open(folder, os.O_RDONLY)
    except OSError:
        # No such folder, or a system on which folders cannot be opened.
        yield
        return
    try:
        _lock(place, wait=True)
        yield
    finally:
        os.close(place)


if sys.platform == "win32":

    def _lock(file: int, *, wait: bool) -> bool:
        """Say that it is locked: here no file can be deleted that is open."""
        return True

else:
    import fcntl

    def _lock(file: int, *, wait: bool) -> bool:
        """Lock an open file until it is closed everywhere; False if another has locked it."""
        try:
            fcntl.flock(file, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError:
            return False
        except OSError:
            # A file system without locks: as if alone.
            return True
        return True
