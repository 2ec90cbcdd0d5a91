"""Lists of terms, plain and with frequencies."""

import pytest

from synotui.errors import FormatError
from tests.formats.conftest import MakeFile, read_all, reasons


def terms(items: list[object]) -> list[tuple[str, float | None]]:
    return [(item.text, item.frequency) for item in items]  # type: ignore[attr-defined]


def test_one_term_a_line_as_it_stands(make_file: MakeFile) -> None:
    path = make_file("terms.txt", '普拉多\n\n"霸道", SUV\r\n [/x] \n=cmd()\n\'=x\n越野车')
    items, skipped, narration = read_all(path)
    assert terms(items) == [
        ("普拉多", None),
        ('"霸道", SUV', None),
        (" [/x] ", None),
        ("=cmd()", None),
        ("'=x", None),
        ("越野车", None),
    ]
    assert [item.line for item in items] == [1, 3, 4, 5, 6, 7]
    assert not skipped
    assert not narration


@pytest.mark.parametrize("header", ["term\tfrequency", "词\t词频", "Word\tCount", "词条\t频次"])
def test_a_table_with_frequencies(make_file: MakeFile, header: str) -> None:
    path = make_file("cars.tsv", f"{header}\n普拉多\t98000\nSUV\t1.5e3\n车\t\n")
    items, _, narration = read_all(path)
    assert terms(items) == [("普拉多", 98000), ("SUV", 1500), ("车", None)]
    assert not narration


def test_a_table_without_header(make_file: MakeFile) -> None:
    for name, mark in (("a.tsv", "\t"), ("a.txt", "\t"), ("a.csv", ","), ("a.txt", ",")):
        path = make_file(name, f"普拉多{mark}98000\nword{mark}12\n")
        assert terms(read_all(path)[0]) == [("普拉多", 98000), ("word", 12)]


def test_columns_in_any_order(make_file: MakeFile) -> None:
    path = make_file("terms.csv", "id,频次,词\n1,12,普拉多\n")
    assert terms(read_all(path)[0]) == [("普拉多", 12)]
    path = make_file("terms.csv", "编号,甲\n1,普拉多\n")
    assert terms(read_all(path, format="terms", term_column="甲")[0]) == [("普拉多", None)]


def test_a_frequency_that_is_no_number_costs_only_itself(make_file: MakeFile) -> None:
    path = make_file("t.tsv", "term\tfrequency\na\tmany\nb\t-3\nc\tnan\nd\t7\ne\t1,200\n")
    items, skipped, narration = read_all(path)
    assert terms(items) == [("a", None), ("b", None), ("c", None), ("d", 7), ("e", 1200)]
    assert not skipped
    assert narration == ["3 frequencies are no numbers and were left out"]


def test_lines_that_hold_no_term(make_file: MakeFile) -> None:
    path = make_file("t.tsv", "term\tfrequency\n\t7\nb\0\t8\nc\t9\n")
    items, skipped, _ = read_all(path)
    assert terms(items) == [("c", 9)]
    assert reasons(skipped) == [(2, "an empty cell where a term should be"), (3, "a NUL byte")]


def test_a_header_over_one_column_is_told(make_file: MakeFile) -> None:
    path = make_file("terms.txt", "词条\n普拉多\n")
    items, _, narration = read_all(path)
    assert terms(items) == [("普拉多", None)]
    assert narration == ["line 1 (“词条”) is taken for the header"]
    assert len(read_all(path, header=False)[0]) == 2


def test_a_one_column_csv_when_asked(make_file: MakeFile) -> None:
    path = make_file("terms.csv", '"a, b"\nc\n')
    assert terms(read_all(path, format="terms")[0]) == [("a, b", None), ("c", None)]


def test_a_pairs_file_read_as_terms_gives_its_first_column(make_file: MakeFile) -> None:
    path = make_file("pairs.csv", "term,synonym\n普拉多,霸道SUV\n")
    assert terms(read_all(path, format="terms")[0]) == [("普拉多", None)]


def test_an_empty_list(make_file: MakeFile) -> None:
    for content in ("", "\n \n"):
        with pytest.raises(FormatError, match="is empty"):
            read_all(make_file("terms.txt", content))
        with pytest.raises(FormatError, match="is empty"):
            read_all(make_file("terms.txt", content), format="terms")


def test_a_term_of_ten_thousand_characters_is_given_on(make_file: MakeFile) -> None:
    items, _, _ = read_all(make_file("terms.txt", "x" * 10_000 + "\ny\n"))
    assert [len(item.text) for item in items] == [10_000, 1]
