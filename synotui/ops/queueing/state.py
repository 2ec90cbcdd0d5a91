"""What a dictionary keeps of its queues: which was open and where, and how checks came out.

All of it is view state: no ledger entry, no undo; a read-only dictionary keeps none.
"""

from dataclasses import dataclass, replace
from typing import Any, Literal, get_args

from synotui.ops.session import number_of
from synotui.ops.workbench import Workbench
from synotui.store import Store

Kind = Literal[
    "likeliest", "uncertain", "by-head", "frequent-heads", "conflicts", "disagreements",
    "proposals", "source",
]  # fmt: skip
KINDS: tuple[Kind, ...] = get_args(Kind)
EVERY = 20
"""One question in so many is about a pair that is decided already, unless set otherwise."""
RATES = (20, 50, 0, 10)
"""What checks may be set to, in turn; 0 is off."""
_REMEMBERED = 200

Answer = Literal["same", "kept", "changed"]


@dataclass(frozen=True, slots=True)
class QueueChoice:
    """What to review next."""

    kind: Kind = "likeliest"
    name: str = ""
    """The imported dictionary, or the source, that is meant."""
    stretch: int = 0
    """Which lot of heads it is about, from 0."""
    head: int | None = None
    """The term that a queue by head begins with."""


@dataclass(frozen=True, slots=True)
class QueuePlace:
    """Where a curator is: a queue, and the pair under review."""

    choice: QueueChoice
    pair: tuple[int, int] | None = None
    """Head and candidate."""


@dataclass(frozen=True, slots=True)
class Consistency:
    """How often a curator, shown a decided pair again, decided it alike."""

    asked: int = 0
    same: int = 0
    kept: int = 0
    """Decided otherwise at first, but the earlier verdict was kept."""
    changed: int = 0
    """Decided otherwise, and changed."""

    @property
    def share(self) -> float | None:
        """The share that was decided alike; None before there is any."""
        return self.same / self.asked if self.asked else None


def load_place(store: Store) -> QueuePlace | None:
    """Give where the curator was in which queue; None before there was one."""
    with store.reading():
        held = store.values.view().get("queue")
    if not isinstance(held, dict) or held.get("kind") not in KINDS:
        return None
    choice = QueueChoice(
        held["kind"],
        str(held.get("name", "")),
        number_of(held.get("stretch")) or 0,
        number_of(held.get("head")),
    )
    return QueuePlace(choice, _pair_of(held.get("pair")))


def save_place(bench: Workbench, place: QueuePlace) -> None:
    """Keep where the curator is, unless another process is writing. Raises DictionaryError."""
    choice = place.choice
    kept = {
        "kind": choice.kind,
        "name": choice.name,
        "stretch": choice.stretch,
        "head": choice.head,
        "pair": place.pair,
    }
    _keep(bench, {"queue": kept}, at_once=True)


def check_every(store: Store) -> int:
    """Give out of how many questions one is a check of an earlier decision; 0: there are none."""
    with store.reading():
        held = store.values.view().get("queue_checks", EVERY)
    return held if type(held) is int and held >= 0 else EVERY


def next_rate(every: int) -> int:
    """Give what comes after a rate of checks, in turn."""
    return RATES[(RATES.index(every) + 1) % len(RATES)] if every in RATES else EVERY


def set_check_every(bench: Workbench, every: int) -> None:
    """Keep out of how many questions one is a check; 0 for none. Raises DictionaryError."""
    _keep(bench, {"queue_checks": every})


def consistency(store: Store) -> Consistency:
    """Give how checks came out so far."""
    held = _checks(store)
    names = ("asked", "same", "kept", "changed")
    return Consistency(*(number_of(held.get(name)) or 0 for name in names))


def checked_pairs(store: Store) -> set[tuple[int, int]]:
    """Give the pairs (low, high) that were checked last: they are left alone for a while."""
    return set(_remembered(_checks(store)))


def count_check(bench: Workbench, pair: tuple[int, int], answer: Answer) -> Consistency:
    """Count a check of a pair (low, high), and give how they came out so far.

    Raises DictionaryError.
    """
    held = _checks(bench.store)
    before = consistency(bench.store)
    after = replace(before, asked=before.asked + 1, **{answer: getattr(before, answer) + 1})
    pairs = [*_remembered(held), pair][-_REMEMBERED:]
    told = {"asked": after.asked, "same": after.same, "kept": after.kept, "changed": after.changed}
    _keep(bench, {"checks": {**told, "pairs": pairs}})
    return after


def _checks(store: Store) -> dict[str, Any]:
    with store.reading():
        held = store.values.view().get("checks")
    return held if isinstance(held, dict) else {}


def _remembered(held: dict[str, Any]) -> list[tuple[int, int]]:
    kept = held.get("pairs")
    pairs = map(_pair_of, kept if isinstance(kept, list) else [])
    return [pair for pair in pairs if pair is not None]


def _pair_of(kept: object) -> tuple[int, int] | None:
    """Give the two terms of a pair as it was kept; None where it is none."""
    ends = [number_of(end) for end in kept] if isinstance(kept, list | tuple) else []
    return (ends[0], ends[1]) if len(ends) == 2 and None not in ends else None  # type: ignore[return-value]


def _keep(bench: Workbench, values: dict[str, Any], *, at_once: bool = False) -> None:
    if not bench.read_only:
        with bench.store.transaction(at_once=at_once):
            bench.store.values.set_view(values)
