"""Which encoding a text file has: byte order mark, then strict UTF-8, then GB18030, or as told.

A pass over the bytes decides before anything is read, so that no half of a
file is ever taken in the wrong encoding; memory stays at one block.
"""

import codecs
from dataclasses import dataclass
from pathlib import Path

from synotui.errors import FormatError
from synotui.formats.source import HEAD_BYTES, head_of, open_source
from synotui.model import OnProgress, no_progress

_BLOCK_BYTES = 1 << 20
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_NOT_FOR_FILES = frozenset(
    ("idna", "mbcs", "oem", "punycode", "raw-unicode-escape", "undefined", "unicode-escape")
)
_SAY_SO = "Say which encoding it has, as in --encoding big5"
_DAMAGED_AFTER = 8
"""Multi-byte characters in a row that only UTF-8 explains: what follows is damage, not GB18030."""
_PREVIEW_CHARACTERS = 16
_FIRST_LEVELS = {"gb2312": range(0xB0, 0xD8), "big5": range(0xA4, 0xC7)}
"""Lead bytes of the commonest characters, by which a right reading is told from a wrong one."""


@dataclass(frozen=True, slots=True)
class Decoding:
    """The codec to read a file with, and what to tell about the choice."""

    codec: str
    narration: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Failure:
    byte: int
    offset: int
    line: int
    characters: int
    """Characters beyond ASCII that decoded before it."""


def decide(path: Path, asked: str | None, on_progress: OnProgress = no_progress) -> Decoding:
    """Find the encoding of a whole file, or prove that it has the one asked for.

    Raises FormatError, naming line and byte, where the file has not the
    encoding asked for, or none of those tried.
    """
    if asked is not None:
        codec = codec_named(asked)
        _prove(path, codec, asked, on_progress)
        return Decoding(codec)
    head = head_of(path)
    codec = marked(head) or ""
    if codec:
        _prove(path, codec, codec.removesuffix("-sig").upper(), on_progress)
        return Decoding(codec)
    failure = _first_failure(path, "utf-8", on_progress)
    if failure is None:
        return Decoding("utf-8")
    if failure.characters >= _DAMAGED_AFTER:
        raise FormatError(
            f"damaged UTF-8: byte 0x{failure.byte:02x} at offset {failure.offset:,}",
            "Mend that line, or say which encoding the file has with --encoding",
            path=path,
            line=failure.line,
        )
    if _first_failure(path, "gb18030", on_progress) is None:
        return Decoding("gb18030", (_told(head),))
    raise FormatError(
        f"neither UTF-8 (byte 0x{failure.byte:02x} at offset {failure.offset:,}) nor GB18030",
        _SAY_SO,
        path=path,
        line=failure.line,
    )


def marked(head: bytes) -> str | None:
    """Give the codec that a byte order mark at the start of a file announces."""
    for mark, codec in _MARKS:
        if head.startswith(mark):
            return codec
    return None


def codec_named(name: str) -> str:
    """Give the codec for an encoding as a user names it; FormatError if there is none."""
    try:
        found = codecs.lookup(name.strip())
        "a".encode(found.name)  # a LookupError for codecs that are no encodings, such as hex
    except (LookupError, ValueError):
        found = None
    if found is None or found.name.replace("_", "-") in _NOT_FOR_FILES:
        raise FormatError(
            f"No encoding “{name}”", "Known are utf-8, utf-16, gb18030, gbk, big5 and many more"
        )
    return "utf-8-sig" if found.name == "utf-8" else found.name


def peek(path: Path, codec: str) -> str:
    """Give the text a file begins with, up to the end of a line."""
    return _lenient(head_of(path), codec)


def guess_head(head: bytes) -> str:
    """Decode the first bytes of a file well enough to see what it is."""
    codec = marked(head)
    if codec is None:
        codec = "utf-8" if _decodes(head, "utf-8") else "gb18030"
    return _lenient(head, codec)


def _prove(path: Path, codec: str, name: str, on_progress: OnProgress) -> None:
    failure = _first_failure(path, codec, on_progress)
    if failure is not None:
        raise FormatError(
            f"not {name}: byte 0x{failure.byte:02x} at offset {failure.offset:,}",
            _SAY_SO,
            path=path,
            line=failure.line,
        )


def _first_failure(path: Path, codec: str, on_progress: OnProgress) -> _Failure | None:
    decoder = codecs.getincrementaldecoder(codec)()
    line, characters, offset = 1, 0, 0
    with open_source(path, on_progress, stage="checking") as stream:
        while True:
            block = stream.read(_BLOCK_BYTES)
            held = len(decoder.getstate()[0])
            try:
                text = decoder.decode(block, final=not block)
            except UnicodeDecodeError as error:
                before = error.object[: error.start].decode(codec, "ignore")
                return _Failure(
                    error.object[error.start] if error.start < len(error.object) else 0,
                    offset - held + error.start,
                    line + before.count("\n"),
                    characters + _beyond_ascii(before),
                )
            except UnicodeError:
                return _Failure(block[0] if block else 0, offset, line, characters)
            if not block:
                return None
            offset += len(block)
            line += text.count("\n")
            characters += _beyond_ascii(text)


def _beyond_ascii(text: str) -> int:
    return 0 if text.isascii() else sum(character > "\x7f" for character in text)


def _told(head: bytes) -> str:
    line = next((line for line in head.splitlines() if not line.isascii()), b"")
    shown = _preview(line, "gb18030")
    told = f"not UTF-8: read as GB18030 (“{shown}”)"
    if not _decodes(head, "big5"):
        return f"{told}; if that looks wrong, say which it is with --encoding"
    more = _common_share(head, "big5", "big5") > _common_share(head, "gb18030", "gb2312")
    other = _preview(line, "big5")
    if more:
        return f"{told}. It looks more like Big5 (“{other}”): if so, give --encoding big5"
    return f"{told}. If that looks wrong, it may be Big5 (“{other}”): give --encoding big5"


def _preview(line: bytes, codec: str) -> str:
    text = line.decode(codec, "replace").strip()
    return text if len(text) <= _PREVIEW_CHARACTERS else text[:_PREVIEW_CHARACTERS] + "…"


def _common_share(head: bytes, codec: str, character_set: str) -> float:
    """Give the share of common characters among those beyond ASCII, punctuation aside."""
    characters = [c for c in head.decode(codec, "ignore") if c >= "\u2e80"]
    encoded = [character.encode(character_set, "ignore") for character in characters]
    leads = _FIRST_LEVELS[character_set]
    return sum(code[0] in leads for code in encoded if code) / max(len(characters), 1)


def _decodes(head: bytes, codec: str) -> bool:
    """Say whether the start of a file decodes, forgiving a character cut at its end."""
    decoder = codecs.getincrementaldecoder(codec)()
    try:
        decoder.decode(head, final=len(head) < HEAD_BYTES)
    except UnicodeError:
        return False
    return True


def _lenient(head: bytes, codec: str) -> str:
    decoder = codecs.getincrementaldecoder(codec)("replace")
    try:
        text = decoder.decode(head, final=False).removeprefix("\ufeff")
    except UnicodeError:
        return ""
    whole = max(text.rfind("\n"), text.rfind("\r")) + 1
    return text[:whole] if whole and len(head) == HEAD_BYTES else text
