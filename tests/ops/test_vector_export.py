"""Exported vectors: which, under which words, as adjusted now, and nothing at all if stopped."""

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from synotui.errors import Cancelled, EncoderError, FormatError
from synotui.model import Progress, Settings, Verdict
from synotui.ops.adding import add_synonym
from synotui.ops.adjusting.adjust import change_settings, rebuild
from synotui.ops.history import undo
from synotui.ops.review import decide
from synotui.ops.spaces.embedding import use_space
from synotui.ops.transfer.exporting import ExportOptions, ExportReport, export
from synotui.ops.transfer.importing import ImportOptions, import_file
from synotui.ops.workbench import Workbench, open_workbench
from synotui.store.vectors import VECTORS_PER_BLOCK
from tests.formats.test_vector_files import LOADS, load_binary, load_npy, load_text

Vectors = dict[str, NDArray[np.float32]]


def exported(bench: Workbench, out: Path, **options: object) -> tuple[ExportReport, Vectors]:
    """Export to a file and read it back."""
    report = export(bench, out, ExportOptions(**options))  # type: ignore[arg-type]
    name = f"vectors{out.suffix}"
    found = LOADS[name](out)
    assert report.rows == len(found)
    return report, dict(found)


def held(bench: Workbench, *, base: bool = False) -> Vectors:
    """Give the vectors of the current space as they are in memory."""
    loaded = bench.loaded()
    assert loaded is not None
    texts = bench.store.terms.texts(loaded.space.ids.tolist())
    return {text: loaded.space.raw(row, base=base) for row, text in enumerate(texts)}


def same(a: Vectors, b: Vectors) -> bool:
    """Say whether both hold the same terms in the same order, with the same bits."""
    return list(a) == list(b) and all(a[text].tobytes() == b[text].tobytes() for text in a)


def accept(bench: Workbench, a: str, b: str) -> None:
    """Accept a pair of terms."""
    ids = bench.store.terms.ids_of_texts([a, b])
    decide(bench, ids[a], ids[b], Verdict.ACCEPTED)


def cosine(vectors: Vectors, a: str, b: str) -> float:
    """Measure two terms in what was read back."""
    first, second = vectors[a].astype(float), vectors[b].astype(float)
    return float(first @ second / np.linalg.norm(first) / np.linalg.norm(second))


@pytest.mark.parametrize("name", LOADS)
def test_adjusted_and_base_vectors_are_written_bit_for_bit(
    bench: Workbench, tmp_path: Path, name: str
) -> None:
    accept(bench, "term03", "term17")
    accept(bench, "term17", "term30")
    report, found = exported(bench, tmp_path / name)
    assert (report.holds, report.space, report.dim, report.moved) == ("vectors", "made", 12, 3)
    assert report.amount() == "40 vectors of 12 values"
    assert same(found, held(bench))
    loaded = bench.loaded()
    assert loaded is not None
    for a, b in (("term03", "term17"), ("term03", "term05")):
        ids = bench.store.terms.ids_of_texts([a, b])
        rows = loaded.space.rows_of(np.array([ids[a], ids[b]]))
        now = loaded.space.cosines(int(rows[0]), rows[1:])
        assert cosine(found, a, b) == pytest.approx(float(now[0]), abs=1e-6)
    report, base = exported(bench, tmp_path / name, vectors="base")
    assert report.moved == 0
    assert same(base, held(bench, base=True))
    assert not same(base, found)
    report, moved = exported(bench, tmp_path / name, moved_only=True)
    assert sorted(moved) == ["term03", "term17", "term30"]
    assert all(moved[text].tobytes() == found[text].tobytes() for text in moved)
    _, before = exported(bench, tmp_path / name, moved_only=True, vectors="base")
    assert list(before) == list(moved)
    assert all(before[text].tobytes() == base[text].tobytes() for text in before)


def test_without_a_moved_term_there_is_nothing_to_write(bench: Workbench, tmp_path: Path) -> None:
    with pytest.raises(FormatError, match=r"no term has moved in space made\. Leave --moved-only"):
        export(bench, tmp_path / "a.vec", ExportOptions(moved_only=True))
    with (
        open_workbench(tmp_path / "empty.db", create=True) as empty,
        pytest.raises(EncoderError, match=r"No vectors in .* Run: synotui embed"),
    ):
        export(empty, tmp_path / "a.vec")
    assert not (tmp_path / "a.vec").exists()


def test_a_space_that_is_not_current_is_adjusted_by_the_pairs_in_force(
    bench: Workbench, tmp_path: Path
) -> None:
    words = "3 2\nterm01 1 0\nterm02 0 1\nterm03 1 1\n"
    (tmp_path / "other.vec").write_text(words, encoding="utf-8")
    import_file(bench, tmp_path / "other.vec", ImportOptions(space="other"))
    use_space(bench, "made")
    accept(bench, "term01", "term02")
    report, found = exported(bench, tmp_path / "a.bin", space="other")
    assert (report.space, report.rows, report.moved) == ("other", 3, 2)
    assert cosine(found, "term01", "term02") > 0.5
    assert bench.store.vectors.load_adjusted(bench.store.vectors.spaces()[1])[0].size == 0
    use_space(bench, "other")
    assert same(found, held(bench))
    with pytest.raises(EncoderError, match=r"No space “nope” in .* Spaces: made, other"):
        export(bench, tmp_path / "a.bin", ExportOptions(space="nope"))


def test_decisions_that_wait_for_a_rebuild_are_told(bench: Workbench, tmp_path: Path) -> None:
    accept(bench, "term01", "term02")
    change_settings(bench, Settings(method="counterfit"))
    accept(bench, "term03", "term04")
    report, _ = exported(bench, tmp_path / "a.npy")
    [told] = report.narration
    assert told.startswith("1 decision is not in these vectors yet: run synotui adjust")
    assert not exported(bench, tmp_path / "a.npy", vectors="base")[0].narration
    rebuild(bench)
    report, found = exported(bench, tmp_path / "a.npy")
    assert report.narration == ()
    assert same(found, held(bench))


def _add(bench: Workbench, texts: list[str]) -> None:
    lines = [f"{text}\t" + " ".join(["1"] * 11 + [str(n)]) for n, text in enumerate(texts, 1)]
    path = bench.path.with_name("more.vec")
    path.write_text(f"{len(texts)} 12\n" + "\n".join(lines) + "\n", encoding="utf-8")
    report = import_file(bench, path, ImportOptions(space="made", format="word2vec"))
    assert report.vectors_added == len(texts)


def test_spaces_become_underscores_and_come_back(bench: Workbench, tmp_path: Path) -> None:
    _add(bench, ["new york", "off-road vehicle", "re_1"])
    report, found = exported(bench, tmp_path / "a.vec")
    assert list(found)[40:] == ["new_york", "off-road_vehicle", "re_1"]
    assert (report.underscored, report.left_out) == (2, ())
    assert report.narration == (
        "spaces in 2 terms are written as underscores; synotui import --underscores reads them "
        "as spaces, and so those that 1 term had before",
    )
    with open_workbench(tmp_path / "again.db", create=True) as again:
        import_file(again, tmp_path / "a.vec", ImportOptions(underscores=True))
        assert {"new york", "off-road vehicle", "re 1"} < set(held(again))
    report, found = exported(bench, tmp_path / "a.npy")
    assert (report.underscored, report.narration) == (0, ())
    assert list(found)[40:] == ["new york", "off-road vehicle", "re_1"]


def test_terms_that_would_be_written_alike_are_left_out_and_told(
    bench: Workbench, tmp_path: Path
) -> None:
    _add(bench, ["new york", "a b", "new_york", "a\u3000b", "c d"])
    report, found = exported(bench, tmp_path / "a.bin")
    assert list(found)[40:] == ["a_b", "new_york", "c_d"]
    assert found["new_york"][-1] == 3
    assert found["a_b"][-1] == 2
    assert report.underscored == 2
    assert [tuple(each) for each in report.left_out] == [
        ("new york", "new_york"),
        ("a\u3000b", "a_b"),
    ]
    assert "2 terms left out, written like another: “new york” is “new_york” too, ..." in (
        report.narration
    )
    _, found = exported(bench, tmp_path / "a.safetensors")
    assert len(found) == 45


def test_a_word_is_free_if_its_term_is_not_written(bench: Workbench, tmp_path: Path) -> None:
    _add(bench, ["new york", "new_york"])
    accept(bench, "new york", "term01")
    report, found = exported(bench, tmp_path / "a.vec", moved_only=True)
    assert sorted(found) == ["new_york", "term01"]
    assert not report.left_out


def test_terms_out_of_use_are_not_written(bench: Workbench, tmp_path: Path) -> None:
    add_synonym(bench, 1, "added by hand")
    ids = bench.store.terms.ids_of_texts(["added by hand"])
    with bench.store.transaction():
        info = bench.store.vectors.current()
        assert info is not None
        vector = np.ones((1, 12), np.float32)
        bench.store.vectors.append(info.id, np.array(list(ids.values())), vector)
    assert "added_by_hand" in exported(bench, tmp_path / "a.vec")[1]
    undo(bench)
    assert "added_by_hand" not in exported(bench, tmp_path / "a.vec")[1]


def test_many_blocks_are_written_in_order_with_progress(tmp_path: Path) -> None:
    count = 2 * VECTORS_PER_BLOCK + 100
    vectors = np.random.default_rng(5).normal(size=(count, 3)).astype(np.float32)
    with open_workbench(tmp_path / "many.db", create=True) as bench:
        texts = [f"w{n}" for n in range(count)]
        with bench.store.transaction():
            bench.store.terms.add((text, text, None) for text in texts)
            space = bench.store.vectors.make_space("s", "", 3, "2026-01-01T00:00:00Z", half=True)
            ids = np.arange(1, count + 1)[::-1].copy()
            bench.store.vectors.append(space, ids, vectors)
        accept(bench, "w1", f"w{count - 1}")
        heard: list[Progress] = []
        for load, name in ((load_text, "a.vec"), (load_binary, "a.bin"), (load_npy, "a.npy")):
            heard.clear()
            export(bench, tmp_path / name, on_progress=heard.append)
            assert [each.done for each in heard] == [0, 2048, 4096, count]
            assert {(p.stage, p.total, p.unit) for p in heard} == {("exporting", count, "vectors")}
            found = dict(load(tmp_path / name))
            assert same(found, held(bench))
            assert list(found) == texts[::-1]


@pytest.mark.parametrize("name", LOADS)
def test_stopping_leaves_nothing_behind(bench: Workbench, tmp_path: Path, name: str) -> None:
    folder = tmp_path / "out"
    folder.mkdir()

    def stop(progress: Progress) -> None:
        if progress.done:
            raise Cancelled("stopped")

    with pytest.raises(Cancelled):
        export(bench, folder / name, on_progress=stop)
    assert not list(folder.iterdir())


def test_options_of_the_other_kind_are_refused(bench: Workbench, tmp_path: Path) -> None:
    with pytest.raises(FormatError, match="csv holds pairs, which moved-only does not fit"):
        export(bench, tmp_path / "a.csv", ExportOptions(moved_only=True))
    with pytest.raises(FormatError, match="npy holds vectors, which bom does not fit"):
        export(bench, tmp_path / "a.npy", ExportOptions(bom=True))
    with pytest.raises(FormatError, match="is the dictionary itself"):
        export(bench, bench.path, ExportOptions(format="word2vec-bin"))
    export(bench, tmp_path / "a.csv")
    assert sorted(path.name for path in tmp_path.iterdir() if path.is_file()) == [
        "a.csv",
        "copy.db",
    ]
