"""What each source of candidates, each group of features and each part of the ranker is worth.

One is left out at a time, and the same heads are played through the queue.
Shares are of the gold among the candidates of all sources, so that a source
which alone brings some is missed by what cannot be found without it.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from math import ceil
from typing import NamedTuple

import numpy as np
from figures import show
from gold_sets import GoldSet

from synotui.engine.arrays import Floats, Ints
from synotui.engine.rank.features import GROUPS
from synotui.engine.rank.features.base import Group
from synotui.engine.rank.hand import Cosine, Prior
from synotui.engine.rank.play import Course, Gold, is_gold, play
from synotui.engine.rank.pool import Pool
from synotui.engine.rank.prior import shipped
from synotui.engine.rank.queue import Queue
from synotui.engine.rank.sources import SOURCES, pool_of
from synotui.engine.rank.sources.base import Source
from synotui.engine.rank.view import View
from synotui.ops.evaluating.gold import read_gold
from synotui.ops.suggesting.candidates import Material, material_of
from synotui.ops.workbench import open_workbench

_TIMES = 4
"""Decisions are given up at so many times those that the whole takes to 80 %."""


class Silent:
    """A group of features that says nothing, in place of one that does."""

    live = False

    def __init__(self, group: Group) -> None:
        """Take its columns."""
        self.columns = group.columns

    def values(self, view: View, pool: Pool, at: Ints) -> Floats:
        """Give nothing for the pairs at positions `at` (m,): (m, columns) of NaN."""
        return np.full((len(at), len(self.columns)), np.nan, np.float32)


class Trial(NamedTuple):
    """What is played: everything, unless something is left out."""

    title: str
    sources: tuple[Source, ...] = SOURCES
    groups: tuple[Group, ...] = GROUPS
    prior: Prior | None = None
    learning: bool = True
    growing: bool = True
    without: str = ""
    """A package that is treated as not installed."""


class Found(NamedTuple):
    """What came of it."""

    findable: int
    candidates: int
    course: Course

    def decisions(self, wanted: int) -> int | None:
        """Give after how many decisions `wanted` gold pairs were found; None: never."""
        at = int(np.searchsorted(self.course.found, wanted))
        return at + 1 if at < len(self.course.found) else None


def trials(material: Material) -> Iterator[Trial]:
    """Give what is played on a dictionary: sources and groups that say nothing in it are not."""
    prior = shipped()
    view = material.view
    yield Trial("everything", prior=prior)
    for source in SOURCES:
        if source.name in ("nearest", "reverse", "spelling"):
            rest = tuple(each for each in SOURCES if each is not source)
            yield Trial(f"without source {source.name}", sources=rest, prior=prior)
    yield Trial("without friends of friends", prior=prior, growing=False)
    for group in GROUPS:
        name = type(group).__name__.lower()
        if name in ("nearness", "likeness", "forms", "frequency", "verdicts", "origin"):
            rest_of = tuple(Silent(group) if each is group else each for each in GROUPS)
            yield Trial(f"without features of {name}", groups=rest_of, prior=prior)
    yield Trial("without trees", prior=prior, without="lightgbm")
    yield Trial("prior alone, nothing learnt", prior=prior, learning=False)
    yield Trial("without the prior: by hand, learning")
    yield Trial("prior by hand, nothing learnt", learning=False)
    if view.space is not None:
        yield Trial("cosine, learning", prior=Cosine())
        yield Trial("cosine, nothing learnt", prior=Cosine(), learning=False)


def tell_left_out(told: GoldSet, heads: int, seeds: int) -> None:
    """Print what is found without each thing."""
    with open_workbench(told.db) as bench:
        material = material_of(bench, every_list=True)
        gold = _numbered(material, read_gold(bench, told.gold).pairs)
    drawn = [_heads(material, gold, heads, seed) for seed in range(seeds)]
    bounds: list[tuple[int, int, int]] = []
    rows = []
    first: list[float] = []
    print(f"\n{told.title}, {heads} heads, leaving out one thing at a time\n", flush=True)
    for trial in trials(material):
        found = []
        for at, chosen in enumerate(drawn):
            whole = bounds[at] if len(bounds) > at else None
            found.append(_play(material, chosen, gold, trial, whole))
            if whole is None:
                most = ceil(0.8 * found[-1].findable)
                limit = _TIMES * (found[-1].decisions(most) or 0)
                bounds.append((ceil(0.5 * found[-1].findable), most, limit))
        half = [each.decisions(bound[0]) for each, bound in zip(found, bounds, strict=True)]
        most_of = [each.decisions(bound[1]) for each, bound in zip(found, bounds, strict=True)]
        figures = [_mean(half), _mean(most_of)]
        first = first or figures
        row = [trial.title, f"{np.mean([each.candidates for each in found]):,.0f}"]
        row.append(f"{np.mean([each.findable for each in found]):,.0f}")
        for figure, whole_figure in zip(figures, first, strict=True):
            known = not np.isnan(figure)
            row += [f"{figure:,.0f}", f"{figure / whole_figure:.2f}"] if known else ["never", ""]
        row.append(f"{np.mean([each.course.in_first(500) for each in found]):,.0f}")
        rows.append(row)
        print(f"  {', '.join(row)}", flush=True)
    print()
    titles = ("", "candidates", "gold", "to 50 %", "of all", "to 80 %", "of all", "in 500")
    show(titles, rows)


def _play(
    material: Material,
    heads: Ints,
    gold: Gold,
    trial: Trial,
    whole: tuple[int, int, int] | None,
) -> Found:
    view = material.beside()
    pool = pool_of(view, heads, trial.sources)
    findable = int(is_gold(pool, gold).sum())
    candidates = len(pool)
    with _without(trial.without):
        queue = Queue(
            view,
            pool,
            heads,
            trial.prior,
            groups=trial.groups,
            learning=trial.learning,
            growing=trial.growing,
        )
        share = min(1.0, whole[1] / findable) if whole else 0.8
        played = play(queue, gold, share, least=500, most=whole[2] if whole else None)
    return Found(findable, candidates, played.course)


@contextmanager
def _without(package: str) -> Iterator[None]:
    """Treat `package` as not installed meanwhile; "" for none."""
    held = sys.modules.get(package)
    if package:
        sys.modules[package] = None  # type: ignore[assignment]
    try:
        yield
    finally:
        if package:
            del sys.modules[package]
        if held is not None:
            sys.modules[package] = held


def _numbered(material: Material, pairs: tuple[tuple[int, int], ...]) -> Gold:
    places = np.searchsorted(material.ids, np.array(pairs, np.int64)).tolist()
    return frozenset((min(a, b), max(a, b)) for a, b in places)


def _heads(material: Material, gold: Gold, heads: int, seed: int) -> Ints:
    """Draw heads that the shipped prior was not trained on."""
    terms = np.array(sorted({term for pair in gold for term in pair}), np.int64)
    prior = shipped()
    if prior is not None:
        terms = terms[~prior.trained_on(material.view.keys[term] for term in terms.tolist())]
    return np.sort(np.random.default_rng(seed).permutation(terms)[:heads])


def _mean(values: list[int | None]) -> float:
    return float(np.mean([np.nan if value is None else value for value in values]))
