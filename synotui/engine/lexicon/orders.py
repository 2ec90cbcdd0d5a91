"""Orders of the terms in a lexicon, each an array of all its rows."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from synotui.engine.arrays import Ints
from synotui.engine.lexicon.lexicon import Lexicon, Rows

_WORDS = 3
"""Eights of bytes, or fours of characters, that are compared for all terms at once."""
_AT_ONCE = 32_768
"""Terms whose beginnings are read at once."""

Words = list[NDArray[np.uint64]]


def by_frequency(lexicon: Lexicon) -> Rows:
    """Give the rows with the most frequent first, those without frequency last, as added."""
    if lexicon.frequencies is None:
        return np.arange(len(lexicon), dtype=np.int32)
    return np.argsort(-lexicon.frequencies, kind="stable").astype(np.int32)


def alphabetical(lexicon: Lexicon) -> Rows:
    """Give the rows in order of their keys' code points."""
    words = _no_words(lexicon)
    for first, data, starts in _parts(lexicon):
        for word, filled in zip(words, _begun(data, starts, 8, ord("\n")), strict=True):
            word[first : first + len(filled)] = filled
    return _refined(lexicon, np.lexsort(words[::-1]), words)


def _refined(lexicon: Lexicon, order: Ints, words: Words) -> Rows:
    """Sort those that begin alike by the whole of their keys."""
    last = words[-1][order]
    alike = (last[1:] == last[:-1]) & (last[1:] & 0xFF != 0)
    for word in words[:-1]:
        sorted_ = word[order]
        alike &= sorted_[1:] == sorted_[:-1]
    edges = np.flatnonzero(np.diff(np.concatenate([[0], alike.view(np.int8), [0]])))
    for begin, end in edges.reshape(-1, 2).tolist():
        run = order[begin : end + 1].tolist()
        order[begin : end + 1] = sorted(run, key=lambda row: (lexicon.key(row), row))
    return order.astype(np.int32)


def by_pinyin(lexicon: Lexicon) -> Rows:
    """Give the rows by the pinyin of their characters, tones counting; other text by code point.

    Compares the first twelve characters; terms alike in those stay as added.
    """
    from synotui.engine.lexicon.pinyin import ranks

    held = np.zeros(0x110000, bool)
    for _, data, _ in _parts(lexicon):
        held[_points(data)] = True
    held[ord("\n")] = False
    letters = np.flatnonzero(held).astype(np.uint32)
    ranked = np.zeros(len(held), np.uint16)
    ranked[letters] = np.minimum(ranks(letters) + 1, 65_535)
    words = _no_words(lexicon)
    for first, data, _ in _parts(lexicon):
        values = ranked[_points(data)]
        starts = np.flatnonzero(values == 0)[:-1] + 1
        for word, filled in zip(words, _begun(values, starts, 4, 0), strict=True):
            word[first : first + len(filled)] = filled
    return np.lexsort(words[::-1]).astype(np.int32)


def _no_words(lexicon: Lexicon) -> Words:
    return [np.zeros(len(lexicon), np.uint64) for _ in range(_WORDS)]


def _parts(lexicon: Lexicon) -> Iterator[tuple[int, NDArray[np.uint8], Ints]]:
    """Give some keys at a time: the first row, their bytes between line ends, where each begins."""
    data, edges = lexicon.joined()
    for first in range(0, len(lexicon), _AT_ONCE):
        here = edges[first : first + _AT_ONCE + 1].astype(np.int64)
        yield first, data[here[0] : here[-1] + 1], here[:-1] - here[0] + 1


def _points(data: NDArray[np.uint8]) -> NDArray[np.uint32]:
    return np.frombuffer(data.tobytes().decode().encode("utf-32-le"), np.uint32)


def _begun(values: NDArray[np.unsignedinteger], starts: Ints, size: int, end: int) -> Words:
    """Give how each key begins: in words of `size` values, the first one the highest.

    From the value `end` on, which ends a key, there are zeros.
    """
    taken = values.take(starts[:, None] + np.arange(size * _WORDS), mode="clip")
    taken[np.maximum.accumulate(taken == end, axis=1)] = 0
    columns = taken.astype(taken.dtype.newbyteorder(">")).view(">u8")
    return [columns[:, word].astype(np.uint64) for word in range(_WORDS)]
