"""Writes vectors as word2vec text or binary, as gensim does: a header line, then a term a record.

Text: `count dim`, then lines of a word and its values, one space between two;
each value is the shortest decimal that reads back as the same float32. Binary:
the same header line, then word, space and little-endian float32 values, with
nothing after them. Words are UTF-8; white space in them becomes underscores,
for both formats end a word at the first space, and some readers at any other.
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO

import numpy as np

from synotui.errors import FormatError
from synotui.formats.vector_rows import VectorRows, VectorTable, Written, underscored
from synotui.formats.writing import binary_output

_Encoder = Callable[[VectorRows], Iterator[bytes | memoryview]]


def write_text(table: VectorTable, out: Path | BinaryIO) -> Written:
    """Write word2vec text. Raises FormatError."""
    return _write(table, out, _lines)


def write_binary(table: VectorTable, out: Path | BinaryIO) -> Written:
    """Write word2vec binary. Raises FormatError."""
    return _write(table, out, _records)


def _write(table: VectorTable, out: Path | BinaryIO, encoded: _Encoder) -> Written:
    with binary_output(out) as file:
        file.write(b"%d %d\n" % (table.count, table.dim))
        for rows in table.rows:
            file.write(b"".join(encoded(rows)))
    return Written((out,) if isinstance(out, Path) else ())


def _words(rows: VectorRows) -> list[bytes]:
    return [word.encode() for word in underscored(rows.texts)]


def _lines(rows: VectorRows) -> Iterator[bytes | memoryview]:
    import orjson

    if not np.isfinite(rows.vectors).all():
        place = int(np.isfinite(rows.vectors).all(axis=1).argmin())
        raise FormatError(f"The vector of “{rows.texts[place]}” is not finite", "Embed it anew")
    # JSON has the numbers as they should be, between brackets and commas.
    json = orjson.dumps(np.ascontiguousarray(rows.vectors), option=orjson.OPT_SERIALIZE_NUMPY)
    values = json[2:-2].replace(b",", b" ").split(b"] [")
    for word, numbers in zip(_words(rows), values, strict=True):
        yield word
        yield b" "
        yield numbers
        yield b"\n"


def _records(rows: VectorRows) -> Iterator[bytes | memoryview]:
    together = np.ascontiguousarray(rows.vectors, "<f4").data.cast("B")
    size = 4 * rows.vectors.shape[1]
    starts = range(0, len(together), size)
    for word, start in zip(_words(rows), starts, strict=True):
        yield word
        yield b" "
        yield together[start : start + size]
