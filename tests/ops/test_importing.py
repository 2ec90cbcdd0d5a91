"""Taking in files: all of it or nothing, told line by line, and twice is once."""

from pathlib import Path

import pytest

from synotui.errors import Cancelled, FormatError, StorageFailed
from synotui.model import Progress, Relation, TermFilter, Verdict
from synotui.ops.demo import SEED_SOURCE, make_demo
from synotui.ops.history import log, redo, undo
from synotui.ops.review import decide
from synotui.ops.spaces.embedding import spaces, use_space
from synotui.ops.stats import stats
from synotui.ops.suggesting.suggest import suggest
from synotui.ops.terms import find_term, term_ids
from synotui.ops.transfer.exporting import ExportOptions, export
from synotui.ops.transfer.importing import ImportOptions, import_file
from synotui.ops.workbench import Workbench, open_workbench
from tests.full_disk import leave_room

HOSTILE = [
    "[/x]",
    "[bold]a[/]",
    "\x1b[31mred\x1b[0m",
    "tab\tin",
    "new\nline",
    "=cmd()",
    "+1",
    "-x",
    "@y",
    "'=quoted",
    "ＳＵＶ",
    "SUV",
    'say "hi"',
    "a,b",
    "👨\u200d👩\u200d👧",
    "\u202egnirts",
]


def write(folder: Path, name: str, content: str) -> Path:
    path = folder / name
    path.write_text(content, encoding="utf-8", newline="")
    return path


def everything(bench: Workbench) -> bytes:
    return bench.path.read_bytes()


def test_pairs_come_in_as_proposals_once(bench: Workbench, tmp_path: Path) -> None:
    file = write(tmp_path, "pairs.csv", "标准词,近似词\n普拉多,霸道SUV\nterm00,term01\n")
    report = import_file(bench, file)
    assert (report.rows, report.terms_added, report.terms_known) == (2, 2, 2)
    assert (report.proposals_added, report.decided) == (2, 0)
    assert suggest(bench, 1, 1).items[0].evidence.proposed_by == ("pairs.csv",)
    before = everything(bench)
    again = import_file(bench, file)
    assert (again.terms_added, again.proposals_added, again.proposals_known) == (0, 0, 2)
    assert everything(bench) == before


def test_a_verdict_column_decides_and_undo_takes_it_back(bench: Workbench, tmp_path: Path) -> None:
    file = write(
        tmp_path,
        "decided.csv",
        "term,synonym,verdict,relation,note\n"
        "term00,term01,accepted,,from the old list\n"
        "term00,term02,rejected,antonym,\n"
        "term00,term03,,,\n"
        "term00,term04,accepted,antonym,\n",
    )
    report = import_file(bench, file)
    assert (report.decided, report.proposals_added, report.skipped_count) == (2, 1, 1)
    assert "antonym" in report.skipped[0].reason
    moved = stats(bench).spaces[0].moved
    assert moved >= 2
    assert import_file(bench, file).decided_known == 2
    undo(bench)
    assert (stats(bench).accepted, stats(bench).spaces[0].moved) == (0, 0)
    redo(bench)
    assert (stats(bench).accepted, stats(bench).spaces[0].moved) == (1, moved)


def test_exported_pairs_import_again_without_loss(bench: Workbench, tmp_path: Path) -> None:
    for text in HOSTILE:
        file = write(tmp_path, "one.txt", "")
        file.write_bytes(b"")
        with bench.store.transaction():
            bench.store.terms.add([(text, text, None)])
    hostile = [bench.store.terms.ids_of_texts([text])[text] for text in HOSTILE]
    for i, term in enumerate(hostile[1:]):
        relation = [None, Relation.BROADER, Relation.RELATED][i % 3]
        decide(bench, hostile[0], term, Verdict.ACCEPTED, relation, note=f"={i}\n’n")
    for neutralise in (True, False):
        out = tmp_path / f"out{neutralise}.csv"
        export(bench, out, ExportOptions(neutralise=neutralise))
        with open_workbench(tmp_path / f"again{neutralise}.db", create=True) as other:
            report = import_file(other, out, ImportOptions(accept=True))
            assert report.skipped_count == 0
            assert _pairs(other) == _pairs(bench)


def _pairs(bench: Workbench) -> set[tuple[str, str, str, str, str, str]]:
    found = list(bench.store.pairs.with_verdicts([Verdict.ACCEPTED]))
    terms = bench.store.terms.by_id({i for p in found for i in (p.head, p.synonym)})
    return {
        (
            terms[p.head].text,
            terms[p.synonym].text,
            str(p.relation),
            p.note,
            p.curator,
            p.decided_at,
        )
        for p in found
    }


def test_bad_rows_are_skipped_with_their_reason(bench: Workbench, tmp_path: Path) -> None:
    file = write(tmp_path, "bad.csv", f"term,synonym\na,\nb,b\nc,d\x00e\n{'x' * 10_000},y\nf,g\n")
    report = import_file(bench, file)
    assert (report.proposals_added, report.skipped_count) == (1, 4)
    assert [skipped.line for skipped in report.skipped] == [2, 3, 4, 5]
    assert all(skipped.reason for skipped in report.skipped)


def test_hostile_terms_are_taken_as_they_are(bench: Workbench, tmp_path: Path) -> None:
    usable = [text for text in HOSTILE if "\n" not in text and "\t" not in text]
    import_file(bench, write(tmp_path, "hostile.txt", "\n".join(usable) + "\nSUV \n"))
    for text in usable:
        assert find_term(bench, text).text == text
    assert len(term_ids(bench, TermFilter("^suv"))) == 2


def test_vectors_make_a_space_and_a_second_dimension_another(
    bench: Workbench, tmp_path: Path
) -> None:
    one = write(tmp_path, "tiny.vec", "3 3\nterm00 1 0 0\n新词 0 1 0\nterm00 0 0 1\n")
    report = import_file(bench, one)
    assert (report.space, report.vectors_added, report.terms_added) == ("tiny", 2, 1)
    assert "earlier" in report.skipped[0].reason
    assert [space.name for space in spaces(bench) if space.current] == ["tiny"]
    assert suggest(bench, 1).items[0].synonym.text == "新词"
    before = everything(bench)
    assert import_file(bench, one).vectors_known == 3
    assert everything(bench) == before
    other = write(tmp_path, "tiny.more.vec", "1 4\nterm01 1 0 0 0\n")
    with pytest.raises(FormatError, match="--space"):
        import_file(bench, other)
    assert everything(bench) == before
    import_file(bench, other, ImportOptions(space="four"))
    assert {space.dim for space in spaces(bench)} == {12, 3, 4}


def test_bad_vectors_are_told_by_line(bench: Workbench, tmp_path: Path) -> None:
    lines = ["a 1 2 3", "b 1 2", "c 1 2 3 4 x", "d nan 0 0", "e inf 0 0", "f 0 0 0", "g 3 2 1"]
    report = import_file(bench, write(tmp_path, "bad.vec", "7 3\n" + "\n".join(lines) + "\n"))
    assert report.vectors_added == 2
    assert [skipped.line for skipped in report.skipped] == [3, 4, 5, 6, 7]


def test_switching_spaces_solves_the_pairs_in_force_there(bench: Workbench, tmp_path: Path) -> None:
    decide(bench, 1, 2, Verdict.ACCEPTED)
    made = suggest(bench, 1, 1).items[0].now
    import_file(bench, write(tmp_path, "s.vec", "2 2\nterm00 1 0\nterm01 0 1\n"))
    there = suggest(bench, 1, 1).items[0]
    assert there.base == 0.0
    assert there.now == pytest.approx(0.82, abs=0.01)
    undo(bench)
    use_space(bench, "made")
    first = suggest(bench, 1, 39).items
    assert all(item.base == item.now for item in first)
    redo(bench)
    assert suggest(bench, 1, 1).items[0].now == made


def test_cancelling_leaves_the_file_as_it_was(bench: Workbench, tmp_path: Path) -> None:
    rows = "".join(f"{i},{i}x\n" for i in range(20_000))
    file = write(tmp_path, "long.csv", "term,synonym\n" + rows)
    seen = []

    def stop(progress: Progress) -> None:
        seen.append(progress)
        if progress.done > 0:
            raise Cancelled("Stopped")

    before = stats(bench)
    with pytest.raises(Cancelled):
        import_file(bench, file, on_progress=stop)
    assert seen
    assert stats(bench) == before
    import_file(bench, file)
    assert stats(bench).terms == 40 + 40_000


def test_a_full_disk_while_importing_leaves_the_dictionary_as_it_was(
    bench: Workbench, tmp_path: Path
) -> None:
    file = write(tmp_path, "long.csv", "".join(f"{i},{i}x\n" for i in range(20_000)))
    before = stats(bench)
    leave_room(bench.store, 20)
    with pytest.raises(StorageFailed):
        import_file(bench, file)
    assert stats(bench) == before
    assert suggest(bench, 1, 3).items


def test_the_demo_begins_with_prado_and_its_low_cosine(tmp_path: Path) -> None:
    with make_demo(tmp_path / "deep" / "demo.db") as bench:
        figures = stats(bench)
        assert figures.terms >= 1_500
        assert figures.proposals == 7
        head = term_ids(bench)[0]
        assert find_term(bench, "普拉多").id == head
        first = suggest(bench, head).items[0]
        assert first.synonym.text == "霸道SUV"
        assert first.evidence.proposed_by == (SEED_SOURCE,)
        assert first.base == pytest.approx(0.10, abs=0.005)
        told = decide(bench, head, first.synonym.id, Verdict.ACCEPTED).diff.pairs[0]
        assert told.after > 0.8
        assert log(bench)[0].action == "decide"
    assert [path.name for path in (tmp_path / "deep").iterdir()] == ["demo.db"]
