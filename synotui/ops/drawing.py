"""Maps of terms as a method of an open dictionary, for the Python API."""

from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING

from synotui.model import MapMethod, OnProgress, TermMap, no_progress

if TYPE_CHECKING:
    from synotui.ops.workbench import Workbench


class Drawing:
    """Pictures of a space."""

    _bench: "Workbench"

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
        from synotui.ops.map import draw_map, subject
        from synotui.ops.map_picture import refuse_picture, write_map

        if out is not None:
            refuse_picture(Path(out))
        about = subject(self._bench, terms, set_of)
        found = draw_map(
            self._bench, about, neighbours=neighbours, method=method, on_progress=on_progress
        )
        if out is not None:
            write_map(found, Path(out), dark=dark, font=Path(font) if font else None)
        return found
