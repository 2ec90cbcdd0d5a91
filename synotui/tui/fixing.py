"""A derived space, made behind the screen and written between decisions."""

import asyncio
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from time import perf_counter
from typing import TYPE_CHECKING

from synotui.text import visible
from synotui.tui.background import carried_out, run_beside
from synotui.tui.progress import Relay

if TYPE_CHECKING:
    from synotui.ops.spaces.fix_plan import FixPlan
    from synotui.ops.spaces.fix_work import FixWork, Made
    from synotui.ops.spaces.fixes import FixReport, Writing
    from synotui.ops.workbench import Workbench
    from synotui.store import Store
    from synotui.tui.app import SynotuiApp

NAME = "fixing"
FIXES = {
    "centre": "subtract the mean of all vectors",
    "abtt": "remove mean and top components (all-but-the-top)",
    "whiten": "turn the covariance to identity",
}
"""What the palette offers: names of fixes, and what they do."""
_NOT_BESIDE = {"opening", "indexing", "neighbours"}
"""Work that must be over first: it uses the same cores."""


def make_space(app: "SynotuiApp", fix: str) -> None:
    """Begin to make a space of the current one by `fix`, or say why not now."""
    if why := _why_not(app):
        app.review.say(why)
        return
    relay = Relay(app.review.tell_progress)
    run_beside(app, partial(_make_or_tell, app, relay, fix), NAME)


def _why_not(app: "SynotuiApp") -> str:
    if not app.review.opened:
        return "The dictionary is still being opened."
    if app.review.read_only:
        return f"{app.path.name} is read-only: no space can be made."
    running = {worker.group for worker in app.workers if not worker.is_finished}
    if NAME in running:
        return "A space is being made already."
    if running & _NOT_BESIDE:
        return "Vectors, index and neighbours come first; then another space."
    return ""


async def _make_or_tell(app: "SynotuiApp", relay: Relay, fix: str) -> None:
    report = await carried_out(app, relay, _make(app, relay, fix))
    if report is not None:
        app.review.say(_told(report))


async def _make(app: "SynotuiApp", relay: Relay, fix: str) -> "FixReport":
    """Work in a thread beside; the dictionary's own writes each round and is free between."""
    began = perf_counter()
    dictionary = app.dictionary
    plan = await dictionary.run(partial(_plan, fix=fix))
    beside = await dictionary.run(lambda bench: bench.store.beside)
    with ThreadPoolExecutor(1, NAME) as executor:
        thread = partial(asyncio.get_running_loop().run_in_executor, executor)
        store = await thread(beside)
        writing: Writing | None = None
        try:
            work = await thread(_fit, plan, store, relay)
            writing = _writing(work)
            rounds = work.rounds(store, relay)
            while (made := await thread(_next, rounds)) is not None:
                await dictionary.run(partial(writing.keep, made=made))
            await dictionary.run(writing.finish)
        except BaseException:
            relay.stop()
            if writing is not None:
                # Behind a write that is queued already.
                dictionary.run(writing.give_up)
            raise
        finally:
            executor.submit(store.close)
    seconds = perf_counter() - began
    return await dictionary.run(partial(_report, work=work, writing=writing, seconds=seconds))


def _plan(bench: "Workbench", fix: str) -> "FixPlan":
    from synotui.ops.spaces.fix_plan import FixRequest, plan_fix

    return plan_fix(bench, FixRequest(fix))


def _fit(plan: "FixPlan", store: "Store", relay: Relay) -> "FixWork":
    from synotui.ops.spaces.fix_work import FixWork

    return FixWork(plan, store, relay)


def _writing(work: "FixWork") -> "Writing":
    from synotui.ops.spaces.fixes import Writing

    return Writing(work)


def _next(rounds: "Iterator[Made]") -> "Made | None":
    return next(rounds, None)


def _report(bench: "Workbench", work: "FixWork", writing: "Writing", seconds: float) -> "FixReport":
    from synotui.ops.spaces.fixes import report_on

    return report_on(bench, work, writing, seconds, kept=True)


def _told(report: "FixReport") -> str:
    before, after = report.before, report.after
    told = f"random pairs {before.random_cosine:.2f} → {after.random_cosine:.2f}"
    if before.recall_at_10 is not None and after.recall_at_10 is not None:
        told += f", accepted in first tens {before.recall_at_10:.0%} → {after.recall_at_10:.0%}"
    name = visible(report.space)
    return f"Space {name} is made: {told}. The palette compares by it."
