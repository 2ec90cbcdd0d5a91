"""Which terms of another dictionary are not in use here, and which a merge adds."""

import math

from synotui.model import OnProgress, Progress
from synotui.ops.merging.plan import Plan
from synotui.ops.merging.stand import fault_of_term
from synotui.store import Store

_AT_ONCE = 20_000
"""Terms compared at a time."""


def look_for_terms(plan: Plan, store: Store, other: Store, on_progress: OnProgress) -> None:
    """Complete a plan with its terms, and with their vectors where both have the same space."""
    with store.reading():
        retired = set(store.terms.retired())
    needed = {term for each in plan.changes if each.settled.after for term in each.key}
    lacking = _lacking(store, other, retired, on_progress)
    with store.reading():
        back = store.terms.by_id(needed & retired).values()
    texts = [plan.text_of_new(term) for term in sorted(needed, reverse=True) if term < 0]
    texts += [term.text for term in back]
    plan.wanted = {text: lacking.get(text) for text in texts}
    if plan.options.terms:
        plan.wanted |= lacking
    plan.counts["terms_lacking"] = len(lacking.keys() - plan.wanted.keys())
    gone = [term.text for term in other.terms.by_id(other.terms.retired()).values()]
    with store.reading():
        here = set(store.terms.ids_of_texts(gone).values()) if gone else set()
    plan.counts["terms_retired"] = len(here - retired)
    if plan.wanted:
        from synotui.ops.merging.vectors import carried

        plan.carried = carried(store, other, [*plan.wanted])


def _lacking(
    store: Store, other: Store, retired: set[int], on_progress: OnProgress
) -> dict[str, float | None]:
    """Give the terms in use there that are not in use here, with their frequencies."""
    found: dict[str, float | None] = {}
    first, compared = 1, 0
    while (last := other.terms.last_of(first, _AT_ONCE)) is not None:
        on_progress(Progress("comparing terms", compared, None, "terms"))
        # Copies of one dictionary have the same terms in the same places.
        with store.reading():
            here_joined = store.terms.joined_texts(first, last)
        same = here_joined == other.terms.joined_texts(first, last)
        others = [] if same else other.terms.in_use(first, last)
        first, compared = last + 1, compared + _AT_ONCE
        texts = [row[1] for row in others if not fault_of_term(row[1])]
        with store.reading():
            here = store.terms.ids_of_texts(texts) if texts else {}
        used = {text for text, term in here.items() if term not in retired}
        frequencies = {text: how_often for _, text, how_often in others}
        found |= {text: _frequency(frequencies[text]) for text in texts if text not in used}
    return found


def _frequency(value: object) -> float | None:
    return value if isinstance(value, float) and math.isfinite(value) else None
