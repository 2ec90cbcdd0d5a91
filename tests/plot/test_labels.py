"""Labels: whatever points there are, none overlaps another, a mark, or the frame's border."""

from hypothesis import given
from hypothesis import strategies as st

from synotui.plot.labels import Box, apart, place_labels
from synotui.plot.text_width import shortened, text_width

_FRAME = Box(0, 0, 80, 24)
_CELL = st.tuples(st.integers(-3, 83), st.integers(-3, 26))
_PIXEL = st.tuples(st.floats(0, 300), st.floats(0, 200))


def _check(marks: list[Box], placed: list[Box | None], frame: Box) -> None:
    there = [box for box in placed if box is not None]
    for number, box in enumerate(there):
        assert box.within(frame)
        assert not any(box.overlaps(mark) for mark in marks)
        assert not any(box.overlaps(other) for other in there[number + 1 :])


@given(st.lists(st.tuples(_CELL, st.integers(0, 30)), max_size=80), st.integers(0, 5))
def test_labels_of_cells_keep_apart(points: list[tuple[tuple[int, int], int]], first: int) -> None:
    marks = [Box(x, y, 1, 1) for (x, y), _ in points]
    widths = [width for _, width in points]
    placed = place_labels(marks, widths, _FRAME, leading=first)
    _check(marks, placed, _FRAME)
    for mark, width, box in zip(marks, widths, placed, strict=True):
        if box is not None:
            assert (box.width, box.height) == (width, 1)
            assert all(isinstance(number, int) for number in box)
            assert mark.within(_FRAME)


@given(st.lists(st.tuples(_PIXEL, st.floats(1, 120), _PIXEL), max_size=50), st.integers(0, 50))
def test_labels_of_pixels_keep_apart(
    points: list[tuple[tuple[float, float], float, tuple[float, float]]], first: int
) -> None:
    frame = Box(0, 0, 300, 200)
    marks = [Box(x - 6, y - 6, 12, 12) for (x, y), _, _ in points]
    lines = [(*place, *origin) for place, _, origin in points]
    placed = place_labels(
        marks,
        [width for _, width, _ in points],
        frame,
        height=17,
        gap=3,
        lines=lines,
        leading=first,
    )
    _check(marks, placed, frame)
    for mark, box in [*zip(marks, placed, strict=True)][first:]:
        assert box is None or not apart(mark, box, 3)


def test_a_label_is_at_the_right_where_there_is_room_and_elsewhere_where_there_is_none() -> None:
    right, left, above = Box(10, 5, 1, 1), Box(78, 5, 1, 1), Box(39, 12, 1, 1)
    assert place_labels([right], [6], _FRAME) == [Box(12, 5, 6, 1)]
    assert place_labels([left], [6], _FRAME) == [Box(71, 5, 6, 1)]
    assert place_labels([above], [60], _FRAME) == [Box(9, 11, 60, 1)]
    assert place_labels([right], [90], _FRAME) == [None]


def test_what_comes_first_has_its_label_and_what_must_have_one_has_it_farther_away() -> None:
    crowd = [Box(x, y, 1, 1) for y in range(8, 13) for x in range(30, 50)]
    head = Box(40, 10, 1, 1)
    marks = [head, *(box for box in crowd if box != head)]
    widths = [6.0] * len(marks)
    assert place_labels(marks, widths, _FRAME)[0] is None
    far = place_labels(marks, widths, _FRAME, leading=1)[0]
    assert far is not None
    assert apart(head, far, 1)


def test_a_label_is_no_nearer_to_another_mark_than_to_its_own() -> None:
    first, second = Box(10, 5, 1, 1), Box(12, 5, 1, 1)
    only = Box(0, 5, 24, 1)
    assert place_labels([first, second], [7, 7], only) == [Box(2, 5, 7, 1), Box(14, 5, 7, 1)]
    assert place_labels([second, first], [7, 9], only) == [Box(14, 5, 7, 1), Box(0, 5, 9, 1)]
    assert place_labels([first, second], [10, 11], only) == [None, None]


def test_a_label_keeps_off_lines_where_it_can() -> None:
    mark = Box(40, 10, 1, 1)
    crossing = (42.5, 0.0, 42.5, 20.0)
    (beside,) = place_labels([mark], [6], _FRAME, lines=[crossing])
    assert beside == Box(33, 10, 6, 1)
    wall = [(float(x), 0.0, float(x), 23.0) for x in range(80)]
    assert place_labels([mark], [6], _FRAME, lines=wall) == [Box(42, 10, 6, 1)]


@given(st.text(max_size=40), st.floats(20, 300))
def test_a_shortened_text_fits(text: str, room: float) -> None:
    cut = shortened(text, 13, room)
    assert text_width(cut, 13) <= room
    assert cut == text or cut.endswith("…")


def test_wide_characters_are_as_wide_as_they_are_high() -> None:
    assert text_width("普拉多", 13) == 39
    assert text_width("", 13) == 0
    assert 30 < text_width("Prado", 13) < 50
