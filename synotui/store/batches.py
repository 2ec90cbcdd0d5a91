"""Long lists of values as the `IN (?, ?, ...)` lists that SQLite takes."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import TypeVar

_T = TypeVar("_T")

_PER_STATEMENT = 500


def batches(values: Iterable[_T], size: int = _PER_STATEMENT) -> Iterator[list[_T]]:
    """Cut `values` into lists of at most `size`."""
    source = iter(values)
    while batch := list(islice(source, size)):
        yield batch


def marks(batch: Sequence[object]) -> str:
    """Give as many question marks as the batch has values."""
    return ", ".join("?" * len(batch))
