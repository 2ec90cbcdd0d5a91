"""Two terms or texts measured against each other, and several: in base and adjusted vectors."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from synotui import text as words
from synotui.model import (
    Comparison,
    Distances,
    Matrix,
    PathLink,
    Placed,
    SharedNeighbour,
    Term,
)
from synotui.ops.comparing.pair_path import Way, find_way
from synotui.ops.comparing.ranks import ranks_of
from synotui.ops.comparing.standing import samples_of, standing_of
from synotui.ops.spaces.points import Point, find_points
from synotui.ops.terms import get_term
from synotui.ops.workbench import Loaded, Workbench

if TYPE_CHECKING:
    from synotui.engine.arrays import Floats

K = 50
"""First neighbours of each that may be shared, unless told otherwise."""


def compare(bench: Workbench, a: int, b: int, k: int = K) -> Comparison:
    """Measure terms `a` and `b`. Raises UnknownTerm, NoVector."""
    with bench.store.reading():
        points = [_point(bench, term) for term in (a, b)]
    return compare_points(bench, *points, k=k)


def compare_texts(bench: Workbench, a: str, b: str, k: int = K) -> Comparison:
    """Measure two terms as written or by their keys, else texts, placed on the spot.

    Raises UnknownTerm, which knows the closest terms, for a text that the space
    has nothing to place by; BadTerm, NoVector, EncoderError.
    """
    return compare_points(bench, *_find(bench, [a, b]), k=k)


def matrix(bench: Workbench, texts: Sequence[str]) -> Matrix:
    """Give the cosines of several terms or texts with one another. Raises as `compare_texts`."""
    points = _find(bench, texts)
    ids = {point.term.id for point in points if point.term}
    with bench.store.reading():
        pairs = bench.store.pairs.among(ids)
    return Matrix(
        items=tuple(map(_placed, points)),
        base=_all_cosines([point.base for point in points]),
        now=_all_cosines([point.now for point in points]),
        pairs=tuple(pairs),
    )


def _find(bench: Workbench, texts: Sequence[str]) -> list[Point]:
    """Give the points of texts that may be terms."""
    return find_points(bench, [words.clean(text) for text in texts])


def _point(bench: Workbench, term: int) -> Point:
    found = get_term(bench, term)
    loaded, row = bench.row(found)
    space = loaded.space
    return Point(found.text, found, row, space.raw(row, base=True), space.raw(row), "term")


def compare_points(bench: Workbench, a: Point, b: Point, *, k: int = K) -> Comparison:
    """Measure two points of the current space. Raises NoVector if there is none any more."""
    loaded = bench.vectors()
    ends = _placed(a), _placed(b)
    base, now = _distances(a.base, b.base), _distances(a.now, b.now)
    same = a.text == b.text if a.term is None else a.term == b.term
    with bench.store.reading_at_once():
        retired = bench.store.terms.retired()
        samples = samples_of(bench, loaded)
        way = find_way(bench.store, *ends)
        ids = (a.term.id, b.term.id) if a.term and b.term and not same else None
        pair = bench.store.pairs.get(*ids) if ids else None
        proposals = bench.store.proposals.of(ids[0]) if ids else []
    ranks = ranks_of(loaded, a, b, k, retired)
    with bench.store.reading():
        terms = bench.store.terms.by_id({*way.terms, *(each[0] for each in ranks.shared)})
    itself = (a.row, b.row) if a.row is not None and b.row is not None else None
    figures = base.cosine, now.cosine
    return Comparison(
        a=ends[0],
        b=ends[1],
        base=base,
        now=now,
        rank_a_to_b=0 if same else ranks.now[0],
        rank_b_to_a=0 if same else ranks.now[1],
        pair=pair,
        base_rank_a_to_b=0 if same else ranks.base[0],
        base_rank_b_to_a=0 if same else ranks.base[1],
        random=standing_of(samples.random, *figures),
        accepted=standing_of(samples.accepted, *figures, without=itself),
        k=k,
        shared=tuple(SharedNeighbour(terms[each[0]], *each[1:]) for each in ranks.shared),
        path=_links(loaded, way, terms),
        no_path=way.no_path,
        proposals=tuple(each for each in proposals if ids and {each.head, each.synonym} == {*ids}),
    )


def _placed(point: Point) -> Placed:
    return Placed(point.text, point.term, point.how, point.parts)


def _links(loaded: Loaded, way: Way, terms: dict[int, Term]) -> tuple[PathLink, ...]:
    """Give the pairs of a way with their cosines."""
    import numpy as np

    space = loaded.space
    links = []
    for tie, here, there in zip(way.pairs, way.terms, way.terms[1:], strict=False):
        row, other = space.row_of(here), space.row_of(there)
        cosines: tuple[float | None, float | None] = (None, None)
        if row is not None and other is not None:
            base, now = space.both_cosines(row, np.array([other]))
            cosines = float(base[0]), float(now[0])
        relation = tie.relation
        if relation is not None and tie.head != here:
            relation = relation.seen_from_other_side()
        senses = tie.low_sense, tie.high_sense
        if here != tie.low:
            senses = senses[1], senses[0]
        links.append(PathLink(terms[here], terms[there], relation, *senses, *cosines))
    return tuple(links)


def _distances(a: "Floats", b: "Floats") -> Distances:
    import numpy as np

    x, y = a.astype(np.float64), b.astype(np.float64)
    dot = float(x @ y)
    lengths = float(np.linalg.norm(x) * np.linalg.norm(y))
    return Distances(
        cosine=max(-1.0, min(1.0, dot / lengths)) if lengths else 0.0,
        euclidean=float(np.linalg.norm(x - y)),
        dot=dot,
    )


def _all_cosines(vectors: "Sequence[Floats]") -> tuple[tuple[float, ...], ...]:
    """Give the cosines of vectors (dim,) with one another."""
    import numpy as np

    if not vectors:
        return ()
    found = np.stack(vectors).astype(np.float64)
    lengths = np.linalg.norm(found, axis=1)
    found /= np.where(lengths > 0, lengths, 1)[:, None]
    cosines = np.clip(found @ found.T, -1, 1)
    return tuple(map(tuple, cosines.tolist()))
