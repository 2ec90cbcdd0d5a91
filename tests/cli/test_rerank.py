"""`synotui rerank` where it cannot work; with a model it is in `tests/transformers`."""

import sys
from pathlib import Path

import pytest

from .inside import Inside


def test_without_its_packages_it_says_what_to_install(
    tiny_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "sentence_transformers", None)
    told = Inside(tiny_path).refused("rerank")
    assert told == (
        "Package sentence-transformers is not installed. Run: pip install 'synotui[transformers]'"
    )
    assert Inside(tiny_path).run("rerank", "--top", "0").code == 2
