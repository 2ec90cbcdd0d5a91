"""Views of a map: everything is in sight, true to scale, and places are found again."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from synotui.plot.view import fit

_NUMBER = st.floats(-100, 100)
_PLACE = st.tuples(_NUMBER, _NUMBER)


@given(st.lists(_PLACE, max_size=30), st.integers(1, 200), st.integers(1, 60))
def test_all_places_are_in_sight(places: list[tuple[float, float]], cells: int, rows: int) -> None:
    view = fit(places, cells, rows, aspect=2, margin=(8, 1))
    for place in places:
        x, y = view.cell(place)
        assert 0 <= x < cells
        assert 0 <= y < rows


@given(_PLACE, _PLACE, st.floats(0.1, 10))
def test_a_place_is_found_where_it_is_shown(
    a: tuple[float, float], b: tuple[float, float], factor: float
) -> None:
    view = fit([(-100, -100), (100, 100)], 80, 24, aspect=2).moved(3, -2)
    assert view.place(*view.at(a)) == pytest.approx(a, abs=1e-6)
    zoomed = view.zoomed(factor, b)
    assert zoomed.at(b) == pytest.approx(view.at(b), abs=1e-6)
    assert zoomed.scale == pytest.approx(view.scale * factor)


def test_both_axes_have_the_same_scale() -> None:
    view = fit([(0, 0), (4, 1)], 81, 41, aspect=2)
    (x1, y1), (x2, y2) = view.at((0, 0)), view.at((1, 1))
    assert x2 - x1 == pytest.approx(2 * (y1 - y2))
    assert x2 > x1
    assert y2 < y1
