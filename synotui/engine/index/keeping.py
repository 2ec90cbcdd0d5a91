"""An index in its sealed file: a cache that may be deleted at any time.

The seal tells all rows the index is meant for, by their fingerprint, and how
many of them are in. One that is not whole is only ever built on.
"""

from dataclasses import dataclass
from pathlib import Path

from synotui.engine.cache import Seal, check_room, read_seal, write_entry
from synotui.engine.index.backends import backend_class
from synotui.engine.index.base import Base, Check, Index, no_check
from synotui.model import BACKENDS, Backend

NAME = "index"


@dataclass(frozen=True, slots=True)
class Kept:
    """What is known of an index in its file before it is read."""

    seal: Seal
    backend: Backend
    dim: int
    rows: int
    """Rows that are in."""

    @property
    def of(self) -> int:
        """Rows it is meant for; the fingerprint is theirs."""
        return self.seal.rows

    @property
    def whole(self) -> bool:
        """Whether all of them are in."""
        return self.rows == self.of

    @property
    def size(self) -> int:
        """Bytes of its file."""
        return self.seal.files[0].size


def kept_in(folder: Path) -> Kept | None:
    """Give what is known of the index in `folder`, if there is one."""
    seal = read_seal(folder, NAME)
    if seal is None or len(seal.files) != 1:
        return None
    backend, dim, rows = (seal.facts.get(fact) for fact in ("backend", "dim", "rows"))
    if type(dim) is not int or type(rows) is not int or not 0 < rows <= seal.rows:
        return None
    known = next((each for each in BACKENDS if each == backend), None)
    return Kept(seal, known, dim, rows) if known else None


def keep(index: Index, folder: Path, fingerprint: str, base: Base, check: Check = no_check) -> None:
    """Write an index, finished or not, of the rows of `base`, which `fingerprint` tells.

    Takes the place of the one that was there, at once and whole. Raises
    OSError, also where there is not enough room; what `check` raises stops it.
    """
    assert index.ending is not None, f"{index.backend} has no file"
    check_room(folder, index.memory)

    def write(path: Path) -> None:
        index.write(path, check)

    facts = {"backend": index.backend, "dim": base.dim, "rows": index.rows}
    write_entry(folder, NAME, fingerprint, base.rows, [(index.ending, write)], facts)


def load(folder: Path, kept: Kept, base: Base) -> Index | None:
    """Read the index that is `kept` if it is of the first rows of `base`, else give None.

    Nothing but the very bytes that were saved is read: a damaged file can
    crash the process. Slow for a large one, which is read twice; and hnswlib
    lets no other thread run for the second time. Raises BackendError.
    """
    if kept.dim != base.dim or kept.rows > base.rows or not kept.seal.intact(folder):
        return None
    try:
        return backend_class(kept.backend).read(kept.seal.path(folder), base, kept.rows)
    except (OSError, RuntimeError, MemoryError):
        return None
