"""Putting adjustment settings in force, or taking in what waits, behind the screen."""

import asyncio
from functools import partial
from typing import TYPE_CHECKING

from synotui.model import Change, Diff, Progress, Settings
from synotui.tui.background import carried_out, run_beside
from synotui.tui.progress import Relay

if TYPE_CHECKING:
    from synotui.ops.adjusting.rebuilding import RebuildPlan
    from synotui.ops.workbench import Workbench
    from synotui.tui.app import SynotuiApp

NAME = "rebuilding"
_TRIES = 3
"""Plans that decisions may overtake before the dictionary's thread solves by itself."""


def begin_rebuild(app: "SynotuiApp", settings: Settings | None) -> None:
    """Solve all pairs by `settings`, or by those in force, and go on; or say why not now."""
    if why := _why_not(app):
        app.review.say(why)
        return
    relay = Relay(app.review.tell_progress)
    run_beside(app, partial(_rebuild_or_tell, app, relay, settings), NAME)


def _why_not(app: "SynotuiApp") -> str:
    if not app.review.opened:
        return "The dictionary is still being opened."
    if app.review.read_only:
        return f"{app.path.name} is read-only: nothing can be adjusted."
    running = {worker.group for worker in app.workers if not worker.is_finished}
    return "Vectors are being adjusted already." if NAME in running else ""


async def _rebuild_or_tell(app: "SynotuiApp", relay: Relay, settings: Settings | None) -> None:
    done = await carried_out(app, relay, _rebuild(app, relay, settings))
    if done is None:
        return
    if isinstance(done, Change):
        app.take_in(done)
        return
    app.review.say(f"Rebuilt: {done.moved:,} {'term' if done.moved == 1 else 'terms'} moved.")
    app.review.reread([])


async def _rebuild(app: "SynotuiApp", relay: Relay, settings: Settings | None) -> Change | Diff:
    from synotui.ops.adjusting import rebuilding

    dictionary = app.dictionary
    for _ in range(_TRIES):
        wanted = settings if settings is not None else await dictionary.run(in_force)
        plan = await dictionary.run(partial(_plan, wanted))
        if plan is None:
            break
        relay(Progress("adjusting", 0, None, "terms"))
        solved = await asyncio.to_thread(rebuilding.run_rebuild, plan)
        terms = len(solved.task.ids)
        relay(Progress("adjusting", terms, terms, "terms"))
        adopt = partial(rebuilding.adopt_rebuild, plan=plan, solved=solved)
        if (done := await dictionary.run(adopt)) is not None:
            return done
    return await dictionary.run(partial(_on_its_thread, settings=settings))


def _plan(settings: Settings, bench: "Workbench") -> "RebuildPlan | None":
    from synotui.ops.adjusting.rebuilding import plan_rebuild

    return plan_rebuild(bench, settings)


def in_force(bench: "Workbench") -> Settings:
    from synotui.ops.adjusting.adjust import get_settings

    return get_settings(bench)


def _on_its_thread(bench: "Workbench", settings: Settings | None) -> Change | Diff:
    from synotui.ops.adjusting.adjust import change_settings, rebuild

    return rebuild(bench) if settings is None else change_settings(bench, settings)
