"""The app: it wires the dictionary's thread, the screens, themes and keys together."""

import gc
from asyncio import Lock, sleep
from collections.abc import Callable
from functools import cached_property, partial
from math import inf
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

from textual.app import App
from textual.binding import Binding
from textual.events import Event, Paste
from textual.events import Key as KeyEvent
from textual.screen import Screen
from textual.signal import Signal

from synotui.config import Config
from synotui.errors import DictionaryDamaged, SynotuiError
from synotui.logs.trail import note
from synotui.text import visible
from synotui.tui import reading
from synotui.tui.background import KeepsPlace, run_beside, while_there
from synotui.tui.bench_thread import BenchThread
from synotui.tui.damage import tell_damage
from synotui.tui.elsewhere import Elsewhere
from synotui.tui.key_order import KeyOrder
from synotui.tui.keys import KEYS
from synotui.tui.progress import Relay
from synotui.tui.ranking import RankingDesk
from synotui.tui.screens.review import ReviewScreen
from synotui.tui.terminal import TerminalApp
from synotui.tui.themes import DARK, THEMES, own_variables

if TYPE_CHECKING:
    from asyncio import Future

    from textual.command import Provider

    from synotui.model import Change, SpaceInfo, Term
    from synotui.ops.workbench import Workbench
    from synotui.tui.keys import Key

T = TypeVar("T")
_MOMENT = 0.01
"""Seconds between two looks whether everything has arrived."""


def _commands() -> "type[Provider]":
    from synotui.tui.providers import Commands

    return Commands


def _terms() -> "type[Provider]":
    from synotui.tui.providers import Terms

    return Terms


class SynotuiApp(TerminalApp):
    """The review of one dictionary."""

    TITLE = "synotui"
    CSS_PATH = "screens/review.tcss"
    COMMANDS: "ClassVar[set[type[Provider] | Callable[[], type[Provider]]]]" = {  # noqa: RUF012
        _commands,
        _terms,
    }

    def __init__(
        self,
        path: Path,
        *,
        demo: bool = False,
        config: Config | None = None,
        clock: Callable[[], float] = monotonic,
    ) -> None:
        self.path = path
        self.demo = demo
        self.clock = clock
        """Seconds; what the pace of a session is measured with."""
        super().__init__()
        self.config = config or Config()
        self.hears_alt = any("alt+" in keys for keys in self.config.keys.values())
        self.failure: SynotuiError | None = None
        """Why the dictionary could not be opened."""
        self.dictionary = BenchThread()
        self.listing = Lock()
        """Held while all terms are read or sorted, so that it is done once."""
        self.changed: Signal[Change] = Signal(self, "changed")
        """Published once for each change of the dictionary."""
        self.ranking = RankingDesk(self)
        self.elsewhere = Elsewhere(self)
        self.performing = 0
        """Decisions on their way to the dictionary."""
        self.refused = 0
        """Decisions that could not be taken."""
        self.space: SpaceInfo | None = None
        self.relay: Relay | None = None
        """What opening tells its progress to."""
        self.moved: Relay | None = None
        """The same of the graph of moved vectors, while it is built."""
        self.indexing: Relay | None = None
        """The same of the index being read or built."""
        self.last_key = -inf
        """When a key was pressed last, on `clock`."""
        self._order = KeyOrder(self, super().on_event)
        self._leaving = False
        self._rebound = dict(self.config.keys)
        for theme in THEMES:
            self.register_theme(theme)
        self._begin_with(self.config.theme)
        self.set_keymap(self._rebound)

    def _begin_with(self, name: str) -> None:
        """Take a theme from the outset: assigning it would have the style sheet read twice."""
        theme = self.get_theme(name) or DARK
        if not theme.dark or theme.ansi:
            self.theme = theme.name
            return
        self.set_reactive(App.theme, theme.name)
        self.stylesheet.set_variables(self.get_css_variables())

    def get_default_screen(self) -> ReviewScreen:
        """Begin with the review."""
        return self.review

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """Give themes that are not ours the variables of our own."""
        return own_variables(self.current_theme)

    @cached_property
    def review(self) -> ReviewScreen:
        """The review screen, whatever is over it."""
        return ReviewScreen()

    def on_mount(self) -> None:
        """Open the dictionary behind the first frame."""
        self.heed_signals()
        self.follow_screens()
        self.call_after_refresh(self._begin)

    def _begin(self) -> None:
        if not gc.isenabled():
            gc.freeze()
            gc.enable()
        from synotui.tui.opening import open_dictionary

        self.relay = Relay(self.review.tell_progress)
        run_beside(self, partial(open_dictionary, self, self.relay), "opening")

    def index_space(self) -> None:
        """Load or build the index of the current space in the background."""
        from synotui.tui.opening import index_again

        run_beside(self, partial(index_again, self), "indexing")

    def begin_indexing(self) -> Relay:
        """Give what an index tells its progress to; one that is still being made is stopped."""
        if self.indexing is not None:
            self.indexing.stop()
        self.indexing = Relay(self.review.tell_progress)
        return self.indexing

    def _stop_work(self) -> None:
        """Stop what goes on behind the screen, at its next report."""
        for relay in (self.relay, self.indexing, self.moved):
            if relay is not None:
                relay.stop()
        self.ranking.stop()

    def stop_loading(self) -> None:
        """Stop what is being read or indexed: something else is to be."""
        for relay in (self.relay, self.indexing):
            if relay is not None:
                relay.stop()

    def fail(self, error: SynotuiError) -> None:
        """End because the dictionary cannot be opened."""
        self.failure = error
        self.exit(return_code=1)

    # The dictionary

    def ask(
        self,
        job: "Callable[[Workbench], T]",
        then: Callable[[T], None],
        done: Callable[[], None] = lambda: None,
    ) -> None:
        """Read from the dictionary, in order; `then` gets what was read, if it could be.

        `done` is called last, whatever came of it.
        """
        work = partial(self._answer, self.dictionary.run(job), then, done, self.screen)
        run_beside(self, work, "ask")

    async def _answer(
        self,
        future: "Future[T]",
        then: Callable[[T], None],
        done: Callable[[], None],
        asking: Screen[Any],
    ) -> None:
        try:
            answer = await future
        except SynotuiError as error:
            self.tell_error(error)
        else:
            if not self._leaving:
                with while_there(asking):
                    then(answer)
        if not self._leaving:
            with while_there(asking):
                done()

    def perform(
        self, op: "Callable[[Workbench], Change]", settled: Callable[["Change | None"], None]
    ) -> None:
        """Change the dictionary, in order; `settled` gets the change, or None if it failed."""
        self.performing += 1
        run_beside(self, partial(self._publish, self.dictionary.run(op), settled), "perform")

    async def _publish(
        self, future: "Future[Change]", settled: Callable[["Change | None"], None]
    ) -> None:
        try:
            change = await future
        except SynotuiError as error:
            self.refused += 1
            self.performing -= 1
            self.tell_error(error)
            settled(None)
        else:
            self.performing -= 1
            settled(change)
            self.take_in(change)

    def take_in(self, change: "Change") -> None:
        """Tell all screens of a change that was made."""
        note(f"{change.way} {change.action}", change.label, entry=change.seq)
        self.changed.publish(change)
        self.ranking.follow(change)
        if change.diff.moved or change.elsewhere:
            self._follow_moved()

    def _follow_moved(self) -> None:
        from synotui.tui.opening import follow_moved

        run_beside(self, partial(follow_moved, self), "moved")

    def tell_error(self, error: SynotuiError) -> None:
        """Show what went wrong and its remedy."""
        note(f"error {type(error).__name__}", str(error))
        if isinstance(error, DictionaryDamaged) and error.path == self.path:
            tell_damage(self, error)
            return
        self.notify(
            visible(error.remedy or ""),
            title=visible(error.message),
            severity="error",
            timeout=8,
            markup=False,
        )

    def tell_note(self, note: str) -> None:
        """Show what the curator should know, though nothing failed."""
        self.notify(visible(note), severity="warning", timeout=8, markup=False)

    async def like(self, text: str) -> list["Term"]:
        """Give the terms that look like what is typed."""
        from synotui.tui.listing import ready_terms

        await ready_terms(self, "frequency")
        return await self.dictionary.run(lambda bench: reading.like(bench, text))

    def look_at_space(self) -> None:
        """Read which space is current."""

        def show(space: "SpaceInfo | None") -> None:
            self.space = space
            self.review.show_index()

        self.ask(reading.current_space, show)

    # Keys

    async def on_event(self, event: Event) -> None:
        """Take note of when keys are pressed; let what is pasted, into any field, be seen."""
        if isinstance(event, KeyEvent) and not event.is_forwarded:
            self.last_key = self.clock()
            await self._order.take(event)
            return
        if isinstance(event, Paste):
            event.text = "\n".join(map(visible, event.text.splitlines()))
        await super().on_event(event)

    def action_command_palette(self) -> None:
        """Show the command palette, if it is not there."""
        from synotui.tui.palette import Palette

        if not isinstance(self.screen, Palette):
            self.push_screen(Palette(id="--command-palette"))

    def key_shown(self, key: "Key") -> str:
        """Give the first key for something, as the user has bound it."""
        return self.keys_shown(key).split(" ")[0]

    def keys_shown(self, key: "Key") -> str:
        """Give all keys for something, as the user has bound them."""
        return self._rebound.get(key.id, key.shown).replace(",", " ")

    def handle_bindings_clash(self, clashed_bindings: set[Binding], node: Any) -> None:
        """Say that two things were bound to the same key."""
        named = {key.id: key.label for key in KEYS}
        labels = " and ".join(sorted(named.get(b.id or "", b.action) for b in clashed_bindings))
        self.notify(f"One key is bound to {labels}", severity="warning", markup=False)

    # Leaving

    def keep(self) -> None:
        """Keep where the curator is, in the review and in what is over it."""
        for screen in self.screen_stack:
            if isinstance(screen, KeepsPlace):
                screen.save_place()

    async def settle(self) -> None:
        """Wait until what was asked of the dictionary is done."""
        await self.dictionary.idle()

    def finish(self) -> None:
        """Stop what goes on behind the screen, finish what was decided."""
        self._stop_work()
        self.dictionary.close()

    async def action_quit(self) -> None:
        """Keep the place, finish what is on its way, and leave; stay if a decision is refused."""
        if self._leaving:
            return
        self._stop_work()
        self.keep()
        self._leaving = True
        refused = self.refused
        await self.dictionary.idle()
        while self.performing:
            await sleep(_MOMENT)
        if self.refused > refused and not self._signal_code:
            self._leaving = False
            self.tell_note("Not left: not all of it could be saved. The same key again leaves.")
            return
        self.exit(return_code=self._signal_code)

    def close_dictionary(self) -> None:
        """Finish everything that was decided and close the file."""
        self._stop_work()
        self.elsewhere.close()
        self.ranking.close()
        self.dictionary.close()
