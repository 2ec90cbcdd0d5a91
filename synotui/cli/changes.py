"""A change and what it did to the vectors, as JSON and as lines of text."""

from typing import Any

from synotui.cli.printing import Column, Painted, Piece, line, table
from synotui.model import Change, CosineChange, Diff, NeighbourChange

UNKNOWN = "–"
"""Stands where there is no figure."""


def change_document(change: Change) -> dict[str, Any]:
    """Give a change in the shape `decide --json` promises."""
    made = {"label": change.label, "seq": change.seq, "way": change.way}
    return made | diff_document(change.diff)


def diff_document(diff: Diff) -> dict[str, Any]:
    """Give a diff in the same shape; `component` has the shape of `pairs`."""
    return {
        "moved": diff.moved,
        "pairs": [_cosines_document(pair) for pair in diff.pairs],
        "component": [_cosines_document(pair) for pair in diff.component],
        "neighbours": [_neighbours_document(change) for change in diff.neighbours],
        "kept_at_10": diff.kept_at_10,
        "sampled": diff.sampled,
        "waiting": diff.waiting,
    }


def print_change(change: Change, verb: str = "") -> None:
    """Print what a change did; `verb` ("undone: ") stands before its label."""
    line(Painted(verb + change.label, "bold"))
    lacking = len(change.pairs) - len(change.diff.pairs)
    if lacking == len(change.pairs) > 0 and change.way != "undo":
        told = "it moves" if lacking == 1 else "they move"
        line(Painted(f"without two vectors {told} nothing until: synotui embed DB", "dim"))
    print_diff(change.diff)


def print_diff(diff: Diff) -> None:
    """Print cosines before and after, who came and went, and the collateral."""
    rows = [_cosines_row(pair, "=") for pair in diff.pairs]
    rows += [_cosines_row(pair, "same set") for pair in diff.component]
    if rows:
        table([Column("", cut=True), Column(""), Column("", cut=True), Column("")], rows)
    for change in diff.neighbours:
        _print_neighbours(change)
    line(Painted(collateral(diff), "dim"))
    if diff.waiting:
        line(Painted(waits(diff.waiting), "dim"))


def collateral(diff: Diff) -> str:
    """Say how many terms moved and what untouched ones kept of their neighbours."""
    moved = f"moved {diff.moved:,} term{'' if diff.moved == 1 else 's'}"
    if diff.kept_at_10 is None:
        return moved
    kept = f"kept {diff.kept_at_10:.1%} of the 10 nearest"
    return f"{moved} · {kept} of {diff.sampled:,} untouched terms"


def waits(changes: int) -> str:
    """Say that changes of pairs wait for a rebuild."""
    told = "1 change of pairs waits" if changes == 1 else f"{changes:,} changes of pairs wait"
    return f"{told} for a rebuild: run synotui adjust DB --rebuild"


def cosines(before: float | None, after: float | None) -> str:
    """Show a cosine's way as `0.10 → 0.84 ▲0.74`, or as one figure if it shows no change.

    The difference is that of the figures shown, so that the line adds up.
    """
    if before is None or after is None:
        return UNKNOWN
    was, now = round(before, 2) + 0.0, round(after, 2) + 0.0
    if was == now:
        return f"{now:.2f}"
    mark = "▲" if now > was else "▼"
    return f"{was:.2f} → {now:.2f} {mark}{abs(now - was):.2f}"


def painted_cosines(before: float | None, after: float | None, *, composed: bool = False) -> Piece:
    """Give `cosines` green where it rose and red where it fell; the marks say so without.

    ≈ stands before those of a vector that was put together from others, if `composed`.
    """
    shown = ("≈" if composed else "") + cosines(before, after)
    if "▲" in shown:
        return Painted(shown, "green")
    return Painted(shown, "red") if "▼" in shown else shown


def _cosines_row(change: CosineChange, link: str) -> list[Piece]:
    return [
        "  " + change.term.text,
        link,
        change.synonym.text,
        painted_cosines(change.before, change.after),
    ]


def _print_neighbours(change: NeighbourChange) -> None:
    came = [f"+ {term.text} (#{rank})" for term, rank in change.entered]
    went = [f"− {term.text} (was #{rank})" for term, rank in change.left]
    if came or went:
        line(f"  neighbours of {change.term.text}: " + "  ".join(came + went))


def _cosines_document(change: CosineChange) -> dict[str, Any]:
    return {
        "term": change.term.text,
        "synonym": change.synonym.text,
        "before": change.before,
        "after": change.after,
    }


def _neighbours_document(change: NeighbourChange) -> dict[str, Any]:
    """`entered_at` and `left_from` give the ranks of `entered` and `left`, in their order."""
    return {
        "term": change.term.text,
        "entered": [term.text for term, _ in change.entered],
        "left": [term.text for term, _ in change.left],
        "entered_at": [rank for _, rank in change.entered],
        "left_from": [rank for _, rank in change.left],
    }
