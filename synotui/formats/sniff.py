"""What a file is, judged by its name and by what it begins with."""

import json
from pathlib import Path

from synotui.errors import FormatError
from synotui.formats import delimited
from synotui.formats.encoding import guess_head, marked
from synotui.formats.source import HEAD_BYTES, head_of, without_packing
from synotui.formats.term_columns import table_delimiter
from synotui.formats.vector_lines import HEADER, looks_like_vectors

_PAIRS_SHARE = 0.9
"""Share of rows with two cells from which a plain text file is taken for pairs."""
_TABBED = (".tsv", ".tab")
_TEXTS = (".txt", ".text", ".dic", ".list")
_CERTAIN = {
    ".vec": "word2vec",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".npy": "npy",
    ".safetensors": "safetensors",
}
_NPY = b"\x93NUMPY"
_FASTTEXT = (793712314).to_bytes(4, "little")
_LONGEST_TENSORS_HEADER = 100_000_000
"""Bytes the header of safetensors may take."""
_TEXT_CONTROLS = b"\t\n\r\x0b\x0c\x1b"


def sniff(path: Path, head: bytes) -> str:
    """Give the name of the format of a file that begins with `head` (unpacked).

    Raises FormatError if it is empty or nothing that is known.
    """
    suffix = kind_of_name(path)
    if head.startswith(_FASTTEXT):
        return "fasttext"
    if is_array(head):
        return "npy" if head.startswith(_NPY) else "safetensors"
    if suffix in _CERTAIN:
        return _CERTAIN[suffix]
    if suffix == ".csv":
        return "terms" if _is_term_table(guess_head(head)) else "csv"
    if not head.strip() and suffix not in _TABBED:
        raise FormatError("is empty", "Choose a file with something in it", path=path)
    if _is_text_vectors(head):
        return "word2vec"
    if suffix in _TABBED:
        return "terms" if _is_term_table(guess_head(head)) else "tsv"
    if _is_binary_vectors(head):
        return "word2vec-bin"
    if suffix == ".bin":
        raise FormatError(
            "not word2vec binary: it does not begin with a line such as “400000 50”",
            "Vectors are read from word2vec text or binary, and from fastText models",
            path=path,
        )
    if b"\x00" in head and marked(head) is None and suffix not in _TEXTS:
        raise FormatError(
            "a binary file of an unknown kind",
            "Name its format with --format, or save what it holds as text",
            path=path,
        )
    return _text(head)


def is_array(head: bytes) -> bool:
    """Say whether a file that begins with `head` is a NumPy array or safetensors."""
    return head.startswith(_NPY) or is_safetensors(head)


def is_safetensors(head: bytes) -> bool:
    """Say whether a file begins as safetensors do: with the length of a header, and JSON."""
    size = int.from_bytes(head[:8], "little")
    return 2 <= size <= _LONGEST_TENSORS_HEADER and head[8:9] == b"{"


def head_for_sniffing(path: Path) -> bytes:
    """Give what `sniff` wants to see. Raises FormatError if the file cannot be read."""
    return head_of(path, HEAD_BYTES)


def kind_of_name(path: Path) -> str:
    """Give the suffix that tells the format, in small letters and not counting .gz and the like."""
    suffixes = without_packing(path)
    return suffixes[-1] if suffixes else ""


def _is_term_table(text: str) -> bool:
    return table_delimiter(text) is not None


def _text(head: bytes) -> str:
    text = guess_head(head)
    if _is_json_object(text):
        return "jsonl"
    if _is_term_table(text):
        return "terms"
    delimiter = delimited.sniff_delimiter(text, "\t")
    if delimited.share_of_wide_rows(text, delimiter) >= _PAIRS_SHARE:
        return "tsv" if delimiter == "\t" else "csv"
    return "terms"


def _is_json_object(text: str) -> bool:
    line = text.lstrip().split("\n", 1)[0]
    if not line.startswith("{"):
        return False
    try:
        return isinstance(json.loads(line), dict)
    except (ValueError, RecursionError):
        return False


def _is_text_vectors(head: bytes) -> bool:
    text = guess_head(head).encode() if marked(head) else head
    lines = text.split(b"\n")
    whole = lines[:-1] if len(head) == HEAD_BYTES and len(lines) > 2 else lines
    return looks_like_vectors([line for line in whole if line.strip()][:101])


def _is_binary_vectors(head: bytes) -> bool:
    first, mark, rest = head.partition(b"\n")
    if not mark or HEADER.fullmatch(first) is None:
        return False
    return any(byte < 0x20 and byte not in _TEXT_CONTROLS for byte in rest)
