"""An open dictionary: its store, and the vectors of its current space once they are needed."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from synotui.config import curator_name, doing
from synotui.errors import DictionaryError, NoVector, SynotuiError
from synotui.model import OnProgress, SpaceInfo, Term, no_progress
from synotui.store import Store

if TYPE_CHECKING:
    from concurrent.futures import Future

    from synotui.engine.collateral import NeighbourSample
    from synotui.engine.encoders import Encoder
    from synotui.engine.search import Search
    from synotui.engine.space import Space
    from synotui.ops.comparing.standing import PairSamples
    from synotui.ops.grouping.measured import MeasuredSets
    from synotui.ops.listing import Listing
    from synotui.ops.searching.loading import Loading
    from synotui.ops.suggesting.candidates import Material
    from synotui.ops.suggesting.ranking import Ranking
    from synotui.store.holders import Holder, Presence


@dataclass(slots=True)
class Loaded:
    """The current space in memory, with what searches and watches it."""

    info: SpaceInfo
    space: "Space"
    search: "Search"
    fingerprint: str | None
    """Of the vectors that were read."""
    sample: "NeighbourSample | None" = None
    """What measures the effect on terms nobody decided about; see `Workbench.sample`."""
    pair_samples: "PairSamples | None" = None
    """What cosines of pairs are compared with; see `standing.samples_of`."""


class Workbench:
    """What every operation works on. It belongs to the thread that opened it."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.measures_later = False
        """Whether the sample of untouched terms is supplied, in its time, by another thread."""
        self.measured_sets: MeasuredSets | None = None
        """All synonym sets as they were measured last."""
        self.material: Material | None = None
        """What candidates are ranked by, as it was made last; see `candidates.ready_material`."""
        self.ranking: Ranking | None = None
        """How likely pairs are accepted, as it was learnt last; see `ranking.ready_ranking`."""
        self.states = 0
        """How often the file came to hold something else: see `forget_all`."""
        self._listing: Listing | None = None
        self._loaded: Loaded | None = None
        self._loading: Loading | None = None
        self._loads_elsewhere = False
        self._space_known = False
        self._encoders: dict[str, Future[Encoder]] = {}
        self._presence: Presence | None = None

    @cached_property
    def curator(self) -> str:
        """The name decisions are signed with."""
        return curator_name()

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
        found = self._current()
        if self._loading is not None:
            # What a transaction has written is seen by its own connection alone.
            own = self.store if self.store.in_transaction else None
            try:
                self._loading.run(on_progress, store=own)
            except BaseException:
                self.forget_space()
                raise
            self._loading = None
        return found

    def vectors(self, on_progress: OnProgress = no_progress) -> Loaded:
        """Give the current space as `loaded` does. Raises NoVector if there is none."""
        found = self.loaded(on_progress)
        if found is None:
            raise NoVector.at_all(self.path)
        return found

    def present(self) -> Loaded | None:
        """Give the current space; while another thread reads it, with what has arrived.

        For what only looks; whatever writes asks for `loaded`.
        """
        found = self._current()
        if self._loading is not None and not self._loads_elsewhere:
            return self.loaded()
        return found

    @property
    def arriving(self) -> bool:
        """Whether vectors are being read, or are still to be read."""
        return self._loading is not None

    def at_hand(self) -> Loaded | None:
        """Give the current space as far as it is in memory, without a look at the file."""
        return self._loaded

    def loading(self) -> "Loading | None":
        """Give what is to read the current space in another thread; None if it is read."""
        self._current()
        self._loads_elsewhere = self._loading is not None
        return self._loading

    def _current(self) -> Loaded | None:
        if self._loading is None and self.store.changed_elsewhere():
            self._take_in()
        if not self._space_known:
            info = self.store.vectors.current()
            self._loads_elsewhere = False
            self._loaded = self._begin(info) if info and info.vectors else None
            self._space_known = True
        return self._loaded

    def _begin(self, info: SpaceInfo) -> Loaded:
        from synotui.engine.search import Search
        from synotui.ops.searching.loading import begin_loading

        loading = begin_loading(self.store, info)
        self._read_adjusted(info, loading.space)
        self._loading = loading if loading.space.missing else None
        fingerprint = self.store.vectors.fingerprint(info.id, info.vectors)
        return Loaded(info, loading.space, Search(loading.space), fingerprint)

    def sample(self, loaded: Loaded) -> "NeighbourSample | None":
        """Give what measures the effect on terms nobody decided about.

        Made when first wanted, unless another thread supplies it: then None until it does.
        """
        if loaded.sample is None and not self.measures_later:
            from synotui.engine.collateral import NeighbourSample

            loaded.sample = NeighbourSample(loaded.space)
        return loaded.sample

    def _read_adjusted(self, info: SpaceInfo, space: "Space") -> None:
        space.become(*self.store.vectors.load_adjusted(info))

    def _take_in(self) -> None:
        """Follow what another process wrote: verdicts, more vectors, another space."""
        held = self._loaded
        info = self.store.vectors.current()
        if held is None or info is None or info.id != held.info.id:
            self.forget_space()
            return
        same = self.store.vectors.fingerprint(info.id, len(held.space))
        if held.fingerprint is None or same != held.fingerprint:
            self.forget_space()
            return
        if info.vectors > len(held.space):
            from synotui.ops.searching.loading import add_newer

            add_newer(self.store, info, held.space)
            self.took_vectors(info)
        self._read_adjusted(info, held.space)

    def took_vectors(self, info: SpaceInfo | None = None) -> None:
        """Take note that the space in memory has all vectors that the file has now."""
        if self._loaded is not None:
            found = info or self.store.vectors.current()
            if found is not None:
                self._loaded.info = found
                self._loaded.fingerprint = self.store.vectors.fingerprint(found.id, found.vectors)

    def forget_space(self) -> None:
        """Let the next use read the current space anew."""
        self._loaded = None
        self._loading = None
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
            self.begin_encoder(name)
        try:
            return self._encoders[name].result()
        except BaseException:
            # What was missing may be put right before the next time.
            del self._encoders[name]
            raise

    def begin_encoder(self, name: str) -> None:
        """Load the encoder called `name` in a thread of its own, unless that was begun before.

        What goes wrong is raised by `encoder`, which waits for it.
        """
        if name in self._encoders:
            return
        from concurrent.futures import ThreadPoolExecutor

        from synotui.engine.encoders import load_encoder

        thread = ThreadPoolExecutor(1, "encoder")
        self._encoders[name] = thread.submit(load_encoder, name)
        thread.shutdown(wait=False)

    def forget_all(self) -> None:
        """Let everything be read anew: the file holds something else now."""
        self.states += 1
        self.store.stand_anew()
        self.forget_space()
        self._listing = None
        self.measured_sets = None
        self.material = None
        self.ranking = None

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

    def listing(self) -> "Listing":
        """Give all terms, read from the file when first wanted or when others were added."""
        if self._listing is None or not self._listing.is_of(self.store):
            from synotui.ops.listing import read_listing

            self._listing = read_listing(self.store)
        return self._listing

    def listing_at_hand(self) -> "Listing | None":
        """Give all terms as they were read last, if they were."""
        return self._listing

    def take_listing(self, listing: "Listing") -> None:
        """Take all terms as another thread has read them."""
        self._listing = listing

    def follow_terms(self, terms: Sequence[int], *, in_use: bool) -> None:
        """Take note of terms that were added, put back, or taken out of use."""
        if self._listing is not None and terms:
            self._listing.follow(self.store, terms, in_use)

    def be_present(self) -> None:
        """Let other processes know who has the dictionary open, until it is closed."""
        from synotui.store.holders import Presence

        try:
            curator = self.curator
        except SynotuiError:
            # A configuration that cannot be read: whoever decides is told of it.
            curator = ""
        what = doing()
        self._presence = Presence(self.path, curator, what, lasts=what == "review")

    def others(self) -> "list[Holder]":
        """Give the other processes that have the dictionary open."""
        from synotui.store.holders import others

        return others(self.path)

    def close(self) -> None:
        """Close the file."""
        self.store.close()
        if self._presence is not None:
            self._presence.end()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        try:
            damaged = self._blamed(error)
        finally:
            self.close()
        self.store.explain(error)
        if damaged is not None:
            raise damaged from error

    @contextmanager
    def explained(self) -> Iterator[None]:
        """Run a block; errors that the file is to blame for are DictionaryError."""
        with self.store.reading():
            try:
                yield
            except Exception as error:
                if (damaged := self._blamed(error)) is not None:
                    raise damaged from error
                raise

    def _blamed(self, error: BaseException | None) -> DictionaryError | None:
        if not isinstance(error, Exception) or isinstance(error, SynotuiError):
            return None
        from synotui.ops.checking.blame import blamed

        return blamed(self, error)


def open_workbench(path: Path, *, create: bool = False) -> Workbench:
    """Open the dictionary at `path`; with `create`, make it if it is not there.

    Reads no vectors: they come with their first use. Raises DictionaryError.
    """
    bench = Workbench(Store(path, create=create))
    bench.be_present()
    return bench
