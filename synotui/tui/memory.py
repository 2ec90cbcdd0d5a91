"""Give large arrays back to the system once they are done with.

The C library learns from the first large block that it gets back: blocks of
that size are from then on cut out of what it keeps for each thread, where
small ones between them keep it from giving anything back. Tables of a queue
and results of searches come and go in several threads, for hours.
"""

import os

_LARGE = 4 << 20
"""Bytes of a block that the system is asked for, and gets back at once."""
_MMAP_THRESHOLD = -3
"""What `mallopt` calls it."""


def give_back_large() -> None:
    """Let blocks of a few megabytes be the system's own, where the C library is glibc.

    What the environment says of it stays.
    """
    said = "MALLOC_MMAP_THRESHOLD_" in os.environ
    if said or "mmap_threshold" in os.environ.get("GLIBC_TUNABLES", "") or os.name != "posix":
        return
    import ctypes

    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    if mallopt is not None:
        mallopt(_MMAP_THRESHOLD, _LARGE)
