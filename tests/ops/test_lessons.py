"""Verdicts followed entry by entry are those that reading all of them gives."""

import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from synotui import text
from synotui.engine.rank.teaching import Taught
from synotui.errors import SynotuiError
from synotui.model import Relation, Verdict
from synotui.ops import review
from synotui.ops.adding import add_synonym
from synotui.ops.history import redo, undo
from synotui.ops.suggesting import lessons
from synotui.ops.suggesting.lessons import Lessons, verdicts_in
from synotui.ops.transfer.importing import ImportOptions, import_file
from synotui.ops.workbench import Workbench, open_workbench

TERMS = 14
STEPS = 160


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Workbench]:
    with open_workbench(tmp_path / "taught.db", create=True) as made:
        with made.store.transaction():
            made.store.terms.add((f"t{n}", text.key(f"t{n}"), None) for n in range(TERMS))
        yield made


def act(bench: Workbench, chance: random.Random) -> None:
    """Do one of the things that change verdicts, or something that changes none."""
    a, *others = chance.sample(range(1, TERMS + 1), 4)
    verdict = chance.choice(list(Verdict))
    relation = chance.choice([None, None, Relation.BROADER]) if verdict == "accepted" else None
    way = chance.random()
    if way < 0.5:
        review.decide(bench, a, others[0], verdict, relation)
    elif way < 0.6:
        review.decide_many(bench, a, others, verdict, relation)
    elif way < 0.78:
        undo(bench)
    elif way < 0.9:
        redo(bench)
    elif way < 0.96:
        review.annotate(bench, a, others[0], "as agreed")
    else:
        pairs = bench.path.with_name("pairs.csv")
        pairs.write_text(f"term,synonym,verdict\nt{a},t{others[0]},accepted\n")
        import_file(bench, pairs, ImportOptions())


@pytest.mark.parametrize("seed", [1, 2])
def test_followed_or_read_at_once_they_are_the_same(
    bench: Workbench, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lessons, "LAST", 6)
    chance = random.Random(seed)
    lexicon = bench.listing().lexicon
    followed, now_and_then = Lessons(lexicon), Lessons(lexicon)
    known: list[Taught] = []
    most = 0
    for _ in range(STEPS):
        try:
            act(bench, chance)
        except SynotuiError:
            continue
        followed.follow(bench.store)
        whole = verdicts_in(bench.store, lexicon)
        assert followed.verdicts == whole
        assert followed.verdicts[: followed.same] == known[: followed.same]
        if chance.random() < 0.8:
            known = list(whole)
            followed.taken()
        if chance.random() < 0.1:
            now_and_then.follow(bench.store)
            assert now_and_then.verdicts == whole
        most = max(most, sum(not each.teaches for each in whole))
    assert most >= 6


def test_one_decision_more_leaves_all_before_it(bench: Workbench) -> None:
    lexicon = bench.listing().lexicon
    for other in range(2, 9):
        review.accept(bench, 1, other)
    with bench.store.beside() as store:
        followed = Lessons(lexicon)
        followed.follow(store)
        assert (len(followed.verdicts), followed.same) == (7, 0)
        followed.taken()
        review.reject(bench, 2, 3)
        followed.follow(store)
        assert (len(followed.verdicts), followed.same) == (8, 7)
        review.reject(bench, 1, 5)
        followed.follow(store)
        assert (len(followed.verdicts), followed.same) == (8, 3)
        undo(bench)
        undo(bench)
        followed.follow(store)
        assert (len(followed.verdicts), followed.same) == (7, 3)


def test_terms_added_by_hand_and_another_state_of_the_file_are_read_anew(
    bench: Workbench, tmp_path: Path
) -> None:
    followed = Lessons(bench.listing().lexicon)
    review.accept(bench, 1, 2)
    followed.follow(bench.store)
    add_synonym(bench, 1, "new")
    followed.follow(bench.store)
    assert len(followed.verdicts) == 1, "it has no number among these terms"
    with open_workbench(tmp_path / "other.db", create=True) as other:
        with other.store.transaction():
            other.store.terms.add((f"t{n}", text.key(f"t{n}"), None) for n in range(TERMS))
        for pair in ((3, 4), (5, 6), (7, 8)):
            review.reject(other, *pair)
        followed.follow(other.store)
        assert followed.verdicts == verdicts_in(other.store, other.listing().lexicon)
        assert (len(followed.verdicts), followed.same) == (3, 0)
