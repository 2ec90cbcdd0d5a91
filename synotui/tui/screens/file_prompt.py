"""A line to type the path of a file in, which is completed from what is on the disk."""

import asyncio
from pathlib import Path

from textual.binding import Binding
from textual.suggester import Suggester

from synotui.text import visible
from synotui.tui.screens.prompt import Accept, Prompt
from synotui.tui.widgets.field import Field

_LOOKED_THROUGH = 2_000
"""Names of a folder that are looked through at most."""


class FilePrompt(Prompt):
    """A prompt in which tab and → take what is offered."""

    BINDINGS = [  # noqa: RUF012
        Binding("tab", "complete", "Take the path that is offered", show=False, priority=True),
    ]

    def __init__(self, title: str, hint: str, accept: Accept, *, value: str = "") -> None:
        super().__init__(title, hint, accept, value=value)

    def on_mount(self) -> None:
        """Offer paths while one types."""
        super().on_mount()
        self.query_one(Field).suggester = Paths()

    def action_complete(self) -> None:
        """Take the path that is offered."""
        field = self.query_one(Field)
        field.action_end()
        field.action_cursor_right()


class Paths(Suggester):
    """Offers the first file or folder, by name, that begins with what was typed."""

    def __init__(self) -> None:
        super().__init__(use_cache=False, case_sensitive=True)

    async def get_suggestion(self, value: str) -> str | None:
        """Give the path as it was begun, and how it goes on; None where there is none."""
        return await asyncio.to_thread(_completed, value)


def _completed(typed: str) -> str | None:
    folder, slash, begun = typed.rpartition("/")
    if not typed.strip():
        return None
    try:
        entries = Path(f"{folder}{slash}" or ".").expanduser().iterdir()
        names = sorted(
            entry.name
            for entry, _ in zip(entries, range(_LOOKED_THROUGH), strict=False)
            if entry.name.startswith(begun) and (begun or not entry.name.startswith("."))
        )
        # A name that cannot be typed as it is cannot be taken either.
        name = next((name for name in names if visible(name) == name), None)
        if name is None:
            return None
        path = f"{folder}{slash}{name}"
        return f"{path}/" if Path(path).expanduser().is_dir() else path
    except (OSError, ValueError, RuntimeError):
        return None
