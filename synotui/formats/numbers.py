"""Many lines or rows of decimal numbers, parsed all at once as float32.

As one JSON array, which simdjson reads several times as fast as numpy reads
text. What is not as simple as that is left to whoever asked.
"""

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from simdjson import Array, Parser

_SPACE, _COMMA, _RETURN, _NEWLINE, _END = b" ,\r\n]"
_ODD_SPACE = re.compile(rb"[\t\r\v\f]")


class Numbers:
    """Parses vectors of `dimension` numbers."""

    def __init__(self, dimension: int) -> None:
        self._dimension = dimension
        self._parser = Parser()

    def of_lines(self, block: bytes) -> tuple[list[bytes], NDArray[np.float32]] | None:
        """Give words and vectors (m, d) of a block of lines, each ended.

        None unless every line is a word without spaces, then `dimension`
        numbers that JSON knows, one space before each. Other threads run
        during most of it.
        """
        text = bytearray(b"[")
        text += block
        codes = np.frombuffer(text, np.uint8)
        ends = np.flatnonzero(codes == _NEWLINE)
        # fastText leaves a space before the line end; a return means as little to JSON.
        codes[ends[codes[ends - 1] == _SPACE] - 1] = _RETURN
        is_space = codes == _SPACE
        spaces = np.flatnonzero(is_space)
        if len(spaces) != len(ends) * self._dimension:
            return None
        by_line = spaces.reshape(-1, self._dimension)
        starts = np.concatenate(([1], ends[:-1] + 1))
        firsts = by_line[:, 0]
        if (firsts <= starts).any() or (by_line[:, -1] > ends).any():
            return None
        lengths = firsts + 1 - starts
        after = lengths.cumsum()
        # The places of every word, and of the space after it.
        places = np.repeat(firsts + 1 - after, lengths) + np.arange(after[-1])
        words = codes[places]
        words[after - 1] = _NEWLINE
        codes[places] = _SPACE
        if b"," in text or text.find(b"[", 1) > 0:
            return None
        _make_commas(codes, is_space)
        codes[firsts] = _SPACE
        codes[ends] = _COMMA
        codes[-1] = _END
        vectors = self._vectors(text, len(ends))
        return None if vectors is None else (words[:-1].tobytes().split(b"\n"), vectors)

    def of_rows(self, rows: Sequence[bytes]) -> NDArray[np.float32] | None:
        """Give vectors (m, d) of rows of numbers, one space between two; None where some are not.

        Numbers that JSON does not know, such as .5, are left to numpy.
        """
        if any(row.count(b" ") != self._dimension - 1 for row in rows):
            return None
        together = b" ".join(rows)
        if b"[" in together or b"," in together:
            return None
        text = bytearray(b"[%b]" % together)
        codes = np.frombuffer(text, np.uint8)
        _make_commas(codes, codes == _SPACE)
        vectors = self._vectors(text, len(rows))
        return self._odd(together, len(rows)) if vectors is None else vectors

    def _vectors(self, json: bytearray, count: int) -> NDArray[np.float32] | None:
        try:
            array = self._parser.parse(json)
            assert isinstance(array, Array)
            exact = np.frombuffer(array.as_buffer(of_type="d"), np.float64)
        except (ValueError, TypeError, RuntimeError):
            return None
        if exact.size != count * self._dimension:
            return None
        with np.errstate(over="ignore"):
            return exact.astype(np.float32).reshape(count, self._dimension)

    def _odd(self, together: bytes, count: int) -> NDArray[np.float32] | None:
        if _ODD_SPACE.search(together):
            return None
        try:
            flat = np.fromstring(together, dtype=np.float32, sep=" ")
        except ValueError:
            return None
        fits = flat.size == count * self._dimension
        return flat.reshape(count, self._dimension) if fits else None


def _make_commas(codes: NDArray[np.uint8], is_space: NDArray[np.bool_]) -> None:
    """Turn spaces into commas in place, without a branch; spoils `is_space`."""
    change = is_space.view(np.uint8)
    np.multiply(change, _SPACE ^ _COMMA, out=change)
    np.bitwise_xor(codes, change, out=codes)
