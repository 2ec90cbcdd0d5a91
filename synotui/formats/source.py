"""A file's bytes, unpacked where needed, with progress told while they are read."""

import io
import os
import re
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from synotui.errors import FormatError
from synotui.model import OnProgress, Progress, no_progress

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

HEAD_BYTES = 1 << 16
"""How much of a file is looked at to find out what it is."""

_PACKED = {
    "gzip": re.compile(rb"\x1f\x8b"),
    "bzip2": re.compile(rb"BZh[1-9](?:1AY&SY|\x17rE8P\x90)"),
    "zstd": re.compile(rb"\x28\xb5\x2f\xfd|[\x50-\x5f]\x2a\x4d\x18"),
}
"""What packs files, and how such files begin."""
_MARK_BYTES = 10
PACKED_SUFFIXES = (".gz", ".bz2", ".zst")
_MOST_RATIO = 300
"""Times its own size that a packed file may unpack to: texts and vectors do not reach 50."""
_SMALL_BYTES = 64 << 20
"""Unpacked bytes up to which the ratio does not matter."""
_MOST_BYTES = 64 << 30
"""Unpacked bytes of the largest packed file that is read; larger than any published vectors."""
_TOO_WIDE = "too much memory"
"""What zstd says of a file that was packed with a window of more than 128 MB."""
_BUFFER_BYTES = 1 << 18
_SECONDS_BETWEEN_REPORTS = 0.1


class Stream(Protocol):
    """Bytes to be read: a file, or what a packed file holds."""

    def readinto(self, buffer: memoryview, /) -> int: ...

    def close(self) -> None: ...


class Source(io.RawIOBase):
    """A raw stream over a file; progress counts bytes of the file as it lies on the disk.

    Raises FormatError for whatever keeps the file from being read. What
    `on_progress` raises passes through the read that called it.
    """

    def __init__(
        self,
        path: Path,
        file: io.BufferedReader,
        packed: str,
        on_progress: OnProgress,
        stage: str,
    ) -> None:
        super().__init__()
        self.path = path
        self.packed = packed
        """What packs it: "gzip", "bzip2", "zstd", or "" for nothing."""
        self.size = os.fstat(file.fileno()).st_size
        """Bytes on the disk."""
        self._file = file
        self._stream, self._faults = _unpacking(file, packed)
        self._on_progress = on_progress
        self._stage = stage
        self._told = 0.0
        self._given = 0
        """Bytes given so far."""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "WriteableBuffer", /) -> int:
        """Fill `buffer` as far as the file goes; 0 is its end."""
        try:
            count = self._stream.readinto(memoryview(buffer))
        except self._faults as error:
            raise unreadable(self.path, error, self.packed) from error
        self._given += count
        if self.packed and self._given > _SMALL_BYTES:
            self._refuse_bomb()
        now = time.monotonic()
        if not count or now - self._told >= _SECONDS_BETWEEN_REPORTS:
            self._told = now
            self._on_progress(Progress(self._stage, self._file.tell(), self.size, "bytes"))
        return count

    def _refuse_bomb(self) -> None:
        if self._given > min(_MOST_BYTES, _MOST_RATIO * self._file.tell()):
            raise FormatError(
                f"unpacks to more than {self._given >> 20:,} MB from {self._file.tell():,} bytes, "
                f"over {_MOST_RATIO} times as much, which no text or vectors do"
                if self._given <= _MOST_BYTES
                else f"unpacks to more than {_MOST_BYTES >> 30} GB",
                "If it is right so, unpack it first and name what comes of it",
                path=self.path,
            )

    def close(self) -> None:
        self._stream.close()
        self._file.close()
        super().close()


def open_source(
    path: Path, on_progress: OnProgress = no_progress, *, stage: str = "reading"
) -> io.BufferedReader:
    """Open a regular file, plain or packed (gzip, bzip2, zstd), for reading through a buffer.

    Closing what is given closes the file. Raises FormatError if there is no
    such file, it is no regular file, or may not be read.
    """
    file: io.BufferedReader | None = None
    try:
        if path.is_dir():
            raise FormatError("a folder, not a file", "Name a file in it", path=path)
        if path.exists() and not path.is_file():
            raise FormatError("not a regular file", "Save what it holds to a file first", path=path)
        file = path.open("rb")
        head = file.read(_MARK_BYTES)
        file.seek(0)
        packed = next((name for name, mark in _PACKED.items() if mark.match(head)), "")
        return io.BufferedReader(Source(path, file, packed, on_progress, stage), _BUFFER_BYTES)
    except (OSError, ValueError) as error:
        if file is not None:
            file.close()
        raise unreadable(path, error) from error


def open_text(
    path: Path, codec: str, on_progress: OnProgress = no_progress, *, stage: str = "reading"
) -> io.TextIOWrapper:
    """Open a file as text with its line ends as they are: \\n, \\r\\n and \\r all end a line."""
    source = open_source(path, on_progress, stage=stage)
    return io.TextIOWrapper(source, encoding=codec, errors="strict", newline="")


def head_of(path: Path, size: int = HEAD_BYTES) -> bytes:
    """Give the first `size` bytes of a file, unpacked."""
    with open_source(path) as stream:
        return stream.read(size)


def without_packing(path: Path) -> list[str]:
    """Give the suffixes of a file's name in small letters, without one that tells its packing."""
    suffixes = [suffix.lower() for suffix in path.suffixes]
    return suffixes[:-1] if suffixes and suffixes[-1] in PACKED_SUFFIXES else suffixes


def unreadable(path: Path, error: Exception, packed: str = "") -> FormatError:
    """Say that a file cannot be read, and why."""
    if isinstance(error, FileNotFoundError):
        return FormatError("no such file", "Check the path", path=path)
    system = isinstance(error, OSError) and error.errno is not None
    if packed and not system:
        if _TOO_WIDE in str(error):
            return FormatError(
                "packed so that unpacking takes more memory than it may",
                "Unpack it first: zstd -d --long=31 FILE",
                path=path,
            )
        return FormatError(
            f"the {packed} data is damaged or cut short", "Fetch the file again", path=path
        )
    reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return FormatError(f"cannot be read: {reason}", "Check the file", path=path)


def _unpacking(file: io.BufferedReader, packed: str) -> tuple[Stream, tuple[type[Exception], ...]]:
    """Give a stream over what a file holds, unpacked as it is read, and the errors it raises."""
    if packed == "gzip":
        import gzip
        import zlib

        return gzip.GzipFile(fileobj=file), (OSError, EOFError, zlib.error)
    if packed == "bzip2":
        import bz2

        return bz2.BZ2File(file), (OSError, EOFError)
    if packed == "zstd":
        if sys.version_info >= (3, 14):
            from compression import zstd
        else:
            from backports import zstd

        return zstd.ZstdFile(file), (OSError, EOFError, zstd.ZstdError)
    return file, (OSError,)
