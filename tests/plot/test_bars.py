"""Bars of block characters: every line of one width, whatever is counted, the mark in place."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from synotui.engine.histogram import round_bounds
from synotui.plot.bars import MARK, axis, bar, short, sparkline
from synotui.text import width


@given(
    st.floats(-1, 1),
    st.floats(0, 1),
    st.integers(2, 80),
    st.integers(20, 160),
    st.none() | st.floats(-1, 1),
    st.data(),
)
def test_lines_are_as_wide_as_the_axis(
    low: float, wide: float, most: int, cells: int, mark: float | None, data: st.DataObject
) -> None:
    bounds = round_bounds(low, min(1, low + wide), min(most, cells - 1)).tolist()
    laid = axis(bounds, cells, mark)
    bins = len(bounds) - 1
    counts = data.draw(st.lists(st.integers(0, 10**9), min_size=bins, max_size=bins))
    lines = laid.bars(counts, 4)
    numbers = laid.numbers(counts)
    assert laid.cells <= cells
    assert all(width(line) == laid.cells for line in lines)
    assert numbers is None or width(numbers) == laid.cells
    if laid.mark is not None:
        assert all(line[laid.mark] == MARK and line.count(MARK) == 1 for line in lines)
    spans = [laid.span(number) for number in range(bins)]
    assert all(first[1] <= then[0] for first, then in pairwise(spans))
    for count, (start, end) in zip(counts, spans, strict=True):
        drawn = lines[-1][start:end].replace(MARK, "").strip()
        assert bool(drawn) == bool(count)


def test_what_is_there_can_be_seen_and_the_largest_is_full() -> None:
    laid = axis([0.0, 0.1, 0.2, 0.3], 13, 0.2)
    assert laid.bars([1, 1_000, 500], 2) == ["    ███ │    ", "▁▁▁ ███ │███ "]
    assert laid.numbers([1, 1_000, 0]) == "  1  1k │    "
    assert laid.labels() == "0.0     0.2"
    assert axis([0.0, 0.5, 1.0], 3).bars([0, 0], 1) == ["  "]


def test_counts_are_short() -> None:
    counts = (0, 999, 1_000, 1_240, 9_960, 99_960, 999_400, 999_500, 3_400_000)
    assert [short(count) for count in counts] == [
        "0", "999", "1.0k", "1.2k", "10k", "100k", "999k", "1.0M", "3.4M",
    ]  # fmt: skip
    assert [short(count, 3) for count in counts[1:]] == [
        "999", "1k", "1k", "10k", ".1M", "1M", "1M", "3M",
    ]  # fmt: skip


@given(st.integers(0, 9 * 10**10), st.sampled_from([3, 4]))
def test_counts_have_room_and_say_what_they_are(count: int, room: int) -> None:
    told = short(count, room)
    value = float(told.rstrip("kMG")) * {"k": 1e3, "M": 1e6, "G": 1e9}.get(told[-1], 1)
    assert len(told) <= room
    assert abs(value - count) <= 0.5001 * max(1, count)


def test_sparklines_go_from_the_least_to_the_greatest() -> None:
    assert sparkline([1, 3, 2]) == "▁█▅"
    assert sparkline([0.5]) == sparkline([0.5, 0.5])[:1] == "▅"
    assert sparkline([]) == ""


def test_lying_bars_show_what_is_not_nothing() -> None:
    assert bar(0, 10) == "" and bar(1, 4) == "████"
    assert bar(1e-9, 10) == "▏" and bar(0.5, 3) == "█▌"
