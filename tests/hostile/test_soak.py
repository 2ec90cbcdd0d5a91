"""A long session, shortened: what is decided and taken back, opened and left, leaves nothing.

The whole of it is `python -m tests.soak`.
"""

import gc
import subprocess
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from statistics import median

from tests.hostile.driving import at_rest
from tests.soak import SCREENS, Measured, Soak, make_dictionary
from tests.tui.conftest import Opener

WARM_UP = 12
"""Decisions before anything is measured."""
ATTEMPTS = 3
"""What is kept each time is there in all of them; a cache that grows once is not."""
BLOCKS, BYTES = 30, 3_000
"""What a change may leave in memory, in caches: one that is kept whole has 30 more."""
SCREEN_BLOCKS = 400
"""The same of a screen, whose widgets and lines are thousands."""


async def usually_left(
    soak: Soak, times: int, do: Callable[[], Awaitable[int]]
) -> tuple[Measured, float, float]:
    """Do something some times; give the last state, blocks and bytes that one of it left.

    The median counts: now and then a cache takes in something new, or lets go of all.
    """
    before, blocks, native = soak.measure(), [], []
    for _ in range(times):
        done = await do()
        gc.collect()
        after = soak.measure()
        blocks.append((after.blocks - before.blocks) / done)
        native.append((after.native - before.native) / done)
        before = after
    return before, median(blocks), median(native)


async def test_a_session_leaves_nothing_behind(tmp_path: Path, opened: Opener) -> None:
    path = make_dictionary(tmp_path, 120)
    async with opened(path, (100, 30)) as session:
        soak = Soak(session, screens_too=False)

        async def look() -> int:
            for _ in SCREENS:
                await soak.look()
            await at_rest(session.app)
            return len(SCREENS)

        await soak.run(WARM_UP, WARM_UP)
        await soak.back_and_forth(2)
        first = soak.measure()
        for _ in range(ATTEMPTS):
            last, blocks, native = await usually_left(soak, 5, lambda: soak.back_and_forth(2))
            if blocks <= BLOCKS and native <= BYTES:
                break
        assert blocks <= BLOCKS and native <= BYTES
        await look()
        opened_once = soak.measure()
        for _ in range(ATTEMPTS):
            left, blocks, _ = await usually_left(soak, 1, look)
            if blocks <= SCREEN_BLOCKS:
                break
        assert blocks <= SCREEN_BLOCKS
        for before, after in ((first, last), (opened_once, left)):
            assert after.widgets == before.widgets and after.workers <= before.workers + 2
            assert after.threads <= before.threads + 3 and after.files <= before.files + 3


LARGE_BLOCKS = """
from synotui.tui.memory import give_back_large
from tests.soak import heap_sizes

before = heap_sizes()
if before is not None:
    give_back_large()
    larger = bytearray(24 << 20)
    del larger
    held = bytearray(8 << 20)
    assert heap_sizes()[0] - before[0] >= len(held)
    del held
    assert heap_sizes()[0] - before[0] < 1 << 20
"""


def test_large_blocks_stay_the_systems_own() -> None:
    # In a process that has nothing free: what there is would be used first.
    subprocess.run([sys.executable, "-c", LARGE_BLOCKS], check=True)
