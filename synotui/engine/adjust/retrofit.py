"""`retrofit` (Faruqui et al. 2015): each term between its base vector and its synonyms."""

import numpy as np

from synotui.engine.adjust.anchored import to_unit
from synotui.engine.adjust.constraints import Constraints
from synotui.engine.adjust.neighbours import Means
from synotui.engine.arrays import Floats, norms, unit
from synotui.model import Settings


def retrofit(base: Floats, constraints: Constraints, settings: Settings) -> Floats:
    """Draw each term to the mean of its synonyms. Antonyms do not act.

    From unit base vectors o_i, `settings.sweeps` Jacobi sweeps of

        q_i <- (alpha o_i + mean_{j in syn(i)} q_j) / (alpha + 1)

    towards what minimises, with beta_ij = 1 / degree(i),

        sum_i [alpha |q_i - o_i|^2 + sum_j beta_ij |q_i - q_j|^2].

    The authors' script does the same, word after word. It takes vectors as
    they are or, on demand, of length 1, as here: a term does not count for
    more by being long. Means are weighted; weights that add up to less than 1
    leave the rest to o_i: see `Means`.

    `base` is (m, dim). Gives (m, dim) in the direction of the q_i, each vector
    as long as its base.
    """
    means = Means(unit(base), constraints.synonyms, constraints.synonym_weights)
    held = np.float32(settings.alpha) * means.base
    share = np.float32(1 / (settings.alpha + 1))
    now = means.base.copy()
    total = np.empty_like(now)
    for _ in range(settings.sweeps):
        means.put(now, total)
        total += held
        total *= share
        now, total = total, now
    to_unit(now, means.base)
    adjusted: Floats = now[means.places]
    adjusted *= norms(base)[:, None]
    return adjusted
