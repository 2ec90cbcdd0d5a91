"""The app and its terminal: sizes, signals, suspending, and how a defect ends."""

import asyncio
import os
import select
import signal
from collections.abc import Callable
from threading import Thread
from typing import TYPE_CHECKING, Any, ClassVar

from textual import events
from textual.app import App
from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.screen import Screen
from textual.worker import WorkerFailed

from synotui.logs.trail import note
from synotui.tui.background import run_beside
from synotui.tui.painted import forget_painted
from synotui.tui.widgets.too_small import TooSmall, too_small

if TYPE_CHECKING:
    from textual.driver import Driver

_LEAVING = ("ctrl+q", "ctrl+c", "ctrl+z")
"""Keys that work in a terminal with no room for anything."""


class TerminalApp(App[None]):
    """An app that survives what terminals do: it says how it keeps and finishes what it has."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+q", "quit", "Quit", show=False, priority=True, id="app.quit_anywhere"),
        Binding("ctrl+z", "suspend", "Suspend", show=False, priority=True, id="app.suspend"),
    ]

    hears_alt = False
    """Whether something is bound to alt and a key."""
    defect: Exception | None = None
    """What nobody expected, which ended the app."""
    _signal_code = 0
    """The exit code that a signal to end asks for."""

    def keep(self) -> None:
        """Keep where the curator is."""
        raise NotImplementedError

    async def settle(self) -> None:
        """Wait until what was asked of the dictionary is done."""
        raise NotImplementedError

    def finish(self) -> None:
        """Finish what was asked of the dictionary and close it; in any thread."""
        raise NotImplementedError

    def get_driver_class(self) -> "type[Driver]":
        """Read keys in our own way, on what Textual reads them on in its way."""
        driver = super().get_driver_class()
        if driver.__name__ != "LinuxDriver":
            return driver
        from synotui.tui.keyboard import TerminalDriver

        return TerminalDriver

    # Signals

    def heed_signals(self) -> None:
        """Let signals end or suspend the app in order."""
        loop = asyncio.get_running_loop()
        heeded: list[tuple[str, Callable[[], None]]] = [
            ("SIGTERM", self._terminated),
            ("SIGHUP", self._hung_up),
            ("SIGTSTP", self._stopped),
        ]
        for name, heed in heeded:
            number = getattr(signal, name, None)
            if number is None:
                continue
            before = signal.getsignal(number)
            try:
                loop.add_signal_handler(number, heed)
            except (NotImplementedError, RuntimeError, ValueError):
                return
            if name == "SIGTSTP":
                self._stop = before
        self.app_resume_signal.subscribe(self, self._resumed)
        if not self.is_headless and hasattr(select, "poll"):
            Thread(target=self._watch_terminal, args=(loop,), name="terminal", daemon=True).start()

    def _watch_terminal(self, loop: asyncio.AbstractEventLoop) -> None:
        """Wait until there is nobody at the other end: not every lost connection is signalled."""
        lost = select.poll()
        lost.register(0, 0)
        for _, what in lost.poll():
            if what & select.POLLHUP:
                loop.call_soon_threadsafe(self._hung_up)

    _gone = False
    """Whether the terminal is lost."""
    _stop: Any = signal.SIG_DFL
    """What Textual does at SIGTSTP: it leaves the terminal as it was and stops the process."""

    def _terminated(self) -> None:
        note("SIGTERM")
        self._signal_code = 128 + signal.SIGTERM
        run_beside(self, self.action_quit, "leaving")

    def _hung_up(self) -> None:
        """Finish what was decided and end at once: there is no terminal left to restore."""
        if self._gone:
            return
        self._gone = True
        note("SIGHUP")
        self.keep()

        def finish() -> None:
            self.finish()
            os._exit(128 + signal.SIGHUP)

        Thread(target=finish).start()

    def _stopped(self) -> None:
        run_beside(self, self.action_suspend, "suspending", exclusive=True)

    async def action_suspend(self) -> None:
        """Keep the place, let go of the file, and wait in the background for `fg`."""
        if not callable(self._stop):
            return
        note("suspend")
        self.keep()
        await self.settle()
        self._stop(signal.SIGTSTP, None)

    def _resumed(self, app: object) -> None:
        """Paint all of it: the terminal has forgotten the screen."""
        note("resume")
        self.refresh(layout=True)

    # Sizes

    def on_resize(self, event: events.Resize) -> None:
        """Cover every screen that has no room."""
        self._fit(event.size)

    def follow_screens(self) -> None:
        """Cover screens that come up where there is no room, and forget those that are left."""
        self.screen_change_signal.subscribe(self, self._screen_came)

    def _screen_came(self, screen: Screen[Any]) -> None:
        note(type(screen).__name__)
        forget_painted()
        self._fit(self.size)

    def _fit(self, size: Size) -> None:
        for screen in self.screen_stack:
            covers = screen.query_children(TooSmall)
            screen.set_class(too_small(size), "-covered")
            if not too_small(size):
                covers.remove()
            elif covers:
                covers.first().refresh()
            else:
                screen.mount(TooSmall())

    async def on_event(self, event: events.Event) -> None:
        """Let nothing be done on a screen that is not seen."""
        if isinstance(event, events.Key | events.Paste) and too_small(self.size):
            leaves = isinstance(event, events.Key) and event.key in _LEAVING
            if not (leaves or self._quits(event)):
                return
        await super().on_event(event)

    def _quits(self, event: events.Event) -> bool:
        """Say whether a key quits from where one is."""
        if not isinstance(event, events.Key):
            return False
        found = self.screen.active_bindings.get(event.key)
        return found is not None and found.binding.action == "quit"

    # Defects

    async def run_action(self, action: Any, *arguments: Any, **named: Any) -> bool:
        """Do an action, and take note of its name."""
        if isinstance(action, str):
            note(action.partition("(")[0])
        return await super().run_action(action, *arguments, **named)

    def _handle_exception(self, error: Exception) -> None:
        """Remember a defect: the first is what later ones come of."""
        came = error.error if isinstance(error, WorkerFailed) else error
        if self.defect is None and isinstance(came, Exception):
            self.defect = came
        super()._handle_exception(error)
        self._exit_renderables.clear()

    def _fatal_error(self) -> None:
        """End without a word: Textual would print all variables, whatever they hold."""
        self._close_messages_no_wait()
