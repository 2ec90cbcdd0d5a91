"""Lines about backups: one of a backup, and those of what putting it back would change."""

from typing import TYPE_CHECKING

from synotui.text import visible
from synotui.tui.widgets.lines import Piece
from synotui.tui.widgets.report_list import ReportLine
from synotui.tui.widgets.set_lines import SetLine

if TYPE_CHECKING:
    from synotui.ops.backups import Backup, Difference, PairThen

_WHY = {
    "session": "the start of a session",
    "import": "before an import",
    "merge": "before a merge",
    "embed": "before embedding",
    "migration": "before a migration",
    "repair": "before a repair",
    "restore": "before a restore",
    "hand": "by hand",
}
_VERDICTS: dict[str, Piece] = {
    "accepted": ("✓ accepted", "good"),
    "rejected": ("✗ rejected", "bad"),
    "skipped": ("– skipped", "faint"),
    "": ("? undecided", "call"),
}


def made_at(backup: "Backup") -> str:
    """Say when a backup was made, in local time."""
    return backup.at.astimezone().strftime("%Y-%m-%d %H:%M:%S")


def backup_line(backup: "Backup") -> SetLine:
    """Give the line of a backup: `2026-03-01 09:12:44  before an import   12.3 MB`."""
    at = made_at(backup)
    why = _WHY.get(backup.why, backup.why)
    return SetLine(
        ((f"{at}  ", "strong"), (visible(why), "plain")),
        ((f"{backup.size / 1e6:,.1f} MB ", "plain"),),
    )


def difference_lines(found: "Difference") -> list[ReportLine]:
    """Lay out what putting a backup back would change: counts, then each pair with its head."""
    told = "An earlier state of this dictionary." if found.earlier else (
        "Not an earlier state: the ledger was gone on with differently since."
    )  # fmt: skip
    lines = [ReportLine(((told, "plain" if found.earlier else "call"),))]
    for name, now, then in (
        ("ledger entries", found.entries_now, found.entries_then),
        ("terms", found.terms_now, found.terms_then),
        ("vectors", found.vectors_now, found.vectors_then),
    ):
        more = f"{then - now:+,}".replace("-", "−") if now != then else "the same"
        counts: Piece = (f"{now:>10,} now → {then:,} then  ", "plain")
        lines.append(ReportLine(((f"  {name:<15}", "faint"), counts, (more, "faint"))))
    lines.append(ReportLine(()))
    listed = f", the latest {len(found.listed):,}" if len(found.listed) < found.pairs else ""
    title = f"Pairs decided otherwise: {found.pairs:,}{listed}" if found.pairs else (
        "Every pair is decided as it is now."
    )  # fmt: skip
    lines.append(ReportLine(((title, "strong"),)))
    return [*lines, *map(_pair, found.listed)]


def _pair(pair: "PairThen") -> ReportLine:
    head, candidate = pair.ids or (None, None)
    left: tuple[Piece, ...] = (
        ("  ", "plain"),
        (visible(pair.term), "plain"),
        (" – ", "faint"),
        (visible(pair.synonym), "plain"),
    )
    right = (_VERDICTS[pair.now], (" → ", "faint"), _VERDICTS[pair.then])
    return ReportLine(left, right, head, candidate)
