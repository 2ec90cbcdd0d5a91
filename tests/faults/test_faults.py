"""Whatever happens to process, power or disk: what was acknowledged is there, nothing by halves.

Each scenario is run in a process of its own with a fault at a chosen call that
writes, syncs, truncates, removes or renames a file. `python -m
tests.faults.sweep 0` tries every call there is.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.bench import Faults, compile_faults, make_material
from tests.faults.scenarios import SCENARIOS
from tests.faults.sweep import sweep

POINTS = {"review": 8, "make": 5, "gone": 1, "rescue": 1}
OTHERS = 2

pytestmark = pytest.mark.skipif(
    sys.platform != "linux", reason="faults are made by LD_PRELOAD, which is Linux's"
)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """What is preloaded, and the files that scenarios begin with."""
    folder = tmp_path_factory.mktemp("faults")
    (folder / "material").mkdir()
    return compile_faults(folder), make_material(folder / "material")


@pytest.fixture
def faults(made: tuple[Path, Path], tmp_path: Path) -> Iterator[Faults]:
    with Faults(*made, tmp_path) as running:
        yield running


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_nothing_is_lost_and_nothing_done_by_halves(scenario: str, faults: Faults) -> None:
    for kind, tried, _, wrong in sweep(faults, scenario, POINTS.get(scenario, OTHERS)):
        assert tried and not wrong, (kind, wrong)
