"""Keys are heard in the order they are typed, however fast: one ends before the next begins.

Textual looks at some keys as soon as they come and hands the others to what has the focus,
where they wait: `escape` on a screen and a verdict right after it would be heard the wrong
way round. And what is typed before a screen that was opened has its fields is lost.
"""

from collections import deque
from collections.abc import Awaitable, Callable
from time import monotonic
from typing import Any

from textual.app import App
from textual.dom import DOMNode
from textual.events import Key
from textual.screen import Screen

_MOMENT = 0.005
"""Seconds between two looks whether a screen has come up."""
_PATIENCE = 1.0
"""Seconds after which a key is no longer waited for."""


class KeyOrder:
    """Holds keys back while one typed before them is being heard."""

    def __init__(self, app: App[Any], hear: Callable[[Key], Awaitable[None]]) -> None:
        self._app = app
        self._hear = hear
        self._typed: deque[Key] = deque()
        self._since: float | None = None
        """When the key under way was typed."""

    async def take(self, key: Key) -> None:
        """Hear a key, now or once those before it have been."""
        self._typed.append(key)
        if self._since is None:
            await self._next()
        else:
            self._app.set_timer(_PATIENCE, self._go_on)

    async def _go_on(self) -> None:
        """Hear what is held back by a key that went astray."""
        if self._since is not None and monotonic() - self._since >= _PATIENCE:
            await self._next()

    async def _next(self) -> None:
        self._since = None
        while self._typed and self._since is None:
            key = self._typed.popleft()
            self._since = begun = monotonic()
            target = self._app.focused or self._app.screen
            await self._hear(key)
            if key.is_forwarded:
                self._follow(target, begun)
            else:
                await self._end(begun)

    def _follow(self, node: DOMNode | None, begun: float) -> None:
        """Go the way of the key, behind it: from what has the focus up to the app."""
        while node is not None and node is not self._app:
            if node.call_later(self._follow, node.parent, begun):
                return
            node = node.parent
        self._app.call_later(self._arrive, begun)

    async def _arrive(self, begun: float) -> None:
        await self._end(begun)
        if self._since is None:
            await self._next()

    async def _end(self, begun: float) -> None:
        """Let the next key be heard, once the screen it is for is there."""
        if self._since != begun:
            return
        if _there(self._app.screen) or monotonic() - begun > _PATIENCE:
            self._since = None
        else:
            self._app.set_timer(_MOMENT, lambda: self._arrive(begun))


def _there(screen: Screen[Any]) -> bool:
    """Say whether a screen has come up, and its focus is where it shall be."""
    focus = screen.app.AUTO_FOCUS if screen.AUTO_FOCUS is None else screen.AUTO_FOCUS
    return screen.is_mounted and (not focus or screen.focused is not None or not screen.focus_chain)
