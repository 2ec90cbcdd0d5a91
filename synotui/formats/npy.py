"""Writes vectors as .npy, and their terms as lines of a text file beside it.

The array is float32 (n, d), little-endian, rows in order, without pickles.
Line i of `NAME.vocab.txt` is the term of row i (see `formats.vocabulary`).
"""

from pathlib import Path
from typing import BinaryIO

import numpy as np

from synotui.formats.vector_rows import VectorTable, Written, refuse_stream
from synotui.formats.vocabulary import Vocabulary
from synotui.formats.writing import binary_outputs


def vocabulary_path(out: Path) -> Path:
    """Give the file the terms of `out` go to: words.npy has words.vocab.txt."""
    name = out.stem if out.suffix.lower() == ".npy" else out.name
    return out.with_name(f"{name}.vocab.txt")


def write(table: VectorTable, out: Path | BinaryIO) -> Written:
    """Write both files, or neither. Raises FormatError."""
    refuse_stream(out, "npy", "is two files")
    assert isinstance(out, Path)
    beside = vocabulary_path(out)
    vocabulary = Vocabulary()
    shape = {"descr": "<f4", "fortran_order": False, "shape": (table.count, table.dim)}
    with binary_outputs(out, beside) as (matrix, lines):
        np.lib.format.write_array_header_1_0(matrix, shape)
        for rows in table.rows:
            matrix.write(np.ascontiguousarray(rows.vectors, "<f4").data)
            lines.write(vocabulary.lines(rows.texts))
    return Written((out, beside), vocabulary.narrate())
