"""A report of drift as lines for its screen; lines about a term know where its review is."""

from collections.abc import Iterator

from synotui.model import DriftReport, NeighbourChange, PairDrift, Verdict
from synotui.ops.drifting.words import bin_words, figures, heading
from synotui.plot.bars import bar
from synotui.text import visible
from synotui.tui.widgets.candidate_line import figure, shown_change
from synotui.tui.widgets.lines import Piece
from synotui.tui.widgets.report_list import ReportLine

_BAR = 24
_SIGNS: dict[Verdict | None, Piece] = {
    Verdict.ACCEPTED: ("✓ ", "good"),
    Verdict.REJECTED: ("✗ ", "bad"),
    Verdict.SKIPPED: ("– ", "faint"),
    None: ("? ", "call"),
}


_List = tuple[str, list[ReportLine]]
"""A title, and the lines under it."""


def drift_lines(report: DriftReport) -> list[ReportLine]:
    """Lay a report out: what it is about, the distribution, the figures, the worst cases."""
    lines = [ReportLine(((visible(heading(report)), "strong"),))]
    if report.waiting:
        told = f"{report.waiting:,} changes of pairs wait for a rebuild"
        lines.append(ReportLine(((told, "call"),)))
    if not report.moved:
        told = f"No vector is elsewhere than before, of {report.terms:,} in space {report.space}."
        return [*lines, ReportLine(((visible(told), "faint"),))]
    lines += _figures(report)
    for title, found in (*_called_for(report), *_distribution(report), *_far(report)):
        if found:
            lines += [ReportLine(()), ReportLine(((title, "strong"),)), *found]
    return lines


def _figures(report: DriftReport) -> Iterator[ReportLine]:
    for each in figures(report):
        yield ReportLine(
            (
                ("! " if each.warns else "  ", "call"),
                (f"{each.name:<17}", "faint"),
                (f"{each.value:>7}  ", "call" if each.warns else "plain"),
                (visible(each.meaning), "faint"),
            )
        )


def _distribution(report: DriftReport) -> Iterator[_List]:
    most = max(each.count for each in report.histogram)
    found = []
    for each in reversed(report.histogram):
        pieces: tuple[Piece, ...] = (
            (f"  {bin_words(each):<12}", "faint"),
            (f"{each.count:>9,} ", "plain"),
            (bar(each.count / most, _BAR), "bar"),
        )
        found.append(ReportLine(pieces))
    yield "Cosine to before, and how many terms", found


def _called_for(report: DriftReport) -> Iterator[_List]:
    """Give the lists of what is to be looked into, warnings first."""
    level = f"{report.threshold:g}"
    yield (
        _counted("Rejected pairs that came closer", report.rejected_closer, len(report.closer)),
        [_pair(each) for each in report.closer],
    )
    yield (
        _counted(
            f"Accepted pairs that fell below {level}", report.accepted_below, len(report.below)
        ),
        [_pair(each) for each in report.below],
    )
    yield (
        _counted(f"Other pairs that rose above {level}", report.others_above, len(report.above)),
        [_pair(each) for each in report.above],
    )
    yield (
        _counted(
            f"Sets whose mean cosine rose to {report.bound:g}",
            report.sets_collapsed,
            len(report.collapsed),
        ),
        [
            ReportLine(
                (("  ", "plain"), (visible(each.head.text), "plain")),
                ((f"{each.size:,} terms  ", "faint"), *_change(each.before, each.after)),
                each.head.id,
            )
            for each in report.collapsed
        ],
    )


def _far(report: DriftReport) -> Iterator[_List]:
    yield (
        _counted("Farthest from where they were", report.moved, len(report.farthest)),
        [
            ReportLine(
                (("  ", "plain"), (visible(each.term.text), "plain")),
                ((figure(each.cosine), "plain"),),
                each.term.id,
            )
            for each in report.farthest
        ],
    )
    yield "Neighbours exchanged, the most first", [_flow(each) for each in report.neighbours]


def _counted(title: str, count: int, listed: int) -> str:
    return f"{title}: {listed:,} of {count:,}" if listed < count else f"{title}: {count:,}"


def _pair(pair: PairDrift) -> ReportLine:
    change = pair.change
    return ReportLine(
        (
            ("  ", "plain"),
            _SIGNS[pair.verdict],
            (visible(change.term.text), "plain"),
            (" – ", "faint"),
            (visible(change.synonym.text), "plain"),
        ),
        _change(change.before, change.after),
        change.term.id,
        change.synonym.id,
    )


def _change(before: float, after: float) -> tuple[Piece, ...]:
    rise = shown_change(before, after)
    mark: Piece = (f"▲{figure(rise)}", "good") if rise > 0 else (f"▼{figure(-rise)}", "bad")
    change = (f"{figure(before)} → {figure(after)} ", "plain")
    return (change, mark if rise else ("     ", "plain"))


def _flow(change: NeighbourChange) -> ReportLine:
    came = "".join(f" +{visible(term.text)}" for term, _ in change.entered)
    went = "".join(f" −{visible(term.text)}" for term, _ in change.left)
    count = f"  {len(change.entered)} in, {len(change.left)} out"
    left: tuple[Piece, ...] = (("  ", "plain"), (visible(change.term.text), "plain"))
    return ReportLine((*left, (came, "good"), (went, "faint")), ((count, "faint"),), change.term.id)
