"""Vectors of terms that a merge adds, where both dictionaries are in the same space."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple, get_args

import numpy as np

from synotui.model import Composed, SpaceInfo
from synotui.store import Store
from synotui.store.vectors import VECTORS_PER_BLOCK, usable

if TYPE_CHECKING:
    from synotui.engine.arrays import Floats

_SAMPLED = 64
"""Terms by whose vectors spaces are compared."""
_SAME = 0.9
"""Share of them that must have the same vector in both: composed ones may differ."""
_ROUNDING = 2e-3
"""Difference between vectors, relative to their length, that keeping them as float16 makes."""


class Carried(NamedTuple):
    """Base vectors of terms, for the space that is current here."""

    space: int
    vectors: "Mapping[str, Floats]"
    """By the texts of the terms (dim,)."""
    composed: Mapping[str, Composed]
    """How those of them were put together that were."""


def carried(store: Store, other: Store, texts: Sequence[str]) -> Carried | None:
    """Give what vectors the other has of terms; None where it is in another space.

    Two spaces are the same if terms of both have the same vectors in both; if
    they share no terms, if one encoder made them.
    """
    with store.reading():
        here = store.vectors.current()
    there = other.vectors.current()
    if here is None or there is None or here.dim != there.dim:
        return None
    alike = _alike(store, here, other, there)
    if not (here.encoder == there.encoder != "" if alike is None else alike):
        return None
    of_text = other.terms.ids_of_texts(texts)
    text_of = {term: text for text, term in of_text.items()}
    wanted = np.array(sorted(text_of), np.int64)
    ids, vectors = other.vectors.some(there, wanted)
    kept = vectors.astype(np.float16).astype(np.float32) if here.storage == "float16" else vectors
    good = usable(kept)
    chosen = ids[good].tolist()
    marks = other.composed.of([there.id], chosen)
    composed = {text_of[term]: how for term, how in marks.items() if how in get_args(Composed)}
    rows = zip(chosen, vectors[good], strict=True)
    return Carried(here.id, {text_of[term]: vector for term, vector in rows}, composed)


def _alike(store: Store, here: SpaceInfo, other: Store, there: SpaceInfo) -> bool | None:
    """Say whether terms of both spaces have the same vectors; None if there are none."""
    ids, vectors = other.vectors.some(there, other.vectors.ids(there.id)[:VECTORS_PER_BLOCK])
    terms = other.terms.by_id(ids.tolist())
    with store.reading():
        found = store.terms.ids_of_texts([term.text for term in terms.values()])
        shared = [at for at, i in enumerate(ids.tolist()) if i in terms and terms[i].text in found]
        shared = shared[:: max(1, len(shared) // _SAMPLED)]
        wanted = [found[terms[int(ids[at])].text] for at in shared]
        got, own = store.vectors.some(here, np.array(wanted, np.int64))
    places = {term: at for at, term in enumerate(got.tolist())}
    both = [(at, places[term]) for at, term in zip(shared, wanted, strict=True) if term in places]
    if not both:
        return None
    theirs, mine = vectors[[at for at, _ in both]], own[[at for _, at in both]]
    with np.errstate(over="ignore", invalid="ignore"):
        apart = np.linalg.norm(theirs - mine, axis=1) <= _ROUNDING * np.linalg.norm(mine, axis=1)
    return bool(apart.mean() >= _SAME)
