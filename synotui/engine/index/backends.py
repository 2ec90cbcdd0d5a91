"""Which indexes there are, by name; each is imported when it is used."""

from importlib import import_module
from importlib.util import find_spec
from typing import NamedTuple

from synotui.engine.index.base import Index
from synotui.errors import BackendError
from synotui.model import Backend


class _Entry(NamedTuple):
    module: str
    name: str
    package: str | None
    """What it imports."""
    install: str
    """What to install for it."""


_ENTRIES: dict[Backend, _Entry] = {
    "hnswlib": _Entry("hnsw", "Hnsw", "hnswlib", "hnswlib"),
    "exact": _Entry("exact", "Exact", None, "numpy"),
    "faiss-hnsw": _Entry("with_faiss", "FaissHnsw", "faiss", "synotui[faiss]"),
    "faiss-ivf": _Entry("with_faiss", "FaissIvf", "faiss", "synotui[faiss]"),
    "faiss-lsh": _Entry("with_faiss", "FaissLsh", "faiss", "synotui[faiss]"),
    "kdtree": _Entry("kdtree", "KDTree", "scipy", "synotui[kdtree]"),
}


def backend_class(name: Backend) -> type[Index]:
    """Import and give the class of one index. Raises BackendError."""
    entry = _ENTRIES[name]
    try:
        module = import_module(f"synotui.engine.index.{entry.module}")
    except ImportError as error:
        raise BackendError(
            f"Backend {name} needs {entry.package}, which cannot be imported ({error})",
            how_to_install(name),
        ) from error
    found: type[Index] = getattr(module, entry.name)
    return found


def installed(name: Backend) -> bool:
    """Say whether what a backend needs is installed; nothing is imported."""
    package = _ENTRIES[name].package
    try:
        return package is None or find_spec(package) is not None
    except (ImportError, ValueError):
        return False


def how_to_install(name: Backend) -> str:
    """Say how to install what a backend needs."""
    return f"Install it: pip install '{_ENTRIES[name].install}'"
