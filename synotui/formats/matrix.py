"""What the readers of arrays share: rows of a matrix, each under the term of its line."""

from collections.abc import Generator
from contextlib import ExitStack
from dataclasses import dataclass
from io import BufferedReader
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import DTypeLike

from synotui.errors import FormatError
from synotui.formats.source import open_source
from synotui.formats.vector_lines import MAX_DIMENSION
from synotui.formats.vectors import VectorBatch, Words, checked
from synotui.formats.vocabulary import Lines, unescaped
from synotui.model import Skipped

_BLOCK_BYTES = 1 << 20
KINDS = {"f2": "float16", "f4": "float32", "f8": "float64"}
"""The numbers that are read, by numpy's short names."""


@dataclass(frozen=True, slots=True)
class Matrix:
    """What the header of a file says of its matrix."""

    count: int
    dim: int
    dtype: np.dtype[Any]

    @property
    def row_bytes(self) -> int:
        """Bytes of a row."""
        return self.dim * self.dtype.itemsize


def matrix_of(path: Path, shape: tuple[int, ...], dtype: DTypeLike, told: str) -> Matrix:
    """Check a shape and a type, which the file calls `told`. Raises FormatError."""
    if np.dtype(dtype).str[1:] not in KINDS:
        raise FormatError(
            f"its values are {told[:40]}; {', '.join(KINDS.values())} are read",
            "Save it anew with .astype('float32')",
            path=path,
        )
    if len(shape) != 2 or min(shape) < 1 or shape[1] > MAX_DIMENSION:
        raise FormatError(
            f"its shape is {str(shape)[:60]}; a matrix of vectors is (terms, values), values up to "
            f"{MAX_DIMENSION:,}",
            "Save it with a row for each term",
            path=path,
        )
    return Matrix(*shape, np.dtype(dtype))


def vocabulary_file(path: Path, given: Path | None) -> Path:
    """Give the file with the terms of an array: the one given, else the one beside it.

    Raises FormatError if there is none.
    """
    if given is not None:
        return given
    name, packing = named_beside(path)
    for beside in (path.with_name(name + packing), path.with_name(name)):
        if beside.exists():
            return beside
    raise FormatError(
        f"its terms are not in it, and there is no {name} beside it",
        "Write them there, one a line in the order of the rows, or name their file: --words FILE",
        path=path,
    )


def named_beside(path: Path) -> tuple[str, str]:
    """Give the name of an array's vocabulary, and the suffix it has more if it is packed too.

    words.npy has words.vocab.txt, and words.npy.gz has words.vocab.txt.gz.
    """
    from synotui.formats.packing import packing_of

    packing = packing_of(path)
    inner = path.with_suffix("") if packing else path
    stem = inner.stem if inner.suffix.lower() in (".npy", ".safetensors") else inner.name
    return f"{stem}.vocab.txt", path.suffix if packing else ""


def lines_of_file(path: Path, words: Path, count: int, files: ExitStack) -> Lines:
    """Open the vocabulary of an array of `count` rows. Raises FormatError if it has others."""
    with open_source(words) as stream:
        _refuse_other_count(path, words.name, Lines(words, stream).count_rest(), count)
    stream = files.enter_context(open_source(words))
    if stream.peek(3).startswith(b"\xef\xbb\xbf"):
        stream.read(3)
    return Lines(words, stream)


def rows(
    path: Path, stream: BufferedReader, matrix: Matrix, lines: Lines, words: Words
) -> Generator[VectorBatch | Skipped, None, None]:
    """Read the rows from where `stream` is, in batches, numbered from 1.

    Raises FormatError if the file is cut short or the lines are more or fewer.
    """
    at_once = max(1, _BLOCK_BYTES // matrix.row_bytes)
    for start in range(0, matrix.count, at_once):
        size = min(at_once, matrix.count - start)
        data = stream.read(size * matrix.row_bytes)
        if len(data) < size * matrix.row_bytes:
            whole = start + len(data) // matrix.row_bytes
            raise FormatError(
                f"ends after {whole:,} of the {matrix.count:,} rows its header tells of",
                "Fetch it again",
                path=path,
            )
        texts = lines.take(size)
        if len(texts) < size:
            _refuse_other_count(path, "its vocabulary", lines.taken, matrix.count)
        with np.errstate(over="ignore"):
            vectors = np.frombuffer(data, matrix.dtype).reshape(size, -1).astype(np.float32)
        decoded = unescaped(words.decode(texts))
        numbers = range(start + 1, start + size + 1)
        yield from checked(path, decoded, vectors, numbers, words.name)
    _refuse_other_count(path, "its vocabulary", lines.count_rest(), matrix.count)


def skip(path: Path, stream: BufferedReader, count: int) -> None:
    """Read past `count` bytes. Raises FormatError if the file ends before."""
    while count:
        passed = len(stream.read(min(count, _BLOCK_BYTES)))
        if not passed:
            raise FormatError("ends before what its header tells of", "Fetch it again", path=path)
        count -= passed


def _refuse_other_count(path: Path, words: str, found: int, count: int) -> None:
    if found != count:
        raise FormatError(
            f"has {count:,} row{'' if count == 1 else 's'}, {words} has {found:,} "
            f"line{'' if found == 1 else 's'}",
            "A vocabulary has the term of each row on a line, in their order, and no heading",
            path=path,
        )
