"""Carry what a damaged dictionary still holds over to a new one, and tell what is lost."""

import os
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from synotui.errors import DictionaryError, StorageFailed
from synotui.model import OnProgress, PairChange, Progress, Settings, no_progress
from synotui.ops.adjusting.adjust import settle
from synotui.ops.checking.repair import follow_ledger
from synotui.ops.clock import now
from synotui.ops.workbench import Workbench, open_workbench
from synotui.store import Deed
from synotui.store.beside import companion, put_in_place, refuse_left_over, refuse_taken, sidecars
from synotui.store.pairs import pair_from_row
from synotui.store.salvage import Salvage

_NAMED = 10


@dataclass(frozen=True, slots=True)
class RescueReport:
    """What came over."""

    damaged: str
    out: str
    pages: int
    adrift: int
    """Pages to which no way led any more, and whose rows came over all the same."""
    rows: dict[str, int]
    """By table."""
    lost_terms: int
    """Terms whose text is lost; they are there as “lost term N”, so that their pairs are."""
    lost_vectors: int
    lost_entries: tuple[int, ...]
    """Numbers of ledger entries that are known to be lost: later ones, or pairs, tell of them."""
    ledger_whole: bool
    """Whether every page of the ledger is there; if not, its last entries may be lost as well."""
    from_ledger: int
    """Pairs that were lost and are there again by the ledger."""
    without_entry: int
    """Pairs that are there, though the entry that decided them is lost."""


def rescue(damaged: Path, out: Path, on_progress: OnProgress = no_progress) -> RescueReport:
    """Write a new dictionary `out` from what `damaged` still holds; `damaged` is only read.

    It appears whole or not at all. What a killed process left in the middle of a
    write is taken as it was before, by the journal beside the file.

    Raises DictionaryError, also if `out` is there or nothing could be read.
    """
    from synotui.store.rescue import carry_over

    refuse_taken(out)
    refuse_left_over(out)
    unfinished = companion(out, f".{os.getpid()}.part")
    on_progress(Progress("reading pages", 0, None, "pages"))
    salvage = Salvage(damaged)
    try:
        on_progress(Progress("writing what is whole", 0, None, "rows"))
        carried = {each.table: each for each in carry_over(salvage, unfinished)}
        if not any(each.rows for each in carried.values()):
            raise DictionaryError(f"Nothing in {damaged} can be read", "Restore a backup")
        on_progress(Progress("solving the pairs", 0, None))
        with open_workbench(unfinished) as bench:
            gaps, made_up, again, without = _settle(bench, damaged, salvage)
        put_in_place(unfinished, out)
    except OSError as error:
        raise StorageFailed(f"{out} cannot be written: {error.strerror}") from error
    finally:
        unfinished.unlink(missing_ok=True)
        for leftover in sidecars(unfinished).values():
            leftover.unlink(missing_ok=True)
    return RescueReport(
        damaged=str(damaged),
        out=str(out),
        pages=salvage.pages,
        adrift=salvage.adrift,
        rows={table: each.rows for table, each in carried.items() if each.rows},
        lost_terms=carried["terms"].made_up + made_up,
        lost_vectors=carried["vectors"].lost,
        lost_entries=tuple(gaps),
        ledger_whole=salvage.whole("ledger"),
        from_ledger=again,
        without_entry=without,
    )


def _settle(bench: Workbench, damaged: Path, salvage: Salvage) -> tuple[list[int], int, int, int]:
    """Put together what pairs and ledger say, and record it.

    Gives the ledger entries that are lost, how many terms were made up, and how
    many pairs came from the ledger alone and from their table alone.
    """
    store = bench.store
    with store.transaction():
        by_ledger = store.played()
        played = by_ledger.pairs
        held = store.pairs.as_rows()
        seq = store.ledger.next_seq()
        # The last entries leave no gap: pairs that name them tell.
        later = {row[6] for row in held.values() if not 1 <= row[6] < seq}
        gaps = [*store.ledger.missing(), *sorted(later)]
        lost = set(gaps)
        by_entries = not gaps and salvage.whole("ledger")
        again = {}
        if by_entries and not salvage.whole("pairs"):
            again = {key: row for key, row in played.items() if key not in held}
        rows = {
            key: _decided_by(row, seq) if row[6] in lost else row
            for key, row in {**held, **again}.items()
        }
        made_up = store.make_up_terms({term for key in rows for term in key})
        if by_entries:
            follow_ledger(store, by_ledger)
        wrong = [key for key in played.keys() | rows.keys() if played.get(key) != rows.get(key)]
        if not by_entries or again or wrong:
            told = f"{len(gaps):,} ledger entries lost" if gaps else "no ledger entry known lost"
            changes = tuple(
                PairChange(
                    *key,
                    pair_from_row(*key, played[key]) if key in played else None,
                    pair_from_row(*key, rows[key]) if key in rows else None,
                )
                for key in sorted(wrong)
            )
            facts = {
                "file": damaged.name,
                "lost_entries": gaps[:_NAMED],
                "lost": len(gaps),
                "retired": store.terms.retired(),
            }
            settings = asdict(store.values.adjustment())
            before = asdict(Settings.kept(by_ledger.settings or {}))
            deed = Deed(
                "rescue",
                f"rescued from {damaged.name}: {told}",
                changes,
                settings=(before, settings) if before != settings else None,
                facts=facts,
            )
            store.ledger.append_rescue(seq, now(), bench.curator, deed)
            store.pairs.replace_all(rows)
        settle(bench)
    return gaps, made_up, len(again), len([key for key in wrong if key in rows])


def _decided_by(row: tuple[Any, ...], seq: int) -> tuple[Any, ...]:
    """Give the columns of a pair with another ledger entry, the seventh of them."""
    return (*row[:6], seq, *row[7:])
