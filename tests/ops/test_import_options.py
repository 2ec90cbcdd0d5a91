"""What is chosen of a file: the first rows, the terms of a list, folded words, half the room."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from synotui.errors import FormatError
from synotui.ops.history import log
from synotui.ops.spaces.embedding import spaces
from synotui.ops.stats import stats
from synotui.ops.suggesting.suggest import suggest
from synotui.ops.terms import find_term, term_ids
from synotui.ops.transfer.importing import ImportOptions, ImportReport, import_file
from synotui.ops.workbench import Workbench, open_workbench

Vectors = NDArray[np.float32]


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Workbench]:
    """A dictionary with nothing in it, open."""
    with open_workbench(tmp_path / "empty.db", create=True) as opened:
        yield opened


def write(folder: Path, name: str, content: str) -> Path:
    path = folder / name
    path.write_text(content, encoding="utf-8", newline="")
    return path


def write_vectors(
    folder: Path, words: Sequence[str], values: Vectors, *, binary: bool = False
) -> Path:
    """Write vectors as word2vec text or binary."""
    header = f"{len(words)} {values.shape[1]}\n"
    rows = list(zip(words, values, strict=True))
    if binary:
        path = folder / "made.bin"
        records = (word.encode() + b" " + vector.tobytes() for word, vector in rows)
        path.write_bytes(header.encode() + b"".join(records))
        return path
    lines = (f"{word} {' '.join(map(repr, vector.tolist()))}\n" for word, vector in rows)
    return write(folder, "made.txt", header + "".join(lines))


def made(rows: int, dim: int = 6) -> tuple[list[str], Vectors]:
    values = np.random.default_rng(rows).standard_normal((rows, dim)).astype(np.float32)
    return [f"w{n}" for n in range(rows)], values


def stored(bench: Workbench) -> tuple[list[str], Vectors]:
    """Give the words and base vectors of the current space as they are stored."""
    info = bench.store.vectors.current()
    assert info is not None
    ids, vectors = bench.store.vectors.load(info)
    terms = bench.store.terms.by_id(ids.tolist())
    return [terms[i].text for i in ids.tolist()], vectors


def skipped_lines(report: ImportReport) -> list[int]:
    return [skipped.line for skipped in report.skipped]


@pytest.mark.parametrize("binary", [False, True])
@pytest.mark.parametrize("limit", [1, 7, 2_048, 5_000, 6_000])
def test_the_first_rows_of_a_vector_file(
    empty: Workbench, tmp_path: Path, limit: int, binary: bool
) -> None:
    words, values = made(5_000)
    file = write_vectors(tmp_path, words, values, binary=binary)
    report = import_file(empty, file, ImportOptions(limit=limit))
    expected = min(limit, 5_000)
    assert (report.rows, report.vectors_added, report.terms_added) == (expected,) * 3
    found, vectors = stored(empty)
    assert found == words[:limit]
    np.testing.assert_array_equal(vectors, values[:limit])


def test_the_first_rows_of_terms_and_pairs(empty: Workbench, tmp_path: Path) -> None:
    terms = write(tmp_path, "terms.txt", "".join(f"t{n}\n" for n in range(50)))
    assert import_file(empty, terms, ImportOptions(limit=20)).terms_added == 20
    pairs = write(tmp_path, "pairs.csv", "term,synonym\n" + "".join(f"a{n},b{n}\n" for n in "123"))
    report = import_file(empty, pairs, ImportOptions(limit=2))
    assert (report.rows, report.proposals_added) == (2, 2)
    assert stats(empty).terms == 24


def test_a_limit_below_one_is_a_mistake_of_the_caller() -> None:
    for limit in (0, -1):
        with pytest.raises(ValueError, match="at least 1"):
            ImportOptions(limit=limit)


@pytest.mark.parametrize("binary", [False, True])
def test_only_the_vectors_of_a_vocabulary(empty: Workbench, tmp_path: Path, binary: bool) -> None:
    words, values = made(5_000)
    wanted = ["w4999", "w3", "w17", "not there", "w2048"]
    vocabulary = write(tmp_path, "vocabulary.txt", "\n".join(wanted) + "\n")
    file = write_vectors(tmp_path, words, values, binary=binary)
    report = import_file(empty, file, ImportOptions(vocabulary=vocabulary))
    assert (report.rows, report.vectors_added, report.left_out) == (5_000, 4, 4_996)
    assert report.skipped_count == 0
    found, vectors = stored(empty)
    assert found == ["w3", "w17", "w2048", "w4999"]
    np.testing.assert_array_equal(vectors, values[[3, 17, 2048, 4999]])
    again = import_file(empty, file, ImportOptions(vocabulary=str(vocabulary)))
    assert again.vectors_known == 4


def test_a_vocabulary_may_be_any_list_of_terms(empty: Workbench, tmp_path: Path) -> None:
    file = write(tmp_path, "v.vec", "普拉多 1 2\n霸道 2 1\n丰田 3 1\n苹果 1 1\n")
    table = tmp_path / "terms.csv"
    table.write_bytes("词条,词频\n普拉多,9\n丰田,3\n".encode("gb18030"))
    report = import_file(empty, file, ImportOptions(vocabulary=table))
    assert stored(empty)[0] == ["普拉多", "丰田"]
    assert any("terms.csv: not UTF-8: read as GB18030" in told for told in report.narration)


def test_a_vocabulary_chooses_terms_and_pairs_too(empty: Workbench, tmp_path: Path) -> None:
    options = ImportOptions(vocabulary=write(tmp_path, "vocabulary.txt", "a\nb\nc\n"))
    report = import_file(empty, write(tmp_path, "t.txt", "a\nx\nc\n"), options)
    assert (report.terms_added, report.left_out) == (2, 1)
    pairs = write(tmp_path, "p.csv", "term,synonym\na,b\na,x\nx,y\nb,c\n")
    report = import_file(empty, pairs, options)
    assert (report.proposals_added, report.left_out) == (2, 2)
    assert {find_term(empty, text).text for text in "abc"} == {"a", "b", "c"}
    assert stats(empty).terms == 3


def test_a_vocabulary_that_cannot_be_read(empty: Workbench, tmp_path: Path) -> None:
    file = write(tmp_path, "v.vec", "a 1 2\n")
    with pytest.raises(FormatError, match=r"none\.txt: no such file"):
        import_file(empty, file, ImportOptions(vocabulary=tmp_path / "none.txt"))
    blank = write(tmp_path, "empty.txt", "")
    with pytest.raises(FormatError, match=r"empty\.txt: is empty"):
        import_file(empty, file, ImportOptions(vocabulary=blank))
    assert stats(empty).terms == 0


def test_lower_case_keeps_the_first_of_equal_words(empty: Workbench, tmp_path: Path) -> None:
    file = write(
        tmp_path,
        "v.vec",
        "the 1 0\nThe 2 0\nIPHONE 3 0\nÉcole 4 0\nécole 5 0\niPhone 6 0\n普拉多 7 0\n",
    )
    report = import_file(empty, file, ImportOptions(lowercase=True))
    assert (report.rows, report.vectors_added, report.skipped_count) == (7, 4, 3)
    assert skipped_lines(report) == [2, 5, 6]
    assert all("earlier in the file" in skipped.reason for skipped in report.skipped)
    found, vectors = stored(empty)
    assert found == ["the", "iphone", "école", "普拉多"]
    assert vectors[:, 0].tolist() == [1, 3, 4, 7]


def test_lower_case_of_terms_pairs_and_the_vocabulary(empty: Workbench, tmp_path: Path) -> None:
    folded = ImportOptions(lowercase=True)
    import_file(empty, write(tmp_path, "t.txt", "SUV\nsuv\nSuv\n"), folded)
    assert find_term(empty, "suv").text == "suv"
    pairs = write(tmp_path, "p.csv", "term,synonym\nSUV,Jeep\nA,a\n")
    report = import_file(empty, pairs, folded)
    assert (report.proposals_added, report.skipped_count) == (1, 1)
    file = write(tmp_path, "v.vec", "Suv 1 2\nJeep 2 1\nboat 1 1\n")
    vocabulary = write(tmp_path, "vocabulary.txt", "SUV\nJEEP\n")
    report = import_file(empty, file, ImportOptions(lowercase=True, vocabulary=vocabulary))
    assert (report.vectors_added, report.terms_added, report.left_out) == (2, 0, 1)


def test_underscores_as_spaces(empty: Workbench, tmp_path: Path) -> None:
    file = write(tmp_path, "v.vec", "new_york 1 0\nnew york 2 0\n_ 3 0\n_x_y_ 4 0\nNew_York 5 0\n")
    report = import_file(empty, file, ImportOptions(underscores=True, lowercase=True))
    found, vectors = stored(empty)
    assert found == ["new york", "_", "x y"]
    assert vectors[:, 0].tolist() == [1, 3, 4]
    assert skipped_lines(report) == [2, 5]


def test_thousands_of_duplicates_are_counted_and_a_hundred_told(
    empty: Workbench, tmp_path: Path
) -> None:
    lines = "".join(f"w{n % 100} {n}.5 {n}.25\n" for n in range(30_000))
    report = import_file(empty, write(tmp_path, "v.vec", lines))
    assert (report.rows, report.vectors_added, report.skipped_count) == (30_000, 100, 29_900)
    assert skipped_lines(report) == list(range(101, 201))
    assert stored(empty)[1][99].tolist() == [99.5, 99.25]


def test_float16_takes_half_the_room_and_says_what_it_costs(tmp_path: Path) -> None:
    words, values = made(3_000, 64)
    file = write_vectors(tmp_path, words, values)
    sizes = {}
    for half in (False, True):
        path = tmp_path / f"{half}.db"
        with open_workbench(path, create=True) as bench:
            report = import_file(bench, file, ImportOptions(float16=half))
            assert [space.storage for space in spaces(bench)] == [("float32", "float16")[half]]
            found, vectors = stored(bench)
            assert found == words
            expected = values.astype(np.float16).astype(np.float32) if half else values
            np.testing.assert_array_equal(vectors, expected)
            told = [line for line in report.narration if "float16" in line]
        assert len(told) == half
        sizes[half] = path.stat().st_size
    assert "on the first 3,000 vectors" in told[0]
    recall = float(told[0].split("recall@10 ")[1].split()[0])
    assert 0.99 < recall <= 1
    assert sizes[False] - sizes[True] > 0.45 * values.nbytes


def test_vectors_that_float16_cannot_hold_are_left_out(empty: Workbench, tmp_path: Path) -> None:
    file = write(tmp_path, "v.vec", "a 1 2\nbig 1e5 2\ntiny 1e-9 -1e-9\nb 65504 0\nc 1e-9 1\n")
    report = import_file(empty, file, ImportOptions(float16=True))
    assert stored(empty)[0] == ["a", "b", "c"]
    assert skipped_lines(report) == [2, 3]
    assert all("float16" in skipped.reason for skipped in report.skipped)


def test_a_space_keeps_its_storage_whatever_is_asked_later(
    empty: Workbench, tmp_path: Path
) -> None:
    import_file(empty, write(tmp_path, "v.vec", "a 0.1 2\n"), ImportOptions(float16=True))
    report = import_file(empty, write(tmp_path, "v.more.vec", "b 0.1 2\nbig 1e5 1\n"))
    assert (report.space, report.vectors_added, report.skipped_count) == ("v", 1, 1)
    assert stored(empty)[1][:, 0].tolist() == [np.float32(np.float16(0.1))] * 2


@pytest.mark.parametrize("binary", [False, True])
@pytest.mark.parametrize(("rows", "dim"), [(3_000, 1), (40, 4_096)])
def test_few_and_many_dimensions(
    empty: Workbench, tmp_path: Path, rows: int, dim: int, binary: bool
) -> None:
    words, values = made(rows, dim)
    file = write_vectors(tmp_path, words, values, binary=binary)
    assert import_file(empty, file).vectors_added == rows
    np.testing.assert_array_equal(stored(empty)[1], values)
    assert [space.dim for space in spaces(empty)] == [dim]


@pytest.mark.parametrize("half", [False, True])
def test_vectors_that_are_all_equal(empty: Workbench, tmp_path: Path, half: bool) -> None:
    words = [f"w{n}" for n in range(500)]
    file = write_vectors(tmp_path, words, np.full((500, 8), 0.25, np.float32))
    report = import_file(empty, file, ImportOptions(float16=half))
    assert report.vectors_added == 500
    found = suggest(empty, find_term(empty, "w7").id, 5).items
    assert [item.now for item in found] == [pytest.approx(1)] * 5


def test_the_order_of_a_vector_file_is_the_order_of_the_list(
    empty: Workbench, tmp_path: Path
) -> None:
    words, values = made(5_000)
    words.reverse()
    import_file(empty, write_vectors(tmp_path, words, values))
    terms = empty.store.terms.by_id(term_ids(empty))
    assert [terms[i].text for i in term_ids(empty)] == words
    assert {term.frequency for term in terms.values()} == {None}


def test_the_ledger_tells_what_was_taken(empty: Workbench, tmp_path: Path) -> None:
    words, values = made(100)
    import_file(empty, write_vectors(tmp_path, words, values), ImportOptions(limit=30))
    assert log(empty)[0].label == "imported made.txt: 30 terms, 30 vectors"
