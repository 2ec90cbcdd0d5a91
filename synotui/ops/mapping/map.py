"""Draw a map: the surroundings of a head, chosen terms and texts, or a synonym set, in the plane.

Planning needs the dictionary's own thread and takes milliseconds; what it
gathers is placed in any thread, by as many methods as one likes.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from synotui.errors import UnknownTerm
from synotui.model import (
    MapKind,
    MapMethod,
    MapPoint,
    OnProgress,
    SetOf,
    TermMap,
    no_progress,
)
from synotui.ops.spaces.points import How
from synotui.ops.workbench import Workbench

if TYPE_CHECKING:
    from synotui.engine.arrays import Floats

NEIGHBOURS = 20
"""How many of the nearest are on the map of a head or a set, unless told otherwise."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A point of a map before it has its place."""

    term: int | None
    text: str
    kind: MapKind
    moved: bool
    how: How


@dataclass(frozen=True, slots=True)
class MapPlan:
    """What a map is to show, and the vectors of it as they were when this was planned."""

    about: str
    shown: tuple[Shown, ...]
    base: "Floats"
    now: "Floats"
    """Unit vectors (n, dim) of what is shown."""
    links: tuple[tuple[int, int], ...]
    note: str


def draw_map(
    bench: Workbench,
    about: int | Sequence[str] | SetOf,
    *,
    neighbours: int | None = None,
    method: MapMethod = "pca",
    on_progress: OnProgress = no_progress,
) -> TermMap:
    """Place a head (its id), chosen texts, or a synonym set with what is around in the plane.

    `neighbours` are as many of the nearest, and of those that were the nearest
    by base vectors: of a head, of a set as a whole, or of each chosen text;
    unless told, 20 of one subject, and none of several texts. `on_progress` stops
    it by raising. Raises UnknownTerm, NoVector, MapError where a method is not
    installed.
    """
    from synotui.engine.map import refuse_unless_installed

    refuse_unless_installed(method)
    plan = plan_map(bench, about, neighbours=neighbours, on_progress=on_progress)
    return place_map(plan, method, on_progress)


def subject(
    bench: Workbench, texts: Sequence[str], set_of: str | None = None
) -> int | Sequence[str] | SetOf:
    """Give what a map of `texts` is about: one term as a head, else all of them; or a set.

    Raises UnknownTerm.
    """
    from synotui.ops.terms import find_term

    if set_of is not None:
        return SetOf(find_term(bench, set_of).id)
    if len(texts) != 1:
        return texts
    try:
        return find_term(bench, texts[0]).id
    except UnknownTerm:
        # The encoder may place it; if there is none, that is told there.
        return texts


def plan_map(
    bench: Workbench,
    about: int | Sequence[str] | SetOf,
    *,
    neighbours: int | None = None,
    on_progress: OnProgress = no_progress,
) -> MapPlan:
    """Gather what a map shows, in the dictionary's thread. Raises UnknownTerm, NoVector."""
    from synotui.ops.mapping.subject import gather

    return gather(bench, about, neighbours, on_progress)


def place_map(
    plan: MapPlan, method: MapMethod = "pca", on_progress: OnProgress = no_progress
) -> TermMap:
    """Place what was planned, in any thread; `on_progress` stops it by raising.

    PCA takes milliseconds; t-SNE and UMAP take seconds, in a process of their
    own. Raises MapError.
    """
    from synotui.engine.map import place

    placed = place(plan.base, plan.now, method, on_progress)
    points = tuple(
        MapPoint(each.term, each.text, (bx, by), (x, y), each.kind, each.moved, each.how)
        for each, (bx, by), (x, y) in zip(
            plan.shown, placed.base.tolist(), placed.now.tolist(), strict=True
        )
    )
    note = ". ".join(part for part in (placed.note, plan.note) if part)
    return TermMap(points, placed.method, placed.explained, plan.about, plan.links, note)
