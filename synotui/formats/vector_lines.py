"""Lines of a word2vec or GloVe text file taken apart: how many values, which word, what is wrong.

Words may hold spaces, so values count from the right.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

MAX_DIMENSION = 65_536
"""Values a vector may have; a header that promises more is wrong."""
MAX_WORD_BYTES = 8_192
"""Bytes a word may have in a vector file."""

HEADER = re.compile(rb"\s*([0-9]{1,15})[ \t]+([0-9]{1,15})\s*")
"""The first line of a word2vec file: how many vectors, of how many values."""

_NUMBER = re.compile(
    rb"[+-]?(?:(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?|inf(?:inity)?|nan)",
    re.IGNORECASE,
)
_INTEGER = re.compile(rb"[0-9]+")
_FEWEST = 5
"""Values in a line below which a file without header is not taken for vectors."""


@dataclass(frozen=True, slots=True)
class Shape:
    """What the start of a file says about the rest."""

    dimension: int
    """Values of a vector; 0 where no line has any."""
    header: bool
    promised: int | None = None
    """Vectors the header speaks of."""
    contradiction: int = 0
    """The number of values the lines have instead of the header's, where none agrees with it."""


def is_number(token: bytes) -> bool:
    """Say whether a token is a value: decimal, or nan or inf in some spelling."""
    return _NUMBER.fullmatch(token) is not None


def shape_of(lines: Sequence[bytes], header: bool | None) -> Shape:
    """Find header and dimension from the first lines of a file.

    A first line of two whole numbers is a header unless the lines after it
    are like it: one value each, and these whole numbers or not announced by
    it. Without header most lines must agree on the dimension.
    """
    first = HEADER.fullmatch(lines[0]) if lines else None
    counts = Counter(trailing_numbers(line) for line in lines[1:] if line.strip())
    del counts[0]
    alike = set(counts) == {1} and (not first or int(first[2]) != 1 or _whole(lines[1:]))
    if header is not False and first is not None and (header or not alike):
        promised, dimension = int(first[1]), int(first[2])
        if counts and not counts[dimension]:
            return Shape(dimension, True, promised, counts.most_common(1)[0][0])
        return Shape(dimension, True, promised)
    if header:
        return Shape(_commonest(lines[1:]), True)
    return Shape(_commonest(lines), False)


def looks_like_vectors(lines: Sequence[bytes]) -> bool:
    """Say whether these first lines of a file are a word and numbers each."""
    if not lines:
        return False
    shape = shape_of(lines, None)
    if shape.header:
        found = trailing_numbers(lines[1]) if len(lines) > 1 else 0
        return found >= _FEWEST or 0 < found == shape.dimension
    return shape.dimension >= _FEWEST and trailing_numbers(lines[0]) >= _FEWEST


def trailing_numbers(line: bytes) -> int:
    """Count the numbers a line ends in, leaving at least one token for the word."""
    tokens = line.split()
    count = 0
    for token in reversed(tokens[1:]):
        if not is_number(token):
            break
        count += 1
    return count


def word_and_values(line: bytes, dimension: int) -> tuple[bytes, bytes] | str:
    """Cut a line into its word and its values, or say why it cannot be.

    A word may end in a whole number (“iPhone 15”) where the values are
    decimals; any other number too many makes the line too long.
    """
    if b"\t" in line:
        word, rest = line.split(b"\t", 1)
        values = rest.split()
        if len(values) == dimension and word.strip():
            return _checked(word.strip(), values)
    tokens = line.split()
    if len(tokens) <= dimension:
        return f"{max(len(tokens) - 1, 0)} values, where {dimension} are expected"
    word = line.strip().rsplit(None, dimension)[0]
    values = tokens[-dimension:]
    last = word.split()[-1]
    more_than_word = len(tokens) > dimension + 1
    if more_than_word and is_number(last) and not _part_of_word(last, values):
        found = trailing_numbers(line)
        return f"{found} values, where {dimension} are expected"
    return _checked(word, values)


def _checked(word: bytes, values: Sequence[bytes]) -> tuple[bytes, bytes] | str:
    if len(word) > MAX_WORD_BYTES:
        return f"a word of {len(word):,} bytes"
    for number, value in enumerate(values, 1):
        if not is_number(value):
            shown = value[:20].decode("utf-8", "replace")
            return f"value {number} (“{shown}”) is not a number"
    return word, b" ".join(values)


def _part_of_word(last: bytes, values: Sequence[bytes]) -> bool:
    return _INTEGER.fullmatch(last) is not None and all(b"." in v or b"e" in v for v in values)


def _whole(lines: Sequence[bytes]) -> bool:
    """Say whether each line ends in a whole number."""
    return all(_INTEGER.fullmatch(line.split()[-1]) for line in lines if line.strip())


def _commonest(lines: Sequence[bytes]) -> int:
    counts = Counter(trailing_numbers(line) for line in lines if line.strip())
    del counts[0]
    return counts.most_common(1)[0][0] if counts else 0
