"""Every kind of index against exact search, built bit by bit, stopped, kept, read and built on."""

import threading
import time
from pathlib import Path

import numpy as np
import pytest

from synotui.engine import index as indexes
from synotui.engine.arrays import Floats
from synotui.engine.index import Base, Check, Index, Pace
from synotui.engine.index.aside import run_aside
from synotui.errors import Cancelled
from synotui.model import BACKENDS, Backend

N, DIM = 2_000, 16
KEPT: tuple[Backend, ...] = ("hnswlib", "faiss-hnsw", "faiss-ivf", "faiss-lsh")
HASTY = Pace(breath=0, apart=0, share=1, worth=0, quickly=60)
"""A checkpoint whenever as much was done as the last one cost; few rows at once."""


def clustered(n: int = N, dim: int = DIM, seed: int = 3) -> Floats:
    rng = np.random.default_rng(seed)
    centres = rng.standard_normal((40, dim))
    near = centres[rng.integers(0, 40, n)] + 0.6 * rng.standard_normal((n, dim))
    return (near * rng.uniform(0.5, 5, (n, 1))).astype(np.float32)


def silent(rows: int) -> None:
    pass


def recall(index: Index, base: Base) -> float:
    return indexes.measure(index, indexes.truth(base, 50)).recall_at_10


@pytest.fixture(scope="module", params=BACKENDS)
def made(request: pytest.FixtureRequest) -> tuple[Index, Base]:
    """An index of each kind over vectors in two arrays."""
    vectors = clustered()
    base = Base([vectors[:700], vectors[:0], vectors[700:]])
    return indexes.build(base, silent, 2, backend=request.param), base


def test_an_index_finds_what_exact_search_finds(made: tuple[Index, Base]) -> None:
    index, base = made
    assert index.rows == N
    assert index.kind == ("hnsw" if index.backend == "hnswlib" else index.backend)
    assert recall(index, base) > 0.9


def test_many_queries_at_once_find_what_each_finds(made: tuple[Index, Base]) -> None:
    index, base = made
    queries = clustered(30, seed=8)
    many = index.nearest_many(queries, 7, 2)
    assert many.shape == (30, 7)
    assert many.dtype == np.int64
    for query, found in zip(queries, many, strict=True):
        assert index.nearest(query, 7).tolist() == found.tolist()
    exact = indexes.build(base, silent, backend="exact").nearest(queries[0], 7)
    cosines = base.units(exact) @ queries[0]
    assert (np.diff(cosines) <= 1e-6).all(), "nearest first"


@pytest.mark.parametrize("backend", BACKENDS)
@pytest.mark.parametrize(
    "vectors",
    [
        pytest.param(clustered(1, 3), id="one vector"),
        pytest.param(clustered(2, 3), id="two vectors"),
        pytest.param(clustered(5, 3), id="five vectors"),
        pytest.param(clustered(300, 1), id="one component"),
        pytest.param(clustered(60, 4096), id="4,096 components"),
        pytest.param(np.ones((500, 8), np.float32), id="every vector equal"),
    ],
)
def test_unusual_spaces_answer_with_what_there_is(backend: Backend, vectors: Floats) -> None:
    base = Base([vectors])
    index = indexes.build(base, silent, 2, backend=backend)
    n = min(10, len(vectors))
    found = index.nearest(vectors[0], 10)
    assert len(set(found.tolist())) == n
    many = index.nearest_many(vectors[:3], 10)
    assert ((many >= 0).sum(axis=1) == n).all()
    assert (many < len(vectors)).all()
    assert recall(index, base) > 0.9


def test_a_graph_that_fell_apart_among_equal_vectors_gives_what_it_reaches() -> None:
    halves = np.concatenate([np.ones((2_500, 16)), -np.ones((2_500, 16))]).astype(np.float32)
    index = indexes.build([halves], silent, 2)
    found = index.nearest_many(halves[::500], 400)
    assert found.shape == (10, 400)
    assert (found[:, :10] >= 0).all()


@pytest.mark.parametrize("backend", KEPT)
def test_a_file_gives_the_index_back_to_be_searched_and_built_on(
    backend: Backend, tmp_path: Path
) -> None:
    base = Base([clustered()])
    part = indexes.build(base.first(1_200), silent, backend=backend)
    indexes.keep(part, tmp_path, "fingerprint", base)
    kept = indexes.kept_in(tmp_path)
    assert kept is not None
    assert (kept.backend, kept.rows, kept.of, kept.whole) == (backend, 1_200, N, False)
    assert kept.size == sum(file.stat().st_size for file in tmp_path.glob("index-*"))
    assert kept.size <= part.memory + 1_000
    read = indexes.load(tmp_path, kept, base)
    assert read is not None
    query = clustered(1, seed=9)[0]
    assert read.nearest(query, 10).tolist() == part.nearest(query, 10).tolist()
    grown = indexes.build(base, silent, backend=backend, begun=read)
    assert grown.rows == N
    assert recall(grown, base) > 0.9


def test_hnswlib_keeps_its_settings_in_the_file(tmp_path: Path) -> None:
    base = Base([clustered()])
    indexes.keep(indexes.build(base.first(50), silent), tmp_path, "fingerprint", base)
    kept = indexes.kept_in(tmp_path)
    assert kept is not None
    read = indexes.load(tmp_path, kept, base)
    assert read is not None
    graph = read._graph  # type: ignore[attr-defined]
    assert (graph.M, graph.ef_construction, graph.ef, graph.max_elements) == (16, 200, 64, N)


def test_a_damaged_foreign_or_missing_file_is_not_read(tmp_path: Path) -> None:
    base = Base([clustered()])
    indexes.keep(indexes.build(base, silent), tmp_path, "fingerprint", base)
    kept = indexes.kept_in(tmp_path)
    assert kept is not None
    [path] = tmp_path.glob("*.hnsw")
    sound = path.read_bytes()
    flipped = bytearray(sound)
    flipped[len(flipped) // 2] ^= 0x40
    for damaged in (bytes(flipped), sound[:-1], b"", sound + b"x", b"not a graph" * 100):
        path.write_bytes(damaged)
        assert indexes.load(tmp_path, kept, base) is None
    path.unlink()
    assert indexes.load(tmp_path, kept, base) is None
    path.write_bytes(sound)
    assert indexes.load(tmp_path, kept, base) is not None
    assert indexes.load(tmp_path, kept, Base([clustered(dim=DIM + 1)])) is None
    assert indexes.load(tmp_path, kept, base.first(N - 1)) is None


def test_building_reports_after_few_rows_and_is_kept_on_the_way() -> None:
    told: list[int] = []
    kept: list[int] = []

    def keep(index: Index, check: Check) -> None:
        check()
        kept.append(index.rows)

    indexes.build([clustered()], told.append, keep=keep, pace=HASTY)
    assert told[-1] == N
    assert max(np.diff([0, *told])) <= 64
    assert len(kept) > 3
    assert kept == sorted(set(kept))
    assert kept[-1] < N, "the whole is kept by who asked for it"


def test_a_stopped_build_is_kept_where_that_saves_work() -> None:
    class Stopped(Exception):
        pass

    def stop(rows: int) -> None:
        if rows >= 500:
            raise Stopped

    kept: list[int] = []
    for pace, expected in ((Pace(worth=0), 1), (Pace(), 0), (Pace(worth=0, quickly=0), 0)):
        kept.clear()
        with pytest.raises(Stopped):
            indexes.build(
                [clustered()], stop, keep=lambda index, check: kept.append(index.rows), pace=pace
            )
        assert len(kept) == expected
        assert all(500 <= rows < N for rows in kept)


def test_a_full_disk_on_the_way_stops_checkpoints_not_the_build() -> None:
    tried: list[int] = []

    def keep(index: Index, check: Check) -> None:
        tried.append(index.rows)
        raise OSError("no room")

    assert indexes.build([clustered()], silent, keep=keep, pace=HASTY).rows == N
    assert len(tried) == 1


def test_learning_the_lists_of_ivf_can_be_stopped() -> None:
    def stop(rows: int) -> None:
        assert rows == 0
        raise Cancelled("stopped")

    with pytest.raises(Cancelled):
        indexes.build([clustered()], stop, backend="faiss-ivf")


# Writing beside a screen ---------------------------------------------------------------


@pytest.fixture
def _another_thread() -> None:
    """Let a thread run that would have to wait for the interpreter."""
    threading.Thread(target=time.sleep, args=(0.5,), daemon=True).start()


@pytest.mark.usefixtures("_another_thread")
def test_a_graph_is_written_the_same_beside_other_threads(tmp_path: Path) -> None:
    index = indexes.build([clustered()], silent)
    index.write(tmp_path / "beside")
    graph = index._graph  # type: ignore[attr-defined]
    graph.save_index(str(tmp_path / "alone"))
    assert (tmp_path / "beside").read_bytes() == (tmp_path / "alone").read_bytes()


@pytest.mark.usefixtures("_another_thread")
def test_work_aside_can_be_stopped_and_its_errors_are_raised_here(tmp_path: Path) -> None:
    def stop() -> None:
        raise Cancelled("stopped")

    with pytest.raises(Cancelled):
        run_aside(lambda: time.sleep(600), stop)

    def fail() -> None:
        raise OSError("no room")

    with pytest.raises(OSError, match="no room"):
        run_aside(fail, lambda: None)
    run_aside((tmp_path / "done").touch, lambda: None)
    assert (tmp_path / "done").exists()
