"""Run a coroutine beside the screen; if it fails, the app ends with the traceback.

And what screens say that have something to keep when the app ends.
"""

from collections.abc import Callable, Coroutine
from typing import TYPE_CHECKING, Any, Protocol, cast, runtime_checkable

from textual.dom import DOMNode

if TYPE_CHECKING:
    from textual.worker import WorkType


def run_beside(
    node: DOMNode,
    work: Callable[[], Coroutine[Any, Any, None]],
    name: str,
    *,
    exclusive: bool = False,
) -> None:
    """Start `work` as a worker of `node`; with `exclusive` an earlier one of that name stops."""
    node.run_worker(cast("WorkType[None]", work), name=name, group=name, exclusive=exclusive)


@runtime_checkable
class KeepsPlace(Protocol):
    """A screen that keeps where the curator is."""

    def save_place(self) -> None:
        """Keep it in the dictionary."""
