"""The few directions in which vectors vary most, on one thread.

LAPACK's eigenvectors of a matrix of 50 rows and more are shared among the
threads of BLAS; where other programs want the cores, these wait for one another
for as long as a second, for what takes a millisecond. So larger matrices are
never decomposed as a whole: block Krylov steps with restarts find the largest
eigenvalues from products alone (Stewart, "A Krylov-Schur algorithm", 2001, in
the symmetric case, where it is thick restarting).
"""

import numpy as np
from numpy.typing import NDArray

Doubles = NDArray[np.float64]

_DENSE = 24
"""Rows up to which LAPACK keeps to one thread."""
_BLOCK = 4
"""Directions sought together: so many equal eigenvalues are told apart."""
_KEPT = 12
"""Directions that a restart keeps."""
_EXACT = 1e-10
"""Share of the largest eigenvalue by which what is found may fail to be one."""
_NOTHING = 1e-12
"""Share of a direction that is rounding."""
_MOST = 500
"""Steps after which equal eigenvalues are taken as they are: any directions of theirs will do."""
_SEED = 5


def leading(centred: Doubles) -> tuple[Doubles, Doubles]:
    """Give the two largest eigenvalues of the products of columns of `centred` (m, dim).

    The larger first; and their unit directions, as (2, dim). If there is only one
    column, or one row, there is only one of each.
    """
    m, dim = centred.shape
    if dim <= _DENSE:
        values, found = np.linalg.eigh(_products(centred.T, centred.T))
        return values[:-3:-1], found[:, :-3:-1].T
    if m <= _DENSE:
        values, sides = np.linalg.eigh(_products(centred, centred))
        found = _products(sides[:, :-3:-1].T, centred.T)
        found /= np.maximum(np.sqrt(np.square(found).sum(axis=1)), np.finfo(float).tiny)[:, None]
        return values[:-3:-1], found
    return _krylov(centred)


def _krylov(centred: Doubles) -> tuple[Doubles, Doubles]:
    columns = np.ascontiguousarray(centred.T)

    def image(directions: Doubles) -> Doubles:
        """Give the products of the columns times `directions` (k, dim)."""
        return _products(_products(directions, centred), columns)

    start = np.random.default_rng(_SEED).standard_normal((_BLOCK, len(columns)))
    empty = np.empty((0, len(columns)))
    basis = _fresh(image(start), empty)
    images = image(basis)
    for _ in range(_MOST):
        values, mixed = np.linalg.eigh(_products(basis, images))
        order = mixed.T[::-1]
        values, ritz = values[::-1], _products(order, basis.T)
        turned = _products(order, images.T)
        off = turned - values[:, None] * ritz
        sizes = np.sqrt(np.square(off[:2]).sum(axis=1))
        if (sizes <= _EXACT * values[0]).all():
            break
        if len(basis) + _BLOCK > _DENSE:
            ritz, turned = ritz[:_KEPT], turned[:_KEPT]
        fresh = _fresh(off[:_BLOCK], ritz)
        if not len(fresh):
            break
        basis = np.concatenate([ritz, fresh])
        images = np.concatenate([turned, image(fresh)])
    return values[:2], ritz[:2]


def _fresh(directions: Doubles, basis: Doubles) -> Doubles:
    """Give orthonormal rows that span what `directions` (b, dim) have beyond `basis` (k, dim)."""
    kept = basis
    for direction in directions:
        size = np.sqrt(np.square(direction).sum())
        rest = direction / size if size else direction
        # A second time, for rounding.
        for _ in range(2):
            rest = rest - np.einsum("k,kd->d", np.einsum("kd,d->k", kept, rest), kept)
            size = np.sqrt(np.square(rest).sum())
            if size < _NOTHING:
                break
            rest = rest / size
        else:
            kept = np.concatenate([kept, rest[None]])
    return kept[len(basis) :]


def _products(a: Doubles, b: Doubles) -> Doubles:
    """Give the dot products of rows of `a` (n, d) with those of `b` (m, d): (n, m); on one thread.

    As `engine.arrays.products`, whatever their number.
    """
    found: Doubles = np.matmul(a[:, None, :], b.T)[:, 0, :]
    return found
