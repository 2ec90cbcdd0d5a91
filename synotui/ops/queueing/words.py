"""How far a queue is, and how many synonyms are probably left, in words."""

from typing import TYPE_CHECKING

from synotui.text import width

if TYPE_CHECKING:
    from synotui.ops.queueing.open_queue import QueueFigures
    from synotui.ops.queueing.state import Consistency

_ENDED = 0.5
"""Synonyms expected in the next hundred decisions below which one may well stop."""


def estimate_words(figures: "QueueFigures", cells: int) -> str:
    """Say how many synonyms are probably left, with an interval, or that too little is known."""
    left = figures.remaining
    if figures.unsettled:
        return f"{figures.unsettled:,} on which verdicts differ"
    if not left.undecided or figures.unsettled is not None:
        more = " · > goes on to the next heads" if figures.more_heads else ""
        return f"nothing is left to decide here{more}"
    within = f"{left.undecided:,} candidates"
    if not left.enough:
        yes, no = figures.needed
        return _fitting(
            (
                f"{within} · too little is known for an estimate: it takes {yes} accepted and "
                f"{no} rejected pairs, there are {figures.accepted:,} and {figures.rejected:,}",
                f"{within} · an estimate takes {yes} accepted, {no} rejected "
                f"({figures.accepted:,}, {figures.rejected:,})",
                f"{within} · too little is known for an estimate",
            ),
            cells,
        )
    about = f"about {_count(left.expected)} ({_count(left.low)}–{_count(left.high)})"
    ahead = min(100, left.undecided)
    if left.next_hundred < _ENDED:
        end = f"the next {ahead} hold hardly any: one may stop here"
    else:
        end = f"the next {ahead} hold about {_count(left.next_hundred)}"
    return _fitting(
        (
            f"{about} synonyms left in {within} of {figures.heads:,} heads; {end}",
            f"{about} synonyms left in {within}; {end}",
            f"{about} left in {left.undecided:,}; {end}",
            f"{about} left in {left.undecided:,}",
        ),
        cells,
    )


def pace_words(decided: int, pace: int | None, figures: "QueueFigures | None", cells: int) -> str:
    """Say how much was decided, how fast, and how it came out."""
    told = [f"{decided:,} decided in this session"]
    if pace is not None:
        told.append(f"{pace}/min")
    if figures is not None and figures.last:
        told.append(f"{figures.last_accepted} of the last {figures.last} accepted")
    words = checks_words(figures.consistency) if figures is not None else ""
    short = [f"{decided:,} decided", *told[1:]]
    forms = [told, short]
    if words:
        briefly = words.replace(" decided alike", " alike")
        forms = [[*told, words], [*short, words], [*short, briefly], short]
    return _fitting(tuple(" · ".join(form) for form in forms), cells)


def checks_words(found: "Consistency") -> str:
    """Say how often earlier decisions were made alike once more."""
    if not found.asked:
        return ""
    return f"{found.same} of {found.asked} checks decided alike"


def _count(number: float) -> str:
    return f"{number:,.0f}"


def _fitting(forms: tuple[str, ...], cells: int) -> str:
    return next((form for form in forms if width(form) <= cells), forms[-1])
