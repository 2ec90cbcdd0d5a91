"""Orders of the terms in a lexicon, each an array of all its rows."""

import numpy as np
from numpy.typing import NDArray

from synotui.engine.arrays import Ints
from synotui.engine.lexicon.lexicon import Lexicon, Rows

_WORDS = 3
"""Eights of bytes, or fours of characters, that are compared for all terms at once."""


def by_frequency(lexicon: Lexicon) -> Rows:
    """Give the rows with the most frequent first, those without frequency last, as added."""
    if lexicon.frequencies is None:
        return np.arange(len(lexicon), dtype=np.int32)
    return np.argsort(-lexicon.frequencies, kind="stable").astype(np.int32)


def alphabetical(lexicon: Lexicon) -> Rows:
    """Give the rows in order of their keys' code points."""
    if not len(lexicon):
        return np.empty(0, np.int32)
    data, starts = lexicon.starts()
    places = starts[:, None].astype(np.int64) + np.arange(8 * _WORDS)
    taken = data[places.clip(max=len(data) - 1)]
    taken[np.maximum.accumulate(taken == ord("\n"), axis=1)] = 0
    order = np.lexsort(taken.view(">u8").T[::-1])
    return _refined(lexicon, order, taken[order])


def _refined(lexicon: Lexicon, order: Ints, taken: NDArray[np.uint8]) -> Rows:
    """Sort those that begin alike by the whole of their keys."""
    alike = (taken[1:] == taken[:-1]).all(axis=1) & (taken[1:, -1] != 0)
    edges = np.flatnonzero(np.diff(np.concatenate([[0], alike.view(np.int8), [0]])))
    for first, last in edges.reshape(-1, 2).tolist():
        run = order[first : last + 1].tolist()
        order[first : last + 1] = sorted(run, key=lambda row: (lexicon.key(row), row))
    return order.astype(np.int32)


def by_pinyin(lexicon: Lexicon) -> Rows:
    """Give the rows by the pinyin of their characters, tones counting; other text by code point.

    Compares the first twelve characters; terms alike in those stay as added.
    """
    from synotui.engine.lexicon.pinyin import ranks

    if not len(lexicon):
        return np.empty(0, np.int32)
    data, _ = lexicon.starts()
    points = np.frombuffer(data.tobytes().decode().encode("utf-32-le"), np.uint32)
    ends = np.flatnonzero(points == ord("\n"))
    letters, which = np.unique(points, return_inverse=True)
    ranked = np.minimum(ranks(letters) + 1, 65_535).astype(np.uint16)
    ranked[letters == ord("\n")] = 0
    values = ranked[which]
    places = (ends[:-1] + 1)[:, None] + np.arange(4 * _WORDS)
    taken = values[places.clip(max=len(values) - 1)]
    taken[np.maximum.accumulate(taken == 0, axis=1)] = 0
    columns = taken.astype(">u2").view(">u8").T[::-1]
    return np.lexsort(columns).astype(np.int32)
