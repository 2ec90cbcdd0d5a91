"""Vectors on their way into memory: in pieces, from a mapped cache, beside another process."""

import json
import os
from pathlib import Path

import numpy as np
import pytest

from synotui.engine.arrays import Floats
from synotui.engine.mapped import let_go
from synotui.errors import Cancelled
from synotui.model import Progress, SpaceInfo, Suggestions, Verdict
from synotui.ops.caches import space_folder
from synotui.ops.history import undo
from synotui.ops.review import decide
from synotui.ops.searching.loading import adopt_mapping, plan_mapping, write_mapping
from synotui.ops.suggesting.suggest import suggest
from synotui.ops.workbench import Workbench, open_workbench
from synotui.store.vectors import VECTORS_PER_BLOCK

N, DIM = 3 * VECTORS_PER_BLOCK + 100, 8


def clustered(n: int = N, dim: int = DIM, seed: int = 2) -> Floats:
    rng = np.random.default_rng(seed)
    centres = rng.standard_normal((n // 20 + 1, dim))
    near = centres[rng.integers(0, len(centres), n)] + 0.4 * rng.standard_normal((n, dim))
    return near.astype(np.float32)


def fill(path: Path, vectors: Floats, *, half: bool = False, terms: int | None = None) -> None:
    """Make a dictionary of `terms` terms, the first of which have `vectors`."""
    count = terms or len(vectors)
    with open_workbench(path, create=True) as bench, bench.store.transaction():
        bench.store.terms.add((f"t{i}", f"t{i}", None) for i in range(1, count + 1))
        store = bench.store.vectors
        space = store.make_space("made", "", vectors.shape[1], "2026-01-01T00:00:00Z", half=half)
        store.append(space, np.arange(1, len(vectors) + 1, dtype=np.int64), vectors)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "made.db"
    fill(path, clustered())
    return path


def answers(bench: Workbench, head: int = 5) -> list[tuple[str, float | None]]:
    return [(item.synonym.text, item.now) for item in suggest(bench, head, 10).items]


def info(bench: Workbench) -> SpaceInfo:
    found = bench.store.vectors.current()
    assert found is not None
    return found


def cache(path: Path) -> Path:
    """Write the vectors of the dictionary at `path` to be mapped; give the folder."""
    with open_workbench(path) as bench:
        plan = plan_mapping(bench, smallest=0)
        assert plan is not None
        assert write_mapping(plan)
        return space_folder(path, info(bench))


def is_mapped(bench: Workbench) -> bool:
    loaded = bench.loaded()
    assert loaded is not None
    return not loaded.space.parts()[0].flags.writeable


def test_candidates_are_those_among_the_vectors_that_arrived_the_head_s_own_block_first(
    path: Path,
) -> None:
    head = N - 10
    with open_workbench(path) as whole:
        expected = answers(whole, head)
    with open_workbench(path) as bench:
        loading = bench.loading()
        assert loading is not None
        assert suggest(bench, head, 10).items == ()

        def stop_after_one_block(progress: Progress) -> None:
            raise Cancelled("enough for now")

        with pytest.raises(Cancelled):
            loading.run(stop_after_one_block, first=head)
        assert 0 < loading.space.missing < N
        first = suggest(bench, head, 10)
        assert {int(item.synonym.text[1:]) for item in first.items} <= set(
            range(3 * VECTORS_PER_BLOCK, N + 1)
        )
        assert suggest(bench, 1, 10).items == ()
        loading.run()
        assert answers(bench, head) == expected


def test_a_decision_waits_for_the_vectors_and_is_the_same(path: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.db"
    fill(other, clustered())
    with open_workbench(path) as early, open_workbench(other) as late:
        assert early.loading() is not None
        late.loaded()
        assert decide(early, 5, 9, Verdict.ACCEPTED).diff == (
            decide(late, 5, 9, Verdict.ACCEPTED).diff
        )


def test_moved_terms_are_shown_moved_while_the_others_arrive(path: Path) -> None:
    with open_workbench(path) as bench:
        decide(bench, 5, 9, Verdict.ACCEPTED)
        [now] = [item.now for item in suggest(bench, 5, 3).items if item.synonym.id == 9]
    with open_workbench(path) as bench:
        loading = bench.loading()
        assert loading is not None
        loading.run(first=5)
        assert [i.now for i in suggest(bench, 5, 3).items if i.synonym.id == 9] == [now]


def test_mapped_vectors_answer_like_those_read(path: Path) -> None:
    with open_workbench(path) as bench:
        before = answers(bench)
    cache(path)
    with open_workbench(path) as bench:
        assert is_mapped(bench)
        assert answers(bench) == before
        assert plan_mapping(bench, smallest=0) is None
        change = decide(bench, 5, 9, Verdict.ACCEPTED)
        assert change.diff.moved == 2
        undo(bench)
        assert answers(bench) == before


def test_the_space_in_memory_comes_to_rest_on_the_mapped_vectors(path: Path) -> None:
    with open_workbench(path) as bench:
        decide(bench, 5, 9, Verdict.ACCEPTED)
        with open_workbench(path) as other:
            append(other, N + 1, clustered(3, seed=9))
        before = answers(bench)
        plan = plan_mapping(bench, smallest=0)
        assert plan is not None and write_mapping(plan) and adopt_mapping(bench, plan)
        assert is_mapped(bench)
        loaded = bench.loaded()
        assert loaded is not None and len(loaded.space) == N + 3
        let_go(loaded.space)
        assert answers(bench) == before


def test_a_small_space_is_not_worth_mapping(path: Path) -> None:
    with open_workbench(path) as bench:
        assert plan_mapping(bench) is None


def flip(folder: Path) -> None:
    [file] = folder.glob("*base.npy")
    damaged = bytearray(file.read_bytes())
    damaged[len(damaged) // 2] ^= 0x10
    file.write_bytes(damaged)


def cut(folder: Path) -> None:
    [file] = folder.glob("*base.npy")
    os.truncate(file, file.stat().st_size - 100)


def lose(folder: Path) -> None:
    [file] = folder.glob("*ids.npy")
    file.unlink()


def garble_the_seal(folder: Path) -> None:
    (folder / "vectors.json").write_bytes(b"\x00{]")


def lead_elsewhere(folder: Path) -> None:
    seal = json.loads((folder / "vectors.json").read_text())
    for file in seal["files"]:
        file["name"] = "../../" + file["name"]
    (folder / "vectors.json").write_text(json.dumps(seal))


def swap_for_another(folder: Path) -> None:
    other = folder.parents[1] / "other.db"
    fill(other, clustered(seed=7))
    foreign = cache(other)
    for file in folder.iterdir():
        file.unlink()
    for file in foreign.iterdir():
        file.rename(folder / file.name)


@pytest.mark.parametrize(
    "harm", [flip, cut, lose, garble_the_seal, lead_elsewhere, swap_for_another]
)
def test_a_cache_that_is_not_what_was_sealed_is_not_used(path: Path, harm: object) -> None:
    with open_workbench(path) as bench:
        before = answers(bench)
    folder = cache(path)
    assert callable(harm)
    harm(folder)
    with open_workbench(path) as bench:
        assert not is_mapped(bench)
        assert answers(bench) == before
    cache(path)
    with open_workbench(path) as bench:
        assert is_mapped(bench)
    assert len(list(folder.iterdir())) == 4


def test_a_cache_that_was_only_copied_is_used(path: Path) -> None:
    for file in cache(path).glob("*.npy"):
        os.utime(file, ns=(1, 1))
    with open_workbench(path) as bench:
        assert is_mapped(bench)


def test_a_folder_that_takes_no_files_is_no_error(path: Path) -> None:
    (path.parent / "made.db.cache").write_text("in the way")
    with open_workbench(path) as bench:
        plan = plan_mapping(bench, smallest=0)
        assert plan is not None
        assert not write_mapping(plan)
        assert answers(bench)


def append(bench: Workbench, first: int, vectors: Floats) -> None:
    ids = np.arange(first, first + len(vectors), dtype=np.int64)
    with bench.store.transaction():
        bench.store.terms.add((f"t{i}", f"t{i}", None) for i in ids.tolist())
        bench.store.vectors.append(info(bench).id, ids, vectors)


def test_vectors_added_after_the_cache_was_made_are_read_behind_it(path: Path) -> None:
    cache(path)
    with open_workbench(path) as bench:
        append(bench, N + 1, clustered(3, seed=9))
    with open_workbench(path) as bench:
        assert is_mapped(bench)
        loaded = bench.loaded()
        assert loaded is not None and len(loaded.space) == N + 3
        np.testing.assert_array_equal(loaded.space.base(np.arange(N, N + 3)), clustered(3, seed=9))
        assert loaded.space.row_of(N + 2) == N + 1


def test_what_another_process_adds_is_taken_in_without_reading_all_again(path: Path) -> None:
    with open_workbench(path) as bench, open_workbench(path) as other:
        held = bench.loaded()
        assert held is not None
        twin = held.space.raw(4)[None] * 2
        append(other, N + 1, twin)
        decide(other, 7, 8, Verdict.ACCEPTED)
        assert suggest(bench, 5, 1).items[0].synonym.id == N + 1
        again = bench.loaded()
        assert again is not None and again.space is held.space
        assert again.space.moved_rows.tolist() == [6, 7]


def test_fewer_vectors_than_terms_leaves_the_others_without(tmp_path: Path) -> None:
    path = tmp_path / "fewer.db"
    fill(path, clustered(50), terms=60)
    with open_workbench(path) as bench:
        assert len(suggest(bench, 5, 100).items) == 49
        assert suggest(bench, 55, 100).items == ()
        change = decide(bench, 5, 55, Verdict.ACCEPTED)
        assert change.diff.moved == 0


def test_float16_takes_half_the_room_and_finds_the_same(tmp_path: Path) -> None:
    vectors = clustered(5_000, 64)
    found: list[Suggestions] = []
    for name, half in (("full.db", False), ("half.db", True)):
        fill(tmp_path / name, vectors, half=half)
        with open_workbench(tmp_path / name) as bench:
            assert info(bench).storage == ("float16" if half else "float32")
            found.append(suggest(bench, 5, 10))
    full, half_ = ({item.synonym.id for item in each.items} for each in found)
    assert len(full & half_) >= 9
    sizes = [(tmp_path / name).stat().st_size for name in ("full.db", "half.db")]
    assert sizes[1] < 0.65 * sizes[0]


@pytest.mark.parametrize(("n", "dim"), [(1, 3), (2, 3), (40, 1), (12, 4096)])
def test_odd_shapes_are_read_and_mapped(tmp_path: Path, n: int, dim: int) -> None:
    path = tmp_path / "odd.db"
    fill(path, clustered(n, dim))
    with open_workbench(path) as bench:
        before = answers(bench, 1)
        assert len(before) == min(10, n - 1)
    cache(path)
    with open_workbench(path) as bench:
        assert answers(bench, 1) == before


def test_a_space_of_equal_vectors_answers(tmp_path: Path) -> None:
    path = tmp_path / "equal.db"
    fill(path, np.ones((300, 4), np.float32))
    with open_workbench(path) as bench:
        found = suggest(bench, 5, 10)
        assert [item.now for item in found.items] == pytest.approx([1.0] * 10)
        assert decide(bench, 5, 9, Verdict.ACCEPTED).diff.pairs[0].after == pytest.approx(1.0)


def test_vectors_are_read_before_others_are_kept_from_writing(path: Path) -> None:
    with open_workbench(path) as bench:
        statements: list[str] = []
        bench.store._connection.set_trace_callback(statements.append)
        decide(bench, 1, 2, Verdict.ACCEPTED)
        bench.store._connection.set_trace_callback(None)
    locked = statements[statements.index("BEGIN IMMEDIATE") :]
    assert not [each for each in locked if "vector_blocks" in each]
    assert [each for each in locked if "INTO adjusted" in each]
