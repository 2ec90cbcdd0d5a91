"""Play a curator who knows the gold through the real queue: how soon would it all be found?

Nothing is changed: the simulation begins with nothing decided or proposed, by
base vectors, whatever the dictionary says by now, and takes place in memory.
"""

from dataclasses import dataclass
from functools import partial
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

import numpy as np

from synotui.errors import SettingError
from synotui.model import OnProgress, Progress, no_progress
from synotui.ops.evaluating.gold import Gold, read_gold
from synotui.ops.evaluating.simulation_report import Estimate, Held, Order, Simulation
from synotui.ops.suggesting.candidates import Material, material_of
from synotui.ops.suggesting.why import absent_for
from synotui.ops.workbench import Workbench

if TYPE_CHECKING:
    from synotui.engine.arrays import Ints
    from synotui.engine.rank.graph import Graph
    from synotui.engine.rank.hand import Prior
    from synotui.engine.rank.play import Gold as Pairs
    from synotui.engine.rank.prior import Shipped
    from synotui.engine.rank.queue import Strategy
    from synotui.engine.rank.trials import Trial
    from synotui.engine.rank.view import View

HEADS = 500
SHARE = 0.8
"""The share of the findable gold until which decisions are made."""
_LEAST = 500
"""Decisions that are made in any case."""
_POINTS = (100, 200, 500, 1_000, 2_000, 5_000, 10_000)
"""Decisions after which the estimate of what remains is compared with what is true."""
_TRIED = 300
"""Heads of the held-out trials."""


@dataclass(frozen=True, slots=True)
class SimulationOptions:
    """How to play."""

    heads: int = HEADS
    seed: int = 0
    prior: bool = True
    """Whether to begin with the shipped prior."""
    strategy: "Strategy" = "likeliest"
    trials: bool = True
    """Whether to hold out heads and pairs as well."""


def simulate(
    bench: Workbench,
    gold_file: Path,
    options: SimulationOptions | None = None,
    on_progress: OnProgress = no_progress,
    format: str | None = None,
) -> Simulation:
    """Play and compare with the same candidates in order of cosine, CSLS and the hand prior.

    Raises FormatError for a gold file of no use, SettingError where no gold is
    among the candidates, and whatever `on_progress` raises.
    """
    from synotui.engine.rank import play
    from synotui.engine.rank.hand import Hand
    from synotui.engine.rank.prior import shipped
    from synotui.engine.rank.queue import Queue
    from synotui.engine.rank.sources import pool_of

    begun = perf_counter()
    options = options or SimulationOptions()
    gold = read_gold(bench, gold_file, format, on_progress)
    material = material_of(bench, on_progress, every_list=True)
    prior = shipped() if options.prior else None
    pairs = _numbered(material, gold)
    heads, known, without = _heads(material, pairs, prior, options)
    view = _fresh(material)
    pool = pool_of(view, heads)
    there = play.is_gold(pool, pairs)
    if not there.any():
        raise SettingError(
            f"None of the gold of {len(heads):,} heads is among their {len(pool):,} candidates",
            "Try more --heads, another encoder, or look whether the gold suits the dictionary",
        )
    on_progress(Progress("measuring", 0, len(pool), "candidates"))
    queue = Queue(view, pool, heads, prior, options.strategy)
    values, names = queue.table.values.copy(), queue.table.names
    z = queue.ranker.scale.apply(values)
    courses = {
        "cosine": play.in_order(values[:, names.index("cosine")], there),
        "csls": play.in_order(values[:, names.index("csls")], there),
        "hand": play.in_order(Hand().logits(names, z), there),
        "oracle": play.by_oracle(there),
    }
    size = len(pool)

    remaining: list[Estimate] = []

    def told(decided: int, found: int) -> None:
        on_progress(Progress("deciding", decided, size, "candidates"))
        if decided in _POINTS:
            said = queue.remaining()
            true = int((play.is_gold(queue.pool, pairs) & queue.undecided).sum())
            remaining.append(Estimate(decided, said.expected, said.low, said.high, true))

    played = play.play(queue, pairs, SHARE, _LEAST, on_decision=told)
    trials = _trials(material, heads, pairs, prior, options, on_progress)
    among = trials.get("word", {})
    return Simulation(
        heads=len(heads),
        pool=size,
        findable=int(there.sum()),
        gold=gold,
        gold_of_heads=_count_of(heads, pairs),
        known_heads=known,
        without_vector=without,
        prior=queue.ranker.prior.name,
        strategy=options.strategy,
        seed=options.seed,
        ours=Order.of("", played.course, among),
        others=tuple(Order.of(name, course, among) for name, course in courses.items()),
        decided=len(played.course.found),
        beyond=played.beyond,
        missing=absent_for(view.keys[head] for head in heads.tolist()),
        remaining=tuple(remaining),
        by_word=Held.of(trials.get("word", {})),
        by_pair=Held.of(trials.get("pair", {})),
        seconds_per_decision=played.seconds / max(1, len(played.course.found)),
        slowest_decision=played.slowest,
        seconds=perf_counter() - begun,
    )


def draw(found: Simulation, out: Path) -> None:
    """Draw how each order brings the gold to light as SVG. Raises FormatError."""
    from synotui.formats.curves_svg import Curve, write_curves

    furthest = max(each.decisions_to_80 or 0 for each in (found.ours, *found.others))
    names = {"": "queue", "cosine": "cosine", "csls": "CSLS", "hand": "hand prior"}
    curves = []
    for each in (found.ours, *found.others):
        shares = each.course.found[:furthest] / max(1, found.findable)
        steps = range(len(shares) + 1)
        curves.append(Curve(names.get(each.name, each.name), steps, [0.0, *shares.tolist()]))
    write_curves(
        out,
        curves,
        title=f"{found.findable:,} synonyms among {found.pool:,} candidates",
        across="decisions",
        upwards="share of the synonyms found",
    )


def _fresh(material: Material, graph: "Graph | None" = None) -> "View":
    """Give the view without verdicts and proposals: the gold itself may have come in as these."""
    view = material.beside(graph)
    view.proposals = view.proposals[:0]
    return view


def _numbered(material: Material, gold: Gold) -> "Pairs":
    """Give the gold as pairs of numbers, the lower first."""
    ends = np.array(gold.pairs, np.int64).reshape(-1, 2)
    places = np.searchsorted(material.ids, ends).clip(max=max(0, len(material.ids) - 1))
    known = (material.ids[places] == ends).all(axis=1)
    return frozenset((min(a, b), max(a, b)) for a, b in places[known].tolist())


def _heads(
    material: Material, pairs: "Pairs", prior: "Shipped | None", options: SimulationOptions
) -> "tuple[Ints, int, int]":
    """Draw the heads by the seed; count the gold terms the prior knows, and those without vector.

    Terms without a vector are drawn only where no term has one.
    """
    terms = np.array(sorted({term for pair in pairs for term in pair}), np.int64)
    space = material.view.space
    there = space.has[terms] if space is not None and space.has.any() else np.ones(len(terms), bool)
    without = int((~there).sum())
    terms = terms[there]
    keys = (material.view.keys[term] for term in terms.tolist())
    known = prior.trained_on(keys) if prior else np.zeros(len(terms), bool)
    drawn = np.random.default_rng(options.seed).permutation(terms[~known])[: options.heads]
    if not len(drawn):
        raise SettingError(
            "No term of the gold can be a head: the shipped prior was trained on all of them",
            "Use --no-prior, or other gold",
        )
    return np.sort(drawn), int(known.sum()), without


def _count_of(heads: "Ints", pairs: "Pairs") -> int:
    chosen = set(heads.tolist())
    return sum(a in chosen or b in chosen for a, b in pairs)


def _trials(
    material: Material,
    heads: "Ints",
    pairs: "Pairs",
    prior: "Prior | None",
    options: SimulationOptions,
    on_progress: OnProgress,
) -> "dict[str, Trial]":
    if not options.trials or len(heads) < 2:
        return {}
    from synotui.engine.rank import trials

    fresh = partial(_fresh, material)
    # Heads are in the order of their numbers: an even choice, each half of every kind.
    chosen = heads[np.linspace(0, len(heads) - 1, min(len(heads), _TRIED)).astype(np.int64)]
    done = 0

    def step() -> None:
        nonlocal done
        done += 1
        on_progress(Progress("holding out", done, None, "decisions"))

    return {
        "word": trials.by_word(fresh, chosen, pairs, prior, step),
        "pair": trials.by_pair(fresh, chosen, pairs, prior, options.seed, step),
    }
