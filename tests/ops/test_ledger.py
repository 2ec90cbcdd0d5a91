"""The ledger: any sequence of decisions, undo and redo replays to the same state and bits."""

import shutil
import sqlite3
import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from synotui.errors import NothingToRedo, NothingToUndo, StorageFailed
from synotui.model import Pair, Relation, Settings, Verdict
from synotui.ops.adding import add_synonym
from synotui.ops.adjusting.adjust import change_settings, get_settings, rebuild, settle
from synotui.ops.adjusting.senses import set_weight
from synotui.ops.checking import check
from synotui.ops.history import log, redo, undo
from synotui.ops.review import annotate, decide, decide_many
from synotui.ops.transfer.importing import ImportOptions, import_file
from synotui.ops.workbench import Workbench, open_workbench
from tests.full_disk import leave_room

CHOICES = [
    (Verdict.ACCEPTED, None),
    (Verdict.ACCEPTED, Relation.BROADER),
    (Verdict.REJECTED, None),
    (Verdict.REJECTED, Relation.ANTONYM),
    (Verdict.SKIPPED, None),
]
METHODS = [
    Settings(),
    Settings(method="pull"),
    Settings(stay=1.0),
    Settings(method="none"),
    Settings(method="retrofit", broader_weight=0.5, different_weight=0.3),
]

State = tuple[frozenset[tuple[int, int, str, str | None, str]], Settings, bytes]


def state(bench: Workbench) -> State:
    """What is in force, and every current vector, bit for bit."""
    pairs = frozenset(
        (p.low, p.high, str(p.verdict), p.relation, p.note)
        for p in bench.store.pairs.with_verdicts(Verdict)
    )
    return pairs, get_settings(bench), vectors(bench)


def vectors(bench: Workbench) -> bytes:
    loaded = bench.loaded()
    assert loaded is not None
    rows = range(len(loaded.space))
    return b"".join(loaded.space.raw(row).tobytes() for row in rows)


class Ledger(RuleBasedStateMachine):
    """Decides, undoes and redoes against a plain model: two stacks of states."""

    made: Path

    @initialize()
    def open(self) -> None:
        self.folder = Path(tempfile.mkdtemp())
        self.path = Path(shutil.copy(self.made, self.folder / "ledger.db"))
        self.bench = open_workbench(self.path)
        self.done = [state(self.bench)]
        self.undone: list[State] = []
        self.entries = len(log(self.bench, 1000))

    def _did(self) -> None:
        now = state(self.bench)
        entries = len(log(self.bench, 1000))
        if entries > self.entries:
            self.done.append(now)
            self.undone.clear()
        self.entries = entries

    @rule(a=st.integers(1, 8), b=st.integers(1, 8), choice=st.sampled_from(CHOICES))
    def decide(self, a: int, b: int, choice: tuple[Verdict, Relation | None]) -> None:
        if a != b:
            decide(self.bench, a, b, *choice)
            self._did()

    @rule(a=st.integers(1, 8), others=st.sets(st.integers(9, 14), min_size=1))
    def decide_many(self, a: int, others: set[int]) -> None:
        decide_many(self.bench, a, sorted(others), Verdict.ACCEPTED)
        self._did()

    @rule(a=st.integers(1, 4), b=st.integers(5, 8), note=st.text(max_size=3))
    def note(self, a: int, b: int, note: str) -> None:
        annotate(self.bench, a, b, note.replace("\x00", ""))
        self._did()

    @rule(how=st.sampled_from(METHODS))
    def settle(self, how: Settings) -> None:
        change_settings(self.bench, how)
        self._did()

    @precondition(lambda self: len(self.done) > 1)
    @rule()
    def undo(self) -> None:
        undo(self.bench)
        self.undone.append(self.done.pop())
        assert state(self.bench) == self.done[-1]
        self.entries += 1

    @precondition(lambda self: self.undone)
    @rule()
    def redo(self) -> None:
        redo(self.bench)
        self.done.append(self.undone.pop())
        assert state(self.bench) == self.done[-1]
        self.entries += 1

    @rule()
    def reopen(self) -> None:
        self.bench.close()
        self.bench = open_workbench(self.path)

    @invariant()
    def the_state_is_what_the_model_says(self) -> None:
        assert state(self.bench) == self.done[-1]

    def teardown(self) -> None:
        self._replay_gives_the_same_bits()
        self.bench.close()
        shutil.rmtree(self.folder)

    def _replay_gives_the_same_bits(self) -> None:
        """Solving everything anew from base, pairs and settings gives the vectors in use."""
        before = vectors(self.bench)
        with self.bench.store.transaction():
            settle(self.bench)
        assert vectors(self.bench) == before


def test_any_sequence_replays_to_the_same_state_and_bits(made: Path) -> None:
    from hypothesis.stateful import run_state_machine_as_test

    machine = type("LedgerOfMade", (Ledger,), {"made": made})
    run_state_machine_as_test(
        machine, settings=settings(max_examples=40, stateful_step_count=25, deadline=None)
    )


def test_undo_reaches_the_first_decision_across_restarts(path: Path) -> None:
    with open_workbench(path) as bench:
        first = state(bench)
        for other in range(2, 8):
            decide(bench, 1, other, Verdict.ACCEPTED)
        last = state(bench)
    with open_workbench(path) as bench:
        for _ in range(6):
            undo(bench)
        assert state(bench) == first
        with pytest.raises(NothingToUndo):
            undo(bench)
    with open_workbench(path) as bench:
        for _ in range(6):
            redo(bench)
        assert state(bench) == last
        with pytest.raises(NothingToRedo):
            redo(bench)


def stored(path: Path) -> list[tuple[object, ...]]:
    """Every row, as it lies in the file, of what undo is to bring back."""
    with sqlite3.connect(path) as raw:
        found = [
            row
            for table in ("pairs", "adjusted")
            for row in raw.execute(f"SELECT * FROM {table} ORDER BY 1, 2")
        ]
        found += raw.execute("SELECT text FROM terms WHERE NOT retired").fetchall()
    raw.close()
    with open_workbench(path) as bench:
        return [*found, (get_settings(bench),)]


def test_the_file_holds_the_same_bytes_after_undo_of_anything_and_restarts(
    path: Path, tmp_path: Path
) -> None:
    """Decisions of many pairs, imports, notes, weights, senses, added terms, settings, rebuilds."""
    file = tmp_path / "pairs.csv"
    file.write_text("term,synonym\nterm30,term31\nterm31,term32\nterm01,term02\n", "utf-8")
    steps: tuple[Callable[[Workbench], object], ...] = (
        lambda bench: decide(bench, 1, 2, Verdict.ACCEPTED, note="看过"),
        lambda bench: decide_many(bench, 1, [*range(3, 20)], Verdict.ACCEPTED),
        lambda bench: import_file(bench, file, ImportOptions(accept=True)),
        lambda bench: decide_many(bench, 2, [*range(10, 25)], Verdict.REJECTED),
        lambda bench: decide(bench, 1, 2, Verdict.REJECTED, Relation.ANTONYM),
        lambda bench: annotate(bench, 1, 3, "[/x]"),
        lambda bench: set_weight(bench, 1, 4, 0.5),
        lambda bench: add_synonym(bench, 5, "term07 新"),
        lambda bench: change_settings(bench, Settings(stay=0.4, broader_weight=0.5)),
        lambda bench: decide(bench, 7, 9, Verdict.ACCEPTED, Relation.BROADER),
        rebuild,
        lambda bench: decide_many(bench, 8, [20, 21, 22], Verdict.ACCEPTED),
    )
    states = []
    for step in steps:
        with open_workbench(path) as bench:
            states.append((bench.store.ledger.count(), stored(path)))
            step(bench)
    last = stored(path)
    with open_workbench(path) as bench:
        entries = bench.store.ledger.count()
    undone = 0
    while undone < entries:
        with open_workbench(path) as bench:
            undo(bench)
        undone += 1
        for before, rows in states:
            if before == entries - undone:
                assert stored(path) == rows, before
    assert stored(path) == states[0][1]
    with open_workbench(path) as bench:
        for _ in range(undone):
            redo(bench)
        assert check(bench).sound
    assert stored(path) == last


def test_where_decisions_wait_for_a_rebuild_undo_and_a_rebuild_give_the_same_bytes(
    path: Path,
) -> None:
    def do(*steps: Callable[[Workbench], object]) -> list[tuple[object, ...]]:
        with open_workbench(path) as bench:
            for step in (*steps, rebuild):
                step(bench)
        return stored(path)

    for method in ("counterfit", "attract-repel"):
        do(lambda bench: change_settings(bench, Settings(method=method)))  # noqa: B023
        first = do(lambda bench: decide(bench, 1, 2, Verdict.ACCEPTED))
        assert do(lambda bench: decide_many(bench, 3, [*range(4, 12)], Verdict.ACCEPTED)) != first
        assert do(undo) == first
        do(undo)


def test_a_repeated_decision_is_no_entry(bench: Workbench) -> None:
    decide(bench, 1, 2, Verdict.ACCEPTED)
    again = decide(bench, 2, 1, Verdict.ACCEPTED)
    assert again.label.startswith("already accepted")
    assert len(log(bench)) == 1


def test_a_full_disk_loses_the_decision_at_hand_and_nothing_else(bench: Workbench) -> None:
    decide(bench, 1, 2, Verdict.ACCEPTED)
    before = state(bench)
    leave_room(bench.store, 0)
    failed = 0
    for other in range(3, 40):
        try:
            decide(bench, 1, other, Verdict.ACCEPTED, note="n" * 400)
            before = state(bench)
        except StorageFailed as error:
            failed += 1
            assert "safe" in error.remedy
            assert state(bench) == before
    assert failed
    leave_room(bench.store, 1_000_000)
    decide(bench, 1, 39, Verdict.REJECTED)
    with open_workbench(bench.path) as again:
        assert state(again) == state(bench)


def test_the_ledger_cannot_be_rewritten(bench: Workbench) -> None:
    decide(bench, 1, 2, Verdict.ACCEPTED)
    with sqlite3.connect(bench.path) as raw:
        for statement in ("DELETE FROM ledger", "UPDATE ledger SET label = ''"):
            with pytest.raises(sqlite3.IntegrityError, match="append-only"):
                raw.execute(statement)


def test_another_process_s_decisions_are_taken_in(path: Path) -> None:
    with open_workbench(path) as one, open_workbench(path) as other:
        vectors(one), vectors(other)
        decide(one, 1, 2, Verdict.ACCEPTED)
        decide(other, 2, 3, Verdict.ACCEPTED)
        assert state(one) == state(other)
        undo(one)
        assert state(one) == state(other)
        assert [entry.action for entry in log(one)] == ["undo", "decide", "decide"]


def test_base_vectors_never_change(bench: Workbench) -> None:
    loaded = bench.loaded()
    assert loaded is not None
    before = loaded.space.parts()[0].tobytes()
    for other in range(2, 12):
        decide(bench, 1, other, Verdict.ACCEPTED)
    _, stored = bench.store.vectors.load(loaded.info)
    assert stored.tobytes() == before == loaded.space.parts()[0].tobytes()


def test_pull_depends_on_order_but_undo_gives_back_the_bits(bench: Workbench) -> None:
    change_settings(bench, Settings(method="pull", factor=0.25))
    decide(bench, 1, 2, Verdict.ACCEPTED)
    decide(bench, 2, 3, Verdict.ACCEPTED)
    before = vectors(bench)
    decide(bench, 1, 2, Verdict.REJECTED)
    decide(bench, 1, 2, Verdict.ACCEPTED)
    loaded = bench.loaded()
    assert loaded is not None
    now = np.frombuffer(vectors(bench), np.float32).reshape(-1, loaded.space.dim)
    assert np.abs(now - np.frombuffer(before, np.float32).reshape(now.shape)).max() > 0.01
    undo(bench)
    undo(bench)
    assert vectors(bench) == before


def test_pairs_compare_without_their_place_in_the_ledger() -> None:
    pair = Pair(1, 2, Verdict.ACCEPTED, Relation.BROADER, "", "me", "2026-01-01T00:00:00Z", 1)
    assert replace(pair, seq=2) != pair
    assert pair.relation_from(2) is Relation.NARROWER
    assert (pair.low, pair.high) == (1, 2)
