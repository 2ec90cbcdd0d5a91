"""Whether a dictionary is sound, backups of it, and who decided what."""

from datetime import date, datetime
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING

from synotui.api.opened import Opened
from synotui.model import (
    AuditEntry,
    AuditFilter,
    Disagreement,
    MergeReport,
    OnProgress,
    Stance,
    no_progress,
)

if TYPE_CHECKING:
    from synotui.ops.backups import Backup, Difference
    from synotui.ops.checking import CheckReport


class Keeping(Opened):
    """What keeps the work safe, and what proves it."""

    def check(
        self, expect: str | None = None, *, on_progress: OnProgress = no_progress
    ) -> "CheckReport":
        """Look at the file, each ledger entry, pairs, vectors and caches; change nothing.

        `sound` says whether all is well, `findings` what is not. `expect` is a
        `last_hash` that was noted earlier: is that entry there still?
        """
        from synotui.ops.checking import check

        return check(self._bench, on_progress, expected=expect)

    def repair(self, *, on_progress: OnProgress = no_progress) -> "CheckReport":
        """Make anew what follows from something else: pairs, adjusted vectors, caches.

        What was wrong is backed up first. Gives what is left to find.
        """
        from synotui.ops.checking import repair

        return repair(self._bench, on_progress)

    def backup(
        self, path: str | PathLike[str] | None = None, *, on_progress: OnProgress = no_progress
    ) -> Path | None:
        """Copy the dictionary to `path`, or into the backups beside it, and give where it is.

        Gives None if the newest backup is of this very state. Raises
        DictionaryError if `path` is there already, StorageFailed.
        """
        from synotui.ops.backups import back_up, copy_to

        if path is None:
            made = back_up(self._bench, "hand", on_progress)
            return made.path if made else None
        copy_to(self._bench, Path(path), on_progress)
        return Path(path)

    def backups(self) -> list["Backup"]:
        """Give the backups there are, the newest first, also those made by themselves."""
        from synotui.ops.backups import list_backups

        return list_backups(self._bench.path)

    def restore(
        self, backup: "Backup", *, dry_run: bool = False, on_progress: OnProgress = no_progress
    ) -> "Difference":
        """Put back one of `backups()`, and give what that changes; with `dry_run` only that.

        What is there now is backed up first.
        """
        from synotui.ops.backups import compare_with, restore

        found = compare_with(self._bench, backup)
        if not dry_run:
            restore(self._bench, backup, on_progress)
        return found

    def merge(
        self,
        other: str | PathLike[str],
        *,
        stance: Stance = "ask",
        terms: bool = False,
        dry_run: bool = False,
        on_progress: OnProgress = no_progress,
    ) -> MergeReport:
        """Bring in what another curator decided in the dictionary at `other`, as one step.

        Where both changed a pair differently since both knew it, it stays as it
        is here and is among `disagreements()`; with `stance` "mine" it is settled
        by that, with "theirs" theirs is taken. `terms` adds all terms it has in
        use. Undo takes all of it back. With `dry_run` nothing is changed.
        """
        from synotui.ops import merging
        from synotui.ops.merging.plan import MergeOptions

        options = MergeOptions(stance, terms)
        if dry_run:
            plan = merging.plan_merge(self._bench.store, Path(other), options, on_progress)
            return merging.report_of(plan)
        return merging.merge(self._bench, Path(other), options, on_progress)[0]

    def disagreements(self) -> list[Disagreement]:
        """Give what merges found both to disagree on, and nobody has decided anew since."""
        from synotui.ops.merging import open_disagreements

        return open_disagreements(self._bench.store)

    def audit(
        self,
        term: str | None = None,
        *,
        curator: str | None = None,
        since: datetime | date | str | None = None,
        until: datetime | date | str | None = None,
        limit: int | None = None,
    ) -> list[AuditEntry]:
        """Give who decided what, when and on which figures, newest first.

        Entries about pairs with `term`, of one `curator`, from `since` on and
        before `until`. Days and times without a zone, such as "2026-03-01", are
        of this machine's. `log` tells the same in fewer words.
        """
        from synotui.ops.audit import audit
        from synotui.ops.clock import ledger_time

        about = None if term is None else self._id(term)
        begin, end = (None if time is None else ledger_time(time) for time in (since, until))
        return audit(self._bench, AuditFilter(curator, begin, end, about), limit)
