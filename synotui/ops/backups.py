"""Backups: made by themselves before anything large, listed, compared, and put back."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from synotui.config import load_config
from synotui.errors import DictionaryError, DictionaryReadOnly, StorageFailed
from synotui.model import OnProgress, Progress, Verdict, no_progress
from synotui.ops.clock import now
from synotui.ops.workbench import Workbench
from synotui.store import Store
from synotui.store import backups as _backups
from synotui.store.backups import Backup, Why, list_backups
from synotui.store.connect import SCHEMA_VERSION

__all__ = ["Backup", "Difference", "PairThen", "back_up", "compare_with", "copy_to", "list_backups",
           "restore", "restore_file"]  # fmt: skip

_LISTED = 200


@dataclass(frozen=True, slots=True)
class PairThen:
    """A pair that is decided otherwise in a backup."""

    term: str
    synonym: str
    now: str
    """The verdict now, "" if it is undecided."""
    then: str
    """The verdict in the backup."""


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
    bench: Workbench, why: Why, on_progress: OnProgress = no_progress, *, least: bool = False
) -> Backup | None:
    """Make a backup, unless the newest is of this very state; then thin those there are.

    One that is not by hand is left out where the configuration wants none, and
    with `least` where there is no room for it. Raises StorageFailed,
    DictionaryError, Cancelled.
    """
    return back_up_file(bench.path, why, on_progress, least=least)


def back_up_file(
    path: Path, why: Why, on_progress: OnProgress = no_progress, *, least: bool = False
) -> Backup | None:
    """Make a backup of the dictionary at `path`, as `back_up` does; in any thread."""
    most = load_config().backups_mb
    if why != "hand" and not most:
        return None

    def told(done: int, total: int) -> None:
        on_progress(Progress("backing up", done, total, "pages"))

    try:
        made = _backups.back_up(path, why, told)
    except StorageFailed:
        if least:
            return None
        raise
    if made is not None and most:
        _backups.thin(path, most * 1_000_000)
    return made


def copy_to(bench: Workbench, out: Path, on_progress: OnProgress = no_progress) -> None:
    """Copy the dictionary to a file of one's own. Raises DictionaryError if that is there."""
    if out.exists():
        raise DictionaryError(f"{out} is there already", "Name a file that is not there yet")

    def told(done: int, total: int) -> None:
        on_progress(Progress("backing up", done, total, "pages"))

    _backups.copy(bench.path, out, told)


def compare_with(bench: Workbench, backup: Backup) -> Difference:
    """Tell what putting `backup` back would change. Raises DictionaryError if it is damaged."""
    store = bench.store
    with _opened(backup) as then, store.reading():
        rows_now, rows_then = store.pairs.as_rows(), then.pairs.as_rows()
        differ = [
            key
            for key in rows_now.keys() | rows_then.keys()
            if _verdict(rows_now.get(key)) != _verdict(rows_then.get(key))
        ]
        differ.sort(key=lambda key: -_seq(rows_now.get(key) or rows_then.get(key)))
        listed = differ[:_LISTED]
        ids = {term for key in listed for term in key}
        terms = {**then.terms.by_id(ids), **store.terms.by_id(ids)}
        return Difference(
            backup=backup,
            entries_now=store.ledger.count(),
            entries_then=then.ledger.count(),
            earlier=store.ledger.holds_hash(then.ledger.last_hash()),
            terms_now=store.terms.count(),
            terms_then=then.terms.count(),
            vectors_now=sum(space.vectors for space in store.vectors.spaces()),
            vectors_then=sum(space.vectors for space in then.vectors.spaces()),
            pairs=len(differ),
            listed=tuple(
                PairThen(
                    terms[low].text if low in terms else f"#{low}",
                    terms[high].text if high in terms else f"#{high}",
                    _verdict(rows_now.get((low, high))),
                    _verdict(rows_then.get((low, high))),
                )
                for low, high in listed
            ),
        )


def restore(bench: Workbench, backup: Backup, on_progress: OnProgress = no_progress) -> None:
    """Put a backup back in one step; what is there now is backed up first.

    Whoever has the dictionary open sees it at the next look. Raises
    DictionaryError; then nothing was changed.
    """
    if bench.read_only:
        raise DictionaryReadOnly(f"{bench.path} may not be written", "Work on a copy")
    with _opened(backup) as whole:
        back_up(bench, "restore", on_progress)
        on_progress(Progress("restoring", 0, None, "pages"))
        _backups.put_back(whole.path, bench.path)
    bench.forget_all()


def restore_file(path: Path, backup: Backup) -> Path:
    """Put a backup in the place of a dictionary that cannot be opened any more.

    Gives the path at which the damaged file is kept. Raises DictionaryError.
    """
    stamp = now().replace(":", "").replace("-", "")
    aside = path.with_name(f"{path.name}.damaged-{stamp}")
    with _opened(backup) as whole:
        try:
            path.replace(aside)
        except OSError as error:
            raise StorageFailed(f"{path} cannot be moved: {error.strerror}") from error
        try:
            _backups.copy(whole.path, path)
        except BaseException:
            aside.replace(path)
            raise
    return aside


@contextmanager
def _opened(backup: Backup) -> Iterator[Store]:
    """Open a backup for reading; one of an earlier schema as a copy that is brought up to date."""
    version = _backups.version_of(backup.path)
    if version == SCHEMA_VERSION:
        with Store(backup.path, to_read=True) as store:
            yield store
        return
    with TemporaryDirectory(dir=backup.path.parent) as folder:
        upgraded = Path(folder) / backup.path.name
        _backups.copy(backup.path, upgraded)
        with Store(upgraded, backed_up=True) as store:
            yield store


def _verdict(row: tuple[Any, ...] | None) -> str:
    return str(Verdict(row[1])) if row else ""


def _seq(row: tuple[Any, ...] | None) -> int:
    return int(row[6]) if row else 0
