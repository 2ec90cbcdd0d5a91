"""Word similarities: two words and what people think of their likeness, a pair a line.

SimLex-999 and SimVerb-3500 with all their columns, WordSim-353, MEN, COS960 and
PKU-500 are such files: cut by tabs, commas, semicolons or spaces, with a header
or without one. A line that begins with # is a comment.
"""

import io
import math
import re
import unicodedata
from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TextIO

from synotui import text as words
from synotui.errors import BadTerm, FormatError
from synotui.formats import delimited, encoding, refused, source
from synotui.formats.columns import column_at
from synotui.formats.delimited import Row
from synotui.formats.reader import Reader
from synotui.model import OnProgress, Skipped, no_progress

_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?")
_DECIMAL_COMMA = re.compile(r"([+-]?\d+),(\d+)")
_NOT_IN_NAMES = re.compile(r"[\W_]+")
_SCORE_NAMES = """
simlex999 simlex humanmean score scores similarity sim rating ratings gold judgement judgment
human mean average avg meanscore avgscore
分数 得分 评分 打分 相似度 相似性 平均分 均值 人工评分 人工打分 分數 評分
"""
_SCORES = _SCORE_NAMES.split()
"""Names of columns with scores, the surest first."""
_WORD_NAMES = """
word1 word2 wordone wordtwo w1 w2 term1 term2 first second term synonym worda wordb
词1 词2 词一 词二 词语1 词语2 单词1 单词2 詞1 詞2 標準詞 标准词 近似词
"""
_WORDS = frozenset(_WORD_NAMES.split())
_SAMPLE = 200
_MOST = 0.5
"""Share of the first rows that must have a number, or none, in a column for it to be of a kind."""
_SOME = 0.02
"""The same where a file was named as one of similarities, and has no better column."""
_NAMED = 80
"""Characters of a column's name that are told."""
SPACES = " "


@dataclass(frozen=True, slots=True)
class SimilarityLine:
    """Two words and their score."""

    line: int
    a: str
    b: str
    score: float


@dataclass(frozen=True, slots=True)
class Layout:
    """Where words and scores are, counted from 0, and what cuts a line into cells."""

    delimiter: str
    """SPACES for any white space."""
    a: int
    b: int
    score: int
    header: bool
    name: str
    """Of the column of scores; "" without a header."""


def read(
    path: Path,
    *,
    encoding_: str | None = None,
    column: str | None = None,
    on_progress: OnProgress = no_progress,
) -> Reader[SimilarityLine | Skipped]:
    """Read word similarities; `column` says where the scores are, by name or by number from 1.

    A line that has no two words and a number becomes a Skipped. Raises
    FormatError for an empty file, an encoding that does not fit, a column that
    is not there, and a file without any two words and a number.
    """
    refused.refuse_by_content(path, source.head_of(path))
    decoding = encoding.decide(path, encoding_, on_progress)
    sample = encoding.peek(path, decoding.codec)
    layout = layout_of(sample, column, path) or layout_of(sample, column, path, least=_SOME)
    if layout is None:
        raise FormatError(
            "has no lines of two words and a number" if sample.strip() else "is empty",
            "A line of a similarity file is: old, new, 1.58",
            path=path,
        )
    narration = list(decoding.narration)
    if layout.name:
        narration.append(f"scores are in the column “{layout.name[:_NAMED]}”")
    stream = source.open_text(path, decoding.codec, on_progress)
    return Reader(_items(path, stream, layout), stream, narration)


def layout_of(
    sample: str, column: str | None = None, path: Path | None = None, least: float = _MOST
) -> Layout | None:
    """Find out how the lines of `sample`, the start of a file, are made; None if not at all so.

    A column of scores has a number in the share `least` of them.
    Raises FormatError if `column` is not there.
    """
    for delimiter in ("\t", ",", ";", SPACES):
        rows = [row for row in _split(io.StringIO(sample, newline=""), delimiter) if not row.flaw]
        wide = [row.cells for row in rows[:_SAMPLE] if len(row.cells) >= 3]
        if wide and len(wide) >= _MOST * min(len(rows), _SAMPLE):
            found = _columns(wide, delimiter, column, path, least)
            if found is not None:
                return found
    return None


def scores_in(sample: str, layout: Layout) -> list[str]:
    """Give the cells that hold the scores in the first lines, as they are written."""
    rows = _split(io.StringIO(sample, newline=""), layout.delimiter)
    wide = (row.cells for row in rows if not row.flaw and len(row.cells) > layout.score)
    cells = [cells[layout.score].strip() for cells in islice(wide, _SAMPLE)]
    return [cell for cell in cells if _number(cell, layout.delimiter) is not None]


def _columns(
    rows: Sequence[Sequence[str]],
    delimiter: str,
    column: str | None,
    path: Path | None,
    least: float,
) -> Layout | None:
    first = rows[0]
    width = max(len(row) for row in rows)
    folded = [_fold(cell) for cell in first]
    named = any(name in _WORDS for name in folded)
    body = rows[1:] if len(rows) > 1 else rows
    numeric = [_share_of_numbers(body, at, delimiter) for at in range(width)]
    header = named or (len(rows) > 1 and _is_header(first, numeric, delimiter))
    body = rows[1:] if header else rows
    texts = [at for at in range(width) if _share_of_numbers(body, at, delimiter) < _MOST]
    at_words = [at for at, name in enumerate(folded) if header and name in _WORDS] or texts
    if len(at_words) < 2:
        return None
    a, b = at_words[:2]
    if column is not None:
        score: int | None = column_at(column, list(first), header, path or Path())
    else:
        numbers = [at for at in range(width) if at not in (a, b) and numeric[at] >= least]
        score = _named(folded, numbers) if header else None
        if score is None:
            score = next((at for at in numbers if at > b), numbers[0] if numbers else None)
    if score is None or score in (a, b) or score >= width:
        return None
    name = first[score].strip() if header and score < len(first) else ""
    return Layout(delimiter, a, b, score, header, name)


def _named(folded: Sequence[str], numbers: Sequence[int]) -> int | None:
    for name in _SCORES:
        for at in numbers:
            if at < len(folded) and folded[at] == name:
                return at
    return None


def _is_header(first: Sequence[str], numeric: Sequence[float], delimiter: str) -> bool:
    """Say whether a row has words where the others have numbers."""
    return any(
        share >= _MOST and at < len(first) and _number(first[at], delimiter) is None
        for at, share in enumerate(numeric)
    ) and not any(_number(cell, delimiter) is not None for cell in first)


def _share_of_numbers(rows: Sequence[Sequence[str]], at: int, delimiter: str) -> float:
    found = [_number(row[at], delimiter) is not None for row in rows if at < len(row)]
    return sum(found) / len(found) if found else 0.0


def _items(
    path: Path, stream: TextIO, layout: Layout
) -> Generator[SimilarityLine | Skipped, None, None]:
    last = max(layout.a, layout.b, layout.score)
    header = layout.header
    for row in _split(stream, layout.delimiter):
        if row.flaw:
            yield Skipped(str(path), row.line, row.flaw)
        elif header:
            header = False
        elif len(row.cells) <= last:
            few = f"{len(row.cells)} column{'' if len(row.cells) == 1 else 's'}"
            yield Skipped(str(path), row.line, f"{few}, where the score is in column {last + 1}")
        else:
            found = _line(row, layout)
            yield Skipped(str(path), row.line, found) if isinstance(found, str) else found


def _line(row: Row, layout: Layout) -> SimilarityLine | str:
    cell = row.cells[layout.score].strip()
    score = _number(cell, layout.delimiter)
    if score is None:
        return f"no number where the score should be: “{words.visible(cell[:40])}”"
    try:
        a, b = (words.clean(row.cells[at]) for at in (layout.a, layout.b))
    except BadTerm as error:
        return error.message[0].lower() + error.message[1:]
    return SimilarityLine(row.line, a, b, score)


def _number(cell: str, delimiter: str) -> float | None:
    """Read a finite number, with a decimal comma where commas do not cut; None if it is none."""
    cell = cell.strip()
    if delimiter != ",":
        cell = _DECIMAL_COMMA.sub(r"\1.\2", cell) if _DECIMAL_COMMA.fullmatch(cell) else cell
    if len(cell) > 40 or not _NUMBER.fullmatch(cell):
        return None
    value = float(cell)
    return value if math.isfinite(value) else None


def _split(stream: TextIO, delimiter: str) -> Iterator[Row]:
    """Cut lines into cells, leaving out empty lines and comments."""
    rows = _by_spaces(stream) if delimiter == SPACES else delimited.rows(stream, delimiter)
    for row in rows:
        cells = row.cells
        if cells and row.line == 1:
            cells = [cells[0].removeprefix("\ufeff"), *cells[1:]]
        if row.flaw or (any(cell.strip() for cell in cells) and not cells[0].startswith("#")):
            yield Row(row.line, cells, row.flaw)


def _by_spaces(stream: TextIO) -> Iterator[Row]:
    number = 0
    while True:
        line, flaw = delimited.read_line(stream)
        if not line:
            return
        number += 1
        cells = line.split()
        yield Row(number, cells, flaw or delimited.too_many(cells))


def _fold(name: str) -> str:
    return _NOT_IN_NAMES.sub("", unicodedata.normalize("NFKC", name).casefold())
