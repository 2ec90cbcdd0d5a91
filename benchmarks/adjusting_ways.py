"""The ways of adjusting that are timed beside each other: synotui's, and the peers'."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import cycle
from typing import Any

import adjusters
import numpy as np
from word_pairs import Floats, Task, unit

from synotui.engine.adjust import Constraints, solve
from synotui.model import Settings
from synotui.ops.adjusting.adjust import change_settings, settle
from synotui.ops.adjusting.solving import solve_pairs
from synotui.ops.workbench import Loaded, Workbench

STRONG = Settings(stay=0.2, push=1.0)
METHODS = {
    "anchored, stay .2, push 1": STRONG,
    "anchored, defaults": Settings(),
    "pull, defaults": Settings(method="pull"),
}
RUNS_A_TURN = 5
"""Runs of each of synotui's ways for one of a peer."""


@dataclass
class Way:
    """One way of adjusting: what is timed, how long it took, and what came of it."""

    run: Callable[[], Any]
    vectors: Callable[[Any], Floats] | None = None
    """From what `run` gave to the vectors of all words of the task."""
    runs_a_turn: int = 1
    once: bool = False
    """It runs in the last turn only, once."""
    seconds: list[float] = field(default_factory=list)
    given: Any = None

    def turn(self, *, last: bool) -> None:
        """Run and time it."""
        for _ in range(0 if self.once and not last else self.runs_a_turn):
            began = time.perf_counter()
            self.given = self.run()
            self.seconds.append(time.perf_counter() - began)


def engine_ways(task: Task) -> dict[str, Way]:
    """Give the bare solve by every method, its arrays ready."""
    base = task.base[task.named]
    synonyms, antonyms = task.rows_of(task.synonyms), task.rows_of(task.antonyms)
    pairs = Constraints(
        np.searchsorted(task.named, synonyms), np.searchsorted(task.named, antonyms)
    )

    def place(given: tuple[Floats, Any]) -> Floats:
        vectors = task.base.copy()
        vectors[task.named] = given[0]
        return vectors

    def solving(settings: Settings) -> Callable[[], Any]:
        return lambda: solve(base, pairs, settings)

    return {
        f"synotui, {name}": Way(solving(settings), place, RUNS_A_TURN)
        for name, settings in METHODS.items()
    }


def dictionary_ways(bench: Workbench, loaded: Loaded) -> dict[str, Way]:
    """Give what an open dictionary does, the pairs being in it."""
    acting = bench.store.pairs.acting(STRONG)
    settings = cycle((STRONG, Settings()))

    def settled() -> None:
        with bench.store.transaction():
            settle(bench)

    return {
        "synotui, solve_pairs": Way(
            lambda: solve_pairs(loaded.space, acting, (), STRONG), runs_a_turn=RUNS_A_TURN
        ),
        "synotui, change_settings": Way(
            lambda: change_settings(bench, next(settings)), runs_a_turn=RUNS_A_TURN
        ),
        "synotui, settle from the file": Way(settled, once=True),
    }


def peer_ways(
    task: Task,
    words: adjusters.Words,
    retrofit: adjusters.Retrofitting,
    step: adjusters.Step,
    suffix: str = "",
    *,
    once: bool = False,
) -> dict[str, Way]:
    """Give the peers on the unit vectors of `words`, among them those in pairs.

    With `once`, counter-fitting runs a single time.
    """
    lexicon = adjusters.lexicon(task.synonyms)
    both = adjusters.both_ways(task.synonyms), adjusters.both_ways(task.antonyms)
    close = adjusters.close_pairs({task.words[row]: words[task.words[row]] for row in task.named})

    def place(given: adjusters.Words) -> Floats:
        vectors = unit(task.base)
        for row in task.named.tolist():
            vectors[row] = given[task.words[row]]
        return vectors

    return {
        f"retrofitting{suffix}": Way(lambda: retrofit(words, lexicon, adjusters.ROUNDS), place),
        f"counter-fitting{suffix}": Way(
            lambda: adjusters.counter_fit(words, *both, close, step), place, once=once
        ),
    }
