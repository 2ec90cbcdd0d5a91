"""Vectors as word2vec text and binary: what is read, what is quarantined, and lies in headers."""

import gzip
import struct
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from synotui.errors import FormatError
from synotui.formats.vectors import VectorBatch
from tests.formats.conftest import MakeFile, read_all, reasons

Rows = Sequence[tuple[str, tuple[float, ...]]]

ROWS: Rows = [("普拉多", (0.5, -0.25, 1e-3)), ("SUV", (1.0, 2.0, 3.5)), (",", (0.1, 0.2, 0.3))]


def text(rows: Rows, mark: str = " ") -> str:
    return "".join(mark.join((word, *map(repr, vector))) + "\n" for word, vector in rows)


def binary(rows: Rows, after: bytes = b"") -> bytes:
    d = len(rows[0][1])
    return f"{len(rows)} {d}\n".encode() + b"".join(
        word.encode() + b" " + struct.pack(f"<{d}f", *vector) + after for word, vector in rows
    )


def check(batches: list[VectorBatch], rows: Rows = ROWS) -> None:
    assert [word for batch in batches for word in batch.texts] == [word for word, _ in rows]
    got = np.concatenate([batch.vectors for batch in batches])
    assert got.dtype == np.float32
    np.testing.assert_array_equal(got, np.array([vector for _, vector in rows], np.float32))


@pytest.mark.parametrize("header", ["", "3 3\n", "\ufeff3 3\n", "\ufeff"])
@pytest.mark.parametrize("mark", [" ", "\t", "  "])
def test_text_with_and_without_header(make_file: MakeFile, header: str, mark: str) -> None:
    content = (header + text(ROWS, mark)).encode()
    for name, data in (("a.vec", content), ("a.vec.gz", gzip.compress(content))):
        batches, skipped, narration = read_all(make_file(name, data))
        check(batches)
        first = 2 if "3" in header else 1
        assert [line for batch in batches for line in batch.lines] == [first, first + 1, first + 2]
        assert not skipped
        assert not narration


@pytest.mark.parametrize("ends", ["\n", "\r\n", " \n"])
def test_line_ends_of_all_writers(make_file: MakeFile, ends: str) -> None:
    content = ("3 3\n" + text(ROWS)).replace("\n", ends)
    check(read_all(make_file("a.vec", content))[0])
    check(read_all(make_file("a.vec", content.rstrip()))[0])


@pytest.mark.parametrize("after", [b"", b"\n"])
def test_binary_with_and_without_line_ends(make_file: MakeFile, after: bytes) -> None:
    content = binary(ROWS, after)
    for name, data in (("a.bin", content), ("a.bin.gz", gzip.compress(content))):
        batches, skipped, narration = read_all(make_file(name, data))
        check(batches)
        assert [line for batch in batches for line in batch.lines] == [1, 2, 3]
        assert not skipped
        assert not narration


@pytest.mark.parametrize("encoding", ["utf-16", "utf-32"])
def test_wide_text(make_file: MakeFile, encoding: str) -> None:
    check(read_all(make_file("a.vec", "3 3\n" + text(ROWS), encoding))[0])


def test_chinese_words_in_gb18030_and_big5(make_file: MakeFile) -> None:
    content = "3 3\n" + text(ROWS)
    path = make_file("a.vec", content, "gb18030")
    batches, _, narration = read_all(path)
    check(batches)
    assert "words read as GB18030 (“普拉多”)" in narration[0]
    path = make_file("a.vec", content, "big5")
    check(read_all(path, encoding="big5")[0])


def test_a_word_cut_in_the_middle_of_a_character_costs_itself(make_file: MakeFile) -> None:
    content = text(ROWS).encode() + "普拉".encode()[:-1] + b" 1 2 3\n"
    batches, skipped, narration = read_all(make_file("a.vec", content))
    check(batches)
    assert reasons(skipped) == [(4, "a word that is not UTF-8")]
    assert not narration


def test_lines_that_hold_no_vector(make_file: MakeFile) -> None:
    path = make_file(
        "a.vec",
        "9 3\n"
        "good 0.1 0.2 0.3\n"
        "short 0.1 0.2\n"
        "long 0.1 0.2 0.3 0.4\n"
        "nan 0.1 nan 0.3\n"
        "inf 0.1 0.2 -inf\n"
        "zero 0 0.0 -0\n"
        "huge 1e30 0.2 0.3\n"
        "words 0.1 o.2 0.3\n"
        "\n"
        " 0.1 0.2 0.3\n"
        "alone\n"
        "last 1 2 3\n",
    )
    batches, skipped, narration = read_all(path)
    assert [word for batch in batches for word in batch.texts] == ["good", "last"]
    assert [line for batch in batches for line in batch.lines] == [2, 13]
    assert sorted(reasons(skipped)) == [
        (3, "2 values, where 3 are expected"),
        (4, "4 values, where 3 are expected"),
        (5, "value 2 is NaN"),
        (6, "value 3 is infinite"),
        (7, "a zero vector"),
        (8, "values too large or too small to measure an angle by"),
        (9, "value 2 (“o.2”) is not a number"),
        (11, "2 values, where 3 are expected"),
        (12, "0 values, where 3 are expected"),
    ]
    assert narration == ["the header promises 9 vectors; there are 11"]


def test_whole_numbers_too_many_make_a_line_too_long(make_file: MakeFile) -> None:
    batches, skipped, _ = read_all(make_file("a.vec", "2 3\na 1 2 3\nb 1 2 3 4\n"))
    assert [batch.texts for batch in batches] == [["a"]]
    assert reasons(skipped) == [(3, "4 values, where 3 are expected")]


def test_words_with_spaces(make_file: MakeFile) -> None:
    rows: Rows = [
        ("the", (0.1, 0.2, 0.3)),
        (". . .", (0.1, 0.2, 0.4)),
        ("at name@domain.com", (0.1, 0.2, 0.5)),
        ("iPhone 15", (0.1, 0.2, 0.6)),
        ("2003", (0.1, 0.2, 0.7)),
    ]
    check(read_all(make_file("a.vec", "5 3\n" + text(rows)))[0], rows)
    check(read_all(make_file("a.vec", text(rows)))[0], rows)
    tabbed = "".join(f"{word}\t{' '.join(map(repr, vector))}\n" for word, vector in rows)
    check(read_all(make_file("a.vec", tabbed))[0], rows)


def test_duplicates_are_given_as_they_come(make_file: MakeFile) -> None:
    rows: Rows = [("a", (0.1, 0.2)), ("a", (0.3, 0.4))]
    check(read_all(make_file("a.vec", text(rows)))[0], rows)


def test_a_header_of_one_dimension_is_told_from_a_word_and_its_value(make_file: MakeFile) -> None:
    check(read_all(make_file("a.vec", "2 1\na 0.5\nb 2\n"))[0], [("a", (0.5,)), ("b", (2.0,))])
    rows: Rows = [("7", (1.0,)), ("a", (5.0,)), ("b", (2.0,))]
    check(read_all(make_file("a.vec", "7 1\na 5\nb 2\n"))[0], rows)
    check(read_all(make_file("a.vec", "7 1\na 5\nb 2\n"), header=True)[0], rows[1:])
    rows = [("7", (3.0,)), ("a", (0.5,))]
    check(read_all(make_file("a.vec", "7 3\na 0.5\n"))[0], rows)


def test_a_header_with_the_wrong_dimension(make_file: MakeFile) -> None:
    path = make_file("a.vec", "3 300\n" + text(ROWS))
    with pytest.raises(FormatError, match=r":1: the header says 300 values a vector, .* have 3"):
        read_all(path)


@pytest.mark.parametrize("header", ["100000000000 3", "2 3"])
def test_a_header_that_lies_about_the_count_is_told(make_file: MakeFile, header: str) -> None:
    promised = f"{int(header.split()[0]):,}"
    for path in (
        make_file("a.vec", header + "\n" + text(ROWS)),
        make_file("a.bin", binary(ROWS).replace(b"3 3\n", header.encode() + b"\n", 1)),
    ):
        batches, _, narration = read_all(path)
        check(batches)
        assert narration == [f"the header promises {promised} vectors; there are 3"]


def test_an_impossible_dimension(make_file: MakeFile) -> None:
    path = make_file("a.bin", b"5 1000000000\nword \0\0\0\1")
    with pytest.raises(FormatError, match="the header says 1,000,000,000 values a vector"):
        read_all(path)
    with pytest.raises(FormatError, match="vectors of 1,000,000,000 values are more than"):
        read_all(make_file("a.vec", "5 1000000000\nword\n"))


def test_a_binary_header_with_the_wrong_dimension(make_file: MakeFile) -> None:
    rows = [(f"word{n}", tuple(np.random.default_rng(n).normal(size=20))) for n in range(500)]
    content = binary(rows).replace(b"500 20\n", b"500 17\n", 1)
    with pytest.raises(FormatError, match="vectors of 17 values do not fit"):
        read_all(make_file("a.bin", content), format="word2vec-bin")


def test_a_binary_file_cut_short_keeps_what_was_read(make_file: MakeFile) -> None:
    batches, skipped, narration = read_all(make_file("a.bin", binary(ROWS)[:-3]))
    check(batches, ROWS[:2])
    assert reasons(skipped) == [(3, "the file ends in the middle of record 3")]
    assert narration == ["the header promises 3 vectors; there are 2"]
    with pytest.raises(FormatError, match="ends before its first vector is whole"):
        read_all(make_file("a.bin", binary(ROWS)[:12]), format="word2vec-bin")


def test_binary_records_that_hold_no_vector(make_file: MakeFile) -> None:
    nan, inf = float("nan"), float("inf")
    rows = [*ROWS, ("nan", (1, nan, 2)), ("inf", (inf, 0, 0)), ("zero", (0, 0, 0)), ("", (1, 2, 3))]
    batches, skipped, _ = read_all(make_file("a.bin", binary(rows, b"\n")))
    check(batches)
    assert reasons(skipped) == [
        (4, "value 2 is NaN"),
        (5, "value 1 is infinite"),
        (6, "a zero vector"),
        (7, "a vector without a word"),
    ]


@pytest.mark.parametrize("name", ["word2vec", "word2vec-bin"])
def test_an_empty_file(make_file: MakeFile, name: str) -> None:
    with pytest.raises(FormatError, match="is empty"):
        read_all(make_file("a.vec", b""), format=name)


def test_files_without_vectors(make_file: MakeFile) -> None:
    with pytest.raises(FormatError, match="holds no vectors after its header"):
        read_all(make_file("a.vec", "5 3\n"))
    with pytest.raises(FormatError, match="no line is a word and its values"):
        read_all(make_file("a.vec", "one\ntwo\n"))
    with pytest.raises(FormatError, match="does not begin with a header line"):
        read_all(make_file("a.txt", text(ROWS)), format="word2vec-bin")


def test_a_file_of_many_blocks_is_read_in_order(make_file: MakeFile) -> None:
    generator = np.random.default_rng(7)
    vectors = generator.normal(size=(30_000, 20)).astype(np.float32)
    rows = [(f"词{n}", tuple(vectors[n].tolist())) for n in range(len(vectors))]
    content = text(rows).encode()
    assert len(content) > 3 << 21
    for path in (make_file("a.vec", content), make_file("a.bin", binary(rows))):
        batches, skipped, _ = read_all(path)
        assert len(batches) > 1
        check(batches, rows)
        assert not skipped
        lines = [line for batch in batches for line in batch.lines]
        assert lines == list(range(1, 30_001))


floats = st.floats(2**-10, 100, width=32) | st.floats(-100, -(2**-10), width=32)
words = st.text(
    st.characters(exclude_categories=("Cs", "Cc", "Z"), exclude_characters="\ufeff"), min_size=1
)


@settings(deadline=None)
@given(
    st.integers(2, 6).flatmap(
        lambda d: st.lists(st.tuples(words, st.tuples(*[floats] * d)), min_size=1, max_size=6)
    ),
    st.booleans(),
)
def test_what_is_written_as_word2vec_reads_back(
    tmp_path_factory: pytest.TempPathFactory,
    rows: Rows,
    with_header: bool,
) -> None:
    folder = tmp_path_factory.mktemp("vectors")
    header = f"{len(rows)} {len(rows[0][1])}\n" if with_header else ""
    (folder / "a.vec").write_text(header + text(rows), encoding="utf-8", newline="")
    (folder / "a.bin").write_bytes(binary(rows))
    for path, format in ((folder / "a.vec", "word2vec"), (folder / "a.bin", "word2vec-bin")):
        batches, _, _ = read_all(path, format, header=with_header, encoding="utf-8")
        check(batches, rows)
