"""Time of a decision in components of ever more synonyms: each is solved whole.

A component is a random tree of terms with half as many links besides, as
thesauri make them. A decision accepts one more pair in it; undoing takes that
back. The larger the component, the more vectors move and are written.
"""

import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from dictionaries import with_vectors
from figures import p50, show

from synotui.model import Pair, PairChange, Relation, Verdict
from synotui.ops.carrying import carry_out
from synotui.ops.history import undo
from synotui.ops.review import decide
from synotui.ops.terms import term_ids
from synotui.ops.workbench import Workbench, open_workbench
from synotui.store import Deed

SIZES = (2, 10, 100, 1_000, 10_000)
DECISIONS = 15
AT = "2026-01-01T00:00:00Z"


def tell_components(db: Path, sizes: Sequence[int] = SIZES) -> None:
    """Print the table of one dictionary, which is changed."""
    with open_workbench(db) as bench:
        loaded = with_vectors(bench, index=True)
        ids = np.array(term_ids(bench)[:400_000])
        ids = np.random.default_rng(9).permutation(ids[loaded.space.rows_of(ids) >= 0])
        lines = []
        for size in sizes:
            members, ids = ids[:size], ids[size:]
            if len(members) == size:
                lines.append(_line(bench, members.tolist()))
    print("Decisions by the size of the component\n")
    show(("terms", "pairs", "decide ms", "undo ms", "vectors written"), lines)
    print(flush=True)


def _line(bench: Workbench, members: list[int]) -> tuple[str, ...]:
    rng = np.random.default_rng(len(members))
    pairs = {(int(rng.integers(0, place)), place) for place in range(1, len(members))}
    for a, b in rng.integers(0, len(members), (len(members) // 2, 2)).tolist():
        if a != b:
            pairs.add((min(a, b), max(a, b)))
    join(bench, [(members[a], members[b]) for a, b in sorted(pairs)])
    decided: list[float] = []
    undone: list[float] = []
    moved: list[float] = []
    while len(decided) < DECISIONS:
        a, b = sorted(rng.integers(0, len(members), 2).tolist())
        if len(members) > 2 and (a == b or (a, b) in pairs):
            continue
        # Of two terms there is but one pair, and rejecting it takes them apart.
        verdict = Verdict.ACCEPTED if len(members) > 2 else Verdict.REJECTED
        first, second = (members[a], members[b]) if len(members) > 2 else members
        began = time.perf_counter()
        change = decide(bench, first, second, verdict)
        decided.append(time.perf_counter() - began)
        moved.append(float(change.diff.moved))
        began = time.perf_counter()
        undo(bench)
        undone.append(time.perf_counter() - began)
    return (
        f"{len(members):,}",
        f"{len(pairs):,}",
        f"{p50(decided) * 1e3:.1f}",
        f"{p50(undone) * 1e3:.1f}",
        f"{p50(moved):,.0f}",
    )


def join(bench: Workbench, pairs: Sequence[tuple[int, int]]) -> None:
    """Accept many pairs as one step."""

    def make(seq: int) -> Deed:
        changes = []
        for a, b in pairs:
            pair = Pair(a, b, Verdict.ACCEPTED, Relation.SYNONYM, "", "bench", AT, seq)
            changes.append(PairChange(pair.low, pair.high, None, pair))
        return Deed("batch", f"{len(pairs)} pairs", tuple(changes))

    carry_out(bench, make)
