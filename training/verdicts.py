"""What verdicts on other pairs are worth beside what a prior says, learnt from half-done work."""

from pathlib import Path

import numpy as np
from datasets import Dataset
from numpy.typing import NDArray
from pools import heads_of, material, view_of

from synotui.engine.rank.features import GROUPS, Table
from synotui.engine.rank.logistic import fit
from synotui.engine.rank.prior import Shipped
from synotui.engine.rank.scale import Scale
from synotui.engine.rank.sources import pool_of

COLUMNS = (
    "adamic_adar",
    "friends",
    "against",
    "connected",
    "accepted",
    "accepted_back",
    "rejected",
    "rejected_back",
    "rate",
    "rate_back",
    "proposed",
)
KEPT = {"cosine_now": 0.2, "other_csls": 0.3, "other_mutual": 0.2}
"""Weights that no data here can tell."""
_HEADS = 300
_DECIDED = (0.04, 0.12)
"""Shares of a pool that are decided, likeliest first."""
_PENALTY = 3.0
_TRUST = 0.5
"""Share of what is found that a ranker starts from: its own verdicts will tell the rest."""


def start_weights(
    datasets: list[Dataset], folder: Path, prior: Shipped
) -> tuple[list[str], list[float]]:
    """Fit the weights of the features that verdicts change, with the prior's logit given.

    For each data set some of the likeliest pairs are decided by the gold, as a
    curator would by then, and the rest is to be told apart.
    """
    xs: list[NDArray[np.float32]] = []
    labels: list[NDArray[np.float32]] = []
    offsets: list[NDArray[np.float32]] = []
    weights: list[NDArray[np.float32]] = []
    for number, dataset in enumerate(datasets):
        share = _DECIDED[number % len(_DECIDED)]
        x, label, offset = _half_done(dataset, folder, prior, share)
        xs.append(x)
        labels.append(label)
        offsets.append(offset)
        weights.append(np.full(len(label), 1e4 / len(label), np.float32))
    x, label, offset = np.concatenate(xs), np.concatenate(labels), np.concatenate(offsets)
    x = np.concatenate([x, np.ones((len(x), 1)), offset[:, None]], axis=1).astype(np.float32)
    towards = np.r_[np.zeros(x.shape[1] - 1), 1.0]
    penalty = np.r_[np.full(x.shape[1] - 2, _PENALTY), 0.01, 0.01]
    found = fit(x, label, np.concatenate(weights), penalty, towards, towards)
    # The ranker starts from the prior's logit as it is: all is told in its unit.
    told = _TRUST * found[: len(COLUMNS)] / found[-1]
    learnt = dict(zip(COLUMNS, told.tolist(), strict=True))
    learnt.update(KEPT)
    return list(learnt), list(learnt.values())


def _half_done(
    dataset: Dataset, folder: Path, prior: Shipped, share: float
) -> tuple[NDArray[np.float32], NDArray[np.float32], NDArray[np.float32]]:
    given = material(dataset, folder)
    half = None if dataset.without else True
    heads = heads_of(given, _HEADS, half)
    view = view_of(given)
    pool = pool_of(view, heads)
    table = Table(view, pool, GROUPS)
    scale = Scale.of(table.values)
    logits = prior.logits(table.names, scale.apply(table.values))
    none: set[int] = set()
    for position in np.argsort(-logits, kind="stable")[: int(share * len(pool))].tolist():
        head, other = int(pool.heads[position]), int(pool.others[position])
        view.graph.put(head, other, other in given.partners.get(head, none))
    pool = pool_of(view, heads)
    table = Table(view, pool, GROUPS)
    z = scale.apply(table.values)
    open_pairs = np.array(
        [
            view.graph.verdict(head, other) is None
            for head, other in zip(pool.heads.tolist(), pool.others.tolist(), strict=True)
        ]
    )
    label = np.array(
        [
            float(other in given.partners.get(head, none))
            for head, other in zip(pool.heads.tolist(), pool.others.tolist(), strict=True)
        ]
    )
    x = np.nan_to_num(z[:, [table.names.index(name) for name in COLUMNS]])
    offset = prior.logits(table.names, z)
    return (
        x[open_pairs].astype(np.float32),
        label[open_pairs],
        offset[open_pairs].astype(np.float32),
    )
