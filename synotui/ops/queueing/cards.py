"""One pair of a queue with all that is to be known of it before it is decided."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from synotui.engine.rank.sources import BITS, names_of
from synotui.model import Evidence, Pair, Source, Term
from synotui.ops.grouping.joining import join_warnings
from synotui.ops.spaces.composed_marks import composed_among, of_pair
from synotui.ops.suggesting.why import in_words, sources_of, standing
from synotui.store import Store

if TYPE_CHECKING:
    from synotui.engine.rank.queue import Candidate, Queue
    from synotui.ops.suggesting.ranking import Ranking, Scored

_FRIENDS = 5


@dataclass(frozen=True, slots=True)
class Card:
    """A pair that is asked."""

    head: Term
    other: Term
    base: float | None
    """Cosine of the base vectors; None where one of the two has none."""
    now: float | None
    probability: float
    evidence: Evidence
    pair: Pair | None = None
    """What is decided already: in a check, a conflict, or where it was skipped."""
    check: bool = False
    """Whether it is here to see if it is decided alike once more."""
    conflict: str = ""
    """What it contradicts."""

    @property
    def key(self) -> tuple[int, int]:
        """The ids of the two, the lower first."""
        return min(self.head.id, self.other.id), max(self.head.id, self.other.id)


def card_of(
    store: Store,
    ranking: "Ranking",
    queue: "Queue",
    scored: "Scored",
    candidate: "Candidate",
    *,
    check: bool = False,
    conflict: str = "",
) -> Card:
    """Collect what is to be known of a candidate, in the thread of `store` and `queue`."""
    ids = ranking.material.ids
    a, b = int(ids[candidate.head]), int(ids[candidate.other])
    graph = queue.view.graph
    shared = sorted(graph.shared(candidate.head, candidate.other))
    friends = [int(ids[each]) for each in shared[:_FRIENDS]]
    with store.reading():
        terms = store.terms.by_id([a, b, *friends])
        pair = store.pairs.get(a, b)
        loaded = ranking.material.of.loaded
        marks = composed_among(store, loaded.info if loaded else None, [a, b])
        proposals = [each for each in store.proposals.of(a) if b in (each.head, each.synonym)]
    head, other = terms[a], terms[b]
    evidence = Evidence(
        sources=_sources(scored, candidate.position),
        proposed_by=tuple(dict.fromkeys(each.source for each in proposals)),
        friends=tuple(terms[each].text for each in friends),
        same_key=head.key == other.key,
        composed=of_pair(marks, a, b),
        proposed_relation=next(
            (
                each.relation if each.head == a else each.relation.seen_from_other_side()
                for each in proposals
                if each.relation
            ),
            None,
        ),
        note=(pair.note if pair else "") or next((p.note for p in proposals if p.note), ""),
    )
    known = standing(ranking, candidate.head, candidate.other, head, other)
    known["warnings"] += join_warnings(queue.view, candidate.head, candidate.other)
    evidence = replace(
        evidence,
        **known,
        reasons=in_words(ranking, scored, candidate.position, head.text, other.text),
    )
    base, now = _cosines(queue, candidate)
    return Card(head, other, base, now, candidate.probability, evidence, pair, check, conflict)


def _sources(scored: "Scored", position: int) -> tuple[Source, ...]:
    return tuple(sources_of(scored, position))


def _cosines(queue: "Queue", candidate: "Candidate") -> tuple[float | None, float | None]:
    space = queue.view.space
    if space is None:
        return None, None
    one, two = np.array([candidate.head], np.int64), np.array([candidate.other], np.int64)
    base = float(space.cosines(one, two)[0])
    if base != base:
        return None, None
    return base, float(space.cosines(one, two, base=False)[0])


def counts_of(queue: "Queue") -> dict[str, int]:
    """Count the undecided pairs of a queue: all of them under "", and those of each source."""
    there = queue.undecided
    counts = {"": int(there.sum())}
    for name in names_of(sum(BITS.values())):
        counts[name] = int((there & queue.pool.from_source(BITS[name])).sum())
    return counts
