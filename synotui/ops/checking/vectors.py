"""Vectors: finite, of one dimension, each of a term; and adjusted ones where they belong."""

from collections.abc import Callable, Iterator

import numpy as np

from synotui.model import SpaceInfo
from synotui.ops.adjusting.solving import solves_now, waiting
from synotui.ops.checking.report import Finding
from synotui.ops.workbench import Workbench
from synotui.store.vectors import usable

_NAMED = 5
_NEAR = 1e-4
"""How far two calculations of a vector may lie apart, relative to its length: on another machine
sums are added up in another order."""


def base_findings(
    bench: Workbench, space: SpaceInfo, on_vectors: Callable[[int], None]
) -> Iterator[Finding]:
    """Read all base vectors of a space. `on_vectors` hears how many are read."""
    vectors = bench.store.vectors
    try:
        ids = vectors.ids(space.id)
        blocks = vectors.blocks(space.id)
    except ValueError as error:
        yield _unreadable(bench, space, str(error))
        return
    if len(ids) != space.vectors or sum(block.size for block in blocks) != len(ids):
        yield _unreadable(bench, space, f"{len(ids):,} terms for {space.vectors:,} vectors")
        return
    if len(np.unique(ids)) < len(ids):
        yield _unreadable(bench, space, "a term has two vectors")
    unknown = len(ids) - bench.store.terms.count_known(ids.tolist())
    if unknown:
        yield _unreadable(bench, space, f"{unknown:,} vectors are of terms that are not there")
    bad: list[int] = []
    for block in blocks:
        try:
            held = vectors.read_block(space, block)
        except ValueError:
            told = f"the block of vectors from {block.start + 1:,} on has the wrong size"
            yield _unreadable(bench, space, told)
            continue
        bad += ids[block.start : block.start + block.size][~usable(held)].tolist()
        on_vectors(block.start + block.size)
    if bad:
        terms = bench.store.terms.by_id(bad[:_NAMED])
        named = ", ".join(terms[i].text if i in terms else f"#{i}" for i in bad[:_NAMED])
        yield _unreadable(
            bench, space, f"{len(bad):,} vectors are zero or not finite, first of: {named}"
        )


def _unreadable(bench: Workbench, space: SpaceInfo, told: str) -> Finding:
    again = (
        f"make the space anew: synotui embed {bench.path} --encoder {space.encoder}"
        if space.encoder
        else "import its vectors again under another name"
    )
    return Finding("vectors", f"space {space.name}: {told}", f"Restore a backup, or {again}")


def adjusted_findings(bench: Workbench, space: SpaceInfo) -> Iterator[Finding]:
    """Solve the pairs in force once more, and hold the adjusted vectors against what comes of it.

    Those of methods that solve all pairs at once are compared when nothing waits for a rebuild.
    """
    from synotui.ops.adjusting.adjust import solved

    store = bench.store
    settings = store.values.adjustment()
    if not solves_now(settings) and waiting(bench, settings):
        return
    ids, held = store.vectors.load_adjusted(space)
    right = solved(bench, space).moved
    there = dict(zip(ids.tolist(), held, strict=True))
    wrong = sorted(there.keys() ^ right.keys())
    for term in there.keys() & right.keys():
        with np.errstate(invalid="ignore", over="ignore"):
            far = float(np.linalg.norm(there[term] - right[term]))
        if not far <= _NEAR * float(np.linalg.norm(right[term])):
            wrong.append(term)
    if wrong:
        terms = store.terms.by_id(wrong[:_NAMED])
        named = ", ".join(terms[i].text if i in terms else f"#{i}" for i in wrong[:_NAMED])
        yield Finding(
            "adjusted",
            f"space {space.name}: {len(wrong):,} adjusted vectors are not where the pairs in force "
            f"put them, first of: {named}",
            "synotui check DB --repair solves them anew",
            True,
        )
