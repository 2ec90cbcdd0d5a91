"""The synonym sets that accepted pairs form, and which of them look like two.

A set is joined through a term only as far as its pairs mean it in the same
sense; pairs that name none mean it in one sense too, the unnamed one.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from synotui.model import Pair, Relation, Term, Verdict
from synotui.ops.workbench import Loaded, Workbench

SUSPECTED = 0.2
"""A gap between the mean cosines within and between two parts from which a bridge is suspected."""


class Member(NamedTuple):
    """A term of a set, in the sense its pairs there mean it in."""

    term: Term
    sense: str


@dataclass(frozen=True, slots=True)
class SetLink:
    """An accepted pair that holds a set together."""

    head: Member
    synonym: Member
    base: float | None
    """Their cosine by base vectors; None where either has none."""
    now: float | None
    bridge: bool = False
    """Whether the set comes apart here; see `Bridge`."""
    weakest: bool = False
    """Whether no other link of the set has a lower base cosine."""


@dataclass(frozen=True, slots=True)
class Bridge:
    """Where a set is suspected to be two: cut there, and two parts far from each other remain."""

    term: Member | None
    """The term meant in two senses; None where one link joins two sets."""
    part: tuple[Member, ...]
    """One of the two parts, without `term`: that with fewer of its links, else the smaller."""
    links: tuple[SetLink, ...]
    """What to reject, or to mark with a sense of `term`, so that the set comes apart."""
    within: float
    """Mean base cosine of two members of the same part."""
    between: float
    """Mean base cosine of two members of different parts."""

    @property
    def gap(self) -> float:
        """How suspicious it is: from SUSPECTED on."""
        return self.within - self.between

    @property
    def at(self) -> str:
        """Name the term, or the pair, that joins the two."""
        if self.term is not None:
            return shown(self.term)
        (link,) = self.links
        return f"{shown(link.head)} = {shown(link.synonym)}"


@dataclass(frozen=True, slots=True)
class SynonymSet:
    """Terms that accepted pairs connect."""

    members: tuple[Member, ...]
    """Those with the most links first."""
    links: tuple[SetLink, ...]
    """The most doubtful first: those of the bridge, then by base cosine."""
    base: float | None
    """Mean base cosine of all pairs of members; None with fewer than two vectors."""
    now: float | None
    bridge: Bridge | None

    @property
    def size(self) -> int:
        """How many members it has."""
        return len(self.members)

    @property
    def weakest(self) -> SetLink | None:
        """The link with the lowest base cosine; None where no cosine is known."""
        return next((link for link in self.links if link.weakest), None)

    @property
    def name(self) -> str:
        """The member with the most links."""
        return self.members[0].term.text


def shown(member: Member) -> str:
    """Give a member as people read it: the term, and its sense in brackets if it has a name."""
    return f"{member.term.text}〔{member.sense}〕" if member.sense else member.term.text


def advice(bridge: Bridge) -> str:
    """Say what is suspected and what to do about it."""
    far = f"{bridge.between:.2f} across against {bridge.within:.2f} within"
    named = ", ".join(shown(member) for member in bridge.part[:3])
    named += f" and {len(bridge.part) - 3:,} more" if len(bridge.part) > 3 else ""
    if bridge.term is None:
        return f"{bridge.at} joins two sets ({far}): reject it, or name a sense in it"
    return (
        f"{bridge.at} may be meant in two senses, one of them with {named} ({far}): "
        f"reject those pairs, or name the sense of {bridge.term.term.text} in them"
    )


def synonym_sets(pairs: Iterable[Pair]) -> list[list[Pair]]:
    """Put accepted synonyms among `pairs` together that form one set; senses keep sets apart."""
    from synotui.engine.sets import components

    kept = [p for p in pairs if p.verdict is Verdict.ACCEPTED and p.relation is Relation.SYNONYM]
    numbers: dict[tuple[int, str], int] = {}
    links = [_nodes(pair, numbers) for pair in kept]
    of = [0] * len(numbers)
    found = components(len(numbers), links)
    for place, nodes in enumerate(found):
        for node in nodes:
            of[node] = place
    sets: list[list[Pair]] = [[] for _ in found]
    for pair, (a, _) in zip(kept, links, strict=True):
        sets[of[a]].append(pair)
    return sets


def members_of(pairs: Iterable[Pair]) -> list[int]:
    """Give the terms of the pairs of one set, the one most of them are of first."""
    heads = Counter[int]()
    terms: set[int] = set()
    for pair in pairs:
        heads[pair.head] += 1
        terms |= {pair.head, pair.synonym}
    return sorted(terms, key=lambda term: (-heads[term], term))


def list_sets(bench: Workbench, term: int | None = None) -> list[SynonymSet]:
    """Give all synonym sets, or those that hold `term`: the most suspicious first, then by size."""
    with bench.store.reading():
        grouped = synonym_sets(bench.store.pairs.with_verdicts([Verdict.ACCEPTED]))
        if term is not None:
            grouped = [g for g in grouped if any(term in (p.head, p.synonym) for p in g)]
        terms = bench.store.terms.by_id({i for g in grouped for p in g for i in (p.low, p.high)})
        loaded = bench.loaded()
        sets = [_measured(group, terms, loaded) for group in grouped]
    return sorted(
        sets, key=lambda s: (-(s.bridge.gap if s.bridge else 0.0), -s.size, s.members[0].term.id)
    )


def _nodes(pair: Pair, numbers: dict[tuple[int, str], int]) -> tuple[int, int]:
    """Give the numbers of the nodes that a pair links, new ones as they come."""
    ends = ((pair.head, pair.sense_of(pair.head)), (pair.synonym, pair.sense_of(pair.synonym)))
    a, b = (numbers.setdefault(end, len(numbers)) for end in ends)
    return a, b


def _measured(pairs: Sequence[Pair], terms: "dict[int, Term]", loaded: Loaded | None) -> SynonymSet:
    numbers: dict[tuple[int, str], int] = {}
    ends = [_nodes(pair, numbers) for pair in pairs]
    members = [Member(terms[term], sense) for term, sense in numbers]
    links_of = [0] * len(members)
    for a, b in ends:
        links_of[a] += 2
        links_of[b] += 1
    order = sorted(range(len(members)), key=lambda n: -links_of[n])
    listed = tuple(members[n] for n in order)
    if loaded is None:
        plain = tuple(SetLink(members[a], members[b], None, None) for a, b in ends)
        return SynonymSet(listed, plain, None, None, None)

    import numpy as np

    from synotui.engine.sets import mean_cosine, worst_cut

    rows = loaded.space.rows_of(np.array([term for term, _ in numbers], np.int64))
    there = rows >= 0
    base = np.zeros((len(rows), loaded.space.dim), np.float32)
    now = base.copy()
    base[there] = loaded.space.units(rows[there], base=True)
    now[there] = loaded.space.units(rows[there])
    pair_ends = np.array(ends)
    known = there[pair_ends].all(axis=1)
    cosines = np.stack(
        [np.einsum("ij,ij->i", u[pair_ends[:, 0]], u[pair_ends[:, 1]]) for u in (base, now)]
    )
    lowest = int(np.where(known, cosines[0], np.inf).argmin()) if known.any() else -1
    cut = worst_cut(base, ends)
    if cut is not None and cut.gap < SUSPECTED:
        cut = None
    at = {frozenset(link) for link in cut.links} if cut else set()
    links = [
        SetLink(
            members[a],
            members[b],
            float(cosines[0, i]) if known[i] else None,
            float(cosines[1, i]) if known[i] else None,
            frozenset((a, b)) in at,
            i == lowest,
        )
        for i, (a, b) in enumerate(ends)
    ]
    links.sort(key=lambda link: (not link.bridge, 2.0 if link.base is None else link.base))
    bridge = None
    if cut is not None:
        bridge = Bridge(
            None if cut.node is None else members[cut.node],
            tuple(members[n] for n in cut.part),
            tuple(link for link in links if link.bridge),
            cut.within,
            cut.between,
        )
    return SynonymSet(listed, tuple(links), mean_cosine(base), mean_cosine(now), bridge)
