"""Synonym sets measured beside the dictionary: what is kept agrees with measuring all anew."""

import random
from contextlib import suppress

import numpy as np
import pytest

from synotui.errors import Cancelled, NothingToRedo, NothingToUndo
from synotui.model import Progress, Relation, Settings, SynonymSet, Verdict
from synotui.ops.adjusting.adjust import change_settings
from synotui.ops.adjusting.senses import name_senses, set_sense
from synotui.ops.grouping.measured import (
    MeasuredSets,
    SetsPlan,
    adopt_sets,
    is_arriving,
    measure_sets,
    plan_sets,
)
from synotui.ops.grouping.sets import list_sets
from synotui.ops.history import redo, undo
from synotui.ops.queueing.conflicts import conflicting
from synotui.ops.review import decide, decide_many
from synotui.ops.workbench import Workbench, open_workbench


def measured(bench: Workbench) -> MeasuredSets:
    """Measure what is new, as a screen does, and keep it."""
    plan = plan_sets(bench)
    assert plan is not None and not is_arriving(bench)
    made = measure_sets(plan)
    adopt_sets(bench, made)
    assert plan_sets(bench) is None
    return made


def anew(bench: Workbench) -> list[SynonymSet]:
    """Measure everything anew."""
    with open_workbench(bench.path) as other:
        return list_sets(other)


def as_told(sets: list[SynonymSet]) -> list[object]:
    """Give sets with figures that may be compared: cosines to six places."""

    def rounded(value: object) -> object:
        if isinstance(value, float):
            return round(value, 6) + 0.0
        if isinstance(value, dict):
            return {key: rounded(each) for key, each in value.items()}
        return [rounded(each) for each in value] if isinstance(value, list) else value

    return [rounded(each.as_dict()) for each in sets]


def some_change(bench: Workbench, chance: random.Random) -> None:
    """Decide, name a sense, undo, redo or change settings."""
    a, b, c = chance.sample(range(1, 15), 3)
    what = chance.randrange(9)
    if what < 4:
        decide(bench, a, b, Verdict.ACCEPTED)
    elif what == 4:
        decide_many(bench, a, [b, c], Verdict.REJECTED)
    elif what == 5:
        decide(bench, a, b, Verdict.ACCEPTED, Relation.BROADER)
    elif what == 6:
        pairs = bench.store.pairs.of(a)
        others = [pair.low if pair.high == a else pair.high for pair in pairs]
        if others:
            name_senses(bench, a, [(other, chance.choice(["", "x"])) for other in others])
    elif what == 7:
        with suppress(NothingToUndo, NothingToRedo):
            chance.choice([undo, redo])(bench)
    else:
        change_settings(bench, Settings(method=chance.choice(["pull", "anchored", "none"])))


@pytest.mark.parametrize("seed", range(3))
def test_what_is_kept_agrees_with_measuring_anew(bench: Workbench, seed: int) -> None:
    chance = random.Random(seed)
    for _ in range(12):
        for _ in range(chance.choice([1, 1, 4])):
            some_change(bench, chance)
        sets = list_sets(bench)
        assert as_told(sets) == as_told(anew(bench))
        conflicts = (conflict for each in sets for conflict in each.conflicts)
        ends = {end.term.id for each in conflicts for end in (each.head, each.synonym)}
        assert ends == conflicting(bench.store)


def test_only_the_sets_touched_are_measured_again(bench: Workbench) -> None:
    for head in range(1, 31, 3):
        decide_many(bench, head, [head + 1, head + 2], Verdict.ACCEPTED)
    before = {each.name: each for each in measured(bench).sets}
    decide(bench, 1, 4, Verdict.ACCEPTED)
    set_sense(bench, 7, 8, "x")
    after = measured(bench).sets
    assert sorted(each.size for each in after) == [2, 2, *[3] * 7, 6]
    assert sum(before.get(each.name) is each for each in after) == 7
    with open_workbench(bench.path) as other:
        undo(other)
    assert as_told(measured(bench).sets) == as_told(anew(bench))


def test_what_is_decided_meanwhile_is_followed(bench: Workbench) -> None:
    decide(bench, 1, 2, Verdict.ACCEPTED)
    plan = plan_sets(bench)
    assert plan is not None
    decide(bench, 2, 3, Verdict.ACCEPTED)
    adopt_sets(bench, measure_sets(plan))
    decide(bench, 1, 2, Verdict.REJECTED)
    assert as_told(measured(bench).sets) == as_told(anew(bench))


def test_measuring_can_be_stopped(bench: Workbench) -> None:
    decide(bench, 1, 2, Verdict.ACCEPTED)
    plan = plan_sets(bench)
    assert isinstance(plan, SetsPlan)
    reports: list[Progress] = []

    def stop(progress: Progress) -> None:
        reports.append(progress)
        raise Cancelled("Stopped")

    with pytest.raises(Cancelled):
        measure_sets(plan, stop)
    assert [report.total for report in reports] == [1] and bench.measured_sets is None


def test_a_term_with_five_hundred_synonyms_is_put_in_its_two_senses(bench: Workbench) -> None:
    rng = np.random.default_rng(5)
    texts = [f"many{i:03}" for i in range(501)]
    vectors = rng.standard_normal((501, 12)).astype(np.float32) / 4
    vectors[1:251, 0] += 2
    vectors[251:, 1] += 2
    vectors[0, :2] += 1
    with bench.store.transaction():
        bench.store.terms.add((text, text, None) for text in texts)
        ids = bench.store.terms.ids_of_texts(texts)
        info = bench.store.vectors.current()
        assert info is not None
        of = np.array([ids[text] for text in texts], np.int64)
        bench.store.vectors.append(info.id, of, vectors.astype(np.float32))
    bench.forget_space()
    decide_many(bench, int(of[0]), of[1:].tolist(), Verdict.ACCEPTED)
    (found,) = list_sets(bench)
    assert found.bridge is not None and found.bridge.term is not None
    assert found.size == 501 and found.bridge.term.term.text == "many000"
    assert len(found.bridge.links) == len(found.bridge.others) == 250
    assert len({member.term.text < "many251" for member in found.bridge.part}) == 1
