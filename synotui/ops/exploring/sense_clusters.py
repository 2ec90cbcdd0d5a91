"""The senses a term's neighbours tell of: clusters of them, and in which its synonyms fall."""

import re
import shlex
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from synotui.model import Pair, Relation, Term, Verdict
from synotui.ops.grouping.sets import list_sets
from synotui.ops.spaces.points import How, Point, find_points
from synotui.ops.workbench import Loaded, Workbench

if TYPE_CHECKING:
    from synotui.engine.arrays import Floats, Ints
    from synotui.engine.sense_clusters import Clusters

NEIGHBOURS = 50
_OF_A_SET = 100
"""Further terms of a synonym set that are looked at, the nearest: a set may have thousands."""
_PLAIN = re.compile(r"[\w./@%+=:,-]+")
_NAMED = 3
"""Most central terms that name a cluster, and synonyms that advice names."""


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A term of a cluster."""

    term: Term
    cosine: float
    """With the term that was asked about."""
    accepted: bool
    """Whether it is an accepted synonym of that."""
    sense: str
    """The sense in which the term asked about is meant in that pair; empty if none is named."""


@dataclass(frozen=True, slots=True)
class SenseCluster:
    """Neighbours that are near one another."""

    members: tuple[Neighbour, ...]
    """The most central first: those with the highest mean cosine to the others."""
    set_members: tuple[Term, ...]
    """Further terms of the synonym set, which this cluster is the nearest to, nearest first."""

    @property
    def name(self) -> str:
        """Its most central terms."""
        return ", ".join(member.term.text for member in self.members[:_NAMED])

    @property
    def accepted(self) -> tuple[Neighbour, ...]:
        """Its accepted synonyms."""
        return tuple(member for member in self.members if member.accepted)


@dataclass(frozen=True, slots=True)
class SenseClusters:
    """What a term's neighbours fall into."""

    text: str
    term: Term | None
    """None for a text that is not in the dictionary."""
    how: How
    parts: tuple[str, ...]
    """The words or parts its vector was put together from."""
    space: str
    base: bool
    """Whether base vectors were looked at, not those as adjusted."""
    neighbours: int
    """Nearest terms that were put in clusters, beside accepted synonyms."""
    silhouette: float | None
    """How well the best cut parts them, from -1 to 1; None for fewer than three."""
    clusters: tuple[SenseCluster, ...]
    """The largest first."""
    bridge: bool
    """Whether a synonym set is suspected to be two that the term joins."""

    @property
    def joined(self) -> tuple[int, ...]:
        """The places of the clusters that accepted synonyms are in."""
        return tuple(at for at, each in enumerate(self.clusters) if each.accepted)

    @property
    def named(self) -> bool:
        """Whether accepted synonyms of different clusters are in different senses already."""
        senses = [{each.sense for each in self.clusters[at].accepted} for at in self.joined]
        return all(not one & other for at, one in enumerate(senses) for other in senses[at + 1 :])


def cluster_senses(
    bench: Workbench, text: str, k: int = NEIGHBOURS, *, base: bool = False
) -> SenseClusters:
    """Put the `k` nearest of a term, and its accepted synonyms, in clusters by their own cosines.

    By vectors as adjusted, or with `base` as the encoder gave them. A text that
    is no term is placed where the space can do that. Raises UnknownTerm,
    NoVector.
    """
    from synotui.engine.arrays import unit
    from synotui.engine.sense_clusters import cluster

    (point,) = find_points(bench, [text])
    loaded = bench.loaded()
    assert loaded is not None
    query: Floats = unit((point.base if base else point.now)[None])[0]
    pairs = _accepted(bench, point.term)
    sets = list_sets(bench, point.term.id) if point.term is not None else []
    near, rows = _rows(bench, loaded, point, query, k, list(pairs), base=base)
    clusters: list[SenseCluster] = []
    silhouette = None
    if len(rows):
        units = loaded.space.units(rows, base=base)
        found = cluster(units)
        silhouette = found.silhouette
        seen = {*loaded.space.ids[rows].tolist(), point.term.id if point.term else 0}
        terms = {member.term.id: member.term for each in sets for member in each.members}
        beyond = [term for term in terms if term not in seen]
        homes = _homes(loaded, beyond, query, units, found.labels, base=base)
        more = {term: terms[term] for term in homes}
        clusters = _described(bench, loaded, point, pairs, rows, units @ query, found)
        clusters = [
            replace(each, set_members=tuple(more[term] for term in homes if homes[term] == at))
            for at, each in enumerate(clusters)
        ]
    joining = [each.bridge.term for each in sets if each.bridge and each.bridge.term]
    return SenseClusters(
        text=point.text,
        term=point.term,
        how=point.how,
        parts=point.parts,
        space=loaded.info.name,
        base=base,
        neighbours=near,
        silhouette=silhouette,
        clusters=tuple(clusters),
        bridge=any(member.term == point.term for member in joining),
    )


def title_words(found: SenseClusters) -> str:
    """Say how many neighbours are in how many clusters, how well parted, and by which vectors."""
    if not found.clusters:
        return "no neighbours"
    added = sum(len(each.members) for each in found.clusters) - found.neighbours
    synonyms = f" and {added:,} more accepted" if added else ""
    by = "base" if found.base else "adjusted"
    count = len(found.clusters)
    told = f"{count} senses" if count > 1 else "one sense"
    how_well = "" if found.silhouette is None else f", silhouette {found.silhouette:.2f}"
    return f"{told} in {found.neighbours:,} neighbours{synonyms}{how_well}, by {by} vectors"


def origin(found: SenseClusters) -> str:
    """Say where a vector is from that is not that of a term, "" for a term."""
    if found.how == "encoded":
        return "encoded on the spot"
    if found.how == "term":
        return ""
    return f"put together from {' + '.join(found.parts)}" if found.parts else "put together"


def advice(found: SenseClusters) -> str:
    """Say what the clusters that accepted synonyms are in make of the term, "" for nothing."""
    if found.term is None or len(found.joined) < 2:
        return ""
    told = "; ".join(
        f"{at + 1} with {_listed([each.term.text for each in found.clusters[at].accepted])}"
        for at in found.joined
    )
    count = {2: "two", 3: "three", 4: "four", 5: "five"}[len(found.joined)]
    if found.named:
        return f"{found.text} joins {count} senses, which have names of their own: {told}"
    return f"{found.text} seems to join {count} senses: {told}. If so, name them"


def naming(found: SenseClusters, path: str) -> list[str]:
    """Give the commands that name the senses which accepted synonyms are meant in."""
    if found.term is None or len(found.joined) < 2 or found.named:
        return []
    start = ["synotui", "sense", path, found.text]
    if found.bridge and len(found.joined) == 2:
        return [_quoted([*start, "--sides", "A", "B"])]
    return [
        _quoted([*start, *(each.term.text for each in found.clusters[at].accepted), name])
        for at, name in zip(found.joined, "ABCDE", strict=False)
    ]


def _quoted(words: Sequence[str]) -> str:
    """Write a command line; a word of letters of any script stays as it is."""
    return " ".join(word if _PLAIN.fullmatch(word) else shlex.quote(word) for word in words)


def _accepted(bench: Workbench, term: Term | None) -> dict[int, Pair]:
    """Give the accepted pairs of a term by the ids of its synonyms."""
    if term is None:
        return {}
    with bench.store.reading():
        pairs = bench.store.pairs.of(term.id)
    return {
        pair.synonym if pair.head == term.id else pair.head: pair
        for pair in pairs
        if pair.verdict is Verdict.ACCEPTED and pair.relation is Relation.SYNONYM
    }


def _rows(
    bench: Workbench,
    loaded: Loaded,
    point: Point,
    query: "Floats",
    k: int,
    synonyms: list[int],
    *,
    base: bool,
) -> "tuple[int, Ints]":
    """Count the nearest of a point, and give their rows and those of its synonyms."""
    import numpy as np

    from synotui.engine.explore import nearest

    space = loaded.space
    with bench.store.reading():
        retired = bench.store.terms.retired()
    left_out = space.rows_of(np.array(retired, np.int64))
    left_out = left_out[left_out >= 0]
    if point.row is not None and not base:
        near = loaded.search.neighbours(point.row, k, exclude=left_out).rows
    else:
        own = [] if point.row is None else [point.row]
        exclude = np.concatenate([left_out, np.array(own, np.int64)])
        near = nearest(space, query, k, exclude=exclude, base=base).rows
    accepted = space.rows_of(np.array(synonyms, np.int64))
    added = accepted[(accepted >= 0) & ~np.isin(accepted, near)]
    return len(near), np.concatenate([near, added])


def _described(
    bench: Workbench,
    loaded: Loaded,
    point: Point,
    pairs: dict[int, Pair],
    rows: "Ints",
    cosines: "Floats",
    found: "Clusters",
) -> list[SenseCluster]:
    """Give the clusters of `rows` (n,), whose cosines with the point are `cosines` (n,)."""
    import numpy as np

    ids = loaded.space.ids[rows].tolist()
    with bench.store.reading():
        terms = bench.store.terms.by_id(ids)
    clusters = []
    for label in range(int(found.labels.max()) + 1):
        members = np.flatnonzero(found.labels == label)
        central = found.cosines[np.ix_(members, members)].mean(axis=1)
        neighbours = []
        for at in members[np.argsort(-central, kind="stable")].tolist():
            pair = pairs.get(ids[at])
            sense = pair.sense_of(point.term.id) if pair and point.term else ""
            held = Neighbour(terms[ids[at]], float(cosines[at]), pair is not None, sense)
            neighbours.append(held)
        clusters.append(SenseCluster(tuple(neighbours), ()))
    return clusters


def _homes(
    loaded: Loaded,
    terms: list[int],
    query: "Floats",
    units: "Floats",
    labels: "Ints",
    *,
    base: bool,
) -> dict[int, int]:
    """Give the cluster of `units` (n, dim) each term is nearest to, by mean cosine.

    Of the terms nearest to `query` (dim,), these first.
    """
    import numpy as np

    ids = np.array(terms, np.int64)
    rows = loaded.space.rows_of(ids)
    ids, rows = ids[rows >= 0], rows[rows >= 0]
    vectors = loaded.space.units(rows, base=base)
    first = np.argsort(-(vectors @ query), kind="stable")[:_OF_A_SET]
    ids, vectors = ids[first], vectors[first]
    members = np.eye(int(labels.max()) + 1, dtype=np.float32)[labels]
    means = vectors @ (units.T @ (members / members.sum(axis=0)))
    return dict(zip(ids.tolist(), means.argmax(axis=1).tolist(), strict=True))


def _listed(texts: Sequence[str]) -> str:
    more = len(texts) - _NAMED
    return ", ".join(texts[:_NAMED]) + (f" and {more:,} more" if more > 0 else "")
