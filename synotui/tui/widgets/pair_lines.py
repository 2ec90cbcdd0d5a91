"""Pairs with their cosines as lines that lead to heads."""

from collections.abc import Sequence

from synotui.ops.comparing.histogram import GroupName
from synotui.ops.comparing.histogram_pairs import PairAt
from synotui.ops.comparing.histogram_words import SIGNS
from synotui.text import visible
from synotui.tui.widgets.candidate_line import figure, shown_change
from synotui.tui.widgets.lines import Piece
from synotui.tui.widgets.report_list import ReportLine

_INKS = {"accepted": "good", "rejected": "bad", "random": "faint"}
_BETWEEN = {"accepted": " = ", "rejected": " ≠ ", "random": " – "}


def pair_lines(pairs: Sequence[PairAt], group: GroupName) -> list[ReportLine]:
    """Give a line for each: `✓ 苹果 = iPhone   0.65 → 0.97 ▲0.32`."""
    return [
        ReportLine(
            (
                (f"{SIGNS[group]} ", _INKS[group]),
                (visible(pair.head.text), "plain"),
                (_BETWEEN[group], "faint"),
                (visible(pair.synonym.text), "plain"),
            ),
            change_pieces(pair.base, pair.now),
            pair.head.id,
            pair.synonym.id,
        )
        for pair in pairs
    ]


def change_pieces(base: float, now: float) -> tuple[Piece, ...]:
    """Give two cosines and what is between them."""
    rise = shown_change(base, now)
    mark: Piece = (f"▲{figure(rise)}", "good") if rise > 0 else (f"▼{figure(-rise)}", "bad")
    return ((f"{figure(base)} → {figure(now)} ", "plain"), mark if rise else ("     ", "plain"))
