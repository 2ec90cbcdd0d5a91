"""Which queues there are to choose from, and what each is."""

from dataclasses import dataclass

from synotui.engine.rank.sources import SOURCES
from synotui.model import Term
from synotui.ops.merging.disagreements import open_pairs
from synotui.ops.queueing.conflicts import conflicting_pairs
from synotui.ops.queueing.state import QueueChoice
from synotui.store import Store

_SOURCES = {
    "nearest": ("nearest by vectors", "among the nearest of the head"),
    "reverse": ("who lists the head", "have the head among their nearest"),
    "friends": ("friends of friends", "share an accepted synonym with the head"),
    "spaces": ("other spaces", "near in another space"),
    "spelling": ("spelling and sound", "spelt like the head, or sound like it"),
}


@dataclass(frozen=True, slots=True)
class QueueLine:
    """A queue that may be chosen."""

    choice: QueueChoice
    name: str
    told: str
    """What it asks first."""
    waiting: int | None = None
    """Decisions that wait in it; None where that is not known before it is built."""


@dataclass(frozen=True, slots=True)
class Survey:
    """What can be told of queues without building one."""

    proposals: tuple[tuple[str, int], ...]
    """Imported dictionaries, and how many of the pairs they propose are undecided."""
    conflicts: int
    disagreements: int = 0
    """Pairs on which this dictionary and one that was merged into it differ."""


def survey(store: Store) -> Survey:
    """Count what waits, in the thread of `store`. Raises DictionaryError."""
    with store.reading():
        proposals = tuple(store.proposals.open_by_source())
        return Survey(proposals, len(conflicting_pairs(store)), len(open_pairs(store)))


def queue_lines(
    found: Survey | None, counts: dict[str, int] | None, stretch: int, head: Term | None
) -> list[QueueLine]:
    """List the queues; `counts` are those of a built one, by source, and "" for all of it.

    `stretch` is which lot of heads these are of, `head` is the term under review.
    """
    every = counts.get("") if counts is not None else None
    lines = [
        QueueLine(
            QueueChoice("likeliest", "", stretch), "likeliest first",
            "the most probable synonyms of all", every,
        ),
        QueueLine(
            QueueChoice("uncertain", "", stretch), "most uncertain first",
            "probability near one half: what teaches most", every,
        ),
        QueueLine(
            QueueChoice("frequent-heads", "", stretch), "frequent heads first",
            "all candidates of the most frequent term, then of the next", every,
        ),
    ]  # fmt: skip
    if head is not None:
        name = f"head by head, from {head.text}"
        told = "all candidates of a head, then of the next"
        lines.append(QueueLine(QueueChoice("by-head", "", 0, head.id), name, told))
    if found is not None:
        told = "verdicts and proposals that contradict verdicts"
        lines.append(QueueLine(QueueChoice("conflicts"), "conflicts", told, found.conflicts))
        if found.disagreements:
            told = "pairs that another curator decided otherwise"
            name, choice = "disagreements after a merge", QueueChoice("disagreements")
            lines.append(QueueLine(choice, name, told, found.disagreements))
        for source, waiting in found.proposals:
            told = "what this imported dictionary proposes"
            choice = QueueChoice("proposals", source)
            lines.append(QueueLine(choice, f"proposals of {source}", told, waiting))
    for source_ in SOURCES:
        name, told = _SOURCES.get(source_.name, (source_.name, source_.sentence))
        waiting_ = counts.get(source_.name, 0) if counts is not None else None
        if source_.name != "proposals" and waiting_ != 0:
            choice = QueueChoice("source", source_.name, stretch)
            lines.append(QueueLine(choice, f"only {name}", told, waiting_))
    return lines


def title_of(choice: QueueChoice) -> str:
    """Name a queue, in a few words that may hold the name of a dictionary."""
    if choice.kind == "proposals":
        return f"Proposals of {choice.name}"
    if choice.kind == "source":
        return f"Only {_SOURCES.get(choice.name, (choice.name,))[0]}"
    return {
        "likeliest": "Likeliest first",
        "uncertain": "Most uncertain first",
        "by-head": "Head by head",
        "frequent-heads": "Frequent heads first",
        "conflicts": "Conflicts",
        "disagreements": "Disagreements after a merge",
    }[choice.kind]
