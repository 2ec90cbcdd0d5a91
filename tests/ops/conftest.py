"""A small dictionary with real structure and made vectors, for tests of operations."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from synotui import text
from synotui.ops.workbench import Workbench, open_workbench

TERMS = 40
DIM = 12


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A dictionary of 40 terms, term00 to term39, in one space of 12 dimensions."""
    path = tmp_path_factory.mktemp("made") / "made.db"
    texts = [f"term{i:02}" for i in range(TERMS)]
    vectors = np.random.default_rng(11).standard_normal((TERMS, DIM)).astype(np.float32)
    with open_workbench(path, create=True) as bench, bench.store.transaction():
        bench.store.terms.add((t, text.key(t), 1000.0 - i) for i, t in enumerate(texts))
        space = bench.store.vectors.make_space("made", "", DIM, "2026-01-01T00:00:00Z")
        ids = bench.store.terms.ids_of_texts(texts)
        bench.store.vectors.append(space, np.array([ids[t] for t in texts], np.int64), vectors)
    return path


@pytest.fixture
def path(made: Path, tmp_path: Path) -> Path:
    """A fresh copy of the small dictionary."""
    return Path(shutil.copy(made, tmp_path / "copy.db"))


@pytest.fixture
def bench(path: Path) -> Iterator[Workbench]:
    """The copy, open."""
    with open_workbench(path) as opened:
        yield opened
