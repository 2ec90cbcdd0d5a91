"""Where the curator was: kept in the dictionary, so that opening it again goes on there."""

from synotui.model import TERM_ORDERS, TermFilter, View
from synotui.ops.workbench import Workbench


def load_view(bench: Workbench) -> View:
    """Give the view as it was left; an empty one for a new dictionary.

    What says nothing that was ever kept is left out: a place is no reason not to open a file.
    """
    with bench.store.reading():
        held = bench.store.values.view()
    sought = held.get("filter")
    return View(
        head=number_of(held.get("head")),
        candidate=number_of(held.get("candidate")),
        filter=TermFilter(
            sought if isinstance(sought, str) else "",
            held.get("filter_candidates") is True,
            next((order for order in TERM_ORDERS if order == held.get("order")), "frequency"),
        ),
        show_rejected=held.get("show_rejected") is True,
    )


def number_of(kept: object) -> int | None:
    """Give what was kept as a term's number or a count; None where it is none."""
    return kept if type(kept) is int and 0 <= kept < 1 << 63 else None


def save_view(bench: Workbench, view: View) -> None:
    """Keep the view. A read-only dictionary keeps none. Raises DictionaryError.

    Where another process is writing it is left be: nobody is to wait for it.
    """
    if bench.read_only:
        return
    with bench.store.transaction(at_once=True):
        bench.store.values.set_view(
            {
                "head": view.head,
                "candidate": view.candidate,
                "filter": view.filter.text,
                "filter_candidates": view.filter.candidates,
                "order": view.filter.order,
                "show_rejected": view.show_rejected,
            }
        )
