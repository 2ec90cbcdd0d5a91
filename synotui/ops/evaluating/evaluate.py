"""Measure the space: on word similarities, analogies, gold, or the dictionary's own pairs.

Base, adjusted and other spaces stand side by side in one result. Planning
belongs to the dictionary's own thread; running a plan needs nothing but the
plan, and may be done in any; keeping belongs to the dictionary's thread again:

    plan = plan_evaluation(bench, EvaluateOptions(on=path))
    found = run_evaluation(plan, on_progress)
    keep_evaluation(bench, plan, found)
"""

import hashlib
import time
from dataclasses import dataclass
from pathlib import Path

from synotui.engine.arrays import Mask
from synotui.errors import FormatError, SettingError
from synotui.formats.evaluation_files import kind_of
from synotui.formats.source import open_source
from synotui.model import (
    Evaluation,
    EvaluationKind,
    EvaluationSeries,
    FigureChange,
    OnProgress,
    SpaceInfo,
    no_progress,
)
from synotui.ops.clock import now as time_now
from synotui.ops.evaluating.analogies import read_analogies
from synotui.ops.evaluating.options import MARK, EvaluateOptions
from synotui.ops.evaluating.pairs import own_pairs, read_gold_pairs
from synotui.ops.evaluating.similarity import read_similarity
from synotui.ops.evaluating.states import (
    Measured,
    Places,
    State,
    Steps,
    Task,
    column_of,
    current_states,
    other_state,
)
from synotui.ops.workbench import Workbench
from synotui.store import Store

__all__ = [
    "EvaluateOptions",
    "EvaluationPlan",
    "evaluate",
    "evaluation_history",
    "flat_figures",
    "keep_evaluation",
    "plan_evaluation",
    "run_evaluation",
]

_BLOCK = 1 << 20


@dataclass(frozen=True)
class EvaluationPlan:
    """Everything it takes, read from the dictionary."""

    options: EvaluateOptions
    task: Task
    states: tuple[State, State]
    """The current space at its base and adjusted."""
    others: tuple[SpaceInfo, ...]
    shared: Mask | None
    """What all spaces have, if only that is measured."""
    store: Store
    """To open another connection of the thread that runs it."""
    info: SpaceInfo
    source: str
    digest: str
    curator: str
    seq: int
    notes: tuple[str, ...]


def evaluate(
    bench: Workbench,
    options: EvaluateOptions | None = None,
    on_progress: OnProgress = no_progress,
    *,
    keep: bool = True,
) -> Evaluation:
    """Measure, and keep the figures unless told otherwise or the dictionary is read-only.

    Raises FormatError for a file that cannot be read or shares no term with
    the dictionary, NoVector, EncoderError for a space that is not there.
    """
    plan = plan_evaluation(bench, options or EvaluateOptions(), on_progress)
    found = run_evaluation(plan, on_progress)
    if keep:
        keep_evaluation(bench, plan, found)
    return found


def plan_evaluation(
    bench: Workbench, options: EvaluateOptions, on_progress: OnProgress = no_progress
) -> EvaluationPlan:
    """Read the file and what of the dictionary it takes; raises as `evaluate`."""
    _check(options)
    loaded = bench.vectors(on_progress)
    others = _others(bench.store, options.spaces, loaded.info)
    kind = _kind(options)
    if options.place and kind not in ("similarity", "gold"):
        raise SettingError(
            "Only texts of similarities and gold can be placed on the spot", "Leave --place out"
        )
    told = _told(bench)
    if options.on is None:
        task: Task = own_pairs(bench, options, told)
    elif kind == "similarity":
        task = read_similarity(bench, options.on, options, told, on_progress)
    elif kind == "analogies":
        task = read_analogies(bench, options.on, options, on_progress)
    else:
        task = read_gold_pairs(bench, options.on, options, told, on_progress)
    states = current_states(loaded.info, loaded.space)
    shared = None
    notes: list[str] = []
    if options.common and others:
        shared = task.usable(states[0].places)
        with bench.store.reading():
            for info in others:
                shared = shared & task.usable(Places(bench.store.vectors.ids(info.id)))
        if not shared.any():
            raise FormatError(
                "nothing of it is in all of these spaces", "Leave --common out", path=options.on
            )
    elif others:
        notes.append("Each space is measured on what it has; --common takes what all have")
    with bench.store.reading():
        seq = bench.store.ledger.next_seq() - 1
    return EvaluationPlan(
        options=options,
        task=task,
        states=states,
        others=others,
        shared=shared,
        store=bench.store,
        info=loaded.info,
        source="" if options.on is None else str(options.on),
        digest="" if options.on is None else _digest(options.on),
        curator=bench.curator,
        seq=seq,
        notes=tuple(notes),
    )


def run_evaluation(plan: EvaluationPlan, on_progress: OnProgress = no_progress) -> Evaluation:
    """Measure, in any thread. `on_progress` stops it by raising."""
    began = time.perf_counter()
    task, (base, now) = plan.task, plan.states
    sizes = [base.among] * (2 if len(now.placed.rows) else 1)
    sizes += [info.vectors for info in plan.others]
    steps = Steps(sum(map(task.blocks, sizes)), on_progress)
    steps.begin("measuring base")
    at_base = task.measure(base, plan.shared, steps)
    at_now = at_base
    if len(now.placed.rows):
        steps.begin("measuring adjusted")
        at_now = task.measure(now, plan.shared, steps)
    columns = [column_of(base, at_base), column_of(now, at_now)]
    for info in plan.others:
        with plan.store.beside() as store:
            state = other_state(store, info, steps)
        steps.begin(f"measuring {info.name}")
        columns.append(column_of(state, task.measure(state, plan.shared, steps)))
    return Evaluation(
        kind=task.kind,
        source=plan.source,
        digest=plan.digest,
        at=time_now(),
        curator=plan.curator,
        seq=plan.seq,
        space=plan.info.name,
        space_id=plan.info.id,
        terms=base.among,
        moved=len(now.placed.rows),
        columns=tuple(columns),
        changes=_changes(at_base, at_now),
        told=task.told,
        notes=(*task.notes(base), *plan.notes),
        seconds=time.perf_counter() - began,
    )


def keep_evaluation(bench: Workbench, plan: EvaluationPlan, found: Evaluation) -> bool:
    """Keep the figures in the dictionary; False if it is read-only. Raises DictionaryError."""
    if bench.read_only:
        return False
    marks = plan.options.marks()
    ids = {info.name: info.id for info in plan.others} | {found.space: found.space_id}
    with bench.store.transaction():
        there = {info.id for info in bench.store.vectors.spaces()}
        for name, figures in _by_space(found).items():
            if ids[name] in there:
                bench.store.evaluations.add(
                    at=found.at,
                    curator=found.curator,
                    seq=found.seq,
                    space=ids[name],
                    kind=found.kind,
                    source=found.source,
                    digest=found.digest,
                    figures=figures | marks,
                )
    return True


def evaluation_history(
    bench: Workbench, kind: EvaluationKind | None = None
) -> list[EvaluationSeries]:
    """Give what was kept, by what was measured on, how, and in which space; oldest first."""
    with bench.store.reading():
        every = bench.store.evaluations.every()
    series: dict[tuple[object, ...], EvaluationSeries] = {}
    for each in every:
        if kind is not None and each.kind != kind:
            continue
        marks = tuple(sorted(item for item in each.figures.items() if item[0].startswith(MARK)))
        key = each.kind, each.digest, each.space, marks
        before = series[key].kept if key in series else ()
        series[key] = EvaluationSeries(
            each.kind, each.source, each.digest, each.space, (*before, each)
        )
    return list(series.values())


def flat_figures(found: Evaluation) -> dict[str, float | None]:
    """Give the figures of the current space by name, "_base" or "_now" behind."""
    return _by_space(found)[found.space]


def _by_space(found: Evaluation) -> dict[str, dict[str, float | None]]:
    made: dict[str, dict[str, float | None]] = {}
    for column in found.columns:
        suffix = "now" if column.key == "now" else "base"
        figures = made.setdefault(column.space, {})
        figures |= {f"{each.name}_{suffix}": each.value for each in column.figures}
    return made


def _changes(base: Measured, now: Measured) -> tuple[FigureChange, ...]:
    changes = []
    for name, before in base.figures.items():
        value, interval = now.figures[name].minus(before)
        changes.append(FigureChange(name, value, *(interval or (None, None))))
    return tuple(changes)


def _check(options: EvaluateOptions) -> None:
    for name, value, least in (
        ("vocabulary", options.vocabulary, 1),
        ("heads", options.heads, 0),
        ("seed", options.seed, 0),
    ):
        if value is not None and value < least:
            raise SettingError(f"{name}={value} is out of range", f"Name a number from {least} on")


def _kind(options: EvaluateOptions) -> EvaluationKind:
    if options.on is None:
        if options.kind not in (None, "dictionary"):
            raise FormatError(f"To measure on {options.kind}, name the file", "As in --on FILE")
        return "dictionary"
    if options.kind == "dictionary":
        raise FormatError(
            "Measuring on the dictionary's own pairs takes no file", "Leave out --on or --kind"
        )
    return options.kind or kind_of(options.on, options.encoding)


def _told(bench: Workbench) -> frozenset[tuple[int, int]]:
    """Give the pairs that move vectors, the lower id first."""
    with bench.store.reading():
        acting = bench.store.pairs.acting(bench.store.values.adjustment())
    return frozenset((each.low, each.high) for each in acting)


def _others(store: Store, names: tuple[str, ...], current: SpaceInfo) -> tuple[SpaceInfo, ...]:
    from synotui.errors import EncoderError

    with store.reading():
        known = {info.name: info for info in store.vectors.spaces() if info.vectors}
    for name in names:
        if name not in known:
            there = ", ".join(known)
            raise EncoderError(f"No space “{name}” in {store.path}", f"Spaces: {there}")
    return tuple(known[name] for name in dict.fromkeys(names) if known[name].id != current.id)


def _digest(path: Path) -> str:
    digest = hashlib.sha256()
    with open_source(path) as stream:
        while block := stream.read(_BLOCK):
            digest.update(block)
    return digest.hexdigest()
