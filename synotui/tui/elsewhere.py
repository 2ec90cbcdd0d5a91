"""What goes on elsewhere: other processes at the same dictionary, and what becomes of the file.

Every second the file is looked at from a thread of its own, which never waits
and asks nothing of the dictionary's thread. Only what has changed is asked
for there; all screens hear of it as of a change made here.
"""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TYPE_CHECKING

from textual.timer import Timer

from synotui.errors import SynotuiError
from synotui.tui import reading
from synotui.tui.background import run_beside

if TYPE_CHECKING:
    from synotui.ops.elsewhere import Follower, Holder, Look, News, Watch
    from synotui.ops.workbench import Workbench
    from synotui.tui.app import SynotuiApp

EVERY = 1.0
"""Seconds between two looks."""
_HOLDERS = 4
"""Looks from one at who else has the dictionary open to the next."""
_LOST = {
    "gone": "The dictionary's file is not there any more. What is on the screen stays, but "
    "nothing is saved until the file is back where it was, or one of its backups.",
    "another": "Another file is in the place of the dictionary's. What is on the screen stays, "
    "but nothing is saved until that is opened: “open again” in the palette.",
}
_LOST_IN_SHORT = {"gone": "file gone: nothing is saved", "another": "file replaced: not saved"}
_DAMAGED = "file damaged: nothing is saved"


class Elsewhere:
    """Looks, and tells the screens."""

    def __init__(self, app: "SynotuiApp") -> None:
        self._app = app
        self._executor: ThreadPoolExecutor | None = None
        self._watch: Watch | None = None
        self._follower: Follower | None = None
        self._timer: Timer | None = None
        self._looking = False
        self._looks = 0
        self._version: int | None = None
        self._file = "same"
        self._waits = ""
        """Whom a decision waits for."""
        self._seen_locked = False
        self._locked = ""
        """Who keeps the file from being read."""
        self.damaged = False
        """Whether the file was found damaged."""
        self.others: list[Holder] = []
        """Other processes that have the dictionary open."""

    def begin(self) -> None:
        """Look from now on, at the file that is open now."""
        self.close()
        self._executor = ThreadPoolExecutor(1, "elsewhere")
        loop, path = asyncio.get_running_loop(), self._app.path

        def tell(waiting: bool) -> None:
            from synotui.ops.elsewhere import holder_told

            who = (holder_told(path) or "another program") if waiting else ""
            loop.call_soon_threadsafe(self._wait, who)

        def follow(bench: "Workbench") -> "Follower":
            from synotui.ops.elsewhere import Follower, Watch

            bench.store.turns.on_wait = tell
            self._watch = Watch(path, bench.store.footing.opened)
            return Follower(bench)

        def keep(follower: "Follower") -> None:
            self._follower = follower
            self._timer = self._app.set_interval(EVERY, self.look)

        self._app.ask(follow, keep)
        run_beside(self._app, self._warn, "warnings")

    async def _warn(self) -> None:
        from synotui.ops.hard_links import hard_link_warning
        from synotui.ops.network_disk import network_warning

        for look in (network_warning, hard_link_warning):
            if warning := await asyncio.to_thread(look, self._app.path):
                self._app.tell_note(warning)

    @property
    def gone(self) -> bool:
        """Whether there is no file any more."""
        return self._file == "gone"

    @property
    def replaced(self) -> bool:
        """Whether another file is in the place of the one that was opened."""
        return self._file == "another"

    # Looking

    def look(self) -> None:
        """Look once, unless that is going on."""
        if self._executor is None or self._looking or self._follower is None:
            return
        self._looking = True
        self._looks += 1
        job = partial(self._look, who=self._looks % _HOLDERS == 1)
        future = asyncio.get_running_loop().run_in_executor(self._executor, job)
        future.add_done_callback(partial(self._looked, self._executor))

    def _look(self, who: bool) -> "tuple[Look, list[Holder] | None, str]":
        from synotui.ops.elsewhere import holder_told, others

        assert self._watch is not None
        found = self._watch.look()
        told = holder_told(self._app.path, surely=True) if found.locked else ""
        return found, others(self._app.path) if who else None, told

    def _looked(
        self,
        executor: ThreadPoolExecutor,
        future: "asyncio.Future[tuple[Look, list[Holder] | None, str]]",
    ) -> None:
        if future.cancelled() or self._executor is not executor or not self._app.is_running:
            return
        self._looking = False
        found, others, holder = future.result()
        if others is not None:
            self.others = others
            named = [other.in_short() for other in others]
            self._app.review.header_line.others(", ".join(named[:2]) + (" …" if named[2:] else ""))
        if found.file != self._file:
            self._file = found.file
            if found.file in _LOST:
                self._app.tell_note(_LOST[found.file])
            else:
                self._app.review.say("The dictionary's file is back.")
        # A commit takes a moment: only what is found locked twice in a row is told of.
        again = bool(holder) and self._seen_locked
        freed = bool(self._locked) and not again
        self._seen_locked, self._locked = bool(holder), holder if again else ""
        self.show_trouble()
        if freed:
            self._read_missed()
        if found.version is not None and found.version != self._version:
            self._ask(found.version)

    def _ask(self, version: int) -> None:
        follower = self._follower
        assert follower is not None

        def read(bench: "Workbench") -> "tuple[News | None, bool]":
            try:
                return follower.news(bench), True
            except SynotuiError:
                # Another process is writing again: the next look asks once more.
                return None, False

        def show(found: "tuple[News | None, bool]") -> None:
            news, read = found
            if read:
                self._version = version
            if news is not None:
                self._show(news)

        self._app.ask(read, show)

    # Showing

    def _wait(self, who: str) -> None:
        self._waits = who
        self.show_trouble()

    def show_trouble(self) -> None:
        """Say in the header what keeps decisions from being saved."""
        told = _LOST_IN_SHORT.get(self._file, _DAMAGED if self.damaged else "")
        holder = self._waits or self._locked
        if not told and holder:
            number = self._app.performing
            told = f"{number} waiting for {holder}" if number else f"waiting for {holder}"
        self._app.review.header_line.trouble(told)

    def _read_missed(self) -> None:
        """Read what could not be read while another process had the file for itself."""
        review = self._app.review
        shown = review.visit.head.id if review.visit is not None else None
        if review.head is not None and shown != review.head:
            review.go_to(review.head)
        else:
            review.reread([])

    def _show(self, news: "News") -> None:
        from synotui.tui import opening

        app, review = self._app, self._app.review
        if news.anew:
            review.say("The dictionary holds another state now: everything is read anew.")
            run_beside(app, partial(opening.open_anew, app), "opening")
            return
        if news.many:
            app.ranking.forget_queue()
        if news.change is not None:
            app.take_in(news.change)
            self._tell(news)
        if news.many or news.terms != review.all_terms:
            app.ask(reading.finished, lambda finished: review.take_terms(news.terms, finished))
        if news.reload:
            app.look_at_space()
            run_beside(app, partial(opening.load_anew, app), "opening")
        elif news.change is None or news.many:
            app.ranking.learn()

    def _tell(self, news: "News") -> None:
        change = news.change
        assert change is not None
        more = f" and {news.entries - 1:,} more" if news.entries > 1 else ""
        undone = "undid " if change.way == "undo" else "redid " if change.way == "redo" else ""
        self._app.review.say(f"{change.elsewhere}: {undone}{change.label}{more}")

    def tell_others(self) -> None:
        """Tell who else has the dictionary open."""

        def show(others: "list[Holder]") -> None:
            told = [other.told() for other in others] or ["Nobody else has this dictionary open."]
            self._app.tell_note(" · ".join(told))

        self._app.ask(lambda bench: bench.others(), show)

    def close(self) -> None:
        """Stop looking. May be called twice."""
        executor, self._executor = self._executor, None
        if executor is not None:
            executor.submit(self._close_watch)
            executor.shutdown(wait=True)
        if self._timer is not None:
            self._timer.stop()
        self._watch, self._follower, self._timer = None, None, None
        self._looking, self._version, self._file = False, None, "same"

    def _close_watch(self) -> None:
        if self._watch is not None:
            self._watch.close()
