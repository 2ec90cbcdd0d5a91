"""The terms read and sorted beside the dictionary's thread, which has other things to do."""

import asyncio
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from synotui.errors import SynotuiError
from synotui.ops import listing
from synotui.tui import reading

if TYPE_CHECKING:
    from synotui.model import Listed, TermFilter, TermOrder
    from synotui.tui.app import SynotuiApp

_ATTEMPTS = 3
"""How often what was made is made again because the terms have changed meanwhile."""


async def ready_terms(app: "SynotuiApp", order: "TermOrder") -> None:
    """Read all terms and sort them, as far as that is still to be done.

    Who asks meanwhile waits for the same reading. Raises DictionaryError.
    """
    async with app.listing:
        for _ in range(_ATTEMPTS):
            plan = await app.dictionary.run(lambda bench: listing.plan_listing(bench, order))
            if plan is None:
                return
            made = await asyncio.to_thread(listing.make_listing, plan)
            await app.dictionary.run(partial(listing.adopt_listing, made=made))


async def list_when_ready(
    app: "SynotuiApp",
    sought: "TermFilter",
    then: "Callable[[Listed], None]",
    done: Callable[[], None],
) -> None:
    """Give the terms that are `sought` once all are read and sorted; `done` is called last."""
    try:
        await ready_terms(app, sought.order)
    except SynotuiError as error:
        app.tell_error(error)
        done()
        return
    app.ask(lambda bench: reading.listed_at_hand(bench, sought), then, done)


async def sort_terms(app: "SynotuiApp", order: "TermOrder", then: Callable[[], None]) -> None:
    """Make all terms ready to be listed in an order."""
    try:
        await ready_terms(app, order)
    except SynotuiError as error:
        app.tell_error(error)
    else:
        then()
