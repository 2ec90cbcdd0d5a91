"""Vectors as .npy, and their terms as lines of a text file beside it.

Written is float32 (n, d), little-endian, rows in order, without pickles; read
are float16 and float64 too, in either order of bytes. Line i of
`NAME.vocab.txt` is the term of row i (see `formats.vocabulary`).
"""

import warnings
from collections.abc import Generator
from contextlib import ExitStack
from io import BufferedReader
from pathlib import Path
from typing import BinaryIO

import numpy as np

from synotui.errors import FormatError
from synotui.formats.matrix import (
    Matrix,
    lines_of_file,
    matrix_of,
    named_beside,
    rows,
    vocabulary_file,
)
from synotui.formats.options import ReadOptions
from synotui.formats.reader import Reader
from synotui.formats.source import open_source
from synotui.formats.vector_rows import VectorTable, Written, refuse_stream
from synotui.formats.vectors import VectorBatch, Words
from synotui.formats.vocabulary import Vocabulary
from synotui.formats.writing import binary_outputs
from synotui.model import OnProgress, Skipped, no_progress

_MAGIC = b"\x93NUMPY"
_MOST_HEADER_BYTES = 10_000
_HEADERS = {
    (1, 0): (slice(8, 10), np.lib.format.read_array_header_1_0),
    (2, 0): (slice(8, 12), np.lib.format.read_array_header_2_0),
}
"""By version: where the length of the header stands, and what reads it."""


def vocabulary_path(out: Path) -> Path:
    """Give the file the terms of `out` go to: words.npy has words.vocab.txt."""
    return out.with_name("".join(named_beside(out)))


def write(table: VectorTable, out: Path | BinaryIO) -> Written:
    """Write both files, or neither. Raises FormatError."""
    refuse_stream(out, "npy", "is two files")
    assert isinstance(out, Path)
    beside = vocabulary_path(out)
    vocabulary = Vocabulary()
    shape = {"descr": "<f4", "fortran_order": False, "shape": (table.count, table.dim)}
    with binary_outputs(out, beside) as (matrix, lines):
        np.lib.format.write_array_header_1_0(matrix, shape)
        for part in table.rows:
            matrix.write(np.ascontiguousarray(part.vectors, "<f4").data)
            lines.write(vocabulary.lines(part.texts))
    return Written((out, beside), vocabulary.narrate())


def read(
    path: Path, options: ReadOptions, on_progress: OnProgress = no_progress
) -> Reader[VectorBatch | Skipped]:
    """Read vectors in batches, rows numbered from 1, under the terms of `options.words`.

    Raises FormatError, while reading, for what is no array of vectors, one
    cut short, and a vocabulary that is missing or has not a line for each row.
    """
    narration: list[str] = []
    files = ExitStack()
    stream = files.enter_context(open_source(path, on_progress))
    return Reader(_items(path, stream, options, narration, files), files, narration)


def _items(
    path: Path,
    stream: BufferedReader,
    options: ReadOptions,
    narration: list[str],
    files: ExitStack,
) -> Generator[VectorBatch | Skipped, None, None]:
    matrix = _header(path, stream)
    lines = lines_of_file(path, vocabulary_file(path, options.words), matrix.count, files)
    yield from rows(path, stream, matrix, lines, Words(options.encoding, narration))
    if stream.read(1):
        narration.append("what follows the array in the file is not read")


def _header(path: Path, stream: BufferedReader) -> Matrix:
    head = stream.peek(12)
    if not head.startswith(_MAGIC):
        raise FormatError(
            "is empty" if not head else "not a NumPy array: it does not begin like one",
            "Save one with numpy.save(FILE, array)",
            path=path,
        )
    place, header_of = _HEADERS.get((head[6], head[7]) if len(head) > 7 else (0, 0), (None, None))
    try:
        if place is None or header_of is None:
            raise ValueError("an unknown version")
        if int.from_bytes(head[place], "little") > _MOST_HEADER_BYTES:
            raise ValueError("longer than any of an array of numbers")
        np.lib.format.read_magic(stream)
        with warnings.catch_warnings():
            # That an array was saved by Python 2 is nothing to tell of.
            warnings.simplefilter("ignore")
            shape, columns_first, dtype = header_of(stream)
    except FormatError:
        raise
    except Exception as error:  # numpy evaluates the header as a literal, which fails in many ways
        raise FormatError(
            "the header of the array cannot be read",
            "Save it anew with numpy.save(FILE, array)",
            path=path,
        ) from error
    if dtype.hasobject:
        raise FormatError(
            "an array of Python objects: loading it runs whatever code is in it",
            "Save the vectors as an array of float32",
            path=path,
        )
    matrix = matrix_of(path, shape, dtype, str(dtype))
    if columns_first and min(shape) > 1:
        raise FormatError(
            "its values lie column by column",
            "Save numpy.ascontiguousarray(array) instead",
            path=path,
        )
    return matrix
