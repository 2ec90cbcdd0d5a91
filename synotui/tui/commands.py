"""What the command palette does beyond the keys: space, adjustment method, index, backups."""

from typing import TYPE_CHECKING

from synotui.model import Change, Settings
from synotui.tui.rebuilding import begin_rebuild, in_force

if TYPE_CHECKING:
    from synotui.ops.workbench import Workbench
    from synotui.tui.app import SynotuiApp


def change_method(app: "SynotuiApp", method: str) -> None:
    """Put another adjustment method in force; everything is solved again."""

    def change(settings: Settings) -> None:
        from synotui.ops.adjusting.adjust import parse_settings

        begin_rebuild(app, parse_settings(settings, method, {}))

    app.ask(in_force, change)


def change_space(app: "SynotuiApp", name: str) -> None:
    """Compare by the vectors of another space, and index it."""

    def op(bench: "Workbench") -> Change:
        from synotui.ops.spaces.embedding import use_space

        return use_space(bench, name)

    app.perform(op, lambda change: app.index_space() if change else None)


def change_backend(app: "SynotuiApp", name: str) -> None:
    """Search by another kind of index, from now on; it is built if need be."""

    def choose(bench: "Workbench") -> None:
        from synotui.ops.searching.backends import choose_backend

        choose_backend(bench, name)

    app.ask(choose, lambda _: app.index_space())


def show_beside(app: "SynotuiApp", name: str) -> None:
    """Show another space beside the current one at the head under review."""
    from synotui.tui.screens.beside import open_beside

    open_beside(app, name)


def show_backups(app: "SynotuiApp") -> None:
    """Show the backups of the dictionary."""
    from synotui.tui.screens.restore import RestoreScreen

    if app.review.opened:
        app.push_screen(RestoreScreen())
    else:
        app.review.say("The dictionary is still being opened.")
