"""Carry out a deed: ledger, pairs, vectors, all in one transaction, then tell what it did."""

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Literal

from synotui.model import Change, Diff, PairChange, Settings
from synotui.ops.clock import now
from synotui.ops.workbench import Loaded, Workbench
from synotui.store import Deed

if TYPE_CHECKING:
    from synotui.engine.space import Moves


def carry_out(
    bench: Workbench,
    make: Callable[[int], Deed],
    way: Literal["do", "undo", "redo"] = "do",
    solved: "Moves | None" = None,
) -> Change:
    """Do what `make(seq)` describes, as ledger entry `seq`.

    `make` runs inside the transaction, so it may read what it builds on. If
    anything fails nothing was changed, in the file or in memory. `solved` is
    where new settings move the current space, if that is known already.
    """
    store = bench.store
    # Where they are still to be read: others can write meanwhile.
    bench.loaded()
    with store.transaction():
        seq = store.ledger.next_seq()
        deed = make(seq)
        _record(bench, seq, deed, way)
        store.pairs.write(deed.pairs)
        if deed.terms_added:
            store.terms.retire(deed.terms_added, retired=way == "undo")
        settings = store.values.adjustment()
        if deed.settings:
            settings = Settings.kept(deed.settings[1])
            store.values.set_adjustment(settings)
        loaded = bench.loaded()
        acts = bool(deed.pairs or deed.settings)
        effect = _solve(bench, loaded, seq, deed, settings, solved) if loaded and acts else None
    bench.follow_terms(deed.terms_added, in_use=way != "undo")
    if bench.material is not None:
        bench.material.follow(deed.pairs, seq)
    with bench.reshaping():
        diff = effect() if effect else Diff()
    return Change(
        seq=seq,
        action=deed.action,
        label=deed.label,
        way=way,
        pairs=deed.pairs,
        terms_added=deed.terms_added if way != "undo" else (),
        terms_retired=deed.terms_added if way == "undo" else (),
        settings=settings if deed.settings else None,
        diff=diff,
    )


def _record(bench: Workbench, seq: int, deed: Deed, way: str) -> None:
    ledger = bench.store.ledger
    if way == "undo":
        ledger.append_undo(seq, now(), bench.curator)
    elif way == "redo":
        ledger.append_redo(seq, now(), bench.curator)
    else:
        ledger.append(seq, now(), bench.curator, deed)


def _solve(
    bench: Workbench,
    loaded: Loaded,
    seq: int,
    deed: Deed,
    settings: Settings,
    solved: "Moves | None",
) -> Callable[[], Diff]:
    """Solve and write what the deed moves; give what then moves it in memory and measures."""
    from synotui.ops.adjusting.effect import move
    from synotui.ops.adjusting.solving import (
        acting_pairs,
        solve_all,
        solve_pairs,
        solves_now,
        synonyms_in,
        unmoved,
        waiting,
    )

    seeds = sorted({i for change in deed.pairs for i in (change.low, change.high)})
    if deed.settings:
        moves = solved or solve_all(bench, loaded, settings)
        bench.store.values.set_solved_at(seq)
        pairs = [(pair.head, pair.synonym) for pair in bench.store.pairs.acting(settings)]
        members: set[int] = set()
    else:
        acting = acting_pairs(bench, seeds, settings)
        now = solves_now(settings)
        moves = solve_pairs(loaded.space, acting, seeds, settings) if now else unmoved()
        pairs = [_ends(change) for change in deed.pairs]
        members = synonyms_in(acting)
    bench.store.vectors.write_adjusted(loaded.info.id, moves.moved, moves.restored)
    due = waiting(bench, settings)
    return lambda: replace(move(bench, loaded, moves, pairs, members), waiting=due)


def _ends(change: PairChange) -> tuple[int, int]:
    pair = change.after or change.before
    return (pair.head, pair.synonym) if pair else (change.low, change.high)
