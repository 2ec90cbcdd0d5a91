"""Analogies: four words a line, a is to b as c is to d, under lines that name their section.

The form of `questions-words.txt`, which came with word2vec and which gensim
reads: `: section` begins one, words are cut by white space. Where a line has
tabs these cut it, so that words may hold spaces.
"""

import re
from collections.abc import Generator
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from synotui import text as words
from synotui.errors import BadTerm, FormatError
from synotui.formats import delimited, encoding, refused, source
from synotui.formats.reader import Reader
from synotui.model import OnProgress, Skipped, no_progress

_COLONS = (":", "：")
_LONGEST_NAME = 100
_NUMBER = re.compile(r"(^|\s)[\d.,]+(\s|$)")
_SOME, _MOST = 0.5, 0.8
"""Share of the first lines that must be of four words where there are sections, and else."""


@dataclass(frozen=True, slots=True)
class AnalogyLine:
    """A question: `a` is to `b` as `c` is to `d`."""

    line: int
    section: str
    """"" before the first."""
    a: str
    b: str
    c: str
    d: str


def read(
    path: Path, *, encoding_: str | None = None, on_progress: OnProgress = no_progress
) -> Reader[AnalogyLine | Skipped]:
    """Read analogies; a line that is not of four words becomes a Skipped.

    Raises FormatError for an empty file, an encoding that does not fit, and,
    at the end, a file without a single question.
    """
    refused.refuse_by_content(path, source.head_of(path))
    decoding = encoding.decide(path, encoding_, on_progress)
    stream = source.open_text(path, decoding.codec, on_progress)
    return Reader(_items(path, stream), stream, list(decoding.narration))


def looks_so(sample: str) -> bool:
    """Say whether the start of a file is one of analogies: sections, and lines of four words.

    Without sections a line with tabs, or with a number in it, is taken for something else.
    """
    lines = [line for line in sample.splitlines() if line.strip()]
    sections = [line for line in lines if _section(line) is not None]
    others = [line for line in lines if _section(line) is None and not line.startswith("#")]
    plain = [line for line in others if sections or not ("\t" in line or _NUMBER.search(line))]
    four = sum(len(_cells(line)) == 4 for line in plain)
    return four > 0 and four >= (_SOME if sections else _MOST) * len(others)


def _items(path: Path, stream: TextIO) -> Generator[AnalogyLine | Skipped, None, None]:
    number, asked, section, empty = 0, 0, "", True
    while True:
        line, flaw = delimited.read_line(stream)
        if not line:
            break
        number += 1
        line = line.removeprefix("\ufeff") if number == 1 else line
        if flaw:
            yield Skipped(str(path), number, flaw)
            continue
        if not line.strip():
            continue
        empty = False
        named = _section(line)
        if named is not None:
            section = named
            continue
        cells = _cells(line)
        if len(cells) != 4:
            if not line.startswith("#"):
                many = f"{len(cells)} word{'' if len(cells) == 1 else 's'}"
                yield Skipped(str(path), number, f"{many}, where a question has 4")
            continue
        try:
            a, b, c, d = map(words.clean, cells)
        except BadTerm as error:
            yield Skipped(str(path), number, error.message[0].lower() + error.message[1:])
            continue
        asked += 1
        yield AnalogyLine(number, section, a, b, c, d)
    if not asked:
        raise FormatError(
            "is empty" if empty else "has no line of four words",
            "A line of an analogy file is: Athens Greece Oslo Norway",
            path=path,
        )


def _section(line: str) -> str | None:
    """Give the section that a line begins; None if it begins none."""
    if not line.startswith(_COLONS):
        return None
    if len(_cells(line)) == 4 and not line[1:2].isspace():
        return None
    return line.strip().lstrip("".join(_COLONS)).strip()[:_LONGEST_NAME]


def _cells(line: str) -> list[str]:
    if "\t" in line.strip():
        return [cell.strip() for cell in line.strip().split("\t")]
    return line.split()
