"""The panes of synonym sets: all of them, the links of one, what is suspected and foreseen."""

import asyncio
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import Container
from textual.content import Content
from textual.widgets import Static

from synotui.errors import Cancelled, SynotuiError
from synotui.model import Change, SetConflict, SetLink
from synotui.text import visible
from synotui.tui.background import run_beside
from synotui.tui.progress import Relay, line_relay
from synotui.tui.screens.lists import ListsScreen
from synotui.tui.widgets.choice_line import ChoiceLine
from synotui.tui.widgets.frame import Frame
from synotui.tui.widgets.lines import Piece
from synotui.tui.widgets.set_lines import SetLine, SetLines, pair_line, set_line

if TYPE_CHECKING:
    from synotui.model import SynonymSet
    from synotui.ops.grouping.splitting import SetShape

_KEYS = (
    ("enter", "go"),
    ("r", "reject"),
    ("m", "sense"),
    ("b", "both"),
    ("E", "look"),
    ("u", "undo"),
    ("tab", "links"),
    ("q", "back"),
)


class SetPanes(ListsScreen):
    """All synonym sets, kept as they are now, and the links of the one under the cursor."""

    CSS_PATH = "sets.tcss"
    AUTO_FOCUS = "#sets"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (110, "-wide")]  # noqa: RUF012

    def __init__(self) -> None:
        super().__init__()
        self.sets = SetLines(id="sets")
        self.links = SetLines(id="links")
        self.sets_frame = Frame(self.sets, id="sets-frame")
        self.links_frame = Frame(self.links, id="links-frame")
        self.found: list[SynonymSet] = []
        self._pairs: list[SetLink | SetConflict] = []
        self._relay: Relay | None = None
        self._stale = self._measuring = False
        self._shape: tuple[SynonymSet, SetShape] | None = None

    def compose(self) -> ComposeResult:
        """Sets, the links of one of them, what is suspected, the keys."""
        with Container(id="sets-panes"):
            yield self.sets_frame
            yield self.links_frame
        yield Static("", id="sets-split", markup=False)
        yield Static("", id="sets-note", markup=False)
        yield ChoiceLine(_KEYS, id="sets-keys")

    def on_mount(self) -> None:
        """Read the sets, and again with every change."""
        self.query_one(ChoiceLine).choose(-1)
        self.sets_frame.top.show("Synonym sets", "measuring …")
        self._relay = line_relay(self._tell_progress)
        self.desk.changed.subscribe(self, self._take_change)
        self._read()

    def on_unmount(self) -> None:
        """Stop measuring."""
        if self._relay is not None:
            self._relay.stop()

    # What is shown

    def _take_change(self, change: Change) -> None:
        if change.pairs or change.action in ("settings", "space", "embed"):
            self._read()

    def _read(self) -> None:
        """Measure what is new, once more after what is being measured now."""
        self._stale = True
        if not self._measuring:
            self._measuring = True
            run_beside(self, self._measure, "sets")

    async def _measure(self) -> None:
        from synotui.tui.measuring_sets import ready_sets

        try:
            while self._stale and self._relay is not None:
                self._stale = False
                self._show(await ready_sets(self.desk, self._relay))
        except Cancelled:
            return
        except SynotuiError as error:
            self.desk.tell_error(error)
        finally:
            self._measuring = False

    def _tell_progress(self, told: str) -> None:
        if told and self._measuring and self.is_attached:
            self.sets_frame.top.show("Synonym sets", told)

    def _show(self, found: "list[SynonymSet]") -> None:
        if not self.is_attached:
            return
        held, at = self.set, self.links.cursor
        self.found = found
        place = _place_of(held, found) if held else 0
        bridges = sum(each.bridge is not None for each in found)
        conflicts = sum(bool(each.conflicts) for each in found)
        told = [f"{len(found):,}"] if found else []
        told += [f"{conflicts:,} ≠ contradictory"] if conflicts else []
        told += [f"{bridges:,} ! suspected"] if found else []
        self.sets_frame.top.show("Synonym sets", " · ".join(told))
        if found:
            self.sets.show(found, set_line, place)
        else:
            self.sets.show([("No pair is accepted as synonym yet.", "faint")], _only)
        self._show_links(at if held and self.set and held.name == self.set.name else None)

    def _show_links(self, at: int | None = None) -> None:
        found = self.set
        self._pairs = [*found.conflicts, *found.links] if found else []
        self.links.show(self._pairs, pair_line, at or 0)
        title = f"{visible(found.name)} · {found.size:,} terms" if found else "Links"
        self.links_frame.top.show(title, "cosine: base → now")
        self._tell_pair()

    def _tell_pair(self) -> None:
        """Say what is suspected of the set, or of the pair under the cursor."""
        from synotui.ops.grouping.sets import advice, conflict_advice

        found, conflict = self.set, self.conflict
        if conflict is not None:
            self._say(f"≠ {visible(conflict_advice(conflict))}")
        else:
            bridge = found.bridge if found else None
            self._say(f"! {visible(advice(bridge))}" if bridge else "")
        self._tell_split("")
        if self.link is not None:
            run_beside(self, self._look_ahead, "split", exclusive=True)

    async def _look_ahead(self) -> None:
        """Say what rejecting the link under the cursor would leave."""
        from synotui.ops.grouping.splitting import SetShape, split_words

        found, link = self.set, self.link
        if found is None or link is None:
            return
        if self._shape is None or self._shape[0] is not found:
            self._shape = found, await asyncio.to_thread(SetShape, found)
        split = await asyncio.to_thread(self._shape[1].without, link)
        if (found, link) == (self.set, self.link):
            self._tell_split(split_words(split))

    def _say(self, told: str) -> None:
        self.query_one("#sets-note", Static).update(Content(told))

    def _tell_split(self, told: str) -> None:
        self.query_one("#sets-split", Static).update(Content(visible(told)))

    @property
    def set(self) -> "SynonymSet | None":
        """The set under the cursor."""
        return self.found[self.sets.cursor] if self.sets.cursor < len(self.found) else None

    @property
    def pair(self) -> "SetLink | SetConflict | None":
        """The link under the cursor, or the pair that contradicts links."""
        return self._pairs[self.links.cursor] if self.links.cursor < len(self._pairs) else None

    @property
    def link(self) -> "SetLink | None":
        """The link under the cursor."""
        pair = self.pair
        return pair if isinstance(pair, SetLink) else None

    @property
    def conflict(self) -> "SetConflict | None":
        """The pair under the cursor, if it contradicts links."""
        pair = self.pair
        return pair if isinstance(pair, SetConflict) else None

    def on_set_lines_moved(self, message: SetLines.Moved) -> None:
        """Show the links of another set, or what another link does."""
        if message._sender is self.sets:
            self._show_links()
        else:
            self._tell_pair()


def _only(told: Piece) -> SetLine:
    return SetLine((told,))


def _place_of(held: "SynonymSet", found: "list[SynonymSet]") -> int:
    """Give where the set is that has most members of one that was shown before."""
    ids = {member.term.id for member in held.members}
    shared = [sum(member.term.id in ids for member in each.members) for each in found]
    return max(range(len(found)), key=lambda at: shared[at], default=0)
