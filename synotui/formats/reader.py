"""What every reader gives back: an iterator over a file's items that can be closed at any time."""

from collections.abc import Generator, Iterator
from types import TracebackType
from typing import Generic, Protocol, Self, TypeVar

T = TypeVar("T", covariant=True)


class Closes(Protocol):
    """Anything that holds a file open."""

    def close(self) -> None: ...


class Reader(Generic[T]):
    """The items of a file, read as they are asked for.

    `narration` collects what is worth telling (a guessed encoding, a header
    found), some of it only once the end is reached. The file is closed at
    the end, on an error, and by `close`.
    """

    def __init__(self, items: Generator[T, None, None], file: Closes, narration: list[str]) -> None:
        self.narration = narration
        self._items = items
        self._file = file

    def __iter__(self) -> Iterator[T]:
        return self

    def __next__(self) -> T:
        try:
            return next(self._items)
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Close the file; nothing more is read."""
        self._items.close()
        self._file.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()
