"""Packs what is written where a file's name ends in .gz, .bz2 or .zst, as `source` unpacks."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, cast

from synotui.formats.source import PACKED_SUFFIXES

_GZIP_LEVEL = 6
"""Vectors hardly shrink more at higher levels, which take twice as long."""


def packing_of(path: Path) -> str:
    """Give the suffix that tells how a file is packed, or "" for a file that is not."""
    suffix = path.suffix.lower()
    return suffix if suffix in PACKED_SUFFIXES else ""


@contextmanager
def packed(file: BinaryIO, packing: str) -> Iterator[BinaryIO]:
    """Give a file whose bytes go to `file` packed; they are all there at the end of the block."""
    if packing == ".gz":
        import gzip

        # Neither name nor time go in: the same bytes are packed to the same file.
        with gzip.GzipFile("", "wb", _GZIP_LEVEL, file, mtime=0) as packer:
            yield cast(BinaryIO, packer)
    elif packing == ".bz2":
        import bz2

        with bz2.BZ2File(file, "wb") as squeezer:
            yield cast(BinaryIO, squeezer)
    elif packing == ".zst":
        if sys.version_info >= (3, 14):
            from compression import zstd
        else:
            from backports import zstd

        with zstd.ZstdFile(file, "wb") as writer:
            yield cast(BinaryIO, writer)
    else:
        yield file
