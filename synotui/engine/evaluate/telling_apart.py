"""How well a cosine tells synonyms from other pairs: AUC, average precision, the best threshold.

As `sklearn.metrics` has them: `roc_auc_score` (the chance that a synonym is
above another pair, ties half; Hanley and McNeil 1982), `average_precision_score`
(precision at each cosine, weighted by the recall gained there, equal cosines
together) and, of the points of `precision_recall_curve`, the one of highest F1.
"""

from typing import NamedTuple

import numpy as np

from synotui.engine.arrays import Floats, Mask
from synotui.engine.evaluate.bootstrap import Doubles, Sampled, counts, plain
from synotui.engine.evaluate.correlation import varies

_POINTS = 100
"""Points of a curve that are kept, about."""


class Best(NamedTuple):
    """The threshold of highest F1; of equally good ones the highest."""

    cosine: float
    f1: float
    precision: float
    recall: float


class Figures(NamedTuple):
    """How well synonyms are told apart."""

    auc: Sampled
    """The chance that a synonym has a higher cosine than another pair."""
    average_precision: Sampled
    """The mean precision over recall."""
    f1: Sampled
    """The highest of any threshold."""
    threshold: Sampled
    """The cosine of that."""


class TellingApart:
    """Pairs by falling cosine, equal ones together."""

    def __init__(self, cosines: Floats, synonyms: Mask, seed: int) -> None:
        """Take the cosines of pairs (n,) and which of them are synonyms (n,)."""
        exact = cosines.astype(np.float64)
        self.cosines: Doubles = exact if varies(exact) else np.full(len(exact), exact.mean())
        self.synonyms = synonyms
        self.n = len(cosines)
        self._seed = seed
        self._order = np.argsort(-self.cosines, kind="stable")
        falling = self.cosines[self._order]
        self._first = np.flatnonzero(np.concatenate([[True], falling[1:] != falling[:-1]]))
        self._thresholds = falling[self._first]

    def figures(self) -> "Figures":
        """Give all figures with their draws, which are the same for each."""
        if not self._both():
            return Figures(*[plain(None, self.n)] * len(Figures._fields))
        values = self._of_draws(np.ones((1, self.n)))[0].tolist()
        draws = np.concatenate([self._of_draws(each) for each in counts(self.n, self._seed)])
        return Figures(*(Sampled(values[at], draws[:, at], self.n) for at in range(len(values))))

    def best(self) -> Best | None:
        """Give the threshold of highest F1; None unless there are pairs of both kinds."""
        if not self._both():
            return None
        yes, no = self._groups(np.ones((1, self.n)))
        scores = _f1(yes, no)[0]
        at = int(scores.argmax())
        found, wrong = yes[0, : at + 1].sum(), no[0, : at + 1].sum()
        return Best(
            float(self._thresholds[at]),
            float(scores[at]),
            float(found / (found + wrong)),
            float(found / yes.sum()),
        )

    def curve(self) -> list[tuple[float, float, float]]:
        """Give (cosine, recall, precision) from the highest cosine to the lowest."""
        if not self._both():
            return []
        yes, no = (each[0].cumsum() for each in self._groups(np.ones((1, self.n))))
        step = max(1, -(-len(yes) // _POINTS))
        places = np.unique(np.append(np.arange(0, len(yes), step), len(yes) - 1))
        return [
            (float(self._thresholds[at]), float(yes[at] / yes[-1]), float(yes[at] / (yes + no)[at]))
            for at in places
        ]

    def _both(self) -> bool:
        return bool(self.synonyms.any()) and not bool(self.synonyms.all())

    def _of_draws(self, drawn: Doubles) -> Doubles:
        """Give the figures (r, 4) of draws (r, n); NaN where one has pairs of one kind only."""
        yes, no = self._groups(drawn)
        with np.errstate(divide="ignore", invalid="ignore"):
            f1 = _f1(yes, no)
            thresholds = self._thresholds[f1.argmax(axis=1)]
            figures = _auc(yes, no), _average_precision(yes, no), f1.max(axis=1), thresholds
        found = np.stack(figures, axis=1)
        found[(yes.sum(axis=1) == 0) | (no.sum(axis=1) == 0)] = np.nan
        return found

    def _groups(self, drawn: Doubles) -> tuple[Doubles, Doubles]:
        """Give how many synonyms and other pairs have each cosine in each draw, (r, g) each."""
        of_synonyms = np.where(self.synonyms, drawn, 0)[:, self._order]
        every = np.add.reduceat(drawn[:, self._order], self._first, axis=1)
        yes = np.add.reduceat(of_synonyms, self._first, axis=1)
        return yes, every - yes


def _auc(yes: Doubles, no: Doubles) -> Doubles:
    others = no.sum(axis=1)
    below = others[:, None] - np.cumsum(no, axis=1) + no / 2
    found: Doubles = (yes * below).sum(axis=1) / (yes.sum(axis=1) * others)
    return found


def _average_precision(yes: Doubles, no: Doubles) -> Doubles:
    found = np.cumsum(yes, axis=1)
    taken = found + np.cumsum(no, axis=1)
    precision = np.divide(found, taken, out=np.zeros_like(found), where=taken > 0)
    average: Doubles = (yes * precision).sum(axis=1) / yes.sum(axis=1)
    return average


def _f1(yes: Doubles, no: Doubles) -> Doubles:
    found = np.cumsum(yes, axis=1)
    both = found + np.cumsum(no, axis=1) + yes.sum(axis=1, keepdims=True)
    scores: Doubles = 2 * found / np.where(both > 0, both, 1)
    return scores
