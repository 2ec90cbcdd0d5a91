"""The command palette as fast hands use it: typed into before it is up, left while it searches."""

from asyncio import shield
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

from textual.command import CommandPalette, Provider

from synotui.tui.background import while_there
from synotui.tui.leavable import Leavable

if TYPE_CHECKING:
    from textual.worker import Worker


class Palette(CommandPalette, Leavable[Any]):
    """A palette whose search comes to nothing once one has left it."""

    def run_worker(self, work: Any, *arguments: Any, **named: Any) -> "Worker[Any]":
        """Start a search."""
        search: Callable[[], Awaitable[object]] = work

        async def carry_out() -> None:
            with while_there(self):
                await search()

        return super().run_worker(carry_out, *arguments, **named)


class ReadyOnce(Provider):
    """A provider that gets ready once, however quickly one types.

    Textual ends each search with the next letter, and with a search what it waits for.
    """

    async def _wait_init(self) -> None:
        if self._init_task is not None:
            await shield(self._init_task)
