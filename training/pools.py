"""Pools of candidates with their features and labels, made by the code the product ranks with."""

import sys
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from datasets import Dataset, Loaded, load, order
from numpy.typing import NDArray

from synotui.engine.rank.near import ExactNear
from synotui.engine.rank.space_view import Matrix
from synotui.text import key

if TYPE_CHECKING:
    from synotui.engine.rank.view import View

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]

LISTED = 50
"""Neighbours of a term that are known."""


class Material(NamedTuple):
    """A data set with all that a view needs."""

    name: str
    loaded: Loaded
    near: NDArray[np.int32]
    """The nearest terms of every term (n, 50)."""
    cosines: Floats
    partners: dict[int, set[int]]
    """The synonyms of every term that has some."""
    by_frequency: bool
    """Whether terms are in order of frequency, the most frequent first."""


def material(dataset: Dataset, folder: Path) -> Material:
    """Load `dataset` with the lists of the nearest, which are kept in `folder`."""
    loaded = load(dataset, folder)
    made = folder / f"{dataset.name}.near.npz"
    stamp = blake2b("\n".join(loaded.terms).encode(), digest_size=8).hexdigest()
    held = np.load(made, allow_pickle=False) if made.exists() else None
    if held is not None and str(held["stamp"]) == stamp:
        near, cosines = held["near"], held["cosines"]
    else:
        everything = np.arange(len(loaded.terms))
        exact = ExactNear(Matrix(loaded.vectors), everything, LISTED)
        found, measured = exact.lists(everything)
        near, cosines = found.astype(np.int32), measured.astype(np.float32)
        np.savez(made, stamp=np.array(stamp), near=near, cosines=cosines)
    partners: dict[int, set[int]] = {}
    for a, b in loaded.pairs.tolist():
        partners.setdefault(a, set()).add(b)
        partners.setdefault(b, set()).add(a)
    return Material(dataset.name, loaded, near, cosines, partners, dataset.vectors == "glove")


def in_training_half(term: str) -> bool:
    """Say which half of all terms `term` is in: no head of the other half is trained on."""
    return blake2b(key(term).encode(), digest_size=1, person=b"half").digest()[0] < 128


def heads_of(given: Material, count: int, training: bool | None = None, seed: int = 0) -> Ints:
    """Choose `count` heads that have synonyms, from one half of the terms or from all."""
    terms = given.loaded.terms
    wanted = [
        row
        for row in given.partners
        if training is None or in_training_half(terms[row]) == training
    ]
    wanted.sort(key=lambda row: order(f"{seed}:{terms[row]}"))
    return np.array(wanted[:count], np.int64)


def view_of(given: Material) -> "View":
    """Make a view without verdicts."""
    from synotui.engine.rank.view import view_of_arrays

    count = len(given.loaded.terms)
    return view_of_arrays(
        [key(term) for term in given.loaded.terms],
        given.loaded.vectors,
        (given.near, given.cosines),
        np.arange(count, dtype=np.float32)
        if given.by_frequency
        else np.full(count, np.nan, np.float32),
    )


class Examples(NamedTuple):
    """The pairs of a pool with what is known of them."""

    name: str
    columns: list[str]
    values: Floats
    """Features as they are (p, columns)."""
    labels: NDArray[np.bool_]
    heads: Ints
    others: Ints
    sources: NDArray[np.uint16]


def examples(given: Material, heads: Ints) -> Examples:
    """Collect the candidates of `heads` and label them."""
    from synotui.engine.rank.features import GROUPS, Table
    from synotui.engine.rank.sources import pool_of

    view = view_of(given)
    pool = pool_of(view, heads)
    table = Table(view, pool, GROUPS)
    none: set[int] = set()
    labels = [
        other in given.partners.get(head, none)
        for head, other in zip(pool.heads.tolist(), pool.others.tolist(), strict=True)
    ]
    return Examples(
        given.name,
        table.names,
        table.values.copy(),
        np.array(labels, bool),
        pool.heads.copy(),
        pool.others.copy(),
        pool.sources.copy(),
    )


if __name__ == "__main__":
    from datasets import DATASETS

    for chosen in DATASETS:
        if not sys.argv[2:] or chosen.name in sys.argv[2:]:
            material(chosen, Path(sys.argv[1]))
            sys.stdout.write(f"{chosen.name}\n")
            sys.stdout.flush()
