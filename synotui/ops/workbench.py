"""An open dictionary: its store, and the vectors of its current space once they are needed."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, NamedTuple, Self

from synotui.config import curator_name
from synotui.errors import NoVector
from synotui.model import OnProgress, Progress, SpaceInfo, Term, no_progress
from synotui.store import Store

if TYPE_CHECKING:
    from synotui.engine.collateral import NeighbourSample
    from synotui.engine.encoders import Encoder
    from synotui.engine.search import Search
    from synotui.engine.space import Space


class Loaded(NamedTuple):
    """The current space in memory, with what searches and watches it."""

    info: SpaceInfo
    space: "Space"
    search: "Search"
    sample: "NeighbourSample"


class Workbench:
    """What every operation works on. It belongs to the thread that opened it."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.curator = curator_name()
        self._loaded: Loaded | None = None
        self._space_known = False
        self._encoders: dict[str, Encoder] = {}

    @property
    def path(self) -> Path:
        """The dictionary's file."""
        return self.store.path

    @property
    def read_only(self) -> bool:
        """Whether the file may not be written."""
        return self.store.read_only

    def loaded(self, on_progress: OnProgress = no_progress) -> Loaded | None:
        """Give the current space, read from the file the first time; None if there is none.

        Also takes in what another process wrote meanwhile.
        """
        if self.store.changed_elsewhere():
            self._take_in()
        if not self._space_known:
            info = self.store.vectors.current()
            self._loaded = self._load(info, on_progress) if info and info.vectors else None
            self._space_known = True
        return self._loaded

    def _load(self, info: SpaceInfo, on_progress: OnProgress) -> Loaded:
        from synotui.engine.collateral import NeighbourSample
        from synotui.engine.search import Search
        from synotui.engine.space import Space

        def report(done: int) -> None:
            on_progress(Progress("reading vectors", done, info.vectors, "vectors"))

        space = Space(*self.store.vectors.load(info, report))
        self._read_adjusted(info, space)
        return Loaded(info, space, Search(space), NeighbourSample(space))

    def _read_adjusted(self, info: SpaceInfo, space: "Space") -> None:
        import numpy as np

        from synotui.engine.space import Moves

        ids, vectors = self.store.vectors.load_adjusted(info)
        here = dict(zip(ids.tolist(), vectors, strict=True))
        gone = np.setdiff1d(space.ids[space.moved_rows], ids)
        space.apply(Moves(here, gone))

    def _take_in(self) -> None:
        if self._loaded is None:
            self._space_known = False
            return
        info = self.store.vectors.current()
        if info is None or (info.id, info.vectors) != (
            self._loaded.info.id,
            len(self._loaded.space),
        ):
            self.forget_space()
        else:
            self._read_adjusted(info, self._loaded.space)

    def forget_space(self) -> None:
        """Let the next use read the current space anew."""
        self._loaded = None
        self._space_known = False

    def row(self, term: Term) -> tuple[Loaded, int]:
        """Give the current space and the row of `term` in it. Raises NoVector."""
        loaded = self.loaded()
        row = loaded.space.row_of(term.id) if loaded else None
        if loaded is None or row is None:
            where = f"in space {loaded.info.name}" if loaded else "yet"
            raise NoVector(
                f"“{term.text}” has no vector {where}", f"Run: synotui embed {self.path}"
            )
        return loaded, row

    def encoder(self, name: str) -> "Encoder":
        """Give the encoder called `name`, loaded once. Raises EncoderError."""
        if name not in self._encoders:
            from synotui.engine.encoders import load_encoder

            self._encoders[name] = load_encoder(name)
        return self._encoders[name]

    @contextmanager
    def reshaping(self) -> Iterator[None]:
        """Run a block that changes which vectors there are; if it fails, memory follows the file.

        A write that failed leaves the file as it was while the space in memory
        may be ahead of it: the next use then reads it anew.
        """
        try:
            yield
        except BaseException:
            self.forget_space()
            raise

    def close(self) -> None:
        """Close the file."""
        self.store.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def open_workbench(path: Path, *, create: bool = False) -> Workbench:
    """Open the dictionary at `path`; with `create`, make it if it is not there.

    Reads no vectors: they come with their first use. Raises DictionaryError.
    """
    return Workbench(Store(path, create=create))
