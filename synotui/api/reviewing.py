"""Terms, candidates, decisions, synonym sets, and taking decisions back."""

from collections.abc import Iterable, Iterator
from typing import Literal

from synotui.api.opened import Opened
from synotui.model import (
    Change,
    Diff,
    LedgerEntry,
    Relation,
    Suggestions,
    SynonymSet,
    Term,
    TermFilter,
    Verdict,
)

_PAGE = 1_000


class Reviewing(Opened):
    """What a curator does: look at candidates and decide."""

    def terms(self, text: str = "") -> Iterator[Term]:
        """Give the terms that hold `text` (`^text`: begin with it), most frequent first."""
        from synotui.ops.terms import term_ids, term_rows

        ids = term_ids(self._bench, TermFilter(text))
        for start in range(0, len(ids), _PAGE):
            for row in term_rows(self._bench, ids[start : start + _PAGE]):
                yield row.term

    def suggest(
        self,
        term: str,
        k: int = 20,
        *,
        show_rejected: bool = False,
        by: Literal["probability", "cosine"] = "probability",
    ) -> Suggestions:
        """Give the candidates of `term`, the likeliest first, or the nearest.

        Raises UnknownTerm, which knows the closest terms.
        """
        from synotui.ops.suggesting.ranking import ranking_of
        from synotui.ops.suggesting.suggest import suggest

        head = self._id(term)
        ranking = ranking_of(self._bench) if by == "probability" else None
        return suggest(self._bench, head, k, show_rejected=show_rejected, ranking=ranking)

    def decide(
        self,
        term: str,
        synonym: str,
        verdict: Verdict | str,
        relation: Relation | str | None = None,
        note: str | None = None,
    ) -> Change:
        """Accept, reject or skip a pair: "accepted", "rejected" or "skipped"."""
        from synotui.ops.review import decide

        related = Relation(relation) if relation else None
        pair = self._id(term), self._id(synonym)
        return decide(self._bench, *pair, Verdict(verdict), related, note)

    def preview(
        self,
        term: str,
        synonym: str,
        verdict: Verdict | str = "accepted",
        relation: Relation | str | None = None,
    ) -> Diff:
        """Tell what deciding a pair would change: `diff.pairs`, `diff.component`, and so on.

        Nothing is written.
        """
        from synotui.ops.review import preview

        related = Relation(relation) if relation else None
        return preview(self._bench, self._id(term), self._id(synonym), Verdict(verdict), related)

    def weight(self, term: str, synonym: str, weight: float) -> Change:
        """Let a decided pair weigh `weight`, 0 or more, in adjustment; 1 is usual.

        Raises PairError for another weight and for a pair nobody has decided.
        """
        from synotui.ops.adjusting.senses import set_weight

        return set_weight(self._bench, self._id(term), self._id(synonym), weight)

    def sense(self, term: str, synonyms: str | Iterable[str], sense: str) -> Change:
        """Name the sense in which `term` is meant in its decided pairs with one or more synonyms.

        Sets are not joined through a term in different senses; "" takes a name
        back. One undo step. Raises PairError for a pair nobody has decided.
        """
        from synotui.ops.adjusting.senses import name_senses

        others = [synonyms] if isinstance(synonyms, str) else synonyms
        named = [(self._id(other), sense) for other in others]
        return name_senses(self._bench, self._id(term), named)

    def sets(self, term: str | None = None) -> list[SynonymSet]:
        """Give the synonym sets that accepted pairs form, or those that hold `term`.

        Contradictory sets come first (`conflicts`: rejected pairs within), then
        those suspected to be two (`bridge`), then the largest. Each has
        `members`, `terms`, `links`, `weakest` and its mean cosines `base`, `now`.
        """
        from synotui.ops.grouping.sets import list_sets

        return list_sets(self._bench, None if term is None else self._id(term))

    def undo(self) -> Change:
        """Take back the last change. Raises NothingToUndo."""
        from synotui.ops.history import undo

        return undo(self._bench)

    def redo(self) -> Change:
        """Put back what was undone last. Raises NothingToRedo."""
        from synotui.ops.history import redo

        return redo(self._bench)

    def log(self, limit: int = 50) -> list[LedgerEntry]:
        """Give what was done, newest first."""
        from synotui.ops.history import log

        return log(self._bench, limit)
