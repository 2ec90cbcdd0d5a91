"""The table of formats, and which one a file has. The module of a format loads when it is used."""

import importlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, Literal, TextIO

from synotui.errors import FormatError
from synotui.formats.options import ReadOptions, WriteOptions
from synotui.formats.reader import Reader
from synotui.formats.rows import ExportRow
from synotui.model import OnProgress, no_progress

if TYPE_CHECKING:
    from synotui.formats.vector_rows import VectorTable, Written


@dataclass(frozen=True, slots=True)
class Format:
    """One format: what it is called, what it holds, and the module that knows it."""

    name: str
    summary: str
    extensions: tuple[str, ...]
    holds: Literal["pairs", "terms", "vectors"]
    reads: bool
    writes: bool
    module: str
    """Where `read` is, and for pairs `write`."""
    vector_writer: str = ""
    """The function that writes vectors, as module:name."""
    underscores: bool = False
    """Whether words end at white space, so that terms are written with underscores."""
    words_apart: bool = False
    """Whether the terms may be in a file of their own (`ReadOptions.words`)."""
    encoder: str = ""
    """The encoder that gives other texts vectors by the same file: ENCODER:PATH."""

    def read(
        self, path: Path, options: ReadOptions, on_progress: OnProgress = no_progress
    ) -> Reader[Any]:
        """Read a file: PairLine, TermLine or VectorBatch according to `holds`, and Skipped.

        Raises FormatError if words are named and the format has them in the file.
        """
        if options.words is not None and not self.words_apart:
            raise FormatError(
                f"{self.name} has its terms in the file itself, not in {options.words.name}",
                "Leave --words out; only terms of a list are taken with --vocabulary FILE",
                path=path,
            )
        reader: Reader[Any] = importlib.import_module(self.module).read(path, options, on_progress)
        return reader

    def write(self, rows: Iterable[ExportRow], out: Path | TextIO, options: WriteOptions) -> int:
        """Write pairs to a file, which appears whole or not at all, or a stream; give how many."""
        written: int = importlib.import_module(self.module).write(rows, out, options)
        return written

    def write_vectors(self, table: "VectorTable", out: Path | BinaryIO) -> "Written":
        """Write vectors to a file or files, which appear whole or not at all, or to a stream."""
        module, _, name = self.vector_writer.partition(":")
        written: Written = getattr(importlib.import_module(module), name)(table, out)
        return written


_HOME = "synotui.formats"
_FORMATS = (
    Format(
        "csv",
        "pairs, comma or semicolon separated, with or without a header",
        (".csv",),
        "pairs",
        reads=True,
        writes=True,
        module=f"{_HOME}.pairs_csv",
    ),
    Format(
        "tsv",
        "pairs, tab separated, with or without a header",
        (".tsv", ".tab"),
        "pairs",
        reads=True,
        writes=True,
        module=f"{_HOME}.pairs_tsv",
    ),
    Format(
        "jsonl",
        "pairs as JSON lines, keys named as the CSV columns",
        (".jsonl", ".ndjson"),
        "pairs",
        reads=True,
        writes=True,
        module=f"{_HOME}.pairs_jsonl",
    ),
    Format(
        "terms",
        "terms, one a line, or a table of terms and frequencies",
        (".txt", ".csv", ".tsv"),
        "terms",
        reads=True,
        writes=False,
        module=f"{_HOME}.terms_list",
    ),
    Format(
        "word2vec",
        "vectors as word2vec text, or GloVe and fastText, with or without header line; packed too",
        (".vec", ".txt", ".txt.gz"),
        "vectors",
        reads=True,
        writes=True,
        module=f"{_HOME}.word2vec_text",
        vector_writer=f"{_HOME}.word2vec_writing:write_text",
        underscores=True,
    ),
    Format(
        "word2vec-bin",
        "vectors as word2vec binary; packed too",
        (".bin", ".bin.gz"),
        "vectors",
        reads=True,
        writes=True,
        module=f"{_HOME}.word2vec_binary",
        vector_writer=f"{_HOME}.word2vec_writing:write_binary",
        underscores=True,
    ),
    Format(
        "fasttext",
        "a fastText model: vectors of its words, and while it is there, of any word by its parts",
        (".bin",),
        "vectors",
        reads=True,
        writes=False,
        module=f"{_HOME}.fasttext_bin",
        encoder="fasttext",
    ),
    Format(
        "npy",
        "vectors as a NumPy array, their terms as lines of NAME.vocab.txt beside it; packed too",
        (".npy",),
        "vectors",
        reads=True,
        writes=True,
        module=f"{_HOME}.npy",
        vector_writer=f"{_HOME}.npy:write",
        words_apart=True,
    ),
    Format(
        "safetensors",
        "vectors and their terms as the tensors embeddings and vocabulary; packed too",
        (".safetensors",),
        "vectors",
        reads=True,
        writes=True,
        module=f"{_HOME}.safetensors",
        vector_writer=f"{_HOME}.safetensors:write",
        words_apart=True,
    ),
)


def formats() -> tuple[Format, ...]:
    """Give all formats."""
    return _FORMATS


def format_for_reading(path: Path, name: str | None = None) -> Format:
    """Give the format of a file: the one named, else by its extension and what it begins with.

    Raises FormatError for an unknown name, a file that cannot be read, and
    one that is refused because loading its kind runs code.
    """
    from synotui.formats import refused, sniff

    reading = tuple(format for format in _FORMATS if format.reads)
    named = None if name is None else _named(name, reading)
    if named is None:
        refused.refuse_by_name(path)
    head = sniff.head_for_sniffing(path)
    if not sniff.is_array(head):
        # A length may begin like a pickle; what begins an array is never unpickled.
        refused.refuse_by_content(path, head)
    return named or _named(sniff.sniff(path, head), reading)


def format_for_writing(path: Path | None, name: str | None = None) -> Format:
    """Give the format to write: the one named, else by the extension; csv for a stream (None)."""
    from synotui.formats.sniff import kind_of_name

    writing = tuple(format for format in _FORMATS if format.writes)
    if name is not None:
        return _named(name, writing)
    if path is None:
        return writing[0]
    suffix = kind_of_name(path)
    found = [format for format in writing if suffix in format.extensions]
    if not found:
        raise FormatError(
            f"no format is written under the extension “{suffix}”",
            f"Name one with --format: {_names(writing)}",
            path=path,
        )
    return found[0]


def _named(name: str, among: tuple[Format, ...]) -> Format:
    for format in among:
        if format.name == name.strip().lower():
            return format
    raise FormatError(f"No format “{name}” here", f"There are {_names(among)}")


def _names(among: tuple[Format, ...]) -> str:
    return ", ".join(format.name for format in among)
