"""The sample of untouched terms that shows what decisions do to them, made in any thread."""

from typing import TYPE_CHECKING

from synotui.ops.workbench import Workbench

if TYPE_CHECKING:
    from synotui.engine.collateral import NeighbourSample
    from synotui.engine.space import Space


def plan_sample(bench: Workbench) -> "Space | None":
    """Give the space to take a sample of, or None if there is none or it has one."""
    loaded = bench.loaded()
    return loaded.space if loaded is not None and loaded.sample is None else None


def make_sample(space: "Space") -> "NeighbourSample":
    """Find the neighbours of the sample: a second or two for a million vectors."""
    from synotui.engine.collateral import NeighbourSample

    return NeighbourSample(space)


def adopt_sample(bench: Workbench, sample: "NeighbourSample") -> bool:
    """Let decisions be measured by it; False if the current space has become another."""
    loaded = bench.loaded()
    if loaded is None or loaded.space is not sample.space:
        return False
    loaded.sample = sample
    return True
