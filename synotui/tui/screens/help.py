"""Every key and every sign, from the table of keys."""

from typing import ClassVar

from rich.table import Table
from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from synotui.tui.keys import MARKS, Key, by_group
from synotui.tui.leavable import Leavable


class HelpScreen(ModalScreen[None], Leavable[None]):
    """What each key does; scrolls where the terminal is small."""

    CSS_PATH = "help.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,question_mark,q,？,ｑ", "dismiss", "Back to the review", show=False),
        Binding("j,ｊ", "scroll(1)", "Down", show=False),
        Binding("k,ｋ", "scroll(-1)", "Up", show=False),
    ]

    def __init__(self, shown: dict[str, str]) -> None:
        super().__init__()
        self._keys_shown = shown

    def compose(self) -> ComposeResult:
        """The groups one below the other, then the signs."""
        body = VerticalScroll(id="help")
        body.border_title = Content("Keys")
        body.border_subtitle = Content("esc back")
        with body:
            for group, keys in by_group().items():
                yield Static(Content(group), classes="help-group", markup=False)
                yield Static(self._table(keys), markup=False)
            yield Static(Content("Signs"), classes="help-group", markup=False)
            yield Static(_grid([(sign, told) for sign, told in MARKS]), markup=False)

    def on_mount(self) -> None:
        """Let the arrow keys scroll."""
        self.query_one("#help").focus()

    def action_scroll(self, lines: int) -> None:
        """Scroll by some lines."""
        self.query_one("#help").scroll_relative(y=lines, animate=False)

    def _table(self, keys: list[Key]) -> Table:
        return _grid([(self._keys_shown[key.id], key.help) for key in keys])


def _grid(rows: list[tuple[str, str]]) -> Table:
    table = Table.grid(padding=(0, 2))
    table.add_column(width=10, justify="right", no_wrap=True)
    table.add_column()
    for key, told in rows:
        table.add_row(Text(key, "bold"), Text(told))
    return table
