"""Synonym sets measured: cosines, weakest links, bridges, conflicts, for many sets at once."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from synotui.engine.arrays import Floats, Ints, Mask
from synotui.engine.linked import Links, chain, neighbours
from synotui.engine.sets import Cut, worst_cut
from synotui.engine.space import Space
from synotui.model import (
    Bridge,
    Member,
    OnProgress,
    Progress,
    SetConflict,
    SetLink,
    SynonymSet,
    Term,
)
from synotui.ops.grouping.groups import Node, numbered
from synotui.store import Tie

if TYPE_CHECKING:
    from collections.abc import Mapping

SUSPECTED = 0.2
"""A gap between the mean cosines within and between two parts from which a bridge is suspected."""
_Both = tuple[float | None, float | None]
"""A cosine of the base and now; None where a vector is missing."""
_NODES_AT_ONCE = 4_096
_LINKS_AT_ONCE = 8_192


class Group(NamedTuple):
    """The pairs of one set, and what was measured of it."""

    ties: Sequence[Tie]
    """Those that join it."""
    terms: frozenset[int]
    rejected: Sequence[Tie] = ()
    """Those whose terms are both in it all the same."""
    cut: Cut | None = None
    """Where it comes apart; None where no bridge is suspected."""
    cut_known: bool = False
    """Whether that was found out by the base vectors there are."""
    found: SynonymSet | None = None

    @classmethod
    def of(cls, ties: Sequence[Tie]) -> "Group":
        """Give a group that is still to be measured."""
        return cls(ties, frozenset([term for tie in ties for term in tie[:2]]))


def measure_groups(
    groups: Sequence[Group],
    terms: "Mapping[int, Term]",
    space: Space | None,
    on_progress: OnProgress,
) -> Iterator[Group]:
    """Give groups with their sets measured in `space`, in their order; `on_progress` may stop it.

    A cut that is known is kept.
    """
    done = 0
    for some in _in_batches(groups):
        on_progress(Progress("measuring sets", done, len(groups), "sets"))
        yield from _measure(some, terms, space)
        done += len(some)
    on_progress(Progress("measuring sets", done, len(groups), "sets"))


def _in_batches(groups: Sequence[Group]) -> Iterator[list[Group]]:
    batch: list[Group] = []
    nodes = 0
    for group in groups:
        batch.append(group)
        nodes += 1 + len(group.ties)
        if nodes >= _NODES_AT_ONCE:
            yield batch
            batch, nodes = [], 0
    if batch:
        yield batch


class _Vectors(NamedTuple):
    """Unit vectors of nodes (n, dim), zero for one without; of the base and now."""

    base: Floats
    now: Floats

    def known(self) -> Mask:
        """Say which nodes have a vector."""
        return np.asarray(self.base.any(axis=1))

    @classmethod
    def of(cls, space: Space | None, ids: Ints) -> "_Vectors":
        if space is None:
            none = np.zeros((len(ids), 1), np.float32)
            return cls(none, none)
        rows = space.rows_of(ids)
        there = rows >= 0
        base = np.zeros((len(ids), space.dim), np.float32)
        now = base.copy()
        base[there] = space.units(rows[there], base=True)
        now[there] = space.units(rows[there])
        return cls(base, now)


class _Figures(NamedTuple):
    """What `_Vectors` say of links and of sets."""

    links: list[_Both]
    means: list[_Both]


def _measure(
    groups: list[Group], terms: "Mapping[int, Term]", space: Space | None
) -> Iterator[Group]:
    shapes = [numbered(group.ties) for group in groups]
    ids = np.array([term for numbers, _ in shapes for term, _ in numbers], np.int64)
    vectors = _Vectors.of(space, ids)
    sizes = [len(numbers) for numbers, _ in shapes]
    starts = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    counts = [len(links) for _, links in shapes]
    ends = np.concatenate([np.array(links, np.int64) for _, links in shapes])
    ends += np.repeat(starts, counts)[:, None]
    figures = _Figures(_of_links(vectors, ends), _of_sets(vectors, starts))
    first = 0
    for place, (group, (numbers, links)) in enumerate(zip(groups, shapes, strict=True)):
        start = int(starts[place])
        own = _Vectors(*(units[start : start + len(numbers)] for units in vectors))
        cut = group.cut if group.cut_known else worst_cut(own.base, links)
        if cut is not None and cut.gap < SUSPECTED:
            cut = None
        cosines = figures.links[first : first + len(links)]
        first += len(links)
        members = [Member(terms[term], sense) for term, sense in numbers]
        order, told = _tell(group, members, links, cosines, cut)
        found = SynonymSet(
            tuple(members[node] for node in order),
            told,
            *figures.means[place],
            _bridge(cut, members, told) if cut else None,
            tuple(_conflicts(group, numbers, members, links, own)) if group.rejected else (),
        )
        yield group._replace(cut=cut, cut_known=True, found=found)


def _tell(
    group: Group,
    members: Sequence[Member],
    links: Links,
    cosines: Sequence[_Both],
    cut: Cut | None,
) -> tuple[list[int], tuple[SetLink, ...]]:
    """Give the nodes, those with the most links first, and links, the most doubtful first."""
    links_of = [0] * len(members)
    at = {frozenset(link) for link in cut.links} if cut else set()
    known = [(base, place) for place, (base, _) in enumerate(cosines) if base is not None]
    lowest = min(known)[1] if known else -1
    told = []
    for place, (tie, (low, high)) in enumerate(zip(group.ties, links, strict=True)):
        head, synonym = (low, high) if tie.head == tie.low else (high, low)
        links_of[head] += 2
        links_of[synonym] += 1
        cuts = bool(at) and frozenset((low, high)) in at
        ends = members[head], members[synonym]
        told.append(SetLink(*ends, *cosines[place], cuts, place == lowest))
    told.sort(key=lambda link: (not link.bridge, 2.0 if link.base is None else link.base))
    return sorted(range(len(members)), key=lambda node: -links_of[node]), tuple(told)


def _bridge(cut: Cut, members: Sequence[Member], links: Sequence[SetLink]) -> Bridge:
    term = None if cut.node is None else members[cut.node]
    return Bridge(
        term,
        tuple(members[node] for node in cut.part),
        tuple(link for link in links if link.bridge),
        tuple(
            link for link in links
            if term is not None and not link.bridge and term in (link.head, link.synonym)
        ),
        cut.within,
        cut.between,
    )  # fmt: skip


def _conflicts(
    group: Group,
    numbers: "Mapping[Node, int]",
    members: Sequence[Member],
    links: Links,
    vectors: _Vectors,
) -> Iterator[SetConflict]:
    """Give the rejected pairs within a set; one that names no sense is about every sense."""
    near = neighbours(len(members), links)
    of: dict[int, list[int]] = {}
    for (term, _), node in numbers.items():
        of.setdefault(term, []).append(node)
    known = vectors.known()

    def meant(term: int, sense: str) -> int | None:
        nodes = [node for node in of[term] if not sense or members[node].sense == sense]
        return min(nodes, key=lambda node: members[node].sense != sense, default=None)

    for tie in group.rejected:
        low, high = meant(tie.low, tie.low_sense), meant(tie.high, tie.high_sense)
        if low is None or high is None:
            continue
        head, synonym = (low, high) if tie.head == tie.low else (high, low)
        both = known[head] and known[synonym]
        base, now = (float(units[head] @ units[synonym]) if both else None for units in vectors)
        way = tuple(members[node] for node in chain(near, head, synonym))
        yield SetConflict(members[head], members[synonym], tie.relation, base, now, way)


def _of_links(vectors: _Vectors, ends: Ints) -> list[_Both]:
    """Give the cosines of links (m, 2), of the base and now."""
    known = np.asarray(vectors.known()[ends].all(axis=1))
    found = []
    for start in range(0, len(ends), _LINKS_AT_ONCE):
        a, b = ends[start : start + _LINKS_AT_ONCE].T
        both = [np.einsum("ij,ij->i", units[a], units[b]).tolist() for units in vectors]
        there = known[start : start + _LINKS_AT_ONCE].tolist()
        found += [
            (base, now) if has else (None, None)
            for base, now, has in zip(*both, there, strict=True)
        ]
    return found


def _of_sets(vectors: _Vectors, starts: Ints) -> list[_Both]:
    """Give the mean cosines within sets that begin at the nodes `starts`, of the base and now."""
    counts = np.add.reduceat(vectors.known().astype(np.int64), starts)
    pairs = counts * (counts - 1) / 2
    means = []
    for units in vectors:
        sums = np.add.reduceat(units, starts, axis=0, dtype=np.float64)
        within = (np.einsum("ij,ij->i", sums, sums) - counts) / 2
        means.append((within / np.maximum(pairs, 1)).tolist())
    some = (counts > 1).tolist()
    return [
        (base, now) if has else (None, None) for base, now, has in zip(*means, some, strict=True)
    ]
