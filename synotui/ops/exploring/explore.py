"""Questions about the current space: what is nearest, odd, closer, between, relative.

Terms of the dictionary and other texts are asked about alike, see `ops.points`;
what answers with terms leaves out those that are no longer in use.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from synotui.errors import SettingError, TermError
from synotui.model import IndexKind
from synotui.ops.exploring.explored import (
    Between,
    By,
    Central,
    Closer,
    Components,
    Given,
    Hit,
    Measure,
    Nearest,
    OddOneOut,
    Related,
    Relative,
)
from synotui.ops.spaces.points import Point, find_points
from synotui.ops.workbench import Loaded, Workbench

if TYPE_CHECKING:
    from synotui.engine.arrays import Floats, Ints
    from synotui.engine.explore import Hits

Weighted = Sequence[tuple[str, float]]
"""Texts, and what each counts: less than 0 where it is taken away."""

_SIDES: tuple[By, ...] = ("base", "now")
_LEAST_OF_A_KIND = 3
"""Terms of which one can be odd."""
_SAME = 1e-6
"""Cosines no farther apart than rounding takes them."""


def nearest(
    bench: Workbench,
    asked: Weighted,
    k: int = 10,
    *,
    by: By = "now",
    measure: Measure = "3CosAdd",
    exact: bool = True,
) -> Nearest:
    """Give the `k` terms most similar to a weighted sum of terms, those asked about left out.

    With `measure` "3CosMul" weights are 1 and -1. Not `exact`, 3CosAdd goes
    through the index where there is one. Raises UnknownTerm, NoVector,
    TermError where the terms cancel each other out, SettingError.
    """
    import numpy as np

    from synotui.engine import explore

    if not asked:
        raise TermError("Nothing is asked about", "Name a term")
    if measure == "3CosMul" and any(abs(weight) != 1 for _, weight in asked):
        raise SettingError("3CosMul takes no weights", "Add or take away each term once")
    if measure == "3CosMul" and all(weight < 0 for _, weight in asked):
        raise SettingError("3CosMul needs something to begin with", "Add a term")
    loaded, points = _points(bench, [text for text, _ in asked])
    weights = np.array([weight for _, weight in asked], np.float32)
    space, exclude = loaded.space, _left_out(bench, loaded, points)
    queries = {side: explore.direction(_vectors(points, side), weights) for side in ("base", "now")}
    if not queries[by].any():
        raise TermError("The terms cancel each other out", "No direction is left to look in")
    hits: Hits | None = None
    kind: IndexKind = "exact"
    if measure == "3CosMul":
        units = _units(points, by)
        scores = explore.every_product(
            space, units[weights > 0], units[weights < 0], base=by == "base"
        )
        hits = explore.leading(scores, k, exclude)
    elif not exact:
        hits = explore.nearest_through(
            loaded.search, queries[by], k, exclude=exclude, base=by == "base"
        )
        kind = loaded.search.kind if hits is not None else "exact"
    if hits is None:
        hits = explore.nearest(space, queries[by], k, exclude=exclude, base=by == "base")
    given = tuple(_given(point, weight) for point, (_, weight) in zip(points, asked, strict=True))
    items = _hits(bench, loaded, hits, queries["base"], queries["now"])
    return Nearest(given, loaded.info.name, by, measure, kind, items)


def analogy(
    bench: Workbench,
    plus: Sequence[str],
    minus: Sequence[str] = (),
    k: int = 10,
    *,
    by: By = "now",
    measure: Measure = "3CosAdd",
    exact: bool = True,
) -> Nearest:
    """Give the `k` terms most similar to the sum of `plus` without `minus`. Raises as `nearest`."""
    asked = [*((text, 1.0) for text in plus), *((text, -1.0) for text in minus)]
    return nearest(bench, asked, k, by=by, measure=measure, exact=exact)


def odd_one_out(bench: Workbench, texts: Sequence[str], *, by: By = "now") -> OddOneOut:
    """Order three or more terms by how central each is among them: the last is the odd one.

    Raises UnknownTerm, NoVector, TermError for fewer.
    """
    from synotui.engine import explore

    if len(texts) < _LEAST_OF_A_KIND:
        raise TermError("One of fewer than three terms cannot be odd", "Name three or more")
    loaded, points = _points(bench, texts)
    base = explore.centralities(_vectors(points, "base")).tolist()
    now = explore.centralities(_vectors(points, "now")).tolist()
    central = [
        Central(_given(point), *cosines) for point, *cosines in zip(points, base, now, strict=True)
    ]
    ordered = sorted(central, key=lambda each: -_of(by, each.base, each.now))
    last, before = (_of(by, each.base, each.now) for each in (ordered[-1], ordered[-2]))
    odd = ordered[-1].given if before - last > _SAME else None
    return OddOneOut(loaded.info.name, by, tuple(ordered), odd)


def closer(bench: Workbench, a: str, b: str, k: int = 10, *, by: By = "now") -> Closer:
    """Give what is nearer to `a` than `b` is, and the rank of `b`. Raises UnknownTerm, NoVector."""
    from synotui.engine import explore

    loaded, points = _points(bench, [a, b])
    left_out = _left_out(bench, loaded, points[:1])
    queries: dict[By, Floats] = {}
    limits: dict[By, float] = {}
    ranks: dict[By, int] = {}
    hits = None
    for side in _SIDES:
        query, other = _units(points, side)
        cosines = explore.every_cosine(loaded.space, query, base=side == "base")
        row = points[1].row
        limit = float(cosines[row]) if row is not None else explore.cosine(query, other)
        rows = explore.closer_rows(cosines, limit, left_out)
        queries[side], limits[side], ranks[side] = query, limit, len(rows) + 1
        if side == by:
            best = explore.leading(cosines[rows], k)
            hits = explore.Hits(rows[best.rows], best.scores)
    assert hits is not None
    first, second = map(_given, points)
    return Closer(
        a=first,
        b=second,
        space=loaded.info.name,
        by=by,
        base=limits["base"],
        now=limits["now"],
        rank_base=ranks["base"],
        rank_now=ranks["now"],
        items=_hits(bench, loaded, hits, queries["base"], queries["now"]),
    )


def between(bench: Workbench, ones: Sequence[str], others: Sequence[str]) -> Between:
    """Give the cosine of the means of two sets of terms.

    Raises UnknownTerm, NoVector, TermError for an empty set.
    """
    from synotui.engine import explore

    if not ones or not others:
        raise TermError("One of the two sets is empty", "Name a term or more on either side")
    loaded, points = _points(bench, [*ones, *others])
    first, second = points[: len(ones)], points[len(ones) :]
    base, now = (
        explore.mean_similarity(_vectors(first, side), _vectors(second, side)) for side in _SIDES
    )
    return Between(
        tuple(map(_given, first)), tuple(map(_given, second)), loaded.info.name, base, now
    )


def relative(
    bench: Workbench, term: str, others: Sequence[str], k: int = 10, *, by: By = "now"
) -> Relative:
    """Give the cosine of each of `others` with `term` relative to those of the `k` nearest.

    Raises UnknownTerm, NoVector, TermError where there is no neighbour.
    """
    from synotui.engine import explore

    if not others:
        raise TermError("Nothing is compared with the term", "Name another term")
    loaded, points = _points(bench, [term, *others])
    exclude = _left_out(bench, loaded, points[:1])
    cosines: dict[By, list[float]] = {}
    shares: dict[By, list[float]] = {}
    for side in _SIDES:
        query, *units = _units(points, side)
        near = explore.nearest(loaded.space, query, k, exclude=exclude, base=side == "base")
        cosines[side] = [explore.cosine(query, other) for other in units]
        found = [explore.relative_cosine(each, near.scores) for each in cosines[side]]
        shares[side] = [share for share in found if share is not None]
        if not shares[side]:
            raise TermError(f"“{points[0].text}” has no neighbours to be relative to")
    items = tuple(
        Related(
            _given(point),
            base=shares["base"][at],
            now=shares["now"][at],
            cosine_base=cosines["base"][at],
            cosine_now=cosines["now"][at],
            above=shares[by][at] > 1 / k,
        )
        for at, point in enumerate(points[1:])
    )
    return Relative(_given(points[0]), loaded.info.name, by, k, items)


def components(bench: Workbench, texts: Sequence[str], k: int = 10) -> list[Components]:
    """Give the first `k` components of each vector. Raises UnknownTerm, NoVector."""
    import numpy as np

    loaded, points = _points(bench, texts)
    return [
        Components(
            _given(point),
            loaded.info.name,
            loaded.space.dim,
            tuple(point.base[:k].tolist()),
            tuple(point.now[:k].tolist()),
            float(np.linalg.norm(point.base)),
            float(np.linalg.norm(point.now)),
        )
        for point in points
    ]


def distances(bench: Workbench, term: str, others: Sequence[str], *, by: By = "now") -> list[float]:
    """Give one minus the cosine of `term` with each of `others`. Raises UnknownTerm, NoVector."""
    from synotui.engine import explore

    _, points = _points(bench, [term, *others])
    vectors = _vectors(points, by)
    found: list[float] = explore.distances(vectors[0], vectors[1:]).tolist()
    return found


# What all of them need ----------------------------------------------------------------------


def _points(bench: Workbench, texts: Sequence[str]) -> tuple[Loaded, list[Point]]:
    points = find_points(bench, texts)
    loaded = bench.loaded()
    assert loaded is not None
    return loaded, points


def _left_out(bench: Workbench, loaded: Loaded, points: Sequence[Point]) -> "Ints":
    """Give the rows that are no answer: of what was asked, and of terms no longer in use."""
    import numpy as np

    with bench.store.reading():
        retired = loaded.space.rows_of(np.array(bench.store.terms.retired(), np.int64))
    asked = np.array([point.row for point in points if point.row is not None], np.int64)
    return np.unique(np.concatenate([asked, retired[retired >= 0]]))


def _vectors(points: Sequence[Point], side: By) -> "Floats":
    import numpy as np

    return np.stack([point.base if side == "base" else point.now for point in points])


def _units(points: Sequence[Point], side: By) -> "Floats":
    from synotui.engine.arrays import unit

    return unit(_vectors(points, side))


def _of(by: By, base: float, now: float) -> float:
    return base if by == "base" else now


def _given(point: Point, weight: float = 1.0) -> Given:
    return Given(point.text, point.term, point.how, point.parts, weight)


def _hits(
    bench: Workbench, loaded: Loaded, hits: "Hits", base: "Floats", now: "Floats"
) -> tuple[Hit, ...]:
    """Name what was found, with its cosines with both queries (dim,)."""
    from synotui.engine import explore

    space = loaded.space
    cosines = zip(
        explore.some_cosines(space, base, hits.rows, base=True).tolist(),
        explore.some_cosines(space, now, hits.rows).tolist(),
        hits.scores.tolist(),
        strict=True,
    )
    ids = space.ids[hits.rows].tolist()
    with bench.store.reading():
        terms = bench.store.terms.by_id(ids)
    return tuple(
        Hit(rank, terms[term], *figures)
        for rank, (term, figures) in enumerate(zip(ids, cosines, strict=True), 1)
    )
