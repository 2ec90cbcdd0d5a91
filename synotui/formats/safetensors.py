"""Vectors and their terms as one safetensors file.

The format: eight bytes with the length of the header (little-endian), the
header as JSON, padded with spaces, then the bytes of the tensors, which the
header places by `data_offsets`. Done here and not by the package of that
name, for it takes and gives whole arrays and these come in parts. The tensors:

- `embeddings`, F32 (n, d): the vectors, rows in order;
- `vocabulary`, U8 (bytes): the terms as lines of UTF-8 (see `formats.vocabulary`).

Read is any file with `embeddings` or just one matrix of floats, F16 and F64
too; without a `vocabulary` its terms are the lines of a file beside it.
"""

import json
import shutil
import tempfile
from collections.abc import Generator, Mapping
from contextlib import ExitStack
from io import BufferedReader
from math import prod
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

import numpy as np

from synotui.errors import FormatError
from synotui.formats.matrix import (
    Matrix,
    lines_of_file,
    matrix_of,
    rows,
    skip,
    vocabulary_file,
)
from synotui.formats.options import ReadOptions
from synotui.formats.packing import packing_of
from synotui.formats.reader import Reader
from synotui.formats.sniff import is_safetensors
from synotui.formats.source import open_source
from synotui.formats.vector_rows import VectorTable, Written, refuse_stream
from synotui.formats.vectors import VectorBatch, Words
from synotui.formats.vocabulary import Lines, Vocabulary
from synotui.formats.writing import binary_output
from synotui.model import OnProgress, Skipped, no_progress

_MOST_BYTES = 1 << 62
_ALIGNED = 8
_MOST_HEADER_BYTES = 1 << 20
"""Far more than two tensors need, and little memory."""
_MOST_AXES = 32
_DTYPES = {"F16": "<f2", "F32": "<f4", "F64": "<f8"}


class _Tensor(NamedTuple):
    dtype: str
    shape: tuple[int, ...]
    start: int
    """Where it begins, counted from the end of the header."""
    end: int


def write(table: VectorTable, out: Path | BinaryIO) -> Written:
    """Write the file. Raises FormatError."""
    refuse_stream(out, "safetensors", "begins with what is known at the end")
    assert isinstance(out, Path)
    with binary_output(out) as file:
        if not packing_of(out):
            vocabulary = _write(table, file)
        else:
            # A packed file cannot be gone back in: it is made whole first.
            with tempfile.TemporaryFile(dir=out.parent) as whole:
                vocabulary = _write(table, whole)
                whole.seek(0)
                shutil.copyfileobj(whole, file, 1 << 20)
    return Written((out,), vocabulary.narrate())


def _write(table: VectorTable, file: BinaryIO) -> Vocabulary:
    vocabulary = Vocabulary()
    # As long as any header of this table can be: how long the vocabulary is shows at the end.
    room = len(_header(table, _MOST_BYTES))
    room += -room % _ALIGNED
    file.write(bytes(8 + room))
    lines = []
    for part in table.rows:
        file.write(np.ascontiguousarray(part.vectors, "<f4").data)
        lines.append(vocabulary.lines(part.texts))
    together = b"".join(lines)
    file.write(together)
    file.seek(0)
    file.write(room.to_bytes(8, "little"))
    file.write(_header(table, len(together)).ljust(room))
    return vocabulary


def _header(table: VectorTable, vocabulary_bytes: int) -> bytes:
    end = 4 * table.count * table.dim
    header = {
        "__metadata__": dict(table.about),
        "embeddings": {
            "dtype": "F32",
            "shape": [table.count, table.dim],
            "data_offsets": [0, end],
        },
        "vocabulary": {
            "dtype": "U8",
            "shape": [vocabulary_bytes],
            "data_offsets": [end, end + vocabulary_bytes],
        },
    }
    return json.dumps(header, ensure_ascii=False, separators=(",", ":")).encode()


def read(
    path: Path, options: ReadOptions, on_progress: OnProgress = no_progress
) -> Reader[VectorBatch | Skipped]:
    """Read vectors in batches, rows numbered from 1.

    Raises FormatError, while reading, for a header that is damaged or too
    long, a file without a matrix or cut short, and terms that are missing or
    more or fewer than the rows.
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
    data, tensors = _read_header(path, stream)
    name = _matrix_name(path, tensors)
    tensor = tensors[name]
    matrix = matrix_of(path, tensor.shape, _DTYPES.get(tensor.dtype, "V1"), tensor.dtype)
    if tensor.end - tensor.start != matrix.count * matrix.row_bytes:
        raise _damaged(path)
    lines = _lines(path, data, tensors.get("vocabulary"), matrix, options, files)
    if name != "embeddings":
        narration.append(f"the vectors are those of “{name[:80]}”, the only matrix in the file")
    skip(path, stream, tensor.start)
    yield from rows(path, stream, matrix, lines, Words(options.encoding, narration))


def _lines(
    path: Path,
    data: int,
    vocabulary: _Tensor | None,
    matrix: Matrix,
    options: ReadOptions,
    files: ExitStack,
) -> Lines:
    """Find the terms: in the file named, in the file itself from byte `data` on, or beside it."""
    if options.words is not None or vocabulary is None or vocabulary.dtype != "U8":
        return lines_of_file(path, vocabulary_file(path, options.words), matrix.count, files)
    # A stream of its own, for they stand before or after the vectors they go with.
    stream = files.enter_context(open_source(path))
    skip(path, stream, data + vocabulary.start)
    return Lines(path, stream, vocabulary.end - vocabulary.start)


def _read_header(path: Path, stream: BufferedReader) -> tuple[int, dict[str, _Tensor]]:
    """Give where the tensors' bytes begin, and the tensors by name."""
    first = stream.read(8)
    size = int.from_bytes(first, "little")
    if not is_safetensors(first + stream.peek(1)[:1]):
        raise FormatError(
            "is empty" if not first else "not safetensors: it does not begin with their header",
            "Save it with safetensors.numpy.save_file",
            path=path,
        )
    if size > _MOST_HEADER_BYTES:
        raise FormatError(
            f"its header takes {size:,} bytes; up to {_MOST_HEADER_BYTES:,} are read",
            "Save the matrix of vectors by itself",
            path=path,
        )
    import orjson

    try:
        header = orjson.loads(stream.read(size))
        return 8 + size, {
            name: _tensor(entry) for name, entry in header.items() if name != "__metadata__"
        }
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise _damaged(path) from error


def _tensor(entry: Mapping[str, Any]) -> _Tensor:
    """Check what the header says of a tensor. Raises KeyError, TypeError, ValueError."""
    shape, (start, end) = tuple(entry["shape"]), entry["data_offsets"]
    if len(shape) > _MOST_AXES:
        raise ValueError("more axes than any tensor has")
    if not all(type(n) is int and n >= 0 for n in (*shape, start, end)) or start > end:
        raise ValueError("a size that is none")
    if entry["dtype"] == "U8" and end - start != prod(shape):
        raise ValueError("sizes that contradict each other")
    return _Tensor(str(entry["dtype"]), shape, start, end)


def _matrix_name(path: Path, tensors: Mapping[str, _Tensor]) -> str:
    """Find the matrix of vectors. Raises FormatError if there is none, or more than one."""
    if "embeddings" in tensors:
        return "embeddings"
    found = [name for name, t in tensors.items() if t.dtype in _DTYPES and len(t.shape) == 2]
    if len(found) == 1:
        return found[0]
    many = f"{len(found):,} matrices, none of them" if found else "no matrix of floats"
    raise FormatError(
        f"holds {many} called “embeddings”" if found else f"holds {many}",
        "Save the vectors as the tensor embeddings, their terms as vocabulary or in a file beside",
        path=path,
    )


def _damaged(path: Path) -> FormatError:
    return FormatError("its header is damaged", "Fetch it again", path=path)
