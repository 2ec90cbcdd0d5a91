"""The ranker: a prior, bent verdict by verdict to what this curator accepts."""

from io import BytesIO
from typing import NamedTuple

import numpy as np

from synotui.engine.arrays import Floats, Ints
from synotui.engine.rank.calibration import Calibration, calibrate
from synotui.engine.rank.features import origin, verdicts
from synotui.engine.rank.hand import OPINIONS, Hand, Prior
from synotui.engine.rank.kept import read_kept
from synotui.engine.rank.logistic import Doubles, fit, sigmoid
from synotui.engine.rank.records import Records
from synotui.engine.rank.remaining import Remaining, remaining
from synotui.engine.rank.scale import Scale
from synotui.engine.rank.trees import Trees, due, grow, share_of

_FORM = 3
"""Of what `state` gives."""
_EVERY = 40
"""A fit is due when there is one verdict more for so many there are."""
_PENALTY = 40.0
"""What it costs to leave the prior's weight of a column."""
_PENALTY_SELDOM = 4.0
_PENALTY_PRIOR = 20.0
_LOOKED_AT = 6000
"""Verdicts that a fit looks at, about: of more, only some of the rejected ones."""


_UNDECIDED = 1000
"""Undecided pairs looked at to estimate how many are synonyms, about."""


class Learnt(NamedTuple):
    """What a fit found."""

    seen: int
    """How many verdicts it is from."""
    weights: Doubles
    """Of the prior's logit, of 1, and of every column (2 + c,)."""
    trees: Trees | None = None


class Ranker:
    """Gives every pair a probability; the same verdicts in the same order give the same.

    `learn` takes a verdict; when `due` says so, `compute` fits (it only
    reads, and may run in another thread) and `take` puts the fit to use.
    """

    def __init__(self, names: list[str], scale: Scale, prior: Prior | None = None) -> None:
        """Take the names of the columns, their scale, and the prior; by hand if not given."""
        self.names = names
        scales = {**verdicts.SCALE, **origin.SCALE}
        fixed = {place: scales[name] for place, name in enumerate(names) if name in scales}
        self.scale = scale.with_fixed(fixed)
        self.prior: Prior = prior or Hand()
        self.records = Records(2 + len(names))
        held = {**self.prior.weights, **OPINIONS}
        towards = [1.0, 0.0, *(held.get(name, 0.0) for name in names)]
        self._towards = np.array(towards)
        seldom = {*verdicts.SELDOM, *origin.SELDOM}
        penalties = [_PENALTY_SELDOM if name in seldom else _PENALTY for name in names]
        self._penalty = np.array([_PENALTY_PRIOR, 1.0, *penalties])
        self.learnt = Learnt(0, self._towards)
        self.calibration = Calibration()

    def inputs(self, values: Floats) -> Floats:
        """Give what pairs with features `values` (m, c) are judged by: (m, 2 + c).

        That is the prior's logit, 1, and the features on the pool's scale, 0 for NaN.
        """
        z = self.scale.apply(values)
        prior = self.prior.logits(self.names, z)
        ones = np.ones((len(z), 1), np.float32)
        return np.concatenate([prior[:, None], ones, np.nan_to_num(z)], axis=1, dtype=np.float32)

    def logits(self, values: Floats) -> Floats:
        """Give the logits (m,) of pairs with features `values` (m, c)."""
        return self.score(self.inputs(values))

    def probabilities(self, values: Floats) -> Floats:
        """Give the probability that each pair, with features `values` (m, c), is accepted."""
        return self.calibration.probabilities(self.logits(values))

    def score(self, inputs: Floats, added: Floats | None = None) -> Floats:
        """Give the logits (m,) of pairs by their `inputs` (m, 2 + c).

        `added` (m,) is what `added` gives, computed if not given.
        """
        added = self.added(inputs) if added is None else added
        return self._plain(inputs, self.learnt.weights) + self._share * added

    def added(self, inputs: Floats) -> Floats:
        """Give what trees add to logits (m,), before their share is taken; 0 without trees."""
        trees = self.learnt.trees
        return trees.adds(inputs) if trees else np.zeros(len(inputs), np.float32)

    @property
    def _share(self) -> float:
        return self.learnt.trees.share if self.learnt.trees else 0.0

    def _plain(self, inputs: Floats, weights: Doubles) -> Floats:
        found: Floats = inputs @ weights.astype(np.float32)
        return found

    def learn(self, a: int, b: int, values: Floats, accepted: bool) -> None:
        """Take in the verdict on terms `a` and `b`; features `values` (c,) as before it."""
        inputs = self.inputs(values[None])
        plain = float(self._plain(inputs, self.learnt.weights)[0])
        self.records.add(a, b, inputs[0], plain, accepted, float(self.added(inputs)[0]))

    @property
    def due(self) -> int | None:
        """How many verdicts the next fit is to see, if there are so many by now."""
        count = self.learnt.seen
        wanted = count + 1 + count // _EVERY
        return wanted if len(self.records) >= wanted else None

    def compute(self, count: int) -> Learnt:
        """Fit to the first `count` verdicts. Changes nothing."""
        kept, weight = self._chosen(count)
        inputs, accepted = self.records.inputs[kept], self.records.accepted[kept]
        start = self.learnt.weights
        weights = fit(inputs, accepted, weight, self._penalty, self._towards, start)
        logits, added = self.records.logits[:count], self.records.added[:count]
        share = share_of(logits, added, self.records.accepted[:count])
        trees = self.learnt.trees.with_share(share) if self.learnt.trees else None
        if due(trees, count, int(accepted.sum())):
            plain = self._plain(inputs, weights)
            trees = grow(inputs, accepted, weight, plain, count, share)
        return Learnt(count, weights, trees)

    def _chosen(self, count: int) -> tuple[Ints, Floats]:
        """Choose which of the first `count` verdicts a fit looks at, and what each counts (n,).

        The last on a pair, every accepted one, and of the rejected ones an even share.
        """
        kept = np.flatnonzero(self.records.standing(count))
        share = -(-len(kept) // _LOOKED_AT)
        yes = self.records.accepted[kept] > 0
        weight = np.where(yes, 1, share).astype(np.float32)
        chosen = yes | (np.arange(len(kept)) % share == 0)
        return kept[chosen], weight[chosen]

    def take(self, learnt: Learnt) -> None:
        """Rank by what a fit found from now on."""
        self.learnt = learnt
        self.calibration = self._calibrated(learnt.seen)

    def _calibrated(self, count: int, undecided: Floats | None = None) -> Calibration:
        kept = np.flatnonzero(self.records.standing(count))
        said = self.records.logits[kept] + self._share * self.records.added[kept]
        accepted = self.records.accepted[kept]
        return (
            calibrate(said, accepted) if undecided is None else calibrate(said, accepted, undecided)
        )

    def forget(self, a: int, b: int) -> None:
        """Let what was decided on terms `a` and `b` teach nothing from the next fit on."""
        self.records.withdraw(a, b)

    def remaining(self, inputs: Floats) -> Remaining:
        """Estimate how many of the undecided pairs, with `inputs` (m, 2 + c), are synonyms."""
        count = len(self.records)
        kept, weight = self._chosen(count)
        x = self.records.inputs[kept]
        p = sigmoid(self.score(x))
        bend = (x * (weight * p * (1 - p)).astype(np.float32)[:, None]).T @ x
        bend += np.diag(self._penalty).astype(np.float32)
        spread: Doubles = np.linalg.inv(bend.astype(np.float64)).astype(np.float64)
        added = self._share * self.added(inputs)
        logits = self._plain(inputs, self.learnt.weights) + added
        calibration = self._calibrated(count, logits[:: max(1, len(inputs) // _UNDECIDED)])
        verdicts = int(self.records.standing(count).sum()), int(self.records.accepted[kept].sum())
        return remaining(inputs, added, self.learnt.weights, spread, calibration, *verdicts)

    # Keeping ---------------------------------------------------------------------------

    def state(self) -> bytes:
        """Give all it has learnt, to be kept: about 0.4 KB a verdict before compression."""
        held = BytesIO()
        np.savez_compressed(
            held,
            allow_pickle=False,
            form=np.array(_FORM),
            names=np.array(self.names),
            prior=np.array(self.prior.name),
            mean=self.scale.mean,
            spread=self.scale.spread,
            seen=np.array(self.learnt.seen),
            weights=self.learnt.weights,
            trees=np.array(self.learnt.trees.kept() if self.learnt.trees else ""),
            calibration=np.array(self.calibration),
            **self.records.arrays(),
        )
        return held.getvalue()

    def restore(self, state: bytes) -> bool:
        """Go on from what `state` gave; False, and nothing changed, if it was of another kind.

        So it is if the columns, the prior or the form of the state are not the same.
        """
        try:
            arrays = read_kept(state)
            if (
                int(arrays["form"]) != _FORM
                or arrays["names"].tolist() != self.names
                or str(arrays["prior"]) != self.prior.name
            ):
                return False
        except (ValueError, KeyError, TypeError):
            return False
        self.scale = Scale(arrays["mean"], arrays["spread"])
        trees = Trees.from_kept(str(arrays["trees"]))
        self.learnt = Learnt(int(arrays["seen"]), arrays["weights"], trees)
        self.calibration = Calibration(*arrays["calibration"].tolist())
        self.records.restore(arrays)
        return True
