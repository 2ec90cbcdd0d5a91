"""Undo, redo and the log: back to the first decision, across restarts."""

from synotui.errors import NothingToRedo, NothingToUndo
from synotui.model import Change, LedgerEntry
from synotui.ops.carrying import carry_out
from synotui.ops.workbench import Workbench
from synotui.store import Deed


def undo(bench: Workbench) -> Change:
    """Take back the last decision not undone yet. Raises NothingToUndo."""

    def make(seq: int) -> Deed:
        top, _ = bench.store.ledger.tops()
        if top is None:
            raise NothingToUndo("Nothing to undo")
        return bench.store.ledger.deed(top).reversed()

    return carry_out(bench, make, "undo")


def redo(bench: Workbench) -> Change:
    """Do the last undone decision again. Raises NothingToRedo."""

    def make(seq: int) -> Deed:
        _, top = bench.store.ledger.tops()
        target = bench.store.ledger.target_of(top)
        if target is None:
            raise NothingToRedo("Nothing to redo")
        return bench.store.ledger.deed(target)

    return carry_out(bench, make, "redo")


def undo_label(bench: Workbench) -> str | None:
    """Name what `undo` would take back; None if nothing."""
    with bench.store.reading():
        top, _ = bench.store.ledger.tops()
        return None if top is None else bench.store.ledger.label(top)


def redo_label(bench: Workbench) -> str | None:
    """Name what `redo` would do again; None if nothing."""
    with bench.store.reading():
        _, top = bench.store.ledger.tops()
        return None if top is None else bench.store.ledger.label(top)


def log(bench: Workbench, limit: int = 50) -> list[LedgerEntry]:
    """Give the last `limit` ledger entries, the newest first."""
    with bench.store.reading():
        return bench.store.ledger.newest(limit)
