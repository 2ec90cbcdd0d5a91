"""Lines of a merge: what it takes in counts, then the pairs it changes and those in dispute."""

from typing import TYPE_CHECKING

from synotui.ops.merging.words import counted, known_words, nothing_words
from synotui.text import visible
from synotui.tui.widgets.lines import Piece
from synotui.tui.widgets.report_list import ReportLine

if TYPE_CHECKING:
    from synotui.model import MergedPair, MergeReport, Saying

_INKS = {"accepted": "good", "rejected": "bad", "skipped": "faint"}
_SIGNS = {"accepted": "✓", "rejected": "✗", "skipped": "–"}


def merge_lines(report: "MergeReport", *, does_anything: bool) -> list[ReportLine]:
    """Lay out what a merge does: disagreements first, since they ask for somebody."""
    lines = [ReportLine(((visible(known_words(report)), "plain"),))]
    if not does_anything:
        lines.append(ReportLine(((nothing_words(report), "strong"),)))
    for count, what, more in counted(report):
        ink = "call" if what.startswith("disagreement") and report.stance == "ask" else "plain"
        told: tuple[Piece, ...] = (
            (f"{count:>9,} ", ink),
            (f"{what:<23}", ink),
            (visible(more), "faint"),
        )
        lines.append(ReportLine(told))
    for refused in report.refused:
        text = f"{refused.reason} ({refused.example})"
        lines.append(
            ReportLine(((f"{refused.count:>9,} refused: ", "bad"), (visible(text), "faint")))
        )
    if report.listed:
        lines += [ReportLine(()), _title("Both decided differently", report.disagreements,
                                         len(report.listed))]  # fmt: skip
    for each in report.listed:
        left = _named(each.term, each.synonym)
        lines.append(ReportLine(left, _change(each.mine, each.theirs, " · there "), *each.ids))
    if report.examples:
        changed = report.taken + report.undone
        lines += [ReportLine(()), _title("Pairs that change", changed, len(report.examples))]
    return [*lines, *map(_pair, report.examples)]


def _title(told: str, count: int, listed: int) -> ReportLine:
    more = f", the first {listed:,}" if listed < count else ""
    return ReportLine(((f"{told}: {count:,}{more}", "strong"),))


def _pair(pair: "MergedPair") -> ReportLine:
    head, candidate = pair.ids or (None, None)
    right = _change(pair.before, pair.after, " → ")
    return ReportLine(_named(pair.term, pair.synonym), right, head, candidate)


def _named(term: str, synonym: str) -> tuple[Piece, ...]:
    return (
        ("  ", "plain"),
        (visible(term), "plain"),
        (" – ", "faint"),
        (visible(synonym), "plain"),
    )


def _change(before: "Saying | None", after: "Saying | None", between: str) -> tuple[Piece, ...]:
    return (*_said(before), (between, "faint"), *_said(after))


def _said(saying: "Saying | None") -> tuple[Piece, ...]:
    if saying is None:
        return (("? undecided", "call"),)
    told = f"{_SIGNS.get(saying.verdict, '?')} {saying.told}"
    ink = _INKS.get(saying.verdict, "plain")
    return ((visible(told), ink), (f" {visible(saying.curator)} {visible(saying.decided_at[:10])}",
                                   "faint"))  # fmt: skip
