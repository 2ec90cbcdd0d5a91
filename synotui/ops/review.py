"""What a curator does to pairs: decide them, note something, add one by hand, look ahead."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from synotui import text as words
from synotui.errors import PairError
from synotui.model import (
    DEFAULT_RELATION,
    Action,
    Change,
    CosineChange,
    Diff,
    Pair,
    PairChange,
    Relation,
    Term,
    Verdict,
)
from synotui.ops.carrying import carry_out
from synotui.ops.clock import now
from synotui.ops.terms import get_term, get_terms
from synotui.ops.workbench import Workbench
from synotui.store import Deed

Probabilities = Mapping[int, float]
"""How likely pairs were said to be accepted, by the other term's id."""
_SIGNS = {Verdict.ACCEPTED: "=", Verdict.REJECTED: "≠", Verdict.SKIPPED: "–"}


def decide(
    bench: Workbench,
    head: int,
    synonym: int,
    verdict: Verdict,
    relation: Relation | None = None,
    note: str | None = None,
    probabilities: Probabilities | None = None,
) -> Change:
    """Give the pair a verdict.

    Without `relation` an accepted pair takes the one an imported dictionary
    proposed, else `synonym`; a rejected one `different`. Without `note` it
    keeps the one it has. The ledger keeps the cosines it was decided on, and
    the `probabilities` that were shown, by the other term. Deciding what is so
    already changes nothing, unless it works off a disagreement of a merge.
    Raises PairError, UnknownTerm, DictionaryError.
    """
    return _decide(bench, "decide", head, [synonym], verdict, relation, note, probabilities)


def decide_many(
    bench: Workbench,
    head: int,
    synonyms: Sequence[int],
    verdict: Verdict,
    relation: Relation | None = None,
    probabilities: Probabilities | None = None,
) -> Change:
    """Give several pairs of one head the same verdict, as one step that is undone as one."""
    return _decide(bench, "batch", head, synonyms, verdict, relation, None, probabilities)


def accept(bench: Workbench, head: int, synonym: int, relation: Relation | None = None) -> Change:
    """Accept the pair."""
    return decide(bench, head, synonym, Verdict.ACCEPTED, relation)


def reject(bench: Workbench, head: int, synonym: int, relation: Relation | None = None) -> Change:
    """Reject the pair."""
    return decide(bench, head, synonym, Verdict.REJECTED, relation)


def annotate(bench: Workbench, head: int, synonym: int, note: str) -> Change:
    """Put a note on the pair. One that is undecided becomes skipped, to carry the note."""
    held = bench.store.pairs.get(head, synonym)
    verdict = held.verdict if held else Verdict.SKIPPED
    relation = held.relation_from(head) if held else None
    return _decide(bench, "note", head, [synonym], verdict, relation, note.strip())


def preview(
    bench: Workbench,
    head: int,
    synonym: int,
    verdict: Verdict = Verdict.ACCEPTED,
    relation: Relation | None = None,
) -> Diff:
    """Tell what deciding the pair would change. Nothing is written."""
    loaded = bench.loaded()
    change = _change(bench, bench.store.ledger.next_seq(), head, synonym, verdict, relation, None)
    if loaded is None or change.after is None:
        return Diff()
    from synotui.ops.adjusting.effect import move
    from synotui.ops.adjusting.solving import (
        acting_pairs,
        solve_pairs,
        solves_now,
        synonyms_in,
        unmoved,
        waiting,
    )

    seeds, settings = [head, synonym], bench.store.values.adjustment()
    acting = acting_pairs(bench, seeds, settings, {(change.low, change.high): change.after})
    if not solves_now(settings):
        still = move(bench, loaded, unmoved(), [(head, synonym)], keep=False)
        return replace(still, waiting=waiting(bench, settings) + 1)
    moves = solve_pairs(loaded.space, acting, seeds, settings)
    return move(bench, loaded, moves, [(head, synonym)], synonyms_in(acting), keep=False)


def _decide(
    bench: Workbench,
    action: Action,
    head: int,
    synonyms: Sequence[int],
    verdict: Verdict,
    relation: Relation | None,
    note: str | None,
    probabilities: Probabilities | None = None,
) -> Change:
    note = None if note is None else _checked_note(note)
    first, *terms = get_terms(bench, [head, *dict.fromkeys(synonyms)])
    label = _label(first, terms, verdict, relation, note if action == "note" else None)
    changes = [_change(bench, 0, head, term.id, verdict, relation, note) for term in terms]
    settled = _settled(bench, action, changes)
    if all(_same(change) for change in changes) and not settled:
        return _unchanged(bench, action, label, head, terms)

    def make(seq: int) -> Deed:
        made = [_change(bench, seq, head, term.id, verdict, relation, note) for term in terms]
        changes = tuple(
            change for change in made if not _same(change) or (change.low, change.high) in settled
        )
        return Deed(action, label, changes, facts=_figures(bench, head, changes, probabilities))

    return carry_out(bench, make)


def _checked_note(note: str) -> str:
    """Give a note that can be kept. Raises PairError."""
    if len(note) > words.MAX_NOTE_LENGTH:
        raise PairError(
            f"A note of {len(note):,} characters is longer than {words.MAX_NOTE_LENGTH:,}",
            "Keep what is long elsewhere, and note where",
        )
    if "\x00" in note or not words.encodable(note):
        raise PairError("A note holds a NUL byte, or is not valid Unicode", "Type it anew")
    return note


def _change(
    bench: Workbench,
    seq: int,
    head: int,
    synonym: int,
    verdict: Verdict,
    relation: Relation | None,
    note: str | None,
) -> PairChange:
    if head == synonym:
        term = get_term(bench, head)
        raise PairError(f"“{term.text}” cannot be a pair with itself", "Choose another term")
    if relation is not None and not relation.suits(verdict):
        raise PairError(
            f"A pair that is {verdict} cannot be “{relation}”",
            "Accepted: synonym, broader, narrower, related. Rejected: antonym, different",
        )
    before = bench.store.pairs.get(head, synonym)
    chosen = relation or _proposed(bench, head, synonym, verdict) or DEFAULT_RELATION[verdict]
    after = Pair(
        head=head,
        synonym=synonym,
        verdict=verdict,
        relation=chosen,
        note=note if note is not None else before.note if before else "",
        curator=bench.curator,
        decided_at=now(),
        seq=seq,
        weight=before.weight if before else 1.0,
        low_sense=before.low_sense if before else "",
        high_sense=before.high_sense if before else "",
    )
    return PairChange(after.low, after.high, before, after)


def _proposed(bench: Workbench, head: int, synonym: int, verdict: Verdict) -> Relation | None:
    """Give the relation imported dictionaries propose, seen from `head`, if it suits `verdict`."""
    for proposal in bench.store.proposals.of(head):
        if synonym in (proposal.head, proposal.synonym) and proposal.relation:
            relation = proposal.relation
            if proposal.head != head:
                relation = relation.seen_from_other_side()
            if relation.suits(verdict):
                return relation
    return None


def _figures(
    bench: Workbench,
    head: int,
    changes: Sequence[PairChange],
    probabilities: Probabilities | None,
) -> dict[str, Any]:
    """Give what the changes are decided on: cosines of the current space, probabilities shown."""
    loaded = bench.loaded()
    others = [change.high if change.low == head else change.low for change in changes]
    known: dict[int, dict[str, float]] = {other: {} for other in others}
    row = loaded.space.row_of(head) if loaded else None
    if loaded is not None and row is not None:
        import numpy as np

        rows = loaded.space.rows_of(np.array(others, np.int64))
        here = [other for other, at in zip(others, rows.tolist(), strict=True) if at >= 0]
        base, now_ = loaded.space.both_cosines(row, rows[rows >= 0])
        for other, was, is_ in zip(here, base.tolist(), now_.tolist(), strict=True):
            known[other] = {"base": round(was, 4), "now": round(is_, 4)}
    for other in known.keys() & (probabilities or {}).keys():
        known[other]["probability"] = round((probabilities or {})[other], 4)
    figures = {str(other): found for other, found in known.items() if found}
    if not figures:
        return {}
    return {"space": loaded.info.name if loaded else "", "figures": figures}


def _same(change: PairChange) -> bool:
    before, after = change.before, change.after
    if before is None or after is None:
        return before is after
    return (before.verdict, before.relation_from(after.head), before.note) == (
        after.verdict,
        after.relation,
        after.note,
    )


def _settled(
    bench: Workbench, action: Action, changes: Sequence[PairChange]
) -> set[tuple[int, int]]:
    """Give the pairs decided as they are that this works off a disagreement of a merge on."""
    from synotui.ops.merging.disagreements import is_open

    same = [change for change in changes if change.before is not None and _same(change)]
    if action not in ("decide", "batch") or not same:
        return set()
    pairs = ((change.low, change.high) for change in same)
    return {pair for pair in pairs if is_open(bench.store, *pair)}


def _unchanged(
    bench: Workbench, action: Action, label: str, head: int, terms: Sequence[Term]
) -> Change:
    """Tell that everything was so already, with the cosines as they are."""
    first = get_term(bench, head)
    cosines = []
    loaded = bench.loaded()
    if loaded is not None:
        import numpy as np

        for term in terms:
            rows = loaded.space.rows_of(np.array([head, term.id], np.int64))
            if (rows >= 0).all():
                now_ = float(loaded.space.cosines(int(rows[0]), rows[1:])[0])
                cosines.append(CosineChange(first, term, now_, now_))
    return Change(
        seq=bench.store.ledger.next_seq() - 1,
        action=action,
        label=f"already {label}",
        diff=replace(Diff(), pairs=tuple(cosines)),
    )


def _label(
    head: Term,
    synonyms: Sequence[Term],
    verdict: Verdict,
    relation: Relation | None,
    note: str | None,
) -> str:
    others = synonyms[0].text if len(synonyms) == 1 else f"{len(synonyms)} terms"
    if note is not None:
        return f"noted {head.text} – {others}: {note}"
    named = "" if relation in (None, DEFAULT_RELATION[verdict]) else f" ({relation})"
    return f"{verdict} {head.text} {_SIGNS[verdict]} {others}{named}"
