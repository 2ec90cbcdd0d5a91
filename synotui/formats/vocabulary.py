r"""The terms of a matrix as lines of UTF-8, one a row, in the order of the rows.

A line is the term as it is, spaces included, but for backslashes and what some
reader takes for the end of a line: these are escaped as in JSON, `\\`, `\n`,
`\r` and `\u2028`. So a file has as many lines as there are rows, whoever counts,
and few lines differ from their terms.
"""

import re
from collections.abc import Sequence

_ESCAPED = re.compile("[\\\\\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_SHORT = {"\\": "\\\\", "\n": "\\n", "\r": "\\r"}
_NAMED = 5


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


def _escape(found: re.Match[str]) -> str:
    return _SHORT.get(found[0]) or f"\\u{ord(found[0]):04x}"
