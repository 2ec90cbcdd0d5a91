"""Keys for an app under test as fast as a terminal gives them, and what it paints."""

import asyncio
import time
import unicodedata
from collections.abc import Collection, Iterator

from textual import events
from textual.keys import _character_to_key
from textual.widget import Widget

from synotui.text import width
from synotui.tui.app import SynotuiApp
from tests.hostile.terms import acting
from tests.hostile.wire import Wire, foreign
from tests.tui.conftest import Session, unheard

PATIENCE = 30.0
"""Seconds to wait for what must end: for slow machines, not a measure of speed."""
_BETWEEN_LOOKS = 0.002
_QUIET_LOOKS = 4
"""Looks in a row, some milliseconds apart, that must find nothing going on."""
_OWN_WIDTH = ("\u200d", "\ufe0f", "🇨", "🏴")
"""What terminals and libraries do not agree on the width of."""


def key_named(name: str) -> events.Key:
    """Give a key as the app is told of it, with the character it types."""
    if len(name) == 1:
        return events.Key(_character_to_key(name), name)
    try:
        return events.Key(name, unicodedata.lookup(name.replace("_", " ").upper()))
    except KeyError:
        return events.Key(name, None)


async def press(app: SynotuiApp, *names: str, beside: Collection[str] = ()) -> None:
    """Press keys one after the other, and wait for what comes of them (`at_rest`)."""
    for name in names:
        event = key_named(name)
        event.set_sender(app)
        app.post_message(event)
    await at_rest(app, beside)


async def at_rest(app: SynotuiApp, beside: Collection[str] = ()) -> None:
    """Wait until nothing goes on any more but work of the groups `beside`, and lay it all out."""
    quiet, deadline = 0, time.monotonic() + PATIENCE
    while quiet < _QUIET_LOOKS:
        await asyncio.sleep(_BETWEEN_LOOKS)
        waiting = unheard(app)
        busy = [w.group for w in app.workers if not w.is_finished and w.group not in beside]
        still = not (busy or waiting)
        quiet = quiet + 1 if still else 0
        assert time.monotonic() < deadline, (busy, waiting, app.screen)
    app.screen._on_timer_update()


def painted(session: Session) -> str:
    """Give what is on the terminal, once it is proven that no term acts on it.

    Every line has just the cells there are; nothing in it drives a terminal, is invisible,
    or is an action or a link that markup made. What was written to the terminal since the
    last time holds no sequence but Textual's own. The same of what may be shown later:
    notices, tooltips, titles of frames and of the window.
    """
    app = session.app
    columns, lines = app.size
    strips = app.screen._compositor.render_strips()
    assert len(strips) == lines and app.is_running
    for strip in strips:
        text = strip.text
        assert strip.cell_length == columns, text
        assert not acting(text), (text, acting(text))
        assert any(odd in text for odd in _OWN_WIDTH) or width(text) == columns, text
        for segment in strip:
            meta = segment.style.meta if segment.style else {}
            assert not segment.control and "@click" not in meta, text
            assert segment.style is None or segment.style.link is None, text
    if isinstance(app._driver, Wire):
        written = app._driver.taken()
        assert not foreign(written), (foreign(written), written[:2_000])
    for told in _told(app):
        assert not acting(told), told
    return "\n".join(strip.text for strip in strips)


def _told(app: SynotuiApp) -> Iterator[str]:
    """Give what the app may show later, line by line."""
    yield app.title
    yield app.sub_title
    for notice in app._notifications:
        assert not notice.markup, notice
        yield from f"{notice.title}\n{notice.message}".split("\n")
    for widget in app.screen.walk_children(Widget, with_self=True):
        for content in (widget._tooltip, widget._border_title, widget._border_subtitle):
            if content is not None:
                # What is not text of ours would be read as markup.
                assert not isinstance(content, str), (widget, content)
                yield str(content)
