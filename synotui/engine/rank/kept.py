"""What a ranker kept in a dictionary, read within limits: a file from elsewhere may hold anything.

It is an archive of arrays, as numpy writes it. No array may be larger than what is
packed of it, and all together not much larger than the archive.
"""

from collections.abc import Iterator
from io import BytesIO
from math import prod
from typing import Any
from zipfile import BadZipFile, ZipFile
from zlib import error as BadStream  # noqa: N812

import numpy as np
from numpy.typing import NDArray

_FREE = 1 << 26
"""Bytes that may be unpacked from any archive."""
_RATIO = 300
"""How many times the size of a larger archive may come out of it."""


class NotKept(ValueError):
    """The bytes are not what a ranker keeps."""


def read_kept(state: bytes) -> dict[str, NDArray[Any]]:
    """Give the arrays of an archive by their names. Raises NotKept."""
    try:
        return dict(_arrays(state))
    except NotKept:
        raise
    except (ValueError, KeyError, OSError, EOFError, MemoryError, NotImplementedError,
            RuntimeError, BadZipFile, BadStream) as error:  # fmt: skip
        raise NotKept(f"no archive of arrays: {error}") from error


def _arrays(state: bytes) -> Iterator[tuple[str, NDArray[Any]]]:
    with ZipFile(BytesIO(state)) as archive:
        members = archive.infolist()
        if sum(member.file_size for member in members) > max(_FREE, _RATIO * len(state)):
            raise NotKept("it unpacks to too much")
        for member in members:
            with archive.open(member) as packed:
                version = np.lib.format.read_magic(packed)
                if version != (1, 0):
                    raise NotKept("an array of another version")
                shape, _, dtype = np.lib.format.read_array_header_1_0(packed)
            if min(shape, default=0) < 0 or prod(shape) * dtype.itemsize > member.file_size:
                raise NotKept("an array is shorter than it says")
            with archive.open(member) as packed:
                array = np.lib.format.read_array(packed, allow_pickle=False)
            yield member.filename.removesuffix(".npy"), array
