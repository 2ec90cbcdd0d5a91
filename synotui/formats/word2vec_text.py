"""Vectors as word2vec text, with the header line or, as GloVe has it, without."""

import codecs
import io
from collections.abc import Generator, Iterator, Sequence
from io import BufferedReader
from itertools import islice
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from synotui.errors import FormatError
from synotui.formats.encoding import codec_named, marked
from synotui.formats.numbers import Numbers
from synotui.formats.options import ReadOptions
from synotui.formats.reader import Reader
from synotui.formats.source import open_source
from synotui.formats.vector_lines import MAX_DIMENSION, Shape, shape_of, word_and_values
from synotui.formats.vectors import VectorBatch, Words, checked
from synotui.model import OnProgress, Skipped, no_progress

_BLOCK_BYTES = 1 << 20
_MAX_LINE_BYTES = 1 << 21
_FIRST_LINES = 100
_MOST_UNTRIED = 64
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
    taking: _Blocks | None = None
    shape = Shape(0, False)
    line = 1
    vectors = 0
    for block in _whole_lines(blocks):
        start = line
        line += block.count(b"\n")
        if taking is None:
            block = block.removeprefix(codecs.BOM_UTF8)
            if not block.strip():
                continue
            shape = shape_of(_first_lines(block), header)
            _refuse_impossible(path, shape)
            if shape.header:
                block = _without_first_line(block)
            taking = _Blocks(path, shape.dimension, words)
        for item in taking.take(block, start):
            vectors += len(item.lines) if isinstance(item, VectorBatch) else 1
            yield item
    if taking is None:
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


def _first_lines(block: bytes) -> list[bytes]:
    lines = (line.rstrip(b"\n") for line in io.BytesIO(block))
    return list(islice((line for line in lines if line.strip()), _FIRST_LINES + 1))


def _without_first_line(block: bytes) -> bytes:
    """Empty the first line that is not empty, so that the others keep their numbers."""
    blank = len(block) - len(block.lstrip())
    end = block.index(b"\n", blank)
    return b"\n" * block.count(b"\n", 0, blank) + block[end:]


class _Blocks:
    """Takes blocks of lines apart, each all at once if it is regular, else line by line."""

    def __init__(self, path: Path, dimension: int, words: Words) -> None:
        self._path = path
        self._dimension = dimension
        self._words = words
        self._numbers = Numbers(dimension)
        self._failed = 0
        """Blocks in a row that were not regular, of those that were tried."""
        self._untried = 0
        """Blocks to come that are not tried."""

    def take(self, block: bytes, start: int) -> Iterator[VectorBatch | Skipped]:
        """Give the vectors of whole lines, the first of which is line `start` of the file."""
        if self._untried:
            self._untried -= 1
            return self._cut(block.split(b"\n"), start)
        filled = block.lstrip(b"\n")
        start += len(block) - len(filled)
        regular = self._numbers.of_lines(filled) if filled else ([], np.empty(0, np.float32))
        if regular is not None:
            self._failed = 0
            found, vectors = regular
            return self._checked(found, vectors, range(start, start + len(found)))
        self._failed += 1
        self._untried = min(1 << self._failed, _MOST_UNTRIED)
        return self._cut(filled.split(b"\n"), start)

    def _checked(
        self, found: Sequence[bytes], vectors: NDArray[np.float32], numbers: Sequence[int]
    ) -> Iterator[VectorBatch | Skipped]:
        if found:
            texts = self._words.decode(found)
            yield from checked(self._path, texts, vectors, numbers, self._words.name)

    def _cut(self, lines: Sequence[bytes], start: int) -> Iterator[VectorBatch | Skipped]:
        """Cut each line by itself; the numbers are still parsed together if they are numbers."""
        found: list[bytes] = []
        rows: list[bytes] = []
        numbers: list[int] = []
        for number, raw in enumerate(lines, start):
            line = raw.rstrip()
            if not line:
                continue
            if line.count(b" ") == self._dimension:
                word, row = line.split(b" ", 1)
            else:
                tokens = line.split()
                if len(tokens) == self._dimension + 1:
                    word, row = tokens[0], b" ".join(tokens[1:])
                else:
                    cut = word_and_values(line, self._dimension)
                    if isinstance(cut, str):
                        yield Skipped(str(self._path), number, cut)
                        continue
                    word, row = cut
            found.append(word)
            rows.append(row)
            numbers.append(number)
        if not numbers:
            return
        vectors = self._numbers.of_rows(rows)
        if vectors is None:
            yield from self._line_by_line(lines, start, set(numbers))
        else:
            yield from self._checked(found, vectors, numbers)

    def _line_by_line(
        self, lines: Sequence[bytes], start: int, wanted: set[int]
    ) -> Iterator[VectorBatch | Skipped]:
        found: list[bytes] = []
        matrix: list[list[float]] = []
        numbers: list[int] = []
        for number, line in enumerate(lines, start):
            if number not in wanted:
                continue
            cut = word_and_values(line, self._dimension)
            if isinstance(cut, str):
                yield Skipped(str(self._path), number, cut)
                continue
            found.append(cut[0])
            matrix.append([float(value) for value in cut[1].split()])
            numbers.append(number)
        with np.errstate(over="ignore"):
            vectors = np.array(matrix, dtype=np.float32)
        yield from self._checked(found, vectors, numbers)


def _whole_lines(blocks: Iterator[bytes]) -> Iterator[bytes]:
    """Give blocks that end where a line does; a line without end costs itself, not the memory."""
    left = b""
    for block in blocks:
        together = left + block
        end = together.rfind(b"\n") + 1
        left = together[end : end + _MAX_LINE_BYTES]
        if end:
            yield together[:end]
    if left:
        yield left + b"\n"


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
