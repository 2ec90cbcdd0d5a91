"""Where the curator was: kept in the dictionary, so that opening it again goes on there."""

from synotui.model import TERM_ORDERS, TermFilter, View
from synotui.ops.workbench import Workbench


def load_view(bench: Workbench) -> View:
    """Give the view as it was left; an empty one for a new dictionary."""
    with bench.store.reading():
        held = bench.store.values.view()
    return View(
        head=held.get("head"),
        candidate=held.get("candidate"),
        filter=TermFilter(
            held.get("filter", ""),
            held.get("filter_candidates", False),
            next((order for order in TERM_ORDERS if order == held.get("order")), "frequency"),
        ),
        show_rejected=held.get("show_rejected", False),
    )


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
