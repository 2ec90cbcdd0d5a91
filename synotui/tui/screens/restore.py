"""Backups: what each would change, putting one back, making one now."""

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial
from typing import TYPE_CHECKING, ClassVar, TypeVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container
from textual.content import Content
from textual.widgets import Static

from synotui.errors import Cancelled, SynotuiError
from synotui.text import visible
from synotui.tui.background import run_beside
from synotui.tui.progress import Relay, line_relay
from synotui.tui.restoring import back_up, put_back, put_in_place
from synotui.tui.screens.lists import ListsScreen
from synotui.tui.widgets.backup_lines import backup_line, difference_lines, made_at
from synotui.tui.widgets.choice_line import ChoiceLine
from synotui.tui.widgets.frame import Frame
from synotui.tui.widgets.report_list import ReportList
from synotui.tui.widgets.set_lines import SetLine, SetLines

if TYPE_CHECKING:
    from pathlib import Path

    from synotui.ops.backups import Backup, Difference
    from synotui.store import Store

T = TypeVar("T")
_KEYS = (("enter", "put back"), ("n", "back up now"), ("tab", "what differs"), ("esc", "back"))
_SURE = "Put back {at}? {kept}. enter: put it back · esc: no"
_KEPT = "What is there now is backed up first"
_KEPT_ASIDE = "What is there now is damaged; it is kept under another name"
_NOTHING = "The file itself is not there any more"
_PAUSE = 0.15
"""Seconds the cursor rests on a backup before it is compared."""


class RestoreScreen(ListsScreen):
    """The backups of the dictionary, and what differs in the one under the cursor."""

    CSS_PATH = "restore.tcss"
    AUTO_FOCUS = "#backups"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (130, "-wide")]  # noqa: RUF012
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,ｑ", "back", "Back", show=False),
        Binding("enter", "choose", "Put back, or go to the head", show=False),
        Binding("n,ｎ", "back_up", "Back up now", show=False),
        Binding("tab,shift+tab", "other", "Backups or what differs", show=False, priority=True),
        Binding("space", "page(1)", "Page down", show=False),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.backups = SetLines(id="backups")
        self.differs = ReportList(id="differs")
        self.backups_frame = Frame(self.backups, id="backups-frame")
        self.differs_frame = Frame(self.differs, id="differs-frame")
        self.found: list[Backup] = []
        self._compared: dict[tuple[Path, int], Difference] = {}
        """What was found, by the backup and the changes there had been."""
        self._changes = 0
        self._asked: Backup | None = None
        """The backup that the next enter puts back."""
        self._comparing: Relay | None = None
        self._working: Relay | None = None

    def compose(self) -> ComposeResult:
        """Backups, what differs in one of them, what is asked, the keys."""
        with Container(id="backups-panes"):
            yield self.backups_frame
            yield self.differs_frame
        yield Static("", id="backups-note", markup=False)
        yield ChoiceLine(_KEYS, id="backups-keys")

    def on_mount(self) -> None:
        """List the backups, and compare anew what is shown after each change."""
        self.query_one(ChoiceLine).choose(-1)
        self.differs_frame.top.show("What putting it back would change")
        self.desk.changed.subscribe(self, self._take_change)
        self._list()
        if self.desk.review.damaged:
            # It is said here what to do, where the notice would lie over it.
            self.desk.clear_notifications()
        self._refused()

    def on_unmount(self) -> None:
        """Stop what goes on."""
        for relay in (self._comparing, self._working):
            if relay is not None:
                relay.stop()

    # What is shown

    def _list(self) -> None:
        run_beside(self, self._read, "backups", exclusive=True)

    async def _read(self) -> None:
        from synotui.ops.backups import list_backups

        try:
            self.found = await asyncio.to_thread(list_backups, self.desk.path)
        except OSError as error:
            self._say(f"The backups cannot be listed: {error.strerror}")
            return
        together = sum(backup.size for backup in self.found) / 1e6
        told = f"{len(self.found):,} · {together:,.1f} MB" if self.found else ""
        self.backups_frame.top.show(f"Backups of {visible(self.desk.path.name)}", told)
        if self.found:
            self.backups.show(self.found, backup_line, self.backups.cursor)
            self._compare()
        else:
            none = ("There are none yet: n makes one.", "faint")
            self.backups.show([none], lambda told: SetLine((told,)))
            self.differs.show([])

    @property
    def chosen(self) -> "Backup | None":
        """The backup under the cursor."""
        at = self.backups.cursor
        return self.found[at] if at < len(self.found) else None

    def on_set_lines_moved(self) -> None:
        """Compare another backup; nothing is asked about the one before any more."""
        if self._asked is not None:
            self._ask(None)
        self._compare()

    def _take_change(self, change: object) -> None:
        self._changes += 1
        self._compared.clear()
        self._compare()

    def _compare(self) -> None:
        """Show what differs in the backup under the cursor, once that is known."""
        if self._comparing is not None:
            self._comparing.stop()
        backup = self.chosen
        if backup is None:
            return
        held = self._compared.get((backup.path, self._changes))
        if held is not None:
            self._show(held)
            return
        self.differs_frame.top.show("What putting it back would change", "comparing …")
        self._comparing = relay = line_relay(self._tell_comparing)
        run_beside(self, partial(self._differ, backup, relay), "differs", exclusive=True)

    async def _differ(self, backup: "Backup", relay: Relay) -> None:
        from synotui.ops.backups import compare_beside

        changes = self._changes
        try:
            await asyncio.sleep(_PAUSE)
            store: Store = await self.desk.dictionary.run(lambda bench: bench.store)
            found = await asyncio.to_thread(compare_beside, store, backup, relay)
        except Cancelled:
            return
        except SynotuiError as error:
            self.differs_frame.top.show("It cannot be read")
            self.differs.tell(error.message, error.remedy or "")
            return
        finally:
            # Whoever cancels this leaves a thread behind, which ends with its next report.
            relay.stop()
        self._compared[backup.path, changes] = found
        if self.is_attached and backup == self.chosen:
            self._show(found)

    def _show(self, found: "Difference") -> None:
        self.differs_frame.top.show("What putting it back would change", "now → then")
        self.differs.show(difference_lines(found))

    def _tell_comparing(self, told: str) -> None:
        comparing = self._comparing is not None and not self._comparing.stopped
        if told and comparing and self.is_attached:
            self.differs_frame.top.show("What putting it back would change", told)

    def _say(self, told: str) -> None:
        self.query_one("#backups-note", Static).update(Content(visible(told)))

    # Keys

    def action_other(self) -> None:
        """Let keys go to the other pane."""
        self.set_focus(self.backups if self.in_use is self.differs else self.differs)

    def on_cursor_list_chosen(self) -> None:
        """Choose what was clicked twice."""
        self.action_choose()

    def on_choice_line_chosen(self, message: ChoiceLine.Chosen) -> None:
        """Do what a clicked key does."""
        doing = (self._put_back_chosen, self.action_back_up, self.action_other, self.action_back)
        doing[message.at]()

    def action_choose(self) -> None:
        """Go to the head of a pair that differs; of a backup ask, then put it back."""
        if self.in_use is self.differs:
            line = self.differs.line
            if line is not None and line.head is not None and self._working is None:
                self.leave_for(line.head, line.candidate)
            return
        self._put_back_chosen()

    def _put_back_chosen(self) -> None:
        backup = self.chosen
        if backup is None or self._working is not None or self._refused(mends=True):
            return
        if self._asked != backup:
            self._ask(backup)
            return
        self._ask(None)
        if self.desk.review.damaged or self.desk.elsewhere.gone:
            self._work(lambda relay: put_in_place(self.desk, backup), self._in_place)
        else:
            self._work(
                lambda relay: put_back(self.desk, relay, backup),
                lambda _: self._restored(made_at(backup)),
            )

    def _refused(self, *, mends: bool = False) -> bool:
        review, name = self.desk.review, self.desk.path.name
        told = "is damaged" if review.damaged else "is gone" if self.desk.elsewhere.gone else ""
        if told:
            self._say(f"{name} {told}: enter puts the backup under the cursor in its place.")
            return not mends
        if self.desk.elsewhere.replaced:
            self._say(f"Another file is in the place of {name}: “open again” in the palette first.")
            return True
        if review.read_only:
            self._say(f"{name} is read-only: backups can only be looked at.")
        return review.read_only

    def _ask(self, backup: "Backup | None") -> None:
        self._asked = backup
        gone, damaged = self.desk.elsewhere.gone, self.desk.review.damaged
        kept = _NOTHING if gone else _KEPT_ASIDE if damaged else _KEPT
        self._say(_SURE.format(at=made_at(backup), kept=kept) if backup else "")

    def action_back_up(self) -> None:
        """Make a backup of the dictionary as it is now."""
        if self._working is None and not self._refused():
            self._ask(None)
            self._work(lambda relay: back_up(self.desk, relay), self._backed_up)

    def action_back(self) -> None:
        """Take a question back; stop what goes on; else go back to the review."""
        if self._asked is not None:
            self._ask(None)
        elif self._working is not None:
            self._working.stop()
        else:
            self.action_leave()

    # Work

    def _work(
        self,
        job: "Callable[[Relay], Awaitable[T]]",
        then: "Callable[[T], None]",
    ) -> None:
        self._working = relay = line_relay(self._tell_working)
        run_beside(self, partial(self._carry_out, partial(job, relay), then), "backup")

    async def _carry_out(
        self, work: "Callable[[], Awaitable[T]]", then: "Callable[[T], None]"
    ) -> None:
        try:
            done = await work()
        except Cancelled:
            self._say("Stopped: nothing was changed.")
        except SynotuiError as error:
            self._say(str(error))
        else:
            then(done)
        finally:
            if self._working is not None:
                self._working.stop()
            self._working = None

    def _tell_working(self, told: str) -> None:
        if told and self.is_attached and self._working is not None:
            self._say(f"{told} · esc stops")

    def _restored(self, at: str) -> None:
        self.desk.tell_note(
            f"The dictionary is as it was at {at}. What was there before is the newest backup."
        )

    def _in_place(self, kept: "Path") -> None:
        aside = f" The damaged file is kept as {kept.name}." if kept.exists() else ""
        self.desk.tell_note(f"The backup is in its place.{aside}")

    def _backed_up(self, made: "Backup | None") -> None:
        self._say("Backed up." if made else "The newest backup is of this very state already.")
        self.backups.cursor = 0
        self._list()
