"""Who decided what, when, on which figures, and what became of it: the ledger, read in full."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import islice
from typing import Any

from synotui.model import AuditEntry, AuditFilter, AuditPair, Pair, PairChange
from synotui.ops.workbench import Workbench
from synotui.store import Deed


def audit(bench: Workbench, wanted: AuditFilter, limit: int | None = None) -> list[AuditEntry]:
    """Give the entries that fit, the newest first; `limit` of them at most."""
    with bench.store.reading():
        undone = bench.store.ledger.undone()
        found = list(islice(_fitting(bench, wanted), limit))
        ids = {term for _, deed, _ in found for change in deed.pairs
               for term in (change.low, change.high)}  # fmt: skip
        texts = {i: term.text for i, term in bench.store.terms.by_id(ids).items()}
    return [
        AuditEntry(
            seq=entry.seq,
            at=entry.at,
            curator=entry.curator,
            action=entry.action,
            label=entry.label,
            target=entry.target,
            undone_by=undone.get(entry.seq),
            space=str(deed.facts.get("space", "")) if entry.target is None else "",
            pairs=tuple(_pairs(entry.action, entry.target is None, deed, texts)),
            hash=held,
        )
        for entry, deed, held in found
    ]


def _fitting(bench: Workbench, wanted: AuditFilter) -> Iterator[tuple[Any, Deed, str]]:
    entries = bench.store.ledger.entries(wanted.curator, wanted.since, wanted.until)
    for entry, deed, held in entries:
        if wanted.curator not in (None, entry.curator):
            deed = replace(deed, pairs=tuple(_decided_by(deed.pairs, wanted.curator)))
            if not deed.pairs:
                continue
        about = any(wanted.term in (change.low, change.high) for change in deed.pairs)
        if wanted.term is None or about or wanted.term in deed.terms_added:
            yield entry, deed, held


def _decided_by(changes: Iterable[PairChange], curator: str | None) -> Iterator[PairChange]:
    """Give the changes that put something in force that a curator decided, or take it back."""
    for change in changes:
        if change.after is not None and change.after.curator == curator:
            yield change


def _pairs(action: str, own: bool, deed: Deed, texts: dict[int, str]) -> Iterator[AuditPair]:
    figures = deed.facts.get("figures", {}) if own else {}
    for change in deed.pairs:
        before, after = change.before, change.after
        if action == "undo":
            before, after = after, before
        head, other = _ends(change)
        known = figures.get(str(other)) or figures.get(str(head)) or {}
        yield AuditPair(
            term=texts.get(head, f"#{head}"),
            synonym=texts.get(other, f"#{other}"),
            before=_said(before),
            after=_said(after),
            base=known.get("base"),
            now=known.get("now"),
            probability=known.get("probability"),
            decided_by=after.curator if after else "",
            decided_at=after.decided_at if after else "",
        )


def _ends(change: PairChange) -> tuple[int, int]:
    pair = change.after or change.before
    head = pair.head if pair is not None else change.low
    return head, change.high if head == change.low else change.low


def _said(pair: Pair | None) -> str:
    return f"{pair.verdict} {pair.relation or ''}".strip() if pair else ""
