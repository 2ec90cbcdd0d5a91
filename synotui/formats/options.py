"""What a caller may ask of a reader or writer, whatever the format."""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

HeaderLanguage = Literal["en", "zh", "none"]


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """How to read a file; None leaves it to the reader to find out."""

    encoding: str | None = None
    header: bool | None = None
    """Whether the first row names the columns (or, in a vector file, gives count and size)."""
    term_column: str | None = None
    """The column of the terms: its name, or its number counted from 1."""
    synonym_column: str | None = None
    """The column of the synonyms, given likewise."""
    words: Path | None = None
    """The file with the terms of an array, a line for each row; None is the one beside it."""


@dataclass(frozen=True, slots=True)
class WriteOptions:
    """How to write a file of pairs."""

    header: HeaderLanguage = "en"
    columns: tuple[str, ...] | None = None
    """The columns wanted, in order, by their English names; None is the format's own choice."""
    neutralise: bool = True
    """Whether cells that a spreadsheet would run as a formula get a leading apostrophe."""
    bom: bool = False
    """Whether to begin with a byte order mark, by which Excel knows that a file is UTF-8."""
