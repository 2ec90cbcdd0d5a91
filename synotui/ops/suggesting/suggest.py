"""Candidates for a head: neighbours, friends of friends, proposals, and what is decided."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from synotui.model import (
    Evidence,
    Pair,
    Proposal,
    Relation,
    Source,
    Suggestion,
    Suggestions,
    Term,
    Verdict,
)
from synotui.ops.spaces.composed_marks import composed_among, of_pair
from synotui.ops.terms import get_term
from synotui.ops.workbench import Loaded, Workbench

if TYPE_CHECKING:
    from synotui.ops.suggesting.ranking import Ranking, Scored


@dataclass
class _Found:
    """A candidate while its evidence is being collected."""

    sources: list[Source] = field(default_factory=list)
    proposals: list[Proposal] = field(default_factory=list)
    friends: list[int] = field(default_factory=list)
    same_key: bool = False
    logit: float | None = None
    """What it ranks by; None where it ranks by cosine."""
    probability: float | None = None

    def urgency(self, head: int) -> int:
        """Give 0 for a proposal of this very head that awaits a verdict, 1 for one the other way.

        Everything else is 2.
        """
        if not self.proposals or "decided" in self.sources:
            return 2
        return 0 if any(proposal.head == head for proposal in self.proposals) else 1


def suggest(
    bench: Workbench,
    head: int,
    k: int = 20,
    *,
    show_rejected: bool = False,
    ranking: "Ranking | None" = None,
    reasons: bool = False,
    also: Sequence[int] = (),
) -> Suggestions:
    """Give the candidates of `head`.

    Proposals that await a verdict come first, those of this head before those
    the other way round. With a `ranking` (see `ops.ranking`) the rest follows
    by how likely each is accepted: the `k` likeliest of all sources. Without,
    it follows by current cosine, `k` being the nearest neighbours. Friends of
    friends and terms that differ in form only come in addition. Accepted and
    skipped pairs keep their place in the list; rejected ones are left out
    unless `show_rejected`. `reasons` are told of each where asked for, which
    takes some milliseconds a candidate. The terms in `also` are listed in any
    case. Raises UnknownTerm.
    """
    with bench.store.reading():
        loaded = bench.present()
    with bench.store.reading_at_once():
        term = get_term(bench, head)
        pairs = {_other(pair, head): pair for pair in bench.store.pairs.of(head)}
        rejected = {other for other, pair in pairs.items() if pair.verdict is Verdict.REJECTED}
        hidden = set() if show_rejected else rejected
        left_out = hidden | set(bench.store.terms.retired())
        number = ranking.material.number(head) if ranking is not None else None
        by_likeness = ranking is None or number is None
        candidates = _collect(bench, loaded if by_likeness else None, term, pairs, k, left_out)
        for other in bench.store.terms.by_id(set(also) - left_out - {head}):
            candidates.setdefault(other, _Found())
        scored = None
        if ranking is not None and number is not None:
            near = _neighbours(loaded, head, k, left_out)
            scored = _score(ranking, number, candidates, near, k, left_out)
        terms = bench.store.terms.by_id(
            {*candidates, *(i for found in candidates.values() for i in found.friends)}
        )
        cosines = _cosines(loaded, head, list(candidates))
        info = loaded.info if loaded else None
        marks = composed_among(bench.store, info, [head, *candidates])

    def order(other: int) -> tuple[int, float, float, int]:
        found, now = candidates[other], cosines[other][1]
        likely = -found.logit if found.logit is not None else 100.0
        return (found.urgency(head), likely, -now if now is not None else 2.0, other)

    shown = sorted(candidates, key=order)
    evidence = {
        other: replace(_evidence(candidates[other], terms), composed=of_pair(marks, head, other))
        for other in shown
    }
    if ranking is not None and number is not None and scored is not None:
        evidence = _more(ranking, scored, number, term, terms, evidence, reasons=reasons)
    items = tuple(
        Suggestion(
            rank=rank,
            synonym=terms[other],
            base=cosines[other][0],
            now=cosines[other][1],
            probability=candidates[other].probability,
            pair=pairs.get(other),
            evidence=evidence[other],
        )
        for rank, other in enumerate(shown, 1)
    )
    return Suggestions(
        head=term,
        space=loaded.info.name if loaded else "",
        index=loaded.search.kind if loaded else "exact",
        items=items,
        hidden=len(hidden),
    )


def _score(
    ranking: "Ranking",
    number: int,
    candidates: dict[int, _Found],
    near: list[int],
    k: int,
    left_out: set[int],
) -> "Scored":
    """Score the `candidates`, and add the `k` likeliest of all sources to them.

    `near` are the nearest by the vectors as they are now, which compete as well.
    """
    from synotui.ops.suggesting.why import sources_of

    material = ranking.material
    asked = (material.number(other) for other in {*candidates, *near})
    scored = ranking.candidates(number, {place for place in asked if place is not None})
    order = (-scored.logits).argsort(kind="stable").tolist()
    heads, others = scored.pool.heads.tolist(), scored.pool.others.tolist()
    listed = 0
    for position in order:
        other = others[position] if heads[position] == number else heads[position]
        term = int(material.ids[other])
        if term not in candidates:
            if listed == k or term in left_out:
                continue
            listed += 1
        found = candidates.setdefault(term, _Found())
        sources = [each for each in sources_of(scored, position) if each not in found.sources]
        found.sources += [each for each in sources if each not in ("proposal", "friend")]
        if term in near and "neighbour" not in found.sources:
            found.sources.append("neighbour")
        found.logit = float(scored.logits[position])
        found.probability = float(scored.probabilities[position])
    return scored


def _more(
    ranking: "Ranking",
    scored: "Scored",
    number: int,
    head: Term,
    terms: dict[int, Term],
    evidence: dict[int, Evidence],
    *,
    reasons: bool,
) -> dict[int, Evidence]:
    """Add ranks, other spaces and warnings to the evidence, and reasons if they are asked for."""
    from synotui.ops.suggesting.why import explain, standing

    told = {}
    for other, each in evidence.items():
        place = ranking.material.number(other)
        if place is not None:
            each = replace(each, **standing(ranking, number, place, head, terms[other]))
        told[other] = explain(ranking, scored, head, terms[other], each) if reasons else each
    return told


def _other(pair: Pair, head: int) -> int:
    return pair.synonym if pair.head == head else pair.head


def _collect(
    bench: Workbench,
    loaded: Loaded | None,
    head: Term,
    pairs: dict[int, Pair],
    k: int,
    left_out: set[int],
) -> dict[int, _Found]:
    found: dict[int, _Found] = {}

    def add(other: int, source: Source) -> _Found | None:
        if other in left_out or other == head.id:
            return None
        candidate = found.setdefault(other, _Found())
        if source not in candidate.sources:
            candidate.sources.append(source)
        return candidate

    for proposal in bench.store.proposals.of(head.id):
        other = proposal.synonym if proposal.head == head.id else proposal.head
        if candidate := add(other, "proposal"):
            candidate.proposals.append(proposal)
    for other in pairs:
        add(other, "decided")
    for other in _neighbours(loaded, head.id, k, left_out):
        add(other, "neighbour")
    for friend, other in _friends_of_friends(bench, head.id, pairs):
        if candidate := add(other, "friend"):
            candidate.friends.append(friend)
    for twin in bench.store.terms.twins(head):
        if candidate := add(twin, "twin"):
            candidate.same_key = True
    return found


def _neighbours(loaded: Loaded | None, head: int, k: int, left_out: set[int]) -> list[int]:
    row = loaded.space.row_of(head) if loaded else None
    if loaded is None or row is None:
        return []
    import numpy as np

    rows = loaded.space.rows_of(np.array(sorted(left_out), np.int64))
    near = loaded.search.neighbours(row, k, exclude=rows[rows >= 0])
    ids: list[int] = loaded.space.ids[near.rows].tolist()
    return ids


def _friends_of_friends(
    bench: Workbench, head: int, pairs: dict[int, Pair]
) -> list[tuple[int, int]]:
    """Give (friend, its friend): terms two synonyms away, with no pair of their own."""
    friends = [other for other, pair in pairs.items() if _joins(pair)]
    found: list[tuple[int, int]] = []
    for pair in bench.store.pairs.touching(friends):
        if not _joins(pair):
            continue
        for friend, other in ((pair.head, pair.synonym), (pair.synonym, pair.head)):
            if friend in friends and other != head and other not in pairs:
                found.append((friend, other))
    return found


def _joins(pair: Pair) -> bool:
    return pair.verdict is Verdict.ACCEPTED and pair.relation is Relation.SYNONYM


def _cosines(
    loaded: Loaded | None, head: int, others: list[int]
) -> dict[int, tuple[float | None, float | None]]:
    cosines: dict[int, tuple[float | None, float | None]] = dict.fromkeys(others, (None, None))
    row = loaded.space.row_of(head) if loaded else None
    if loaded is None or row is None or not others:
        return cosines
    import numpy as np

    rows = loaded.space.rows_of(np.array(others, np.int64))
    here = rows >= 0
    base, now = loaded.space.both_cosines(row, rows[here])
    with_vector = [other for other, known in zip(others, here.tolist(), strict=True) if known]
    cosines.update(zip(with_vector, zip(base.tolist(), now.tolist(), strict=True), strict=True))
    return cosines


def _evidence(found: _Found, terms: dict[int, Term]) -> Evidence:
    return Evidence(
        sources=tuple(found.sources),
        proposed_by=tuple(dict.fromkeys(proposal.source for proposal in found.proposals)),
        friends=tuple(terms[i].text for i in dict.fromkeys(found.friends)),
        same_key=found.same_key,
        proposed_relation=next((p.relation for p in found.proposals if p.relation), None),
        note=next((p.note for p in found.proposals if p.note), ""),
    )
