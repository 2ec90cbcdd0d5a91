"""The pairs an evaluation names as worst: by the ranks of scipy, or the lowest cosines."""

from pathlib import Path

import numpy as np
from scipy.stats import rankdata

from synotui.ops.comparing.compare import compare
from synotui.ops.evaluating.evaluate import EvaluateOptions, plan_evaluation
from synotui.ops.evaluating.worst import worst_pairs
from synotui.ops.terms import find_term
from synotui.ops.workbench import open_workbench

_SCORED = (
    ("普拉多", "霸道SUV", 9.0),
    ("丰田", "丰田汽车", 9.0),
    ("苹果", "苹果手机", 6.0),
    ("跑车", "敞篷车", 7.0),
    ("电脑", "耳机", 3.0),
    ("shirt", "jeans", 4.0),
    ("laptop", "bow tie", 0.5),
    ("领带", "卡车", 0.5),
)


def test_ranks_are_those_of_scipy_and_the_farthest_come_first(
    tiny_path: Path, tmp_path: Path
) -> None:
    on = tmp_path / "similar.tsv"
    lines = [f"{a}\t{b}\t{score}" for a, b, score in (*_SCORED, ("没有", "丰田", 2.0))]
    on.write_text("\n".join(lines) + "\n", encoding="utf-8")
    with open_workbench(tiny_path) as bench:
        found = worst_pairs(plan_evaluation(bench, EvaluateOptions(on=on)))
        ids = [(find_term(bench, a).id, find_term(bench, b).id) for a, b, _ in _SCORED]
        cosines = [compare(bench, *pair).now.cosine for pair in ids]
        scores = np.array([score for *_, score in _SCORED])
        people, by_cosine = rankdata(-scores), rankdata(-np.array(cosines))
        expected = np.sort(np.abs(people - by_cosine))[::-1]
        assert len(found) == len(_SCORED)
        for pair, off in zip(found, expected, strict=True):
            at = ids.index((pair.head, pair.synonym))
            assert pair.ranked is not None
            assert pair.ranked.score == scores[at] and abs(pair.now - cosines[at]) < 1e-5
            assert abs(people[at] - by_cosine[at]) == off
            assert (pair.ranked.people, pair.ranked.cosine) == (
                round(people[at]),
                round(by_cosine[at]),
            )
        gold = tmp_path / "gold.csv"
        rows = [f"{a},{b}" for a, b, _ in _SCORED]
        gold.write_text("\n".join(["term,synonym", *rows]) + "\n", encoding="utf-8")
        plan = plan_evaluation(bench, EvaluateOptions(on=gold, kind="gold"))
        apart = worst_pairs(plan, most=3)
        assert [pair.now for pair in apart] == sorted(pair.now for pair in apart)
        assert apart[0].now < np.sort(cosines)[1] and len(apart) == 3
