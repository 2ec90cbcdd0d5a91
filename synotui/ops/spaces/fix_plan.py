"""What to make of a space: which fix, of which vectors, and what it is measured on."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from synotui.errors import NoVector, SettingError
from synotui.model import SpaceInfo
from synotui.ops.spaces.derived import MARK
from synotui.ops.workbench import Workbench
from synotui.store import Store

if TYPE_CHECKING:
    from synotui.engine.arrays import Ints, Mask
    from synotui.engine.fixes import Fix, FixName

SAMPLED = 4096
"""Terms taken at random, whose cosines with each other are measured."""
PAIRS = 500
"""Accepted pairs that are looked for, at most."""
_SEED = 21


@dataclass(frozen=True, slots=True)
class FixRequest:
    """Which fix of which space."""

    fix: str
    """"centre", "abtt" or "whiten"."""
    of: str | None = None
    """The space it is made from; the current one unless named."""
    components: int | None = None
    """How many principal components abtt removes."""
    dim: int | None = None
    """Dimensions that whitening keeps."""
    name: str | None = None
    """Of the derived space; made from the others unless given."""


@dataclass(frozen=True, slots=True)
class FixPlan:
    """What to make of which vectors, and what to measure it on."""

    source: SpaceInfo
    name: str
    """Of the derived space."""
    encoder: str
    """What it says of how it was made."""
    fix: "FixName"
    components: int | None
    dim: int | None
    held: "Fix | None"
    """The fix of a derived space that is there already: it is gone on with."""
    ids: "Ints"
    """The terms of the source (n,), in stored order."""
    missing: "Mask"
    """Which of them have no vector in the derived space (n,)."""
    sample: "Ints"
    """Rows of terms taken at random, by a fixed seed."""
    pairs: "tuple[Ints, Ints]"
    """Rows of both ends of accepted pairs (p,)."""


def plan_fix(bench: Workbench, request: FixRequest) -> FixPlan:
    """Say what is to be made. Raises SettingError, NoVector."""
    from synotui.engine.fixes import default_components

    name = _known(request.fix)
    _check_options(request)
    store = bench.store
    with store.reading():
        spaces = store.vectors.spaces()
        source = _source(bench, spaces, request.of)
        components = None
        if name == "abtt":
            components = request.components or default_components(source.dim)
        called = request.name or _called(source, name, components, request.dim)
        encoder = _encoder(source, name, components, request.dim)
        target = next((space for space in spaces if space.name == called), None)
        if target is not None and target.encoder != encoder:
            raise SettingError(
                f"There is another space “{called}” in {bench.path}", "Give this one a --name"
            )
        plan = _plan(store, source, target, called, encoder, name)
        return replace(
            plan,
            components=components,
            dim=request.dim,
            sample=_sample(len(plan.ids)),
            pairs=_pairs(store, plan.ids),
        )


def plan_newer(bench: Workbench, space: SpaceInfo) -> FixPlan:
    """Say what a derived space lacks of its source. Nothing is measured on the way."""
    store = bench.store
    with store.reading():
        of = store.fixes.sources()[space.id]
        source = next(each for each in store.vectors.spaces() if each.id == of)
        held = store.fixes.of(space.id)
        assert held is not None, f"space {space.name} is derived, but not by what"
        return _plan(store, source, space, space.name, space.encoder, _known(held.name))


def _plan(
    store: Store,
    source: SpaceInfo,
    target: SpaceInfo | None,
    called: str,
    encoder: str,
    name: "FixName",
) -> FixPlan:
    import numpy as np

    ids = store.vectors.ids(source.id)
    missing = np.ones(len(ids), bool)
    if target is not None:
        missing = ~np.isin(ids, store.vectors.ids(target.id))
    none = np.empty(0, np.int64)
    held = _held(store, target)
    return FixPlan(
        source, called, encoder, name, None, None, held, ids, missing, none, (none, none)
    )


def _known(name: str) -> "FixName":
    from synotui.engine.fixes import FIXES

    known = next((each for each in FIXES if each == name), None)
    if known is None:
        raise SettingError(f"No fix “{name}”", f"Fixes: {', '.join(FIXES)}")
    return known


def _check_options(request: FixRequest) -> None:
    if request.components is not None and request.fix != "abtt":
        raise SettingError(f"{request.fix} removes no components", "That is abtt")
    if request.dim is not None and request.fix != "whiten":
        raise SettingError(f"{request.fix} keeps all dimensions", "Fewer of them has whiten")
    for value in (request.components, request.dim):
        if value is not None and value < 1:
            raise SettingError(f"{value} is too few", "Give 1 or more")


def _source(bench: Workbench, spaces: list[SpaceInfo], name: str | None) -> SpaceInfo:
    found = next((s for s in spaces if (s.current if name is None else s.name == name)), None)
    if found is None and name is not None:
        raise SettingError(f"No space “{name}” in {bench.path}", named(spaces))
    if found is None or not found.vectors:
        raise NoVector.at_all(bench.path)
    return found


def named(spaces: list[SpaceInfo]) -> str:
    """Name the spaces there are."""
    return f"Spaces: {', '.join(space.name for space in spaces) or 'none yet'}"


def _called(source: SpaceInfo, fix: str, components: int | None, dim: int | None) -> str:
    told = {"centre": "centred", "abtt": f"abtt{components}", "whiten": f"whitened{dim or ''}"}
    return f"{source.name}·{told[fix]}"


def _encoder(source: SpaceInfo, fix: str, components: int | None, dim: int | None) -> str:
    told = {"centre": "", "abtt": f":D={components}", "whiten": f":K={dim or 'all'}"}
    return f"{MARK}{source.name}:{fix}{told[fix]}"


def _held(store: Store, target: SpaceInfo | None) -> "Fix | None":
    from synotui.engine.fixes import restored

    held = store.fixes.of(target.id) if target else None
    return restored(held.name, held.mean, held.basis) if held else None


def _sample(count: int) -> "Ints":
    import numpy as np

    chosen = np.random.default_rng(_SEED).choice(count, min(count, SAMPLED), replace=False)
    return np.sort(chosen)


def _pairs(store: Store, ids: "Ints") -> "tuple[Ints, Ints]":
    """Give rows of both ends of accepted pairs that have vectors, a sample of them."""
    import numpy as np

    acting = store.pairs.acting(store.values.adjustment())
    ends = [(pair.head, pair.synonym) for pair in acting if pair.pulls]
    pairs = np.array(ends, np.int64).reshape(-1, 2)
    order = np.argsort(ids, kind="stable")
    places = np.searchsorted(ids, pairs, sorter=order).clip(max=len(ids) - 1)
    rows = order[places]
    rows = rows[(ids[rows] == pairs).all(axis=1)]
    if len(rows) > PAIRS:
        rows = rows[np.random.default_rng(_SEED).choice(len(rows), PAIRS, replace=False)]
    return rows[:, 0], rows[:, 1]
