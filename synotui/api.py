"""The Python API: `synotui.open(path)` gives a Dictionary that does what the commands do.

Terms go in as texts; what comes out are the dataclasses of `synotui.model`.
`dataclasses.asdict` gives any of them as dicts and lists; synonym sets have
`as_dict`, which names terms by their texts: `pandas.DataFrame(s.as_dict() for s
in cars.sets())`. Errors are those of `synotui.errors`. A Dictionary belongs to
one thread.
"""

from collections.abc import Iterable, Iterator
from os import PathLike
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Literal, Self

from synotui.model import (
    Change,
    Comparison,
    Diff,
    DriftReport,
    DriftScope,
    Evaluation,
    HeldOut,
    LedgerEntry,
    Matrix,
    OnProgress,
    Relation,
    Suggestions,
    SynonymSet,
    Term,
    TermFilter,
    Verdict,
    no_progress,
)
from synotui.ops.asking import Asking
from synotui.ops.drawing import Drawing
from synotui.ops.exploring import Exploring

if TYPE_CHECKING:
    from synotui.ops.embedding import EmbedReport
    from synotui.ops.exporting import ExportReport
    from synotui.ops.fixes import FixReport
    from synotui.ops.importing import ImportReport
    from synotui.ops.index_report import IndexReport
    from synotui.ops.neighbour_report import NeighbourReport
    from synotui.ops.reranking import RerankReport
    from synotui.ops.stats import DictionaryStats
    from synotui.ops.workbench import Workbench

_PAGE = 1_000


def open(path: str | PathLike[str], *, create: bool = False) -> "Dictionary":
    """Open the dictionary at `path`; with `create`, make an empty one if there is none.

    Raises DictionaryMissing, NotADictionary, DictionaryTooNew.

    >>> import synotui
    >>> with synotui.open("cars.db", create=True) as cars:
    ...     report = cars.import_file("pairs.csv")
    ...     report = cars.embed()
    ...     change = cars.decide("普拉多", "霸道SUV", "accepted")
    ...     [pair] = change.diff.pairs
    ...     print(f"{change.label}: {pair.before:.2f} → {pair.after:.2f}")
    ...     best = cars.suggest("普拉多", k=5).items[0]
    ...     report = cars.export("synonyms.csv")
    accepted 普拉多 = 霸道SUV: 0.10 → 0.84
    """
    from synotui.ops.workbench import open_workbench

    return Dictionary(open_workbench(Path(path), create=create))


class Dictionary(Exploring, Asking, Drawing):
    """An open dictionary. Close it, or use it as a context manager."""

    def __init__(self, bench: "Workbench") -> None:
        self._bench = bench
        self._open = True

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
        from synotui.ops.ranking import ranking_of
        from synotui.ops.suggest import suggest

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
        from synotui.ops.senses import set_weight

        return set_weight(self._bench, self._id(term), self._id(synonym), weight)

    def sense(self, term: str, synonyms: str | Iterable[str], sense: str) -> Change:
        """Name the sense in which `term` is meant in its decided pairs with one or more synonyms.

        Sets are not joined through a term in different senses; "" takes a name
        back. One undo step. Raises PairError for a pair nobody has decided.
        """
        from synotui.ops.senses import name_senses

        others = [synonyms] if isinstance(synonyms, str) else synonyms
        named = [(self._id(other), sense) for other in others]
        return name_senses(self._bench, self._id(term), named)

    def sets(self, term: str | None = None) -> list[SynonymSet]:
        """Give the synonym sets that accepted pairs form, or those that hold `term`.

        Contradictory sets come first (`conflicts`: rejected pairs within), then
        those suspected to be two (`bridge`), then the largest. Each has
        `members`, `terms`, `links`, `weakest` and its mean cosines `base`, `now`.
        """
        from synotui.ops.sets import list_sets

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

    def compare(self, a: str, b: str, k: int = 50) -> Comparison:
        """Measure two terms or texts against each other, by base and by adjusted vectors.

        Beside distances: ranks, percentiles, what the first `k` neighbours share, the path.
        """
        from synotui.ops.compare import compare_texts

        return compare_texts(self._bench, a, b, k)

    def matrix(self, *texts: str) -> Matrix:
        """Give the cosines of terms or texts with one another, by base and adjusted vectors."""
        from synotui.ops.compare import matrix

        return matrix(self._bench, texts)

    def import_file(
        self, path: str | PathLike[str], *, on_progress: OnProgress = no_progress, **options: Any
    ) -> "ImportReport":
        """Read a file of terms, pairs or vectors; `options` are those of ImportOptions."""
        from synotui.ops.importing import ImportOptions, import_file

        return import_file(self._bench, Path(path), ImportOptions(**options), on_progress)

    def embed(
        self, encoder: str | None = None, *, on_progress: OnProgress = no_progress
    ) -> "EmbedReport":
        """Make vectors for the terms that lack one."""
        from synotui.ops.embedding import embed

        return embed(self._bench, encoder, on_progress)

    def index(
        self, backend: str | None = None, *, on_progress: OnProgress = no_progress
    ) -> "IndexReport":
        """Build the search index with all cores and measure it; a `backend` named is remembered."""
        from synotui.ops.index_report import index_dictionary

        return index_dictionary(self._bench, backend, on_progress=on_progress)

    def adjust(self, method: str | None = None, **settings: float) -> Change:
        """Change how accepted pairs pull vectors: `adjust("pull", factor=0.2)`."""
        from synotui.ops.adjust import change_settings, get_settings, parse_settings

        given = {name: str(value) for name, value in settings.items()}
        wanted = parse_settings(get_settings(self._bench), method, given)
        return change_settings(self._bench, wanted)

    def preview_adjust(self, method: str | None = None, **settings: float) -> Diff:
        """Tell what `adjust` would change; nothing is written.

        `moved` counts terms, `pairs` has the cosines of decided pairs before
        and after, `kept_at_10` what untouched terms keep of their ten nearest.
        """
        from synotui.ops.adjust import get_settings, parse_settings, preview_settings

        given = {name: str(value) for name, value in settings.items()}
        wanted = parse_settings(get_settings(self._bench), method, given)
        return preview_settings(self._bench, wanted)

    def rebuild(self) -> Diff:
        """Solve all pairs anew, as decisions wait for with counterfit and attract-repel."""
        from synotui.ops.adjust import rebuild

        return rebuild(self._bench)

    def drift(
        self,
        scope: DriftScope | int = "last",
        *,
        threshold: float | None = None,
        top: int = 10,
        on_progress: OnProgress = no_progress,
    ) -> DriftReport:
        """Tell what changed since the last decision, "session", "all" of it, or a ledger entry.

        Counts are of everything; lists have at most `top` cases, the worst first.
        """
        from synotui.ops.drift import drift

        return drift(self._bench, scope, threshold=threshold, top=top, on_progress=on_progress)

    def held_out(
        self,
        share: float = 0.3,
        method: str | None = None,
        *,
        compare: bool = False,
        seed: int = 0,
        on_progress: OnProgress = no_progress,
        **settings: float,
    ) -> HeldOut:
        """Hide a share of accepted pairs, adjust by the others, and tell how the hidden ones fare.

        Nothing is changed. `before` and the `found` of each of `trials` have
        `every`, `connected` and `unconnected` pairs, each with `recall_at_10`,
        `mrr` and `cosine`. With `compare`, all methods are tried and one is
        `recommended`, with its `reason`.
        """
        from synotui.ops.adjust import get_settings, parse_settings
        from synotui.ops.held_out import held_out

        given = {name: str(value) for name, value in settings.items()}
        wanted = parse_settings(get_settings(self._bench), method, given)
        return held_out(
            self._bench, share, [wanted], compare=compare, seed=seed, on_progress=on_progress
        )

    def evaluate(
        self, on: str | PathLike[str] | None = None, *, on_progress: OnProgress = no_progress,
        keep: bool = True, **options: Any,
    ) -> Evaluation:  # fmt: skip
        """Measure on a file of similarities, analogies or gold, or on the dictionary itself.

        `base` and `now` have `figure("spearman")` and so on; `options` are those of
        EvaluateOptions. The figures are kept unless told otherwise.
        """
        from synotui.ops.evaluate import EvaluateOptions, evaluate

        path = None if on is None else Path(on)
        return evaluate(self._bench, EvaluateOptions(path, **options), on_progress, keep=keep)

    def fix_space(
        self,
        fix: str,
        *,
        use: bool = False,
        dry_run: bool = False,
        on_progress: OnProgress = no_progress,
        **options: Any,
    ) -> "FixReport":
        """Make a derived space: "centre", "abtt" or "whiten"; `options` are those of FixRequest.

        Gives what that does to random pairs and to accepted ones; with `dry_run` only that.
        """
        from synotui.ops.fix_plan import FixRequest
        from synotui.ops.fixes import fix_space

        request = FixRequest(fix, **options)
        return fix_space(self._bench, request, on_progress, use=use, dry_run=dry_run)

    def export(
        self, path: str | PathLike[str], *, on_progress: OnProgress = no_progress, **options: Any
    ) -> "ExportReport":
        """Write the accepted pairs to a file, or vectors; `options` are those of ExportOptions.

        The file's ending says which: `export("cars.csv")`, `export("cars.npy", moved_only=True)`.
        """
        from synotui.ops.exporting import ExportOptions, export

        return export(self._bench, Path(path), ExportOptions(**options), on_progress)

    def neighbours(
        self, k: int = 50, *, again: bool = False, on_progress: OnProgress = no_progress
    ) -> "NeighbourReport":
        """Find the `k` nearest of every term, keep them, and give what they say of the space."""
        from synotui.ops.neighbours import find_neighbours

        return find_neighbours(self._bench, k, again=again, on_progress=on_progress)

    def rerank(
        self,
        model: str | None = None,
        *,
        heads: int = 200,
        top: int = 20,
        on_progress: OnProgress = no_progress,
    ) -> "RerankReport":
        """Let a cross-encoder read the `top` candidates of the most frequent `heads`.

        What it says is kept, and suggestions rank by it as well. Needs synotui[transformers].
        """
        from synotui.ops.reranking import rerank

        return rerank(self._bench, model, heads, top, on_progress)

    def stats(self) -> "DictionaryStats":
        """Count what the dictionary holds."""
        from synotui.ops.stats import stats

        return stats(self._bench)

    def close(self) -> None:
        """Close the file; everything decided is in it already."""
        self._open = False
        self._bench.close()

    def _id(self, text: str) -> int:
        from synotui.ops.terms import find_term

        return find_term(self._bench, text).id

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        problem: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        if not self._open:
            return f"<Dictionary {self._bench.path.name}, closed>"
        counted = self.stats()
        return (
            f"<Dictionary {self._bench.path.name}: {counted.terms:,} terms, "
            f"{counted.accepted:,} accepted, {counted.rejected:,} rejected>"
        )
