"""Figures about a few vectors, and about where one stands among all."""

from collections.abc import Sequence

import numpy as np

from synotui.engine.arrays import Floats, Ints, norms, row_dots


def cosine(a: Floats, b: Floats) -> float:
    """Give the cosine of `a` and `b` (dim,), 0 where one of them is zero."""
    x, y = a.astype(np.float64), b.astype(np.float64)
    lengths = float(np.linalg.norm(x) * np.linalg.norm(y))
    return max(-1.0, min(1.0, float(x @ y) / lengths)) if lengths else 0.0


def distances(vector: Floats, others: Floats) -> Floats:
    """Give one minus the cosine of `vector` (dim,) with each of `others` (m, dim), as (m,)."""
    lengths = norms(others) * np.float32(np.linalg.norm(vector))
    found: Floats = 1 - row_dots(others, vector) / lengths
    return found


def mean_similarity(ones: Floats, others: Floats) -> float:
    """Give the cosine of the means of `ones` (m, dim) and `others` (n, dim).

    KeyedVectors.n_similarity: vectors are averaged as they are, long ones
    weighing more. 0 where a mean is zero.
    """
    return cosine(
        ones.astype(np.float64).mean(axis=0).astype(np.float32),
        others.astype(np.float64).mean(axis=0).astype(np.float32),
    )


def closer_rows(cosines: Floats, limit: float, exclude: Ints) -> Ints:
    """Give the rows, in their order, whose `cosines` (n,) are above `limit`, but none of `exclude`.

    With cosines of a term, those with another as `limit`, and the term's own
    row left out, this is KeyedVectors.closer_than, and one more than there are
    is its rank.
    """
    found: Ints = np.flatnonzero(cosines > limit)
    return found[~np.isin(found, exclude)] if len(exclude) else found


def relative_cosine(similarity: float, nearest: Sequence[float] | Floats) -> float | None:
    """Give `similarity` over the sum of the cosines of the nearest; None where that is zero.

    Leeuwenberg et al. 2016, with the ten nearest: above 0.10 a word is more
    similar than a neighbour taken at random. KeyedVectors.relative_cosine_similarity.
    """
    total = float(np.sum(nearest))
    return similarity / total if total else None
