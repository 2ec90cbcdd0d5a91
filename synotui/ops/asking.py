"""What a Dictionary of the Python API answers of its space beside looking up pairs.

Terms go in as texts, and texts that are no terms may be asked about as well,
where the space can place them.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from synotui.ops.association import Association
    from synotui.ops.sense_clusters import SenseClusters
    from synotui.ops.workbench import Workbench


class Asking:
    """Questions to the current space; `synotui.api.Dictionary` has them."""

    _bench: "Workbench"

    def associate(
        self,
        terms: Iterable[str],
        pole: Iterable[str],
        other_pole: Iterable[str],
        *,
        against: Iterable[str] = (),
        seed: int = 0,
    ) -> "Association":
        """Tell which of two poles, lists of words, each term leans to.

        `items` have `base` and `now`, above 0 towards `pole`, and bounds of it.
        With `against`, a second list of terms, `test.now.effect` is the effect size
        of the word-embedding association test and `test.now.p` its one-sided p.
        Raises PairError for a word in both poles, UnknownTerm for a pole of
        unknown words.
        """
        from synotui.ops.association import associate

        poles = [*pole], [*other_pole]
        return associate(self._bench, [*terms], poles, [*against], seed=seed)

    def senses(self, term: str, k: int = 50, *, base: bool = False) -> "SenseClusters":
        """Put the `k` nearest of a term, and its synonyms, in clusters: what it may mean.

        Each of `clusters` has `members` and a `name`; `joined` are those that
        accepted synonyms are in. Raises UnknownTerm, NoVector.
        """
        from synotui.ops.sense_clusters import cluster_senses

        return cluster_senses(self._bench, term, k, base=base)
