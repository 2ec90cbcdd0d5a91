"""What comes in and goes out, and what is made of it: vectors, index, neighbours."""

from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any

from synotui.api.opened import Opened
from synotui.model import OnProgress, no_progress

if TYPE_CHECKING:
    from synotui.ops.searching.index_report import IndexReport
    from synotui.ops.searching.neighbour_report import NeighbourReport
    from synotui.ops.spaces.composed_terms import ComposeReport
    from synotui.ops.spaces.embedding import EmbedReport
    from synotui.ops.suggesting.reranking import RerankReport
    from synotui.ops.transfer.exporting import ExportReport
    from synotui.ops.transfer.importing import ImportReport


class Making(Opened):
    """Files read and written, and what is computed of terms and vectors and kept."""

    def import_file(
        self, path: str | PathLike[str], *, on_progress: OnProgress = no_progress, **options: Any
    ) -> "ImportReport":
        """Read a file of terms, pairs or vectors; `options` are those of ImportOptions."""
        from synotui.ops.transfer.importing import ImportOptions, import_file

        return import_file(self._bench, Path(path), ImportOptions(**options), on_progress)

    def embed(
        self, encoder: str | None = None, *, on_progress: OnProgress = no_progress
    ) -> "EmbedReport":
        """Make vectors for the terms that lack one."""
        from synotui.ops.spaces.embedding import embed

        return embed(self._bench, encoder, on_progress)

    def compose(
        self, *, again: bool = False, on_progress: OnProgress = no_progress
    ) -> "ComposeReport":
        """Put vectors together for terms that lack one, where vectors were imported.

        They are made of words, and parts of words, that have one. With `again`,
        also those composed before are made anew. Raises EncoderError for a space
        with an encoder, whose terms `embed` encodes.
        """
        from synotui.ops.spaces.composed_terms import compose_terms

        return compose_terms(self._bench, on_progress, again=again)

    def index(
        self, backend: str | None = None, *, on_progress: OnProgress = no_progress
    ) -> "IndexReport":
        """Build the search index with all cores and measure it; a `backend` named is remembered."""
        from synotui.ops.searching.index_report import index_dictionary

        return index_dictionary(self._bench, backend, on_progress=on_progress)

    def neighbours(
        self, k: int = 50, *, again: bool = False, on_progress: OnProgress = no_progress
    ) -> "NeighbourReport":
        """Find the `k` nearest of every term, keep them, and give what they say of the space."""
        from synotui.ops.searching.neighbours import find_neighbours

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
        from synotui.ops.suggesting.reranking import rerank

        return rerank(self._bench, model, heads, top, on_progress)

    def export(
        self, path: str | PathLike[str], *, on_progress: OnProgress = no_progress, **options: Any
    ) -> "ExportReport":
        """Write the accepted pairs to a file, or vectors; `options` are those of ExportOptions.

        The file's ending says which: `export("cars.csv")`, `export("cars.npy", moved_only=True)`.
        """
        from synotui.ops.transfer.exporting import ExportOptions, export

        return export(self._bench, Path(path), ExportOptions(**options), on_progress)
