"""Opening a dictionary behind the first frame: terms first, then candidates, then the index."""

import asyncio
from collections.abc import Awaitable
from typing import TYPE_CHECKING

from synotui.errors import Cancelled, SynotuiError
from synotui.tui import reading
from synotui.tui.progress import Relay

if TYPE_CHECKING:
    from synotui.ops.workbench import Workbench
    from synotui.tui.app import SynotuiApp


async def open_dictionary(app: "SynotuiApp", relay: Relay) -> None:
    """Open, or make the demo; show the terms, the head's candidates; then see to the index."""
    dictionary, review = app.dictionary, app.review

    def make() -> "Workbench":
        from synotui.ops.workbench import open_workbench

        if app.demo and not app.path.exists():
            from synotui.ops.demo import make_demo

            return make_demo(app.path, relay)
        return open_workbench(app.path)

    try:
        await dictionary.open(make)
        opened = await dictionary.run(reading.opened)
    except Cancelled:
        return
    except SynotuiError as error:
        app.fail(error)
        return
    relay.done()
    review.begin(opened)
    await _unless_stopped(app, relay, _load_and_index(app, relay, opened.view.candidate))


async def index_again(app: "SynotuiApp", relay: Relay) -> None:
    """See to the index of the space that is current now."""
    await _unless_stopped(app, relay, _index(app, relay))


async def _unless_stopped(app: "SynotuiApp", relay: Relay, work: Awaitable[None]) -> None:
    try:
        await work
    except Cancelled:
        return
    except SynotuiError as error:
        app.tell_error(error)
    finally:
        relay.done()


async def _load_and_index(app: "SynotuiApp", relay: Relay, candidate: int | None) -> None:
    await _load(app, relay, candidate)
    await _index(app, relay)


async def _load(app: "SynotuiApp", relay: Relay, candidate: int | None) -> None:
    dictionary, review = app.dictionary, app.review

    def load(bench: "Workbench") -> None:
        from synotui.ops.indexing import load_vectors

        load_vectors(bench, relay)

    await dictionary.run(load)
    relay.done()
    app.space = await dictionary.run(reading.current_space)
    review.resume(candidate)
    review.undecided = await dictionary.run(reading.undecided)
    review.ledger = await dictionary.run(reading.ledger)
    review.show_figures()


async def _index(app: "SynotuiApp", relay: Relay) -> None:
    from synotui.ops import indexing

    dictionary, review = app.dictionary, app.review
    if not await dictionary.run(indexing.load_index):
        plan = await dictionary.run(indexing.plan_index)
        if plan is None:
            return
        built = await asyncio.to_thread(indexing.build_index, plan, relay)
        await dictionary.run(lambda bench: indexing.adopt_index(bench, built))
    review.reread([])
