"""Writes vectors and their terms as one safetensors file.

The format: eight bytes with the length of the header (little-endian), the
header as JSON, padded with spaces, then the bytes of the tensors, which the
header places by `data_offsets`. Written here and not by the package of that
name, for it takes whole arrays and these come in parts. The tensors:

- `embeddings`, F32 (n, d): the vectors, rows in order;
- `vocabulary`, U8 (bytes): the terms as lines of UTF-8 (see `formats.vocabulary`).
"""

import json
from pathlib import Path
from typing import BinaryIO

import numpy as np

from synotui.formats.vector_rows import VectorTable, Written, refuse_stream
from synotui.formats.vocabulary import Vocabulary
from synotui.formats.writing import binary_output

_MOST_BYTES = 1 << 62
_ALIGNED = 8


def write(table: VectorTable, out: Path | BinaryIO) -> Written:
    """Write the file. Raises FormatError."""
    refuse_stream(out, "safetensors", "begins with what is known at the end")
    vocabulary = Vocabulary()
    # As long as any header of this table can be: how long the vocabulary is shows at the end.
    room = len(_header(table, _MOST_BYTES))
    room += -room % _ALIGNED
    with binary_output(out) as file:
        file.write(bytes(8 + room))
        lines = []
        for rows in table.rows:
            file.write(np.ascontiguousarray(rows.vectors, "<f4").data)
            lines.append(vocabulary.lines(rows.texts))
        together = b"".join(lines)
        file.write(together)
        file.seek(0)
        file.write(room.to_bytes(8, "little"))
        file.write(_header(table, len(together)).ljust(room))
    assert isinstance(out, Path)
    return Written((out,), vocabulary.narrate())


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
