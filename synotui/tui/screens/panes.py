"""The review screen's panes: what it is made of, how it folds, what its titles say."""

from typing import TYPE_CHECKING, cast

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.screen import Screen
from textual.widget import Widget

from synotui.model import TermFilter, View
from synotui.text import visible
from synotui.tui.pace import Pace
from synotui.tui.reading import Ledger
from synotui.tui.widgets.candidates import Candidates
from synotui.tui.widgets.difference import Difference
from synotui.tui.widgets.evidence_line import EvidenceLine
from synotui.tui.widgets.field import FilterField
from synotui.tui.widgets.footer import KeyLine
from synotui.tui.widgets.frame import Frame
from synotui.tui.widgets.header import Header
from synotui.tui.widgets.term_list import TermList

if TYPE_CHECKING:
    from synotui.model import Progress
    from synotui.tui.app import SynotuiApp
    from synotui.tui.keys import Key
    from synotui.tui.visit import Visit

_ONE_PANE = 64
_SHORT = 17


class Panes(Screen[None]):
    """The frames and their titles; what fills them is decided further down."""

    def __init__(self) -> None:
        super().__init__()
        self.header_line = Header(self.desk.path.name)
        self.terms = TermList()
        self.filter_field = FilterField()
        self.candidates = Candidates()
        self.evidence = EvidenceLine()
        self.difference = Difference()
        self.key_line = KeyLine(self.works, self.shown)
        self.terms_frame = Frame(self.terms, id="terms-frame")
        self.candidates_frame = Frame(self.candidates, id="candidates-frame")
        self.difference_frame = Frame(self.difference, id="difference-frame", corners="├┤")
        self.pace = Pace(self.desk.clock)
        self.visit: Visit | None = None
        self.head: int | None = None
        """The head under review; its rows may still be on their way."""
        self.sought = TermFilter()
        self.show_rejected = False
        self.all_terms = 0
        self.listed_whole = False
        """Whether the list has all its terms, not only those around the head."""
        self.finished: set[int] | None = None
        """Heads with nothing left to decide; None until they are read."""
        self.ledger = Ledger(None, None)
        self.read_only = False
        self.damaged = ""
        """What to do about a file that was found damaged; "" for one that is sound."""
        self.opened = False

    @property
    def desk(self) -> "SynotuiApp":
        """The app, which performs operations."""
        return cast("SynotuiApp", self.app)

    def compose(self) -> ComposeResult:
        """Header, two columns of frames, keys."""
        yield self.header_line
        with Horizontal(id="panes"):
            yield self.terms_frame
            with Vertical(id="right"):
                yield self.candidates_frame
                yield self.difference_frame
        yield self.key_line

    def on_mount(self) -> None:
        """Put the filter's field under the title of the terms, and say what is coming."""
        self.terms_frame.sides.mount(self.filter_field, before=self.terms)
        self.candidates_frame.sides.mount(self.evidence)
        self.terms_frame.top.show("Terms")
        self.difference_frame.top.show(self.difference.title)
        self.set_focus(self.candidates)
        self.candidates.tell("", "Opening …")

    def works(self, key: "Key") -> bool:
        """Say whether a key can work now."""
        return True

    def shown(self, key: "Key") -> str:
        """Give the key as it is bound, which the user may have changed."""
        return self.desk.key_shown(key)

    def tell_progress(self, progress: "Progress | None") -> None:
        """Show how far background work is."""
        self.header_line.progress(progress)
        if progress is not None and self.visit is None:
            self.candidates.tell("", self.header_line.told())

    def say(self, text: str) -> None:
        """Tell something small, in passing."""
        self.notify(visible(text), timeout=3, markup=False)

    def on_resize(self, event: events.Resize) -> None:
        """Fold the panes to the room there is."""
        wide, high = event.size
        self.set_class(wide < _ONE_PANE, "-one-pane")
        self.set_class(high < _SHORT, "-short")
        self.set_class(wide >= 120, "-wide")
        self.set_class(high >= 28, "-high")
        self.set_class(high >= 36, "-tall")

    @property
    def on_terms(self) -> bool:
        """Whether keys go to the terms."""
        return self.focused in (self.terms, self.filter_field)

    def focus_pane(self, pane: Widget) -> None:
        """Let keys go to a pane; where only one pane fits, show that one."""
        self.set_class(pane is not self.candidates, "-on-terms")
        self.set_focus(pane)

    def title_terms(self) -> None:
        """Say how many terms are listed, and by what they are filtered."""
        filtered = bool(self.sought.text) and self.listed_whole
        listed = f"{len(self.terms.ids):,}/" if filtered else ""
        order = "" if self.sought.order == "frequency" else f" by {self.sought.order}"
        title = f"Terms {listed}{_short(self.all_terms)}{order}"
        sign = "\\" if self.sought.candidates else "/"
        more = f"{sign} {visible(self.sought.text)}" if filtered else f"{sign} find"
        self.terms_frame.top.show(title, more)

    def title_candidates(self) -> None:
        """Say whose candidates these are."""
        if self.visit is None:
            self.candidates_frame.top.show("")
            return
        hidden = self.visit.hidden
        ranked = any(row.suggestion.probability is not None for row in self.visit.rows)
        more = ["cosine: base → now · p" if ranked else "cosine: base → now"]
        if self.size.width >= 120:
            more.insert(0, f"{self.visit.undecided} of {len(self.visit.rows)} undecided")
        if hidden and self.size.width >= 100:
            more.append(f"{hidden} rejected hidden (R)")
        self.candidates_frame.top.show(visible(self.visit.head.text), " · ".join(more))

    def title_difference(self) -> None:
        """Say what the panel tells of."""
        previewing = self.difference.previewing
        more = "a accepts · esc leaves" if previewing else ""
        self.difference_frame.top.show(self.difference.title, more, calls=previewing)

    def show_figures(self) -> None:
        """Bring the session's figures up to date, and which keys work."""
        left = None if self.finished is None else self.all_terms - len(self.finished)
        self.header_line.figures(self.pace.decided, left, self.pace.per_minute())
        self.key_line.look_again()

    def here(self) -> View:
        """Give where the curator is, to be kept."""
        row = self.candidates.row if self.visit else None
        return View(self.head, row.id if row else None, self.sought, self.show_rejected)


def _short(count: int) -> str:
    """Write a large number in few letters; the header has all of it."""
    return f"{count:,}" if count < 100_000 else f"{count / 1e6:.1f}M"
