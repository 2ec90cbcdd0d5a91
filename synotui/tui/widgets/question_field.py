"""The field a question is typed into; the term being typed is completed in faint letters."""

import asyncio
from collections.abc import Awaitable, Callable

from textual import events
from textual.message import Message
from textual.suggester import Suggester

from synotui.errors import SynotuiError
from synotui.model import Term
from synotui.ops.exploring.question_text import last_fragment, write
from synotui.text import visible
from synotui.tui.messages import TypedAhead
from synotui.tui.widgets.field import Field

Like = Callable[[str], Awaitable[list[Term]]]
"""Gives the terms that look like what is typed."""

_LONGEST = 1_000
"""Characters of a question."""
_PAUSE = 0.06
"""Seconds without a key after which terms are looked for."""


class QuestionField(Field):
    """A field that looks for terms like the one being typed, and tells of them.

    Keys reach it only while one is `typing`, which changes with a key and not
    with the focus, that follows: so keys typed in a burst go where they belong.
    """

    class Asked(Message):
        """What was typed is to be asked."""

    class Left(Message):
        """What was typed is to be forgotten."""

    def __init__(self, like: Like, tell: Callable[[list[Term]], None], *, id: str) -> None:
        completer = _Completer(like, tell)
        super().__init__(
            id=id,
            compact=True,
            select_on_focus=False,
            max_length=_LONGEST,
            suggester=completer,
        )
        self.typing = False

    def on_key(self, event: events.Key) -> None:
        """Type it, ask at enter, leave at escape; what comes after that is for the screen."""
        edits = {"backspace": self.action_delete_left, "ctrl+u": self.action_delete_left_all}
        if not self.typing:
            self.post_message(TypedAhead(event))
        elif event.key in ("enter", "escape"):
            self.typing = False
            self.post_message(self.Asked() if event.key == "enter" else self.Left())
        elif event.key in edits:
            # As a binding it would come after letters that were typed later.
            edits[event.key]()
        else:
            return
        event.stop()
        event.prevent_default()

    def take_early(self, event: events.Key) -> None:
        """Type a key that was pressed before the focus was here, if it is for typing."""
        if event.is_printable and event.character is not None:
            self.insert_text_at_cursor(event.character)
            event.stop()
        else:
            self.on_key(event)

    def on_mouse_down(self) -> None:
        """Let keys go here."""
        self.typing = True


class _Completer(Suggester):
    def __init__(self, like: Like, tell: Callable[[list[Term]], None]) -> None:
        super().__init__(use_cache=False, case_sensitive=True)
        self._like = like
        self._tell = tell
        self._latest = ""

    async def get_suggestion(self, value: str) -> str | None:
        """Give the line with its last term completed; None where none begins so."""
        self._latest = value
        await asyncio.sleep(_PAUSE)
        fragment = last_fragment(value)
        if value != self._latest:
            return None
        try:
            terms = await self._like(fragment) if fragment.strip() else []
        except SynotuiError:
            return None
        if value != self._latest:
            return None
        self._tell(terms)
        for term in terms:
            shown = visible(term.text)
            plain = write([[(shown, 1.0)]]) == shown
            if plain and shown.startswith(fragment) and shown != fragment:
                return value + shown[len(fragment) :]
        return None
