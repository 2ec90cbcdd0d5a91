"""Read a file in a thread of its own, some items ahead of whoever takes them."""

from collections.abc import Iterator
from contextlib import suppress
from queue import Empty, Full, Queue
from threading import Event, Thread
from typing import Generic, TypeVar

from synotui.formats.reader import Reader

T = TypeVar("T")

_SECONDS_BETWEEN_LOOKS = 0.1


class Ahead(Generic[T]):
    """The items of a reader, at most `ahead` of them waiting, in their order.

    What the reader raises is raised here, after the items before it. Close it,
    or use it as a context manager: the thread then ends and the file is closed.
    Raises MemoryError if there is no room for a thread.
    """

    def __init__(self, reader: Reader[T], ahead: int = 2) -> None:
        self._reader = reader
        self._waiting: Queue[T | BaseException | None] = Queue(ahead)
        self._closed = Event()
        self._ended = False
        self._thread = Thread(target=self._read, name="reading", daemon=True)
        try:
            self._thread.start()
        except RuntimeError as error:
            raise MemoryError("no room for a thread") from error

    def _read(self) -> None:
        end: BaseException | None = None
        try:
            for item in self._reader:
                if not self._hand_over(item):
                    return
        except BaseException as error:
            end = error
        finally:
            with suppress(Exception):
                self._reader.close()
            self._hand_over(end)

    def _hand_over(self, item: T | BaseException | None) -> bool:
        while not self._closed.is_set():
            with suppress(Full):
                self._waiting.put(item, timeout=_SECONDS_BETWEEN_LOOKS)
                return True
        return False

    def __iter__(self) -> Iterator[T]:
        while not self._ended:
            item = self._waiting.get()
            self._ended = item is None or isinstance(item, BaseException)
            if isinstance(item, BaseException):
                raise item
            if item is not None:
                yield item

    def close(self) -> None:
        """Stop reading and wait for the thread to end."""
        self._closed.set()
        self._ended = True
        with suppress(Empty):
            self._waiting.get_nowait()
        self._thread.join()

    def __enter__(self) -> "Ahead[T]":
        return self

    def __exit__(self, *problem: object) -> None:
        self.close()
