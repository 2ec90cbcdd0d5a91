"""synotui: curate synonym dictionaries. `synotui.open(path)` is the way in; see `synotui.api`."""

from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

if TYPE_CHECKING:
    from synotui.api import Dictionary as Dictionary
    from synotui.api import open as open


def __getattr__(name: str) -> Any:
    """Import the API on first use, so that the command line starts without it."""
    if name in ("open", "Dictionary"):
        from synotui import api

        return getattr(api, name)
    raise AttributeError(f"module 'synotui' has no attribute {name!r}")
