"""The work as the ledger tells it: decisions day by day, pace, changes of mind, sets by size."""

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, tzinfo
from itertools import pairwise

from synotui.model import OnProgress, Progress, Verdict, no_progress
from synotui.ops.grouping.groups import grouped, members_of
from synotui.store import Store
from synotui.store.ledger import Decided

PAUSE = 60.0
"""Seconds: a longer gap between two decisions is a pause and does not count for the pace."""
SITTING = 30 * 60.0
"""Seconds without a decision after which the next one begins another sitting."""
FEW = 3
"""Decisions from which there is a pace."""
_SIZES = (2, 3, 4, 6, 11, 21)
"""The sizes with which a class of synonym sets begins."""


@dataclass(frozen=True, slots=True)
class Day:
    """What was decided on one day."""

    date: str
    """As in ISO 8601, in the time zone of whoever looks."""
    accepted: int
    rejected: int
    skipped: int
    undone: int
    """Pairs whose decision was taken back."""
    sittings: int
    per_minute: float | None
    """Decisions a minute, pauses left out; None where there are too few."""

    @property
    def decided(self) -> int:
        """Decisions made, whatever became of them."""
        return self.accepted + self.rejected + self.skipped


@dataclass(frozen=True, slots=True)
class SizeClass:
    """How many synonym sets have from `least` to `most` terms; `most` is None for no end."""

    least: int
    most: int | None
    sets: int


@dataclass(frozen=True, slots=True)
class Work:
    """What the ledger and the pairs tell of the work."""

    days: tuple[Day, ...]
    curators: tuple[tuple[str, int], ...]
    """Name and decisions, the busiest first."""
    changed_mind: int
    """Pairs that were accepted and later rejected, or the other way round."""
    sets: tuple[SizeClass, ...]
    in_sets: int
    """Terms that are in a synonym set."""
    largest: int | None
    """The term that most pairs of the largest set are of."""
    largest_size: int
    pairs: tuple[tuple[int, int, bool], ...]
    """Ids of the accepted synonyms and rejected pairs that were decided here; whether accepted."""
    imported: int
    """Those that came decided with a file."""


def read_work(
    store: Store, on_progress: OnProgress = no_progress, zone: tzinfo | None = None
) -> Work:
    """Go over ledger and pairs. Days are those of `zone`, by default of this machine.

    Raises DictionaryError, Cancelled.
    """
    with store.reading():
        total = store.ledger.count()
        entries: list[Decided] = []
        for entry in store.ledger.decided():
            if not len(entries) % 1000:
                on_progress(Progress("reading the ledger", len(entries), total, "entries"))
            entries.append(entry)
        ties = store.pairs.ties()
        imports = store.ledger.imports()
    sets = grouped(tie for tie in ties if tie.joins)
    sizes = [len(members_of(each)) for each in sets]
    largest = max(range(len(sets)), key=sizes.__getitem__, default=None)
    return Work(
        days=tuple(_days(entries, zone)),
        curators=tuple(_curators(entries)),
        changed_mind=_changed_mind(entries),
        sets=tuple(_classes(sizes)),
        in_sets=len({term for each in sets for term in members_of(each)}),
        largest=members_of(sets[largest])[0] if largest is not None else None,
        largest_size=sizes[largest] if largest is not None else 0,
        pairs=tuple((tie.low, tie.high, tie.joins) for tie in ties if tie.seq not in imports),
        imported=sum(tie.seq in imports for tie in ties),
    )


def _days(entries: Iterable[Decided], zone: tzinfo | None) -> list[Day]:
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    times: dict[str, dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
    for entry in entries:
        at = datetime.fromisoformat(entry.at).astimezone(zone)
        date = at.date().isoformat()
        if entry.way == "undo":
            counts[date]["undone"] += len(entry.verdicts)
            continue
        made = [after for _, after in entry.verdicts if after]
        counts[date].update(made)
        times[date][entry.curator] += [at.timestamp()] * len(made)
    found = []
    for date, count in counts.items():
        paces = [_pace(stamps) for stamps in times[date].values()]
        decided = sum(decisions for decisions, _, _ in paces)
        seconds = sum(active for _, active, _ in paces)
        found.append(
            Day(
                date=date,
                accepted=count[Verdict.ACCEPTED],
                rejected=count[Verdict.REJECTED],
                skipped=count[Verdict.SKIPPED],
                undone=count["undone"],
                sittings=sum(sittings for _, _, sittings in paces),
                per_minute=decided * 60 / seconds if seconds and decided >= FEW else None,
            )
        )
    return found


def _pace(stamps: list[float]) -> tuple[int, float, int]:
    """Give decisions that followed another without a pause, the seconds they took, and sittings."""
    gaps = [after - before for before, after in pairwise(stamps)]
    active = [gap for gap in gaps if gap <= PAUSE]
    sittings = 1 + sum(gap > SITTING for gap in gaps) if stamps else 0
    return len(active), sum(active), sittings


def _curators(entries: Iterable[Decided]) -> list[tuple[str, int]]:
    counts: Counter[str] = Counter()
    for entry in entries:
        if entry.way != "undo":
            counts[entry.curator] += len(entry.verdicts)
    return counts.most_common()


def _changed_mind(entries: Iterable[Decided]) -> int:
    either = {str(Verdict.ACCEPTED), str(Verdict.REJECTED)}
    return sum(
        before in either and after in either and before != after
        for entry in entries
        if entry.way == "do"
        for before, after in entry.verdicts
    )


def _classes(sizes: list[int]) -> list[SizeClass]:
    counts = Counter(bisect_right(_SIZES, size) - 1 for size in sizes)
    ends = [*(following - 1 for following in _SIZES[1:]), None]
    return [
        SizeClass(least, most, counts[at])
        for at, (least, most) in enumerate(zip(_SIZES, ends, strict=True))
        if counts[at]
    ]
