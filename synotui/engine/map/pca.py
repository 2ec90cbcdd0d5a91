"""Principal components: the plane in which vectors differ most."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from synotui.engine.map.leading import Doubles, leading

_NOTHING = 1e-12
"""Share of the squared lengths of vectors below which what varies is rounding."""


class Plane(NamedTuple):
    """Places in two dimensions."""

    places: Doubles
    """(m, 2)"""
    explained: tuple[float, float] | None
    """Share of the variance that each axis shows; None where that has no meaning."""


def pca(vectors: NDArray[np.floating]) -> Plane:
    """Project `vectors` (m, dim) on the two directions in which they vary most.

    The scores are those of scikit-learn's PCA(2), signs included: of each
    direction, the component that is largest in size is positive. A direction in
    which nothing varies gives 0 for all: one vector, or many of the same, are all
    at (0, 0).
    """
    centred = np.asarray(vectors, np.float64)
    size = float(np.square(centred).sum())
    centred = centred - centred.mean(axis=0)
    varies = float(np.square(centred).sum())
    places = np.zeros((len(centred), 2))
    if varies <= _NOTHING * size:
        return Plane(places, None)
    shares = [0.0, 0.0]
    for axis, (value, direction) in enumerate(zip(*leading(centred), strict=True)):
        if value <= _NOTHING * varies:
            break
        direction = direction * np.sign(direction[np.abs(direction).argmax()])
        places[:, axis] = np.einsum("ij,j->i", centred, direction)
        shares[axis] = min(1.0, float(value) / varies)
    return Plane(places, (shares[0], shares[1]))
