"""Hostile terms on every screen, by every key, as heads, in notices and in every question.

None acts on the terminal, and nothing crashes (`driving.painted`).
"""

import shutil
from pathlib import Path

import pytest
from textual import events

from synotui.engine.evaluate import bootstrap
from synotui.text import visible
from synotui.tui.questions import QUESTIONS
from tests.hostile.crawl import SIZE, every_screen, missed
from tests.hostile.driving import at_rest, painted, press
from tests.hostile.terms import CURATOR, HOSTILE, MEASURED, OTHERS, acting, make_hostile
from tests.hostile.wire import Wire
from tests.tui.conftest import Opener


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The dictionary of hostile terms."""
    return make_hostile(tmp_path_factory.mktemp("hostile"))


@pytest.fixture
def hostile(original: Path, tmp_path: Path) -> Path:
    """A copy of it, under a name that is hostile too."""
    for name in (MEASURED, OTHERS):
        shutil.copy(original.with_name(name), tmp_path)
    return Path(shutil.copy(original, tmp_path / original.name))


async def test_every_screen_by_every_key(
    hostile: Path, watched: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bootstrap, "RESAMPLES", 20)
    monkeypatch.setenv("SYNOTUI_CURATOR", CURATOR)
    async with watched(hostile, SIZE) as session:
        crawl = await every_screen(session, short=True)
    assert not missed(crawl)
    assert crawl.pressed > 200


async def test_every_term_as_head_and_in_notices(hostile: Path, watched: Opener) -> None:
    from synotui.errors import UnknownTerm

    async with watched(hostile, (100, 30)) as session:
        seen = ""
        app = session.app
        tell = (session.review.say, app.tell_note, lambda each: app.tell_error(UnknownTerm(each)))
        for number, text in enumerate(HOSTILE):
            await press(app, "n")
            seen += painted(session)
            tell[number % 3](text)
            await at_rest(app)
            painted(session)
            app.clear_notifications()
        assert all(visible(text)[:6] in seen for text in HOSTILE)


async def test_every_question_about_every_term(hostile: Path, watched: Opener) -> None:
    async with watched(hostile, (120, 40)) as session:
        await press(session.app, "E")
        for number in range(len(QUESTIONS)):
            await press(session.app, str(number + 1))
            for at in range(0, len(HOSTILE) - 5, 19):
                some = ['"' + text.replace('"', '""') + '"' for text in HOSTILE[at : at + 6]]
                await press(session.app, "slash", "ctrl+u")
                line = f"{some[0]}, {some[1]} | {some[2]}, {some[3]} | {some[4]}, {some[5]}"
                session.app.screen.post_message(events.Paste(line))
                await at_rest(session.app)
                await press(session.app, "enter")
                painted(session)


async def test_what_is_copied_may_be_pasted_into_a_shell(hostile: Path, watched: Opener) -> None:
    async with watched(hostile, SIZE) as session:
        app = session.app
        await press(app, "m")
        app.post_message(events.Paste("\x1b[2J\u202erm -rf\x07"))
        await at_rest(app)
        painted(session)
        await press(app, "home", "shift+end", "ctrl+c")
        assert isinstance(app._driver, Wire)
        (copied,) = app._driver.copied()
        assert "rm -rf" in copied and not acting(copied)
        painted(session)
