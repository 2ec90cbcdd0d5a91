"""Sizes, themes and cell widths: every row of every pane is as wide as the terminal."""

from pathlib import Path

import pytest

from synotui.text import width
from tests.tui.conftest import Opener, Session

SIZES = [(80, 24), (40, 10), (50, 16), (63, 24), (100, 30), (160, 45), (200, 60)]


def sides(session: Session) -> None:
    """Check that the frames' right sides stand in one column, whatever the terms hold."""
    lines = session.screen()
    wide, _ = session.app.size
    body = [line for line in lines[1:-1] if line.strip()]
    assert body and all(line[-1] in "│┤╮╯" for line in body)
    assert all(width(line) == wide for line in lines)
    review = session.review
    if review.terms_frame.display and review.terms_frame.size.width < wide:
        edge = review.terms_frame.size.width
        for line in (line for line in body if "\u200d" not in line):
            cells, at = 0, 0
            while cells < edge:
                cells += width(line[at])
                at += 1
            assert cells == edge and line[at - 1] in "│╮╯", line


@pytest.mark.parametrize("size", SIZES)
async def test_rows_are_aligned_at_every_size(
    hostile: Path, opened: Opener, size: tuple[int, int]
) -> None:
    async with opened(hostile, size) as session:
        sides(session)
        await session.press("a", "r", "s", "g", *"越野车", "enter")
        sides(session)
        await session.press("p")
        assert "Accepting would change" in session.text()
        sides(session)
        await session.press("escape", "v", "j", "j")
        sides(session)
        await session.press("tab", "end")
        sides(session)


async def test_too_small_says_so_and_waits(small: Path, opened: Opener) -> None:
    async with opened(small, (30, 8)) as session:
        assert "too small" in session.text()
        await session.press("a")
        assert session.review.pace.decided == 0
        await session.pilot.resize_terminal(80, 24)
        await session.settle()
        assert "普拉多" in session.text() and "too small" not in session.text()
        await session.press("a")
        assert session.review.pace.decided == 1
        await session.pilot.resize_terminal(39, 24)
        await session.settle()
        assert "too small" in session.text()


async def test_one_pane_at_a_time_where_two_do_not_fit(small: Path, opened: Opener) -> None:
    async with opened(small, (50, 20)) as session:
        assert "霸道SUV" in session.text() and "Terms" not in session.text()
        await session.press("tab")
        assert "Terms" in session.text() and "cosine" not in session.text()
        await session.press("j", "enter")
        assert session.head == "霸道SUV" and "cosine" in session.text()


async def test_the_panel_folds_away_but_shows_a_preview(small: Path, opened: Opener) -> None:
    async with opened(small, (80, 14)) as session:
        assert "What the last decision" not in session.text()
        await session.press("p")
        assert "Accepting would change" in session.text()
        await session.press("escape")
        assert "Accepting would change" not in session.text()


@pytest.mark.parametrize("theme", ["synotui-light", "textual-light", "nord", "ansi-light"])
async def test_other_themes(small: Path, opened: Opener, theme: str) -> None:
    async with opened(small) as session:
        session.app.theme = theme
        await session.press("a")
        sides(session)
        assert "✓ syn" in session.text() and "▲" in session.text()


async def test_marks_do_not_rely_on_colour(small: Path, opened: Opener) -> None:
    async with opened(small) as session:
        await session.press("a", "r", "s", "space")
        text = session.text()
        assert [sign for sign in "✓✗–●▸▲?" if sign not in text] == []


def test_signs_are_no_emoji() -> None:
    """What terminals do not agree on the width of says nothing."""
    from synotui.tui.keys import KEYS, MARKS, QUEUE_KEYS

    signs = "".join(sign for sign, _ in MARKS) + "".join(
        key.label + key.help + key.shown for key in (*KEYS, *QUEUE_KEYS)
    )
    assert not [c for c in signs if c >= "\U0001f000" or "\ufe00" <= c <= "\ufe0f"]
    assert all(width(c) == 1 or "\u4e00" <= c <= "\u9fff" for c in signs)


async def test_help_shows_every_key(small: Path, opened: Opener) -> None:
    from synotui.tui.keys import KEYS, MARKS

    async with opened(small, (100, 100)) as session:
        await session.press("question_mark")
        text = session.text()
        for key in KEYS:
            assert key.shown.split(" ")[0] in text and key.help in text
        assert all(told in text for _, told in MARKS)
        await session.press("escape")
        assert session.app.screen is session.review
