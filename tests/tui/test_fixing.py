"""Making a derived space behind the screen."""

from pathlib import Path

import pytest

from synotui.ops.spaces import fix_work
from synotui.ops.workbench import open_workbench
from synotui.tui.fixing import make_space
from tests.tui.conftest import Opener
from tests.tui.test_palette import choose

NAMED = "subtract the mean"


def spaces(path: Path) -> dict[str, int]:
    """The vectors of each space."""
    with open_workbench(path) as bench:
        return {space.name: space.vectors for space in bench.store.vectors.spaces()}


async def test_the_palette_makes_it_tells_and_switches_to_it(small: Path, opened: Opener) -> None:
    async with opened(small) as session:
        await session.press("a")
        await choose(session, NAMED)
        assert "Space use-m3·centred is made: random pairs" in session.notices()
        assert "accepted in first tens" in session.notices()
        assert session.head == "普拉多"
        await choose(session, "compare by space use-m3·centred")
    with open_workbench(small) as bench:
        current = bench.store.vectors.current()
        assert current is not None and current.name == "use-m3·centred" and current.moved == 2
    found = spaces(small)
    assert found["use-m3"] == found["use-m3·centred"]


async def test_decisions_are_taken_meanwhile_and_leaving_leaves_all_or_nothing(
    small: Path, opened: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fix_work, "ROUND_BYTES", 1)
    async with opened(small) as session:
        make_space(session.app, "centre")
        await session.pilot.press("a")
        await session.pilot.press("ctrl+q")
        await session.settle()
    found = spaces(small)
    assert found.get("use-m3·centred", found["use-m3"]) == found["use-m3"]


async def test_what_cannot_be_done_now_is_said(small: Path, opened: Opener) -> None:
    small.chmod(0o444)
    async with opened(small) as session:
        make_space(session.app, "centre")
        await session.settle()
        assert "read-only: no space can be made" in session.notices()


async def test_without_vectors_it_says_what_to_do(tmp_path: Path, opened: Opener) -> None:
    path = tmp_path / "bare.db"
    with open_workbench(path, create=True) as bench, bench.store.transaction():
        bench.store.terms.add([("普拉多", "普拉多", None)])
    async with opened(path) as session:
        make_space(session.app, "centre")
        await session.settle()
        assert "has no vectors yet" in session.notices()
