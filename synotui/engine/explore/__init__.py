"""Questions about a space of vectors, answered as gensim 4.4's KeyedVectors answers them.

Over `engine.space.Space`, by base vectors or as adjusted; the matrix is never
copied. Vectors that belong to no row may be asked about as well.
"""

from synotui.engine.explore.directions import centralities, direction, unit_of
from synotui.engine.explore.measures import (
    closer_rows,
    cosine,
    distances,
    mean_similarity,
    relative_cosine,
)
from synotui.engine.explore.nearest import (
    Hits,
    every_cosine,
    every_product,
    leading,
    nearest,
    some_cosines,
)
from synotui.engine.explore.through_index import nearest_through

__all__ = [
    "Hits",
    "centralities",
    "closer_rows",
    "cosine",
    "direction",
    "distances",
    "every_cosine",
    "every_product",
    "leading",
    "mean_similarity",
    "nearest",
    "nearest_through",
    "relative_cosine",
    "some_cosines",
    "unit_of",
]
