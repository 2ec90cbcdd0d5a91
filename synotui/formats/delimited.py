"""Rows of a comma, semicolon or tab separated file, each with the line of the file it begins on.

The csv module does the splitting. Around it: NUL bytes, endless lines and
quotes that nobody closes cost the row they stand in, never the file.
"""

import csv
import io
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TextIO

MAX_LINE = 1_000_000
"""Characters of one line beyond which it is not taken."""
MAX_RECORD_LINES = 200
"""Lines a quoted cell may run over before its quote counts as never closed."""

MAX_COLUMNS = 1_000
"""Cells of a row beyond which it is not taken: no table of terms or pairs has as many."""

DELIMITERS = (",", "\t", ";")
_SAMPLE_ROWS = 200


@dataclass(frozen=True, slots=True)
class Row:
    """The cells of one record, or, in `flaw`, why it could not be split."""

    line: int
    cells: list[str]
    flaw: str = ""


def rows(stream: TextIO, delimiter: str) -> Iterator[Row]:
    """Split `stream` (opened with newline="") into rows, leaving out empty lines."""
    feed = _Feed(stream)
    reader = csv.reader(feed, delimiter=delimiter)
    while True:
        feed.begin()
        try:
            cells = next(reader)
        except StopIteration:
            return
        except (_NeverClosed, csv.Error) as error:
            reader = csv.reader(feed, delimiter=delimiter)
            yield Row(feed.start, [], feed.flaw or _why(error))
            feed.back_to_second_line()
            continue
        if feed.ended_inside:
            reader = csv.reader(feed, delimiter=delimiter)
            yield Row(feed.start, [], feed.flaw or _why(None))
            feed.back_to_second_line()
        elif feed.flaw:
            yield Row(feed.start, [], feed.flaw)
        elif cells:
            yield Row(feed.start, cells, too_many(cells))


def too_many(cells: Sequence[str]) -> str:
    """Say what is wrong with a row of so many cells; "" if nothing is."""
    if len(cells) <= MAX_COLUMNS:
        return ""
    return f"{len(cells):,} columns; up to {MAX_COLUMNS:,} are read"


def read_line(stream: TextIO) -> tuple[str, str]:
    """Read one line with its end, "" once there is none, and what is wrong with it, if anything."""
    line = stream.readline(MAX_LINE)
    if len(line) == MAX_LINE and not line.endswith(("\n", "\r")):
        while True:
            rest = stream.readline(MAX_LINE)
            if not rest or rest.endswith(("\n", "\r")):
                break
        return "\n", f"a line longer than {MAX_LINE:,} characters"
    if "\x00" in line:
        return line.replace("\x00", "\ufffd"), "a NUL byte"
    return line, ""


def sniff_delimiter(sample: str, preferred: str) -> str:
    """Find which delimiter cuts most rows of `sample` in two or more; `preferred` wins ties.

    A full-width comma is never a delimiter: it belongs to the text.
    """
    shares = {delimiter: share_of_wide_rows(sample, delimiter) for delimiter in DELIMITERS}
    best = max(DELIMITERS, key=lambda delimiter: shares[delimiter])
    return best if shares[best] > shares.get(preferred, 0.0) else preferred


def share_of_wide_rows(sample: str, delimiter: str) -> float:
    """Give the share of rows at the start of a file that have two cells or more."""
    counted = [len(row) >= 2 for row in sample_rows(sample, delimiter)]
    return sum(counted) / len(counted) if counted else 0.0


def sample_rows(sample: str, delimiter: str) -> list[list[str]]:
    """Give the first rows of `sample`, leaving out those that cannot be split."""
    found = (row.cells for row in rows(io.StringIO(sample, newline=""), delimiter) if not row.flaw)
    return list(islice(found, _SAMPLE_ROWS))


def joined(cells: Iterable[str], delimiter: str) -> str:
    """Write one row, quoting only what must be, with its line end."""
    quoted = [
        '"' + cell.replace('"', '""') + '"'
        if any(mark in cell for mark in (delimiter, '"', "\r", "\n"))
        else cell
        for cell in cells
    ]
    return (delimiter.join(quoted) or '""') + "\n"


class _NeverClosed(Exception):
    """A quoted cell ran over too many lines."""


def _why(error: Exception | None) -> str:
    if isinstance(error, csv.Error):
        return f"cannot be split into cells: {error}"
    return "a quote opened on this line is never closed"


class _Feed:
    """Gives the csv module one line after another and remembers those of the current record."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._pending: deque[tuple[str, str]] = deque()
        self._record: list[tuple[str, str]] = []
        self.start = 1
        """The line the current record begins on."""
        self.flaw = ""
        self.ended_inside = False

    def begin(self) -> None:
        """Start a new record at the next line."""
        self.start += len(self._record)
        self._record = []
        self.flaw = ""
        self.ended_inside = False

    def back_to_second_line(self) -> None:
        """Keep only the first line of the record; the rest is read anew."""
        self._pending.extendleft(reversed(self._record[1:]))
        del self._record[1:]

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        if len(self._record) == MAX_RECORD_LINES:
            raise _NeverClosed
        line, flaw = self._pending.popleft() if self._pending else read_line(self._stream)
        if not line:
            self.ended_inside = bool(self._record)
            raise StopIteration
        self._record.append((line, flaw))
        self.flaw = self.flaw or flaw
        return line
