"""Synonym sets measured beside the dictionary's thread, which has verdicts to take."""

import asyncio
from functools import partial
from typing import TYPE_CHECKING

from synotui.ops.grouping import measured as measured_sets

if TYPE_CHECKING:
    from synotui.model import SynonymSet
    from synotui.ops.workbench import Workbench
    from synotui.tui.app import SynotuiApp
    from synotui.tui.progress import Relay

_WAIT = 0.05
"""Seconds between two looks whether vectors have arrived."""


async def ready_sets(app: "SynotuiApp", relay: "Relay") -> "list[SynonymSet]":
    """Give all synonym sets, measured as far as that is still to be done.

    Raises Cancelled once the relay is stopped, DictionaryError.
    """
    run = app.dictionary.run
    while await run(measured_sets.is_arriving):
        await asyncio.sleep(_WAIT)
    plan = await run(measured_sets.plan_sets)
    if plan is not None:
        made = await asyncio.to_thread(measured_sets.measure_sets, plan, relay)
        # Kept in its turn: what was measured can be shown before.
        run(partial(measured_sets.adopt_sets, made=made))
        return made.sets
    return await run(_known)


def _known(bench: "Workbench") -> "list[SynonymSet]":
    return bench.measured_sets.sets if bench.measured_sets is not None else []
