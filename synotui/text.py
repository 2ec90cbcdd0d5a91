"""Terms as text: what may be a term, the key it is matched by, how it is shown, how wide it is."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import cache

from synotui.errors import BadTerm

MAX_TERM_LENGTH = 1_000
"""Characters a term may have; longer ones are refused, for a single one slows every widget."""

MAX_NOTE_LENGTH = 10_000
"""Characters a note may have."""

_HANZI = "\u4e00-\u9fff"
_SOLID = (
    r"[^\x00-\x20\x7f-\xa0\u1680\u2000-\u200f\u2028-\u202f\u205f-\u2064\u3000\ufeff\ud800-\udfff]"
)
_PICTURES = {code: chr(0x2400 + code) for code in range(0x20)} | {0x7F: "␡"}
INVISIBLE = (
    "\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200e\u200f"
    "\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb\ud800-\udfff"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e007f"
)
"""What drives a terminal or is not seen on it, as part of a set of a regular expression."""
_MARKS = "[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]"
_MOST_MARKS = 4
"""Marks over one letter that any language needs; a pile of them covers the lines around."""
_HIDDEN = re.compile(f"[\x00-\x1f{INVISIBLE}]|(?<={_MARKS}{{{_MOST_MARKS}}}){_MARKS}+")


@cache
def _plain() -> re.Pattern[str]:
    """Match texts that are stored as they are written, if they are not too long."""
    return re.compile(f"{_SOLID}+(?: {_SOLID}+)*")


@cache
def _folded() -> re.Pattern[str]:
    """Match ASCII and common Chinese without capitals: texts that are their own keys."""
    return re.compile(f"[!-@\\[-~{_HANZI}]+(?: [!-@\\[-~{_HANZI}]+)*")


def clean(text: str) -> str:
    """Give `text` as it is stored: as written, without white space around it.

    Raises BadTerm, saying why, for a text that cannot be a term: empty,
    longer than MAX_TERM_LENGTH, with a NUL, or with a lone surrogate.
    """
    if len(text) <= MAX_TERM_LENGTH and _plain().fullmatch(text):
        return text
    if "\x00" in text:
        raise BadTerm("A term holds a NUL byte", "Remove it from the source")
    stripped = text.strip(" \t\r\n\v\f\u00a0\u200b\u3000\ufeff")
    if not stripped:
        raise BadTerm("A term is empty")
    if len(stripped) > MAX_TERM_LENGTH:
        raise BadTerm(
            f"A term of {len(stripped):,} characters ({visible(stripped[:20])}…) "
            f"is longer than {MAX_TERM_LENGTH:,}",
            "Shorten it: a term is a word or a phrase",
        )
    if not encodable(stripped):
        raise BadTerm(
            f"A term is not valid Unicode ({visible(stripped)})", "Check the file's encoding"
        )
    return stripped


def encodable(text: str) -> bool:
    """Say whether `text` is valid Unicode: no lone surrogates."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def key(text: str) -> str:
    """Give the form terms are matched by: ＳＵＶ, suv and SUV share one key.

    NFKC, casefolded, invisible format characters dropped, white space
    collapsed. Idempotent.
    """
    if _folded().fullmatch(text):
        return text
    if text.isascii() and text.isprintable():
        return " ".join(text.casefold().split())
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    shown = "".join(c for c in folded if unicodedata.category(c) not in ("Cf", "Cc") or c.isspace())
    return unicodedata.normalize("NFKC", re.sub(r"\s+", " ", shown).strip())


def all_clean(texts: Sequence[str]) -> bool:
    """Say whether each of `texts` is stored as it is written; quick, and False when in doubt."""
    if max(map(len, texts), default=0) > MAX_TERM_LENGTH:
        return False
    together = "".join(texts)
    if together.isprintable() and " " not in together:
        return all(texts)
    return all(map(_plain().fullmatch, texts))


def keys(texts: Iterable[str]) -> list[str]:
    """Give the key of each of `texts`."""
    folded = _folded().fullmatch
    return [text if folded(text) else key(text) for text in texts]


def visible(text: str) -> str:
    """Show `text` so that it can neither drive a terminal nor hide what it holds.

    Control characters become their pictures (␛ ␉ ␊); other invisible ones
    their code point, as ‹U+200B›. Joiners stay, for emoji and Persian need
    them. Of marks piled on one letter four stay, and the others are counted.
    One line in, one line out.
    """
    return text if text.isascii() and text.isprintable() else _HIDDEN.sub(_show_hidden, text)


def _show_hidden(match: re.Match[str]) -> str:
    code = ord(match[0][0])
    if unicodedata.combining(match[0][0]) and code != 0x34F:
        return f"‹+{len(match[0])} mark{'' if len(match[0]) == 1 else 's'}›"
    return _PICTURES.get(code) or f"‹U+{code:04X}›"


def width(text: str) -> int:
    """Give the terminal cells `text` takes, wide characters counting two."""
    from rich.cells import cell_len

    return cell_len(text)


def fit(text: str, cells: int) -> str:
    """Cut or pad `text` to exactly `cells` terminal cells, with … where it was cut."""
    from rich.cells import cell_len, set_cell_size

    if cells <= 0:
        return ""
    if cell_len(text) <= cells:
        return set_cell_size(text, cells)
    return set_cell_size(set_cell_size(text, cells - 1).rstrip() + "…", cells)
