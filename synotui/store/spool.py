"""Vectors that wait in a temporary file until they are written all at once.

Once a transaction has changed more pages than it may hold in memory, SQLite
writes them to the file, and from then on to the commit nobody else can read
it. An import reads, converts and looks up for minutes, so what it reads waits
here; others are kept from reading only while it is copied and committed.
"""

import errno
from collections.abc import Iterator
from pathlib import Path
from tempfile import SpooledTemporaryFile
from typing import NoReturn

import numpy as np

from synotui.errors import StorageFailed
from synotui.store.vectors import Ids, Matrix

_IN_MEMORY = 4 << 20
"""Bytes up to which no file is made."""
_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


class VectorSpool:
    """Takes ids and vectors, and gives them back in that order."""

    def __init__(self, folder: Path, *, half: bool = False) -> None:
        """Wait in `folder`, whose disk has to take the vectors twice; with `half` as float16."""
        self._folder = folder
        self._kind = np.dtype(np.float16 if half else np.float32)
        # It has no name, or loses it at once: a process that is killed leaves nothing.
        self._file = SpooledTemporaryFile(_IN_MEMORY, dir=str(folder))  # noqa: SIM115
        self._parts: list[tuple[int, int]] = []
        """Vectors and dimensions of each part."""

    def add(self, ids: Ids, vectors: Matrix) -> None:
        """Let `ids` (n,) and `vectors` (n, dim) wait. Raises StorageFailed."""
        try:
            self._file.write(np.ascontiguousarray(ids, np.int64).data.cast("B"))
            self._file.write(np.ascontiguousarray(vectors, self._kind).data.cast("B"))
        except OSError as error:
            self._fail(error)
        self._parts.append((len(ids), vectors.shape[1]))

    def drain(self) -> Iterator[tuple[Ids, Matrix]]:
        """Give everything back, part by part. Raises StorageFailed."""
        try:
            self._file.seek(0)
            for count, dim in self._parts:
                ids = np.frombuffer(self._file.read(count * 8), np.int64)
                size = count * dim * self._kind.itemsize
                vectors = np.frombuffer(self._file.read(size), self._kind).reshape(count, dim)
                yield ids, vectors.astype(np.float32, copy=False)
        except OSError as error:
            self._fail(error)

    def close(self) -> None:
        """Give the room back."""
        self._file.close()

    def _fail(self, error: OSError) -> NoReturn:
        if error.errno in _FULL:
            raise StorageFailed(
                f"The disk is full: vectors that are read wait in {self._folder} until all are "
                "there; nothing was changed",
                "Free as much space as the vectors take twice, and repeat it",
            ) from error
        raise StorageFailed(
            f"Vectors cannot wait in {self._folder}: {error.strerror}; nothing was changed",
            "Check the disk and the folder's permissions",
        ) from error
