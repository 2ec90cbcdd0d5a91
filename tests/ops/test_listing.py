"""All terms in memory: kept up with what is done, sorted by what is decided."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from synotui.model import Relation, TermFilter, TermOrder, Verdict, View
from synotui.ops import listing as module
from synotui.ops.adding import add_synonym
from synotui.ops.history import redo, undo
from synotui.ops.listing import adopt_listing, make_listing, plan_listing
from synotui.ops.queueing.conflicts import conflicting
from synotui.ops.review import decide
from synotui.ops.session import save_view
from synotui.ops.terms import (
    closest_terms,
    count_terms,
    first_term_ids,
    list_terms,
    term_ids,
    term_rows,
)
from synotui.ops.transfer.importing import ImportOptions, import_file
from synotui.ops.workbench import Workbench, open_workbench


def texts(bench: Workbench, text: str = "", order: TermOrder = "frequency") -> list[str]:
    ids = term_ids(bench, TermFilter(text, order=order))
    return [row.term.text for row in term_rows(bench, ids)]


def test_hand_added_terms_are_found_at_once_and_follow_undo(bench: Workbench) -> None:
    assert texts(bench, "普拉") == []
    add_synonym(bench, 1, "普拉多")
    listing = bench.listing()
    assert texts(bench, "普拉") == ["普拉多"]
    undo(bench)
    assert texts(bench, "普拉") == []
    redo(bench)
    assert texts(bench, "普拉") == ["普拉多"]
    assert texts(bench)[-1] == "普拉多"
    assert bench.listing() is listing, "nothing was read anew"


def test_what_others_add_is_read(bench: Workbench, path: Path) -> None:
    assert texts(bench, "新") == []
    with open_workbench(path) as other:
        add_synonym(other, 1, "新词")
    assert texts(bench, "新") == ["新词"]
    file = path.with_name("more.tsv")
    file.write_text("新能源\t9000\n新手机\t1\n", encoding="utf-8")
    import_file(bench, file, ImportOptions(format="terms"))
    assert texts(bench, "新") == ["新能源", "新手机", "新词"]
    assert texts(bench)[0] == "新能源"


def test_what_others_add_just_before_is_not_missed(bench: Workbench, path: Path) -> None:
    assert texts(bench, "新") == []
    with open_workbench(path) as other:
        add_synonym(other, 1, "新词")
    add_synonym(bench, 1, "新手机")
    assert texts(bench, "新") == ["新词", "新手机"]
    undo(bench)
    with open_workbench(path) as other:
        undo(other)
    assert texts(bench, "新") == []
    redo(bench)
    listing = bench.listing()
    assert len(texts(bench, "新")) == 1
    undo(bench)
    assert texts(bench, "新") == [] and bench.listing() is listing


def test_what_was_undone_before_all_was_read_comes_back(bench: Workbench, path: Path) -> None:
    add_synonym(bench, 1, "新词")
    undo(bench)
    with open_workbench(path) as again:
        assert texts(again, "新") == []
        redo(again)
        assert texts(again, "新") == ["新词"]


def test_frequencies_that_are_added_later_are_noticed(bench: Workbench, path: Path) -> None:
    add_synonym(bench, 1, "新词")
    assert texts(bench)[-1] == "新词"
    file = path.with_name("more.tsv")
    file.write_text("新词\t9000\nterm05\t7\n", encoding="utf-8")
    with open_workbench(path) as other:
        import_file(other, file, ImportOptions(format="terms"))
    assert texts(bench)[0] == "新词"
    listing = bench.listing()
    import_file(bench, file, ImportOptions(format="terms"))
    assert bench.listing() is listing, "there was nothing new in it"


def test_first_terms_are_those_around_the_head(bench: Workbench) -> None:
    everything = list(term_ids(bench))
    assert count_terms(bench) == len(everything) == 40
    assert list(first_term_ids(bench, None, 5)) == everything[:10]
    assert list(first_term_ids(bench, 9_999, 5)) == everything[:10]
    assert list(first_term_ids(bench, everything[20], 3)) == everything[17:23]
    assert list(first_term_ids(bench, everything[0], 100)) == everything


def test_first_terms_cross_equal_and_missing_frequencies(tmp_path: Path) -> None:
    with open_workbench(tmp_path / "f.db", create=True) as bench:
        with bench.store.transaction():
            counted = (None, 5.0, 5.0, None, 9.0, 5.0, 1.0, None)
            bench.store.terms.add((f"t{i}", f"t{i}", f) for i, f in enumerate(counted))
        everything = list(term_ids(bench))
        assert [row.term.frequency for row in term_rows(bench, everything)] == (
            [9.0, 5.0, 5.0, 5.0, 1.0, None, None, None]
        )
        for at, head in enumerate(everything):
            for rows in (1, 2, 3, 20):
                expected = everything[max(0, at - rows) : at + rows]
                assert list(first_term_ids(bench, head, rows)) == expected


def test_progress_puts_what_was_begun_first_and_what_is_done_last(
    bench: Workbench, tmp_path: Path
) -> None:
    file = tmp_path / "pairs.csv"
    file.write_text("term05,term06\nterm05,term07\n")
    import_file(bench, file)
    decide(bench, 6, 7, Verdict.ACCEPTED)
    decide(bench, 30, 31, Verdict.REJECTED)
    listed = texts(bench, order="progress")
    assert listed[:2] == ["term05", "term07"]
    assert listed[2:4] == ["term00", "term01"]
    assert listed[-3:] == ["term06", "term29", "term30"]


def test_an_order_is_made_beside_and_again_after_a_decision(bench: Workbench) -> None:
    def wait(order: TermOrder) -> bool:
        plan = plan_listing(bench, order)
        if plan is not None:
            with ThreadPoolExecutor(1) as thread:
                adopt_listing(bench, thread.submit(make_listing, plan).result())
        return plan is not None

    progress: TermOrder = "progress"
    assert [wait("frequency"), wait("frequency")] == [True, False]
    listing = bench.listing()
    assert [wait(progress), wait(progress), wait("frequency")] == [True, False, False]
    assert bench.listing() is listing
    save_view(bench, View(head=3))
    assert not wait(progress)
    decide(bench, 30, 31, Verdict.REJECTED)
    assert wait(progress) and bench.listing() is listing
    assert texts(bench, order=progress)[-2:] == ["term29", "term30"]


def test_what_was_made_of_terms_that_have_changed_meanwhile_is_not_listed(
    bench: Workbench,
) -> None:
    assert texts(bench, "term")
    plan = plan_listing(bench, "alphabet")
    assert plan is not None
    made = make_listing(plan)
    add_synonym(bench, 1, "aaa")
    adopt_listing(bench, made)
    assert plan_listing(bench, "alphabet") is not None
    assert texts(bench, order="alphabet")[0] == "aaa"
    decide(bench, 30, 31, Verdict.REJECTED)
    assert list_terms(bench, TermFilter(order="progress")).place(30) == 38
    decide(bench, 32, 33, Verdict.REJECTED)
    assert list_terms(bench, TermFilter(order="progress"), at_hand=True).place(30) == 38
    assert list_terms(bench, TermFilter(order="progress")).place(30) == 36


def test_conflicts_are_rejected_pairs_that_accepted_ones_connect(bench: Workbench) -> None:
    for head, synonym in ((20, 21), (21, 22)):
        decide(bench, head, synonym, Verdict.ACCEPTED)
    decide(bench, 20, 22, Verdict.REJECTED)
    decide(bench, 20, 30, Verdict.REJECTED)
    assert texts(bench, order="conflict")[:3] == ["term19", "term21", "term00"]
    undo(bench)
    undo(bench)
    assert texts(bench, order="conflict")[0] == "term00"


def test_proposals_that_contradict_verdicts_are_conflicts(bench: Workbench, tmp_path: Path) -> None:
    for head, synonym in ((20, 21), (25, 26)):
        decide(bench, head, synonym, Verdict.ACCEPTED)
    decide(bench, 21, 25, Verdict.REJECTED)
    decide(bench, 30, 31, Verdict.REJECTED)
    file = tmp_path / "pairs.csv"
    file.write_text("term19,term25\nterm29,term30\nterm29,term31\nterm05,term06\n")
    import_file(bench, file)
    assert conflicting(bench.store) == {20, 26}
    assert texts(bench, order="conflict")[:3] == ["term19", "term25", "term00"]
    with bench.store.transaction():
        source = bench.store.proposals.source("opposites", "2024-01-01T00:00:00Z")
        bench.store.proposals.add(source, [(21, 20, Relation.ANTONYM, "")])
        bench.store.proposals.add(source, [(26, 22, Relation.ANTONYM, "")])
    assert conflicting(bench.store) == {20, 26}, "what is decided is not proposed any more"
    decide(bench, 20, 27, Verdict.ACCEPTED)
    with bench.store.transaction():
        bench.store.proposals.add(source, [(21, 27, Relation.ANTONYM, "")])
    assert conflicting(bench.store) == {20, 21, 26, 27}


def test_candidates_lead_to_their_terms_however_many_match(
    bench: Workbench, monkeypatch: pytest.MonkeyPatch
) -> None:
    decide(bench, 1, 39, Verdict.ACCEPTED)
    decide(bench, 38, 2, Verdict.REJECTED)
    wanted = TermFilter("term3", candidates=True)
    few = list(term_ids(bench, wanted))
    monkeypatch.setattr(module, "_LOOKED_UP", 1)
    assert list(term_ids(bench, wanted)) == few
    assert few[-2:] == [1, 2] and len(few) == 12


@pytest.mark.parametrize("typed", ["trem07", "TERM-07", "tern07"])
def test_close_terms_are_found(bench: Workbench, typed: str) -> None:
    assert "term07" in closest_terms(bench, typed)
