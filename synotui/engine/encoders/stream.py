"""Many batches through an encoder: in threads, ahead of whoever takes the vectors, in order."""

import os
from collections import deque
from collections.abc import Callable, Generator, Iterable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import nullcontext

from synotui.engine.encoders.base import Encoded, Encoder

_AHEAD = 16
"""Batches each thread may be ahead, so that none stands still while vectors are written."""
_HEARD_EVERY = 0.1
"""Seconds between two calls of `while_waiting`."""
_MOST_THREADS = 8
"""More would wait for each other: what an encoder does in Python itself runs in one at a time."""


def cores() -> int:
    """Give the threads that bulk work takes by itself: one for each core this process may use."""
    try:
        usable = len(os.sched_getaffinity(0))
    except AttributeError:
        usable = os.cpu_count() or 1
    return min(usable, _MOST_THREADS)


def encode_batches(
    encoder: Encoder,
    batches: Iterable[Sequence[str]],
    *,
    threads: int = 1,
    while_waiting: Callable[[], None] = lambda: None,
) -> Generator[Encoded, None, None]:
    """Give the vectors of each batch, in order, encoded in the background.

    Uses `threads` for an encoder that is `parallel`, else one: such an encoder
    may have threads of its own. The vectors of a text depend on the batch it
    is in, in their last bits, never on the threads. `batches` is drawn from a
    little ahead, by the thread that asks for vectors, which also calls
    `while_waiting` now and then; what that raises ends the work, as closing
    the generator does, after the batches under way. Raises EncoderError in
    the place of the batch that failed.
    """
    workers = max(1, threads) if encoder.parallel else 1
    coming: deque[Future[Encoded]] = deque()
    # What is shared is put back last, when no thread uses it any more.
    with (
        encoder.side_by_side() if workers > 1 else nullcontext(),
        ThreadPoolExecutor(workers, "encoding") as pool,
    ):
        try:
            for batch in batches:
                coming.append(pool.submit(encoder.encode_checked, batch))
                if len(coming) > workers * _AHEAD:
                    yield _wait(coming.popleft(), while_waiting)
            while coming:
                yield _wait(coming.popleft(), while_waiting)
        finally:
            for each in coming:
                each.cancel()


def _wait(future: "Future[Encoded]", while_waiting: Callable[[], None]) -> Encoded:
    while True:
        while_waiting()
        try:
            return future.result(timeout=_HEARD_EVERY)
        except TimeoutError:
            # The encoder's own never reach this: `encode_checked` makes them EncoderErrors.
            continue
