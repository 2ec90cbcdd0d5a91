"""The fonts that a picture's text is drawn with: one that has its characters, from the system.

Nothing is drawn as an empty box without a word: characters that no font found
has are named.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from synotui.errors import FormatError, MapError
from synotui.formats.font_file import FontFile, read_font

VARIABLE = "SYNOTUI_FONT"
"""The environment's way to name a font."""
_SAMPLE = "中文词典"
"""What a font with Chinese has."""
_HAN = ((0x3400, 0x9FFF), (0xF900, 0xFAFF), (0x20000, 0x3FFFF))
_KNOWN = (
    "NotoSansCJK-Regular.ttc",
    "NotoSansCJKsc-Regular.otf",
    "NotoSansSC-Regular.otf",
    "NotoSansSC-Regular.ttf",
    "NotoSansSC-VF.ttf",
    "NotoSansSC[wght].ttf",
    "SourceHanSansSC-Regular.otf",
    "SourceHanSans.ttc",
    "PingFang.ttc",
    "Hiragino Sans GB.ttc",
    "STHeiti Light.ttc",
    "msyh.ttc",
    "msyh.ttf",
    "Deng.ttf",
    "simhei.ttf",
    "simsun.ttc",
    "wqy-microhei.ttc",
    "wqy-zenhei.ttc",
    "DroidSansFallbackFull.ttf",
    "NotoSerifCJK-Regular.ttc",
    "Arial Unicode.ttf",
    "uming.ttc",
)
"""Fonts with Chinese as the systems have them, the best first."""
_PLAIN = (
    "NotoSans-Regular.ttf",
    "DejaVuSans.ttf",
    "LiberationSans-Regular.ttf",
    "Arial.ttf",
    "arial.ttf",
    "Helvetica.ttc",
)
"""Fonts without it, for labels that need none."""
_SECONDS = 5.0
_MOST_ASKED = 8
"""Characters for which a further font is looked for."""


class Further(NamedTuple):
    """A font for what the first one lacks."""

    family: str
    font: FontFile
    characters: str
    """Those the others before it lack."""


@dataclass(frozen=True, slots=True)
class Fonts:
    """What text is drawn with."""

    family: str
    """Of the first: of a collection, that for simplified Chinese."""
    path: Path
    further: tuple[Further, ...]
    missing: tuple[str, ...]
    """Characters that none of them has."""

    @property
    def paths(self) -> list[Path]:
        """The files of all of them."""
        return list(dict.fromkeys([self.path, *(each.font.path for each in self.further)]))


def fonts_for(texts: Iterable[str], chosen: Path | None = None) -> Fonts:
    """Give fonts that have the characters of `texts`.

    That `chosen`, or named by SYNOTUI_FONT, else one with Chinese that is found
    on the system; and further ones for what it lacks, if fontconfig knows any.
    Raises MapError where Chinese is wanted and no font has it, or there is no
    font at all; FormatError for a chosen file that is no font.
    """
    needed = sorted({each for text in texts for each in text if not each.isspace()})
    named = chosen or (Path(os.environ[VARIABLE]) if os.environ.get(VARIABLE) else None)
    first = read_font(named) if named is not None else _found(needed)
    further = []
    missing = first.missing(needed)
    for character in missing[:_MOST_ASKED]:
        if character in missing and (other := _asked(character)) is not None:
            lacking = other.missing(missing)
            found = "".join(each for each in missing if each not in lacking)
            further.append(Further(_family(other), other, found))
            missing = lacking
    han = [each for each in missing if is_han(each)]
    if han:
        raise MapError(
            f"{first.families[0]} has no glyph for “{'”, “'.join(han[:5])}”",
            f"Name a font with Chinese: --font FILE, or {VARIABLE}",
        )
    return Fonts(_family(first), first.path, tuple(further), tuple(missing))


def _family(font: FontFile) -> str:
    return next((name for name in font.families if name.endswith(" SC")), font.families[0])


def is_han(character: str) -> bool:
    """Say whether a character is Chinese."""
    return any(first <= ord(character) <= last for first, last in _HAN)


def _found(needed: list[str]) -> FontFile:
    """Find a font on the system that has Chinese, or any if none is needed."""
    folders = [folder for folder in _folders() if folder.is_dir()]
    for path in (*_by_fontconfig(":lang=zh-cn"), *_named(folders, _KNOWN)):
        if (font := _usable(path)) is not None and not font.missing(_SAMPLE):
            return font
    han = [each for each in needed if is_han(each)]
    if han:
        raise MapError(
            f"No font with Chinese is found, which “{''.join(han[:5])}” needs",
            f"Install one (as the package fonts-noto-cjk), or name one: --font FILE, or {VARIABLE}",
        )
    for path in (*_named(folders, _PLAIN), *_by_fontconfig("sans-serif")):
        if (font := _usable(path)) is not None:
            return font
    raise MapError("No font is found", f"Name one: --font FILE, or {VARIABLE}")


def _folders() -> Iterator[Path]:
    """Give where fonts are on this kind of system."""
    home = Path.home()
    if sys.platform == "darwin":
        yield from (home / "Library/Fonts", Path("/Library/Fonts"), Path("/System/Library/Fonts"))
    elif sys.platform == "win32":
        yield Path(os.environ.get("WINDIR", "C:/Windows"), "Fonts")
        yield Path(
            os.environ.get("LOCALAPPDATA", home / "AppData/Local"), "Microsoft/Windows/Fonts"
        )
    else:
        yield Path(os.environ.get("XDG_DATA_HOME") or home / ".local/share", "fonts")
        yield from (home / ".fonts", Path("/usr/local/share/fonts"), Path("/usr/share/fonts"))


def _named(folders: list[Path], names: tuple[str, ...]) -> Iterator[Path]:
    """Give the files with these names in or under `folders`, the first name's first."""
    found: dict[str, Path] = {}
    for folder in folders:
        for path in folder.rglob("*.[to]t[fc]"):
            found.setdefault(path.name.casefold(), path)
    yield from (found[name.casefold()] for name in names if name.casefold() in found)


def _by_fontconfig(pattern: str) -> Iterator[Path]:
    """Give the file that fontconfig, where there is one, has for a pattern."""
    program = shutil.which("fc-match")
    if program is None:
        return
    try:
        asked = subprocess.run(
            [program, "--format=%{file}", pattern],
            capture_output=True,
            stdin=subprocess.DEVNULL,
            text=True,
            timeout=_SECONDS,
        )
    except (OSError, subprocess.SubprocessError):
        return
    if asked.returncode == 0 and asked.stdout:
        yield Path(asked.stdout)


def _asked(character: str) -> FontFile | None:
    """Give a font with a character, if fontconfig knows one."""
    for path in _by_fontconfig(f":charset={ord(character):x}"):
        font = _usable(path)
        if font is not None and not font.missing(character):
            return font
    return None


def _usable(path: Path) -> FontFile | None:
    try:
        return read_font(path)
    except FormatError:
        return None
