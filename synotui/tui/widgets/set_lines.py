"""Lines about synonym sets: one of a set, those of its links and of what contradicts them."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from textual.message import Message
from textual.strip import Strip

from synotui.text import visible
from synotui.tui.widgets.cursor_list import CursorList
from synotui.tui.widgets.lines import Piece, strip

if TYPE_CHECKING:
    from synotui.model import SetConflict, SetLink, SynonymSet

Item = TypeVar("Item")
_NAMED = 12
"""Members of a set that its line has room for at most."""


class SetLine(NamedTuple):
    """What is at the left of a line, which gives way, and at the right."""

    left: tuple[Piece, ...]
    right: tuple[Piece, ...] = ()


class SetLines(CursorList):
    """A list of sets, or of links, with a cursor on one of them."""

    class Moved(Message):
        """The cursor is on another line."""

    def __init__(self, *, id: str) -> None:
        super().__init__(id=id)
        self._items: Sequence[Any] = ()
        self._line: Callable[[Any], SetLine] = SetLine

    def show(self, items: Sequence[Item], line: Callable[[Item], SetLine], cursor: int = 0) -> None:
        """Show the `line` of each item in sight, with the cursor on one of them or on the last."""
        self._items, self._line = items, line
        self._hold_lines(len(items))
        self.set_reactive(SetLines.cursor, self.validate_cursor(cursor))
        self._bring_into_sight()
        self.refresh()

    def may_be_on(self, at: int) -> bool:
        """Say whether there is such a line."""
        return 0 <= at < len(self._items)

    def validate_cursor(self, cursor: int) -> int:
        """Stay on a line."""
        return max(0, min(cursor, len(self._items) - 1))

    def watch_cursor(self, old: int, new: int) -> None:
        """Draw the two lines again, with the new one in sight, and tell."""
        if old != new:
            self._bring_into_sight()
            self.refresh()
            self.post_message(self.Moved())

    def _bring_into_sight(self) -> None:
        height = self.scrollable_content_region.height
        if height and self.cursor < self.top:
            self.scroll_to(y=self.cursor, animate=False)
        elif height and self.cursor >= self.top + height:
            self.scroll_to(y=self.cursor - height + 1, animate=False)

    def on_resize(self) -> None:
        """Keep the cursor in sight."""
        self.call_after_refresh(self._bring_into_sight)

    def render_line(self, y: int) -> Strip:
        """Draw the line at `y` of what is in sight."""
        cells = self.scrollable_content_region.width
        at = y + self.top
        if at >= len(self._items):
            return strip(self._pens, [], cells)
        line = self._line(self._items[at])
        return self._line_drawn(at, line.left, line.right, cells)


def set_line(found: "SynonymSet") -> SetLine:
    """Give the line of a set: `≠!  5 苹果, iPhone, 梨   0.65 → 0.95`."""
    names = ", ".join(visible(member.shown) for member in found.members[:_NAMED])
    more = " …" if found.size > _NAMED else ""
    return SetLine(
        (
            ("≠" if found.conflicts else " ", "bad"),
            ("! " if found.bridge else "  ", "call"),
            (f"{found.size:>3,} ", "strong"),
            (names + more, "plain"),
        ),
        _cosines(found.base, found.now),
    )


def pair_line(pair: "SetLink | SetConflict") -> SetLine:
    """Give the line of a link: `苹果 = iPhone   ! bridge  ↓ weakest  0.65 → 0.97`.

    Of a pair that contradicts links: `苹果 ≠ 梨   rejected  0.65 → 0.97`.
    """
    from synotui.model import SetConflict

    marks: list[Piece] = []
    joins = not isinstance(pair, SetConflict)
    if isinstance(pair, SetConflict):
        marks.append(("rejected  ", "bad"))
    else:
        marks += [("! bridge  ", "call")] * pair.bridge + [("↓ weakest  ", "bad")] * pair.weakest
    return SetLine(
        (
            (visible(pair.head.shown), "strong"),
            (" = " if joins else " ≠ ", "faint" if joins else "bad"),
            (visible(pair.synonym.shown), "strong"),
        ),
        (*marks, *_cosines(pair.base, pair.now)),
    )


def _cosines(base: float | None, now: float | None) -> tuple[Piece, ...]:
    if base is None or now is None:
        return (("no vector ", "faint"),)
    return ((f"{base:5.2f}", "faint"), (" → ", "faint"), (f"{now:.2f} ", "plain"))
