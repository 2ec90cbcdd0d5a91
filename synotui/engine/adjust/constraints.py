"""The pairs that adjust vectors, as rows of the matrix they act on."""

from dataclasses import dataclass

from synotui.engine.arrays import Floats, Ints


@dataclass(frozen=True, slots=True)
class Constraints:
    """Pairs that act, as rows of the matrix they act on, and what each weighs.

    `synonyms` (p, 2) in the order they were decided; `antonyms` (q, 2).
    Weights are (p,) and (q,), None where every pair weighs 1. Their scale is
    that of one ordinary pair: what they do is told by each method. A pair
    that weighs nothing is as if it were not there.
    """

    synonyms: Ints
    antonyms: Ints
    synonym_weights: Floats | None = None
    antonym_weights: Floats | None = None

    def acting(self) -> "Constraints":
        """Give those that weigh something."""
        synonyms, synonym_weights = _weighing(self.synonyms, self.synonym_weights)
        antonyms, antonym_weights = _weighing(self.antonyms, self.antonym_weights)
        return Constraints(synonyms, antonyms, synonym_weights, antonym_weights)


def _weighing(pairs: Ints, weights: Floats | None) -> tuple[Ints, Floats | None]:
    if weights is None:
        return pairs, None
    acting = weights > 0
    return pairs[acting], weights[acting]
