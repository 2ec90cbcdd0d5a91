"""An evaluation as lines for its screen: a table of figures, their history, what was missing."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from synotui.model import Evaluation, EvaluationSeries, Reliability, Term
from synotui.ops.evaluating.words import coverage_words, title
from synotui.plot.bars import bar
from synotui.text import visible
from synotui.tui.widgets.evaluation_history import history_of
from synotui.tui.widgets.evaluation_table import table_lines
from synotui.tui.widgets.lines import Piece
from synotui.tui.widgets.pair_lines import change_pieces
from synotui.tui.widgets.report_list import ReportLine

if TYPE_CHECKING:
    from synotui.ops.evaluating.worst import WorstPair

_LEAST_SHARE = 0.8
"""Share of a file that was found, below which that is called out."""
_BAR = 20


@dataclass(frozen=True, slots=True)
class Shown:
    """An evaluation with what was kept before, and which of its texts are terms."""

    found: Evaluation
    series: EvaluationSeries | None
    """What was kept of the same measurement in the current space, this one included."""
    heads: Mapping[str, int]
    """The terms among the texts that are told of, by id."""
    kept: bool
    """Whether the figures were kept, now or by one before that has the same."""
    worst: "tuple[WorstPair, ...]"
    """The pairs that came out worst."""
    terms: Mapping[int, Term]
    """Theirs, by id."""


_List = tuple[str, list[ReportLine]]


def evaluation_lines(shown: Shown, cells: int) -> list[ReportLine]:
    """Lay it out in so many cells: what it is on, the table, what to know, history, the rest."""
    found = shown.found
    lines = [
        ReportLine(
            ((visible(title(found)), "strong"),),
            ((f"{found.terms:,} vectors, {found.moved:,} moved", "faint"),),
        ),
        *_coverage(found),
        ReportLine(()),
        *table_lines(found, cells),
    ]
    for head, listed in (
        *_told(found, cells),
        *history_of(shown.series, kept=shown.kept),
        *_rest(shown),
    ):
        if listed:
            lines += [ReportLine(()), ReportLine(((head, "strong"),)), *listed]
    return lines


def _coverage(found: Evaluation) -> Iterator[ReportLine]:
    for told, column in zip(coverage_words(found), found.columns, strict=False):
        share = column.coverage.share
        low = share is not None and share < _LEAST_SHARE
        ink = "call" if low else "faint"
        yield ReportLine((("! " if low else "  ", "call"), (visible(told.partition(";")[0]), ink)))


# What to know


def _told(found: Evaluation, cells: int) -> Iterator[_List]:
    from textwrap import wrap

    notes = list(found.notes)
    if not found.moved:
        notes.insert(0, "No vector has moved: adjusted is base")
    listed = []
    for note in notes:
        first, *more = wrap(visible(note), max(20, cells - 4)) or [""]
        listed.append(ReportLine((("! ", "call"), (first, "plain"))))
        listed += [ReportLine((("  ", "plain"), (line, "plain"))) for line in more]
    yield "To know", listed


def _rest(shown: Shown) -> Iterator[_List]:
    found = shown.found
    base, now = found.base, found.now
    if now.sections:
        yield (
            "Sections, base → adjusted",
            [
                ReportLine(
                    (("  ", "plain"), (visible(after.name), "plain")),
                    (
                        (f"{after.correct:,} of {after.asked:,}", "plain"),
                        (f", {after.missing:,} missing" if after.missing else "", "faint"),
                        (f"  {_share(before.accuracy)} → {_share(after.accuracy)} ", "plain"),
                    ),
                )
                for before, after in zip(base.sections, now.sections, strict=True)
            ],
        )
    if now.threshold is not None and now.threshold.reliability:
        yield (
            "Probability by the adjusted cosine, and the share that is synonyms",
            [_reliability(each) for each in now.threshold.reliability],
        )
    yield _worst(shown)
    yield (
        "Without a vector in the space",
        [_text(text, shown.heads) for text in now.coverage.without_vector],
    )
    yield (
        "No terms of the dictionary",
        [_text(text, shown.heads) for text in now.coverage.unknown],
    )


def _worst(shown: Shown) -> _List:
    """Give the worst pairs: whose ranks are farthest from people's, or that are farthest apart."""
    ranked = shown.found.kind == "similarity"
    title = "Farthest from what people say" if ranked else "Synonyms that are farthest apart"
    return title, [
        ReportLine(
            (
                ("  ", "plain"),
                (visible(shown.terms[pair.head].text), "plain"),
                (" – " if ranked else " = ", "faint"),
                (visible(shown.terms[pair.synonym].text), "plain"),
            ),
            _worst_figures(pair),
            pair.head,
            pair.synonym,
        )
        for pair in shown.worst
        if pair.head in shown.terms and pair.synonym in shown.terms
    ]


def _worst_figures(pair: "WorstPair") -> tuple[Piece, ...]:
    if pair.ranked is None:
        return change_pieces(pair.base, pair.now)
    return (
        (f"score {pair.ranked.score:g} ", "faint"),
        (f"#{pair.ranked.people:,}", "plain"),
        (f"  cosine {pair.now:.2f} ", "faint"),
        (f"#{pair.ranked.cosine:,} ", "plain"),
    )


def _reliability(each: Reliability) -> ReportLine:
    return ReportLine(
        (
            (f"  {each.low:.1f} to {each.high:.1f}", "faint"),
            (f"{each.n:>9,} pairs", "plain"),
            (f"  predicted {each.predicted:.2f}, observed {each.observed:.2f}  ", "plain"),
            (bar(each.observed, _BAR), "bar"),
        )
    )


def _text(text: str, heads: Mapping[str, int]) -> ReportLine:
    return ReportLine((("  ", "plain"), (visible(text), "plain")), (), heads.get(text))


# Words


def _share(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f}"
