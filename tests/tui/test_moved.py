"""Many moved vectors get a graph of their own, built while the curator goes on."""

from pathlib import Path

import pytest

from synotui.ops.adjusting import moved_index
from tests.tui.conftest import Opener


async def test_the_graph_of_what_moved_is_built_after_decisions(
    opened: Opener, small: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        moved_index.plan_moved_index, "__kwdefaults__", {"tolerated": 1}, raising=True
    )
    async with opened(small, (120, 30)) as session:
        await session.press("a")
        loaded = await session.app.dictionary.run(lambda bench: bench.loaded())
        assert loaded is not None
        assert loaded.space.moved.count_settled == len(loaded.space.moved) >= 2
        assert session.app.moved is None
        before = session.rows()
        await session.press("a", "u")
        assert session.rows() == before
