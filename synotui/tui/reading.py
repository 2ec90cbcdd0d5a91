"""What the review screen reads from the dictionary, as jobs for its thread."""

from array import array
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from synotui.errors import DictionaryError
from synotui.model import TermFilter, Verdict

if TYPE_CHECKING:
    from synotui.model import (
        Evidence,
        Listed,
        SpaceInfo,
        Suggestion,
        Suggestions,
        Term,
        TermRow,
        View,
    )
    from synotui.ops.suggesting.ranking import Ranking, Scored
    from synotui.ops.workbench import Workbench

NEIGHBOURS = 20
"""Nearest neighbours suggested for a head, beside its proposals, friends and pairs."""
PAGE = 64
"""Lines of the term list read first."""
_QUICKLY_COMPARED = 50_000
"""Terms that can all be compared with what is typed between two keys."""
FIRST = 256
"""Terms listed on either side of the head before all are known."""


@dataclass(frozen=True, slots=True)
class Opened:
    """What the first painting of the terms needs."""

    view: "View"
    ids: "array[int]"
    """Terms of the list, the head among them; all of it only where it is short."""
    rows: tuple["TermRow", ...]
    terms: int
    """All terms of the dictionary, whatever the filter."""
    whole: bool
    """Whether these are all terms, in the order that is wanted."""
    read_only: bool


@dataclass(frozen=True, slots=True)
class Ledger:
    """What undo and redo would do now; None where there is nothing."""

    undo: str | None
    redo: str | None


def opened(bench: "Workbench", here: str | None = None) -> Opened:
    """Read the view as it was left, or with the term `here` for its head; the terms around it."""
    from synotui.ops.session import load_view
    from synotui.ops.terms import count_terms, first_term_ids

    view = load_view(bench)
    with bench.store.reading():
        there = bench.store.terms.by_text(here) if here is not None else None
    if there is not None:
        view = replace(view, head=there.id, candidate=None)
    count = count_terms(bench)
    ids = first_term_ids(bench, view.head, FIRST)
    head = view.head if view.head in ids else None
    at = ids.index(head) if head is not None else 0
    start = max(0, at - PAGE)
    return Opened(
        replace(view, head=head),
        ids,
        tuple(term_rows(bench, ids[start : at + PAGE])),
        count,
        read_only=bench.read_only,
        whole=len(ids) == count and view.filter == TermFilter(),
    )


def save(bench: "Workbench", view: "View") -> None:
    """Keep where the curator is. A disk that refuses is told of by decisions, not by this."""
    from synotui.ops.session import save_view

    with suppress(DictionaryError):
        save_view(bench, view)


def listed(bench: "Workbench", sought: TermFilter) -> "Listed | None":
    """Give the terms the list shows; None if that takes a while: see `listing.ready_terms`."""
    from synotui.ops import listing, terms

    if listing.plan_listing(bench, sought.order) is not None:
        return None
    return terms.list_terms(bench, sought)


def listed_at_hand(bench: "Workbench", sought: TermFilter) -> "Listed":
    """Give the terms the list shows, of those that were read and sorted last."""
    from synotui.ops import terms

    return terms.list_terms(bench, sought, at_hand=True)


def term_rows(bench: "Workbench", ids: Sequence[int]) -> list["TermRow"]:
    """Give the lines of some terms."""
    from synotui.ops import terms

    return terms.term_rows(bench, ids)


def finished(bench: "Workbench") -> set[int]:
    """Give the heads with nothing left to decide."""
    from synotui.ops.terms import finished_ids

    return finished_ids(bench)


def ledger(bench: "Workbench") -> Ledger:
    """Give what undo and redo would do."""
    from synotui.ops.history import redo_label, undo_label

    return Ledger(undo_label(bench), redo_label(bench))


def candidates(
    bench: "Workbench", head: int, lines: int = NEIGHBOURS, also: int | None = None
) -> "Suggestions":
    """Give everything there is for a head, rejected pairs included, to fill `lines` at least.

    The candidate `also` is among them in any case, if it is still a term.

    Rejected neighbours do not use up the places of others: as many more
    neighbours are asked for.
    """
    from synotui.ops.suggesting.suggest import suggest

    k, ranking = max(NEIGHBOURS, lines), at_hand(bench)
    asked = () if also is None else (also,)
    found = suggest(bench, head, k, show_rejected=True, ranking=ranking, also=asked)
    rejected = sum(item.verdict is Verdict.REJECTED for item in found.items)
    if rejected:
        if ranking is None:
            found = suggest(bench, head, k + rejected, show_rejected=True, also=asked)
        found = replace(found, hidden=rejected)
    return found


def at_hand(bench: "Workbench") -> "Ranking | None":
    """Give what ranks candidates, if it was made in the background; without, cosine does."""
    if bench.ranking is None:
        return None
    from synotui.ops.suggesting.ranking import ready_ranking

    return ready_ranking(bench)


class Explainer:
    """Says why candidates rank as they do; what it takes for a head is kept until the next.

    It belongs to the dictionary's thread.
    """

    def __init__(self) -> None:
        self._held: tuple[Ranking, int, int, Scored] | None = None

    def evidence(
        self, bench: "Workbench", head: "Term", suggestion: "Suggestion"
    ) -> "Evidence | None":
        """Give the evidence for a candidate of `head` with reasons; None where nothing ranks."""
        ranking = at_hand(bench)
        number = ranking.material.number(head.id) if ranking is not None else None
        if ranking is None or number is None:
            return None
        from synotui.ops.grouping.joining import join_warnings
        from synotui.ops.suggesting.why import explain

        held, seq = self._held, ranking.material.seq
        if held is None or held[0] is not ranking or held[1:3] != (number, seq):
            held = self._held = ranking, number, seq, ranking.candidates(number)
        found = explain(ranking, held[3], head, suggestion.synonym, suggestion.evidence)
        other = ranking.material.number(suggestion.synonym.id)
        if other is None or suggestion.pair is not None:
            return found
        joins = join_warnings(ranking.material.view, number, other)
        return replace(found, warnings=found.warnings + joins)


def current_space(bench: "Workbench") -> "SpaceInfo | None":
    """Give the space whose vectors are compared."""
    from synotui.ops.spaces.embedding import spaces

    return next((space for space in spaces(bench) if space.current), None)


def like(bench: "Workbench", text: str, n: int = 8) -> list["Term"]:
    """Give terms that begin with `text`, hold it, or look like it, best first."""
    from synotui.ops import terms

    if not text.strip():
        return []
    ids = list(terms.term_ids(bench, TermFilter(text))[:n])
    found = [row.term for row in terms.term_rows(bench, ids)]
    if len(found) < n and (not found or len(bench.listing().lexicon) <= _QUICKLY_COMPARED):
        for close in terms.closest_terms(bench, text, n):
            term = terms.find_term(bench, close)
            if term not in found:
                found.append(term)
    return found[:n]


def touched(change_pairs: Iterable[tuple[int, int]]) -> list[int]:
    """Give the distinct terms of some pairs."""
    return sorted({term for pair in change_pairs for term in pair})
