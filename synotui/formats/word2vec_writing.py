"""Writes vectors as word2vec text or binary, as gensim does: a header line, then a term a record.

Text: `count dim`, then lines of a word and its values, one space between two;
each value is the shortest decimal that reads back as the same float32. Binary:
the same header line, then word, space and little-endian float32 values, with
nothing after them. Words are UTF-8; white space in them becomes underscores,
for both formats end a word at the first space, and some readers at any other.
"""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import BinaryIO

import numpy as np

from synotui.errors import FormatError
from synotui.formats.vector_rows import VectorRows, VectorTable, Written, underscored
from synotui.formats.writing import binary_output


def write_text(table: VectorTable, out: Path | BinaryIO) -> Written:
    """Write word2vec text. Raises FormatError."""
    return _write(table, out, _decimals)


def write_binary(table: VectorTable, out: Path | BinaryIO) -> Written:
    """Write word2vec binary. Raises FormatError."""
    return _write(table, out, _bytes)


def _write(
    table: VectorTable, out: Path | BinaryIO, encoded: Callable[[VectorRows], list[bytes]]
) -> Written:
    with binary_output(out) as file:
        file.write(b"%d %d\n" % (table.count, table.dim))
        for rows in table.rows:
            together = [b""] * (2 * len(rows.texts))
            together[::2] = _words(rows.texts)
            together[1::2] = encoded(rows)
            file.write(b"".join(together))
    return Written((out,) if isinstance(out, Path) else ())


def _words(texts: Sequence[str]) -> list[bytes]:
    """Give the words, each with the space after it; no term holds a NUL."""
    return (" \0".join(underscored(texts)) + " ").encode().split(b"\0")


def _decimals(rows: VectorRows) -> list[bytes]:
    """Give the values of each vector as text, with the line end."""
    import orjson

    if not np.isfinite(rows.vectors).all():
        place = int(np.isfinite(rows.vectors).all(axis=1).argmin())
        raise FormatError(f"The vector of “{rows.texts[place]}” is not finite", "Embed it anew")
    # JSON has the numbers as they should be, between brackets and commas.
    json = orjson.dumps(np.ascontiguousarray(rows.vectors), option=orjson.OPT_SERIALIZE_NUMPY)
    lines = json[2:-2].replace(b"],[", b"\n\0").replace(b",", b" ") + b"\n"
    return lines.split(b"\0")


def _bytes(rows: VectorRows) -> list[bytes]:
    """Give the values of each vector as float32."""
    together = rows.vectors.astype("<f4", copy=False).tobytes()
    size = 4 * rows.vectors.shape[1]
    return [together[start : start + size] for start in range(0, len(together), size)]
