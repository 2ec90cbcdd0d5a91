"""Suggesting and deciding: what is listed, in which order, and what a decision tells."""

import pytest

from synotui.errors import BadTerm, PairError, UnknownTerm
from synotui.model import Relation, Suggestions, TermFilter, Verdict
from synotui.ops.adding import add_synonym
from synotui.ops.comparing.compare import compare
from synotui.ops.history import log, redo, undo
from synotui.ops.review import annotate, decide, decide_many, preview
from synotui.ops.stats import stats
from synotui.ops.suggesting.suggest import suggest
from synotui.ops.terms import find_term, finished_ids, term_ids, term_rows
from synotui.ops.workbench import Workbench

ACCEPT, REJECT, SKIP = Verdict.ACCEPTED, Verdict.REJECTED, Verdict.SKIPPED


def texts(found: Suggestions) -> list[str]:
    return [item.synonym.text for item in found.items]


def propose(bench: Workbench, head: int, synonym: int, relation: Relation | None = None) -> None:
    with bench.store.transaction():
        source = bench.store.proposals.source("thesaurus", "2026-01-01T00:00:00Z")
        bench.store.proposals.add(source, [(head, synonym, relation, "")])


def test_candidates_come_by_cosine_with_ranks(bench: Workbench) -> None:
    found = suggest(bench, 1, 10)
    cosines = [item.now for item in found.items if item.now is not None]
    assert len(found.items) == 10
    assert cosines == sorted(cosines, reverse=True)
    assert [item.rank for item in found.items] == list(range(1, 11))
    assert (found.space, found.index, found.hidden) == ("made", "exact", 0)
    assert "term00" not in texts(found)


def test_proposals_that_wait_come_first_and_then_take_their_place(bench: Workbench) -> None:
    last = suggest(bench, 1, 39).items[-1].synonym
    propose(bench, 1, last.id)
    first = suggest(bench, 1, 5).items[0]
    assert first.synonym == last
    assert first.evidence.proposed_by == ("thesaurus",)
    decide(bench, 1, last.id, SKIP)
    assert texts(suggest(bench, 1, 5))[-1] == last.text


def test_rejected_pairs_stay_out_but_can_be_shown(bench: Workbench) -> None:
    nearest = suggest(bench, 1, 3).items[0].synonym
    decide(bench, 1, nearest.id, REJECT)
    found = suggest(bench, 1, 3)
    assert nearest.text not in texts(found)
    assert (len(found.items), found.hidden) == (3, 1)
    shown = suggest(bench, 1, 3, show_rejected=True)
    assert shown.items[0].verdict is REJECT
    assert shown.hidden == 0


def test_friends_of_friends_are_listed_with_the_friend(bench: Workbench) -> None:
    far = suggest(bench, 1, 39).items[-1].synonym
    decide(bench, 1, 2, ACCEPT)
    decide(bench, 2, far.id, ACCEPT)
    item = next(i for i in suggest(bench, 1, 1).items if i.synonym == far)
    assert item.evidence.friends == ("term01",)
    assert "friend" in item.evidence.sources


def test_a_decision_tells_what_it_changed(bench: Workbench) -> None:
    decide(bench, 1, 2, ACCEPT)
    change = decide(bench, 2, 3, ACCEPT)
    told = change.diff.pairs[0]
    assert (told.term.text, told.synonym.text) == ("term01", "term02")
    assert told.after > told.before + 0.2
    assert change.diff.moved == 3
    assert {(c.term.text, c.synonym.text) for c in change.diff.component} >= {("term00", "term02")}
    entered = change.diff.neighbours[0].entered
    assert change.diff.neighbours[0].term.text == "term01"
    assert all(1 <= rank <= 10 for _, rank in entered)
    assert change.diff.kept_at_10 is not None
    assert 0 < change.diff.sampled <= 40


def test_previewing_tells_what_deciding_will_and_changes_nothing(bench: Workbench) -> None:
    decide(bench, 1, 2, ACCEPT)
    before = suggest(bench, 3, 10)
    foreseen = preview(bench, 3, 1)
    assert suggest(bench, 3, 10) == before
    assert len(log(bench)) == 1
    assert decide(bench, 3, 1, ACCEPT).diff == foreseen


def test_antonyms_push(bench: Workbench) -> None:
    nearest = suggest(bench, 1, 1).items[0].synonym
    told = decide(bench, 1, nearest.id, REJECT, Relation.ANTONYM).diff.pairs[0]
    assert told.after < told.before


@pytest.mark.parametrize("relation", [Relation.BROADER, Relation.NARROWER, Relation.RELATED])
def test_other_relations_leave_vectors_alone(bench: Workbench, relation: Relation) -> None:
    change = decide(bench, 1, 2, ACCEPT, relation)
    assert change.diff.moved == 0
    assert relation in change.label
    seen = suggest(bench, 2, 1).items
    pair = next(item.pair for item in seen if item.synonym.id == 1)
    assert pair is not None
    assert pair.relation_from(2) is relation.seen_from_other_side()


def test_a_proposed_relation_is_what_accepting_takes(bench: Workbench) -> None:
    propose(bench, 2, 1, Relation.BROADER)
    decide(bench, 1, 2, ACCEPT)
    pair = bench.store.pairs.get(1, 2)
    assert pair is not None
    assert pair.relation is Relation.NARROWER


def test_a_batch_is_one_step(bench: Workbench) -> None:
    decide_many(bench, 1, [2, 3, 4], REJECT)
    assert stats(bench).rejected == 3
    undo(bench)
    assert stats(bench).rejected == 0


def test_notes_travel_with_the_pair(bench: Workbench) -> None:
    annotate(bench, 1, 2, "look again")
    pair = bench.store.pairs.get(1, 2)
    assert pair is not None
    assert (pair.verdict, pair.note) == (SKIP, "look again")
    decide(bench, 1, 2, ACCEPT)
    pair = bench.store.pairs.get(1, 2)
    assert pair is not None
    assert pair.note == "look again"


def test_what_cannot_be_decided_changes_nothing(bench: Workbench) -> None:
    with pytest.raises(PairError, match="itself"):
        decide(bench, 1, 1, ACCEPT)
    with pytest.raises(PairError, match="antonym"):
        decide(bench, 1, 2, ACCEPT, Relation.ANTONYM)
    with pytest.raises(UnknownTerm):
        decide(bench, 1, 999, ACCEPT)
    assert log(bench) == []


def test_a_synonym_added_by_hand_goes_and_comes_with_undo_and_redo(bench: Workbench) -> None:
    change = add_synonym(bench, 1, " 霸道SUV ")
    added = find_term(bench, "霸道suv")
    assert change.terms_added == (added.id,)
    assert "霸道SUV" in texts(suggest(bench, 1, 3))
    undo(bench)
    with pytest.raises(UnknownTerm):
        find_term(bench, "霸道SUV")
    assert "霸道SUV" not in texts(suggest(bench, 1, 39))
    assert stats(bench).terms == 40
    redo(bench)
    assert find_term(bench, "霸道SUV") == added


def test_adding_a_known_term_only_decides(bench: Workbench) -> None:
    assert add_synonym(bench, 1, "TERM05").terms_added == ()
    assert stats(bench).terms == 40
    for bad in ("", "a\x00b", "x" * 10_000):
        with pytest.raises(BadTerm):
            add_synonym(bench, 1, bad)


def test_comparing_measures_both_ways(bench: Workbench) -> None:
    found = compare(bench, 1, 2)
    assert found.base == found.now
    assert 1 <= found.rank_a_to_b < 40
    decide(bench, 1, 2, ACCEPT)
    after = compare(bench, 1, 2)
    assert after.base == found.base
    assert after.now.cosine > found.now.cosine
    assert (after.rank_a_to_b, after.rank_b_to_a) == (1, 1)


def test_terms_are_listed_filtered_and_counted(bench: Workbench) -> None:
    assert [row.term.text for row in term_rows(bench, term_ids(bench)[:2])] == ["term00", "term01"]
    assert len(term_ids(bench, TermFilter("RM0"))) == 10
    assert len(term_ids(bench, TermFilter("^rm0"))) == 0
    assert len(term_ids(bench, TermFilter("^ＴＥＲＭ3"))) == 10
    propose(bench, 1, 9)
    decide(bench, 1, 39, ACCEPT)
    decide(bench, 2, 1, REJECT)
    row = term_rows(bench, [1])[0]
    assert (row.accepted, row.rejected, row.skipped, row.proposals) == (1, 1, 0, 1)
    through = term_ids(bench, TermFilter("term38", candidates=True))
    assert sorted(through) == [1, 39]
    assert not {1, 9} & finished_ids(bench)
    assert 39 in finished_ids(bench)


def test_unknown_terms_are_told_with_the_closest(bench: Workbench) -> None:
    with pytest.raises(UnknownTerm) as caught:
        find_term(bench, "trem07")
    assert "term07" in caught.value.closest


def test_text_that_is_not_unicode_is_an_unknown_term(bench: Workbench) -> None:
    with pytest.raises(UnknownTerm):
        find_term(bench, "\udcff")
