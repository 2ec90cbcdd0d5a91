"""What the writers of vector files share: a stream of terms with vectors, and how words look."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from synotui.errors import FormatError

_WHITE_SPACE = re.compile(r"\s")
"""Every character that some reader takes for the end of a word or of a line."""


class VectorRows(NamedTuple):
    """Some thousand terms and their vectors."""

    texts: Sequence[str]
    vectors: NDArray[np.float32]
    """Shape (m, d), little-endian or not, C-contiguous."""


@dataclass(frozen=True, slots=True)
class VectorTable:
    """The vectors to write: how many, of how many values, and then they themselves."""

    count: int
    dim: int
    rows: Iterable[VectorRows]
    about: Mapping[str, str] = field(default_factory=dict)
    """What they are, for formats that have room to say it."""


@dataclass(frozen=True, slots=True)
class Written:
    """What a writer made."""

    files: tuple[Path, ...] = ()
    """The files, the one asked for first; none if it was a stream."""
    narration: tuple[str, ...] = ()
    """What a reader of the files should know."""


def underscored(texts: Sequence[str]) -> list[str]:
    """Give terms as word2vec files have them: each white space an underscore."""
    return _WHITE_SPACE.sub("_", "\0".join(texts)).split("\0") if texts else []


def refuse_stream(out: object, format: str, why: str) -> None:
    """Raise FormatError unless `out` is a path."""
    if not isinstance(out, Path):
        raise FormatError(
            f"{format} {why}, so it does not go to a stream",
            "Name a file, or write word2vec-bin",
        )
