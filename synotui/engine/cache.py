"""Files beside a dictionary that can be made again, sealed with what they were made from.

A sealed entry is some files and a small JSON seal that names them: their sizes
and SHA-256, and the fingerprint of the vectors they belong to. Whatever does
not match its seal is not used. The seal is switched in one rename, so an entry
appears whole or not at all, and an earlier one lasts until then.
"""

import hashlib
import json
import os
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

_TOKEN_BYTES = 6


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
        held = json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))
        files = tuple(SealedFile(**file) for file in held["files"])
        if any(Path(file.name).name != file.name for file in files):
            return None
        return Seal(str(held["fingerprint"]), int(held["rows"]), dict(held["facts"]), files)
    except (OSError, ValueError, TypeError, KeyError):
        return None


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
    token = os.urandom(_TOKEN_BYTES).hex()
    paths = [folder / f"{name}-{token}.{extension}" for extension, _ in writers]
    try:
        for path, (_, write) in zip(paths, writers, strict=True):
            write(path)
        seal = Seal(fingerprint, rows, dict(facts or {}), tuple(map(_sealed, paths)))
        _write_seal(folder, name, seal)
    except BaseException:
        for path in paths:
            with suppress(OSError):
                path.unlink()
        raise
    _remove_others(folder, name, seal)
    return seal


def remove_entry(folder: Path, name: str) -> None:
    """Delete the entry `name` and whatever was left of earlier ones."""
    with suppress(OSError):
        (folder / f"{name}.json").unlink()
    _remove_others(folder, name, None)


def size_of(folder: Path, name: str) -> int:
    """Give the bytes an entry takes on the disk; 0 if there is none."""
    seal = read_seal(folder, name)
    return sum(file.size for file in seal.files) if seal else 0


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


def _remove_others(folder: Path, name: str, seal: Seal | None) -> None:
    kept = {file.name for file in seal.files} if seal else set()
    with suppress(OSError):
        for path in folder.glob(f"{name}-*"):
            if path.name not in kept:
                with suppress(OSError):
                    path.unlink()
