"""The place of two points among each other's neighbours, and the neighbours they share."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from synotui.ops.spaces.points import Point
from synotui.ops.workbench import Loaded

if TYPE_CHECKING:
    from synotui.engine.arrays import Floats
    from synotui.engine.search import Neighbours
    from synotui.engine.space import Space


@dataclass(frozen=True, slots=True)
class Ranks:
    """What one pass over all terms tells."""

    base: tuple[int, int]
    """The place of `b` among the neighbours of `a`, and the other way round."""
    now: tuple[int, int]
    shared: list[tuple[int, int, int, float, float]]
    """Term id, ranks in both, cosines with both."""


def ranks_of(loaded: Loaded, a: Point, b: Point, k: int, retired: Sequence[int]) -> Ranks:
    """Rank each among the neighbours of the other, and find what the first `k` of both share."""
    import numpy as np

    from synotui.engine import comparing

    space = loaded.space
    points = a, b
    units = _units(space, points, base=True), _units(space, points, base=False)
    moved = (units[0] != units[1]).any(axis=1)
    found = comparing.base_cosines(space, np.concatenate([units[0], units[1][moved]]))
    later = iter(found[2:])
    out = space.rows_of(np.array(retired, np.int64))
    out = out[out >= 0]
    base: list[int] = []
    now: list[int] = []
    tops = []
    for at, point in enumerate(points):
        of_base, query = found[at], units[1][at]
        current = comparing.as_now(space, next(later) if moved[at] else of_base, query)
        for side, cosines, places in ((0, of_base, base), (1, current, now)):
            cosines[out] = -np.inf
            if point.row is not None:
                cosines[point.row] = -np.inf
            one, other = units[side][at], units[side][1 - at]
            cosine = comparing.cosine_of(one, other)
            places.append(comparing.rank(space, one, cosines, cosine, base=side == 0))
        tops.append(comparing.nearest(space, query, current, k))
    return Ranks((base[0], base[1]), (now[0], now[1]), _shared(loaded, tops))


def _units(space: "Space", points: Sequence[Point], *, base: bool) -> "Floats":
    """Give the unit vectors of points (m, dim)."""
    import numpy as np

    from synotui.engine.comparing import unit_of

    made = []
    for point in points:
        if point.row is None:
            made.append(unit_of(point.base if base else point.now))
        else:
            made.append(space.units(np.array([point.row]), base=base)[0])
    return np.stack(made)


def _shared(
    loaded: Loaded, tops: "Sequence[Neighbours]"
) -> list[tuple[int, int, int, float, float]]:
    """Give the rows in both lists, those first that are nearest to the farther of the two."""
    ids = loaded.space.ids
    places = [{row: at for at, row in enumerate(top.rows.tolist())} for top in tops]
    found = []
    for row, at in places[0].items():
        other = places[1].get(row)
        if other is not None:
            cosines = float(tops[0].cosines[at]), float(tops[1].cosines[other])
            found.append((int(ids[row]), at + 1, other + 1, *cosines))
    return sorted(found, key=lambda each: (-min(each[3:]), each[0]))
