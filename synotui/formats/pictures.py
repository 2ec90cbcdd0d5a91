"""Pictures in files, as SVG or PNG; in PNG no text becomes empty boxes."""

from collections.abc import Iterable
from pathlib import Path
from typing import Literal

from synotui.errors import FormatError, MapError
from synotui.formats.fonts import Fonts, fonts_for
from synotui.formats.text_fonts import in_fonts
from synotui.formats.writing import binary_output, text_output

_INSTALL = "Install it: pip install 'synotui[pictures]'"


def refuse_picture(out: Path) -> None:
    """Raise what writing a picture there would raise for its name, or for want of a library.

    So that nobody waits for one that cannot be written. Raises FormatError, MapError.
    """
    if picture_kind(out) == "png":
        refuse_unless_installed()


def refuse_unless_installed() -> None:
    """Raise MapError where what draws PNG is not installed."""
    from importlib.util import find_spec

    if find_spec("resvg_py") is None:
        raise MapError("PNG needs resvg-py, which is not installed", _INSTALL)


def svg_to_png(svg: str, fonts: Fonts, zoom: float = 2.0) -> bytes:
    """Draw `svg`, `zoom` times as large as it says, as the bytes of a PNG file.

    Text is drawn with `fonts` alone. Raises MapError where resvg-py is not
    installed or does not take it.
    """
    refuse_unless_installed()
    import resvg_py

    files = [str(path) for path in fonts.paths]
    try:
        drawn: bytes = resvg_py.svg_to_bytes(
            svg_string=svg,
            zoom=zoom,
            skip_system_fonts=True,
            font_files=files,
            font_family=fonts.family,
            sans_serif_family=fonts.family,
        )
    except BaseException as error:
        # What goes wrong within resvg is a panic, which is no Exception.
        if not isinstance(error, ValueError) and type(error).__name__ != "PanicException":
            raise
        raise MapError(f"The picture cannot be drawn ({error})", "Write it as .svg") from error
    return bytes(drawn)


def write_picture(
    svg: str, texts: Iterable[str], out: Path, font: Path | None = None
) -> tuple[str, ...]:
    """Write a picture as .svg, or as .png, into a file, which appears whole or not at all.

    `texts` are those in it, for which PNG needs fonts; see `fonts_for`. Gives
    the characters that cannot be drawn, other than Chinese: a question mark
    stands for each. Raises MapError, FormatError, also for another kind of file.
    """
    kind = picture_kind(out)
    if kind == "svg":
        with text_output(out) as file:
            file.write(svg)
        return ()
    refuse_unless_installed()
    fonts = fonts_for(texts, font)
    named, missing = in_fonts(svg, fonts)
    drawn = svg_to_png(named, fonts)
    with binary_output(out) as picture:
        picture.write(drawn)
    return missing


def picture_kind(out: Path) -> Literal["svg", "png"]:
    """Give the kind of picture that a file's name asks for. Raises FormatError for another."""
    match out.suffix.lower():
        case ".svg":
            return "svg"
        case ".png":
            return "png"
    raise FormatError("is no kind of picture", f"Name {out.stem}.svg or {out.stem}.png", path=out)
