"""The points of a map as planned: as many as a picture can have, their vectors, their links."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from synotui.model import MAP_KINDS, MapKind, Verdict
from synotui.ops.mapping.map import MapPlan, Shown
from synotui.ops.spaces.derived import lineage
from synotui.ops.spaces.points import How, Point
from synotui.ops.workbench import Loaded, Workbench

MOST = 200
"""Points that a map shows: more are no picture."""


@dataclass
class Gathered:
    """What is found for a map, each once, in the first role it was found in."""

    points: dict[str, Point] = field(default_factory=dict)
    """Texts that are not in the dictionary."""
    kinds: dict[int | str, MapKind] = field(default_factory=dict)
    """By term id, or by text for what is no term; in the order of discovery."""


def plan_points(bench: Workbench, loaded: Loaded, title: str, found: Gathered) -> MapPlan:
    """Give vectors to what was found, as far as there is room, and link it."""
    import numpy as np

    from synotui.engine.arrays import unit

    space = loaded.space
    order = sorted(found.kinds, key=lambda each: MAP_KINDS.index(found.kinds[each]))
    ids = [each for each in order if isinstance(each, int)]
    row_of = dict(zip(ids, space.rows_of(np.array(ids, np.int64)).tolist(), strict=True))
    there = [each for each in order if isinstance(each, str) or row_of[each] >= 0]
    kept = _few(there, found.kinds)
    places = {each: place for place, each in enumerate(kept) if isinstance(each, int)}
    terms = bench.store.terms.by_id(list(places))
    spaces = [info.id for info in lineage(bench.store, loaded.info)]
    composed = bench.store.composed.of(spaces, places)
    rows = np.array([row_of[each] for each in places], np.int64)
    at = list(places.values())
    base = np.empty((len(kept), space.dim), np.float32)
    now = np.empty_like(base)
    base[at], now[at] = space.units(rows, base=True), space.units(rows)
    moved = dict(zip(places, space.has_moved(rows).tolist(), strict=True))
    shown = []
    for place, each in enumerate(kept):
        kind = found.kinds[each]
        if isinstance(each, int):
            how: How = composed.get(each, "term")
            shown.append(Shown(each, terms[each].text, kind, moved[each], how))
        else:
            point = found.points[each]
            shown.append(Shown(None, point.text, kind, False, point.how))
            base[place], now[place] = unit(point.base[None])[0], unit(point.now[None])[0]
    note = _note(len(order) - len(there), len(there) - len(kept))
    return MapPlan(title, tuple(shown), base, now, tuple(_links(bench, places)), note)


def _few(order: list[int | str], kinds: dict[int | str, MapKind]) -> list[int | str]:
    """Give `MOST` of them at most: what is asked for, then half members and half neighbours."""
    near = [each for each in order if kinds[each] == "neighbour"]
    members = [each for each in order if kinds[each] == "member"]
    first = [each for each in order if kinds[each] not in ("member", "neighbour")][:MOST]
    room = MOST - len(first)
    near = near[: max(room // 2, room - len(members))]
    return [*first, *members[: room - len(near)], *near]


def _links(bench: Workbench, places: dict[int, int]) -> Iterator[tuple[int, int]]:
    pairs = bench.store.pairs.among(places)
    found = {
        (min(places[pair.low], places[pair.high]), max(places[pair.low], places[pair.high]))
        for pair in pairs
        if pair.verdict is Verdict.ACCEPTED
    }
    yield from sorted(found)


def _note(without: int, beyond: int) -> str:
    told = []
    if without:
        told.append(f"{without:,} without a vector {'is' if without == 1 else 'are'} not shown")
    if beyond:
        told.append(f"{beyond:,} more at least are not shown: a map has {MOST} points at most")
    return ". ".join(told)
