"""A long session, shortened: threads, open files, workers and widgets stay what they were.

Memory is watched by `python -m tests.soak`.
"""

from pathlib import Path

from tests.soak import Soak, make_dictionary
from tests.tui.conftest import Opener

DECISIONS = 50


async def test_a_session_does_not_grow(tmp_path: Path, opened: Opener) -> None:
    path = make_dictionary(tmp_path, 120)
    async with opened(path, (100, 30)) as session:
        soak = Soak(session)
        await soak.run(DECISIONS // 2, DECISIONS // 2)
        first, *_, last = await soak.run(DECISIONS, DECISIONS // 8)
        assert soak.decisions >= DECISIONS and soak.screens >= 2
        assert last.widgets == first.widgets and last.workers <= first.workers + 2
        assert last.threads <= first.threads + 1 and last.files <= first.files + 2
        await session.settle()
