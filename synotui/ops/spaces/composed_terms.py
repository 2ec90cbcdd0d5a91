"""Vectors for the terms that lack one in an imported space, put together from its words."""

import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from synotui.engine.compose import enough, first_component
from synotui.errors import Cancelled, EncoderError, NoVector
from synotui.model import Composed, OnProgress, Progress, SpaceInfo, no_progress
from synotui.ops.adjusting.adjust import settle, settle_added
from synotui.ops.backups import back_up
from synotui.ops.clock import now
from synotui.ops.spaces.composing import Composer, Parts
from synotui.ops.spaces.derived import lineage
from synotui.ops.spaces.replacing import replace_vectors, spread
from synotui.ops.workbench import Workbench
from synotui.store import Deed

if TYPE_CHECKING:
    from synotui.engine.arrays import Floats, Ints

ROUND_SECONDS = 10.0
_AT_ONCE = 2_000
_FITTED_ON = 20_000
"""Phrases that the common component is fitted on, at most."""
_TOLD = 100
_WORDS: Composed = "words"


@dataclass(frozen=True, slots=True)
class ComposeReport:
    """What composing did."""

    space: str
    made: int
    """Terms that have a vector now and had none."""
    anew: int
    """Terms whose composed vector was made anew."""
    already: int
    """Vectors the space had before."""
    partly: tuple[Parts, ...]
    """Terms composed of some of their words only: the first hundred."""
    partly_count: int
    uncovered: tuple[str, ...]
    """Terms no word of which has a vector: the first hundred."""
    uncovered_count: int
    weighs_by: str
    """What the weight of words follows."""
    fitted_on: int
    """Phrases that the component was fitted on which all composed vectors are without; 0 if none
    is, for there are not enough of them."""


@dataclass
class _Done:
    """What is done so far."""

    made: int = 0
    ids: "list[Ints]" = field(default_factory=list)
    vectors: "list[Floats]" = field(default_factory=list)
    partly: list[Parts] = field(default_factory=list)
    partly_count: int = 0
    uncovered: list[str] = field(default_factory=list)
    uncovered_count: int = 0

    def note(self, parts: list[Parts]) -> None:
        """Take note of what is not covered."""
        for each in parts:
            if not each.words:
                self.uncovered_count += 1
                if len(self.uncovered) < _TOLD:
                    self.uncovered.append(each.text)
            elif each.missing:
                self.partly_count += 1
                if len(self.partly) < _TOLD:
                    self.partly.append(each)


def compose_terms(
    bench: Workbench,
    on_progress: OnProgress = no_progress,
    *,
    again: bool = False,
    round_seconds: float = ROUND_SECONDS,
) -> ComposeReport:
    """Compose a vector for every term that lacks one in the current space, which was imported.

    Rounds are kept as they are made, each one transaction and one ledger entry:
    stopped in any way, the next call goes on from there. The component all
    composed vectors are without is fitted once, when there are enough phrases,
    and kept. With `again`, or when it is fitted for the first time, what was composed
    before is composed anew as well, all of it or nothing, after a backup. Spaces that the
    current one derives from take part: words are those of the first. Raises
    EncoderError for a space with an encoder, NoVector without a space, Cancelled.
    """
    line = _line(bench)
    root = line[0]
    store = bench.store
    composer = Composer(store, root)
    with store.reading():
        lacking = store.vectors.lacking(root.id)
        composed = store.composed.ids(root.id, _WORDS)
    done = _Done()
    if len(lacking) or (again and len(composed)):
        composer.hold(lambda read: on_progress(Progress("reading", read, root.vectors, "vectors")))
        fits = _fit(bench, composer, np.concatenate([lacking, composed]), again, on_progress)
        again = again or (fits and len(composed) > 0)
    work = _Work(bench, composer, done, round_seconds, on_progress)
    anew = 0
    try:
        if again:
            back_up(bench, "embed", on_progress, least=True)
            anew = work.compose_again(composed)
        work.compose(lacking)
    except Cancelled as stopped:
        work.keep()
        if not done.made:
            raise
        raise Cancelled(
            f"stopped; {done.made:,} terms were composed and are kept",
            "The same command goes on from there",
        ) from stopped
    work.keep()
    _fix_newer(bench, line, on_progress)
    held = composer.held
    return ComposeReport(
        line[-1].name,
        done.made,
        anew,
        root.vectors,
        tuple(done.partly),
        done.partly_count,
        tuple(done.uncovered),
        done.uncovered_count,
        composer.weighs_by,
        held.phrases if held else 0,
    )


def _line(bench: Workbench) -> list[SpaceInfo]:
    with bench.store.reading():
        current = bench.store.vectors.current()
        line = lineage(bench.store, current) if current else []
    if not line or not line[0].vectors:
        raise NoVector(
            f"{bench.path.name} has no vectors yet",
            f"Import those of words first: synotui import {bench.path} FILE",
        )
    if line[0].encoder:
        raise EncoderError(
            f"Space {line[0].name} has an encoder, which gives any term a vector",
            f"Run: synotui embed {bench.path}",
        )
    return line


def _fit(
    bench: Workbench, composer: Composer, terms: "Ints", again: bool, on_progress: OnProgress
) -> bool:
    """Fit what composed vectors are to be without, if that is due; say whether it was."""
    if composer.held is not None and not again:
        return False
    chosen = terms[:: max(1, len(terms) // _FITTED_ON)]
    found = []
    for start in range(0, len(chosen), _AT_ONCE):
        on_progress(Progress("fitting", start, len(chosen)))
        with bench.store.reading():
            texts = bench.store.terms.texts(chosen[start : start + _AT_ONCE].tolist())
            parts = [p for p in composer.cut(texts) if len(p.words) > 1 and not p.missing]
        found.append(composer.directions(parts)[0])
    directions = np.concatenate(found)
    if not enough(len(directions), composer.root.dim):
        return False
    composer.leave_out(first_component(directions), len(directions))
    return True


def _fix_newer(bench: Workbench, line: list[SpaceInfo], on_progress: OnProgress) -> None:
    from synotui.ops.spaces.fixes import take_in_newer

    for info in line[1:]:
        take_in_newer(bench, info, on_progress)


class _Work:
    """One pass over terms, kept in rounds."""

    def __init__(
        self,
        bench: Workbench,
        composer: Composer,
        done: _Done,
        seconds: float,
        on_progress: OnProgress,
    ) -> None:
        self._bench = bench
        self._composer = composer
        self._root = composer.root
        self._done = done
        self._seconds = seconds
        self._on_progress = on_progress
        self._began = time.monotonic()

    def compose(self, terms: "Ints") -> None:
        """Compose terms that have no vector, keeping a round now and then."""
        for ids, vectors in self._batches(terms):
            self._done.ids.append(ids)
            self._done.vectors.append(vectors)
            if time.monotonic() - self._began >= self._seconds:
                self.keep()

    def compose_again(self, terms: "Ints") -> int:
        """Compose terms anew that were composed before, in one piece; give how many."""
        made = [*self._batches(terms)]
        if not made:
            return 0
        ids = np.concatenate([part for part, _ in made])
        vectors = np.concatenate([part for _, part in made])
        store = self._bench.store
        with self._bench.reshaping(), store.transaction():
            self._composer.keep()
            count = replace_vectors(self._bench, self._root.id, ids, vectors)
            self._enter(f"composed {count:,} terms anew from their words", count)
            settle(self._bench)
        return count

    def keep(self) -> None:
        """Write what was gathered: vectors, marks, ledger entry and settled pairs."""
        done, store = self._done, self._bench.store
        self._began = time.monotonic()
        if not done.ids:
            return
        ids, vectors = np.concatenate(done.ids), np.concatenate(done.vectors)
        done.ids, done.vectors = [], []
        with self._bench.reshaping(), store.transaction():
            # Others may have given some of them vectors meanwhile.
            fresh = ~np.isin(ids, store.vectors.ids(self._root.id))
            ids, vectors = ids[fresh], vectors[fresh]
            if not len(ids):
                return
            self._composer.keep()
            store.vectors.append(self._root.id, ids, vectors)
            store.composed.mark(self._root.id, dict.fromkeys(ids.tolist(), _WORDS))
            self._enter(f"composed {len(ids):,} terms from their words", len(ids))
            if spread(self._bench, self._root.id, ids, vectors):
                settle(self._bench)
            elif self._root.current:
                settle_added(self._bench, ids)
        done.made += len(ids)

    def _batches(self, terms: "Ints") -> "Iterator[tuple[Ints, Floats]]":
        """Give those of `terms` that are covered, with their vectors, some at a time."""
        store = self._bench.store
        for start in range(0, len(terms), _AT_ONCE):
            self._on_progress(Progress("composing", start, len(terms)))
            ids = terms[start : start + _AT_ONCE]
            with store.reading():
                parts = self._composer.cut(store.terms.texts(ids.tolist()))
            vectors = self._composer.compose(parts)
            self._done.note(parts)
            there = vectors.any(axis=1)
            if there.any():
                yield ids[there], vectors[there]
        self._on_progress(Progress("composing", len(terms), len(terms)))

    def _enter(self, label: str, count: int) -> None:
        store = self._bench.store
        facts = {"space": self._root.name, "composed": count}
        deed = Deed("embed", label, facts=facts)
        store.ledger.append(store.ledger.next_seq(), now(), self._bench.curator, deed)
