"""Which index a dictionary is searched with: a choice of the curator that changes no vector.

It is kept among what is kept of the view, not in the ledger: no verdict
depends on it, and undo leaves it alone.
"""

from synotui.errors import BackendError
from synotui.model import BACKENDS, Backend
from synotui.ops.workbench import Workbench

_NAME = "backend"
DEFAULT: Backend = "hnswlib"


def chosen_backend(bench: Workbench) -> Backend:
    """Give the backend this dictionary is to be searched with."""
    with bench.store.reading():
        held = bench.store.values.view().get(_NAME)
    return next((name for name in BACKENDS if name == held), DEFAULT)


def choose_backend(bench: Workbench, name: str) -> Backend:
    """Remember the backend for this dictionary. Raises BackendError, DictionaryError."""
    backend = usable_backend(name)
    if chosen_backend(bench) != backend:
        with bench.store.transaction():
            bench.store.values.set_view({_NAME: backend})
    return backend


def usable_backend(name: str) -> Backend:
    """Give the backend called `name`. Raises BackendError for none, or one not installed."""
    from synotui.engine.index import how_to_install, installed

    backend = next((each for each in BACKENDS if each == name), None)
    if backend is None:
        raise BackendError(f"No backend “{name}”", f"Known: {', '.join(BACKENDS)}")
    if not installed(backend):
        raise BackendError(f"Backend {backend} is not installed", how_to_install(backend))
    return backend


def installed_backends() -> list[Backend]:
    """Give the backends that can be used."""
    from synotui.engine.index import installed

    return [name for name in BACKENDS if installed(name)]
