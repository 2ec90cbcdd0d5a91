"""Backups: made by themselves before anything large, listed, compared, and put back."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from synotui.config import load_config
from synotui.errors import DictionaryDamaged, DictionaryReadOnly, StorageFailed
from synotui.model import OnProgress, Progress, no_progress
from synotui.ops.workbench import Workbench
from synotui.store import Store, copying
from synotui.store import backups as _backups
from synotui.store.backups import Backup, Why, list_backups
from synotui.store.beside import refuse_left_over, refuse_taken
from synotui.store.connect import SCHEMA_VERSION
from synotui.store.refusing import has_backups
from synotui.store.to_read import open_unlocked
from synotui.store.translating import translated

__all__ = ["Backup", "Difference", "PairThen", "back_up", "back_up_file", "compare_beside",
           "compare_with", "copy_to", "has_backups", "list_backups", "opened_to_read", "restore",
           "restore_file"]  # fmt: skip

_LISTED = 200
_ALWAYS = ("hand", "restore")
"""What is backed up for though the configuration wants none made: else a restore could not be
taken back."""
_AT_ONCE = 10_000
"""Pairs read at a time."""
_LAST = ((1 << 63, 1 << 63), "", 0)
"""After every pair."""


@dataclass(frozen=True, slots=True)
class PairThen:
    """A pair that is decided otherwise in a backup."""

    term: str
    synonym: str
    now: str
    """The verdict now, "" if it is undecided."""
    then: str
    """The verdict in the backup."""
    ids: tuple[int, int] | None = None
    """The two terms, if the dictionary has both now."""


@dataclass(frozen=True, slots=True)
class Difference:
    """What putting a backup back would change."""

    backup: Backup
    entries_now: int
    entries_then: int
    """Of the ledger."""
    earlier: bool
    """Whether the backup is an earlier state of this very dictionary: its ledger, shorter."""
    terms_now: int
    terms_then: int
    vectors_now: int
    vectors_then: int
    """In all spaces."""
    pairs: int
    """Pairs that are decided otherwise."""
    listed: tuple[PairThen, ...]
    """The first of them, the latest decided first."""


def back_up(
    bench: Workbench,
    why: Why,
    on_progress: OnProgress = no_progress,
    *,
    least: bool = False,
    thins: bool = True,
) -> Backup | None:
    """Make a backup, unless the newest is of this very state; then thin those there are.

    One that is not by hand, nor for a restore, is left out where the configuration
    wants none, and
    with `least` where there is no room for it. Raises StorageFailed,
    DictionaryError, Cancelled.
    """
    return back_up_file(bench.path, why, on_progress, least=least, thins=thins)


def back_up_file(
    path: Path,
    why: Why,
    on_progress: OnProgress = no_progress,
    *,
    least: bool = False,
    thins: bool = True,
) -> Backup | None:
    """Make a backup of the dictionary at `path`, as `back_up` does; in any thread."""
    most = load_config().backups_mb
    if why not in _ALWAYS and not most:
        return None

    try:
        made = _backups.back_up(path, why, _pages(on_progress))
    except StorageFailed:
        if least:
            return None
        raise
    if made is not None and thins:
        _thin(path)
    return made


def _thin(path: Path) -> None:
    """Delete the backups that are not wanted any more, unless the configuration makes none."""
    if most := load_config().backups_mb:
        _backups.thin(path, most * 1_000_000)


def _pages(on_progress: OnProgress) -> Callable[[int, int], None]:
    """Give what tells of pages copied."""
    return lambda done, total: on_progress(Progress("backing up", done, total, "pages"))


def copy_to(bench: Workbench, out: Path, on_progress: OnProgress = no_progress) -> None:
    """Copy the dictionary to a file of one's own. Raises DictionaryError if that is there."""
    refuse_taken(out)
    refuse_left_over(out)
    copying.copy(bench.path, out, _pages(on_progress))


def compare_with(
    bench: Workbench, backup: Backup, on_progress: OnProgress = no_progress
) -> Difference:
    """Tell what putting `backup` back would change. Raises DictionaryError if it is damaged."""
    return compare_beside(bench.store, backup, on_progress)


def compare_beside(
    store: Store, backup: Backup, on_progress: OnProgress = no_progress
) -> Difference:
    """Tell the same of the dictionary of `store`, in any thread: by a connection of its own.

    It reads a few thousand pairs at a time, so that commits need not wait for
    all of them. Raises DictionaryError, Cancelled.
    """
    with _opened(store.path, backup, on_progress) as then, store.beside() as now:
        # Whatever cannot be read is told of the file it is in.
        of_then, of_now = partial(translated, backup.path), now.reading
        pairs, listed = _differing(_Side(now, of_now), _Side(then, of_then), on_progress)
        ids = {term for key, *_ in listed for term in key}
        with of_then():
            terms_then, last_hash = then.terms.by_id(ids), then.ledger.last_hash()
            entries_then, count_then = then.ledger.count(), then.terms.count()
            vectors_then = sum(space.vectors for space in then.vectors.spaces())
        with of_now():
            terms_now = now.terms.by_id(ids)
            terms = {**terms_then, **terms_now}
            return Difference(
                backup=backup,
                entries_now=now.ledger.count(),
                entries_then=entries_then,
                earlier=now.ledger.holds_hash(last_hash),
                terms_now=now.terms.count(),
                terms_then=count_then,
                vectors_now=sum(space.vectors for space in now.vectors.spaces()),
                vectors_then=vectors_then,
                pairs=pairs,
                listed=tuple(
                    PairThen(
                        terms[low].text if low in terms else f"#{low}",
                        terms[high].text if high in terms else f"#{high}",
                        verdict_now,
                        verdict_then,
                        (low, high) if low in terms_now and high in terms_now else None,
                    )
                    for (low, high), verdict_now, verdict_then, _ in listed
                ),
            )


class _Side(NamedTuple):
    """One of two dictionaries that are compared."""

    store: Store
    reading: Callable[[], AbstractContextManager[None]]
    """Within which its errors are told as its own."""


def _differing(
    now: _Side, then: _Side, on_progress: OnProgress
) -> tuple[int, list[tuple[tuple[int, int], str, str, int]]]:
    """Count the pairs decided otherwise; give the latest of them, with both verdicts."""
    from heapq import nlargest

    total = 0
    for side in (now, then):
        with side.reading():
            total += side.store.pairs.count()
    count = 0

    def found() -> Iterator[tuple[tuple[int, int], str, str, int]]:
        nonlocal count
        ones, others = _verdicts(now), _verdicts(then)
        one, other = next(ones, _LAST), next(others, _LAST)
        seen = 0
        while one is not _LAST or other is not _LAST:
            key = min(one[0], other[0])
            verdict_now, verdict_then, entry = "", "", 0
            if other[0] == key:
                _, verdict_then, entry = other
                other = next(others, _LAST)
                seen += 1
            if one[0] == key:
                _, verdict_now, entry = one
                one = next(ones, _LAST)
                seen += 1
            if seen % _AT_ONCE < 2:
                on_progress(Progress("comparing", min(seen, total), total, "pairs"))
            if verdict_now != verdict_then:
                count += 1
                yield key, verdict_now, verdict_then, entry

    listed = nlargest(_LISTED, found(), key=lambda each: each[3])
    return count, listed


def _verdicts(side: _Side) -> Iterator[tuple[tuple[int, int], str, int]]:
    """Give every pair, its verdict and ledger entry, in the order of their terms."""
    low = high = -1
    while True:
        with side.reading():
            rows = side.store.pairs.verdicts_after(low, high, _AT_ONCE)
        if not rows:
            return
        yield from rows
        low, high = rows[-1][0]


def restore(bench: Workbench, backup: Backup, on_progress: OnProgress = no_progress) -> None:
    """Put a backup back in one step; what is there then is backed up first.

    Whoever has the dictionary open sees it at the next look. Raises
    DictionaryError; then nothing was changed.
    """
    if bench.read_only:
        raise DictionaryReadOnly(f"{bench.path} may not be written", "Work on a copy")
    bench.store.soundness.check()
    with _opened(bench.path, backup, on_progress) as whole:
        on_progress(Progress("checking the backup", 0, None, "pages"))
        copying.check_whole(whole.path, backup.path)
        # Thinned afterwards: what is put back may be the oldest of those there are.
        made = back_up(bench, "restore", on_progress, thins=False)
        on_progress(Progress("restoring", 0, None, "pages"))
        copying.put_back(whole.path, bench.path, lambda: _back_up_again(bench.path, made))
    bench.forget_all()
    _thin(bench.path)


def _back_up_again(path: Path, made: Backup | None) -> None:
    """Back up what somebody has decided since the backup that was just `made`."""
    later = _backups.back_up(path, "restore", opened=open_unlocked)
    if later is not None and made is not None:
        # It holds all of that.
        made.path.unlink(missing_ok=True)


def restore_file(path: Path, backup: Backup) -> Path:
    """Put a backup in the place of a dictionary that cannot be opened any more, or is gone.

    Gives the path at which the damaged file is kept, with what SQLite left
    beside it; if the file is gone, nothing may be there. Raises DictionaryError;
    then nothing was changed.
    """
    with _opened(path, backup) as whole:
        return copying.replace(path, whole.path)


@contextmanager
def _opened(path: Path, backup: Backup, on_progress: OnProgress = no_progress) -> Iterator[Store]:
    """Open a backup of the dictionary at `path` for reading, whatever its schema."""
    try:
        with opened_to_read(backup.path, backup.path.parent, on_progress) as store:
            yield store
    except DictionaryDamaged as error:
        if error.path == backup.path:
            error.remedy = f"Put another one back: synotui restore {path} lists them"
        raise


@contextmanager
def opened_to_read(
    path: Path, folder: Path | None = None, on_progress: OnProgress = no_progress
) -> Iterator[Store]:
    """Open a dictionary that is not written to, whatever its schema.

    One of an earlier schema is read as a copy that is brought up to date, in
    `folder` or where temporary files go. Raises DictionaryTooNew, DictionaryError.
    """
    if _backups.version_of(path) == SCHEMA_VERSION:
        with Store(path, to_read=True) as store:
            yield store
        return
    with TemporaryDirectory(dir=folder) as made:
        upgraded = Path(made) / path.name

        def told(done: int, total: int) -> None:
            on_progress(Progress(f"reading {path.name}", done, total, "pages"))

        copying.copy(path, upgraded, told)
        with Store(upgraded, backed_up=True) as store:
            yield store
