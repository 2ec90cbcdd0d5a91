"""Merging another curator's dictionary: three-way, again and again, both ways round, undone."""

import random
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import synotui
from synotui.errors import Cancelled, DictionaryError, DictionaryTooNew, NotADictionary
from synotui.model import (
    AuditFilter,
    MergeReport,
    Pair,
    PairChange,
    Progress,
    Relation,
    Stance,
    Verdict,
)
from synotui.ops.adding import add_synonym
from synotui.ops.adjusting.senses import set_sense, set_weight
from synotui.ops.audit import audit
from synotui.ops.checking import check
from synotui.ops.history import redo, undo
from synotui.ops.merging import (
    MergeOptions,
    carry_plan,
    merge,
    open_disagreements,
    plan_beside,
    report_of,
)
from synotui.ops.queueing.lines import survey
from synotui.ops.review import annotate, decide
from synotui.ops.transfer.importing import ImportOptions, import_file
from synotui.ops.workbench import Workbench, open_workbench
from synotui.store import Deed
from synotui.store.backups import list_backups
from tests.curators import work
from tests.faults.damage import damage
from tests.faults.foreign import forge, try_to_merge
from tests.store.test_schema import of_schema

ACCEPTED, REJECTED, SKIPPED = Verdict.ACCEPTED, Verdict.REJECTED, Verdict.SKIPPED
Do = Callable[[Workbench], object]


def by(curator: str, path: Path, *deeds: Do) -> None:
    """Let a curator do something to a dictionary."""
    with hands(curator, path) as bench:
        for deed in deeds:
            deed(bench)


def hands(curator: str, path: Path) -> Workbench:
    bench = open_workbench(path)
    bench.__dict__["curator"] = curator
    return bench


def deciding(
    low: int, high: int, verdict: Verdict, relation: Relation | None = None, note: str | None = None
) -> Do:
    return lambda bench: decide(bench, low, high, verdict, relation, note)


def merging(other: Path, stance: Stance = "ask") -> Do:
    return lambda bench: merge(bench, other, MergeOptions(stance))


def merged(path: Path, other: Path, stance: Stance = "ask", *, curator: str = "mei") -> MergeReport:
    """Merge, and prove that the dictionary is sound and the other one untouched."""
    before = other.read_bytes()
    with hands(curator, path) as bench:
        report, change = merge(bench, other, MergeOptions(stance))
        assert check(bench).findings == ()
        assert (change is None) == (report.seq is None)
    assert other.read_bytes() == before
    return report


def said(path: Path) -> dict[tuple[str, str], tuple[Any, ...]]:
    """What a dictionary says of its pairs, by texts, whoever decided them and whenever."""
    found = {}
    with open_workbench(path) as bench:
        for low, high in bench.store.pairs.as_rows():
            pair = bench.store.pairs.get(low, high)
            assert pair is not None
            texts = {i: term.text for i, term in bench.store.terms.by_id((low, high)).items()}
            one, two = sorted((low, high), key=texts.__getitem__)
            found[texts[one], texts[two]] = (
                pair.verdict, pair.relation_from(one), pair.note, pair.weight,
                pair.sense_of(one), pair.sense_of(two),
            )  # fmt: skip
    return found


def held(bench: Workbench) -> tuple[object, ...]:
    """Pairs, adjusted vectors and terms out of use, byte for byte."""
    info = bench.store.vectors.current()
    assert info is not None
    ids, vectors = bench.store.vectors.load_adjusted(info)
    return bench.store.pairs.as_rows(), ids.tobytes(), vectors.tobytes()


@pytest.fixture(scope="module")
def begun(made: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What both know: three decisions."""
    path = Path(shutil.copy(made, tmp_path_factory.mktemp("begun") / "begun.db"))
    by("wu", path, deciding(1, 2, ACCEPTED), deciding(3, 4, REJECTED), deciding(5, 6, ACCEPTED))
    return path


@pytest.fixture
def path(begun: Path, tmp_path: Path) -> Path:
    """A copy, which one curator goes on with."""
    return Path(shutil.copy(begun, tmp_path / "mei.db"))


@pytest.fixture
def other(begun: Path, tmp_path: Path) -> Path:
    """Another, of the other curator."""
    return Path(shutil.copy(begun, tmp_path / "li.db"))


def test_what_only_the_other_did_is_taken_with_who_and_when(path: Path, other: Path) -> None:
    by("mei", path, deciding(7, 8, ACCEPTED))
    by("li", other, undo, deciding(1, 2, REJECTED, Relation.ANTONYM, "opposite"),
       deciding(9, 10, ACCEPTED, Relation.BROADER), deciding(7, 8, ACCEPTED),
       deciding(11, 12, SKIPPED),
       lambda bench: add_synonym(bench, 13, "a new term"))  # fmt: skip
    with hands("mei", path) as bench:
        before = held(bench)
        report, change = merge(bench, other)
        assert (report.known_entries, report.new_entries) == (3, 6)
        assert (report.taken, report.replaced, report.undone, report.agreed) == (4, 1, 1, 1)
        assert (report.disagreements, report.terms_added, report.curators) == (0, 1, (("li", 4),))
        assert change is not None and change.label == (
            "merged li.db: 4 pairs taken, 1 undone, 1 agreed, 1 term added"
        )
        pair = bench.store.pairs.get(1, 2)
        assert pair is not None and (pair.curator, pair.note) == ("li", "opposite")
        assert bench.store.pairs.get(5, 6) is None, "what both knew was undone there"
        broader = bench.store.pairs.get(9, 10)
        assert broader is not None and broader.relation_from(10) is Relation.NARROWER
        assert check(bench).findings == () and list_backups(path)[0].why == "merge"
        after = held(bench)
        undo(bench)
        assert held(bench) == before and bench.store.terms.by_text("a new term") is None
        redo(bench)
        assert held(bench) == after and check(bench).sound
    assert said(path) == said(other)
    assert merged(path, other).seq is None
    entry = next(each for each in _audit(path) if each.action == "merge")
    assert entry.curator == "mei" and {pair.decided_by for pair in entry.pairs} == {"li", ""}
    of_li = [each for each in _audit(path, "li") if each.action == "merge"]
    assert [pair.decided_by for pair in of_li[0].pairs] == ["li"] * 4


def _audit(path: Path, curator: str | None = None) -> list[Any]:
    with open_workbench(path) as bench:
        return audit(bench, AuditFilter(curator))


@pytest.mark.parametrize(
    ("mine", "theirs", "here", "counted"),
    [
        ((ACCEPTED, None, "m"), (ACCEPTED, None, "t"), "accepted synonym m · t", "notes_joined"),
        ((ACCEPTED, None, "m"), (ACCEPTED, None, "more"), "accepted synonym more", "taken"),
        ((ACCEPTED, None, "m"), (ACCEPTED, None, "m"), "accepted synonym m", "agreed"),
        ((ACCEPTED, None, ""), (ACCEPTED, None, "t"), "accepted synonym t", "taken"),
        ((SKIPPED, None, "m"), (REJECTED, None, "t"), "rejected different m · t", "over_skips"),
        ((ACCEPTED, None, ""), (SKIPPED, None, "t"), "accepted synonym t", "over_skips"),
        ((ACCEPTED, None, ""), (REJECTED, None, ""), "accepted synonym", "disagreements"),
        ((ACCEPTED, Relation.BROADER, ""), (ACCEPTED, None, ""), "accepted broader",
         "disagreements"),
    ],
)  # fmt: skip
def test_both_decided_a_pair(
    mine: tuple[Verdict, Relation | None, str],
    theirs: tuple[Verdict, Relation | None, str],
    here: str,
    counted: str,
    path: Path,
    other: Path,
) -> None:
    by("mei", path, deciding(20, 21, *mine))
    by("li", other, deciding(20, 21, *theirs))
    report = merged(path, other)
    with open_workbench(path) as bench:
        pair = bench.store.pairs.get(20, 21)
        assert pair is not None
        assert f"{pair.verdict} {pair.relation} {pair.note}".strip() == here
        assert getattr(report, counted) == 1
        assert len(open_disagreements(bench.store)) == report.disagreements


def test_weights_and_senses_are_taken_one_by_one(path: Path, other: Path) -> None:
    by("mei", path, lambda bench: set_weight(bench, 1, 2, 2.0), lambda b: set_weight(b, 3, 4, 2.0))
    by("li", other, lambda bench: set_sense(bench, 1, 2, "fruit"),
       lambda bench: annotate(bench, 1, 2, "seen"), lambda b: set_weight(b, 3, 4, 3.0))  # fmt: skip
    report = merged(path, other)
    with open_workbench(path) as bench:
        pair = bench.store.pairs.get(1, 2)
        assert pair is not None and (pair.weight, pair.sense_of(1), pair.note) == (
            2.0, "fruit", "seen",
        )  # fmt: skip
        [open_] = open_disagreements(bench.store)
        assert "weight 2" in open_.told and "weight 3" in open_.told
    assert (report.taken, report.disagreements) == (1, 1)


def test_a_disagreement_is_worked_off_by_deciding(path: Path, other: Path) -> None:
    by("mei", path, undo_of(5, 6), deciding(1, 2, REJECTED), deciding(3, 4, ACCEPTED))
    by("li", other, deciding(1, 2, ACCEPTED, Relation.RELATED),
       deciding(3, 4, REJECTED, Relation.ANTONYM), deciding(5, 6, REJECTED))  # fmt: skip
    assert merged(path, other).disagreements == 3
    with hands("mei", path) as bench:
        told = {each.term: each.told for each in open_disagreements(bench.store)}
        assert told["term00"].startswith("here rejected by mei, ")
        assert "; in li.db accepted as related by li, " in told["term00"]
        assert told["term04"].startswith("here undecided; in li.db rejected by li")
        assert survey(bench.store).disagreements == 3
        seq = bench.store.ledger.next_seq()
        assert decide(bench, 2, 1, REJECTED).seq == seq, "as it is, and now for sure"
        assert decide(bench, 2, 1, REJECTED).pairs == (), "that was it"
        assert {each.term for each in open_disagreements(bench.store)} == {"term02", "term04"}
        undo(bench)
        assert len(open_disagreements(bench.store)) == 3
        redo(bench)
        decide(bench, 5, 6, SKIPPED)
        assert [each.term for each in open_disagreements(bench.store)] == ["term02"]
    again = merged(path, other)
    assert (again.seq, again.disagreements, again.known_disagreements) == (None, 1, 1)
    taken = merged(path, other, "theirs")
    assert (taken.taken, taken.replaced) == (1, 1)
    with open_workbench(path) as bench:
        assert not open_disagreements(bench.store)


def undo_of(low: int, high: int) -> Do:
    """Undo until a pair is decided no more."""

    def deed(bench: Workbench) -> None:
        while bench.store.pairs.get(low, high) is not None:
            undo(bench)

    return deed


def test_what_one_worked_off_comes_over_unless_both_did(path: Path, other: Path) -> None:
    by("mei", path, deciding(1, 2, REJECTED), deciding(20, 21, ACCEPTED))
    by("li", other, deciding(1, 2, ACCEPTED, Relation.RELATED), deciding(20, 21, REJECTED))
    assert merged(path, other).disagreements == 2
    back = merged(other, path, curator="li")
    assert (back.taken, back.disagreements) == (0, 2), "nobody has worked them off"
    by("mei", path, deciding(1, 2, REJECTED), deciding(20, 21, ACCEPTED))
    by("li", other, deciding(20, 21, REJECTED))
    found = merged(other, path, curator="li")
    assert (found.taken, found.disagreements) == (1, 1)
    assert said(other)["term00", "term01"][0] == REJECTED
    assert merged(path, other).disagreements == 1, "the one both worked off, each their own way"


def test_mine_settles_and_theirs_takes(path: Path, other: Path) -> None:
    by("mei", path, deciding(1, 2, REJECTED))
    by("li", other, deciding(1, 2, ACCEPTED, Relation.RELATED))
    with hands("mei", path) as bench:
        report, _ = merge(bench, other, MergeOptions("mine"))
        assert report.disagreements == 1 and not open_disagreements(bench.store)
        undo(bench)
        merge(bench, other)
        assert len(open_disagreements(bench.store)) == 1
        merge(bench, other, MergeOptions("mine"))
        assert not open_disagreements(bench.store)
        undo(bench)
        assert len(open_disagreements(bench.store)) == 1
        assert check(bench).findings == ()
    assert merged(path, other, "theirs").taken == 1
    assert said(path) == said(other)


def test_going_on_both_ways_takes_only_the_news(path: Path, other: Path) -> None:
    by("li", other, deciding(7, 8, ACCEPTED))
    assert merged(path, other).taken == 1
    by("mei", path, deciding(7, 8, REJECTED), deciding(9, 10, ACCEPTED))
    by("li", other, deciding(11, 12, ACCEPTED))
    report = merged(path, other)
    assert (report.known_entries, report.new_entries) == (4, 1)
    assert (report.taken, report.disagreements) == (1, 0), "7 – 8 is news of here, not of there"
    back = merged(other, path, curator="li")
    assert (back.taken, back.replaced, back.agreed, back.disagreements) == (2, 1, 0, 0)
    assert said(path) == said(other)
    assert merged(path, other).seq is None and merged(other, path).seq is None


def test_two_who_took_over_from_each_other_at_once(path: Path, other: Path, tmp_path: Path) -> None:
    by("mei", path, deciding(20, 21, ACCEPTED))
    by("li", other, deciding(22, 23, ACCEPTED))
    mine, theirs = (Path(shutil.copy(each, tmp_path / f"sent-{each.name}"))
                    for each in (path, other))  # fmt: skip
    by("mei", path, deciding(24, 25, ACCEPTED), merging(theirs))
    by("li", other, deciding(26, 27, ACCEPTED), merging(mine))
    by("li", other, deciding(20, 21, REJECTED), deciding(22, 23, REJECTED))
    report = merged(path, other)
    assert (report.taken, report.replaced, report.disagreements) == (3, 2, 0)
    assert merged(other, path).taken == 1
    assert said(path) == said(other)


def test_an_older_copy_brings_nothing_back(path: Path, other: Path, tmp_path: Path) -> None:
    by("li", other, deciding(7, 8, ACCEPTED), deciding(1, 2, REJECTED))
    older = Path(shutil.copy(other, tmp_path / "older.db"))
    by("li", other, deciding(7, 8, REJECTED), undo, undo, undo, deciding(9, 10, ACCEPTED))
    assert merged(path, other).taken == 1
    report = merged(path, older)
    assert (report.seq, report.taken, report.disagreements) == (None, 0, 0)
    assert said(path) == said(other)


def test_three_curators(path: Path, other: Path, tmp_path: Path) -> None:
    third = Path(shutil.copy(path, tmp_path / "zhao.db"))
    by("zhao", third, deciding(30, 31, ACCEPTED))
    by("li", other, merging(third), deciding(30, 31, ACCEPTED, Relation.RELATED))
    assert merged(path, other).taken == 1
    report = merged(path, third)
    assert (report.taken, report.disagreements) == (0, 0), "li has seen what zhao said"
    assert said(path) == said(other)


def test_dictionaries_that_began_apart_have_other_ids(path: Path, tmp_path: Path) -> None:
    apart = tmp_path / "apart.db"
    listed = [*(f"term{n:02}" for n in range(39, -1, -1)), "only there", "pear"]
    (tmp_path / "terms.txt").write_text("\n".join(listed) + "\n", encoding="utf-8")
    with open_workbench(apart, create=True) as bench:
        bench.__dict__["curator"] = "li"
        import_file(bench, tmp_path / "terms.txt", ImportOptions(format="terms"))
        ids = bench.store.terms.ids_of_texts(listed)
        decide(bench, ids["term03"], ids["term01"], ACCEPTED, Relation.BROADER)
        decide(bench, ids["term05"], ids["term06"], ACCEPTED)
        decide(bench, ids["pear"], ids["term00"], ACCEPTED)
        set_sense(bench, ids["pear"], ids["term00"], "fruit")
    by("mei", path, deciding(7, 6, ACCEPTED))
    report = merged(path, apart)
    assert (report.known_entries, report.taken, report.agreed) == (0, 2, 1)
    assert (report.terms_added, report.terms_lacking, report.without_vector) == (1, 1, 1)
    assert said(path).items() >= said(apart).items() and len(said(path)) == 6
    with hands("mei", path) as bench:
        undo(bench)
        report, _ = merge(bench, apart, MergeOptions(terms=True))
        assert report.terms_added == 2 and bench.store.terms.by_text("only there") is not None


def test_ledgers_that_only_look_alike_are_matched_by_texts(tmp_path: Path) -> None:
    """Two files of other terms, imported and decided in the same second, have the same hashes."""
    paths = [tmp_path / "one.db", tmp_path / "two.db"]
    for path, texts in zip(paths, (["a", "b", "c"], ["c", "a", "d"]), strict=True):
        with open_workbench(path, create=True) as bench, bench.store.transaction():
            bench.store.terms.add((text, text, None) for text in texts)
            pair = Pair(1, 2, ACCEPTED, Relation.SYNONYM, "", "x", "2026-01-01T00:00:00Z", 1)
            change = PairChange(1, 2, None, pair)
            bench.store.ledger.append(1, pair.decided_at, "x", Deed("decide", "", (change,)))
            bench.store.pairs.write([change])
    by("li", paths[1], deciding(1, 3, REJECTED))
    report = merged(paths[0], paths[1])
    assert report.taken == 2 and report.undone == 0
    assert set(said(paths[0])) == {("a", "b"), ("a", "c"), ("c", "d")}


def test_vectors_come_along_where_the_space_is_the_same(path: Path, other: Path) -> None:
    def add(bench: Workbench) -> None:
        add_synonym(bench, 1, "newcomer")
        info = bench.store.vectors.current()
        assert info is not None
        term = bench.store.terms.ids_of_texts(["newcomer"])["newcomer"]
        with bench.store.transaction():
            vector = np.arange(1, info.dim + 1, dtype=np.float32)[None]
            bench.store.vectors.append(info.id, np.array([term]), vector)
            bench.store.composed.mark(info.id, {term: "words"})

    by("li", other, add)
    with hands("mei", path) as bench:
        report, change = merge(bench, other)
        assert (report.vectors_added, report.without_vector) == (1, 0)
        assert change is not None and change.diff.moved
        term = bench.store.terms.by_text("newcomer")
        loaded = bench.loaded()
        assert term is not None and loaded is not None
        row = loaded.space.row_of(term.id)
        assert row is not None and loaded.space.base(np.array([row]))[0, 2] == 3.0
        assert bench.store.composed.of([loaded.info.id], [term.id]) == {term.id: "words"}
        assert check(bench).findings == ()
        undo(bench)
        with bench.store.transaction():
            ids, vectors = bench.store.vectors.load(loaded.info)
            bench.store.vectors.replace(loaded.info.id, ids, -vectors)
        bench.forget_all()
        assert merge(bench, other)[0].vectors_added == 0, "the same name, but another space"


def test_what_a_plan_rests_on_is_looked_at_again(path: Path, other: Path) -> None:
    by("li", other, deciding(1, 2, REJECTED), deciding(7, 8, ACCEPTED))
    with hands("mei", path) as bench:
        plan = plan_beside(bench.store, other)
        assert report_of(plan).taken == 2 and report_of(plan).seq is None
        decide(bench, 1, 2, ACCEPTED, Relation.RELATED)
        report, _ = carry_plan(bench, plan)
        assert (report.taken, report.disagreements) == (1, 1)
        assert check(bench).findings == ()


def test_a_stop_leaves_everything_as_it_was(path: Path, other: Path) -> None:
    by("li", other, deciding(7, 8, ACCEPTED), lambda bench: add_synonym(bench, 1, "newcomer"))
    stages: list[str] = []
    with hands("mei", path) as bench:
        before = held(bench)
        merge(bench, other, None, lambda progress: stages.append(progress.stage))
        undo(bench)
        for stage in ("reading the other ledger", "comparing", "comparing terms", "merging li.db"):

            def stop(progress: Progress, stage: str = stage) -> None:
                if progress.stage == stage:
                    raise Cancelled("Stopped")

            with pytest.raises(Cancelled):
                merge(bench, other, None, stop)
            assert held(bench) == before and bench.store.terms.by_text("newcomer") is None
        assert check(bench).findings == () and "backing up" in stages
        assert merge(bench, other)[0].taken == 2


Deeds = st.lists(
    st.tuples(
        st.sampled_from(["decide", "decide", "decide", "note", "weight", "sense", "undo"]),
        st.integers(0, 5),
        st.sampled_from([ACCEPTED, ACCEPTED, REJECTED, SKIPPED]),
        st.sampled_from([None, Relation.BROADER]),
        st.sampled_from(["", "n1", "n2"]),
        st.booleans(),
    ),
    max_size=5,
)
PAIRS = [(1, 2), (2, 3), (1, 3), (4, 5), (5, 6), (4, 6)]


def play(bench: Workbench, deeds: list[tuple[Any, ...]]) -> None:
    for what, nth, verdict, relation, note, turned in deeds:
        low, high = PAIRS[nth][::-1] if turned else PAIRS[nth]
        there = bench.store.pairs.get(low, high) is not None
        if what == "undo":
            if bench.store.ledger.tops()[0] is not None:
                undo(bench)
        elif what == "decide":
            suits = relation is not None and relation.suits(verdict)
            decide(bench, low, high, verdict, relation if suits else None)
        elif what == "note":
            annotate(bench, low, high, note)
        elif there and what == "weight":
            set_weight(bench, low, high, 2.0 if note else 1.0)
        elif there:
            set_sense(bench, low, high, note)


@settings(max_examples=12)
@given(common=Deeds, mine=Deeds, theirs=Deeds)
def test_both_ways_round_come_to_the_same(
    made: Path,
    tmp_path_factory: pytest.TempPathFactory,
    common: list[tuple[Any, ...]],
    mine: list[tuple[Any, ...]],
    theirs: list[tuple[Any, ...]],
) -> None:
    folder = tmp_path_factory.mktemp("both")
    one = Path(shutil.copy(made, folder / "one.db"))
    by("wu", one, lambda bench: play(bench, common))
    two = Path(shutil.copy(one, folder / "two.db"))
    by("mei", one, lambda bench: play(bench, mine))
    by("li", two, lambda bench: play(bench, theirs))
    first, second = (Path(shutil.copy(each, folder / f"to-{each.name}")) for each in (one, two))
    with hands("mei", first) as bench:
        before = held(bench)
        report, change = merge(bench, two)
        after = held(bench)
        again, none = merge(bench, two)
        assert none is None and held(bench) == after and again.taken == again.undone == 0
        assert again.disagreements == again.known_disagreements == report.disagreements
        if change is not None:
            undo(bench)
            assert held(bench) == before
            redo(bench)
            assert held(bench) == after
        disputed = {tuple(sorted((each.term, each.synonym))) for each in report.listed}
        assert check(bench).findings == ()
    other_way = merged(second, one, curator="li")
    assert {tuple(sorted((each.term, each.synonym))) for each in other_way.listed} == disputed
    mine_now, theirs_now = said(first), said(second)
    for key in mine_now.keys() | theirs_now.keys():
        assert key in disputed or mine_now.get(key) == theirs_now.get(key), key
    back = merged(second, first, curator="li")
    assert back.disagreements == len(disputed) and said(second) == theirs_now


@pytest.mark.parametrize("seed", [4, 36, 369, 41])
def test_curators_who_do_as_they_like_come_to_the_same(seed: int, tmp_path: Path) -> None:
    work(tmp_path, seed)


# Files that are not to be trusted


def forged(path: Path, *pairs: Pair, texts: dict[int, str] | None = None) -> None:
    """Put pairs into a ledger that no synotui would have written, its hashes all right."""
    with open_workbench(path) as bench, bench.store.transaction():
        for pair in pairs:
            seq = bench.store.ledger.next_seq()
            change = PairChange(pair.low, pair.high, None, Pair(
                pair.head, pair.synonym, pair.verdict, pair.relation, pair.note, pair.curator,
                pair.decided_at, seq, pair.weight, pair.low_sense, pair.high_sense,
            ))  # fmt: skip
            bench.store.ledger.append(
                seq, "2026-01-01T00:00:00Z", "li", Deed("decide", "", (change,))
            )
            bench.store.pairs.write([change])
    with sqlite3.connect(path) as raw:
        for term, text in (texts or {}).items():
            raw.execute("UPDATE terms SET text = ? WHERE id = ?", (text, term))
    raw.close()


def test_rows_that_cannot_be_are_refused_and_counted(path: Path, other: Path) -> None:
    at = "2026-01-01T00:00:00Z"
    forged(
        other,
        Pair(20, 21, ACCEPTED, Relation.ANTONYM, "", "li", at, 0),
        Pair(20, 22, ACCEPTED, None, "", "li", at, 0),
        Pair(20, 23, SKIPPED, None, "x" * 10_001, "li", at, 0),
        Pair(20, 24, SKIPPED, None, "a\x00b", "li", at, 0),
        Pair(20, 25, SKIPPED, None, "", "l" * 201, at, 0),
        Pair(20, 26, SKIPPED, None, "", "li", "9" * 101, 0),
        Pair(20, 27, SKIPPED, None, "", "li", at, 0, 1.0, "a\nb"),
        Pair(20, 28, SKIPPED, None, "", "li", at, 0, float("inf")),
        Pair(20, 29, ACCEPTED, Relation.SYNONYM, "[/] \x1b[31m", "\x1b]0;li\x07", at, 0),
        Pair(20, 30, ACCEPTED, Relation.SYNONYM, "", "li", at, 0),
        Pair(20, 31, ACCEPTED, Relation.SYNONYM, "", "li", at, 0),
        texts={30: " term29 ", 31: "x" * 1_001},
    )
    report = merged(path, other)
    assert (report.taken, report.refused_count) == (1, 10)
    assert len(report.refused) == 8 and all(each.example for each in report.refused)
    assert said(path)["term19", "term28"][2] == "[/] \x1b[31m", "it is shown, and never acts"


def test_one_that_refers_to_nothing_is_refused(path: Path, other: Path) -> None:
    by("li", other, deciding(20, 21, ACCEPTED))
    with sqlite3.connect(other) as raw:
        raw.execute("DELETE FROM terms WHERE id = 21")
    raw.close()
    assert [each.reason for each in merged(path, other).refused] == [
        "a term that is not there, or no text"
    ]


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        ("UPDATE pairs SET note = 'forged'", "not what its ledger says"),
        ("DELETE FROM pairs WHERE low = 3", "not what its ledger says"),
        (
            "DROP TRIGGER ledger_stays; UPDATE ledger SET curator = 'x' WHERE seq = 2",
            "does not follow",
        ),
        (
            "DROP TRIGGER ledger_stays; UPDATE ledger SET data = '[' WHERE seq = 3",
            "does not follow",
        ),
        ("DROP TABLE pairs; CREATE VIEW pairs AS SELECT * FROM ledger", "no whole dictionary"),
        ("DROP TABLE ledger", "no whole dictionary"),
        ("ALTER TABLE pairs RENAME COLUMN note TO noted", "cannot be read"),
        ("UPDATE terms SET text = CAST(x'ff' AS TEXT) WHERE id = 1", "cannot be read"),
        ("PRAGMA application_id = 7", "not a synotui dictionary"),
    ],
)
def test_a_file_that_was_meddled_with_is_one_clear_line(
    statement: str, told: str, path: Path, other: Path
) -> None:
    with sqlite3.connect(other) as raw:
        raw.executescript(statement)
    raw.close()
    before = path.read_bytes()
    with hands("mei", path) as bench, pytest.raises(NotADictionary, match=told) as caught:
        merge(bench, other)
    assert "\n" not in str(caught.value) and "defect" not in str(caught.value)
    assert path.read_bytes() == before


def test_files_that_are_no_other_dictionary(path: Path, other: Path, tmp_path: Path) -> None:
    (tmp_path / "pairs.csv").write_text("term,synonym\na,b\n", encoding="utf-8")
    (tmp_path / "empty.db").touch()
    (tmp_path / "link.db").symlink_to(path)
    by("li", other, deciding(7, 8, ACCEPTED))
    with sqlite3.connect(other) as raw:
        raw.execute("PRAGMA user_version = 99")
    raw.close()
    with hands("mei", path) as bench:
        for name, told in (
            ("nothing.db", "No dictionary"), ("pairs.csv", "not a synotui"), ("", "folder"),
            ("empty.db", "is empty"), ("link.db", "dictionary itself"), ("li.db", "newer synotui"),
        ):  # fmt: skip
            with pytest.raises(DictionaryError, match=told):
                merge(bench, tmp_path / name)
        with pytest.raises(DictionaryTooNew, match="99"):
            merge(bench, other)


def test_one_left_in_the_middle_of_a_write_is_not_mended_from_here(
    path: Path, other: Path, tmp_path: Path
) -> None:
    left = tmp_path / "left.db"
    raw = sqlite3.connect(other, isolation_level=None)
    raw.execute("PRAGMA cache_size = 2")
    raw.execute("BEGIN IMMEDIATE")
    raw.execute("CREATE TABLE spilt AS SELECT randomblob(50000) AS held FROM terms")
    for end in ("", "-journal"):
        shutil.copy(f"{other}{end}", f"{left}{end}")
    raw.execute("ROLLBACK")
    raw.close()
    before = left.read_bytes()
    with hands("mei", path) as bench:
        with pytest.raises(DictionaryError, match="left in the middle of a write"):
            merge(bench, left)
        assert left.read_bytes() == before
        open_workbench(left).close()
        assert merge(bench, left)[1] is None


def test_python_merges_and_lists(path: Path, other: Path) -> None:
    by("mei", path, deciding(1, 2, REJECTED))
    by("li", other, deciding(1, 2, ACCEPTED, Relation.RELATED), deciding(7, 8, ACCEPTED))
    with synotui.open(path) as mine:
        assert mine.merge(other, dry_run=True).seq is None and not mine.disagreements()
        report = mine.merge(str(other))
        assert (report.taken, report.seq) == (1, mine.log(1)[0].seq)
        [open_] = mine.disagreements()
        assert (open_.term, open_.synonym, open_.file) == ("term00", "term01", "li.db")
        assert mine.merge(other, stance="theirs").taken == 1 and not mine.disagreements()
        mine.undo()
        mine.undo()
        assert mine.check().sound and mine.stats().accepted == 1


def test_an_earlier_schema_is_read_as_a_copy(path: Path, tmp_path: Path) -> None:
    old = of_schema(5, tmp_path / "old.db")
    before = old.read_bytes()
    with hands("mei", path) as bench:
        report, _ = merge(bench, old)
        assert report.taken == 3 and report.terms_added and check(bench).findings == ()
    assert old.read_bytes() == before and not (tmp_path / "old.db.backups").exists()


@pytest.mark.parametrize("ruin", [damage, forge])
def test_ruined_files_cost_a_line_or_nothing(
    ruin: Callable[[Path, random.Random], object], path: Path, other: Path
) -> None:
    by("li", other, *(deciding(n, n + 9, ACCEPTED) for n in range(7, 30)))
    whole = other.read_bytes()
    with hands("mei", path) as bench:
        for seed in range(20):
            other.write_bytes(whole)
            ruin(other, random.Random(seed))
            try_to_merge(bench, other)
