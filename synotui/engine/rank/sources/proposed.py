"""Candidates that imported dictionaries propose."""

import numpy as np

from synotui.engine.arrays import Ints
from synotui.engine.rank.view import View


class Proposed:
    """Pairs of a dictionary that was imported to be looked at."""

    name = "proposals"
    sentence = "an imported dictionary proposes it"

    def candidates(self, view: View, heads: Ints) -> tuple[Ints, Ints]:
        """Give the proposals a head is in, from its side."""
        asked = np.zeros(len(view), bool)
        asked[heads] = True
        forward = view.proposals[asked[view.proposals[:, 0]]]
        backward = view.proposals[asked[view.proposals[:, 1]]][:, ::-1]
        found = np.concatenate([forward, backward])
        return found[:, 0], found[:, 1]
