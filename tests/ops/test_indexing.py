"""The index of a dictionary: kept, gone on with, found unfit, chosen, fallen back from."""

import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from synotui import text
from synotui.engine.arrays import Floats
from synotui.engine.index import Base, Pace, build, keep, kept_in
from synotui.errors import BackendError, Cancelled, DictionaryReadOnly, NoVector
from synotui.model import BACKENDS, Progress
from synotui.ops.caches import cache_folder
from synotui.ops.searching.backends import choose_backend, chosen_backend
from synotui.ops.searching.index_report import compare_backends, index_dictionary
from synotui.ops.searching.indexing import (
    BuiltIndex,
    IndexPlan,
    adopt_index,
    build_index,
    plan_index,
)
from synotui.ops.suggesting.suggest import suggest
from synotui.ops.workbench import Workbench, open_workbench

N, DIM = 2_000, 12
HASTY = Pace(breath=0, apart=0, share=1, worth=0, quickly=60)
"""A checkpoint whenever as much was done as the last one cost; few rows at once."""


def made_vectors(n: int, seed: int = 3) -> Floats:
    rng = np.random.default_rng(seed)
    centres = rng.standard_normal((60, DIM))
    near = centres[rng.integers(0, 60, n)] + 0.6 * rng.standard_normal((n, DIM))
    return near.astype(np.float32)


def add(bench: Workbench, n: int, seed: int = 3) -> None:
    """Add `n` terms with vectors, in the current space or a new one."""
    store = bench.store
    with store.reading():
        info = store.vectors.current()
        start = info.vectors if info else 0
    texts = [f"term{start + i}" for i in range(n)]
    with store.transaction():
        store.terms.add((each, text.key(each), None) for each in texts)
        ids = store.terms.ids_of_texts(texts)
        space = info.id if info else store.vectors.make_space("made", "", DIM, "2026-01-01")
        numbers = np.array([ids[each] for each in texts], np.int64)
        store.vectors.append(space, numbers, made_vectors(n, seed))
    bench.forget_space()


@pytest.fixture(scope="session")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A dictionary of 2,000 terms with vectors and no index."""
    path = tmp_path_factory.mktemp("large") / "large.db"
    with open_workbench(path, create=True) as bench:
        add(bench, N)
    return path


@pytest.fixture
def db(large: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(large, tmp_path / "large.db"))


@pytest.fixture
def bench(db: Path) -> Iterator[Workbench]:
    with open_workbench(db) as opened:
        yield opened


def folder(bench: Workbench) -> Path:
    return cache_folder(bench.path) / "space1"


def files(bench: Workbench) -> list[str]:
    """The endings of what is cached."""
    return sorted(path.suffix for path in folder(bench).iterdir())


def made(bench: Workbench, pace: Pace | None = None) -> BuiltIndex:
    """Read or build the index and search by it."""
    plan = plan_index(bench)
    assert plan is not None
    built = build_index(plan, pace=pace)
    assert adopt_index(bench, built)
    return built


def stopped_at(rows: int) -> Callable[[Progress], None]:
    def on_progress(progress: Progress) -> None:
        if progress.done >= rows:
            raise Cancelled("stopped")

    return on_progress


def half_built(bench: Workbench, rows: int = 1_000) -> IndexPlan:
    """Stop a build, keeping what there is."""
    plan = plan_index(bench)
    assert plan is not None
    with pytest.raises(Cancelled, match=r"stopped; 1,\d\d\d of 2,000 vectors are indexed"):
        build_index(plan, stopped_at(rows), pace=Pace(breath=0, worth=0))
    return plan


def recall(bench: Workbench) -> float:
    """How much of what exact search finds is found now."""
    loaded = bench.loaded()
    assert loaded is not None
    assert loaded.search.index is not None
    hits = 0
    for row in range(0, len(loaded.space), 50):
        through = set(loaded.search.neighbours(row, 10).rows.tolist())
        index, loaded.search.index = loaded.search.index, None
        hits += len(through & set(loaded.search.neighbours(row, 10).rows.tolist()))
        loaded.search.index = index
    return hits / (10 * len(range(0, len(loaded.space), 50)))


# Building, keeping, going on -----------------------------------------------------------


def test_an_index_is_built_once_and_read_the_next_time(bench: Workbench) -> None:
    assert suggest(bench, 1).index == "exact"
    built = made(bench)
    assert (built.added, built.kept, built.note) == (N, True, "")
    assert suggest(bench, 1).index == "hnsw"
    assert recall(bench) > 0.97
    assert files(bench) == [".hnsw", ".json"]
    assert plan_index(bench) is None
    with open_workbench(bench.path) as again:
        read = made(again)
        assert (read.added, read.kept, read.note) == (0, True, "")
        assert recall(again) > 0.97


def test_a_build_that_was_stopped_is_gone_on_with(bench: Workbench) -> None:
    half_built(bench)
    assert suggest(bench, 1).index == "exact", "what is not whole answers nothing"
    kept = kept_in(folder(bench))
    assert kept is not None
    assert 1_000 <= kept.rows < N
    with open_workbench(bench.path) as again:
        built = made(again)
        assert built.added == N - kept.rows
        assert recall(again) > 0.97
        assert files(again) == [".hnsw", ".json"]


def test_a_build_stopped_at_once_keeps_nothing(bench: Workbench) -> None:
    plan = plan_index(bench)
    assert plan is not None
    with pytest.raises(Cancelled, match="stopped; nothing was changed"):
        build_index(plan, stopped_at(100))
    assert not folder(bench).exists()


def test_an_index_that_is_nearly_whole_but_unfinished_answers_nothing(bench: Workbench) -> None:
    half_built(bench, rows=1_300)
    plan = plan_index(bench)
    assert plan is not None
    assert plan.kept is not None
    assert N - plan.kept.rows < plan.tolerated
    assert build_index(plan).added == N - plan.kept.rows


def test_vectors_added_since_are_searched_beside_it_or_built_on(bench: Workbench) -> None:
    made(bench)
    add(bench, 200, seed=4)
    plan = plan_index(bench)
    assert plan is not None
    beside = build_index(plan)
    assert (beside.added, beside.kept) == (0, True)
    assert beside.index is not None
    assert beside.index.rows == N
    assert adopt_index(bench, beside)
    assert recall(bench) > 0.97
    bench.forget_space()
    plan = plan_index(bench, tolerated=100)
    assert plan is not None
    grown = build_index(plan)
    assert (grown.added, grown.kept) == (200, True)
    assert adopt_index(bench, grown)
    assert recall(bench) > 0.97


def test_a_stopped_build_is_gone_on_with_after_vectors_were_added(bench: Workbench) -> None:
    half_built(bench)
    kept = kept_in(folder(bench))
    assert kept is not None
    add(bench, 500, seed=4)
    assert made(bench).added == N + 500 - kept.rows
    assert recall(bench) > 0.97


def test_checkpoints_on_the_way_are_of_the_same_build(bench: Workbench) -> None:
    seen: set[int] = set()

    def look(progress: Progress) -> None:
        kept = kept_in(folder(bench))
        if kept is not None:
            assert kept.of == N
            assert kept.rows <= progress.done
            seen.add(kept.rows)

    plan = plan_index(bench)
    assert plan is not None
    build_index(plan, look, pace=HASTY)
    assert len(seen) > 3
    assert files(bench) == [".hnsw", ".json"]


# Unfit files, no room, other processes ---------------------------------------------------


def test_a_damaged_file_is_built_anew_and_that_is_told(bench: Workbench) -> None:
    made(bench)
    [path] = folder(bench).glob("*.hnsw")
    path.write_bytes(path.read_bytes()[:-100])
    bench.forget_space()
    built = made(bench)
    assert built.added == N
    assert "damaged" in built.note
    assert files(bench) == [".hnsw", ".json"]


@pytest.mark.parametrize("harm", ["no file", "no seal", "garbage"])
def test_a_seal_or_file_that_is_missing_costs_a_build(bench: Workbench, harm: str) -> None:
    made(bench)
    seal, [path] = folder(bench) / "index.json", folder(bench).glob("*.hnsw")
    if harm == "garbage":
        seal.write_text("{]", encoding="utf-8")
    else:
        (path if harm == "no file" else seal).unlink()
    bench.forget_space()
    assert made(bench).added == N
    assert files(bench) == [".hnsw", ".json"]


def test_an_index_of_other_vectors_or_another_dimension_is_not_used(
    bench: Workbench, tmp_path: Path
) -> None:
    with open_workbench(tmp_path / "other.db", create=True) as other:
        add(other, N, seed=5)
        made(other)
        shutil.copytree(cache_folder(other.path), cache_folder(bench.path), dirs_exist_ok=True)
    plan = plan_index(bench)
    assert plan is not None
    assert plan.kept is None
    narrow = Base([made_vectors(N)[:, :5]])
    keep(build(narrow, lambda rows: None), folder(bench), plan.fingerprint, narrow)
    plan = plan_index(bench)
    assert plan is not None
    assert plan.kept is None
    assert made(bench).added == N


def test_a_cache_folder_that_cannot_be_written_costs_nothing(bench: Workbench) -> None:
    shutil.rmtree(cache_folder(bench.path))
    cache_folder(bench.path).write_text("in the way", encoding="utf-8")
    built = made(bench)
    assert not built.kept
    assert built.note.startswith("The index lasts as long as this session: ")
    assert recall(bench) > 0.97


def test_a_full_disk_costs_nothing_but_the_file(db: Path) -> None:
    program = (
        "import resource, sys; from pathlib import Path\n"
        "from synotui.engine.index import Pace\n"
        "from synotui.ops.searching.indexing import adopt_index, build_index, plan_index\n"
        "from synotui.ops.suggesting.suggest import suggest\n"
        "from synotui.ops.workbench import open_workbench\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, 50_000))\n"
        "with open_workbench(Path(sys.argv[1])) as bench:\n"
        "    built = build_index(plan_index(bench), pace=Pace(breath=0, apart=0, share=1))\n"
        "    assert adopt_index(bench, built)\n"
        "    print(suggest(bench, 1).index, built.kept, built.note)\n"
    )
    ran = subprocess.run(
        [sys.executable, "-c", program, str(db)], capture_output=True, text=True, check=True
    )
    assert ran.stdout.startswith("hnsw False The index lasts as long as this session: ")
    assert "could not be written whole" in ran.stdout
    left = [path for path in cache_folder(db).rglob("*") if path.is_file()]
    assert all(path.stat().st_size <= 50_000 for path in left)
    assert len([path for path in left if path.suffix == ".hnsw"]) <= 1


def test_a_cache_deleted_at_any_time_is_made_again(bench: Workbench) -> None:
    def delete(progress: Progress) -> None:
        shutil.rmtree(cache_folder(bench.path), ignore_errors=True)

    plan = plan_index(bench)
    assert plan is not None
    built = build_index(plan, delete, pace=HASTY)
    adopt_index(bench, built)
    delete(Progress("", 0, None))
    assert recall(bench) > 0.97
    bench.forget_space()
    assert made(bench).added == N
    assert files(bench) == [".hnsw", ".json"]


def test_two_processes_that_build_at_once_leave_one_index(db: Path) -> None:
    program = (
        "import sys; from pathlib import Path\n"
        "from synotui.engine.index import Pace\n"
        "from synotui.ops.searching.indexing import build_index, plan_index\n"
        "from synotui.ops.workbench import open_workbench\n"
        "with open_workbench(Path(sys.argv[1])) as bench:\n"
        "    built = build_index(plan_index(bench), pace=Pace(breath=0, apart=0, share=1))\n"
        "    assert not built.note, built.note\n"
    )
    both = [subprocess.Popen([sys.executable, "-c", program, str(db)]) for _ in range(2)]
    assert [process.wait(timeout=120) for process in both] == [0, 0]
    with open_workbench(db) as bench:
        assert files(bench) == [".hnsw", ".json"]
        assert made(bench).added == 0
        assert recall(bench) > 0.97


def test_an_index_of_a_space_that_was_left_is_not_taken_up(bench: Workbench) -> None:
    plan = plan_index(bench)
    assert plan is not None
    built = build_index(plan)
    with bench.store.transaction():
        bench.store.vectors.make_space("another", "", DIM, "2026-01-01")
    bench.forget_space()
    assert not adopt_index(bench, built)


def test_a_read_only_dictionary_reads_an_index_and_writes_none(db: Path) -> None:
    db.chmod(0o444)
    with open_workbench(db) as bench:
        assert not made(bench).kept
        assert not folder(bench).exists()
        with pytest.raises(DictionaryReadOnly):
            index_dictionary(bench)
        assert compare_backends(bench, sample=5, limit=100).vectors == 100
    db.chmod(0o644)
    with open_workbench(db) as bench:
        made(bench)
    db.chmod(0o444)
    with open_workbench(db) as bench:
        assert made(bench).added == 0


# Backends ------------------------------------------------------------------------------


@pytest.mark.parametrize("backend", BACKENDS)
def test_a_backend_that_is_chosen_answers_from_then_on(bench: Workbench, backend: str) -> None:
    report = index_dictionary(bench, backend, sample=30)
    assert report.backend == backend
    assert report.vectors == N
    assert report.quality.recall_at_10 > 0.9
    expected = "hnsw" if backend == "hnswlib" else backend
    assert suggest(bench, 1).index == expected
    with open_workbench(bench.path) as again:
        assert chosen_backend(again) == backend
        again_report = index_dictionary(again, sample=30)
        in_file = backend not in ("exact", "kdtree")
        assert again_report.kept == in_file
        assert (again_report.file_bytes > 0) == in_file
        if in_file:
            assert again_report.added == 0
        assert suggest(again, 1).index == expected


def test_another_backend_takes_the_place_of_the_index_there_was(bench: Workbench) -> None:
    made(bench)
    choose_backend(bench, "faiss-lsh")
    assert made(bench).added == N
    assert files(bench) == [".faiss", ".json"]
    choose_backend(bench, "exact")
    assert made(bench).index is None
    assert plan_index(bench) is None
    assert suggest(bench, 1).index == "exact"


def test_a_backend_that_is_not_installed_falls_back_to_exact_search(
    bench: Workbench, monkeypatch: pytest.MonkeyPatch
) -> None:
    index_dictionary(bench, "faiss-hnsw", sample=5)
    monkeypatch.setitem(sys.modules, "faiss", None)
    with open_workbench(bench.path) as again:
        built = made(again)
        assert built.index is None
        assert built.note == (
            "Backend faiss-hnsw is not installed: search is exact. "
            "Install it: pip install 'synotui[faiss]'"
        )
        assert suggest(again, 1).index == "exact"
        with pytest.raises(BackendError, match="faiss-ivf is not installed"):
            choose_backend(again, "faiss-ivf")
        rows = {each.backend: each for each in compare_backends(again, sample=5).backends}
        assert rows["faiss-lsh"].missing == "Install it: pip install 'synotui[faiss]'"
        assert rows["faiss-lsh"].quality is None
        assert rows["faiss-hnsw"].chosen
        assert rows["hnswlib"].quality is not None
    assert files(bench) == [".faiss", ".json"], "the index is there for when it is"


def test_a_backend_of_a_later_version_is_taken_for_the_default(bench: Workbench) -> None:
    with bench.store.transaction():
        bench.store.values.set_view({"backend": "quantum"})
    assert chosen_backend(bench) == "hnswlib"
    with pytest.raises(BackendError, match="No backend “quantum”"):
        choose_backend(bench, "quantum")


def test_comparing_changes_nothing(bench: Workbench) -> None:
    compared = compare_backends(bench, sample=20, limit=500)
    assert (compared.vectors, compared.dim) == (500, DIM)
    assert [each.backend for each in compared.backends] == list(BACKENDS)
    for each in compared.backends:
        assert each.quality is not None
        assert each.quality.recall_at_10 > 0.9
        assert each.quality.sampled == 20
    assert not folder(bench).exists()
    assert suggest(bench, 1).index == "exact"


def test_without_vectors_there_is_nothing_to_index(tmp_path: Path) -> None:
    with open_workbench(tmp_path / "empty.db", create=True) as bench:
        assert plan_index(bench) is None
        for make in (index_dictionary, compare_backends):
            with pytest.raises(NoVector, match="no vectors yet"):
                make(bench)
