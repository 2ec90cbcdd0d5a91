"""Derived spaces: another space's base vectors, centred, without their top, or whitened.

A derived space appears whole or not at all: one that was cancelled is removed, and one whose
making was killed is completed by asking for it again. So are the vectors that its source got
since, through the fix as it was fitted at first.
"""

from dataclasses import dataclass
from time import perf_counter
from typing import TYPE_CHECKING

from synotui.errors import Cancelled, DictionaryBusy, SettingError
from synotui.model import OnProgress, SpaceInfo, no_progress
from synotui.ops.adjusting.adjust import settle_added
from synotui.ops.clock import now
from synotui.ops.spaces.derived import is_derived
from synotui.ops.spaces.embedding import use_space
from synotui.ops.spaces.fix_plan import FixPlan, FixRequest, named, plan_fix, plan_newer
from synotui.ops.spaces.fix_work import FixWork, Made
from synotui.ops.workbench import Workbench
from synotui.store import Deed

if TYPE_CHECKING:
    from synotui.engine.space_health import Health


@dataclass(frozen=True, slots=True)
class FixReport:
    """What a fix made, and what it does to the space."""

    space: str
    of: str
    fix: str
    components: int | None
    """Principal components that are removed, of abtt."""
    dim: int
    vectors: int
    """That the derived space has, or would have."""
    made: int
    """Of them, those that were made now."""
    lost: int
    """Vectors of the source that come to nothing, and have none in the derived space."""
    before: "Health"
    after: "Health"
    pairs: int
    """Accepted pairs that recall and cosine are of."""
    seconds: float
    kept: bool
    """Whether anything was written, or was there already."""
    current: bool


def fix_space(
    bench: Workbench,
    request: FixRequest,
    on_progress: OnProgress = no_progress,
    *,
    use: bool = False,
    dry_run: bool = False,
) -> FixReport:
    """Make a derived space of base vectors, and measure what the fix does.

    With `use` it becomes the current one; with `dry_run` nothing is written.
    Raises SettingError, NoVector, Cancelled, DictionaryError.
    """
    began = perf_counter()
    plan = plan_fix(bench, request)
    try:
        work = FixWork(plan, bench.store, on_progress)
    except Cancelled:
        raise Cancelled(_stopped(plan, 0)) from None
    writing = Writing(work)
    try:
        for made in work.rounds(bench.store, on_progress):
            if dry_run:
                writing.made += len(made.ids)
            else:
                writing.keep(bench, made)
        writing.finish(bench, dry_run=dry_run)
    except BaseException as stopped:
        kept = writing.give_up(bench)
        if isinstance(stopped, Cancelled):
            raise Cancelled(_stopped(plan, kept)) from None
        raise
    if use and not dry_run:
        use_space(bench, plan.name)
    return report_on(bench, work, writing, perf_counter() - began, kept=not dry_run)


def take_in_newer(bench: Workbench, space: SpaceInfo, on_progress: OnProgress = no_progress) -> int:
    """Fix those base vectors of its source that a derived space lacks; give how many."""
    plan = plan_newer(bench, space)
    work = FixWork(plan, bench.store, on_progress)
    writing = Writing(work)
    for made in work.rounds(bench.store, on_progress):
        writing.keep(bench, made)
    writing.finish(bench)
    return writing.made


class Writing:
    """The writes of one fix, each a short transaction on the thread of the dictionary."""

    def __init__(self, work: FixWork) -> None:
        self._work = work
        self._space: int | None = None
        self._began_it = False
        self._stored = -1
        """Vectors the space had after the last write; others may add to them."""
        self.made = 0
        """Vectors that were made now."""

    def keep(self, bench: Workbench, made: Made) -> None:
        """Write some vectors, and before the first the space. Raises DictionaryBusy.

        A term that others gave a vector meanwhile keeps theirs.
        """
        store = bench.store
        with bench.reshaping(), store.transaction():
            space = self._find(bench)
            begins = space is None
            if space is None:
                space = self._make(bench)
            elif space.vectors != self._stored:
                made = self._fresh(bench, space, made)
            if len(made.ids):
                store.vectors.append(space.id, made.ids, made.vectors)
            if space.current:
                settle_added(bench, made.ids)
        self._began_it |= begins
        self._space = space.id
        self._stored = space.vectors + len(made.ids)
        self.made += len(made.ids)

    def _fresh(self, bench: Workbench, space: SpaceInfo, made: Made) -> Made:
        """Pick what the space still lacks, if it is made by the same fix as this."""
        import numpy as np

        held, fix = bench.store.fixes.of(space.id), self._work.fix
        if (
            held is None
            or held.name != fix.name
            or not np.array_equal(held.mean, fix.mean)
            or not np.array_equal(held.basis, fix.basis)
        ):
            raise DictionaryBusy(
                f"Another program is making space {self._work.plan.name} in {bench.path}",
                "Wait for it to finish, then repeat",
            )
        fresh = ~np.isin(made.ids, bench.store.vectors.ids(space.id))
        return Made(made.ids[fresh], made.vectors[fresh])

    def finish(self, bench: Workbench, *, dry_run: bool = False) -> None:
        """Put it in the ledger. Raises SettingError if nothing was left to be written."""
        plan = self._work.plan
        if not self.made:
            if self._find(bench) is None:
                raise SettingError(
                    f"{plan.fix} would leave nothing of space {plan.source.name}: "
                    "all vectors are the same"
                )
            return
        if dry_run:
            return
        told = f"made from {plan.source.name}" if self._began_it else "completed"
        label = f"space {plan.name} {told}: {self.made:,} vectors"
        facts = {"space": plan.name, "made": self.made, "encoder": plan.encoder}
        store = bench.store
        with store.transaction():
            deed = Deed("space", label, facts=facts)
            store.ledger.append(store.ledger.next_seq(), now(), bench.curator, deed)

    def give_up(self, bench: Workbench) -> int:
        """Remove the space if this made it; give how many vectors were added to one there was."""
        if self._space is None or not self._began_it:
            return self.made
        with bench.store.transaction():
            _remove(bench, self._space)
        self._space = None
        return 0

    def _find(self, bench: Workbench) -> SpaceInfo | None:
        spaces = bench.store.vectors.spaces()
        return next((space for space in spaces if space.name == self._work.plan.name), None)

    def _make(self, bench: Workbench) -> SpaceInfo:
        """Add the space, and let the one that is current stay so."""
        from synotui.store.fixes import HeldFix

        vectors, plan, fix = bench.store.vectors, self._work.plan, self._work.fix
        current = vectors.current()
        half = plan.source.storage == "float16"
        space = vectors.make_space(plan.name, plan.encoder, fix.dim, now(), half=half)
        if current is not None:
            vectors.make_current(current.id)
        bench.store.fixes.keep(space, HeldFix(plan.source.id, fix.name, fix.mean, fix.basis))
        return next(each for each in vectors.spaces() if each.id == space)


def report_on(
    bench: Workbench, work: FixWork, writing: Writing, seconds: float, *, kept: bool
) -> FixReport:
    """Tell what was made and measured."""
    plan = work.plan
    before, after = work.health()
    current = bench.store.vectors.current()
    return FixReport(
        plan.name,
        plan.source.name,
        plan.fix,
        plan.components,
        work.fix.dim,
        int((~plan.missing).sum()) + writing.made,
        writing.made,
        work.lost,
        before,
        after,
        len(plan.pairs[0]),
        round(seconds, 3),
        kept,
        current is not None and current.name == plan.name,
    )


def remove_derived(bench: Workbench, name: str) -> None:
    """Delete a derived space: asking for it again makes it again.

    Raises SettingError for one that is current, not derived, or a source of another.
    """
    import shutil

    from synotui.ops.caches import space_folder

    store = bench.store
    with store.transaction():
        spaces = store.vectors.spaces()
        found = next((space for space in spaces if space.name == name), None)
        if found is None:
            raise SettingError(f"No space “{name}” in {bench.path}", named(spaces))
        if not is_derived(found):
            raise SettingError(
                f"Space {name} was not made from another: its vectors could not be made again"
            )
        if found.current:
            raise SettingError(
                f"Space {name} is the current one", f"Switch first: synotui space {bench.path} NAME"
            )
        derived = [s for s, source in store.fixes.sources().items() if source == found.id]
        if derived:
            told = ", ".join(space.name for space in spaces if space.id in derived)
            raise SettingError(f"Of space {name} others were made: {told}", "Remove those first")
        _remove(bench, found.id)
        deed = Deed("space", f"space {name} removed", facts={"space": name})
        store.ledger.append(store.ledger.next_seq(), now(), bench.curator, deed)
    shutil.rmtree(space_folder(bench.path, found), ignore_errors=True)


def _remove(bench: Workbench, space: int) -> None:
    bench.store.vectors.remove_space(space)
    bench.store.fixes.forget(space)


def _stopped(plan: FixPlan, kept: int) -> str:
    if kept:
        return f"stopped; {kept:,} vectors were added to space {plan.name} and are kept"
    return f"stopped; space {plan.name} was not made, and nothing was changed"
