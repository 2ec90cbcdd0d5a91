"""An open dictionary with all its methods."""

from types import TracebackType
from typing import Self

from synotui.api.adjusting import Adjusting
from synotui.api.asking import Asking
from synotui.api.keeping import Keeping
from synotui.api.making import Making
from synotui.api.measuring import Measuring
from synotui.api.reviewing import Reviewing


class Dictionary(Reviewing, Adjusting, Asking, Measuring, Making, Keeping):
    """An open dictionary. Close it, or use it as a context manager."""

    def close(self) -> None:
        """Close the file; everything decided is in it already."""
        self._open = False
        self._bench.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        problem: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        if not self._open:
            return f"<Dictionary {self._bench.path.name}, closed>"
        counted = self.stats()
        return (
            f"<Dictionary {self._bench.path.name}: {counted.terms:,} terms, "
            f"{counted.accepted:,} accepted, {counted.rejected:,} rejected>"
        )
