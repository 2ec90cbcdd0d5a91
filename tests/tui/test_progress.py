"""Progress in the header: a bar where there is room, the share and the time left where not."""

from pathlib import Path

import pytest

from synotui.meter import Reading
from synotui.model import Progress
from synotui.ops.workbench import Workbench
from synotui.text import width
from synotui.tui.progress import bar, within
from tests.tui.conftest import Opener

HALF = Progress("indexing", 200_000, 400_000, "vectors")


def test_a_bar_with_the_share_and_the_time_left() -> None:
    assert bar(Reading(HALF)) == "indexing ▕████    ▏ 50%"
    assert bar(Reading(HALF, 4_300.0, 46.5)) == "indexing ▕████    ▏ 50% · 47 s left"
    assert bar(Reading(Progress("reading", 84_000_000, None, "bytes"))) == "reading 84 MB"
    done = Progress("indexing", 400_000, 400_000, "vectors")
    assert bar(Reading(done, 4_300.0)) == "indexing ▕████████▏100%"


def test_what_is_told_in_little_room_fits() -> None:
    told = [within(Reading(HALF, 4_300.0, 65), cells) for cells in range(40)]
    assert all(width(each) <= max(cells, 3) for cells, each in enumerate(told))
    assert list(dict.fromkeys(told)) == [
        "50%",
        "50% · 1 min 5 s left",
        "indexing 50% · 1 min 5 s left",
    ]


@pytest.mark.parametrize(
    ("size", "told"), [((120, 30), "indexing ▕████    ▏ 50%"), ((44, 12), "50%")]
)
async def test_the_header_tells_progress(
    small: Path, opened: Opener, size: tuple[int, int], told: str
) -> None:
    async with opened(small, size) as session:
        session.review.tell_progress(HALF)
        await session.pilot.pause()
        assert told in session.screen()[0]
        session.review.tell_progress(None)
        await session.pilot.pause()
        assert "50%" not in session.screen()[0]


async def test_the_encoder_is_loaded_while_a_term_is_typed(small: Path, opened: Opener) -> None:
    def begun(bench: Workbench) -> list[str]:
        return list(bench._encoders)

    async with opened(small) as session:
        assert await session.app.dictionary.run(begun) == []
        await session.press("plus")
        assert await session.app.dictionary.run(begun) == ["use-m3"]
        await session.press("escape")
