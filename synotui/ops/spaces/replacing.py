"""Other base vectors in the place of composed ones, in a space and in all that derive from it."""

from typing import TYPE_CHECKING

import numpy as np

from synotui.ops.spaces.derived import lineage, through_fixes
from synotui.ops.workbench import Workbench

if TYPE_CHECKING:
    from synotui.engine.arrays import Floats, Ints


def replace_vectors(bench: Workbench, space: int, ids: "Ints", vectors: "Floats") -> int:
    """Give the terms `ids` (n,) the base vectors (n, dim) in a space that is not derived.

    So they get them in every space made from it, through its fixes; one that a
    fix takes to nothing keeps what it has there. Gives how many there were in the first.
    Belongs inside a transaction, and whoever calls settles the current space after it.
    """
    changed = bench.store.vectors.replace(space, ids, vectors)
    spread(bench, space, ids, vectors)
    return changed


def spread(bench: Workbench, space: int, ids: "Ints", vectors: "Floats") -> int:
    """Let the spaces made from one have its vectors (n, dim), fixed, where they have any of `ids`.

    A term that was added by hand may be in them alone. Gives how many there were.
    """
    store = bench.store
    changed = 0
    sources = store.fixes.sources()
    for info in store.vectors.spaces():
        if info.id in sources:
            line = lineage(store, info)
            if line[0].id == space:
                fixed = through_fixes(store, line, vectors)
                there = fixed.any(axis=1)
                changed += store.vectors.replace(info.id, ids[there], fixed[there])
    return changed


def own_spaces(bench: Workbench, space: int) -> list[int]:
    """Give a space with all that derive from it."""
    store = bench.store
    infos = store.vectors.spaces()
    return [info.id for info in infos if lineage(store, info)[0].id == space]


def take_own(bench: Workbench, space: int, ids: "Ints", vectors: "Floats") -> None:
    """Let terms that were composed have vectors of their own, which came later."""
    replace_vectors(bench, space, ids, vectors)
    bench.store.composed.unmark(own_spaces(bench, space), np.unique(ids).tolist())
