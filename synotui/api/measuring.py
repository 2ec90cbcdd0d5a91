"""How good a space is, how the work stands, and pictures of both."""

from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any

from synotui.api.opened import Opened
from synotui.model import Evaluation, MapMethod, OnProgress, TermMap, no_progress

if TYPE_CHECKING:
    from synotui.model import EvaluationKind, EvaluationSeries
    from synotui.ops.comparing.histogram import SimilarityHistogram
    from synotui.ops.dashboard import Dashboard
    from synotui.ops.stats import DictionaryStats


class Measuring(Opened):
    """Evaluation, histograms, maps and counts. Nothing is changed but that figures are kept."""

    def evaluate(
        self,
        on: str | PathLike[str] | None = None,
        *,
        keep: bool = True,
        on_progress: OnProgress = no_progress,
        **options: Any,
    ) -> Evaluation:
        """Measure on a file of similarities, analogies or gold, or on the dictionary itself.

        `base` and `now` have `figure("spearman")` and so on; `options` are those of
        EvaluateOptions. The figures are kept unless told otherwise.
        """
        from synotui.ops.evaluating.evaluate import EvaluateOptions, evaluate

        path = None if on is None else Path(on)
        return evaluate(self._bench, EvaluateOptions(path, **options), on_progress, keep=keep)

    def evaluations(self, kind: "EvaluationKind | None" = None) -> list["EvaluationSeries"]:
        """Give the figures kept by `evaluate`, a series for each thing measured, oldest first."""
        from synotui.ops.evaluating.evaluate import evaluation_history

        return evaluation_history(self._bench, kind)

    def histogram(
        self,
        space: str | None = None,
        *,
        seed: int = 0,
        random: int | None = None,
        out: str | PathLike[str] | None = None,
        base: bool = False,
        bins: int = 50,
        on_progress: OnProgress = no_progress,
    ) -> "SimilarityHistogram":
        """Measure how similar accepted, rejected and random pairs are, and what parts them.

        `threshold("now").cosine` is the cosine with the best F1, `group("accepted")`
        has the cosines. With `out`, a name ending in .svg or .png, `bins` of the
        adjusted cosines, or of `base` ones, are drawn there. Raises NoVector,
        EncoderError for an unknown space.
        """
        from synotui.formats.pictures import refuse_picture
        from synotui.ops.comparing.histogram import similarity_histogram
        from synotui.ops.comparing.histogram_picture import draw_histogram

        if out is not None:
            refuse_picture(Path(out))
        found = similarity_histogram(
            self._bench, space, seed=seed, random=random, on_progress=on_progress
        )
        if out is not None:
            draw_histogram(found, "base" if base else "now", Path(out), bins)
        return found

    def map(
        self,
        *terms: str,
        set_of: str | None = None,
        neighbours: int | None = None,
        method: MapMethod = "pca",
        out: str | PathLike[str] | None = None,
        dark: bool = False,
        font: str | PathLike[str] | None = None,
        on_progress: OnProgress = no_progress,
    ) -> TermMap:
        """Place terms in the plane, where they were and where they are: `map("普拉多").points`.

        One term is shown with what is decided about it and what is around it,
        several by themselves, `set_of` the synonym set of one. `neighbours` says
        how many of the nearest are shown. "umap" and "tsne" need synotui[maps].
        With `out`, a name ending in .svg or .png, the map is also drawn there.
        """
        from synotui.formats.pictures import refuse_picture
        from synotui.ops.mapping.map import draw_map, subject
        from synotui.ops.mapping.picture import write_map

        if out is not None:
            refuse_picture(Path(out))
        about = subject(self._bench, terms, set_of)
        found = draw_map(
            self._bench, about, neighbours=neighbours, method=method, on_progress=on_progress
        )
        if out is not None:
            write_map(found, Path(out), dark=dark, font=Path(font) if font else None)
        return found

    def stats(self) -> "DictionaryStats":
        """Count what the dictionary holds."""
        from synotui.ops.stats import stats

        return stats(self._bench)

    def dashboard(self, *, on_progress: OnProgress = no_progress) -> "Dashboard":
        """Tell how the work stands: coverage, days, pace, acceptance by cosine, sets by size."""
        from synotui.ops.dashboard import dashboard
        from synotui.ops.work import read_work

        return dashboard(self._bench, read_work(self._bench.store, on_progress))
