"""What is written: golden files, and that everything written reads back as it was."""

import io
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from synotui.errors import FormatError
from synotui.formats import (
    ExportRow,
    ReadOptions,
    WriteOptions,
    format_for_writing,
    formulas,
    pairs_csv,
    pairs_jsonl,
    pairs_tsv,
)
from synotui.formats.options import HeaderLanguage
from synotui.formats.source import open_source
from synotui.model import Relation, Verdict
from tests.formats.conftest import pairs_of, read_all

GOLDEN = Path(__file__).parent / "golden"
AT = "2024-05-01T10:00:00Z"
ROWS = (
    ExportRow("普拉多", "霸道SUV", Relation.SYNONYM, 0.1012345, 0.84, "li", AT, ""),
    ExportRow("普拉多", "越野车", Relation.BROADER, -0.00001, None, "李", AT, "见说明, 第 2 页"),
    ExportRow("=1+2", "'=x", Relation.RELATED, -0.25, 1.0, "+li", AT, 'said "hot"'),
    ExportRow("a\rb", "c\nd", Relation.SYNONYM, None, None, "", AT, "'tis fine"),
    ExportRow("＝ＳＵＭ", " @x", Relation.SYNONYM, 0.5, 0.5, "", AT, "-"),
    ExportRow("[/x]", "热", Relation.ANTONYM, 0.5, 0.4, "li", AT, "", Verdict.REJECTED),
    ExportRow("冷", "凉", None, 0.5, 0.5, "li", AT, "later", Verdict.SKIPPED),
)


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("pairs.csv", WriteOptions()),
        ("pairs-zh.csv", WriteOptions(header="zh")),
        ("pairs-none.csv", WriteOptions(header="none")),
        ("pairs-columns.csv", WriteOptions(columns=("synonym", "verdict", "term"))),
        ("pairs-raw.csv", WriteOptions(neutralise=False)),
        ("pairs-bom.csv", WriteOptions(bom=True, columns=("term", "synonym"))),
        ("pairs.tsv", WriteOptions()),
        ("pairs.jsonl", WriteOptions()),
    ],
)
def test_golden_files(tmp_path: Path, name: str, options: WriteOptions) -> None:
    written = tmp_path / name
    format = format_for_writing(written)
    assert format.write(ROWS, written, options) == len(ROWS)
    assert written.read_bytes() == (GOLDEN / name).read_bytes()


# Terms as they can be: no NUL, no lone surrogates.
texts = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1, max_size=12
)
awkward = st.text("'=+-@\t\r\n ＝＋－＠,;\"#ax", min_size=1, max_size=8)
terms = (texts | awkward).filter(str.strip)
notes = st.just("") | texts | awkward


@st.composite
def export_rows(draw: st.DrawFn) -> ExportRow:
    verdict = draw(st.sampled_from(Verdict))
    suitable = [relation for relation in Relation if relation.suits(verdict)]
    term = draw(terms)
    synonym = draw(terms.filter(lambda text: text.strip() != term.strip()))
    return ExportRow(
        term=term,
        synonym=synonym,
        relation=draw(st.sampled_from(suitable)) if suitable else None,
        cosine_base=draw(st.none() | st.floats(-1, 1)),
        cosine_now=draw(st.none() | st.floats(-1, 1)),
        curator=draw(notes),
        decided_at=AT,
        note=draw(notes),
        verdict=verdict,
    )


@settings(deadline=None)
@given(
    st.lists(export_rows(), min_size=1, max_size=5),
    st.sampled_from([pairs_csv, pairs_tsv, pairs_jsonl]),
    st.sampled_from(["en", "zh", "none"]),
    st.booleans(),
    st.booleans(),
    st.booleans(),
)
def test_what_is_exported_imports_again_without_loss(
    tmp_path_factory: pytest.TempPathFactory,
    rows: list[ExportRow],
    module: object,
    header: HeaderLanguage,
    neutralise: bool,
    bom: bool,
    with_verdict: bool,
) -> None:
    path = tmp_path_factory.mktemp("export") / ("pairs.tsv" if module is pairs_tsv else "pairs.csv")
    columns = ("term", "synonym", "relation", "curator", "note", "verdict", "decided_at")
    if header == "none":
        # Without a header the columns are those of an ordinary export.
        with_verdict = False
    options = WriteOptions(header, columns if with_verdict else None, neutralise, bom)
    format = format_for_writing(path, "jsonl" if module is pairs_jsonl else None)
    format.write(rows, path, options)
    reading = ReadOptions(header=False) if header == "none" else ReadOptions()
    items = list(format.read(path, reading))
    got = [(i.term, i.synonym, i.relation, i.curator, i.note, i.decided_at) for i in items]
    plain = header == "none" and rows[0].relation is None and module is not pairs_jsonl
    assert [item[:2] for item in got] == [(row.term, row.synonym) for row in rows]
    if not plain:
        assert [item[2:] for item in got] == [
            (row.relation, row.curator, row.note, row.decided_at) for row in rows
        ]
    assert [item.verdict for item in items] == [
        row.verdict if with_verdict else None for row in rows
    ]


@settings(deadline=None)
@given(notes, st.booleans())
def test_neutralising_is_undone(cell: str, formulas_too: bool) -> None:
    written = formulas.neutralise(cell, formulas=formulas_too)
    assert formulas.restore(written) == cell
    if formulas_too:
        assert not written.lstrip(" ").startswith(("=", "+", "-", "@", "\t", "\r", "＝"))


def test_a_pair_without_verdict_column_comes_back_as_a_proposal(tmp_path: Path) -> None:
    path = tmp_path / "pairs.csv"
    pairs_csv.write(ROWS[:1], path, WriteOptions())
    items, _, narration = read_all(path)
    assert pairs_of(items) == [("普拉多", "霸道SUV")]
    assert items[0].verdict is None
    assert narration == []


def test_an_unknown_column_names_those_there_are(tmp_path: Path) -> None:
    with pytest.raises(FormatError, match=r"No column “colour”. There are term, synonym"):
        pairs_csv.write(ROWS, tmp_path / "x.csv", WriteOptions(columns=("term", "colour")))
    assert not list(tmp_path.iterdir())


def test_a_failed_export_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "pairs.csv"
    path.write_text("old")

    def rows() -> Iterator[ExportRow]:
        yield ROWS[0]
        raise RuntimeError("boom")

    with pytest.raises(RuntimeError):
        pairs_csv.write(rows(), path, WriteOptions())
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_an_export_keeps_the_mode_and_the_link(tmp_path: Path) -> None:
    real = tmp_path / "real.csv"
    real.write_text("old")
    real.chmod(0o640)
    link = tmp_path / "pairs.csv"
    link.symlink_to(real)
    pairs_csv.write(ROWS, link, WriteOptions())
    assert link.is_symlink()
    assert stat.S_IMODE(real.stat().st_mode) == 0o640
    assert real.read_text().startswith("term,synonym")


def test_places_that_cannot_be_written_to(tmp_path: Path) -> None:
    with pytest.raises(FormatError, match="cannot be written"):
        pairs_csv.write(ROWS, tmp_path / "missing" / "pairs.csv", WriteOptions())
    with pytest.raises(FormatError, match="cannot be written"):
        pairs_csv.write(ROWS, tmp_path, WriteOptions())
    with pytest.raises(FormatError, match="cannot be written"):
        pairs_csv.write(ROWS * 1_000, Path("/dev/full"), WriteOptions())


@pytest.mark.parametrize("name", ["pairs.csv.gz", "pairs.jsonl.zst", "pairs.tsv.bz2"])
def test_the_ending_packs_an_export(tmp_path: Path, name: str) -> None:
    format = format_for_writing(tmp_path / name)
    assert format.write(ROWS, tmp_path / name, WriteOptions()) == len(ROWS)
    assert format.write(ROWS, tmp_path / "plain", WriteOptions()) == len(ROWS)
    with open_source(tmp_path / name) as unpacked:
        assert unpacked.raw.packed  # type: ignore[attr-defined]
        assert unpacked.read() == (tmp_path / "plain").read_bytes()


def test_a_stream_takes_an_export_too() -> None:
    out = io.StringIO()
    assert pairs_csv.write(ROWS[:1], out, WriteOptions(columns=("term", "synonym"))) == 1
    assert out.getvalue() == "term,synonym\n普拉多,霸道SUV\n"


def test_a_text_that_is_no_unicode_is_named(tmp_path: Path) -> None:
    row = ExportRow("a\ud800", "b", Relation.SYNONYM, None, None, "", AT, "")
    with pytest.raises(FormatError, match="not valid Unicode"):
        pairs_csv.write([row], tmp_path / "pairs.csv", WriteOptions())
    assert not list(tmp_path.iterdir())
