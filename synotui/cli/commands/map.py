"""`synotui map`: terms in the plane, printed as text or drawn as a picture."""

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from synotui.cli.arguments import as_json, as_text, dictionary

if TYPE_CHECKING:
    from synotui.model import MapMethod, TermMap
    from synotui.ops.mapping.picture import MapPicture

_METHODS = ("pca", "umap", "tsne")


@click.command()
@dictionary
@click.argument("terms", type=as_text, nargs=-1, metavar="[TERM]...")
@click.option(
    "--set", "set_of", type=as_text, metavar="TERM",
    help="Show the synonym set of TERM and what is around it.",
)  # fmt: skip
@click.option(
    "--neighbours", "-n", type=click.IntRange(0), metavar="N",
    help="Nearest terms to show, now and by base vectors: 20 of a head or a set, else none.",
)  # fmt: skip
@click.option(
    "--method", "-m", type=click.Choice(_METHODS), default="pca", show_default=True,
    help="UMAP and t-SNE need synotui[maps].",
)  # fmt: skip
@click.option(
    "--out", "-o", type=click.Path(path_type=Path), metavar="FILE.svg|.png",
    help="Draw a picture. PNG needs synotui[pictures].",
)  # fmt: skip
@click.option(
    "--font", type=click.Path(path_type=Path), metavar="FILE",
    help="Font of the picture, as .ttf, .otf or .ttc; SYNOTUI_FONT names one as well.",
)  # fmt: skip
@click.option("--dark", is_flag=True, help="Draw the picture on a dark ground.")
@as_json
def command(
    db: Path,
    terms: tuple[str, ...],
    set_of: str | None,
    neighbours: int | None,
    method: "MapMethod",
    out: Path | None,
    font: Path | None,
    dark: bool,
    as_json: bool,
) -> None:
    """Show terms of DB as points of a plane: near ones near, and how far they moved.

    One TERM is shown with what is decided about it, its synonym set, and its
    nearest, now and by base vectors; several are shown by themselves. A text
    that is no term is encoded on the spot. Arrows lead from where base vectors
    are to where adjusted ones are; both are in the same frame, which PCA
    fits on both together. Without -o the map is printed, as large as the
    terminal; in a pipe, 80 by 24.

    \b
    Example:
      synotui map cars.db 普拉多
      synotui map cars.db 普拉多 霸道 越野车 --neighbours 5
      synotui map cars.db --set 普拉多 -o prado.svg --dark
      synotui map cars.db 普拉多 -n 5 --json
    """
    if not terms and set_of is None:
        raise click.UsageError("Name a term, several, or --set TERM")
    if terms and set_of is not None:
        raise click.UsageError("Name terms or --set TERM, not both")
    if out is None and (font is not None or dark):
        raise click.UsageError("--font and --dark are for a picture: name one with -o")
    from synotui.cli.printing import document
    from synotui.cli.progress import ProgressLine
    from synotui.formats.pictures import refuse_picture
    from synotui.ops.mapping.map import draw_map, subject
    from synotui.ops.mapping.picture import write_map
    from synotui.ops.workbench import open_workbench

    if out is not None:
        refuse_picture(out)
    with open_workbench(db) as bench, ProgressLine() as progress:
        about = subject(bench, terms, set_of)
        found = draw_map(bench, about, neighbours=neighbours, method=method, on_progress=progress)
    if out is not None:
        picture = write_map(found, out, dark=dark, font=font)
        _narrate(found, picture)
    if as_json:
        document(_document(found))
    elif out is None:
        from synotui.cli.map_text import print_map

        print_map(found)


def _document(found: "TermMap") -> dict[str, Any]:
    """Give a map with terms as texts; `links` are places in `points`."""
    points = []
    for point in found.points:
        each = asdict(point)
        each["id"] = each.pop("term")
        points.append({"term": each.pop("text"), **each})
    return {
        "about": found.about,
        "method": found.method,
        "explained": found.explained,
        "note": found.note,
        "points": points,
        "links": found.links,
    }


def _narrate(found: "TermMap", picture: "MapPicture") -> None:
    from synotui.cli.printing import say
    from synotui.plot.words import unlabelled_words

    count = len(found.points)
    told = [f"{count:,} point{'s' if count != 1 else ''} drawn in {picture.path}"]
    told += filter(None, (unlabelled_words(picture.unlabelled), found.note))
    say("; ".join(told))
    if picture.missing:
        shown = "”, “".join(picture.missing[:5])
        more = len(picture.missing) - 5
        rest = f" and {more:,} more characters" if more > 0 else ""
        say(f"Warning: drawn as “?”: “{shown}”{rest}; name a font that has them: --font FILE")
