"""Shared by the tests of formats: files made of bytes, and all that a reader gives."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from synotui.formats import ReadOptions, format_for_reading
from synotui.model import Skipped

MakeFile = Callable[..., Path]


@pytest.fixture
def make_file(tmp_path: Path) -> MakeFile:
    """Give a function that writes bytes, or text in some encoding, to a file of a given name."""

    def make(name: str, content: str | bytes, encoding: str = "utf-8") -> Path:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
        return path

    return make


def read_all(
    path: Path, format: str | None = None, **options: Any
) -> tuple[list[Any], list[Skipped], list[str]]:
    """Read a whole file: its items, what was skipped, and the narration."""
    with format_for_reading(path, format).read(path, ReadOptions(**options)) as reader:
        items = list(reader)
    taken = [item for item in items if not isinstance(item, Skipped)]
    return taken, [item for item in items if isinstance(item, Skipped)], reader.narration


def pairs_of(items: list[Any]) -> list[tuple[str, str]]:
    """Give the two texts of each pair."""
    return [(item.term, item.synonym) for item in items]


def reasons(skipped: list[Skipped]) -> list[tuple[int, str]]:
    """Give line and reason of each line skipped."""
    return [(item.line, item.reason) for item in skipped]
