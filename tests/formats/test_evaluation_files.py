"""Similarity and analogy files in all their forms; whatever bytes there are, only clear errors."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from synotui.errors import FormatError, SynotuiError
from synotui.formats import analogies, similarity
from synotui.formats.analogies import AnalogyLine
from synotui.formats.evaluation_files import kind_of
from synotui.formats.similarity import SimilarityLine
from synotui.model import Skipped

from .conftest import MakeFile
from .test_any_bytes import contents

SIMLEX = (
    "word1\tword2\tPOS\tSimLex999\tconc(w1)\tconc(w2)\tconcQ\tAssoc(USF)\tSimAssoc333\tSD(SimLex)\n"
    "old\tnew\tA\t1.58\t2.72\t2.81\t2\t7.25\t1\t0.41\n"
    "smart\tintelligent\tA\t9.2\t1.75\t2.46\t1\t7.11\t1\t0.67\n"
)
OLD, SMART = ("old", "new", 1.58), ("smart", "intelligent", 9.2)


def _read(path: Path, column: str | None = None) -> tuple[list[tuple[str, str, float]], list[str]]:
    with similarity.read(path, column=column) as reader:
        items = list(reader)
    skipped = [f"{item.line}: {item.reason}" for item in items if isinstance(item, Skipped)]
    taken = [item for item in items if isinstance(item, SimilarityLine)]
    return [(item.a, item.b, item.score) for item in taken], skipped


@pytest.mark.parametrize(
    "text",
    [
        SIMLEX,
        "old\tnew\t1.58\nsmart\tintelligent\t9.2\n",
        "# what people think\n# Word 1\tWord 2\tHuman\nold\tnew\t1.58\nsmart\tintelligent\t9.2",
        "Word 1,Word 2,Human (mean)\nold,new,1.58\nsmart,intelligent,9.2\n",
        '"old","new","1.58"\r\n\r\n"smart","intelligent","9.2"\r\n',
        "old;new;1,58\nsmart;intelligent;9,2\n",
        "old new 1.58\nsmart  intelligent 9.2\n",
        "old\tnew\tA\t1.58\tANTONYMS\nsmart\tintelligent\tA\t9.2\tSYNONYMS\n",
        "1,old,new,1.58\n2,smart,intelligent,9.2\n",
        "score,term,synonym\n1.58,old,new\n9.2,smart,intelligent\n",
        "\ufeffold\tnew\t1.58\nsmart\tintelligent\t9.2\n",
    ],
)
def test_forms_of_similarity_files(make_file: MakeFile, text: str) -> None:
    path = make_file("s.txt", text)
    assert _read(path) == ([OLD, SMART], [])
    assert kind_of(path) == "similarity"


def test_the_column_of_scores_by_name_and_by_number(make_file: MakeFile) -> None:
    path = make_file("s.txt", SIMLEX)
    assert _read(path, "conc(w2)")[0] == [("old", "new", 2.81), ("smart", "intelligent", 2.46)]
    assert _read(path, "8")[0][0] == ("old", "new", 7.25)
    for wrong in ("no such", "word1", "99"):
        with pytest.raises(FormatError):
            _read(path, wrong)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_chinese_files(make_file: MakeFile, encoding: str) -> None:
    text = "词1\t词2\t相似度\n土豆\t马铃薯\t4.9\n诸葛亮\t水浒传\t１.２\n土豆\t飞机\t0.1\n"
    path = make_file("s.tsv", text, encoding)
    taken, skipped = _read(path)
    assert taken == [("土豆", "马铃薯", 4.9), ("诸葛亮", "水浒传", 1.2), ("土豆", "飞机", 0.1)]
    assert skipped == []


def test_bad_lines_are_skipped_with_number_and_reason(make_file: MakeFile) -> None:
    text = "a b 1\nc d\ne f nan\ng h 1e999\ni j 1_0\n\n# k l 2\nm n x\no p -2.5e0\nq r 3\ns t 4\n"
    taken, skipped = _read(make_file("s.txt", text))
    assert [pair[:2] for pair in taken] == [("a", "b"), ("o", "p"), ("q", "r"), ("s", "t")]
    assert skipped == [
        "2: 2 columns, where the score is in column 3",
        "3: no number where the score should be: “nan”",
        "4: no number where the score should be: “1e999”",
        "5: no number where the score should be: “1_0”",
        "8: no number where the score should be: “x”",
    ]
    taken, skipped = _read(make_file("t.tsv", f"{'a' * 2000}\tb\t1\n\u3000\tc\t2\n[/x]\tc\t2\n"))
    assert taken == [("[/x]", "c", 2)]
    assert [line.split(" (")[0] for line in skipped] == [
        "1: a term of 2,000 characters",
        "2: a term is empty",
    ]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("", "is empty"),
        ("\n \n", "is empty"),
        ("only words here\nand here\n", "no lines of two words and a number"),
        ("a\t1\t2\nb\t3\t4\n", "no lines of two words and a number"),
        (b"\x80\x04\x95cposix\nsystem\n.", "pickle"),
        (b"PK\x03\x04aaaa", "zip archive"),
    ],
)
def test_files_of_no_use_are_refused(make_file: MakeFile, content: str | bytes, told: str) -> None:
    with pytest.raises(FormatError, match=told):
        _read(make_file("s.txt", content))
    with pytest.raises(FormatError, match="no such file"):
        _read(Path("/nowhere/s.txt"))


def test_analogies_by_section(make_file: MakeFile) -> None:
    text = (
        "Athens Greece Oslo Norway\n: family\nboy girl  man woman\nboy girl\n# a comment\n"
        ":\tgram 1\nnew york\tUS\t土豆\t马铃薯\n：中文\n诸葛亮 三国演义 宋江 水浒传\n:) a b c\n"
    )
    path = make_file("q.txt", text)
    with analogies.read(path) as reader:
        items = list(reader)
    assert [item for item in items if isinstance(item, AnalogyLine)] == [
        AnalogyLine(1, "", "Athens", "Greece", "Oslo", "Norway"),
        AnalogyLine(3, "family", "boy", "girl", "man", "woman"),
        AnalogyLine(7, "gram 1", "new york", "US", "土豆", "马铃薯"),
        AnalogyLine(9, "中文", "诸葛亮", "三国演义", "宋江", "水浒传"),
        AnalogyLine(10, "中文", ":)", "a", "b", "c"),
    ]
    assert [f"{item.line}: {item.reason}" for item in items if isinstance(item, Skipped)] == [
        "4: 2 words, where a question has 4"
    ]
    assert kind_of(path) == "analogies"


@pytest.mark.parametrize("text", ["", ": family\n", "a b\nc d e\n"])
def test_files_without_a_question_are_refused(make_file: MakeFile, text: str) -> None:
    with (
        pytest.raises(FormatError, match=r"is empty|no line of four words"),
        analogies.read(make_file("q.txt", text)) as reader,
    ):
        list(reader)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("p.csv", "term,synonym\n普拉多,霸道\n"),
        ("p.csv", "term,synonym,relation,cosine_base,cosine_now\na,b,synonym,0.1,0.2\n"),
        ("p.tsv", "# w1\tw2\tpos\toffset\nab\tabdominal\tnoun\t05557339\nbe\tis\tverb\t02604760\n"),
        ("p.tsv", "a\tb\nc\td\n"),
        ("p.jsonl", '{"term": "a", "synonym": "b"}\n'),
        ("p.csv", "a,b,120000\nc,d,99999\n"),
    ],
)
def test_pairs_are_gold(make_file: MakeFile, name: str, text: str) -> None:
    assert kind_of(make_file(name, text)) == "gold"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give one folder for all the files tried."""
    return tmp_path_factory.mktemp("any")


def _try(path: Path) -> None:
    for read in (similarity.read, analogies.read):
        try:
            with read(path) as reader:
                for item in reader:
                    assert isinstance(item, SimilarityLine | AnalogyLine | Skipped)
        except SynotuiError as error:
            assert str(error)
    try:
        assert kind_of(path) in ("similarity", "analogies", "gold")
    except SynotuiError as error:
        assert str(error)


@given(contents())
def test_any_bytes(folder: Path, content: bytes) -> None:
    path = folder / "a.txt"
    path.write_bytes(content)
    _try(path)


cells = st.sampled_from(["a", "b", "1", "2.5", "7,5", "-", "nan", "#", ":", ": s", '"', "土豆", ""])


@given(st.lists(st.lists(cells, max_size=6), max_size=6), st.sampled_from("\t,; "))
def test_any_cells(folder: Path, rows: list[list[str]], delimiter: str) -> None:
    path = folder / "b.txt"
    path.write_text("\n".join(delimiter.join(row) for row in rows), encoding="utf-8")
    _try(path)


words_ = st.text(st.characters(categories=["L"], include_characters="-'"), min_size=1, max_size=9)
lines = st.tuples(words_, words_, st.floats(-100, 100).map(lambda x: round(x, 3)))


@given(st.lists(lines, min_size=1, max_size=9), st.sampled_from(["\t", ",", ";", " "]))
def test_what_is_written_is_read(
    folder: Path, rows: list[tuple[str, str, float]], delimiter: str
) -> None:
    path = folder / "c.txt"
    text = "\n".join(delimiter.join((a, b, f"{score:.3f}")) for a, b, score in rows)
    path.write_text(text, encoding="utf-8")
    assert _read(path) == (rows, [])
