"""fastText models as bytes, put together field by field."""

import struct
from collections.abc import Sequence

import numpy as np


def model_bytes(
    words: Sequence[str | bytes] = ("the", "quick", "普拉多"),
    *,
    dim: int = 4,
    buckets: int = 20,
    least: int = 3,
    most: int = 6,
    version: int = 12,
    kind: int = 2,
    labels: int = 0,
    pruned: int = -1,
    quantised: int = 0,
    size: int | None = None,
    shape: tuple[int, int] | None = None,
    rows: int | None = None,
) -> bytes:
    """Give a model with random vectors; what a file says of itself may be made to lie."""
    count = len(words) + buckets
    arguments = (dim, 5, 5, 1, 5, 1, 2, kind, buckets, least, most, 100)
    told = len(words) if size is None else size
    made = struct.pack("<2i12id", 793712314, version, *arguments, 1e-4)
    made += struct.pack("<3i2q", told, told - labels, labels, 1000, pruned)
    for place, word in enumerate(words):
        name = word if isinstance(word, bytes) else word.encode()
        made += name + b"\0" + struct.pack("<qb", 100 // (place + 1), 0)
    values = np.random.default_rng(7).standard_normal((count if rows is None else rows, dim))
    made += struct.pack("<B2q", quantised, *(shape or (count, dim)))
    return made + values.astype("<f4").tobytes()
