"""A table of faults made and what they cost: `python -m tests.faults.sweep [POINTS] [SCENARIO...]`.

POINTS are tried of each scenario and kind of fault, spread at random; 0 tries all there are.
"""

import random
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from tests.faults.bench import KINDS, Faults, compile_faults, make_material
from tests.faults.scenarios import SCENARIOS


def points(scenario: str, kind: str, steps: int, wanted: int) -> list[int]:
    """Choose at which of the `steps` of a scenario faults come: always the same ones."""
    every = range(1, steps + 1)
    if not 0 < wanted < steps:
        return list(every)
    return sorted(random.Random(f"{scenario} {kind}").sample(every, wanted))


def sweep(faults: Faults, scenario: str, wanted: int) -> Iterator[tuple[str, int, int, list[str]]]:
    """Try faults; give for each kind how many, the decisions acknowledged, and what was wrong."""
    clean = faults.run(scenario)
    wrong = faults.judge(scenario, clean)
    assert not wrong and not clean.signal, wrong
    for kind in KINDS:
        chosen = points(scenario, kind, clean.steps, wanted)
        acknowledged, found = 0, []
        for at in chosen:
            told = faults.run(scenario, at, kind, seed=at)
            acknowledged += len(told.decisions())
            found += [f"{kind} at {at}: {each}" for each in faults.judge(scenario, told)]
        yield kind, len(chosen), acknowledged, found


def main(arguments: Sequence[str]) -> int:
    """Sweep, print a line for each scenario and kind, and say whether all was well."""
    wanted = int(arguments[0]) if arguments else 25
    lost = total = decisions = 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for part in ("material", "work"):
            (folder / part).mkdir()
        preloaded, material = compile_faults(folder), make_material(folder / "material")
        print(f"{'scenario':<10} {'fault':<8} {'points':>7} {'decisions':>10} {'wrong':>6}")
        for scenario in arguments[1:] or SCENARIOS:
            with Faults(preloaded, material, folder / "work") as faults:
                for kind, tried, acknowledged, wrong in sweep(faults, scenario, wanted):
                    print(
                        f"{scenario:<10} {kind:<8} {tried:>7} {acknowledged:>10} {len(wrong):>6}",
                        flush=True,
                    )
                    for each in wrong:
                        print(f"    {each}")
                    total += tried
                    decisions += acknowledged
                    lost += len(wrong)
    print(f"{total:,} faults, {decisions:,} decisions acknowledged, {lost} things wrong")
    return 1 if lost else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
