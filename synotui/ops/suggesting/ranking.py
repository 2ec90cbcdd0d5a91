"""How likely this curator accepts a pair: a ranker for a dictionary, taught by its verdicts.

    ranking = ranking_of(bench)              # at once, in the dictionary's thread
    scored = ranking.candidates(number)      # of one head: `candidates.Material.number`
    scored.pool.others[i], scored.probabilities[i]

A user interface never waits. Whenever pairs were decided, or anything else
changed, what is missing is made beside the dictionary's thread:

    plan = plan_ranking(bench)               # in the dictionary's thread; None: nothing to do
    made = make_ranking(plan, progress)      # in any thread: terms, vectors, verdicts, a fit
    adopt_ranking(bench, made)               # in the dictionary's thread; keeps what was learnt
    ready_ranking(bench)                     # what was adopted last, if it still serves; or None

The same ledger gives the same ranker, whether its verdicts were followed one
by one, read at once, or gone on with from the state kept in the file. Only
accepted synonyms and rejected pairs teach, if they were decided here; skipped
pairs, other relations and imported verdicts do not. `Ranking.queue` makes a
queue of many heads, scored by the same ranker.
"""

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from hashlib import blake2b
from threading import Lock

import numpy as np

from synotui.engine.arrays import Floats, Ints
from synotui.engine.rank.features import GROUPS, Table
from synotui.engine.rank.pool import Pool
from synotui.engine.rank.prior import shipped
from synotui.engine.rank.queue import Queue, Strategy
from synotui.engine.rank.ranker import Ranker
from synotui.engine.rank.scale import Scale
from synotui.engine.rank.sources import DECIDED, pool_of
from synotui.engine.rank.teaching import Teacher
from synotui.engine.rank.view import View
from synotui.errors import DictionaryError
from synotui.model import OnProgress, Progress, no_progress
from synotui.ops.suggesting.candidates import (
    MadeMaterial,
    Material,
    MaterialPlan,
    adopt_material,
    make_material,
    plan_material,
    ready_material,
    use_kept_index,
)
from synotui.ops.suggesting.lessons import Lessons
from synotui.ops.suggesting.lists import ALL_SEARCHED
from synotui.ops.workbench import Workbench
from synotui.store import Store

_SAMPLED = 40
"""Heads whose candidates set the scale of features."""
_SAMPLED_SLOWLY = 12
"""The same where each list takes a search through many vectors."""


@dataclass(frozen=True)
class Scored:
    """The candidates of one head, or of some pairs, with what the ranker says of them."""

    pool: Pool
    table: Table
    logits: Floats
    """What orders the pairs of the pool (p,)."""
    probabilities: Floats
    """How likely each is accepted (p,)."""


@dataclass
class Ranking:
    """A material, and a ranker that has learnt the verdicts up to a ledger entry."""

    material: Material
    ranker: Ranker
    """What scores; it stays as it is until another ranking is adopted."""
    teacher: Teacher
    """What learns, beside the dictionary's thread."""
    lessons: Lessons
    """What it learns, in the same thread."""
    space: int
    """The id of the space it ranks by; 0 without one."""
    seq: int
    kept: int
    """How many verdicts the last fit had seen that is kept in the file; -1 for none."""

    def candidates(self, head: int, others: Iterable[int] = ()) -> Scored:
        """Collect and score the candidates of the term with number `head`, and `others` with it."""
        pool = pool_of(self.material.view, np.array([head]))
        further = np.array(sorted(others), np.int64)
        if len(further):
            pool.add(np.full(len(further), head), further, DECIDED)
        table = Table(self.material.view, pool, GROUPS)
        logits = self.ranker.logits(table.values)
        return Scored(pool, table, logits, self.ranker.calibration.probabilities(logits))

    def queue(
        self, heads: Ints, strategy: Strategy = "likeliest", view: View | None = None
    ) -> Queue:
        """Make a queue over `heads` (h,), numbers of terms; pairs that are decided are not in it.

        It learns nothing itself: after another ranking was adopted, give it
        that one's ranker and `rescore` it. With `view`, one with verdicts of
        its own, it may be made in any thread.
        """
        view = view or self.material.view
        return Queue(
            view, pool_of(view, heads), heads, None, strategy, learning=False, ranker=self.ranker
        )


@dataclass(frozen=True)
class RankingPlan:
    """What is missing, apart from the dictionary's thread."""

    store: Store
    space: int
    """The id of the current space; 0 without one."""
    ranking: Ranking | None
    """What there is."""
    material: Material | None
    making: MaterialPlan | None
    """What makes the material, where there is none."""
    kept: bytes | None
    """What was learnt before, as it lies in the file."""
    seq: int


@dataclass(frozen=True)
class MadeRanking:
    """What was made by a plan."""

    plan: RankingPlan
    ranking: Ranking
    material: MadeMaterial | None
    state: bytes | None
    """What is to be kept in the file, where a fit was made."""


_teaching = Lock()
"""One thread at a time teaches."""


def ranking_of(bench: Workbench, on_progress: OnProgress = no_progress) -> Ranking:
    """Give the ranking, with all verdicts learnt, made now as far as it is missing."""
    use_kept_index(bench, on_progress)
    plan = plan_ranking(bench, on_progress)
    if plan is not None:
        adopt_ranking(bench, make_ranking(plan, on_progress))
    found = ready_ranking(bench)
    if found is None:
        raise RuntimeError("the ranking was not taken in")
    return found


def ready_ranking(bench: Workbench) -> Ranking | None:
    """Give what ranks, if it is at hand; it may not have learnt the last verdicts yet."""
    found = bench.ranking
    if found is None or ready_material(bench) is not found.material:
        return None
    return found


def plan_ranking(bench: Workbench, on_progress: OnProgress = no_progress) -> RankingPlan | None:
    """Give what is to be made or learnt; None if nothing is. Reads the vectors, if need be."""
    making = plan_material(bench, on_progress)
    material = None if making is not None else ready_material(bench)
    with bench.store.reading():
        seq = bench.store.ledger.next_seq() - 1
        found = bench.ranking
        if found is not None and material is found.material and found.seq == seq:
            return None
        loaded = bench.loaded()
        space = loaded.info.id if loaded else 0
        return RankingPlan(
            bench.store,
            space,
            found,
            material,
            making,
            bench.store.rankers.state(space) if found is None else None,
            seq,
        )


def make_ranking(plan: RankingPlan, on_progress: OnProgress = no_progress) -> MadeRanking:
    """Make what is missing and learn the verdicts, in whatever thread this is called.

    `on_progress` may stop it; what was learnt until then is gone on with the next time.
    """
    made = make_material(plan.making, on_progress) if plan.making else None
    material = made.material if made else plan.material
    assert material is not None
    with _teaching:
        held = plan.ranking
        if held is not None and held.material is material:
            teacher, lessons, kept = held.teacher, held.lessons, held.kept
        else:
            teacher = _teacher(plan, material, on_progress)
            lessons = Lessons(material.lexicon)
            kept = teacher.ranker.learnt.seen if teacher.taught else -1
        with plan.store.beside() as store:
            seq = store.ledger.next_seq() - 1
            lessons.follow(store)
        verdicts = lessons.verdicts

        def step(taught: int) -> None:
            on_progress(Progress("learning", taught, len(verdicts), "verdicts"))

        teacher.follow(verdicts, step, lessons.same)
        lessons.taken()
        ranker = _scorer(teacher.ranker)
        fitted = ranker.learnt.seen
        state = _basis(material) + teacher.state(material.ids) if fitted != kept else None
    ranking = Ranking(material, ranker, teacher, lessons, plan.space, seq, kept)
    return MadeRanking(plan, ranking, made, state)


def adopt_ranking(bench: Workbench, made: MadeRanking) -> None:
    """Rank by what was made from now on, and keep what was learnt in the file if it may be."""
    if made.material is not None:
        adopt_material(bench, made.material)
    ranking = made.ranking
    bench.ranking = ranking
    ready_material(bench)
    if made.state is not None and not bench.read_only:
        # It can be learnt again: a disk that refuses is told of by decisions, not by this.
        with suppress(DictionaryError):
            with bench.store.transaction(at_once=True):
                bench.store.rankers.keep(made.plan.space, made.state)
            ranking.kept = ranking.ranker.learnt.seen


def _teacher(plan: RankingPlan, material: Material, on_progress: OnProgress) -> Teacher:
    """Give a teacher that goes on from what was learnt before, if there is anything of use."""
    view = material.beside()
    names = Table(view, Pool(), GROUPS).names
    blank = Scale(np.zeros(len(names), np.float32), np.ones(len(names), np.float32))
    before, basis = plan.ranking, _basis(material)
    if before is not None:
        teacher = Teacher(view, Ranker(names, blank, shipped()))
        state = before.teacher.state(before.material.ids)
        same = before.space == plan.space and _basis(before.material) == basis
        if same and teacher.restore(state, material.ids):
            return teacher
    elif plan.kept is not None and plan.kept.startswith(basis):
        teacher = Teacher(view, Ranker(names, blank, shipped()))
        if teacher.restore(plan.kept[len(basis) :], material.ids):
            return teacher
    return Teacher(view, Ranker(names, _scale(view, on_progress), shipped()))


def _basis(material: Material) -> bytes:
    """Tell by which opinions verdicts were learnt: other spaces, and who reads pairs together.

    With others, features that said nothing speak, so all is learnt anew.
    """
    others = [space.name for space in material.view.others]
    read_by = material.of.read_by
    told = repr((others, (read_by.id, read_by.run) if read_by else None))
    return blake2b(told.encode(), digest_size=8).digest()


def _scale(view: View, on_progress: OnProgress) -> Scale:
    """Measure the features of the candidates of some heads, spread over the dictionary."""
    space = view.space
    there = np.flatnonzero(space.has) if space is not None else np.arange(len(view))
    slow = space is not None and space.near.occurrences() is None and len(there) > ALL_SEARCHED
    wanted = min(len(there), _SAMPLED_SLOWLY if slow else _SAMPLED)
    chosen = there[np.linspace(0, len(there) - 1, wanted).astype(np.int64)] if wanted else there
    on_progress(Progress("measuring", 0, wanted, "heads"))
    pool = pool_of(view, chosen)
    return Scale.of(Table(view, pool, GROUPS).values)


def _scorer(taught: Ranker) -> Ranker:
    """Give a ranker that says what `taught` says now, whatever that learns later."""
    ranker = Ranker(taught.names, taught.scale, taught.prior)
    ranker.learnt = taught.learnt
    ranker.calibration = taught.calibration
    ranker.records = taught.records
    return ranker
