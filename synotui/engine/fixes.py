"""Fixes of a space as a whole: mean-centring, all-but-the-top, whitening.

Encoders crowd their vectors into a narrow cone: all share a mean, and a few directions say
more of frequency than of meaning. A fix is an affine map, fitted on all base vectors, that
makes vectors of another space from them. Vectors are taken in blocks, in any division: what is
held is a few blocks and one matrix (dim, dim).
"""

from typing import Literal, NamedTuple, get_args

import numpy as np
from numpy.typing import NDArray

from synotui.engine.arrays import Floats
from synotui.errors import SettingError

FixName = Literal["centre", "abtt", "whiten"]
FIXES: tuple[FixName, ...] = get_args(FixName)

Doubles = NDArray[np.float64]

_NOTHING = 1e-6
"""A vector shorter than this share of what it was made from is rounding, and no direction."""
_FLAT = 1e-10
"""A direction with less than this share of the greatest variance has none."""


class Moments:
    """Mean and, if asked for, covariance of vectors (dim,) that come in blocks, in float64.

    Blocks are merged as Chan, Golub and LeVeque (1979) do, so that a great
    common mean costs no digits.
    """

    def __init__(self, dim: int, *, covariance: bool = True) -> None:
        self.count = 0
        self.mean: Doubles = np.zeros(dim)
        self._scatter: Doubles | None = np.zeros((dim, dim)) if covariance else None
        self._length = 0.0

    def take(self, vectors: Floats) -> None:
        """Take in a block (n, dim)."""
        if not len(vectors):
            return
        block = vectors.astype(np.float64)
        self._length += float(np.einsum("ij,ij->", block, block))
        mean = block.mean(axis=0)
        away = mean - self.mean
        total = self.count + len(block)
        if self._scatter is not None:
            block -= mean
            self._scatter += block.T @ block
            self._scatter += np.outer(away, away) * (self.count * len(block) / total)
        self.mean += away * (len(block) / total)
        self.count = total

    @property
    def mean_square(self) -> float:
        """The mean squared length of the vectors."""
        return self._length / max(1, self.count)

    def directions(self) -> tuple[Doubles, Doubles]:
        """Give variances (r,), greatest first, and the unit directions (dim, r) they are along.

        Directions without variance are left out. The greatest component of each
        direction is positive. Needs the covariance, which is that of the whole
        (divided by n).
        """
        assert self._scatter is not None, "the covariance was not asked for"
        variances, columns = np.linalg.eigh(self._scatter / max(1, self.count))
        variances, columns = variances[::-1], columns[:, ::-1]
        least = max(_FLAT * float(variances[0]), _NOTHING**2 * self.mean_square)
        rank = int((variances > least).sum())
        variances, columns = variances[:rank], columns[:, :rank]
        heaviest = np.abs(columns).argmax(axis=0)
        return variances, columns * np.sign(columns[heaviest, np.arange(rank)])


class Fix(NamedTuple):
    """One fix as it was fitted: whatever comes later goes through the very same."""

    name: FixName
    mean: Doubles
    """(dim,), subtracted first."""
    basis: Doubles
    """Directions (dim, k): abtt removes them, whitening goes over to them, scaled."""

    @property
    def dim(self) -> int:
        """Components of a vector it gives."""
        return int(self.basis.shape[1]) if self.name == "whiten" else len(self.mean)

    def apply(self, vectors: Floats) -> Floats:
        """Give `vectors` (n, dim) fixed, as (n, k); one that comes to nothing is all zeros."""
        whole = vectors.astype(np.float64)
        made = whole - self.mean
        lost = _lengths(made) <= _NOTHING * (_lengths(whole) + np.linalg.norm(self.mean))
        if self.name == "abtt":
            before = _lengths(made)
            made -= (made @ self.basis) @ self.basis.T
            lost |= _lengths(made) <= _NOTHING * before
        elif self.name == "whiten":
            made = made @ self.basis
            lost |= _lengths(made) <= _NOTHING
        made[lost] = 0
        return made.astype(np.float32)


def fit(
    name: FixName, moments: Moments, *, components: int | None = None, dim: int | None = None
) -> Fix:
    """Fit a fix on vectors whose `moments` are known.

    - `centre` subtracts the mean.
    - `abtt` also removes the first `components` principal components, a
      hundredth of the dimensions unless given, at least one (Mu and Viswanath 2018).
    - `whiten` turns mean to zero and covariance to identity, in `dim`
      dimensions, as many as the vectors span unless given (Su et al. 2021).

    Raises SettingError where nothing would be left.
    """
    if moments.count < 2:
        raise SettingError(f"{name} needs two vectors at least")
    if name == "centre":
        return Fix(name, moments.mean, np.zeros((len(moments.mean), 0)))
    variances, columns = moments.directions()
    rank = len(variances)
    if not rank:
        raise SettingError(f"{name} would leave nothing: all vectors are the same")
    if name == "abtt":
        removed = default_components(len(moments.mean)) if components is None else components
        if not 1 <= removed < rank:
            raise SettingError(
                f"abtt cannot remove {removed:,} of the {rank:,} directions the vectors span",
                f"Remove from 1 to {rank - 1:,}" if rank > 1 else "Centring is what can be done",
            )
        return Fix(name, moments.mean, columns[:, :removed])
    kept = rank if dim is None else dim
    if not 1 <= kept <= rank:
        raise SettingError(
            f"whitening cannot keep {kept:,} dimensions: the vectors span {rank:,}",
            f"Keep from 1 to {rank:,}",
        )
    return Fix(name, moments.mean, columns[:, :kept] / np.sqrt(variances[:kept]))


def restored(name: str, mean: Doubles, basis: Doubles) -> Fix:
    """Give a fix again from what was kept of it. Raises SettingError for an unknown name."""
    known = next((each for each in FIXES if each == name), None)
    if known is None:
        raise SettingError(f"No fix “{name}”", f"Fixes: {', '.join(FIXES)}")
    return Fix(known, mean, basis)


def default_components(dim: int) -> int:
    """Give how many principal components abtt removes of `dim` dimensions unless told."""
    return max(1, round(dim / 100))


def _lengths(vectors: Doubles) -> Doubles:
    lengths: Doubles = np.sqrt(np.einsum("ij,ij->i", vectors, vectors))
    return lengths
