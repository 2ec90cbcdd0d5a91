"""Did it help? Hide some accepted pairs, adjust by the others, and look for the hidden ones.

Nothing is changed. Planning belongs to the dictionary's own thread; running a
plan needs nothing but the plan, and may be done in any.
"""

import math
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np

from synotui.engine.adjust import check_settings
from synotui.engine.arrays import Mask
from synotui.engine.held_out import Doubles, Hidden, Seen, hide, interval, kept, prepare
from synotui.engine.placed import COLUMNS, Placed
from synotui.engine.space import Space
from synotui.errors import NoVector, PairError, SettingError
from synotui.model import (
    METHODS,
    Found,
    HeldOut,
    HiddenFound,
    OnProgress,
    Progress,
    Settings,
    Trial,
    no_progress,
)
from synotui.ops.adjusting.solving import Task, solve_task, task_of
from synotui.ops.evaluating.recommendation import recommend
from synotui.ops.workbench import Workbench

SHARE = 0.3
NEEDED = 100
"""Hidden pairs from which a recall is known to ten points: 2 * sqrt(.25 / 100)."""
ASKED = 2_000
"""Hidden pairs that are looked for at most: they give a recall to two points."""


@dataclass(frozen=True)
class HeldOutPlan:
    """Everything it takes, read from the dictionary."""

    space: Space
    among: int
    """Vectors there were then."""
    task: Task
    """What adjusting by the pairs that are not hidden takes."""
    hidden: Hidden
    choices: Sequence[Settings]
    current: Settings
    """Those of the dictionary."""
    compares: bool
    report: HeldOut
    """What is known so far: no figures yet."""


class _Judged(NamedTuple):
    trial: Trial
    hits: Doubles


def held_out(
    bench: Workbench,
    share: float = SHARE,
    choices: Sequence[Settings] | None = None,
    *,
    compare: bool = False,
    seed: int = 0,
    on_progress: OnProgress = no_progress,
) -> HeldOut:
    """Hide a `share` of accepted pairs and judge `choices` of settings by them.

    Without choices those are the settings in force; with `compare`, all
    methods with the first choice's settings, and one is recommended. Raises
    SettingError, PairError without two accepted pairs, and NoVector.
    """
    plan = plan_held_out(bench, share, choices, compare=compare, seed=seed)
    return run_held_out(plan, on_progress)


def plan_held_out(
    bench: Workbench,
    share: float = SHARE,
    choices: Sequence[Settings] | None = None,
    *,
    compare: bool = False,
    seed: int = 0,
) -> HeldOutPlan:
    """Read what it takes; raises as `held_out`."""
    if not 0 < share < 1:
        raise SettingError(
            f"A share of {share:g} cannot be held out", "Name one between 0 and 1, such as 0.3"
        )
    if seed < 0:
        raise SettingError(f"seed={seed} is out of range", "Name a whole number from 0 on")
    current = bench.store.values.adjustment()
    choices = choices or [current]
    if compare:
        choices = [replace(choices[0], method=name) for name in METHODS]
    for each in choices:
        check_settings(each)
    loaded = bench.loaded()
    if loaded is None:
        raise NoVector("No term has a vector yet", f"Run: synotui embed {bench.path}")
    space = loaded.space
    acting = bench.store.pairs.acting(choices[0])
    rows = space.rows_of(np.array([pair[:2] for pair in acting], np.int64).ravel()).reshape(-1, 2)
    pulls = np.array([pair.pulls for pair in acting], bool)
    usable = np.flatnonzero(pulls & (rows >= 0).all(axis=1))
    without = int(pulls.sum()) - len(usable)
    if len(usable) < 2:
        raise PairError(_too_few(len(usable), without), "Accept more pairs and embed their terms")
    chosen = usable[hide(len(usable), share, seed)]
    stay = np.ones(len(acting), bool)
    stay[chosen] = False
    task = task_of(space, [pair for pair, here in zip(acting, stay, strict=True) if here], ())
    shown = np.setdiff1d(usable, chosen)
    among = len(space)
    hidden = prepare(among, rows[shown], rows[chosen], space.rows_of(task.ids), ASKED, seed)
    nothing = _found(hidden, None)
    report = HeldOut(
        space=loaded.info.name,
        terms=among,
        share=share,
        seed=seed,
        pairs=len(usable),
        without_vectors=without,
        hidden=len(chosen),
        asked=len(hidden.asked),
        needed=max(2, math.ceil(round(NEEDED / share, 6))),
        before=nothing,
        trials=(),
        recommended=None,
        reason="",
    )
    return HeldOutPlan(space, among, task, hidden, choices, current, compare, report)


def run_held_out(plan: HeldOutPlan, on_progress: OnProgress = no_progress) -> HeldOut:
    """Measure, in any thread. `on_progress` stops it by raising."""
    steps = _Steps(plan, on_progress)
    at_base = Placed(plan.space, plan.among, np.empty(0, np.int64), plan.task.base[:0])
    before = plan.hidden.look(at_base, steps)
    judged = [_judge(plan, settings, before, steps) for settings in plan.choices]
    done = replace(
        plan.report,
        before=_found(plan.hidden, before),
        trials=tuple(each.trial for each in judged),
    )
    if not plan.compares:
        return done
    hits = {each.trial.settings.method: each.hits for each in judged}
    method, reason = recommend(done, plan.current.method, hits)
    return replace(done, recommended=method, reason=reason)


def _judge(plan: HeldOutPlan, settings: Settings, before: Seen, on_block: "_Steps") -> _Judged:
    on_block.tell(f"adjusting by {settings.method}")
    began = time.perf_counter()
    adjusted, moved = solve_task(plan.task, settings)
    seconds = time.perf_counter() - began
    rows = plan.space.rows_of(plan.task.ids[moved])
    seen = plan.hidden.look(Placed(plan.space, plan.among, rows, adjusted[moved]), on_block)
    low, high = interval(seen.hits - before.hits)
    first = plan.hidden.untouched
    return _Judged(
        Trial(
            settings=settings,
            found=_found(plan.hidden, seen),
            gain_low=low,
            gain_high=high,
            moved=len(moved),
            kept_untouched=kept(before.tops[:first], seen.tops[:first]),
            kept_moved=kept(before.tops[first:], seen.tops[first:]),
            seconds=seconds,
        ),
        seen.hits,
    )


class _Steps:
    """Tells how far the passes over the space are: one before adjusting, one after each."""

    def __init__(self, plan: HeldOutPlan, on_progress: OnProgress) -> None:
        # Each looks for partners, then for the neighbours of the sample.
        passes = 2 if len(plan.hidden.sample) else 1
        blocks = -(-plan.among // COLUMNS)
        self._total = (1 + len(plan.choices)) * passes * blocks
        self._done = 0
        self._on_progress = on_progress
        self._stage = "looking by base vectors"

    def __call__(self) -> None:
        self._done += 1
        self.tell(self._stage)

    def tell(self, stage: str) -> None:
        """Say what is done now."""
        self._stage = stage
        self._on_progress(Progress(stage, self._done, self._total, "passes"))


def _found(hidden: Hidden, seen: Seen | None) -> HiddenFound:
    every = np.ones(len(hidden.asked), bool)
    return HiddenFound(
        every=_group(seen, every),
        connected=_group(seen, hidden.connected),
        unconnected=_group(seen, ~hidden.connected),
        random_cosine=seen.random_cosine if seen else None,
    )


def _group(seen: Seen | None, chosen: Mask) -> Found:
    count = int(chosen.sum())
    if seen is None or not count:
        return Found(count, None, None, None, None, None)
    hits = seen.hits[chosen]
    return Found(
        count,
        float(hits.mean()),
        *interval(hits),
        float(seen.reciprocal[chosen].mean()),
        float(seen.cosines[chosen].mean()),
    )


def _too_few(pairs: int, without: int) -> str:
    told = "1 accepted pair acts" if pairs == 1 else "No accepted pair acts"
    lacking = f" ({without:,} lack a vector)" if without else ""
    return f"{told} and has its vectors{lacking}, and holding some out takes two at least"
