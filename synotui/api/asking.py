"""Questions to the current space: what is near what, base and adjusted."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from synotui.api.opened import Opened
from synotui.model import Comparison, Matrix

if TYPE_CHECKING:
    from synotui.engine.arrays import Floats
    from synotui.ops.exploring.association import Association
    from synotui.ops.exploring.explored import (
        Between,
        By,
        Closer,
        Measure,
        Nearest,
        OddOneOut,
        Relative,
    )
    from synotui.ops.exploring.sense_clusters import SenseClusters

Terms = str | Iterable[str | tuple[str, float]]
"""A term or text, or several, any of them with its weight."""


class Asking(Opened):
    """What can be asked of a space; the figures are those of gensim's KeyedVectors.

    Terms may be texts that are not in the dictionary, if the space has an
    encoder or words to place them by. `by="base"` asks the vectors as they
    were before any adjustment.
    """

    def compare(self, a: str, b: str, k: int = 50) -> Comparison:
        """Measure two terms or texts against each other, by base and by adjusted vectors.

        Beside distances: ranks, percentiles, what the first `k` neighbours share, the path.
        """
        from synotui.ops.comparing.compare import compare_texts

        return compare_texts(self._bench, a, b, k)

    def matrix(self, *texts: str) -> Matrix:
        """Give the cosines of terms or texts with one another, by base and adjusted vectors."""
        from synotui.ops.comparing.compare import matrix

        return matrix(self._bench, texts)

    def most_similar(
        self,
        plus: Terms,
        minus: Terms = (),
        k: int = 10,
        *,
        by: "By" = "now",
        mul: bool = False,
        exact: bool = True,
    ) -> "Nearest":
        """Give the `k` terms nearest to a sum: `most_similar(["国王", "女人"], "男人").items`.

        Terms may be weighed, as `("女人", 0.5)`. `mul` multiplies cosines
        instead (3CosMul). Not `exact`, the index answers where there is one.
        """
        from synotui.ops.exploring.explore import nearest

        asked = [*_weighed(plus, 1.0), *_weighed(minus, -1.0)]
        measure: Measure = "3CosMul" if mul else "3CosAdd"
        return nearest(self._bench, asked, k, by=by, measure=measure, exact=exact)

    def analogy(
        self, a: str, b: str, c: str, k: int = 10, *, by: "By" = "now", mul: bool = False
    ) -> "Nearest":
        """Give the `k` terms that are to `c` as `b` is to `a`: the nearest to `b` + `c` − `a`."""
        return self.most_similar([b, c], a, k, by=by, mul=mul)

    def odd_one_out(self, terms: Sequence[str], *, by: "By" = "now") -> "OddOneOut":
        """Order three or more terms by how central each is; `.odd` is the one that is least."""
        from synotui.ops.exploring.explore import odd_one_out

        return odd_one_out(self._bench, terms, by=by)

    def closer_than(self, a: str, b: str, k: int = 10, *, by: "By" = "now") -> "Closer":
        """Give the rank of `b` among the neighbours of `a`, and the first `k` that are closer."""
        from synotui.ops.exploring.explore import closer

        return closer(self._bench, a, b, k, by=by)

    def similarity_of_sets(self, ones: Sequence[str], others: Sequence[str]) -> "Between":
        """Give the cosine of the means of two sets of terms."""
        from synotui.ops.exploring.explore import between

        return between(self._bench, ones, others)

    def relative_cosine(
        self, term: str, others: str | Sequence[str], k: int = 10, *, by: "By" = "now"
    ) -> "Relative":
        """Give cosines with `term` relative to the sum of those of its `k` nearest."""
        from synotui.ops.exploring.explore import relative

        named = [others] if isinstance(others, str) else others
        return relative(self._bench, term, named, k, by=by)

    def distances(self, term: str, others: Sequence[str], *, by: "By" = "now") -> list[float]:
        """Give one minus the cosine of `term` with each of `others`."""
        from synotui.ops.exploring.explore import distances

        return distances(self._bench, term, others, by=by)

    def vector(self, term: str, *, by: "By" = "now") -> "Floats":
        """Give the vector (dim,) of a term or text, of the length its encoder gave it."""
        from synotui.ops.spaces.points import find_points

        [point] = find_points(self._bench, [term])
        return point.base if by == "base" else point.now

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
        from synotui.ops.exploring.association import associate

        poles = [*pole], [*other_pole]
        return associate(self._bench, [*terms], poles, [*against], seed=seed)

    def senses(self, term: str, k: int = 50, *, base: bool = False) -> "SenseClusters":
        """Put the `k` nearest of a term, and its synonyms, in clusters: what it may mean.

        Each of `clusters` has `members` and a `name`; `joined` are those that
        accepted synonyms are in. Raises UnknownTerm, NoVector.
        """
        from synotui.ops.exploring.sense_clusters import cluster_senses

        return cluster_senses(self._bench, term, k, base=base)


def _weighed(terms: Terms, sign: float) -> list[tuple[str, float]]:
    """Give terms with signed weights; a weight given is taken as it is, as gensim does."""
    named = [terms] if isinstance(terms, str) else terms
    return [(each, sign) if isinstance(each, str) else each for each in named]
