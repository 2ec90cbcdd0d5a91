"""What an operation did to the dictionary, and the ledger of it all."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from synotui.model.adjusting import Settings
    from synotui.model.pairs import Pair
    from synotui.model.terms import Term


@dataclass(frozen=True, slots=True)
class CosineChange:
    """The cosine of two terms before and after something was decided."""

    term: "Term"
    synonym: "Term"
    before: float
    after: float


@dataclass(frozen=True, slots=True)
class NeighbourChange:
    """Who entered and who left a term's ten nearest, with the rank each has or had (from 1)."""

    term: "Term"
    entered: tuple[tuple["Term", int], ...]
    left: tuple[tuple["Term", int], ...]


@dataclass(frozen=True, slots=True)
class Diff:
    """What one change did to the current space."""

    moved: int = 0
    """Terms whose vector changed."""
    pairs: tuple[CosineChange, ...] = ()
    """The pairs decided, first."""
    component: tuple[CosineChange, ...] = ()
    """Other pairs of terms in the same component whose cosine changed."""
    neighbours: tuple[NeighbourChange, ...] = ()
    kept_at_10: float | None = None
    """Share of the ten nearest that a fixed sample of untouched terms kept; None if none exist."""
    sampled: int = 0
    """Terms in that sample."""
    waiting: int = 0
    """Changes of pairs that move no vector until a rebuild: the method solves all pairs at once."""


Action = Literal[
    "decide",
    "batch",
    "note",
    "add",
    "weight",
    "sense",
    "settings",
    "import",
    "merge",
    "embed",
    "space",
    "repair",
    "rescue",
]


@dataclass(frozen=True, slots=True)
class PairChange:
    """A pair's state before and after a ledger entry; None is undecided."""

    low: int
    high: int
    before: "Pair | None"
    after: "Pair | None"


@dataclass(frozen=True, slots=True)
class Change:
    """What an operation did; screens repaint from it and `--json` prints it.

    `label` names it for people ("accepted 普拉多 = 霸道SUV"). `action` is what was
    done; `way` whether it was done now, undone or redone.
    """

    seq: int
    action: Action
    label: str
    way: Literal["do", "undo", "redo"] = "do"
    pairs: tuple[PairChange, ...] = ()
    terms_added: tuple[int, ...] = ()
    terms_retired: tuple[int, ...] = ()
    settings: "Settings | None" = None
    """The settings in force afterwards, where the change touched them."""
    diff: Diff = field(default_factory=Diff)
    elsewhere: str = ""
    """Who made it, if that was another process; what it moved is not told then."""


@dataclass(frozen=True, slots=True)
class LedgerEntry:
    """One line of the ledger."""

    seq: int
    at: str
    curator: str
    action: Action | Literal["undo", "redo"]
    label: str
    target: int | None
    """The entry an undo or redo is about."""
