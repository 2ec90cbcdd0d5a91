"""A space's vectors as files that are mapped instead of read: a cache, shared by processes."""

import mmap
from collections.abc import Callable
from pathlib import Path

import numpy as np

from synotui.engine.cache import Seal, read_seal, write_entry
from synotui.engine.space import Space

NAME = "vectors"
_ROWS_AT_ONCE = 16_384


def mapped_seal(folder: Path) -> Seal | None:
    """Give what the mapped vectors in `folder` were made from, if they are what was sealed."""
    seal = read_seal(folder, NAME)
    if seal is None or len(seal.files) != 3 or not seal.intact(folder, trust_untouched=True):
        return None
    return seal


def map_space(folder: Path, seal: Seal) -> Space | None:
    """Map the vectors in `folder`; None if they cannot be."""
    try:
        ids, inverse_norms, base = (
            np.load(seal.path(folder, place), mmap_mode="r", allow_pickle=False).view(np.ndarray)
            for place in range(3)
        )
    except (OSError, ValueError):
        return None
    if not len(ids) == len(inverse_norms) == len(base) == seal.rows:
        return None
    return Space(ids, base, inverse_norms)


def mapping_of(space: Space) -> mmap.mmap | None:
    """Give what the base vectors are mapped by; None if they were read."""
    held: object = space.parts()[0] if len(space) else None
    while isinstance(held, np.ndarray):
        held = held.base
    return held if isinstance(held, mmap.mmap) else None


def let_go(space: Space) -> None:
    """Let the system take back the memory of mapped vectors; they come back where needed."""
    mapping = mapping_of(space)
    if mapping is not None and hasattr(mmap, "MADV_DONTNEED"):
        mapping.madvise(mmap.MADV_DONTNEED)


def save_space(
    folder: Path, fingerprint: str, space: Space, rows: int, on_rows: Callable[[int], None]
) -> None:
    """Write the first `rows` vectors of `space` to be mapped.

    Any thread may do so. `on_rows` hears how many are written, and stops the
    work by raising. Raises OSError.
    """

    def ids(path: Path) -> None:
        np.save(path, space.ids[:rows])

    def lengths(path: Path) -> None:
        np.save(path, space.inverse_norms[:rows])

    def base(path: Path) -> None:
        # Written, not mapped for writing: a full disk fails a write, but kills who maps it.
        head = {"descr": "<f4", "fortran_order": False, "shape": (rows, space.dim)}
        with path.open("wb") as file:
            np.lib.format.write_array_header_1_0(file, head)
            for start in range(0, rows, _ROWS_AT_ONCE):
                end = min(start + _ROWS_AT_ONCE, rows)
                file.write(space.base(np.arange(start, end)).astype("<f4", copy=False).data)
                on_rows(end)

    writers = [("ids.npy", ids), ("lengths.npy", lengths), ("base.npy", base)]
    write_entry(folder, NAME, fingerprint, rows, writers)
