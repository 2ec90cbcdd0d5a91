"""The neighbours of every term, found behind the screen and written between decisions."""

import asyncio
from functools import partial
from time import perf_counter
from typing import TYPE_CHECKING

from synotui.tui.background import carried_out, run_beside
from synotui.tui.progress import Relay

if TYPE_CHECKING:
    from synotui.ops.searching.neighbour_report import NeighbourReport
    from synotui.tui.app import SynotuiApp

NAME = "neighbours"
_NOT_BESIDE = {NAME, "opening", "indexing"}
"""Work that must be over first: it uses the same cores, and the index is what this needs."""


def find_neighbours(app: "SynotuiApp") -> None:
    """Begin to find them, or say why not now."""
    if why := _why_not(app):
        app.review.say(why)
        return
    relay = Relay(app.review.tell_progress)
    run_beside(app, partial(_find_or_tell, app, relay), NAME)


def _why_not(app: "SynotuiApp") -> str:
    if not app.review.opened:
        return "The dictionary is still being opened."
    if app.review.read_only:
        return f"{app.path.name} is read-only: neighbours cannot be kept."
    running = {worker.group for worker in app.workers if not worker.is_finished}
    if NAME in running:
        return "The neighbours are being found already."
    if running & _NOT_BESIDE:
        return "Vectors and index come first; then the neighbours."
    return ""


async def _find_or_tell(app: "SynotuiApp", relay: Relay) -> None:
    report = await carried_out(app, relay, _find(app, relay))
    if report is not None:
        app.review.say(_told(report))


async def _find(app: "SynotuiApp", relay: Relay) -> "NeighbourReport":
    """Search in a thread beside; the dictionary's own writes each block and is free between."""
    from synotui.ops.searching import neighbours
    from synotui.ops.searching.indexing import cores
    from synotui.ops.searching.neighbour_report import report_beside

    dictionary = app.dictionary
    plan = await dictionary.run(partial(neighbours.plan_pass, threads=max(1, cores() - 1)))
    held, writing = plan.begun, None
    for start in plan.starts:
        began = perf_counter()
        lists = await asyncio.to_thread(neighbours.find_block, plan, start, relay)
        seconds = perf_counter() - began
        held = await writing if writing else held
        keep = partial(
            neighbours.keep_block, info=plan.info, begun=held, lists=lists, seconds=seconds
        )
        writing = dictionary.run(keep)
    held = await writing if writing else held
    if not held.finished:
        rows = neighbours.sample_of(plan)
        read = partial(neighbours.read_lists, info=plan.info, held=held, rows=rows)
        near = await dictionary.run(read)
        finished = await asyncio.to_thread(neighbours.measure, plan, held, rows, near, relay)
        keep_it = partial(neighbours.keep_recall, info=plan.info, begun=held, finished=finished)
        await dictionary.run(keep_it)
        held = finished
    beside = await dictionary.run(lambda bench: bench.store.beside)
    return await asyncio.to_thread(report_beside, beside, plan.info, held)


def _told(report: "NeighbourReport") -> str:
    terms = "1 term" if report.terms == 1 else f"{report.terms:,} terms"
    return (
        f"The {report.k} nearest of {terms} are known: hubness {report.hubness:.1f}, "
        f"{report.mutual:.0%} of first tens mutual."
    )
