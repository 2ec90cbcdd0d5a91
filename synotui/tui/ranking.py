"""What ranks candidates, taught beside the screen; and the queue that is open, in the same thread.

Whatever is decided anywhere goes to the open queue at once and teaches the
ranker, one verdict after the other, in a thread of its own. Screens hear of it
by `news`.
"""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from textual.signal import Signal

from synotui.errors import Cancelled, SynotuiError
from synotui.tui.background import run_beside
from synotui.tui.progress import Relay

if TYPE_CHECKING:
    from asyncio import Future

    from synotui.model import Change, Progress
    from synotui.ops.queueing.open_queue import OpenQueue
    from synotui.ops.queueing.state import QueueChoice
    from synotui.ops.suggesting.ranking import RankingPlan
    from synotui.ops.workbench import Workbench
    from synotui.tui.app import SynotuiApp

T = TypeVar("T")
P = TypeVar("P")
NAME = "ranking"
_WAIT = 0.05
"""Seconds between two looks whether vectors have arrived."""


class RankingDesk:
    """One thread that learns and keeps the open queue."""

    def __init__(self, app: "SynotuiApp") -> None:
        self._app = app
        self._executor: ThreadPoolExecutor | None = None
        self._again = False
        self._relay: Relay | None = None
        self._collecting: Relay | None = None
        """Of the queue that is being made."""
        self._show: Callable[[Progress | None], None] = lambda progress: None
        self._ready = False
        self._told_missing = False
        """Whether it was said which packages the terms miss."""
        self._making = asyncio.Lock()
        self.queue: OpenQueue | None = None
        """The queue as it was made last; to be used in this thread only (`run`)."""
        self.news: Signal[Change | None] = Signal(app, "ranking")
        """Published with each change that the queue has taken in, and with None once what ranks
        has learnt."""

    def run(self, job: Callable[[], T]) -> "Future[T]":
        """Queue a job for the thread. Raises through the future what the job raises."""
        if self._executor is None:
            self._executor = ThreadPoolExecutor(1, NAME)
        return asyncio.get_running_loop().run_in_executor(self._executor, job)

    # Learning

    def begin(self) -> None:
        """Rank from now on, once vectors and index are there."""
        self._ready = True
        self.learn()

    def learn(self) -> None:
        """Learn what was decided, unless that goes on already: then once more after it."""
        self._again = True
        if self._ready and not self.learning:
            run_beside(self._app, self._learn, NAME)

    @property
    def learning(self) -> bool:
        """Whether it is at it."""
        return any(w.group == NAME and not w.is_finished for w in self._app.workers)

    async def _learn(self) -> None:
        self._relay = relay = Relay(self._tell)
        try:
            while self._again:
                self._again = False
                await self._learn_once(relay)
        except Cancelled:
            return
        except SynotuiError as error:
            self._app.tell_error(error)
        finally:
            relay.done()
            self._relay = None

    async def _learn_once(self, relay: Relay) -> None:
        from synotui.ops.suggesting.ranking import adopt_ranking, make_ranking, ready_ranking

        dictionary = self._app.dictionary
        plan = await dictionary.run(_plan)
        if plan is None:
            return
        made = await self.run(partial(make_ranking, plan, relay))
        await dictionary.run(partial(adopt_ranking, made=made))
        ranking = await dictionary.run(ready_ranking)
        if ranking is None:
            self._again = True
            await asyncio.sleep(_WAIT)
            return
        opened = self.queue
        if opened is not None and not await self.run(partial(opened.rank_by, ranking)):
            # It is about other terms or vectors than there are now.
            self.queue = None
            self.run(opened.close)
        self.news.publish(None)

    def _tell(self, progress: "Progress | None") -> None:
        self._show(progress)

    def follow(self, change: "Change") -> None:
        """Tell the queue what was decided, and learn from it."""
        opened = self.queue
        if opened is not None and change.pairs:
            run_beside(self._app, partial(self._follow, opened, change), "queue follows")
        if change.pairs or change.action in ("space", "embed", "import"):
            self.learn()

    async def _follow(self, opened: "OpenQueue", change: "Change") -> None:
        try:
            await self.run(partial(opened.follow, change))
        except SynotuiError as error:
            self._app.tell_error(error)
        self.news.publish(change)

    # The queue

    async def open_queue(self, choice: "QueueChoice", relay: Relay) -> "OpenQueue":
        """Make the queue of a choice, or order the one that is open by it.

        What ranks is made first where it is not there; `relay` shows how far that
        is, too. Raises Cancelled, SynotuiError.
        """
        async with self._making:
            self._collecting = relay
            return await self._open_queue(choice, relay)

    async def planned(self, plan: "Callable[[Workbench], P | None]", relay: Relay) -> "P":
        """Give what `plan` makes in the dictionary's thread, once what ranks is there.

        It gives None until then. Raises Cancelled when `relay` is stopped.
        """
        while (made := await self._app.dictionary.run(plan)) is None:
            if relay.stopped:
                raise Cancelled("Stopped")
            if not self.learning:
                self.begin()
            await asyncio.sleep(_WAIT)
        return made

    async def _open_queue(self, choice: "QueueChoice", relay: Relay) -> "OpenQueue":
        from synotui.ops.queueing.queues import make_queue, plan_queue, same_heads

        self._show = relay.show
        try:
            plan = await self.planned(partial(plan_queue, choice=choice), relay)
        finally:
            self._show = lambda progress: None
        held = self.queue
        if held is not None and same_heads(held, plan):
            await self.run(partial(held.choose, choice))
            return held
        made = await self.run(partial(make_queue, plan, relay))
        if not self._told_missing:
            missing = await self.run(made.missing)
            self._told_missing = bool(missing)
            if missing:
                self._app.tell_note(missing)
        if held is not None:
            self.run(held.close)
        self.queue = made
        return made

    def forget_queue(self) -> None:
        """Let go of the open queue: it is about what is not so any more."""
        held, self.queue = self.queue, None
        if held is not None:
            self.run(held.close)

    def stop(self) -> None:
        """Stop what goes on at its next report."""
        for relay in (self._relay, self._collecting):
            if relay is not None:
                relay.stop()

    def close(self) -> None:
        """Finish what is queued, and close the queue's connection. May be called twice."""
        self.stop()
        if self._executor is None:
            return
        executor, self._executor = self._executor, None
        if self.queue is not None:
            executor.submit(self.queue.close)
            self.queue = None
        executor.shutdown(wait=True)


def _plan(bench: "Workbench") -> "RankingPlan | None":
    from synotui.ops.suggesting.ranking import plan_ranking

    return plan_ranking(bench)
