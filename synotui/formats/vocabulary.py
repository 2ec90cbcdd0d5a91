r"""The terms of a matrix as lines of UTF-8, one a row, in the order of the rows.

A line is the term as it is, spaces included, but for backslashes and what some
reader takes for the end of a line: these are escaped as in JSON, `\\`, `\n`,
`\r` and `\u2028`. So a file has as many lines as there are rows, whoever counts,
and few lines differ from their terms.
"""

import re
from collections.abc import Sequence
from io import BufferedReader
from pathlib import Path

from synotui.errors import FormatError
from synotui.formats.vector_lines import MAX_WORD_BYTES

_ESCAPED = re.compile("[\\\\\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_SHORT = {"\\": "\\\\", "\n": "\\n", "\r": "\\r"}
_ESCAPE = re.compile(r"\\(?:[\\nr]|u[0-9a-f]{4})")
_LONG = {short: character for character, short in _SHORT.items()}
_NAMED = 5
_BLOCK_BYTES = 1 << 18


class Vocabulary:
    """Makes the lines, and remembers which of them hold an escape."""

    def __init__(self) -> None:
        self._lines = 0
        self._escaped: list[int] = []

    def lines(self, texts: Sequence[str]) -> bytes:
        """Give the lines of the next terms, each with its line end."""
        first = self._lines + 1
        self._lines += len(texts)
        if _ESCAPED.search("".join(texts)):
            escaped = [_ESCAPED.sub(_escape, text) for text in texts]
            pairs = enumerate(zip(texts, escaped, strict=True), first)
            self._escaped += [line for line, (text, made) in pairs if text != made]
            texts = escaped
        return "".join([f"{text}\n" for text in texts]).encode()

    def narrate(self) -> tuple[str, ...]:
        """Tell which lines hold an escape, if any does."""
        if not self._escaped:
            return ()
        count = len(self._escaped)
        some = ", ".join(f"{line:,}" for line in self._escaped[:_NAMED])
        more = f" and {count - _NAMED:,} more" if count > _NAMED else ""
        return (
            f"line{'' if count == 1 else 's'} {some}{more} of the vocabulary "
            f"hold{'s' if count == 1 else ''} an escape: \\\\ is a backslash, \\n a line end, "
            "as in JSON",
        )


class Lines:
    """The lines of a vocabulary as bytes, some at a time, from where a stream is.

    Line ends are \\n or \\r\\n; the last line may do without. Memory holds a
    block and the lines asked for. Raises FormatError for a line longer than
    a word may be, and for a stream that ends before `size` bytes.
    """

    def __init__(self, path: Path, stream: BufferedReader, size: int | None = None) -> None:
        self._path = path
        self._stream = stream
        self._left = size
        """Bytes still to read; None reads to the end."""
        self._waiting: list[bytes] = []
        self._cut = b""
        """The start of a line whose end is not read yet."""
        self.taken = 0
        """Lines given so far."""

    def take(self, count: int) -> list[bytes]:
        """Give the next `count` lines, fewer only at the end."""
        while len(self._waiting) < count and self._more():
            pass
        given, self._waiting = self._waiting[:count], self._waiting[count:]
        self.taken += len(given)
        return given

    def count_rest(self) -> int:
        """Read to the end; give how many lines there are in all, not counting empty last ones."""
        last = self.taken
        while lines := self.take(_BLOCK_BYTES):
            before = self.taken - len(lines)
            last = max([last, *(before + n for n, line in enumerate(lines, 1) if line.strip())])
        return last

    def _more(self) -> bool:
        """Read a block; say whether there was one."""
        most = _BLOCK_BYTES if self._left is None else min(_BLOCK_BYTES, self._left)
        block = self._stream.read(most)
        if self._left is not None:
            self._left -= len(block)
        if not block:
            if self._left:
                raise FormatError(
                    "ends in the middle of its vocabulary", "Fetch it again", path=self._path
                )
            left, self._cut = self._cut, b""
            self._waiting += [left.removesuffix(b"\r")] if left else []
            return bool(left)
        *whole, self._cut = (self._cut + block).split(b"\n")
        if max(map(len, (*whole, self._cut))) > MAX_WORD_BYTES:
            raise FormatError(
                f"a line of the vocabulary is longer than {MAX_WORD_BYTES:,} bytes",
                "A vocabulary has the term of one row on each line",
                path=self._path,
            )
        self._waiting += [line.removesuffix(b"\r") for line in whole]
        return True


def unescaped(texts: Sequence[str | None]) -> list[str | None]:
    """Give the terms of decoded lines; a backslash that begins no escape stays as it is."""
    if not any(text and "\\" in text for text in texts):
        return list(texts)
    return [_ESCAPE.sub(_unescape, text) if text else text for text in texts]


def _escape(found: re.Match[str]) -> str:
    return _SHORT.get(found[0]) or f"\\u{ord(found[0]):04x}"


def _unescape(found: re.Match[str]) -> str:
    return _LONG.get(found[0]) or chr(int(found[0][2:], 16))
