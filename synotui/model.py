"""The words of the field as frozen dataclasses: what crosses from one layer to another."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Literal, get_args


class Verdict(StrEnum):
    """What a curator decided about a pair."""

    ACCEPTED = "accepted"
    REJECTED = "rejected"
    SKIPPED = "skipped"


class Relation(StrEnum):
    """What the synonym is to the head: the first four for accepted pairs, the rest for rejected.

    `BROADER` reads "the synonym is broader than the head" (SUV is broader than 普拉多).
    """

    SYNONYM = "synonym"
    BROADER = "broader"
    NARROWER = "narrower"
    RELATED = "related"
    ANTONYM = "antonym"
    DIFFERENT = "different"

    def seen_from_other_side(self) -> "Relation":
        """Give the relation with head and synonym exchanged."""
        return _OTHER_SIDE.get(self, self)

    def suits(self, verdict: Verdict) -> bool:
        """Say whether a pair with `verdict` may carry this relation."""
        if verdict is Verdict.SKIPPED:
            return False
        return (self in _REJECTED) == (verdict is Verdict.REJECTED)


_OTHER_SIDE = {
    Relation.BROADER: Relation.NARROWER,
    Relation.NARROWER: Relation.BROADER,
}
_REJECTED = (Relation.ANTONYM, Relation.DIFFERENT)

DEFAULT_RELATION: Mapping[Verdict, Relation | None] = {
    Verdict.ACCEPTED: Relation.SYNONYM,
    Verdict.REJECTED: Relation.DIFFERENT,
    Verdict.SKIPPED: None,
}


@dataclass(frozen=True, slots=True)
class Term:
    """One dictionary entry. `text` is as written; `key` is what it is matched by."""

    id: int
    text: str
    key: str
    frequency: float | None = None


@dataclass(frozen=True, slots=True)
class Pair:
    """Two terms with the verdict in force. `head` and `synonym` as the curator saw them."""

    head: int
    synonym: int
    verdict: Verdict
    relation: Relation | None
    note: str
    curator: str
    decided_at: str
    """UTC, ISO 8601, to the second."""
    seq: int
    """The ledger entry that set it; orders the pairs."""

    @property
    def low(self) -> int:
        """The smaller of the two term ids: with `high`, what identifies the pair."""
        return min(self.head, self.synonym)

    @property
    def high(self) -> int:
        """The larger of the two term ids."""
        return max(self.head, self.synonym)

    def relation_from(self, head: int) -> Relation | None:
        """Give the relation as seen with `head` as the head."""
        if self.relation is None or head == self.head:
            return self.relation
        return self.relation.seen_from_other_side()


@dataclass(frozen=True, slots=True)
class Proposal:
    """A pair that an imported dictionary holds and nobody has decided yet."""

    head: int
    synonym: int
    relation: Relation | None
    note: str
    source: str


@dataclass(frozen=True, slots=True)
class SpaceInfo:
    """What the store knows of one space of vectors."""

    id: int
    name: str
    encoder: str
    """The encoder that makes its vectors, or "" for one that was imported."""
    dim: int
    vectors: int
    moved: int
    """Terms whose adjusted vector differs from the base."""
    current: bool
    storage: Literal["float32", "float16"] = "float32"
    """How a component of a vector is kept in the file."""


@dataclass(frozen=True, slots=True)
class Settings:
    """How accepted pairs adjust the vectors; kept in the dictionary.

    `stay`, `push` and `sweeps` belong to `anchored`, `factor` and
    `iterations` to `pull`.
    """

    method: Literal["anchored", "pull", "none"] = "anchored"
    stay: float = 0.5
    """How strongly a term holds to its base vector (a); above 0."""
    push: float = 0.5
    """How strongly antonyms push each other away (r); 0 or more."""
    sweeps: int = 10
    """Jacobi sweeps of `anchored`."""
    factor: float = 0.1
    """Share of the difference each side gives up in a round of `pull` (f); 0 to 0.5."""
    iterations: int = 5
    """Rounds of `pull` for each pair."""


Source = Literal["proposal", "neighbour", "friend", "twin", "decided"]


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where a candidate comes from and what speaks for it."""

    sources: tuple[Source, ...] = ()
    proposed_by: tuple[str, ...] = ()
    """Imported dictionaries that hold the pair."""
    friends: tuple[str, ...] = ()
    """Terms through which accepted pairs connect it to the head."""
    same_key: bool = False
    """The two differ only in width, case or spacing (ＳＵＶ, SUV)."""
    proposed_relation: Relation | None = None
    note: str = ""

    def as_dict(self) -> dict[str, Any]:
        """Give it as JSON-ready values, leaving out what is empty."""
        given: dict[str, Any] = {"sources": list(self.sources)}
        if self.proposed_by:
            given["proposed_by"] = list(self.proposed_by)
        if self.friends:
            given["friends"] = list(self.friends)
        if self.same_key:
            given["same_key"] = True
        if self.proposed_relation:
            given["proposed_relation"] = str(self.proposed_relation)
        if self.note:
            given["note"] = self.note
        return given


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One candidate of a head, or a pair already decided that still belongs in its list."""

    rank: int
    synonym: Term
    base: float | None
    """Cosine of the base vectors; None where one of the two has no vector."""
    now: float | None
    """Cosine of the vectors as adjusted."""
    probability: float | None
    """Calibrated probability of acceptance; None while ranking is by cosine."""
    pair: Pair | None
    """The verdict in force, if any."""
    evidence: Evidence

    @property
    def verdict(self) -> Verdict | None:
        return self.pair.verdict if self.pair else None


Backend = Literal["hnswlib", "exact", "faiss-hnsw", "faiss-ivf", "faiss-lsh", "kdtree"]
"""What finds neighbours. A dictionary remembers which; hnswlib unless another is chosen."""
BACKENDS: tuple[Backend, ...] = get_args(Backend)

IndexKind = Literal["hnsw", "exact", "faiss-hnsw", "faiss-ivf", "faiss-lsh", "kdtree"]
"""What answered: "hnsw" is that of hnswlib, the others are named as their backends."""


@dataclass(frozen=True, slots=True)
class Suggestions:
    """The candidates of one head, first to last."""

    head: Term
    space: str
    """Name of the current space, or "" when the dictionary has none."""
    index: IndexKind
    items: tuple[Suggestion, ...]
    hidden: int
    """Rejected pairs left out."""


@dataclass(frozen=True, slots=True)
class CosineChange:
    """The cosine of two terms before and after something was decided."""

    term: Term
    synonym: Term
    before: float
    after: float


@dataclass(frozen=True, slots=True)
class NeighbourChange:
    """Who entered and who left a term's ten nearest, with the rank each has or had (from 1)."""

    term: Term
    entered: tuple[tuple[Term, int], ...]
    left: tuple[tuple[Term, int], ...]


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


Action = Literal["decide", "batch", "note", "add", "settings", "import", "embed", "space"]


@dataclass(frozen=True, slots=True)
class PairChange:
    """A pair's state before and after a ledger entry; None is undecided."""

    low: int
    high: int
    before: Pair | None
    after: Pair | None


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
    settings: Settings | None = None
    """The settings in force afterwards, where the change touched them."""
    diff: Diff = field(default_factory=Diff)


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


@dataclass(frozen=True, slots=True)
class Distances:
    """How far apart two vectors are."""

    cosine: float
    euclidean: float
    dot: float


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two terms measured in base and adjusted vectors. Ranks count from 1, by current cosine."""

    a: Term
    b: Term
    base: Distances
    now: Distances
    rank_a_to_b: int
    rank_b_to_a: int
    pair: Pair | None


@dataclass(frozen=True, slots=True)
class Skipped:
    """A line of an imported file that was not taken, and why."""

    path: str
    line: int
    reason: str


@dataclass(frozen=True, slots=True)
class TermRow:
    """A line of the term list: the term and what is decided for it."""

    term: Term
    accepted: int
    rejected: int
    skipped: int
    proposals: int
    """Proposals nobody has decided yet."""


TermOrder = Literal["frequency", "alphabet", "pinyin", "progress", "conflict"]
TERM_ORDERS: tuple[TermOrder, ...] = get_args(TermOrder)


@dataclass(frozen=True, slots=True)
class TermFilter:
    """Which terms a list shows: those that hold `text`, on folded keys; with ^ begin with it.

    With `candidates`, also those that have a pair or a proposal with such a term.
    """

    text: str = ""
    candidates: bool = False
    order: TermOrder = "frequency"
    """Most frequent first; by code point; by pinyin; what was begun first; contradictions first."""


@dataclass(frozen=True, slots=True)
class View:
    """Where the curator is: the head, the candidate under the cursor, and what is shown."""

    head: int | None = None
    candidate: int | None = None
    filter: TermFilter = TermFilter()
    show_rejected: bool = False


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a long piece of work is."""

    stage: str
    """What is being done, as a verb: "reading", "encoding", "indexing"."""
    done: int
    total: int | None
    """In the unit of `unit`; None while unknown."""
    unit: str = "terms"


OnProgress = Callable[[Progress], None]
"""Called now and then by long work; raising `Cancelled` from it stops the work cleanly."""


def no_progress(progress: Progress) -> None:
    """Take a progress report and do nothing with it."""
