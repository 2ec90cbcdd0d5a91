"""Where terms were and where they are, in one plane, by one of three methods."""

from typing import NamedTuple

import numpy as np

from synotui.engine.arrays import Floats
from synotui.engine.map.leading import Doubles
from synotui.engine.map.pca import pca
from synotui.model import METHOD_NAMES, MapMethod, OnProgress, no_progress

_FEWEST = 6
"""Different vectors that t-SNE and UMAP need: each is placed by its neighbours among the others."""


class Placed(NamedTuple):
    """Terms in the plane, in the frame that base and current vectors share."""

    base: Doubles
    """(n, 2)"""
    now: Doubles
    """(n, 2); the very place of the base where the vector is that of the base."""
    explained: tuple[float, float] | None
    method: MapMethod
    """The one that was used."""
    note: str


def place(
    base: Floats, now: Floats, method: MapMethod, on_progress: OnProgress = no_progress
) -> Placed:
    """Place unit vectors `base` and `now`, both (n, dim), in two dimensions.

    Both are taken as points of one and the same picture, 2 n of them: axes
    fitted on where terms were could not show what pulled them apart later, axes
    fitted on where they are would bend where they came from, and two pictures
    would each turn and stretch as they like, so that an arrow from one into the
    other would mean nothing. t-SNE and UMAP, which place a point by its
    neighbours, get each vector once; they run in a process of their own, which
    `on_progress` stops by raising. Where there are too few different vectors
    for them it is PCA. Raises MapError where they are not installed.
    """
    n = len(base)
    every = np.concatenate([base, now])
    note = ""
    if method != "pca":
        different, of = np.unique(every, axis=0, return_inverse=True)
        if len(different) >= _FEWEST:
            from synotui.engine.map.beside import project

            places = project(different, method, on_progress)[of.reshape(-1)]
            return Placed(places[:n], places[n:], None, method, "")
        note = f"{METHOD_NAMES[method]} needs {_FEWEST} different vectors at least: this is PCA"
    places, explained = pca(every)
    places[n:][(base == now).all(axis=1)] = places[:n][(base == now).all(axis=1)]
    if explained is None and n > 1:
        same = "all vectors are the same: all points are at one place"
        note = f"{note}; {same}" if note else same
    return Placed(places[:n], places[n:], explained, "pca", note)
