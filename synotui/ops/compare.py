"""Two terms measured against each other, in base and adjusted vectors."""

from typing import TYPE_CHECKING

from synotui.model import Comparison, Distances
from synotui.ops.terms import get_term
from synotui.ops.workbench import Workbench

if TYPE_CHECKING:
    from synotui.engine.arrays import Floats


def compare(bench: Workbench, a: int, b: int) -> Comparison:
    """Measure terms `a` and `b`. Raises UnknownTerm, NoVector."""
    with bench.store.reading():
        first, second = get_term(bench, a), get_term(bench, b)
        loaded, row_a = bench.row(first)
        _, row_b = bench.row(second)
        space = loaded.space
        return Comparison(
            a=first,
            b=second,
            base=_distances(space.raw(row_a, base=True), space.raw(row_b, base=True)),
            now=_distances(space.raw(row_a), space.raw(row_b)),
            rank_a_to_b=loaded.search.rank(row_a, row_b) if a != b else 0,
            rank_b_to_a=loaded.search.rank(row_b, row_a) if a != b else 0,
            pair=bench.store.pairs.get(a, b),
        )


def _distances(a: "Floats", b: "Floats") -> Distances:
    import numpy as np

    x, y = a.astype(np.float64), b.astype(np.float64)
    dot = float(x @ y)
    return Distances(
        cosine=max(-1.0, min(1.0, dot / float(np.linalg.norm(x) * np.linalg.norm(y)))),
        euclidean=float(np.linalg.norm(x - y)),
        dot=dot,
    )
