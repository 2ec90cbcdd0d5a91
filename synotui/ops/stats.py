"""What a dictionary holds, and what it takes while it is open, in figures."""

from dataclasses import dataclass

from synotui.model import Settings, SpaceInfo, Verdict
from synotui.ops.caches import cache_folder, space_folder
from synotui.ops.queueing.state import Consistency, consistency
from synotui.ops.spaces.composed_marks import composed_counts
from synotui.ops.workbench import Workbench

_PER_BYTE = 3.65
"""Bytes of memory for a byte of a key: itself, its pair in the index, tables that lead to it."""
_PER_TERM = 41
"""And for a term: id, frequency, where its key ends, its letters, in use or not, an order."""
_PER_VECTOR = 16
"""Bytes for a vector beside its components: id, length, where it moved to."""


@dataclass(frozen=True, slots=True)
class DictionaryStats:
    """What a dictionary holds."""

    terms: int
    accepted: int
    rejected: int
    skipped: int
    proposals: int
    spaces: tuple[SpaceInfo, ...]
    composed: dict[str, int]
    """Of the vectors of each space, by its name, those put together from words or parts."""
    ledger: int
    heads_decided: int
    """Terms with at least one pair decided."""
    settings: Settings
    file_bytes: int
    checks: Consistency
    """How earlier decisions came out that were shown again in queues."""


@dataclass(frozen=True, slots=True)
class MemoryUse:
    """Bytes an open dictionary takes, and what is cached for it beside its file."""

    terms: int
    """Keys of all terms with their index, for finding and sorting them."""
    vectors: int
    """Base vectors of the current space, as float32, once."""
    mapped: bool
    """Whether these are mapped from the cache: memory the system can take back."""
    moved: int
    """Adjusted vectors: as they are kept, and at length 1."""
    index: int
    """The index file, which is held as it is; 0 where search is exact."""
    cached: int
    """Bytes on the disk of all that can be made again."""


def stats(bench: Workbench) -> DictionaryStats:
    """Count terms, pairs, proposals, vectors and ledger entries."""
    store = bench.store
    with store.reading():
        counts = store.pairs.counts()
        return DictionaryStats(
            terms=store.terms.count(),
            accepted=counts[Verdict.ACCEPTED],
            rejected=counts[Verdict.REJECTED],
            skipped=counts[Verdict.SKIPPED],
            proposals=store.proposals.count_open(),
            spaces=tuple(store.vectors.spaces()),
            composed=composed_counts(store),
            ledger=store.ledger.count(),
            heads_decided=store.pairs.heads_decided(),
            settings=store.values.adjustment(),
            file_bytes=bench.path.stat().st_size,
            checks=consistency(store),
        )


def memory_use(bench: Workbench) -> MemoryUse:
    """Tell what the dictionary takes while it is open in the review. Loads nothing for it."""
    with bench.store.reading():
        keys, count = bench.store.terms.key_bytes(), bench.store.terms.count()
        info = bench.store.vectors.current()
    folder = cache_folder(bench.path)
    cached = sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())
    terms = int(_PER_BYTE * keys) + _PER_TERM * count
    if info is None:
        return MemoryUse(terms, 0, False, 0, 0, cached)
    mapped, index = _cached(bench, info)
    return MemoryUse(
        terms=terms,
        vectors=info.vectors * (4 * info.dim + _PER_VECTOR),
        mapped=mapped,
        moved=info.moved * info.dim * 8,
        index=index,
        cached=cached,
    )


def _cached(bench: Workbench, info: SpaceInfo) -> tuple[bool, int]:
    """Say whether the vectors are mapped, and give the bytes of the index."""
    from synotui.engine.index import kept_in
    from synotui.engine.mapped import mapped_seal

    folder, vectors = space_folder(bench.path, info), bench.store.vectors
    seal = mapped_seal(folder)
    mapped = seal is not None and vectors.fingerprint(info.id, seal.rows) == seal.fingerprint
    kept = kept_in(folder)
    if kept is None or vectors.fingerprint(info.id, kept.of) != kept.seal.fingerprint:
        return mapped, 0
    return mapped, kept.size
