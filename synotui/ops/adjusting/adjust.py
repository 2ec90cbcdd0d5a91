"""Adjustment settings: what they are, what changing them would do, and changing them."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING

from synotui.model import METHODS, Change, Diff, Settings, SpaceInfo
from synotui.ops.carrying import carry_out
from synotui.ops.workbench import Workbench
from synotui.store import Acting, Deed

if TYPE_CHECKING:
    from synotui.engine.adjust import Range
    from synotui.engine.arrays import Ints
    from synotui.engine.space import Moves

_OF_ALL = (
    "hold",
    "synonym_weight",
    "broader_weight",
    "related_weight",
    "antonym_weight",
    "different_weight",
)
"""Settings that act with every method but `none`."""
_OF_PUSHING = ("antonym_weight", "different_weight")
"""Of these, those that act only where terms are driven apart."""


def get_settings(bench: Workbench) -> Settings:
    """Give the settings in force."""
    with bench.store.reading():
        return bench.store.values.adjustment()


def parse_settings(
    current: Settings, method: str | None, assignments: Mapping[str, str]
) -> Settings:
    """Give `current` with `method` and named values changed as typed. Raises SettingError."""
    from synotui.engine.adjust import parse_settings as parse

    return parse(current, method, assignments)


def offered(settings: Settings) -> "list[tuple[str, float, Range]]":
    """Give the settings that act with the method of `settings`: name, value, what it may be."""
    from synotui.engine.adjust import RANGES

    method = METHODS[settings.method]
    names = [*method.settings, *(_OF_ALL if method.name != "none" else ())]
    if not method.pushes:
        names = [name for name in names if name not in _OF_PUSHING]
    return [(name, settings.value(name), RANGES[name]) for name in names]


def change_settings(bench: Workbench, settings: Settings) -> Change:
    """Put `settings` in force: every component is solved again. Raises SettingError."""
    return put_in_force(bench, settings, None)


def put_in_force(bench: Workbench, settings: Settings, solved: "Moves | None") -> Change:
    """Put `settings` in force; `solved` is where they move the vectors, if that is known."""
    from synotui.engine.adjust import check_settings

    check_settings(settings)

    def make(seq: int) -> Deed:
        before = bench.store.values.adjustment()
        label = f"adjustment {settings.method}: {_told(settings)}"
        return Deed("settings", label, settings=(asdict(before), asdict(settings)))

    return carry_out(bench, make, solved=solved)


def preview_settings(bench: Workbench, settings: Settings) -> Diff:
    """Tell what `settings` would change. Nothing is written. Raises SettingError."""
    from synotui.ops.adjusting.rebuilding import measure, plan_rebuild, run_rebuild

    plan = plan_rebuild(bench, settings)
    return Diff() if plan is None else measure(plan, run_rebuild(plan))


def rebuild(bench: Workbench) -> Diff:
    """Solve all pairs in force at once, as methods need that no decision can be solved alone with.

    With the others it changes nothing: their vectors are always those of all pairs.
    """
    from synotui.ops.adjusting.rebuilding import adopt_rebuild, plan_rebuild, run_rebuild

    plan = plan_rebuild(bench, get_settings(bench))
    if plan is None:
        return Diff()
    diff = adopt_rebuild(bench, plan, run_rebuild(plan))
    assert isinstance(diff, Diff), "nothing comes between on one thread"
    return diff


def settle(bench: Workbench) -> None:
    """Solve every component of the current space anew; belongs inside a transaction.

    For when the space itself changed: new vectors, or another space made
    current. Reads only the vectors of terms that acting pairs are about; the
    space in memory is forgotten, and read again when it is next used.
    """
    bench.forget_space()
    info = bench.store.vectors.current()
    if info is None:
        return
    moves = solved(bench, info)
    bench.store.values.set_solved_at(bench.store.ledger.next_seq() - 1)
    bench.store.vectors.clear_adjusted(info.id)
    bench.store.vectors.write_adjusted(info.id, moves.moved, moves.restored[:0])


def solved(bench: Workbench, info: SpaceInfo) -> "Moves":
    """Give where the pairs in force move terms of a space, from its base; changes nothing."""
    import numpy as np

    from synotui.engine.space import Moves, Space
    from synotui.ops.adjusting.solving import solve_pairs

    settings = bench.store.values.adjustment()
    pairs = bench.store.pairs.acting(settings)
    wanted = np.array(sorted({i for p in pairs for i in (p.low, p.high)}), np.int64)
    if not len(wanted):
        return Moves({}, wanted)
    space = Space(*bench.store.vectors.some(info, wanted))
    return solve_pairs(space, pairs, (), settings)


def settle_added(bench: Workbench, added: "Ints") -> None:
    """Solve the components that hold a term of `added`, whose vectors are new in the current space.

    Gives what `settle` would, for no other component has changed. With methods
    that solve all pairs at once, which may take seconds, nothing moves: the
    pairs that can act now wait for a rebuild, as decisions do. Belongs inside a
    transaction; the space in memory is forgotten.
    """
    import numpy as np

    from synotui.engine.space import Space
    from synotui.ops.adjusting.solving import acting_pairs, solve_pairs, solves_now

    bench.forget_space()
    vectors = bench.store.vectors
    info = vectors.current()
    settings = bench.store.values.adjustment()
    pairs = acting_pairs(bench, added.tolist(), settings)
    if info is None or not pairs:
        return
    wanted = np.array(sorted({i for p in pairs for i in (p.low, p.high)}), np.int64)
    space = Space(*vectors.some(info, wanted))
    if not solves_now(settings):
        new, there = set(added.tolist()), set(space.ids.tolist())
        _wait(bench, [p for p in pairs if not new.isdisjoint(p[:2]) and there.issuperset(p[:2])])
        return
    moves = solve_pairs(space, pairs, (), settings)
    vectors.write_adjusted(info.id, moves.moved, np.setdiff1d(wanted, list(moves.moved)))


def settle_imported(bench: Workbench) -> None:
    """Do what `settle` does, unless the current space was solved before and that takes long.

    With methods that solve all pairs at once, imported verdicts and pairs whose
    terms got vectors then wait for a rebuild.
    """
    import numpy as np

    from synotui.ops.adjusting.solving import solves_now

    store = bench.store
    settings, info = store.values.adjustment(), store.vectors.current()
    if solves_now(settings) or info is None or not info.moved:
        settle(bench)
        return
    bench.forget_space()
    pairs = store.pairs.acting(settings)
    wanted = np.array(sorted({i for p in pairs for i in (p.low, p.high)}), np.int64)
    there = set(wanted[np.isin(wanted, store.vectors.ids(info.id))].tolist())
    still = there.difference(store.vectors.load_adjusted(info)[0].tolist())
    both = (p for p in pairs if there.issuperset(p[:2]) and not still.isdisjoint(p[:2]))
    _wait(bench, [*both], anew=True)


def _wait(bench: Workbench, pairs: Sequence[Acting], *, anew: bool = False) -> None:
    """Let `pairs` wait for a rebuild; those decided since the last one do so by themselves."""
    values = bench.store.values
    solved_at = values.solved_at()
    count = sum(pair.seq <= solved_at for pair in pairs)
    values.add_late_pairs(count - values.late_pairs() if anew else count)


def _told(settings: Settings) -> str:
    """Name the settings the method uses, and what else is not as it is by default."""
    usual = Settings()
    told = [name for name in asdict(settings) if name in METHODS[settings.method].settings]
    told += [name for name in _OF_ALL if settings.value(name) != usual.value(name)]
    named = [f"{name.replace('_', ' ')} {settings.value(name):g}" for name in told]
    return ", ".join(named) or "vectors stay as they are"
