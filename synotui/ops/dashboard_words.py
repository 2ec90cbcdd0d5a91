"""The dashboard in words and bars: the same lines on the screen and from the command."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from synotui.ops.dashboard import Dashboard
from synotui.ops.work import Day

if TYPE_CHECKING:
    from synotui.ops.queueing.open_queue import QueueFigures

DAYS = 14
"""Days with decisions that are listed, the last ones."""
_CURATORS = 5
_WIDE = 100


@dataclass(frozen=True, slots=True)
class Row:
    """One figure."""

    name: str
    value: str
    note: str = ""
    bar: float | None = None
    """From 0 to 1, where it is one of several that are compared."""
    head: int | None = None
    """The term it is about."""


@dataclass(frozen=True, slots=True)
class Section:
    """Figures that belong together."""

    title: str
    rows: tuple[Row, ...]


def sections(
    board: Dashboard, left: "QueueFigures | None" = None, days: int = DAYS
) -> list[Section]:
    """Lay a dashboard out; `left` is what was estimated, if it was."""
    found = [
        Section("Decided", tuple(_decided(board))),
        Section("Coverage", tuple(_coverage(board))),
        Section("Day by day", tuple(_days(board.work.days[-days:]))),
        Section("Accepted, by base cosine", tuple(_bands(board))),
        Section("Synonym sets, by terms", tuple(_sets(board))),
        Section("What is left", tuple(_left(board, left))),
    ]
    return [section for section in found if section.rows]


def _decided(board: Dashboard) -> Iterator[Row]:
    decided = board.accepted + board.rejected
    if not decided + board.skipped:
        yield Row("pairs", "0", "nothing is decided yet")
        return
    yield Row("accepted", f"{board.accepted:,}", _share(board.accepted, decided, "accepted"))
    yield Row("rejected", f"{board.rejected:,}")
    yield Row("skipped", f"{board.skipped:,}")
    work = board.work
    if work.imported:
        yield Row("  imported", f"{work.imported:,}", "of these came decided with a file")
    if len(work.curators) > 1:
        for name, decisions in work.curators[:_CURATORS]:
            yield Row("  " + name, f"{decisions:,}", "decisions")
    undone = sum(day.undone for day in work.days)
    if undone:
        yield Row("undone", f"{undone:,}", "pairs whose decision was taken back")
    if work.changed_mind:
        yield Row("changed", f"{work.changed_mind:,}", "accepted first and rejected later, or so")
    checks = board.checks
    if checks.asked:
        alike = f"of {checks.asked:,} earlier decisions shown again were decided alike"
        yield Row("agreement", f"{checks.same / checks.asked:.0%}", alike)


def _coverage(board: Dashboard) -> Iterator[Row]:
    terms, work = board.terms, board.work
    yield Row("terms", f"{terms:,}")
    for name, count, told in (
        ("with vectors", board.with_vector, "of all terms"),
        ("decided", board.touched, "in a decided pair"),
        ("in sets", work.in_sets, "in a synonym set"),
    ):
        share = count / terms if terms else 0.0
        yield Row(name, f"{count:,}", f"{_percent(share)} {told}", share)


def _days(days: tuple[Day, ...]) -> Iterator[Row]:
    most = max((day.decided for day in days), default=0) or 1
    for day in days:
        told = [f"✓{day.accepted:,} ✗{day.rejected:,} –{day.skipped:,}"]
        if day.per_minute is not None:
            told.append(f"{day.per_minute:.0f}/min")
        if day.sittings > 1:
            told.append(f"{day.sittings} sittings")
        if day.undone:
            told.append(f"{day.undone:,} undone")
        yield Row(day.date, f"{day.decided:,}", " · ".join(told), day.decided / most)


def _bands(board: Dashboard) -> Iterator[Row]:
    for band in board.bands:
        if band.share is not None:
            pairs = band.accepted + band.rejected
            name = f"{_figure(band.low)} to {_figure(band.high)}"
            yield Row(name, f"{band.share:.0%}", f"of {pairs:,}", band.share)
    if board.without_cosine:
        yield Row("no cosine", f"{board.without_cosine:,}", "pairs with a term without vector")


def _sets(board: Dashboard) -> Iterator[Row]:
    work = board.work
    most = max((each.sets for each in work.sets), default=1)
    for each in work.sets:
        name = str(each.least)
        if each.most is None:
            name += " and more"
        elif each.most > each.least:
            name += f" to {each.most}"
        yield Row(name, f"{each.sets:,}", "", each.sets / most)
    if work.largest is not None:
        told = f"terms, the set of {board.largest}"
        yield Row("largest", f"{work.largest_size:,}", told, head=work.largest)


def _left(board: Dashboard, left: "QueueFigures | None") -> Iterator[Row]:
    yield Row("proposals", f"{board.proposals:,}", "of imported dictionaries, awaiting a verdict")
    untouched = board.terms - board.touched
    yield Row("untouched", f"{untouched:,}", "terms with no pair decided")
    if left is not None:
        from synotui.ops.queueing.words import estimate_words

        expected = f"{left.remaining.expected:,.0f}" if left.remaining.enough else "?"
        yield Row("synonyms", expected, estimate_words(left, _WIDE))


def _share(part: int, whole: int, told: str) -> str:
    return f"{part / whole:.0%} of what was decided was {told}" if whole else ""


def _percent(share: float) -> str:
    return f"{share:.1%}" if 0 < share < 0.1 else f"{share:.0%}"


def _figure(cosine: float) -> str:
    return f"{cosine:.1f}".replace("-", "−")
