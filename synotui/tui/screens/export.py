"""Where to write a file, in which format, and which vectors if it is to hold vectors."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, cast

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from synotui.errors import Cancelled, FormatError, SynotuiError
from synotui.model import Progress
from synotui.text import visible
from synotui.tui import exporting
from synotui.tui.background import run_beside
from synotui.tui.leavable import Leavable
from synotui.tui.progress import Relay
from synotui.tui.widgets.field import Field
from synotui.tui.widgets.settings_list import Line, SettingsList

if TYPE_CHECKING:
    from synotui.formats import Format
    from synotui.model import SpaceInfo
    from synotui.ops.transfer.exporting import ExportOptions
    from synotui.ops.workbench import Workbench
    from synotui.tui.app import SynotuiApp

_KEYS = "↑↓ go · ←→ choose · enter write · esc leave"
_VECTORS = {
    "adjusted": "as the accepted pairs adjust them",
    "base": "as they came, before any decision",
}
_TERMS = {"all": "every term with a vector", "moved": "only those the accepted pairs move"}


class ExportScreen(ModalScreen[None], Leavable[None]):
    """Name a file and choose what goes into it; nothing is written until enter."""

    CSS_PATH = "export.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Leave, or stop writing", show=False),
        Binding("down,j,ｊ", "line(1)", "Next choice", show=False),
        Binding("up,k,ｋ", "line(-1)", "Previous choice", show=False),
        Binding("right,l,space,ｌ", "step(1)", "Next of the choice", show=False),
        Binding("left,h,ｈ", "step(-1)", "Previous of the choice", show=False),
        Binding("enter", "write", "Write the file", show=False),
    ]

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._path = path
        self._spaces: Sequence[SpaceInfo] = ()
        self._space = 0
        self._vectors = "adjusted"
        self._terms = "all"
        self._relay: Relay | None = None

    @property
    def _app(self) -> "SynotuiApp":
        return cast("SynotuiApp", self.app)

    @property
    def _field(self) -> Field:
        return self.query_one(Field)

    @property
    def _list(self) -> SettingsList:
        return self.query_one(SettingsList)

    def compose(self) -> ComposeResult:
        """The path, over what there is to choose."""
        with Vertical(id="export") as body:
            body.border_title = Content("Export to")
            body.border_subtitle = Content(_KEYS)
            yield Field(str(self._path), id="export-field", compact=True, select_on_focus=False)
            yield SettingsList()
            yield Static("", id="export-note", markup=False)

    def on_mount(self) -> None:
        """Show the choices; the spaces join them once they are read."""
        self._field.focus()
        self._show()
        self._app.ask(_spaces, self._take_spaces)

    def _take_spaces(self, spaces: "list[SpaceInfo]") -> None:
        self._spaces = spaces
        self._space = next((at for at, space in enumerate(spaces) if space.current), 0)
        if self.is_mounted:
            self._show()

    # What is shown

    def on_input_changed(self, event: Input.Changed) -> None:
        """Show what the ending says."""
        event.stop()
        self._show()

    def _out(self) -> Path:
        return Path(self._field.value.strip()).expanduser()

    def _format(self) -> "Format":
        """Give the format the ending says. Raises FormatError."""
        from synotui.formats import format_for_writing

        if not self._field.value.strip():
            raise FormatError("Name a file")
        return format_for_writing(self._out())

    def _show(self) -> None:
        try:
            format = self._format()
        except FormatError as error:
            self._list.show([("format", "?", "by the ending of the file", False)])
            self._note(f"{error.message}.", wrong=True)
            return
        self._list.show(self._rows(format))
        what = "The accepted pairs" if format.holds == "pairs" else "Vectors"
        there = ", in place of the file that is there" if self._out().is_file() else ""
        self._note(f"{what} as {format.name}{there}.")

    def _rows(self, format: "Format") -> list[Line]:
        rows: list[Line] = [("format", format.name, format.summary, False)]
        if format.holds == "pairs":
            return rows
        if self._spaces:
            space = self._spaces[self._space]
            told = f"{space.vectors:,} vectors of {space.dim} values"
            told += ", the one compared by" if space.current else ""
            rows.append(("space", visible(space.name), told, not space.current))
        rows.append(("vectors", self._vectors, _VECTORS[self._vectors], self._vectors == "base"))
        rows.append(("terms", self._terms, _TERMS[self._terms], self._terms == "moved"))
        return rows

    def _note(self, told: str, *, wrong: bool = False) -> None:
        note = self.query_one("#export-note", Static)
        note.update(Content(visible(told)))
        note.set_class(wrong, "-wrong")

    # Choosing

    def action_line(self, by: int) -> None:
        """Go to another line: the path first, then the choices."""
        if self._field.has_focus:
            if by > 0:
                self._list.cursor = 0
                self._list.focus()
        elif by < 0 and self._list.cursor == 0:
            self._field.focus()
        else:
            self._list.cursor += by

    def action_step(self, by: int) -> None:
        """Choose the next or previous on the line under the cursor."""
        if self._relay is not None or self._field.has_focus:
            return
        names = ["format", *(["space"] if self._spaces else []), "vectors", "terms"]
        name = names[self._list.cursor]
        if name == "format":
            self._step_format(by)
            return
        if name == "space":
            self._space = (self._space + by) % len(self._spaces)
        elif name == "vectors":
            self._vectors = _next(_VECTORS, self._vectors)
        else:
            self._terms = _next(_TERMS, self._terms)
        self._show()

    def _step_format(self, by: int) -> None:
        from synotui.formats import formats

        writing = [each for each in formats() if each.writes]
        try:
            at = writing.index(self._format()) + by
        except FormatError:
            at = 0
        self._field.value = exporting.with_ending(self._field.value, writing[at % len(writing)])

    # Writing

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Write the file."""
        event.stop()
        self.action_write()

    def action_write(self) -> None:
        """Write the file; the screen stays, saying why, if it cannot be."""
        if self._relay is None:
            self._relay = Relay(self._tell_progress)
            run_beside(self, partial(self._write, self._relay), "export")

    async def _write(self, relay: Relay) -> None:
        try:
            report = await exporting.write(
                self._app, self._out(), self._options(self._format()), relay
            )
        except Cancelled:
            self.dismiss()
            return
        except SynotuiError as error:
            self._note(str(error), wrong=True)
            return
        finally:
            # Whoever cancels this leaves a thread behind, which ends with its next report.
            relay.stop()
            self._relay = None
        self._app.review.say(f"Wrote {report.amount()} to {' and '.join(report.files)}")
        for told in report.narration:
            self._app.tell_note(told)
        self.dismiss()

    def _options(self, format: "Format") -> "ExportOptions":
        from synotui.ops.transfer.exporting import ExportOptions

        if format.holds == "pairs":
            return ExportOptions()
        return ExportOptions(
            space=self._spaces[self._space].name if self._spaces else None,
            vectors="base" if self._vectors == "base" else "adjusted",
            moved_only=self._terms == "moved",
        )

    def _tell_progress(self, progress: Progress | None) -> None:
        if progress is not None and self._relay is not None:
            self._note(f"Writing: {progress.done:,} of {progress.total:,} {progress.unit}")

    def action_leave(self) -> None:
        """Stop writing, which leaves no file behind; or leave."""
        if self._relay is not None:
            self._relay.stop()
        else:
            self.dismiss()


def _next(choices: dict[str, str], chosen: str) -> str:
    """Give the other of two choices."""
    return next(name for name in choices if name != chosen)


def _spaces(bench: "Workbench") -> "list[SpaceInfo]":
    from synotui.ops.spaces.embedding import spaces

    return [space for space in spaces(bench) if space.vectors]
