"""The map screen: looked at from anywhere, each point one key away from its head."""

import sys
from pathlib import Path

import numpy as np
import pytest
from textual import events

from synotui.model import SetOf, Verdict
from synotui.ops.review import decide
from synotui.ops.terms import find_term
from synotui.ops.workbench import Workbench, open_workbench
from synotui.text import width
from synotui.tui.screens import map_panes
from synotui.tui.screens.map import MapScreen
from synotui.tui.screens.review import ReviewScreen
from synotui.tui.widgets.field import Field
from synotui.tui.widgets.map_view import MapView
from tests.tui.conftest import Opener, Session

SIZES = ((160, 45), (40, 10), (21, 7), (4, 3), (80, 24))


@pytest.fixture
def decided(hostile: Path) -> Path:
    """Hostile terms beside 越野车, of which one is accepted, and a set of three."""
    with open_workbench(hostile) as bench:
        for verdict, head, synonym in (
            (Verdict.ACCEPTED, "普拉多", "霸道SUV"),
            (Verdict.ACCEPTED, "越野车", "普拉多"),
            (Verdict.REJECTED, "越野车", "跑车"),
            (Verdict.SKIPPED, "越野车", "轿车"),
        ):
            decide(bench, find_term(bench, head).id, find_term(bench, synonym).id, verdict)
    return hostile


def shown(session: Session) -> MapScreen:
    """Give the map that is on the screen, with no line of it wider or narrower than it must be."""
    screen = session.app.screen
    assert isinstance(screen, MapScreen)
    for line in session.screen():
        assert "\u200d" in line or width(line) == session.app.size.width
    return screen


def selected(session: Session) -> str:
    """Give the text of the selected point."""
    screen = session.app.screen
    assert isinstance(screen, MapScreen) and screen.map.point is not None
    return screen.map.point.text


def place(view: MapView) -> tuple[int, int]:
    """Give the cell of the selected point."""
    assert view.scene is not None and view.selected is not None
    x, y = view.scene.at[view.selected].tolist()
    return x, y


def cosines(bench: Workbench) -> tuple[float, float]:
    """Give the cosines of 越野车 with 霸道SUV, of the base and now."""
    loaded, head = bench.row(find_term(bench, "越野车"))
    _, other = bench.row(find_term(bench, "霸道SUV"))
    base, now = loaded.space.both_cosines(head, np.array([other]))
    return float(base[0]), float(now[0])


async def test_points_are_told_of_follow_decisions_and_lead_to_their_heads(
    decided: Path, opened: Opener, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(map_panes, "_LOOKS", 0.05)
    async with opened(decided, (80, 24)) as session:
        await session.press("g", *"越野车", "enter")
        await session.press("V")
        text = session.text()
        assert "越野车 and what is around it" in text and "◉" in text and "∘→ moved" in text
        assert "✗ 跑车" in text or "跑车 ✗" in text
        assert selected(session) == "越野车" and "▸" in text
        screen = shown(session)
        assert screen.drawn is not None
        nearest = [screen.map.points[at].text for at in screen.drawn.order()]
        await session.press("n")
        assert selected(session) == nearest[1]
        await session.press("n", "n", "N", "tab", "shift+tab")
        assert selected(session) == nearest[2]
        await session.press("home")
        assert selected(session) == "越野车"
        at = [point.text for point in screen.map.points].index("霸道SUV")
        screen.map.select(at)
        await session.settle()
        base, now = await session.app.dictionary.run(cosines)
        assert f"{base:.2f} → {now:.2f}" in session.text()
        assert "in its set" in session.text() and "with its base" in session.text()
        await session.press("0", "plus")
        text = next(point.text for point in screen.map.points if point.kind == "neighbour")
        screen.map.select([point.text for point in screen.map.points].index(text))
        scale = screen.map.view.scale
        ids = [find_id(session, each) for each in ("越野车", text)]
        session.app.perform(
            lambda bench: decide(bench, ids[0], ids[1], Verdict.ACCEPTED), lambda _: None
        )
        await session.settle()
        assert {point.text: point.kind for point in screen.map.points}[text] == "accepted"
        assert selected(session) == text and screen.map.view.scale == scale
        with open_workbench(decided) as bench:
            decide(bench, ids[0], ids[1], Verdict.REJECTED)
        await session.until(
            lambda: screen.map.point is not None and screen.map.point.kind == "rejected"
        )
        assert "rejected" in screen.told.text
        out = tmp_path / "map.svg"
        await session.press("w")
        await typed(session, str(tmp_path / "map.gif"))
        assert not isinstance(session.app.screen, MapScreen)
        await typed(session, str(out))
        assert out.read_text(encoding="utf-8").startswith("<")
        assert "Wrote the map" in session.text()
        screen.map.select([point.text for point in screen.map.points].index("霸道SUV"))
        await session.press("enter")
        assert isinstance(session.app.screen, ReviewScreen) and session.head == "霸道SUV"


async def test_looking_around_at_every_size(decided: Path, opened: Opener) -> None:
    async with opened(decided, (80, 24)) as session:
        await session.press("g", *"越野车", "enter", "V", "n", "n")
        view, text = shown(session).map, selected(session)
        before = place(view)
        await session.press("plus", "plus", "equals_sign")
        assert place(view) == before and selected(session) == text
        await session.press("minus", "H")
        assert place(view)[0] > before[0]
        await session.press("L", "J", "K", "0")
        assert place(view) == before
        aspect = view.view.aspect
        await session.press("f")
        assert view.view.aspect >= aspect and "fills the terminal" in session.text()
        await session.press("f")
        assert view.view.aspect == aspect
        for keys, label in (("v", " now · "), ("v", " base · "), ("v", "base → now")):
            await session.press(keys)
            assert label in session.text()
            shown(session)
        for key, x, y in (("h", -1, 0), ("l", 1, 0), ("k", 0, -1), ("j", 0, 1)):
            await session.press("home")
            here = place(view)
            await session.press(key)
            there = place(view)
            if selected(session) != "越野车":
                assert (there[0] - here[0]) * x + (there[1] - here[1]) * y >= 0
        for _ in range(12):
            view.zoom(1.5)
        await session.press(*"nnn")
        assert view.scene is not None and view.selected is not None
        assert view.scene.in_sight(view.selected)
        for size in SIZES:
            await session.pilot.resize_terminal(*size)
            await session.settle()
            shown(session)
        await session.pilot.resize_terminal(100, 30)
        await session.press("0")
        assert view.scene is not None
        at = next(point for point in view.scene.labels if point)
        cell = view.scene.labels[at]
        await session.pilot.click("#map", offset=cell)
        await session.settle()
        assert view.selected == at
        under = view.view.place(cell[0] + 0.5, cell[1] + 0.5)
        scale = view.view.scale
        view.post_message(events.MouseScrollUp(view, *cell, 0, 0, 0, False, False, False))
        await session.settle()
        assert view.view.scale > scale
        assert view.view.place(cell[0] + 0.5, cell[1] + 0.5) == pytest.approx(under)
        await session.press("0")
        await session.pilot.click("#map", offset=place(view))
        await session.settle()
        assert isinstance(session.app.screen, ReviewScreen)
        assert session.head == view.points[at].text


async def typed(session: Session, text: str) -> None:
    """Type a text into the prompt in place of what is there, and give it."""
    session.app.screen.query_one(Field).value = text
    await session.press("enter")


async def test_other_maps_by_all_methods(
    decided: Path, opened: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with opened(decided, (100, 30)) as session:
        await session.press("g", *"越野车", "enter")
        await session.press("V")
        screen = shown(session)
        first = len(screen.map.points)
        await session.press("less_than_sign")
        assert len(screen.map.points) < first
        await session.press("less_than_sign", "comma")
        assert "0 neighbours at least" in session.text()
        await session.press("full_stop", "greater_than_sign", "full_stop")
        assert len(screen.map.points) > first
        await session.press("S")
        assert screen.asked.about == SetOf(screen.map.points[0].term or 0)
        assert "synonym set of 越野车" in session.text()
        await session.press("n", "space")
        assert screen.map.points[0].text == selected(session) != "越野车"
        await session.press("backspace", "backspace")
        assert "越野车 and what is around it" in session.text()
        await session.press("c")
        await session.paste('[/x]，洋芋, "a, b"、马铃')
        await session.press("down", "enter")
        texts = [point.text for point in screen.map.points]
        assert texts == ["[/x]", "洋芋", "a, b", "马铃薯"]
        assert "[/x]" in session.text() and "◆" in session.text()
        screen.map.select(1)
        await session.press("enter")
        assert "not in the dictionary" in session.text() and selected(session) == "洋芋"
        await session.press("c", "enter")
        assert [point.text for point in screen.map.points] == texts
        await session.press("c")
        await typed(session, "土豆")
        await session.press("comma", "comma")
        assert "1 point" in session.text() and "◆ 土豆" in session.text().replace("▸", "")
        await session.press("plus", "n", "l", "v", "3")
        assert "UMAP needs" in session.text()
        await session.press("backspace", "backspace", "backspace")
        await session.pilot.press("2")
        await session.until("esc stops")
        assert "▸2 t-SNE" in session.text()
        await session.press("escape")
        assert "▸1 PCA" in session.text() and not screen.drawing
        assert method(screen) == "pca"
        await session.press("2")
        assert method(screen) == "tsne" and "▸2 t-SNE" in session.text()
        monkeypatch.setitem(sys.modules, "umap", None)
        await session.press("3")
        assert "synotui[maps]" in session.text() and "▸2 t-SNE" in session.text()
        assert method(screen) == "tsne"
        await session.press("q")
        assert isinstance(session.app.screen, ReviewScreen)


def method(screen: MapScreen) -> str:
    """Give how the map that is shown was made."""
    return screen.drawn.found.method if screen.drawn is not None else ""


def find_id(session: Session, text: str) -> int:
    """Give the id of a term on the map."""
    [found] = [point.term for point in shown(session).map.points if point.text == text]
    assert found is not None
    return found


async def test_without_vectors_it_says_what_to_do(tmp_path: Path, opened: Opener) -> None:
    from synotui.ops.transfer.importing import ImportOptions, import_file

    path, terms = tmp_path / "bare.db", tmp_path / "terms.csv"
    terms.write_text("term,frequency\n[/x],2\n土豆,1\n", encoding="utf-8")
    with open_workbench(path, create=True) as bench:
        import_file(bench, terms, ImportOptions())
    async with opened(path) as session:
        await session.press("V")
        assert "synotui embed" in session.text() and "vector" in session.text()
        await session.press(*"njv+-0", "enter", "m", "S", "w", "escape")
        assert isinstance(session.app.screen, ReviewScreen)
