"""Which spaces to measure beside the current one: a mark for each that is chosen."""

from typing import TYPE_CHECKING, ClassVar, cast

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen

from synotui.text import visible
from synotui.tui.leavable import Leavable
from synotui.tui.widgets.set_lines import SetLine, SetLines

if TYPE_CHECKING:
    from synotui.model import SpaceInfo
    from synotui.ops.workbench import Workbench
    from synotui.tui.app import SynotuiApp


class SpacesBesideScreen(ModalScreen[tuple[str, ...] | None], Leavable[tuple[str, ...] | None]):
    """A list of the other spaces with vectors; gives the names of those chosen, None if left."""

    CSS_PATH = "spaces_beside.tcss"
    AUTO_FOCUS = "#spaces"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,ｑ", "leave", "Leave", show=False),
        Binding("j,down,ｊ", "step(1)", "Next space", show=False),
        Binding("k,up,ｋ", "step(-1)", "Previous space", show=False),
        Binding("space,x,ideographic_space", "choose", "Choose it, or not", show=False),
        Binding("enter", "take", "Measure", show=False),
    ]

    def __init__(self, chosen: tuple[str, ...]) -> None:
        super().__init__()
        self._chosen = set(chosen)
        self._others: list[SpaceInfo] = []
        self.list = SetLines(id="spaces")

    def compose(self) -> ComposeResult:
        """The list in a frame."""
        with Vertical(id="spaces-beside") as body:
            body.border_title = Content("Measure beside the current space")
            body.border_subtitle = Content("space choose · enter measure · esc leave")
            yield self.list

    def on_mount(self) -> None:
        """Read the spaces."""
        cast("SynotuiApp", self.app).ask(_others, self._take)

    def _take(self, others: "list[SpaceInfo]") -> None:
        self._others = others
        if self.is_attached:
            self._show()

    def _show(self) -> None:
        if self._others:
            self.list.show(self._others, self._line, self.list.cursor)
        else:
            told = "There is no other space with vectors: make one with embed, import or space"
            self.list.show([told], lambda text: SetLine(((text, "faint"),)))

    def _line(self, info: "SpaceInfo") -> SetLine:
        mark = "✓ " if info.name in self._chosen else "  "
        told = f"{info.vectors:,} vectors of {info.dim} values "
        return SetLine(((mark, "good"), (visible(info.name), "plain")), ((told, "faint"),))

    def action_step(self, by: int) -> None:
        """Go to the next space, or the one before."""
        self.list.cursor += by

    def action_choose(self) -> None:
        """Choose the space under the cursor, or choose it no more."""
        if self.list.cursor < len(self._others):
            self._chosen ^= {self._others[self.list.cursor].name}
            self._show()

    def on_cursor_list_chosen(self) -> None:
        """Choose what was clicked twice."""
        self.action_choose()

    def action_take(self) -> None:
        """Measure beside the spaces chosen."""
        self.dismiss(tuple(info.name for info in self._others if info.name in self._chosen))

    def action_leave(self) -> None:
        """Leave it as it was."""
        self.dismiss(None)


def _others(bench: "Workbench") -> "list[SpaceInfo]":
    from synotui.ops.spaces.embedding import spaces

    return [info for info in spaces(bench) if info.vectors and not info.current]
