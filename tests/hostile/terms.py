"""Terms that mean harm, a dictionary of nothing else, and what may never be seen of them."""

import re
import unicodedata
from itertools import pairwise
from pathlib import Path

import numpy as np

from synotui.model import Relation, Verdict
from synotui.ops.adjusting.senses import set_sense
from synotui.ops.backups import back_up, copy_to
from synotui.ops.review import annotate, decide
from synotui.ops.terms import find_term
from synotui.ops.transfer.importing import ImportOptions, import_file
from synotui.ops.workbench import open_workbench
from synotui.text import INVISIBLE

HOSTILE = (
    # Markup.
    "[/x]",
    "[bold]a[/]",
    "[@click=app.quit]x[/]",
    "[link=file:///etc/passwd]y[/link]",
    # Escape sequences: cursor, colours, clear, other screen, title, clipboard, link, DCS, C1.
    "\x1b[6;66Hcursor",
    "\x1b[31mred\x1b[0m",
    "\x1b[2Jcleared",
    "\x1b[?1049lother",
    "\x1b]0;owned\x07",
    "\x1b]52;c;b3duZWQ=\x07clip",
    "\x1b]8;;http://evil\x1b\\link",
    "\x1bP1$r0m\x1b\\dcs",
    "\x9b31mc1",
    "\x9d0;owned\x9cosc",
    "\x07bell\x08\x08",
    "good\rEVIL\x7f",
    # What turns, joins, hides or covers.
    "rtl\u202eevil",
    "\u2066iso\u2069\u2067late",
    "\u061cmark\u200f",
    "零\u200b宽\u2060",
    "a\U000e0041\U000e0042",
    "a\u3164b\u115f",
    "z" + 200 * "\u0301",
    "new\nline",
    "行\u2028分\u2029隔",
    "a\ttab",
    # What others run: spreadsheets, SQL, formats, shells, paths, options.
    "=cmd|' /C calc'!A0",
    "+1+1",
    "-2",
    "@SUM(1)",
    "'; DROP TABLE terms; --",
    "%s%n{0}",
    "$(id)`id`",
    "../../etc/passwd",
    "~root/a\\b",
    "--help",
    '"quoted", and',
    # Long, wide, of pictures, from right to left.
    "长" * 1_000,
    "w" * 999,
    "family 👨\u200d👩\u200d👧\u200d👦",
    "❤\ufe0f\u200d🔥",
    "🇨🇳🏴",
    "שלום עולם",
    "سيارة",
    "ＳＵＶ",
)
ENTERS_NOWHERE = ("a\x00b", "a\ud800", "\udcff", "长" * 1_001, " \t", "")
"""What cannot be a term at all."""
CURATOR = "\x1b]0;owned\x07mei[/]\u202e"
"""Who decides."""
MEASURED = "similar.tsv"
"""A file beside the dictionary by which spaces are measured."""
OTHERS = "others.db"
"""A copy of the dictionary beside it, in which other pairs were decided, and some otherwise."""
_MARKS = "[\u0300-\u036f]{5,}"
_NEVER = re.compile(f"[\x00-\x1f{INVISIBLE}]|{_MARKS}")
_SGR = re.compile(r"\x1b\[[0-9;:]*m")


def acting(text: str) -> set[str]:
    """Give what is in `text`, one line as painted or printed, that a term may not bring there."""
    return set(_NEVER.findall(_SGR.sub("", text)))


def control(text: str) -> set[str]:
    """Give the control characters in `text` but for the ends of lines."""
    return {c for c in text if unicodedata.category(c) in ("Cc", "Cs") and c != "\n"}


def make_hostile(folder: Path) -> Path:
    """Make a dictionary of hostile terms in two spaces, with pairs, notes, senses and a backup."""
    path = folder / "[bold]h \x1b[31m\u202e.db"
    draw = np.random.default_rng(7)
    centres = draw.standard_normal((6, 12))
    around = 0.5 * draw.standard_normal((len(HOSTILE), 12))
    vectors = centres[np.arange(len(HOSTILE)) % 6] + around
    lines = [_escaped(text) for text in HOSTILE]
    spaces = ("one[/]", "\x1b]0;owned\x07two\u202e")
    with open_workbench(path, create=True) as bench:
        for number, space in enumerate(reversed(spaces)):
            np.save(folder / f"v{number}.npy", (vectors + number).astype(np.float32))
            words = folder / f"v{number}.vocab.txt"
            words.write_text("\n".join(lines) + "\n", encoding="utf-8", newline="")
            import_file(bench, folder / f"v{number}.npy", ImportOptions(space=space))
        proposals = folder / "\x1b[2Jpairs.csv"
        rows = [f"{_quoted(HOSTILE[n])},{_quoted(HOSTILE[n - 7])}" for n in range(len(HOSTILE))]
        proposals.write_text(
            "term,synonym\n" + "\n".join(rows) + "\n", encoding="utf-8", newline=""
        )
        import_file(bench, proposals, ImportOptions(source="\x1b]0;owned\x07source[/]"))
        ids = [find_term(bench, text).id for text in HOSTILE]
        for n in range(0, len(ids) - 1, 2):
            decide(bench, ids[n], ids[(n + 6) % len(ids)], Verdict.ACCEPTED)
            decide(bench, ids[n], ids[n + 1], Verdict.REJECTED, Relation.ANTONYM)
        back_up(bench, "hand")
        copy_to(bench, folder / OTHERS)
        for n in range(0, 12, 2):
            annotate(bench, ids[n], ids[n + 6], HOSTILE[n + 3])
            set_sense(bench, ids[n], ids[n + 6], HOSTILE[n + 2])
    with open_workbench(folder / OTHERS) as bench:
        for n in range(0, 12, 2):
            decide(bench, ids[n], ids[n + 6], Verdict.REJECTED)
            decide(bench, ids[n], ids[n + 3], Verdict.ACCEPTED, note=HOSTILE[n + 5])
    scored = [f"{_quoted(a)}\t{_quoted(b)}\t{n}" for n, (a, b) in enumerate(pairwise(HOSTILE))]
    (folder / MEASURED).write_text("\n".join(scored) + "\nx\ty\t\x1b[31m\n", encoding="utf-8")
    return path


def _escaped(text: str) -> str:
    from synotui.formats.vocabulary import Vocabulary

    return Vocabulary().lines([text]).decode().removesuffix("\n")


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'
