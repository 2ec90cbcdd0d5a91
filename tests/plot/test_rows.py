"""What stands where on a map: nothing over anything else, whatever the terms, size and view."""

from dataclasses import replace

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from synotui.model import MAP_KINDS, MapPoint, TermMap
from synotui.plot.rows import Rows, Run, compose
from synotui.plot.scene import SHOWN, Scene, ground, look
from synotui.plot.strokes import ACROSS, DOWN, braille, strokes
from synotui.plot.view import View, fit
from synotui.text import width

TEXTS = ("普拉多", "[/x]", "霸道SUV", "\x1b[31mred", "family 👨‍👩‍👧", "e\u0301", "很长" * 20, "a")
place = st.tuples(st.floats(-3, 3), st.floats(-3, 3))


@st.composite
def maps(draw: st.DrawFn) -> TermMap:
    """Maps of up to forty points, some at one place, some moved."""
    kinds = sorted(draw(st.lists(st.sampled_from(MAP_KINDS[1:]), max_size=39)), key=MAP_KINDS.index)
    points = []
    for at, kind in enumerate(("head", *kinds)):
        base = draw(place)
        moved = draw(st.booleans())
        now = draw(place) if moved else base
        text = draw(st.sampled_from(TEXTS)) + str(at)
        points.append(MapPoint(at, text, base, now, kind, moved))
    linked = st.tuples(*[st.integers(0, len(points) - 1)] * 2)
    links = draw(st.lists(linked, max_size=5))
    return TermMap(tuple(points), "pca", None, "subject", tuple(links), "")


def seen(found: TermMap, cells: int, rows: int, zoom: float, shown: int) -> tuple[Scene, View]:
    """Give what is in sight of a map on so many cells."""
    places = [each for point in found.points for each in (point.base, point.now)]
    view = fit(places, cells, rows, aspect=2, margin=(2, 1)).zoomed(zoom)
    return look(ground(found), view, SHOWN[shown]), view


@settings(max_examples=40)
@given(
    maps(),
    st.integers(1, 90),
    st.integers(1, 30),
    st.floats(0.25, 1000),
    st.integers(0, 2),
    st.integers(0, 39),
)
def test_nothing_covers_anything(
    found: TermMap, cells: int, rows: int, zoom: float, shown: int, at: int
) -> None:
    scene, _ = seen(found, cells, rows, zoom, shown)
    selected = at % len(found.points)
    drawn = compose(scene, selected)
    assert len(drawn.runs) == rows
    for runs in drawn.runs:
        end = 0
        for run in sorted(runs):
            assert run.x >= end and run.cells == width(run.text) > 0
            end = run.x + run.cells
        assert end <= cells
    at_head = scene.at[0].tolist() == scene.at[selected].tolist()
    if scene.in_sight(0) and (selected == 0 or not at_head):
        assert run_at(drawn, scene, 0).text == "◉"
    if scene.in_sight(selected):
        assert run_at(drawn, scene, selected).chosen


def run_at(drawn: Rows, scene: Scene, point: int) -> Run:
    """Give what stands where a point is."""
    x, y = (int(each) for each in scene.at[point])
    return next(run for run in drawn.runs[y] if run.x <= x < run.x + run.cells)


@settings(max_examples=30)
@given(maps(), st.integers(0, 2))
def test_labels_are_whole_and_apart(found: TermMap, shown: int) -> None:
    scene, _ = seen(found, 70, 20, 1, shown)
    cells = set[tuple[int, int]]()
    for point, (x, y) in scene.labels.items():
        text, wide = scene.ground.names.label(point)
        own = {(x + step, y) for step in range(wide)}
        assert not own & cells and x >= 0 and x + wide <= 70
        assert not any(tuple(scene.at[other]) in own for other in scene.leading)
        cells |= own
        if width(text) < 28:
            assert text == scene.ground.names.texts[point]


def test_the_selected_label_is_always_shown_whole() -> None:
    crowd = [MapPoint(at, f"词条{at}", (at / 100, 0), (at / 100, 0), "neighbour", False)
             for at in range(1, 60)]  # fmt: skip
    head = MapPoint(0, "普拉多", (0, 0), (0, 0), "head", False)
    scene, _ = seen(TermMap((head, *crowd), "pca", None, "", (), ""), 40, 5, 1, 0)
    for at in range(60):
        texts = [run.text for runs in compose(scene, at).runs for run in runs if run.chosen]
        assert scene.ground.names.texts[at] in texts


def test_zooming_keeps_a_place_and_moving_does_not_change_scale() -> None:
    found = TermMap(
        tuple(
            MapPoint(at, str(at), (x, y), (x, y), "neighbour", False)
            for at, (x, y) in enumerate(((0, 0), (1, 2), (3, 1)))
        ),
        "pca", None, "", (), "",
    )  # fmt: skip
    scene, view = seen(found, 60, 20, 1, 0)
    closer = look(scene.ground, view.zoomed(3, (1, 2)), "both")
    assert closer.at[1].tolist() == scene.at[1].tolist()
    assert closer.at[2].tolist() != scene.at[2].tolist()
    moved = look(scene.ground, view.moved(5, -2), "both")
    assert (moved.at - scene.at).tolist() == [[-5, 2]] * 3


@given(st.lists(st.tuples(*[st.floats(-500, 500)] * 4), min_size=1, max_size=5))
def test_strokes_are_where_their_lines_are(lines: list[tuple[float, float, float, float]]) -> None:
    cells, rows = 20, 6
    bits = strokes(np.array(lines), cells, rows)
    expected = np.zeros((rows, cells), bool)
    for x, y, to_x, to_y in lines:
        way = np.linspace(0, 1, 4_000)
        dots = np.stack((x + (to_x - x) * way, y + (to_y - y) * way), axis=1)
        inside = (dots > -0.49) & (dots < (cells * ACROSS - 0.51, rows * DOWN - 0.51))
        at = (np.rint(dots[inside.all(axis=1)]) // (ACROSS, DOWN)).astype(int)
        expected[at[:, 1], at[:, 0]] = True
    # A stroke takes one dot a step, so that it may miss a corner its line cuts; never more.
    grown = np.pad(expected, 1)
    near = np.any([np.roll(grown, (dy, dx), (0, 1)) for dy in (-1, 0, 1) for dx in (-1, 0, 1)], 0)
    assert not (bits.astype(bool) & ~near[1:-1, 1:-1]).any()
    assert bits.astype(bool).sum() >= expected.sum() / 2


def test_a_stroke_in_dots() -> None:
    across = strokes(np.array([(0.0, 0.0, 3.0, 0.0)]), 2, 1)
    assert [braille(int(each)) for each in across[0]] == ["⠉", "⠉"]
    down = strokes(np.array([(1.0, 0.0, 1.0, 3.0)]), 1, 1)
    assert braille(int(down[0, 0])) == "⢸"
    every = strokes(np.array([(0.0, 0.0, 3.0, 0.0)]), 2, 1, 2)
    assert [braille(int(each)) for each in every[0]] == ["⠁", "⠁"]


def test_points_at_one_place_are_one_mark() -> None:
    points = tuple(
        replace(MapPoint(at, f"t{at}", (1, 1), (1, 1), "neighbour", False), kind=kind)
        for at, kind in enumerate(MAP_KINDS)
    )
    scene, _ = seen(TermMap(points, "pca", None, "", (), ""), 30, 8, 1, 0)
    assert scene.leading == [0] and scene.at.tolist() == [scene.at[0].tolist()] * len(points)
