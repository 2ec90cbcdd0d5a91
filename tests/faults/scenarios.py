"""What curators and scripts do to a dictionary, each step told of once it is said to be done."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from synotui.errors import SynotuiError
from synotui.model import Change, Settings, Verdict
from synotui.ops import backups, review
from synotui.ops.adding import add_synonym
from synotui.ops.adjusting.adjust import change_settings, rebuild
from synotui.ops.checking import repair, rescue
from synotui.ops.history import redo, undo
from synotui.ops.merging import merge
from synotui.ops.searching.indexing import adopt_index, build_index, plan_index
from synotui.ops.spaces.composed_terms import compose_terms
from synotui.ops.transfer.exporting import export as export_to
from synotui.ops.transfer.importing import ImportOptions, import_file
from synotui.ops.workbench import Workbench, open_workbench

Tell = Callable[[str], None]
"""Told of a step after it is done: "decision SEQ", or the name of a whole operation."""


def decided(change: Change, tell: Tell) -> None:
    tell(f"decision {change.seq} {change.label}")


def review_session(folder: Path, tell: Tell) -> None:
    """Decide, note, add by hand, undo and redo."""
    with open_workbench(folder / "words.db") as bench:
        for n in range(1, 9):
            verdict = (Verdict.ACCEPTED, Verdict.REJECTED, Verdict.SKIPPED)[n % 3]
            decided(review.decide(bench, n, n + 20, verdict), tell)
        decided(review.decide_many(bench, 1, [30, 31, 32], Verdict.ACCEPTED), tell)
        decided(review.annotate(bench, 1, 30, "看过"), tell)
        decided(add_synonym(bench, 2, "新词"), tell)
        for _ in range(3):
            decided(undo(bench), tell)
        decided(redo(bench), tell)
        decided(review.decide(bench, 9, 10, Verdict.ACCEPTED), tell)


def make(folder: Path, tell: Tell) -> None:
    """Make a dictionary of a file of vectors, where none is yet."""
    with open_workbench(folder / "new.db", create=True) as bench:
        tell("made")
        import_file(bench, folder / "words.vec")
        tell("filled")
        decided(review.decide(bench, 1, 2, Verdict.ACCEPTED), tell)


def import_pairs(folder: Path, tell: Tell) -> None:
    """Import a file of pairs as accepted."""
    with open_workbench(folder / "words.db") as bench:
        import_file(bench, folder / "pairs.csv", ImportOptions(accept=True))
        tell("import")


def import_vectors(folder: Path, tell: Tell) -> None:
    """Import another space of vectors."""
    with open_workbench(folder / "words.db") as bench:
        import_file(bench, folder / "other.vec")
        tell("vectors")


def embed(folder: Path, tell: Tell) -> None:
    """Make vectors for phrases, in rounds that are kept one by one."""
    with open_workbench(folder / "words.db") as bench:
        import_file(bench, folder / "phrases.txt", ImportOptions(format="terms"))
        tell("terms")
        compose_terms(bench)
        tell("embed")


def adjust(folder: Path, tell: Tell) -> None:
    """Change how vectors move, and rebuild them."""
    with open_workbench(folder / "words.db") as bench:
        decided(change_settings(bench, Settings(stay=0.4)), tell)
        decided(change_settings(bench, Settings(method="counterfit")), tell)
        decided(review.decide(bench, 1, 40, Verdict.ACCEPTED), tell)
        rebuild(bench)
        tell("rebuild")


def index(folder: Path, tell: Tell) -> None:
    """Build the index beside the dictionary, and add vectors to it later."""
    with open_workbench(folder / "words.db") as bench:
        _index(bench)
        tell("index")


def _index(bench: Workbench) -> None:
    plan = plan_index(bench)
    if plan is not None:
        adopt_index(bench, build_index(plan))


def export(folder: Path, tell: Tell) -> None:
    """Write the accepted pairs over an earlier export."""
    with open_workbench(folder / "words.db") as bench:
        export_to(bench, folder / "out.csv")
        tell("export")


def migrate(folder: Path, tell: Tell) -> None:
    """Open a dictionary of an earlier schema, and decide."""
    with open_workbench(folder / "old.db") as bench:
        tell("migration")
        decided(review.decide(bench, 2, 4, Verdict.REJECTED), tell)


def back_up_and_restore(folder: Path, tell: Tell) -> None:
    """Back up, decide, and put the backup back."""
    with open_workbench(folder / "words.db") as bench:
        kept = backups.back_up(bench, "hand")
        assert kept is not None
        tell("backup")
        review.decide(bench, 3, 41, Verdict.ACCEPTED)
        backups.restore(bench, kept)
        tell("restore")
        decided(review.decide(bench, 4, 41, Verdict.ACCEPTED), tell)


def merge_another(folder: Path, tell: Tell) -> None:
    """Merge another curator's dictionary, take that back, and do it again."""
    with open_workbench(folder / "words.db") as bench:
        _, change = merge(bench, folder / "other.db")
        assert change is not None
        decided(change, tell)
        decided(undo(bench), tell)
        decided(redo(bench), tell)


def mend(folder: Path, tell: Tell) -> None:
    """Repair pairs that do not follow from the ledger."""
    with open_workbench(folder / "tampered.db") as bench:
        repair(bench)
        tell("repair")


def put_in_place(folder: Path, tell: Tell, name: str) -> None:
    """Put a backup in the place of a file that cannot be opened, or is gone."""
    path = folder / f"{name}.db"
    backups.restore_file(path, backups.list_backups(path)[0])
    tell("replaced")
    with open_workbench(path) as bench:
        decided(review.decide(bench, 4, 41, Verdict.ACCEPTED), tell)


def rescue_what_is_left(folder: Path, tell: Tell) -> None:
    """Make a new dictionary of the pages of one."""
    rescue(folder / "words.db", folder / "rescued.db")
    tell("rescue")


SCENARIOS: dict[str, Callable[[Path, Tell], None]] = {
    "review": review_session,
    "make": make,
    "import": import_pairs,
    "vectors": import_vectors,
    "embed": embed,
    "adjust": adjust,
    "index": index,
    "export": export,
    "migrate": migrate,
    "backup": back_up_and_restore,
    "merge": merge_another,
    "repair": mend,
    "damaged": partial(put_in_place, name="damaged"),
    "gone": partial(put_in_place, name="gone"),
    "rescue": rescue_what_is_left,
}


def run(name: str, folder: Path, tell: Tell) -> None:
    """Run a scenario; an error that a user would see is told, any other goes on."""
    try:
        SCENARIOS[name](folder, tell)
        tell("end")
    except SynotuiError as error:
        tell(f"refused {type(error).__name__}: {error.message}")
