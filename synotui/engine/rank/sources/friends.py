"""Candidates by the accepted pairs: friends of friends."""

import numpy as np

from synotui.engine.arrays import Ints
from synotui.engine.rank.view import View


class Friends:
    """Terms that are accepted with something that is accepted with the head."""

    name = "friends"
    sentence = "it shares an accepted synonym with the head"

    def candidates(self, view: View, heads: Ints) -> tuple[Ints, Ints]:
        """Give the undecided friends of friends of every head."""
        pairs = [
            (head, other)
            for head in heads.tolist()
            for other in sorted(view.graph.friends_of_friends(head))
        ]
        found = np.array(pairs, np.int64).reshape(-1, 2)
        return found[:, 0], found[:, 1]
