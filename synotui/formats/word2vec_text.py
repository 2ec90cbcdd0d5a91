"""Vectors as word2vec text, with the header line or, as GloVe has it, without."""

import codecs
import re
from collections.abc import Generator, Iterator, Sequence
from io import BufferedReader
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from simdjson import Array, Parser

from synotui.errors import FormatError
from synotui.formats.encoding import codec_named, marked
from synotui.formats.options import ReadOptions
from synotui.formats.reader import Reader
from synotui.formats.source import open_source
from synotui.formats.vector_lines import MAX_DIMENSION, Shape, shape_of, word_and_values
from synotui.formats.vectors import VectorBatch, Words, checked
from synotui.model import OnProgress, Skipped, no_progress

_BLOCK_BYTES = 1 << 21
_MAX_LINE_BYTES = 1 << 21
_FIRST_LINES = 100
_ODD_SPACE = re.compile(rb"[\t\r\v\f]")
_WIDE_CODECS = ("utf-16", "utf-32")


def read(
    path: Path, options: ReadOptions, on_progress: OnProgress = no_progress
) -> Reader[VectorBatch | Skipped]:
    """Read vectors in batches of a few thousand, in the order of the file, duplicates included.

    A line that holds no usable vector becomes a Skipped. Raises FormatError,
    while reading, for an empty file, one without vectors, and a header that
    the lines contradict.
    """
    narration: list[str] = []
    codec = codec_named(options.encoding) if options.encoding else None
    stream = open_source(path, on_progress)
    return Reader(_items(path, stream, codec, options.header, narration), stream, narration)


def _items(
    path: Path,
    stream: BufferedReader,
    codec: str | None,
    header: bool | None,
    narration: list[str],
) -> Generator[VectorBatch | Skipped, None, None]:
    head = stream.peek(4)
    codec = marked(head) or codec
    recoded = codec if codec and codec.startswith(_WIDE_CODECS) else None
    words = Words("utf-8" if recoded else codec, narration)
    blocks = _recoded(path, stream, recoded) if recoded else _raw(stream)
    shape: Shape | None = None
    line = 1
    vectors = 0
    for lines in _split(blocks):
        start = line
        line += len(lines)
        if shape is None:
            lines[0] = lines[0].removeprefix(codecs.BOM_UTF8)
            filled = [text for text in lines[: _FIRST_LINES + 1] if text.strip()]
            if not filled:
                continue
            shape = shape_of(filled, header)
            _refuse_impossible(path, shape)
            if shape.header:
                lines[lines.index(filled[0])] = b""
        for item in _block(path, lines, start, shape.dimension, words):
            vectors += len(item.lines) if isinstance(item, VectorBatch) else 1
            yield item
    if shape is None:
        raise FormatError("is empty", "Choose a file with vectors in it", path=path)
    if not vectors:
        raise FormatError("holds no vectors after its header", "Check the file", path=path)
    if shape.promised is not None and shape.promised != vectors:
        narration.append(f"the header promises {shape.promised:,} vectors; there are {vectors:,}")


def _refuse_impossible(path: Path, shape: Shape) -> None:
    if shape.contradiction:
        raise FormatError(
            f"the header says {shape.dimension:,} values a vector, the lines have "
            f"{shape.contradiction:,}",
            "Correct the first line or remove it",
            path=path,
            line=1,
        )
    if shape.dimension > MAX_DIMENSION:
        raise FormatError(
            f"vectors of {shape.dimension:,} values are more than the {MAX_DIMENSION:,} possible",
            "Check the first line",
            path=path,
            line=1,
        )
    if not shape.dimension:
        raise FormatError(
            "no line is a word and its values",
            "Vectors are lines such as: 普拉多 0.12 -0.3 0.07",
            path=path,
        )


def _block(
    path: Path, lines: Sequence[bytes], start: int, dimension: int, words: Words
) -> Iterator[VectorBatch | Skipped]:
    """Take one block of lines apart, all at once if it is regular, else line by line."""
    found: list[bytes] = []
    values: list[bytes] = []
    numbers: list[int] = []
    for number, raw in enumerate(lines, start):
        line = raw.rstrip()
        if not line:
            continue
        if line.count(b" ") == dimension:
            word, rest = line.split(b" ", 1)
        else:
            tokens = line.split()
            if len(tokens) == dimension + 1:
                word, rest = tokens[0], b" ".join(tokens[1:])
            else:
                cut = word_and_values(line, dimension)
                if isinstance(cut, str):
                    yield Skipped(str(path), number, cut)
                    continue
                word, rest = cut
        found.append(word)
        values.append(rest)
        numbers.append(number)
    if not numbers:
        return
    matrix = _numbers(values, dimension)
    if matrix is None:
        yield from _line_by_line(path, lines, start, dimension, words, set(numbers))
    else:
        yield from checked(path, words.decode(found), matrix, numbers, words.name)


def _line_by_line(
    path: Path,
    lines: Sequence[bytes],
    start: int,
    dimension: int,
    words: Words,
    wanted: set[int],
) -> Iterator[VectorBatch | Skipped]:
    found: list[bytes] = []
    matrix: list[list[float]] = []
    numbers: list[int] = []
    for number, line in enumerate(lines, start):
        if number not in wanted:
            continue
        cut = word_and_values(line, dimension)
        if isinstance(cut, str):
            yield Skipped(str(path), number, cut)
            continue
        found.append(cut[0])
        matrix.append([float(value) for value in cut[1].split()])
        numbers.append(number)
    if numbers:
        with np.errstate(over="ignore"):
            vectors = np.array(matrix, dtype=np.float32)
        yield from checked(path, words.decode(found), vectors, numbers, words.name)


def _numbers(rows: Sequence[bytes], dimension: int) -> NDArray[np.float32] | None:
    """Parse rows of `dimension` numbers in one go, shape (m, d); None if one of them is not.

    As one JSON array, which simdjson reads several times as fast as numpy
    reads text; numbers that JSON does not know, such as .5, are left to numpy.
    """
    together = b" ".join(rows)
    if b"[" in together:
        return None
    try:
        array = Parser().parse(b"[" + together.replace(b" ", b",") + b"]")
        assert isinstance(array, Array)
        exact = np.frombuffer(array.as_buffer(of_type="d"), np.float64)
    except (ValueError, TypeError, RuntimeError):
        return _odd_numbers(together, len(rows), dimension)
    if exact.size != len(rows) * dimension:
        return None
    with np.errstate(over="ignore"):
        return exact.astype(np.float32).reshape(-1, dimension)


def _odd_numbers(together: bytes, rows: int, dimension: int) -> NDArray[np.float32] | None:
    if _ODD_SPACE.search(together):
        return None
    try:
        flat = np.fromstring(together, dtype=np.float32, sep=" ")
    except ValueError:
        return None
    return flat.reshape(-1, dimension) if flat.size == rows * dimension else None


def _split(blocks: Iterator[bytes]) -> Iterator[list[bytes]]:
    """Split blocks into lines; a line without end costs itself, not the memory."""
    left = b""
    lines: list[bytes] = []
    for block in blocks:
        if lines:
            yield lines
        lines = (left + block).split(b"\n")
        left = lines.pop()[:_MAX_LINE_BYTES]
    if left:
        lines.append(left)
    if lines:
        yield lines


def _raw(stream: BufferedReader) -> Iterator[bytes]:
    while block := stream.read(_BLOCK_BYTES):
        yield block


def _recoded(path: Path, stream: BufferedReader, codec: str) -> Iterator[bytes]:
    decoder = codecs.getincrementaldecoder(codec)()
    while True:
        block = stream.read(_BLOCK_BYTES)
        try:
            yield decoder.decode(block, final=not block).encode()
        except UnicodeError as error:
            raise FormatError(
                f"not {codec.upper()}: {error}",
                "Say which encoding it has with --encoding",
                path=path,
            ) from error
        if not block:
            return
