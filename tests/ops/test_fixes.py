"""Making derived spaces: stopped, killed, gone on with, refused."""

import sqlite3
from pathlib import Path

import numpy as np
import pytest

import synotui
from synotui.errors import Cancelled, DictionaryBusy, NoVector, SettingError
from synotui.model import Progress
from synotui.ops.spaces import fix_work
from synotui.ops.spaces.derived import lineage, through_fixes
from synotui.ops.spaces.embedding import use_space
from synotui.ops.spaces.fix_plan import FixRequest, plan_fix
from synotui.ops.spaces.fix_work import FixWork
from synotui.ops.spaces.fixes import Writing, fix_space, remove_derived
from synotui.ops.workbench import Workbench


def names(bench: Workbench) -> list[str]:
    return [space.name for space in bench.store.vectors.spaces()]


def derived(bench: Workbench) -> np.ndarray:
    info = bench.store.vectors.spaces()[-1]
    ids, vectors = bench.store.vectors.load(info)
    return vectors[np.argsort(ids)]


@pytest.fixture
def in_rounds(bench: Workbench, monkeypatch: pytest.MonkeyPatch) -> Workbench:
    """A dictionary whose vectors lie in ten blocks, each written in a round of its own."""
    vectors = bench.store.vectors
    info = vectors.current()
    assert info is not None
    ids, held = vectors.load(info)
    with bench.store.transaction():
        space = vectors.make_space("tens", "", info.dim, "2026-01-01T00:00:00Z")
        for start in range(0, len(ids), 4):
            vectors.append(space, ids[start : start + 4], held[start : start + 4])
    monkeypatch.setattr(fix_work, "ROUND_BYTES", 1)
    return bench


@pytest.mark.parametrize("stage", ["fitting", "fixing"])
@pytest.mark.parametrize("done", [0, 20, 40])
def test_cancelling_leaves_nothing(in_rounds: Workbench, stage: str, done: int) -> None:
    bench = in_rounds
    before, entries = names(bench), bench.store.ledger.count()

    def stop(progress: Progress) -> None:
        if (progress.stage, progress.done) == (stage, done):
            raise Cancelled("stopped")

    with pytest.raises(Cancelled, match="tens·centred was not made"):
        fix_space(bench, FixRequest("centre"), stop)
    assert names(bench) == before and bench.store.ledger.count() == entries
    assert not bench.store.fixes.sources()
    assert fix_space(bench, FixRequest("centre")).made == 40


@pytest.mark.parametrize("fix", ["centre", "abtt", "whiten"])
def test_what_a_kill_left_is_completed_by_the_fix_it_began_with(
    in_rounds: Workbench, fix: str
) -> None:
    bench, request = in_rounds, FixRequest(fix)
    plan = plan_fix(bench, request)
    work = FixWork(plan, bench.store, lambda progress: None)
    Writing(work).keep(bench, next(work.rounds(bench.store, lambda progress: None)))
    assert bench.store.vectors.spaces()[-1].vectors == 4
    report = fix_space(bench, request)
    assert (report.made, report.vectors) == (36, 40)
    half_made = derived(bench)
    fix_space(bench, FixRequest(fix, "tens", name="whole"))
    np.testing.assert_array_equal(derived(bench), half_made)


def test_two_at_once_make_the_same_and_different_ones_do_not_mix(in_rounds: Workbench) -> None:
    bench = in_rounds
    plan = plan_fix(bench, FixRequest("centre"))
    works = [FixWork(plan, bench.store, lambda progress: None) for _ in range(2)]
    first, second = (work.rounds(bench.store, lambda progress: None) for work in works)
    one, other = Writing(works[0]), Writing(works[1])
    for _ in range(3):
        one.keep(bench, next(first))
        other.keep(bench, next(second))
    assert (one.made, other.made, bench.store.vectors.spaces()[-1].vectors) == (12, 0, 12)
    one.keep(bench, next(first))
    works[1].fix = works[1].fix._replace(mean=works[1].fix.mean + 1)
    with pytest.raises(DictionaryBusy, match="Another program is making space"):
        other.keep(bench, next(second))


def test_fixes_of_fixes_know_where_they_come_from(bench: Workbench) -> None:
    fix_space(bench, FixRequest("centre", name="a"))
    fix_space(bench, FixRequest("abtt", "a", components=2, name="b"))
    fix_space(bench, FixRequest("whiten", "b", dim=5, name="c"))
    spaces = bench.store.vectors.spaces()
    line = lineage(bench.store, spaces[-1])
    assert [space.name for space in line] == ["made", "a", "b", "c"]
    assert spaces[-1].encoder == "derived:b:whiten:K=5"
    root = bench.store.vectors.load(spaces[0])[1]
    made = through_fixes(bench.store, line, np.concatenate([root, np.zeros((1, 12), np.float32)]))
    np.testing.assert_allclose(made[:-1], bench.store.vectors.load(spaces[-1])[1], atol=1e-5)
    assert not made[-1].any()
    use_space(bench, "c")
    loaded = bench.loaded()
    assert loaded is not None and loaded.space.dim == 5
    for name, told in (
        ("c", "is the current one"),
        ("b", "others were made: c"),
        ("made", "not made from another"),
        ("d", "No space “d”"),
    ):
        with pytest.raises(SettingError, match=told):
            remove_derived(bench, name)
    use_space(bench, "made")
    for name in "cba":
        remove_derived(bench, name)
    assert names(bench) == ["made"] and not bench.store.fixes.sources()
    with sqlite3.connect(bench.path) as raw:
        assert raw.execute("SELECT DISTINCT space_id FROM vector_blocks").fetchall() == [(1,)]
        assert raw.execute("PRAGMA foreign_key_check").fetchall() == []


@pytest.mark.parametrize(
    ("request_", "told"),
    [
        (FixRequest("centre", "none"), "No space “none” in .*. Spaces: made"),
        (FixRequest("centre", name="made"), "another space “made”"),
        (FixRequest("abtt", components=12), "cannot remove 12 of the 12 directions"),
        (FixRequest("whiten", dim=13), "cannot keep 13 dimensions: the vectors span 12"),
        (FixRequest("whiten", dim=0), "0 is too few"),
        (FixRequest("centre", dim=2), "centre keeps all dimensions"),
        (FixRequest("whiten", components=2), "whiten removes no components"),
        (FixRequest("rotate"), "No fix “rotate”. Fixes: centre, abtt, whiten"),
    ],
)
def test_what_cannot_be_made_is_said(bench: Workbench, request_: FixRequest, told: str) -> None:
    with pytest.raises(SettingError, match=told):
        fix_space(bench, request_)
    assert names(bench) == ["made"]


@pytest.mark.parametrize("fix", ["centre", "abtt", "whiten"])
@pytest.mark.parametrize("dry_run", [True, False])
def test_equal_vectors_would_leave_nothing(bench: Workbench, fix: str, dry_run: bool) -> None:
    vectors = bench.store.vectors
    with bench.store.transaction():
        space = vectors.make_space("same", "", 3, "2026-01-01T00:00:00Z")
        vectors.append(space, np.arange(1, 9), np.full((8, 3), 0.1, np.float32))
    with pytest.raises(SettingError, match="all vectors are the same"):
        fix_space(bench, FixRequest(fix), dry_run=dry_run)
    assert names(bench) == ["made", "same"]


def test_the_api_makes_one(path: Path) -> None:
    with synotui.open(path) as dictionary:
        preview = dictionary.fix_space("whiten", dim=4, dry_run=True)
        made = dictionary.fix_space("whiten", dim=4, use=True)
    assert (preview.kept, preview.current, made.kept, made.current) == (False, False, True, True)
    assert preview.after == made.after and made.dim == 4 and made.space == "made·whitened4"


def test_without_vectors_it_says_what_to_do(bench: Workbench) -> None:
    with bench.store.transaction():
        bench.store.vectors.make_space("bare", "use-m3", 3, "2026-01-01T00:00:00Z")
    with pytest.raises(NoVector, match="synotui embed"):
        fix_space(bench, FixRequest("centre"))
