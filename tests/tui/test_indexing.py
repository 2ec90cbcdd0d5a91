"""The index behind the screen: what answers is told, and nothing about it costs the session."""

import shutil
import sys
from pathlib import Path
from threading import Event

import pytest

from synotui.model import Progress
from synotui.ops.caches import cache_folder
from synotui.ops.searching.backends import choose_backend, chosen_backend
from synotui.ops.workbench import open_workbench
from synotui.tui.app import SynotuiApp
from synotui.tui.progress import Relay
from tests.tui.conftest import Opener, Session
from tests.tui.test_palette import choose


def index_file(db: Path) -> Path:
    [path] = cache_folder(db).glob("space*/index-*")
    return path


async def test_a_damaged_index_is_built_anew_and_that_is_told(small: Path, opened: Opener) -> None:
    async with opened(small) as session:
        assert "HNSW ready" in session.text()
        assert session.notices() == ""
    index_file(small).write_bytes(b"something else")
    async with opened(small) as session:
        assert "HNSW ready" in session.text()
        assert "damaged" in session.notices()
        await session.press("a")
        assert session.rows()["霸道SUV"] == "accepted synonym"
    async with opened(small) as session:
        assert session.notices() == ""


async def test_an_index_that_cannot_be_kept_lasts_as_long_as_the_session(
    small: Path, opened: Opener
) -> None:
    cache_folder(small).write_text("in the way", encoding="utf-8")
    async with opened(small) as session:
        assert "HNSW ready" in session.text()
        assert "The index lasts as long as this session" in session.notices()


async def test_an_index_deleted_meanwhile_is_not_missed(small: Path, opened: Opener) -> None:
    async with opened(small) as session:
        shutil.rmtree(cache_folder(small))
        await session.press("a", "n", "a", "u")
        assert "HNSW ready" in session.text()
    async with opened(small) as session:
        assert "HNSW ready" in session.text()
        assert index_file(small).exists()


async def test_another_kind_of_search_is_chosen_in_the_palette_and_remembered(
    small: Path, opened: Opener
) -> None:
    async with opened(small) as session:
        await choose(session, "search exactly")
        assert "exact search" in session.text()
    async with opened(small) as session:
        assert "exact search" in session.text()
        await choose(session, "by inverted lists")
        assert "faiss-ivf ready" in session.text()
        await session.press("a")
        assert session.rows()["霸道SUV"] == "accepted synonym"


async def test_a_backend_that_is_not_installed_leaves_exact_search(
    small: Path, opened: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    with open_workbench(small) as bench:
        choose_backend(bench, "faiss-hnsw")
    monkeypatch.setitem(sys.modules, "faiss", None)
    async with opened(small) as session:
        assert "exact search" in session.text()
        assert "pip install 'synotui[faiss]'" in session.notices()
        await session.press("a")
        assert session.rows()["霸道SUV"] == "accepted synonym"
    with open_workbench(small) as bench:
        assert chosen_backend(bench) == "faiss-hnsw"


async def test_leaving_while_the_index_is_built_stops_it(
    small: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate = Event()
    report = Relay.__call__

    def wait_there(relay: Relay, progress: Progress) -> None:
        report(relay, progress)
        if progress.stage == "indexing":
            assert gate.wait(60)
            report(relay, progress)

    monkeypatch.setattr(Relay, "__call__", wait_there)
    app = SynotuiApp(small)
    try:
        async with app.run_test(size=(140, 30)) as pilot:
            session, review = Session(app, pilot), app.review

            await session.until(lambda: "indexing" in review.header_line.told())
            await session.until(lambda: review.visit and review.visit.rows and not review.settling)
            await pilot.press("a")
            await session.until(lambda: "accepted synonym" in session.rows().values())
            assert "exact search" in session.text()
            assert "indexing" in session.text()
            await pilot.press("ctrl+q")
            gate.set()
            await session.until(lambda: all(worker.is_finished for worker in app.workers))
    finally:
        gate.set()
        app.close_dictionary()
    assert not cache_folder(small).exists()
    with open_workbench(small) as bench:
        assert bench.store.vectors.spaces()[0].moved == 2, "what was decided meanwhile is there"
