"""Finding the neighbours of every term behind the screen."""

from pathlib import Path

import pytest

from synotui.engine import passes
from synotui.model import Verdict
from synotui.ops.searching.known_neighbours import known_neighbours
from synotui.ops.searching.neighbours import find_neighbours
from synotui.ops.workbench import open_workbench
from tests.tui.conftest import Opener
from tests.tui.test_palette import choose

NAMED = "neighbours of every"


def blocks(path: Path) -> int:
    """How many blocks of the pass are kept."""
    with open_workbench(path) as bench:
        info = bench.store.vectors.current()
        held = bench.store.neighbours.held(info.id) if info else None
        return held.blocks if held else 0


async def test_the_palette_finds_them_and_tells(small: Path, opened: Opener) -> None:
    async with opened(small) as session:
        await choose(session, NAMED)
        assert "terms are known: hubness" in session.notices()
        await session.press("a")
        assert "accepted synonym" in session.rows().values()
    with open_workbench(small) as bench:
        found = known_neighbours(bench)
        assert found is not None and found.held.finished
        assert find_neighbours(bench).kept


async def test_decisions_are_taken_meanwhile_and_leaving_keeps_what_is_there(
    small: Path, opened: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(passes, "ROWS_PER_BLOCK", 1)
    async with opened(small) as session:
        await session.press("ctrl+p")
        await session.pilot.press(*NAMED)
        await session.pilot.pause(0.4)
        await session.pilot.press("enter", "a")
        await session.pilot.press("ctrl+q")
        await session.settle()
    kept = blocks(small)
    with open_workbench(small) as bench:
        assert bench.store.pairs.counts()[Verdict.ACCEPTED] == 1
        terms = bench.store.vectors.current()
        assert terms is not None and kept <= terms.vectors
        assert find_neighbours(bench).terms == terms.vectors


async def test_what_cannot_be_done_now_is_said(small: Path, opened: Opener) -> None:
    small.chmod(0o444)
    async with opened(small) as session:
        await choose(session, NAMED)
        assert "read-only: neighbours cannot be kept" in session.notices()


async def test_without_vectors_it_says_what_to_do(tmp_path: Path, opened: Opener) -> None:
    path = tmp_path / "bare.db"
    with open_workbench(path, create=True) as bench, bench.store.transaction():
        bench.store.terms.add([("普拉多", "普拉多", None)])
    async with opened(path) as session:
        await choose(session, NAMED)
        assert "has no vectors yet" in session.notices()
