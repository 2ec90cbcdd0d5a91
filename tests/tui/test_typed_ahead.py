"""Keys typed faster than screens come and go are heard, each once and in order."""

from collections.abc import Iterable
from itertools import cycle
from pathlib import Path

import pytest
from textual import events
from textual.geometry import Size

from synotui.tui.keyboard import KeyParser
from synotui.tui.screens.compare import CompareScreen
from tests.tui.conftest import Opener, Session

SCREENS = "IEcSg?"
"""Keys of the review that open a screen over it."""


def type_at_once(session: Session, keys: Iterable[str]) -> None:
    """Type as a terminal does that sends all keys in one go."""
    for key in keys:
        named = {"\x1b": "escape", "\r": "enter", "?": "question_mark", "/": "slash"}.get(key, key)
        session.app.post_message(events.Key(named, key))


async def test_a_verdict_right_after_leaving_a_screen_is_taken(small: Path, opened: Opener) -> None:
    async with opened(small) as session:
        for key, pause in zip(SCREENS, cycle((0, 0.05))):
            type_at_once(session, key)
            await session.pilot.pause(pause)
            type_at_once(session, "\x1b\x1bs")
            await session.settle()
            assert session.app.screen is session.review, (key, pause)
            assert session.review.ledger.undo, (key, pause)
            await session.press("u")
            assert not session.review.ledger.undo, (key, pause)


async def test_what_is_typed_before_a_field_is_there_gets_into_it(
    small: Path, opened: Opener
) -> None:
    async with opened(small) as session:
        type_at_once(session, "gsofa\r")
        await session.settle()
        assert session.head == "sofa"
        type_at_once(session, "/耳机\ra")
        await session.settle()
        assert session.listed() == ["耳机", "蓝牙耳机"]
        assert (session.head, session.rows()["蓝牙耳机"]) == ("耳机", "accepted synonym")


async def test_a_key_that_goes_astray_holds_no_other_up(small: Path, opened: Opener) -> None:
    async with opened(small) as session:
        await session.press("I")
        # The screen is gone before the key that was given to it comes back.
        session.app.pop_screen()
        type_at_once(session, "xs")
        await session.pilot.pause(1.2)
        await session.settle()
        assert session.review.ledger.undo


async def test_what_a_screen_would_show_once_one_has_left_comes_to_nothing(
    small: Path, opened: Opener
) -> None:
    async with opened(small) as session:
        for _ in range(3):
            await session.press("c")
            screen = session.app.screen
            assert isinstance(screen, CompareScreen)
            screen.call_after_refresh(screen.hint, "late")
            screen.post_message(events.Resize(Size(100, 30), Size(100, 30)))
            screen.query("#compare-hint").remove()
            session.app.pop_screen()
            await session.settle()
        assert session.app.screen is session.review


@pytest.mark.parametrize(
    ("sent", "keys"),
    [
        ("\x1ba", ["escape", "a"]),
        ("\x1bA", ["escape", "A"]),
        ("\x1b?", ["escape", "question_mark"]),
        ("\x1b\r", ["escape", "enter"]),
        ("\x1b2", ["escape", "2"]),
        ("\x1b霸", ["escape", "霸"]),
        ("\x1b\x1ba", ["escape", "escape", "a"]),
        ("\x1babc", ["escape", "a", "b", "c"]),
        ("a\x1b[Bb", ["a", "down", "b"]),
        ("\x1bOP", ["f1"]),
        ("\x1bb", ["ctrl+left"]),
        ("\x1b\x7f", ["ctrl+w"]),
        ("\x1b[97;3u", ["alt+a"]),
    ],
)
def test_escape_and_what_comes_with_it_are_two_keys(sent: str, keys: list[str]) -> None:
    parser = KeyParser()
    heard = [*parser.feed(sent), *parser.feed("")]
    assert [event.key for event in heard if isinstance(event, events.Key)] == keys


def test_alt_is_a_key_where_something_is_bound_to_it() -> None:
    parser = KeyParser(alt=True)
    heard = [*parser.feed("\x1ba"), *parser.feed("")]
    assert [event.key for event in heard if isinstance(event, events.Key)] == ["alt+a"]
