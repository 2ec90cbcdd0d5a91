"""What `synotui suggest --spaces` prints: the nearest in several spaces, side by side or fused."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from synotui.cli.printing import Column, Painted, Piece, document, say, table

if TYPE_CHECKING:
    from synotui.model import Pair
    from synotui.ops.comparing.side_by_side import Compared, SideBySide

_NONE = "–"
"""Stands where a space lacks a term."""


def compare_spaces(
    db: Path, term: str, names: str, count: int, *, fuse: bool, show_rejected: bool, as_json: bool
) -> None:
    """Print the nearest of `term` in the spaces `names`, divided by commas."""
    from synotui.ops.comparing.side_by_side import SpacesBeside, chosen_spaces
    from synotui.ops.terms import find_term
    from synotui.ops.workbench import open_workbench

    with open_workbench(db) as bench:
        wanted = [name.strip() for name in names.split(",") if name.strip()]
        head = find_term(bench, term)
        beside = SpacesBeside(bench.store, chosen_spaces(bench.store, wanted))
        found = beside.nearest(head, count, show_rejected=show_rejected)
    if as_json:
        document(_document(found, fuse=fuse))
    elif fuse:
        _print_fused(found)
    else:
        _print_beside(found)
    for name in found.without:
        say(f"Space {name} has no vector of “{found.head.text}”: it says nothing here")
    if found.hidden:
        say(f"{found.hidden} rejected not shown (--show-rejected)")


def _print_fused(found: "SideBySide") -> None:
    """Print one list, by what all spaces say together."""
    columns = [Column("#", right=True), Column(found.head.text, cut=True), Column("fused")]
    for name in found.spaces:
        columns += [Column(name, right=True), Column("cosine", right=True)]
    columns.append(Column("verdict"))
    rows: list[list[Piece]] = []
    for rank, each in enumerate(found.fused, 1):
        row: list[Piece] = [str(rank), each.term.text, f"{each.score:.4f}"]
        for place in each.places:
            row += [f"#{place.rank}", f"{place.cosine:.2f}"] if place else [_NONE, ""]
        rows.append([*row, _verdict(each.pair)])
    table(columns, rows)


def _print_beside(found: "SideBySide") -> None:
    """Print a list for each space, and where the others have what is in it."""
    columns = [Column("#", right=True)]
    for name in found.spaces:
        columns += [Column(name, cut=True), Column("cosine", right=True), Column("elsewhere")]
    rows: list[list[Piece]] = []
    for at in range(max(map(len, found.nearest))):
        row: list[Piece] = [str(at + 1)]
        for space, near in enumerate(found.nearest):
            row += _cells(near[at], space) if at < len(near) else ["", "", ""]
        rows.append(row)
    table(columns, rows)


def _cells(each: "Compared", space: int) -> list[Piece]:
    own = each.places[space]
    elsewhere = [place for at, place in enumerate(each.places) if at != space]
    told = " ".join(f"#{place.rank}" if place else _NONE for place in elsewhere)
    verdict = _verdict(each.pair)
    mark = verdict.text[:1] + " " if isinstance(verdict, Painted) else ""
    return [mark + each.term.text, f"{own.cosine:.2f}" if own else _NONE, told]


def _verdict(pair: "Pair | None") -> Piece:
    from synotui.cli.commands.suggest import COLOURS, MARKS

    if pair is None:
        return ""
    return Painted(f"{MARKS[pair.verdict]} {pair.relation or pair.verdict}", COLOURS[pair.verdict])


def _document(found: "SideBySide", *, fuse: bool) -> dict[str, Any]:
    made: dict[str, Any] = {
        "term": found.head.text,
        "spaces": list(found.spaces),
        "without": list(found.without),
        "hidden": found.hidden,
    }
    if fuse:
        return made | {"fused": [_candidate(each, found.spaces) for each in found.fused]}
    lists = zip(found.spaces, found.nearest, strict=True)
    return made | {
        "nearest": {name: [_candidate(each, found.spaces) for each in near] for name, near in lists}
    }


def _candidate(each: "Compared", spaces: tuple[str, ...]) -> dict[str, Any]:
    places = {
        name: {"rank": place.rank, "cosine": place.cosine}
        for name, place in zip(spaces, each.places, strict=True)
        if place
    }
    verdict = str(each.pair.verdict) if each.pair else None
    return {
        "synonym": each.term.text,
        "score": each.score,
        "places": places,
        "verdict": verdict,
    }
