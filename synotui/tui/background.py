"""Run a coroutine beside the screen; if it fails, the app ends with the traceback.

And what screens say that have something to keep when the app ends.
"""

from collections.abc import Awaitable, Callable, Coroutine, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Protocol, TypeVar, cast, runtime_checkable

from textual.app import ScreenStackError
from textual.css.query import NoMatches
from textual.dom import DOMNode
from textual.screen import Screen

from synotui.errors import Cancelled, SynotuiError

if TYPE_CHECKING:
    from textual.worker import WorkType

    from synotui.tui.app import SynotuiApp
    from synotui.tui.progress import Relay

T = TypeVar("T")


def run_beside(
    node: DOMNode,
    work: Callable[[], Coroutine[Any, Any, None]],
    name: str,
    *,
    exclusive: bool = False,
    shown_on: DOMNode | None = None,
) -> None:
    """Start `work` as a worker of `node`; with `exclusive` an earlier one of that name stops.

    What it would show, on `node` or on another screen that it outlives, comes to nothing
    once one has left that.
    """

    async def carry_out() -> None:
        with while_there(shown_on or node):
            await work()

    todo = cast("WorkType[None]", carry_out)
    node.run_worker(todo, name=name, group=name, exclusive=exclusive)


@contextmanager
def while_there(node: DOMNode) -> Iterator[None]:
    """Run a block; what it would show on a screen or in an app one has left comes to nothing."""
    try:
        yield
    except (NoMatches, ScreenStackError):
        app = node.app
        if app.is_running and (not isinstance(node, Screen) or node in app.screen_stack):
            raise


async def carried_out(app: "SynotuiApp", relay: "Relay", work: Awaitable[T]) -> T | None:
    """Give what comes of `work`, which `relay` hears of; None if it was stopped or failed.

    What went wrong is told.
    """
    try:
        return await work
    except Cancelled:
        return None
    except SynotuiError as error:
        app.tell_error(error)
        return None
    finally:
        # Whoever cancels this leaves a thread behind, which ends with its next report.
        relay.stop()
        relay.done()


@runtime_checkable
class KeepsPlace(Protocol):
    """A screen that keeps where the curator is."""

    def save_place(self) -> None:
        """Keep it in the dictionary."""
