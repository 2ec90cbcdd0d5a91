"""What the command palette does beyond the keys: space, adjustment method, export."""

from pathlib import Path
from typing import TYPE_CHECKING

from synotui.errors import SynotuiError
from synotui.model import Change, Settings, Term
from synotui.tui.rebuilding import begin_rebuild, in_force

if TYPE_CHECKING:
    from synotui.ops.exporting import ExportReport
    from synotui.ops.workbench import Workbench
    from synotui.tui.app import SynotuiApp


def change_method(app: "SynotuiApp", method: str) -> None:
    """Put another adjustment method in force; everything is solved again."""

    def change(settings: Settings) -> None:
        from synotui.ops.adjust import parse_settings

        begin_rebuild(app, parse_settings(settings, method, {}))

    app.ask(in_force, change)


def change_space(app: "SynotuiApp", name: str) -> None:
    """Compare by the vectors of another space, and index it."""

    def op(bench: "Workbench") -> Change:
        from synotui.ops.embedding import use_space

        return use_space(bench, name)

    app.perform(op, lambda change: app.index_space() if change else None)


def change_backend(app: "SynotuiApp", name: str) -> None:
    """Search by another kind of index, from now on; it is built if need be."""

    def choose(bench: "Workbench") -> None:
        from synotui.ops.backends import choose_backend

        choose_backend(bench, name)

    app.ask(choose, lambda _: app.index_space())


def ask_export(app: "SynotuiApp") -> None:
    """Ask for a path and write the accepted pairs there."""
    from synotui.tui.screens.prompt import Prompt

    async def accept(text: str, _: Term | None) -> str:
        if not text.strip():
            return "Name a file."
        out = Path(text.strip()).expanduser()

        def write(bench: "Workbench") -> "ExportReport":
            from synotui.ops.exporting import export

            return export(bench, out)

        try:
            report = await app.dictionary.run(write)
        except SynotuiError as error:
            return str(error)
        app.review.say(f"Wrote {report.amount()} to {report.path}")
        return ""

    beside = str(app.path.with_suffix(".csv"))
    hint = "enter writes the accepted pairs; the ending chooses the format · esc leaves"
    app.push_screen(Prompt("Export to", hint, accept, value=beside))
