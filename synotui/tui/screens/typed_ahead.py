"""Keys typed ahead: what they do waits until what was asked before has arrived."""

from collections.abc import Callable
from time import monotonic
from typing import TYPE_CHECKING

from synotui.tui.screens.panes import Panes

if TYPE_CHECKING:
    from synotui.ops.workbench import Workbench

_PATIENCE = 0.4
"""Seconds a verdict typed ahead is held for a head whose candidates are on their way."""


class TypedAhead(Panes):
    """Holds back what must not overtake what was typed before."""

    def __init__(self) -> None:
        super().__init__()
        self._loading_since: float | None = None
        """Since when rows are on their way."""
        self._under_way = 0
        """Steps that decide where the cursor goes: undo, redo, filtering."""
        self._held: list[Callable[[], None]] = []

    @property
    def settling(self) -> bool:
        """Whether the rows or the place of the cursor are still on their way."""
        return self._loading_since is not None or self._under_way > 0

    def when_settled(self, do: Callable[[], None]) -> None:
        """Do something now, or once what was asked before it has arrived."""
        if self.settling or self._held:
            self._held.append(do)
        else:
            do()

    def when_decided(self, do: Callable[[], None]) -> None:
        """Do the same once it is also known what the decisions before have left to decide."""
        self.when_settled(lambda: self._after_decisions(do))

    def _after_decisions(self, do: Callable[[], None]) -> None:
        if not (self.desk.performing or self.desk.dictionary.waiting):
            do()
            return
        self._under_way += 1
        # First they are taken, which has lines read anew; then these have been read.
        self.desk.ask(_nothing, lambda _: self.desk.ask(_nothing, lambda _: do(), self.arrive))

    def arrive(self) -> None:
        """Take note that something under way has arrived, or failed."""
        self._under_way -= 1
        self.release()
        self.key_line.look_again()

    def release(self) -> None:
        """Do what was held back, up to what must wait again."""
        while self._held and not self.settling:
            self._held.pop(0)()

    def waited_too_long(self) -> bool:
        """Say whether a verdict now would be on candidates nobody has seen."""
        since = self._loading_since
        return since is not None and monotonic() - since > _PATIENCE


def _nothing(bench: "Workbench") -> None:
    """Ask for nothing, after all that was asked before."""
