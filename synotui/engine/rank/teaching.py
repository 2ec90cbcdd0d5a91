"""Teach a ranker the verdicts of a dictionary, one by one in their order.

What a verdict teaches depends on the verdicts before it and on nothing else:
whoever follows them as they come, reads them all at once or goes on from a
state that was kept has the same ranker. So each pair is seen among the
candidates of its own head, as vectors, spelling and proposals bring them; one
that no source brings teaches nothing but who is accepted with whom.
"""

import json
from collections.abc import Callable, Sequence
from io import BytesIO
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from synotui.engine.arrays import Floats, Ints
from synotui.engine.rank.features import GROUPS, Table
from synotui.engine.rank.features.verdicts import Verdicts
from synotui.engine.rank.graph import Graph
from synotui.engine.rank.kept import read_kept
from synotui.engine.rank.pool import Pool
from synotui.engine.rank.ranker import Learnt, Ranker
from synotui.engine.rank.sources import DECIDED, SOURCES, pool_of
from synotui.engine.rank.trees import Trees
from synotui.engine.rank.view import View

_LASTING = tuple(each for each in SOURCES if each.name != "friends")
"""Sources that bring the same whatever is decided."""
_FITS = 8
"""The last fits that are kept with a state: so much can be undone without learning all anew."""
_KEPT = 20_000
"""Pairs whose lasting features are kept in memory."""


class Taught(NamedTuple):
    """A verdict by the numbers of its terms."""

    head: int
    other: int
    accepted: bool
    seq: int
    """Its place among all verdicts, or whatever else tells it from others on the same pair."""
    teaches: bool = True
    """Whether it teaches more than who is accepted with whom."""


class Teacher:
    """A ranker on its way through the verdicts."""

    def __init__(self, view: View, ranker: Ranker) -> None:
        """Take the terms, whose graph becomes that of the verdicts taught, and a ranker.

        The ranker knows nothing yet, or what `restore` says.
        """
        self.view = view
        self.ranker = ranker
        self.taught: list[Taught] = []
        view.graph = Graph()
        self._lasting: dict[tuple[int, int], Floats] = {}
        self._fits: list[Learnt] = [ranker.learnt]

    def state(self, ids: Ints) -> bytes:
        """Give all it has learnt, to be kept; `ids` (n,) is what terms are called in it."""
        held = BytesIO()
        last = self._fits[1:][-_FITS:]
        taught = np.array(self.taught, np.int64).reshape(-1, 5)
        taught[:, :2] = ids[taught[:, :2]]
        np.savez_compressed(
            held,
            allow_pickle=False,
            taught=taught,
            seen=np.array([fit.seen for fit in last], np.int64),
            weights=np.array([fit.weights for fit in last], np.float64),
            trees=_packed([fit.trees.kept() if fit.trees else "" for fit in last]),
            ranker=np.frombuffer(self.ranker.state(), np.uint8),
        )
        return held.getvalue()

    def restore(self, state: bytes, ids: Ints) -> bool:
        """Go on from what `state` gave; False, and nothing changed, if that is of no use.

        So it is where a term is gone, or the ranker was of another kind.
        """
        try:
            arrays = read_kept(state)
            taught, seen, weights = (arrays[name] for name in ("taught", "seen", "weights"))
            trees = [Trees.from_kept(text) for text in _unpacked(arrays["trees"])]
            places = np.searchsorted(ids, taught[:, :2]).clip(max=max(0, len(ids) - 1))
            if not len(ids) or taught.shape[1] != 5 or (ids[places] != taught[:, :2]).any():
                return False
            if not self.ranker.restore(arrays["ranker"].tobytes()):
                return False
        except (ValueError, KeyError, TypeError, IndexError, RecursionError):
            return False
        records = self.ranker.records
        seen_pairs = np.sort(places, axis=1)[taught[:, 4] > 0]
        records.restore({**records.arrays(), "pairs": seen_pairs})
        self.taught = [
            Taught(head, other, bool(accepted), seq, bool(teaches))
            for (head, other), (accepted, seq, teaches) in zip(
                places.tolist(), taught[:, 2:].tolist(), strict=True
            )
        ]
        self._fits += [Learnt(*fit) for fit in zip(seen.tolist(), weights, trees, strict=True)]
        self.view.graph = _graph(self.taught)
        return True

    def follow(
        self, verdicts: Sequence[Taught], on_step: Callable[[int], None], same: int = 0
    ) -> bool:
        """Learn `verdicts`, all that are in force in their order; say whether anything was new.

        Those taught before that are still its beginning stay; what came after
        the first that is gone, undone or replaced, is learnt anew. The first
        `same` are known to be as they were the last time. `on_step` hears how
        many are learnt and stops it by raising: it goes on from there the next
        time.
        """
        same, most = min(same, len(self.taught)), min(len(self.taught), len(verdicts))
        while same < most and self.taught[same] == verdicts[same]:
            same += 1
        changed = same < len(self.taught)
        if changed:
            self._go_back(same)
        for verdict in verdicts[same:]:
            self._learn(verdict)
            on_step(len(self.taught))
            changed = True
        return changed

    def _go_back(self, count: int) -> None:
        """Forget all but the first `count` verdicts, as if there had been no more."""
        records = self.ranker.records
        learnt = len(records) - sum(verdict.teaches for verdict in self.taught[count:])
        fits = [fit for fit in self._fits if fit.seen <= learnt]
        if learnt and fits[-1].seen == 0:
            # The fit of that time is not known: it was long before a state that was kept.
            count = learnt = 0
        records.cut(learnt)
        self._fits = fits
        self.ranker.take(fits[-1])
        gone = self.taught[count:]
        del self.taught[count:]
        if count < len(gone):
            self.view.graph = _graph(self.taught)
            return
        for verdict in gone:
            self.view.graph.put(verdict.head, verdict.other, None)

    def _learn(self, verdict: Taught) -> None:
        head, other, accepted, _, teaches = verdict
        if teaches:
            values, brought = self._values(head, other)
            self.ranker.learn(head, other, values, accepted)
            if not brought:
                # Accepted from anywhere, but rejected only where sources look: that would
                # teach a ranker to like what no source brings.
                self.ranker.forget(head, other)
        self.view.graph.put(head, other, accepted)
        self.taught.append(verdict)
        while (count := self.ranker.due) is not None:
            learnt = self.ranker.compute(count)
            self.ranker.take(learnt)
            self._fits.append(learnt)

    def _values(self, head: int, other: int) -> tuple[Floats, bool]:
        """Give the features (c,) of a pair about to be decided, and whether a source brings it."""
        lasting = self._lasting.get((head, other))
        if lasting is None:
            around = pool_of(self.view, np.array([head]), _LASTING)
            position = around.position(head, other)
            if position is None:
                around.add(np.array([head]), np.array([other]), DECIDED)
                position = len(around) - 1
            lasting = Table(self.view, around, GROUPS).values[position].copy()
            if len(self._lasting) < _KEPT:
                self._lasting[head, other] = lasting
        friends = bool(self.view.graph.shared(head, other))
        pool, values, first = Pool(), lasting.copy(), 0
        pool.add(np.array([head]), np.array([other]), DECIDED)
        for group in GROUPS:
            end = first + len(group.columns)
            if isinstance(group, Verdicts):
                values[first:end] = group.values(self.view, pool, np.array([0]))[0]
            first = end
        values[_SOURCES] += friends
        values[_MOVED] = 0
        return values, bool(values[_SOURCES] > 0)


def _place(name: str) -> int:
    return [column.name for group in GROUPS for column in group.columns].index(name)


_SOURCES = _place("sources")
_MOVED = _place("cosine_now")
"""How far verdicts have moved vectors depends on when it is asked: it teaches nothing."""


def _packed(texts: list[str]) -> NDArray[np.uint8]:
    """Give texts, many of them alike, as bytes: each once, and the place of each."""
    once = list(dict.fromkeys(texts))
    held = json.dumps([once, [once.index(text) for text in texts]])
    return np.frombuffer(held.encode(), np.uint8)


def _unpacked(held: NDArray[np.uint8]) -> list[str]:
    once, places = json.loads(held.tobytes())
    return [once[place] for place in places]


def _graph(taught: Sequence[Taught]) -> Graph:
    graph = Graph()
    for verdict in taught:
        graph.put(verdict.head, verdict.other, verdict.accepted)
    return graph
