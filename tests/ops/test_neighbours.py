"""The neighbours of every term: kept block by block, taken up again, never mixed, read back."""

import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

import synotui
from synotui.engine import passes
from synotui.engine.arrays import Floats
from synotui.engine.neighbourhoods import mean_similarity, occurrences
from synotui.errors import Cancelled, DictionaryBusy, NoVector, StorageFailed
from synotui.model import Progress
from synotui.ops.history import log
from synotui.ops.searching import neighbours
from synotui.ops.searching.known_neighbours import KnownNeighbours, known_neighbours
from synotui.ops.searching.neighbours import find_block, find_neighbours, keep_block, plan_pass
from synotui.ops.workbench import Workbench, open_workbench
from tests.full_disk import leave_room
from tests.ops.conftest import DIM, TERMS

K = 6


@pytest.fixture(autouse=True)
def _small_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let forty terms be five blocks."""
    monkeypatch.setattr(passes, "ROWS_PER_BLOCK", 9)


@pytest.fixture
def through_index(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Take the index however small the space."""
    monkeypatch.setattr(neighbours, "EXACT_UP_TO", 0)
    return iter(())


def known(bench: Workbench) -> KnownNeighbours:
    found = known_neighbours(bench)
    assert found is not None
    return found


def near(bench: Workbench) -> list[list[int]]:
    found = known(bench)
    lists: list[list[int]] = found.near(np.arange(found.among)).tolist()
    return lists


def exact(bench: Workbench, k: int = K) -> list[list[int]]:
    """The nearest of each row by search, one row at a time."""
    loaded = bench.loaded()
    assert loaded is not None
    everything = np.arange(len(loaded.space))
    lists = []
    for row in everything:
        cosines = loaded.space.cosines(int(row), everything, base=True)
        lists.append([i for i in np.argsort(-cosines).tolist() if i != row][:k])
    return lists


class StopAt:
    """Stops the work after so many reports of the search."""

    def __init__(self, reports: int) -> None:
        self.left = reports

    def __call__(self, progress: Progress) -> None:
        self.left -= progress.stage == "searching"
        if self.left < 0:
            raise Cancelled("stopped")


def grow(bench: Workbench, more: int) -> None:
    """Give `more` new terms a vector."""
    texts = [f"newer{i}" for i in range(more)]
    vectors = np.random.default_rng(99).standard_normal((more, DIM)).astype(np.float32)
    with bench.store.transaction():
        bench.store.terms.add((text, text, None) for text in texts)
        ids = bench.store.terms.ids_of_texts(texts)
        space = bench.store.vectors.current()
        assert space is not None
        bench.store.vectors.append(space.id, np.array([ids[t] for t in texts]), vectors)
    bench.forget_space()


def test_lists_are_exact_for_a_small_space_and_leave_no_ledger_entry(bench: Workbench) -> None:
    before = len(log(bench))
    report = find_neighbours(bench, K, top=3)
    assert near(bench) == exact(bench)
    assert (report.terms, report.k, report.searched, report.recall) == (TERMS, K, "exact", 1.0)
    assert report.kept and not report.newer
    assert len(log(bench)) == before


def test_the_report_counts_what_the_lists_hold(bench: Workbench) -> None:
    report = find_neighbours(bench, 12, top=4)
    lists = exact(bench, 12)
    first = [row[:10] for row in lists]
    counts = [sum(row in other for other in first) for row in range(TERMS)]
    wholly = [sum(row in other for other in lists) for row in range(TERMS)]
    best = sorted(range(TERMS), key=lambda row: (-counts[row], -wholly[row], row))[:4]
    assert [hub.term.text for hub in report.hubs] == [f"term{row:02}" for row in best]
    assert [hub.first_tens for hub in report.hubs] == [counts[row] for row in best]
    assert [hub.lists for hub in report.hubs] == [wholly[row] for row in best]
    mutual = sum(row in first[other] for row in range(TERMS) for other in first[row])
    assert report.mutual == pytest.approx(mutual / (10 * TERMS))
    assert report.in_no_first_ten == counts.count(0) / TERMS
    assert report.in_no_list == wholly.count(0) / TERMS


def test_running_again_finds_nothing_anew_and_reports_the_same(bench: Workbench) -> None:
    first = find_neighbours(bench, K)
    assert find_neighbours(bench, K, on_progress=StopAt(0)) == first
    with pytest.raises(Cancelled):
        find_neighbours(bench, K, again=True, on_progress=StopAt(0))


@pytest.mark.parametrize("reports", range(0, 10, 3))
def test_what_was_found_before_a_stop_is_not_found_again(
    bench: Workbench, reports: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(Cancelled, match="the next run goes on from there"):
        find_neighbours(bench, K, on_progress=StopAt(reports))
    assert known_neighbours(bench) is None
    held = plan_pass(bench, K).begun.blocks
    searched: list[int] = []

    def watched(self: passes.Pass, start: int, *rest: object) -> passes.Lists:
        searched.append(start)
        return original(self, start, *rest)  # type: ignore[arg-type]

    original = passes.Pass.lists
    monkeypatch.setattr(passes.Pass, "lists", watched)
    find_neighbours(bench, K)
    assert searched == [9 * block for block in range(held, 5)]
    assert near(bench) == exact(bench)


def test_another_k_or_a_grown_space_begins_anew(bench: Workbench) -> None:
    find_neighbours(bench, K)
    with pytest.raises(Cancelled, match="of 0 of 40 terms"):
        find_neighbours(bench, K + 1, on_progress=StopAt(0))
    assert known_neighbours(bench) is None
    find_neighbours(bench, K + 1)
    assert near(bench) == exact(bench, K + 1)
    grow(bench, 3)
    assert known(bench).newer == 3
    assert known(bench).near(np.array([41, 0]))[0].tolist() == [-1] * (K + 1)
    report = find_neighbours(bench, K + 1)
    assert (report.terms, report.newer) == (TERMS + 3, 0)
    assert near(bench) == exact(bench, K + 1)


def test_the_pass_belongs_to_who_began_it_last(path: Path) -> None:
    with open_workbench(path) as one, open_workbench(path) as other:
        mine = plan_pass(one, K)
        theirs = plan_pass(other, K)
        keep_block(other, theirs.info, theirs.begun, find_block(theirs, 0), 0.1)
        with pytest.raises(DictionaryBusy, match="Another program is finding the neighbours"):
            keep_block(one, mine.info, mine.begun, find_block(mine, 0), 0.1)
        find_neighbours(one, K)
        assert near(other) == exact(one)
        lists = iter(known(one))
        next(lists)
        find_neighbours(other, K + 1)
        with pytest.raises(DictionaryBusy):
            next(lists)
        with pytest.raises(DictionaryBusy):
            KnownNeighbours(one.store, mine.info, theirs.begun.with_block(1)).near(np.array([0]))


def test_a_read_only_dictionary_keeps_nothing(path: Path, bench: Workbench) -> None:
    kept = find_neighbours(bench, K)
    path.chmod(0o444)
    with open_workbench(path) as closed:
        assert find_neighbours(closed, K, on_progress=StopAt(0)) == kept
    with pytest.raises(Cancelled):
        find_neighbours(bench, K + 1, on_progress=StopAt(2))
    before = path.read_bytes()
    with open_workbench(path) as closed:
        report = find_neighbours(closed, K)
        assert not report.kept
        assert report.hubs == kept.hubs
        with pytest.raises(Cancelled, match="read-only, so nothing is kept"):
            find_neighbours(closed, K, on_progress=StopAt(1))
    assert path.read_bytes() == before


def test_a_full_disk_keeps_what_was_written(bench: Workbench) -> None:
    leave_room(bench.store, 8)
    with pytest.raises(StorageFailed, match="disk is full"):
        find_neighbours(bench, 300)
    kept = blocks_kept(bench)
    assert 0 < kept < 5
    leave_room(bench.store, 1_000_000)
    find_neighbours(bench, 300)
    assert near(bench) == [row + [-1] * (300 - len(row)) for row in exact(bench, 300)]


def blocks_kept(bench: Workbench) -> int:
    """How many blocks are kept."""
    info = bench.store.vectors.current()
    held = bench.store.neighbours.held(info.id) if info else None
    assert held is not None
    return held.blocks


def test_the_python_api_finds_them_too(path: Path) -> None:
    with synotui.open(path) as dictionary:
        report = dictionary.neighbours(K)
        assert (report.terms, report.k) == (TERMS, K)
        assert dictionary.neighbours(K, on_progress=StopAt(0)) == report


def test_without_vectors_it_says_what_to_do(tmp_path: Path) -> None:
    with (
        open_workbench(tmp_path / "new.db", create=True) as bench,
        pytest.raises(NoVector, match="synotui embed"),
    ):
        find_neighbours(bench)


@pytest.mark.parametrize("terms", [1, 2, 3])
def test_tiny_spaces(tmp_path: Path, terms: int) -> None:
    vectors = np.eye(terms, 4, dtype=np.float32) + 1
    with made_of(tmp_path / "tiny.db", vectors) as bench:
        report = find_neighbours(bench, 50)
        lists = known(bench).near(np.arange(terms))
        assert [sorted(i for i in row if i >= 0) for row in lists.tolist()] == [
            [other for other in range(terms) if other != row] for row in range(terms)
        ]
        assert np.isnan(known(bench).cosines(np.arange(terms))[:, terms - 1 :]).all()
        assert report.mutual == float(terms > 1)
        assert len(report.hubs) == (terms if terms > 1 else 0)


@pytest.mark.usefixtures("through_index")
@pytest.mark.parametrize("dim", [1, 3])
def test_equal_vectors_and_one_dimension_through_an_index(tmp_path: Path, dim: int) -> None:
    vectors = np.full((60, dim), 0.5, np.float32)
    vectors[::3] *= -1
    with made_of(tmp_path / "equal.db", vectors) as bench:
        report = find_neighbours(bench, 10)
        assert report.searched == "hnswlib"
        assert (report.recall, report.sampled) == (1.0, 60)
        assert (known(bench).cosines(np.arange(60)) == 1).all()
        lists = near(bench)
        assert all(row not in lists[row] and len(set(lists[row])) == 10 for row in range(60))


@pytest.mark.usefixtures("through_index")
def test_through_an_index_a_stopped_pass_ends_as_one_that_was_not(
    path: Path, bench: Workbench, tmp_path: Path
) -> None:
    whole = find_neighbours(bench, K)
    assert (whole.searched, whole.sampled) == ("hnswlib", TERMS)
    assert whole.recall == whole.recall_at_10 == 1.0
    expected = near(bench)
    again = Path(shutil.copy(path, tmp_path / "again.db"))
    with open_workbench(again) as other:
        with pytest.raises(Cancelled, match="of 27 of 40 terms are kept"):
            find_neighbours(other, K, again=True, on_progress=StopAt(3))
        resumed = find_neighbours(other, K)
        assert near(other) == expected
        assert resumed.hubs == whole.hubs


def test_half_a_pass_of_another_kind_of_search_is_not_gone_on_with(
    bench: Workbench, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(Cancelled):
        find_neighbours(bench, K, on_progress=StopAt(6))
    assert plan_pass(bench, K).begun.blocks > 0
    monkeypatch.setattr(neighbours, "EXACT_UP_TO", 0)
    with pytest.raises(Cancelled, match="of 0 of 40 terms"):
        find_neighbours(bench, K, on_progress=StopAt(0))
    assert find_neighbours(bench, K).searched == "hnswlib"


def test_ranks_and_what_the_engine_makes_of_the_lists(bench: Workbench) -> None:
    find_neighbours(bench, K)
    lists = exact(bench)
    found = known(bench)
    rng = np.random.default_rng(3)
    a, b = rng.integers(0, TERMS, 200), rng.integers(0, TERMS, 200)
    expected = [
        [
            lists[x].index(y) + 1 if y in lists[x] else 0,
            lists[y].index(x) + 1 if x in lists[y] else 0,
        ]
        for x, y in zip(a.tolist(), b.tolist(), strict=True)
    ]
    assert found.ranks(a, b).tolist() == expected
    assert found.near(np.array([5, -1, 99, 5]))[:, 0].tolist() == [lists[5][0], -1, -1, lists[5][0]]
    counts = occurrences(found, found.among, K)
    assert counts.tolist() == [sum(row in other for other in lists) for row in range(TERMS)]
    loaded = bench.loaded()
    assert loaded is not None
    means = [
        loaded.space.cosines(row, np.array(lists[row]), base=True)[:K].mean()
        for row in range(TERMS)
    ]
    np.testing.assert_allclose(mean_similarity(found, found.among), means, atol=1e-3)


def test_facts_that_make_no_sense_count_as_none(path: Path, bench: Workbench) -> None:
    find_neighbours(bench, K)
    for damaged in ("[]", "{}", "no JSON", '{"k": 6}'):
        with sqlite3.connect(path) as raw:
            raw.execute("UPDATE settings SET value = ? WHERE name LIKE 'neighbours%'", (damaged,))
        assert known_neighbours(bench) is None
    find_neighbours(bench, K)
    assert near(bench) == exact(bench)


def made_of(path: Path, vectors: Floats) -> Workbench:
    """Make a dictionary of these vectors, and open it."""
    bench = open_workbench(path, create=True)
    texts = [f"term{i}" for i in range(len(vectors))]
    with bench.store.transaction():
        bench.store.terms.add((text, text, None) for text in texts)
        space = bench.store.vectors.make_space("made", "", vectors.shape[1], "2026-01-01T00:00:00Z")
        ids = bench.store.terms.ids_of_texts(texts)
        bench.store.vectors.append(space, np.array([ids[t] for t in texts]), vectors)
    return bench
