"""Opening a dictionary behind the first frame: terms first, then candidates, then the index."""

import asyncio
from functools import partial
from typing import TYPE_CHECKING

from synotui.errors import Cancelled, SynotuiError
from synotui.tui import reading
from synotui.tui.background import carried_out, run_beside
from synotui.tui.damage import look_at_pages
from synotui.tui.memory import give_back_large
from synotui.tui.progress import Relay

if TYPE_CHECKING:
    from synotui.ops.searching.loading import Loading
    from synotui.ops.workbench import Workbench
    from synotui.tui.app import SynotuiApp

_FIRST_LOOK = 0.03
"""Seconds of reading vectors after which the first candidates are shown."""
_NEXT_LOOK = 0.4
"""Seconds between then and every later look."""
_LARGE_INDEX = 50_000_000
"""Bytes of an index file that take a tenth of a second to read, in which no key is heard."""
_REST = 1.0
"""Seconds without a key that are taken for a rest."""
_PATIENCE = 240
"""Quarters of a rest that are waited for one."""


async def open_dictionary(app: "SynotuiApp", relay: Relay) -> None:
    """Open, or make the demo; show the terms, the head's candidates; then see to the index."""
    dictionary, review = app.dictionary, app.review
    give_back_large()

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
    app.elsewhere.begin()
    await carried_out(app, relay, _begin_session(app, relay, opened.view.candidate))


async def open_anew(app: "SynotuiApp") -> None:
    """Read everything anew: the file holds another state now. The head stays if it is there."""
    review = app.review
    head = review.visit.head.text if review.visit is not None else None
    while len(app.screen_stack) > 1:
        app.pop_screen()
    try:
        opened = await app.dictionary.run(lambda bench: reading.opened(bench, head))
    except SynotuiError as error:
        app.tell_error(error)
        return
    app.ranking.forget_queue()
    review.leave_head()
    app.elsewhere.damaged, review.damaged = False, ""
    app.elsewhere.show_trouble()
    review.begin(opened)
    await load_anew(app, opened.view.candidate)


async def load_anew(app: "SynotuiApp", candidate: int | None = None) -> None:
    """Read the vectors that are current now, and their index."""
    app.stop_loading()
    app.relay = relay = Relay(app.review.tell_progress)
    await carried_out(app, relay, _load_and_index(app, relay, candidate))


async def index_again(app: "SynotuiApp") -> None:
    """See to the index of the space that is current now."""
    relay = app.begin_indexing()
    await carried_out(app, relay, _index(app, relay))
    app.ranking.learn()


async def _begin_session(app: "SynotuiApp", relay: Relay, candidate: int | None) -> None:
    await _load_and_index(app, relay, candidate)
    await _back_up(app, relay)


async def _load_and_index(app: "SynotuiApp", relay: Relay, candidate: int | None) -> None:
    from synotui.ops.searching import loading

    try:
        await _load(app, relay, candidate)
    finally:
        run_beside(app, partial(look_at_pages, app), "pages")
    await _keep_mapped(app, relay)
    await _index(app, app.begin_indexing())
    await app.dictionary.run(loading.let_go_of_mapped)
    app.ranking.begin()
    await follow_moved(app)


async def _back_up(app: "SynotuiApp", relay: Relay) -> None:
    """Back up what the session begins with, unless that is of the state of the last one."""
    from synotui.ops.backups import back_up_file

    if not app.review.read_only:
        await asyncio.to_thread(back_up_file, app.path, "session", relay, least=True)
        relay.done()


async def _load(app: "SynotuiApp", relay: Relay, candidate: int | None) -> None:
    dictionary, review = app.dictionary, app.review
    loading = await dictionary.run(_begin_loading)
    listing = asyncio.create_task(_list_all(app))
    try:
        app.space = await dictionary.run(reading.current_space)
        if loading is not None:
            await _arrive(app, relay, loading, candidate)
            relay.done()
        review.resume(_under_cursor(app, candidate))
        review.finished = await dictionary.run(reading.finished)
        review.ledger = await dictionary.run(reading.ledger)
        review.show_figures()
        await listing
    finally:
        listing.cancel()
    await _sample(app)


def _begin_loading(bench: "Workbench") -> "Loading | None":
    bench.measures_later = True
    return bench.loading()


async def _list_all(app: "SynotuiApp") -> None:
    """Read all terms beside the dictionary's thread, then list them."""
    from synotui.tui.listing import ready_terms

    await ready_terms(app, app.review.sought.order)
    app.review.list_all()


async def _arrive(
    app: "SynotuiApp", relay: Relay, loading: "Loading", candidate: int | None
) -> None:
    """Read the vectors, the head's own first; show its candidates among those that are there."""
    work = asyncio.create_task(asyncio.to_thread(loading.run, relay, app.review.head))
    pause = _FIRST_LOOK
    while not (await asyncio.wait({work}, timeout=pause))[0]:
        app.review.resume(_under_cursor(app, candidate))
        pause = _NEXT_LOOK
    await work


def _under_cursor(app: "SynotuiApp", otherwise: int | None) -> int | None:
    """Give the candidate that the curator has moved to."""
    review = app.review
    if review.visit is None or review.candidates.row is None:
        return otherwise
    moved = review.candidates.cursor != (review.visit.next_undecided(-1) or 0)
    return review.candidates.row.id if moved else otherwise


async def _sample(app: "SynotuiApp") -> None:
    """See to what measures the effect on terms nobody decided about."""
    from synotui.ops.adjusting import watching

    plan = await app.dictionary.run(watching.plan_sample)
    if plan is not None:
        sample = await asyncio.to_thread(watching.make_sample, plan)
        await app.dictionary.run(lambda bench: watching.adopt_sample(bench, sample))


async def _keep_mapped(app: "SynotuiApp", relay: Relay) -> None:
    """Write a large space so that the next opening maps it instead of reading it."""
    from synotui.ops.searching import loading

    plan = await app.dictionary.run(loading.plan_mapping)
    if plan is not None:
        if await asyncio.to_thread(loading.write_mapping, plan, relay):
            await app.dictionary.run(lambda bench: loading.adopt_mapping(bench, plan))
        relay.done()


async def _index(app: "SynotuiApp", relay: Relay) -> None:
    """Read the index of the current space, or build what is missing of it; then search by it."""
    from synotui.ops.searching import indexing

    dictionary, review = app.dictionary, app.review
    plan = await dictionary.run(indexing.plan_index)
    if plan is None:
        return
    if plan.kept is not None and plan.kept.size >= _LARGE_INDEX:
        await _rest(app)
    built = await asyncio.to_thread(indexing.build_index, plan, relay)
    await dictionary.run(lambda bench: indexing.adopt_index(bench, built))
    if built.note:
        app.tell_note(built.note)
    review.reread([])


async def _rest(app: "SynotuiApp") -> None:
    """Wait until no key was pressed for a while: reading a large index stops the screen."""
    for _ in range(_PATIENCE):
        if app.clock() - app.last_key >= _REST:
            return
        await asyncio.sleep(_REST / 4)


async def follow_moved(app: "SynotuiApp") -> None:
    """Once many vectors have moved, search them through a graph of their own as well."""
    from synotui.ops.adjusting import moved_index

    if app.moved is not None:
        return
    app.moved = relay = Relay(app.review.tell_progress)
    try:
        plan = await app.dictionary.run(moved_index.plan_moved_index)
        if plan is not None:
            built = await asyncio.to_thread(moved_index.build_moved_index, plan, relay)
            await app.dictionary.run(
                lambda bench: moved_index.adopt_moved_index(bench, plan, built)
            )
            relay.done()
    except Cancelled:
        return
    finally:
        app.moved = None
