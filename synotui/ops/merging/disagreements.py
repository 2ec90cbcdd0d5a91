"""The disagreements of merges that nobody has worked off: what both say, and how to settle one.

One is worked off once its pair was decided anew, here, after the merge. Who
finds that it is right as it is says so by deciding it alike once more.
"""

from synotui.model import Disagreement
from synotui.ops.merging.reading import records_of
from synotui.ops.merging.sides import Key, Record, Recorded, Side
from synotui.ops.merging.stand import saying_of, stand_of
from synotui.store import Store
from synotui.store.pairs import pair_as_row


def open_disagreements(store: Store) -> list[Disagreement]:
    """Give the disagreements nobody has worked off, in the order they were found.

    Raises DictionaryError.
    """
    found = _open(store)
    with store.reading():
        terms = store.terms.by_id({term for key in found for term in key})
    return [_told(record, each, {i: term.text for i, term in terms.items()})
            for record, each in found.values()]  # fmt: skip


def open_pairs(store: Store) -> dict[Key, str]:
    """Give the pairs (low, high) of open disagreements, each with what both say of it."""
    return {
        (min(each.ids), max(each.ids)): each.told for each in open_disagreements(store)
    }  # fmt: skip


def is_open(store: Store, low: int, high: int) -> bool:
    """Say whether a pair is one that a merge found a disagreement on, and that is open."""
    return (low, high) in _open(store)


def _open(store: Store) -> dict[Key, tuple[Record, Recorded]]:
    with store.reading():
        records = records_of(store)
        rows = {}
        for key in {(each.low, each.high) for record in records for each in record.disagreements}:
            pair = store.pairs.get(*key)
            if pair is not None:
                rows[key] = tuple(pair_as_row(pair))
    return Side([], records, rows).open()


def _told(record: Record, each: Recorded, texts: dict[int, str]) -> Disagreement:
    held = each.mine or each.theirs
    head = held[0] if held else each.low
    ends = (each.low, each.high) if head == each.low else (each.high, each.low)
    by_low = head == each.low

    mine, theirs = (
        saying_of(stand_of(row, each.low, low_is_first=True), of_first=by_low) if row else None
        for row in (each.mine, each.theirs)
    )
    return Disagreement(
        texts.get(ends[0], f"#{ends[0]}"),
        texts.get(ends[1], f"#{ends[1]}"),
        mine,
        theirs,
        record.file,
        ends,
        record.seq,
        known=True,
    )
