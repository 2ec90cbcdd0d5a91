"""Vectors as word2vec binary: a header line, then word, space and little-endian float32 values."""

import re
from collections.abc import Generator, Iterator, Sequence
from io import BufferedReader
from pathlib import Path

import numpy as np

from synotui.errors import FormatError
from synotui.formats.options import ReadOptions
from synotui.formats.reader import Reader
from synotui.formats.source import open_source
from synotui.formats.vector_lines import HEADER, MAX_DIMENSION, MAX_WORD_BYTES
from synotui.formats.vectors import VectorBatch, Words, checked
from synotui.model import OnProgress, Skipped, no_progress

_BLOCK_BYTES = 1 << 20
_HEADER_BYTES = 64
_FIRST_RECORDS = 1_000
_FLOAT_BYTES = 4


def read(
    path: Path, options: ReadOptions, on_progress: OnProgress = no_progress
) -> Reader[VectorBatch | Skipped]:
    """Read vectors in batches, records numbered from 1, with or without a line end after each.

    Reads to the end of the file, whatever number the header gives, and says
    so where they differ. Raises FormatError, while reading, for an empty file,
    a first line that is no header, and a dimension the records do not fit.
    """
    narration: list[str] = []
    words = Words(options.encoding, narration)
    stream = open_source(path, on_progress)
    return Reader(_items(path, stream, words, narration), stream, narration)


def _items(
    path: Path, stream: BufferedReader, words: Words, narration: list[str]
) -> Generator[VectorBatch | Skipped, None, None]:
    promised, dimension = _header(path, stream)
    number = 1
    for records in _records(path, stream, dimension):
        if not records[-1][1]:
            yield Skipped(str(path), number, f"the file ends in the middle of record {number:,}")
            break
        names = words.decode([name.lstrip(b"\n") for name, _, _ in records])
        if number == 1:
            _refuse_garbage(path, names[:_FIRST_RECORDS], dimension)
        together = bytearray().join([values for _, values, _ in records])
        vectors = np.frombuffer(together, dtype="<f4").reshape(-1, dimension)
        numbers = range(number, number + len(records))
        yield from checked(path, names, vectors.astype(np.float32, copy=False), numbers, words.name)
        number += len(records)
    if number == 1:
        raise FormatError("ends before its first vector is whole", "Fetch it again", path=path)
    if promised != number - 1:
        narration.append(f"the header promises {promised:,} vectors; there are {number - 1:,}")


def _header(path: Path, stream: BufferedReader) -> tuple[int, int]:
    line = stream.readline(_HEADER_BYTES)
    if not line:
        raise FormatError("is empty", "Choose a file with vectors in it", path=path)
    found = HEADER.fullmatch(line)
    if found is None:
        raise FormatError(
            "does not begin with a header line such as “400000 50”",
            "Vectors as text are read with --format word2vec",
            path=path,
        )
    promised, dimension = int(found[1]), int(found[2])
    if not 0 < dimension <= MAX_DIMENSION:
        raise FormatError(
            f"the header says {dimension:,} values a vector; 1 to {MAX_DIMENSION:,} are possible",
            "Check whether the file is word2vec binary",
            path=path,
        )
    return promised, dimension


def _records(
    path: Path, stream: BufferedReader, dimension: int
) -> Iterator[list[tuple[bytes, bytes, bytes]]]:
    """Cut the file into words and values; one without values is a record cut short."""
    # What is no whole record is taken to the end of the block: records follow without a gap.
    record = re.compile(
        rb"([^ ]{0,%d}) (.{%d})|(.+)" % (MAX_WORD_BYTES - 1, _FLOAT_BYTES * dimension), re.DOTALL
    )
    left = b""
    number = 1
    while block := stream.read(_BLOCK_BYTES):
        records = record.findall(left + block)
        left = records.pop()[2] if records[-1][2] else b""
        number += len(records)
        if records:
            yield records
        if len(left) >= MAX_WORD_BYTES and left.find(b" ", 0, MAX_WORD_BYTES) < 0:
            raise FormatError(
                f"record {number:,} has no word: vectors of {dimension:,} values do not fit",
                "Check the header, or whether the file is word2vec binary",
                path=path,
            )
    if left.strip(b"\n"):
        yield [(left, b"", b"")]


def _refuse_garbage(path: Path, names: Sequence[str | None], dimension: int) -> None:
    garbage = sum(not name or any(c < " " for c in name) for name in names)
    if len(names) > 1 and 2 * garbage > len(names):
        raise FormatError(
            f"most records have no readable word: vectors of {dimension:,} values do not fit",
            "Check the header, or give the encoding of the words with --encoding",
            path=path,
        )
