"""Screens that one may leave while something they would show is on its way."""

from collections.abc import Callable
from typing import Any

from textual.message import Message
from textual.screen import Screen, ScreenResultType

from synotui.tui.background import while_there


class Leavable(Screen[ScreenResultType]):
    """A screen over another; once one has left, what it would show comes to nothing."""

    @property
    def left(self) -> bool:
        """Whether one has left: there is nothing to show on any more."""
        return self not in self.app.screen_stack

    async def _dispatch_message(self, message: Message) -> None:
        """Hear of something: a key, a size, what was typed into a field."""
        with while_there(self):
            await super()._dispatch_message(message)

    def call_after_refresh(
        self, callback: Callable[..., object], *arguments: Any, **named: Any
    ) -> bool:
        """Call something once what is shown is painted, unless one has left by then."""
        return super().call_after_refresh(self._unless_left, callback, *arguments, **named)

    def _unless_left(self, callback: Callable[..., object], *arguments: Any, **named: Any) -> Any:
        return None if self.left else callback(*arguments, **named)
