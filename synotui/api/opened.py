"""What the methods of an open dictionary work on."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from synotui.ops.workbench import Workbench


class Opened:
    """A dictionary that is open. Its methods come in groups, each a class of its own."""

    def __init__(self, bench: "Workbench") -> None:
        self._bench = bench
        self._open = True

    def _id(self, text: str) -> int:
        """Give the id of a term. Raises UnknownTerm."""
        from synotui.ops.terms import find_term

        return find_term(self._bench, text).id
