"""The line at the bottom: the keys that matter, those that cannot work now dimmed."""

from collections.abc import Callable, Sequence
from typing import ClassVar

from textual import events
from textual.app import RenderResult
from textual.strip import Strip
from textual.widget import Widget

from synotui.text import width
from synotui.tui.keys import KEYS, Key
from synotui.tui.messages import KeyClicked
from synotui.tui.widgets.lines import INKS, Pens, Piece, strip


class KeyLine(Widget):
    """Keys in the table's order; the less important ones go when room is short."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {*INKS, "ink--key"}

    def __init__(
        self,
        works: Callable[[Key], bool],
        shown: Callable[[Key], str],
        keys: Sequence[Key] = KEYS,
    ) -> None:
        super().__init__(id="keys")
        self._table = keys
        self._works = works
        self._shown = shown
        self._spans: list[tuple[int, int, Key]] = []
        self._working: list[bool] = []

    def look_again(self) -> None:
        """Draw it again if other keys work than those it shows."""
        if self._working != [self._works(key) for _, _, key in self._spans]:
            self.refresh()

    def keys(self, cells: int) -> list[Key]:
        """Give the keys there is room for."""
        chosen: list[Key] = []
        for key in sorted((key for key in self._table if key.footer), key=lambda key: key.footer):
            if sum(self._wide(k) for k in [*chosen, key]) > cells:
                break
            chosen.append(key)
        return sorted(chosen, key=self._table.index)

    def _wide(self, key: Key) -> int:
        return width(self._shown(key)) + width(key.label) + 3

    def render_line(self, y: int) -> Strip:
        """Draw it, remembering where each key is."""
        cells = self.size.width
        pieces: list[Piece] = []
        self._spans, self._working = [], []
        at = 0
        for key in self.keys(cells):
            works = self._works(key)
            pieces += [
                (f" {self._shown(key)}", "key" if works else "faint"),
                (f" {key.label} ", "plain" if works else "faint"),
            ]
            self._spans.append((at, at + self._wide(key), key))
            self._working.append(works)
            at += self._wide(key)
        return strip(Pens(self), pieces, cells)

    def on_click(self, event: events.Click) -> None:
        """Do what the clicked key does."""
        for start, end, key in self._spans:
            if start <= event.x < end:
                self.post_message(KeyClicked(key.action))

    def render(self) -> RenderResult:
        """Drawn line by line."""
        return ""
