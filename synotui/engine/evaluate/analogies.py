"""a is to b as c is to what? By vector offsets (3CosAdd), as `gensim` counts it.

Mikolov et al. 2013: of unit vectors, the term nearest to b - a + c, which is
none of the three. `gensim` 4.4 `evaluate_word_analogies`: only the first so
many terms of the vocabulary take part, on either side; a question with a word
beyond them is left out (or wrong: `dummy4unknown`). Terms that are one of the
three but for their case are no answers either.
"""

from collections.abc import Callable

import numpy as np

from synotui.engine.arrays import Floats, Ints
from synotui.engine.placed import Placed

_NEVER = np.float32(-4)
"""Below any cosine of vectors at length 1 and sums of three of them."""


def answers(
    placed: Placed, questions: Ints, no_answers: Ints, on_block: Callable[[], None] = lambda: None
) -> Ints:
    """Give the row nearest to b - a + c for each of `questions` (q, 3); -1 where none is left.

    `no_answers` (k, 2) are (place of a question, row) that do not count.
    """
    a, b, c = (placed.units(questions[:, side]) for side in range(3))
    wanted: Floats = b - a + c
    lengths = np.sqrt(np.einsum("ij,ij->i", wanted, wanted))
    wanted /= np.where(lengths > 0, lengths, 1)[:, None]
    taken = no_answers[np.lexsort((no_answers[:, 0], no_answers[:, 1]))]
    best = np.full(len(questions), -1, np.int64)
    highest = np.full(len(questions), _NEVER)
    for start, part, cosines in placed.cosines(wanted, on_block):
        first, last = np.searchsorted(taken[:, 1], (start, start + cosines.shape[1]))
        here = taken[first:last]
        here = here[(here[:, 0] >= part.start) & (here[:, 0] < part.stop)]
        cosines[here[:, 0] - part.start, here[:, 1] - start] = _NEVER
        nearest = cosines.argmax(axis=1)
        cosine = cosines[np.arange(len(cosines)), nearest]
        nearer = cosine > highest[part]
        best[part][nearer] = nearest[nearer] + start
        highest[part][nearer] = cosine[nearer]
    return best
