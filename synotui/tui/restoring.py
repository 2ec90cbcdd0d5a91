"""Putting a backup back under an open review, also where the file is damaged, gone or another."""

import asyncio
from functools import partial
from typing import TYPE_CHECKING

from synotui.errors import SynotuiError
from synotui.tui.background import run_beside

if TYPE_CHECKING:
    from pathlib import Path

    from synotui.ops.backups import Backup
    from synotui.ops.workbench import Workbench
    from synotui.tui.app import SynotuiApp
    from synotui.tui.progress import Relay


async def back_up(app: "SynotuiApp", relay: "Relay") -> "Backup | None":
    """Make a backup by hand. Raises SynotuiError."""
    from synotui.ops.backups import back_up_file

    return await asyncio.to_thread(back_up_file, app.path, "hand", relay)


async def put_back(app: "SynotuiApp", relay: "Relay", backup: "Backup") -> None:
    """Put a backup back in the dictionary's thread: no decision comes in between.

    All is read anew as soon as the file is looked at. Raises SynotuiError; then
    nothing was changed.
    """
    from synotui.ops.backups import restore

    def job(bench: "Workbench") -> None:
        restore(bench, backup, relay)

    app.stop_loading()
    app.keep()
    await app.dictionary.run(job)
    app.elsewhere.look()


async def put_in_place(app: "SynotuiApp", backup: "Backup") -> "Path":
    """Put a backup in the place of a file that is damaged or gone, and open that.

    Gives where the damaged one is kept. Raises SynotuiError; then nothing was changed.
    """
    from synotui.ops.backups import restore_file

    app.stop_loading()
    kept = await app.dictionary.run(lambda bench: restore_file(bench.path, backup))
    await _open_again(app)
    return kept


def open_again(app: "SynotuiApp") -> None:
    """Open the file that is there now, whichever that is."""
    if app.path.is_file():
        app.stop_loading()
        run_beside(app, partial(_open_again, app), "opening")
    else:
        app.tell_note(f"{app.path.name} is not there. What is on the screen stays.")


async def _open_again(app: "SynotuiApp") -> None:
    from synotui.ops.workbench import open_workbench
    from synotui.tui import opening

    try:
        await app.dictionary.open(lambda: open_workbench(app.path))
    except SynotuiError as error:
        app.fail(error)
        return
    app.elsewhere.begin()
    run_beside(app, partial(opening.open_anew, app), "opening")
