"""What an evaluation file is, told by how it begins: similarities, analogies, or pairs."""

import re
from pathlib import Path
from typing import Literal

from synotui.errors import FormatError
from synotui.formats import analogies, columns, encoding, refused, similarity, source

FileKind = Literal["similarity", "analogies", "gold"]
_PAIR_ROLES = frozenset(("verdict", "relation", "curator", "decided_at", "cosine_base"))
"""Columns that only a file of decided pairs has."""
_CODE = re.compile(r"0\d")
_HIGHEST = 1_000


def kind_of(path: Path, encoding_: str | None = None) -> FileKind:
    """Tell what `path` holds; a file that is neither of the others is taken for gold.

    Raises FormatError for a file that is not there or is refused.
    """
    refused.refuse_by_name(path)
    head = source.head_of(path)
    refused.refuse_by_content(path, head)
    suffixes = source.without_packing(path) or [path.suffix.lower()]
    if suffixes[-1] in (".jsonl", ".ndjson"):
        return "gold"
    if not head.strip():
        raise FormatError("is empty", "Choose a file with something in it", path=path)
    codec = encoding.codec_named(encoding_) if encoding_ else None
    sample = encoding.peek(path, codec) if codec else encoding.guess_head(head)
    if analogies.looks_so(sample):
        return "analogies"
    layout = similarity.layout_of(sample)
    if layout is None or _names_pairs(sample, layout.delimiter):
        return "gold"
    return "similarity" if _look_like_scores(similarity.scores_in(sample, layout)) else "gold"


def _look_like_scores(cells: list[str]) -> bool:
    """Say whether numbers may be what people think of a pair: no codes, no counts."""
    odd = sum(_CODE.match(cell) is not None or abs(_value(cell)) > _HIGHEST for cell in cells)
    return odd < len(cells) / 2


def _value(cell: str) -> float:
    return float(cell.replace(",", "."))


def _names_pairs(sample: str, delimiter: str) -> bool:
    """Say whether the first line is the header of a file of decided pairs."""
    lines = (line for line in sample.splitlines() if line.strip() and not line.startswith("#"))
    first = next(lines, "")
    cells = first.split() if delimiter == similarity.SPACES else first.split(delimiter)
    roles = columns.roles_in([cell.strip('"') for cell in cells])
    return not _PAIR_ROLES.isdisjoint(roles)
