"""The one thread that owns the open dictionary; everything that touches it queues here."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from synotui.ops.workbench import Workbench

T = TypeVar("T")


class BenchThread:
    """Runs jobs on the dictionary one after the other, in the order they were given."""

    def __init__(self) -> None:
        self._executor = ThreadPoolExecutor(1, "dictionary")
        self._bench: Workbench | None = None
        self._closed = False
        self.waiting = 0
        """Jobs given and not done yet."""

    def open(self, make: "Callable[[], Workbench]") -> "asyncio.Future[None]":
        """Open the dictionary with `make`, on its thread; one that is open is closed before."""

        def job() -> None:
            self._close_bench()
            self._bench = make()

        return self._submit(job)

    def run(self, job: "Callable[[Workbench], T]") -> "asyncio.Future[T]":
        """Queue `job`. Raises through the future what the job raises."""

        def with_bench() -> T:
            if self._bench is None:
                raise RuntimeError("a job was given before the dictionary was open")
            with self._bench.explained():
                return job(self._bench)

        return self._submit(with_bench)

    async def idle(self) -> None:
        """Wait until all jobs given so far are done."""
        await self._submit(lambda: None)

    def close(self) -> None:
        """Finish what is queued, then close the dictionary. May be called twice."""
        if self._closed:
            return
        self._closed = True
        self._executor.submit(self._close_bench)
        self._executor.shutdown(wait=True)

    def _close_bench(self) -> None:
        if self._bench is not None:
            self._bench.close()
            self._bench = None

    def _submit(self, job: Callable[[], T]) -> "asyncio.Future[T]":
        self.waiting += 1
        future = asyncio.get_running_loop().run_in_executor(self._executor, job)
        future.add_done_callback(self._one_done)
        return future

    def _one_done(self, future: "asyncio.Future[T]") -> None:
        self.waiting -= 1
