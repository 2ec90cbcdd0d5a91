"""A line to type in over the review screen, with terms to choose from where that helps."""

from collections.abc import Awaitable, Callable
from functools import partial
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, OptionList, Static

from synotui.model import Term
from synotui.text import visible
from synotui.tui.background import run_beside
from synotui.tui.leavable import Leavable
from synotui.tui.widgets.field import Field

Accept = Callable[[str, Term | None], Awaitable[str]]
"""Takes what was typed and the term chosen; gives "" when done, else what is wrong."""
Like = Callable[[str], Awaitable[list[Term]]]
"""Gives the terms that look like what was typed."""


class Prompt(ModalScreen[None], Leavable[None]):
    """Ask for one line of text; stays open, saying why, while it cannot be taken."""

    CSS_PATH = "prompt.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Leave", show=False),
        Binding("down", "choose(1)", "Next of the terms", show=False),
        Binding("up", "choose(-1)", "Previous of the terms", show=False),
    ]

    def __init__(
        self, title: str, hint: str, accept: Accept, *, value: str = "", like: Like | None = None
    ) -> None:
        super().__init__()
        self._prompt_title = title
        self._hint = hint
        self._accept = accept
        self._value = value
        self._like = like
        self._terms: list[Term] = []

    def compose(self) -> ComposeResult:
        """A title, the field, what it is about, and the terms."""
        with Vertical(id="prompt"):
            yield Static(Content(visible(self._prompt_title)), id="prompt-title", markup=False)
            yield Field(self._value, id="prompt-field", compact=True, select_on_focus=False)
            if self._like is not None:
                yield OptionList(id="prompt-terms", markup=False, compact=True)
            yield Static(Content(visible(self._hint)), id="prompt-hint", markup=False)

    def on_mount(self) -> None:
        """Begin to type."""
        self.set_focus(self.query_one(Field))
        if self._like is not None:
            self.query_one(OptionList).can_focus = False

    def on_input_changed(self, event: Input.Changed) -> None:
        """Look for terms like what is typed."""
        if self._like is not None:
            run_beside(self, partial(self._look, event.value), "like", exclusive=True)

    async def _look(self, text: str) -> None:
        if self._like is None:
            return
        found = await self._like(text)
        lists = self.query(OptionList)
        if not lists:
            # The prompt was left meanwhile.
            return
        self._terms, options = found, lists.first()
        options.clear_options()
        options.add_options([Content(visible(term.text)) for term in self._terms])
        options.highlighted = None

    def action_choose(self, step: int) -> None:
        """Move among the terms."""
        if not self._terms:
            return
        options = self.query_one(OptionList)
        at = options.highlighted
        first = 0 if step > 0 else len(self._terms) - 1
        options.highlighted = first if at is None else (at + step) % len(self._terms)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Take a term that was clicked."""
        self._take(self._terms[event.option_index])

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Take what was typed, or the term chosen."""
        at = self.query_one(OptionList).highlighted if self._like is not None else None
        self._take(self._terms[at] if at is not None and at < len(self._terms) else None)

    def _take(self, term: Term | None) -> None:
        text = self.query_one(Field).value
        if text == visible(self._value):
            # Left as it was: what stands for control characters is not meant to be kept.
            text = self._value
        run_beside(self, partial(self._try, text, term), "take", exclusive=True)

    async def _try(self, text: str, term: Term | None) -> None:
        wrong = await self._accept(text, term)
        if not wrong:
            self.dismiss()
            return
        hint = self.query_one("#prompt-hint", Static)
        hint.update(Content(visible(wrong)))
        hint.add_class("-wrong")

    def action_leave(self) -> None:
        """Leave without doing anything."""
        self.dismiss()
