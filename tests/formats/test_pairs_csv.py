"""Pairs in CSV and TSV files as people really write them."""

import pytest

from synotui.errors import Cancelled, FormatError
from synotui.formats import ReadOptions, format_for_reading
from synotui.model import Progress, Relation, Verdict
from tests.formats.conftest import MakeFile, pairs_of, read_all, reasons

PRADO = ("普拉多", "霸道SUV")
APPLE = ("苹果", "苹果手机")


@pytest.mark.parametrize(
    "header",
    [
        "标准词,近似词",
        "term,synonym",
        "Term, Synonym",
        "head,candidate",
        "word1,word2",
        "词,同义词",
    ],
)
def test_a_known_header_is_found(make_file: MakeFile, header: str) -> None:
    path = make_file("pairs.csv", f"{header}\n普拉多,霸道SUV\n苹果,苹果手机\n")
    items, skipped, _ = read_all(path)
    assert pairs_of(items) == [PRADO, APPLE]
    assert [item.line for item in items] == [2, 3]
    assert not skipped


def test_without_header_the_first_two_columns_are_the_pair(make_file: MakeFile) -> None:
    path = make_file("pairs.csv", "普拉多,霸道SUV,来源甲\n苹果,苹果手机,来源乙\n")
    items, _, narration = read_all(path)
    assert pairs_of(items) == [PRADO, APPLE]
    assert narration == ["no header: column 3 is not read"]


def test_the_header_can_be_said_to_be_there_or_not(make_file: MakeFile) -> None:
    path = make_file("pairs.csv", "term,synonym\n普拉多,霸道SUV\n")
    assert pairs_of(read_all(path, header=False)[0]) == [("term", "synonym"), PRADO]
    path = make_file("other.csv", "左,右\n普拉多,霸道SUV\n")
    assert pairs_of(read_all(path, header=True)[0]) == [PRADO]


def test_any_two_columns_by_name_or_number(make_file: MakeFile) -> None:
    path = make_file("pairs.csv", "编号,甲,乙\n1,普拉多,霸道SUV\n")
    assert pairs_of(read_all(path, term_column="甲", synonym_column="乙")[0]) == [PRADO]
    assert pairs_of(read_all(path, term_column="2", synonym_column="3", header=True)[0]) == [PRADO]
    swapped = read_all(path, term_column="乙", synonym_column="2", header=True)[0]
    assert pairs_of(swapped) == [PRADO[::-1]]


def test_a_column_that_is_not_there_names_those_that_are(make_file: MakeFile) -> None:
    path = make_file("pairs.csv", "编号,甲,乙\n1,普拉多,霸道SUV\n")
    with pytest.raises(FormatError, match=r"no column “丙”. It has 编号, 甲, 乙"):
        read_all(path, term_column="丙", synonym_column="乙")
    with pytest.raises(FormatError, match="one column cannot hold both"):
        read_all(path, term_column="甲", synonym_column="甲")


def test_a_column_number_beyond_the_row_skips_it(make_file: MakeFile) -> None:
    path = make_file("pairs.csv", "普拉多,霸道SUV\n")
    items, skipped, _ = read_all(path, term_column="1", synonym_column="7")
    assert not items
    assert reasons(skipped) == [(1, "2 columns, where columns 1 and 7 hold the pair")]


def test_optional_columns_in_english_and_chinese(make_file: MakeFile) -> None:
    path = make_file(
        "pairs.csv",
        "标准词,近似词,关系,判定,备注,审校者,时间\n"
        "越野车,SUV,同义,接受,常用,li,2024-05-01T10:00:00Z\n"
        "普拉多,越野车,broader,✓,,,\n"
        "冷,热,反义,rejected,,,\n"
        "霸道,普拉多,,跳过,,,\n"
        "车,汽车,,,,,\n",
    )
    items, skipped, _ = read_all(path)
    assert not skipped
    assert [(item.relation, item.verdict) for item in items] == [
        (Relation.SYNONYM, Verdict.ACCEPTED),
        (Relation.BROADER, Verdict.ACCEPTED),
        (Relation.ANTONYM, Verdict.REJECTED),
        (None, Verdict.SKIPPED),
        (None, None),
    ]
    first = items[0]
    assert (first.note, first.curator, first.decided_at) == ("常用", "li", "2024-05-01T10:00:00Z")


def test_rows_that_hold_no_pair_are_skipped_with_line_and_reason(make_file: MakeFile) -> None:
    path = make_file(
        "pairs.csv",
        "term,synonym,verdict,relation\n"
        "couch,\n"
        "\n"
        "only\n"
        "sofa, sofa \n"
        "a,b,perhaps\n"
        "a,b,,cousin\n"
        "a,b,accepted,antonym\n"
        "a\0,b\n"
        "couch,sofa,accepted,synonym\n",
    )
    items, skipped, _ = read_all(path)
    assert pairs_of(items) == [("couch", "sofa")]
    assert reasons(skipped) == [
        (2, "an empty cell where a term should be"),
        (4, "only one column"),
        (5, "a pair of a term with itself"),
        (6, "an unknown verdict “perhaps”"),
        (7, "an unknown relation “cousin”"),
        (8, "the relation “antonym” does not suit the verdict “accepted”"),
        (9, "a NUL byte"),
    ]
    assert {item.path for item in skipped} == {str(path)}


def test_texts_are_given_as_they_stand(make_file: MakeFile) -> None:
    path = make_file("pairs.csv", 'term,synonym\n couch ,"so""fa, big"\n"a\nb",c\r\nd，e,f\n')
    items, _, _ = read_all(path)
    assert pairs_of(items) == [(" couch ", 'so"fa, big'), ("a\nb", "c"), ("d，e", "f")]
    assert [item.line for item in items] == [2, 3, 5]


@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_the_delimiter_is_found(make_file: MakeFile, mark: str) -> None:
    path = make_file("pairs.csv", f"term{mark}synonym\n普拉多{mark}霸道SUV\n")
    assert pairs_of(read_all(path)[0]) == [PRADO]


def test_a_tab_in_a_quoted_cell_does_not_make_it_a_tab_separated_file(make_file: MakeFile) -> None:
    path = make_file("pairs.csv", 'x,"a\nb\tc\nd\te"\n')
    assert pairs_of(read_all(path)[0]) == [("x", "a\nb\tc\nd\te")]


def test_a_full_width_comma_separates_nothing(make_file: MakeFile) -> None:
    path = make_file("pairs.csv", "普拉多，霸道SUV\n苹果，苹果手机\n")
    with pytest.raises(FormatError, match="no row has two columns"):
        read_all(path)


def test_an_empty_file(make_file: MakeFile) -> None:
    for content in ("", "\n\n", "\ufeff"):
        with pytest.raises(FormatError, match="is empty"):
            read_all(make_file("pairs.csv", content))


def test_one_column_everywhere(make_file: MakeFile) -> None:
    path = make_file("pairs.csv", "普拉多\n霸道SUV\n苹果\n")
    with pytest.raises(FormatError, match=r"no row has two columns.*--format terms") as caught:
        read_all(path)
    assert caught.value.path == path


def test_a_header_alone_holds_nothing(make_file: MakeFile) -> None:
    assert read_all(make_file("pairs.csv", "term,synonym\n")) == ([], [], [])


def test_a_quote_never_closed_costs_its_line_only(make_file: MakeFile) -> None:
    path = make_file("pairs.csv", 'term,synonym\n"couch,sofa\nchair,seat\n普拉多,霸道SUV\n')
    items, skipped, _ = read_all(path)
    assert pairs_of(items) == [("chair", "seat"), PRADO]
    assert reasons(skipped) == [(2, "a quote opened on this line is never closed")]


def test_a_quote_never_closed_in_a_long_file(make_file: MakeFile) -> None:
    rest = "".join(f"a{n},b{n}\n" for n in range(3_000))
    items, skipped, _ = read_all(make_file("pairs.csv", f'term,synonym\n"couch,sofa\n{rest}'))
    assert len(items) == 3_000
    assert [item.line for item in skipped] == [2]


def test_a_line_without_end_costs_itself_only(make_file: MakeFile) -> None:
    path = make_file("pairs.csv", f"a,b\n{'x' * 2_500_000},y\nc,d\n")
    items, skipped, _ = read_all(path)
    assert [(item.line, item.term) for item in items] == [(1, "a"), (3, "c")]
    assert [item.line for item in skipped] == [2]


def test_all_line_ends(make_file: MakeFile) -> None:
    path = make_file("pairs.csv", "a,b\r\nc,d\re,f\ng,h")
    items, _, _ = read_all(path)
    assert [(item.line, item.term) for item in items] == [(1, "a"), (2, "c"), (3, "e"), (4, "g")]


def test_comment_lines_before_a_header(make_file: MakeFile) -> None:
    path = make_file("pairs.tsv", "# a test collection\n# word1\tword2\tpos\nold\taged\tadj\n")
    items, skipped, narration = read_all(path)
    assert pairs_of(items) == [("old", "aged")]
    assert reasons(skipped) == [(1, "only one column")]
    assert narration == ["columns not read: pos"]


def test_progress_is_told_in_bytes_and_can_stop_the_reading(make_file: MakeFile) -> None:
    path = make_file("pairs.csv", "".join(f"a{n},b{n}\n" for n in range(100_000)))
    told: list[Progress] = []
    assert len(list(format_for_reading(path).read(path, ReadOptions(), told.append))) == 100_000
    assert {progress.unit for progress in told} == {"bytes"}
    assert (told[-1].stage, told[-1].done) == ("reading", told[-1].total)

    def stop(progress: Progress) -> None:
        if progress.stage == "reading":
            raise Cancelled("stopped")

    with pytest.raises(Cancelled):
        list(format_for_reading(path).read(path, ReadOptions(), stop))


def test_a_reader_can_be_closed_half_way(make_file: MakeFile) -> None:
    path = make_file("pairs.csv", "a,b\nc,d\n")
    reader = format_for_reading(path).read(path, ReadOptions())
    next(iter(reader))
    reader.close()
    assert list(reader) == []
