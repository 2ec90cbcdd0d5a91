"""The demo as text: suggestions, a decision, and what accepting the seed pairs does."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from synotui.cli.changes import cosines, print_change
from synotui.cli.commands.suggest import print_suggestions
from synotui.cli.printing import Column, Painted, line, table
from synotui.model import Verdict

if TYPE_CHECKING:
    from synotui.ops.workbench import Workbench

HEADS = ("普拉多", "越野车", "蓝牙耳机", "laptop")
_CANDIDATES = 6

Pair = tuple[int, int]


def show() -> None:
    """Make the demo in a temporary folder, work in it, and print what happens."""
    from synotui.cli.progress import ProgressLine
    from synotui.ops.demo import make_demo
    from synotui.ops.stats import stats
    from synotui.ops.terms import find_term

    with TemporaryDirectory(prefix="synotui-") as folder:
        with ProgressLine() as progress:
            bench = make_demo(Path(folder) / "demo.db", progress)
        with bench:
            counted = stats(bench)
            space = counted.spaces[0]
            line(f"{counted.terms:,} terms, {counted.proposals} proposals")
            line(f"space {space.name}: {space.vectors:,} vectors of {space.dim} dimensions")
            _show_suggestions(bench)
            seeds = _seed_pairs()
            _show_seeds(bench, [(find_term(bench, a).id, find_term(bench, b).id) for a, b in seeds])


def _seed_pairs() -> list[tuple[str, str]]:
    """Give the pairs the demo proposes, in the order of their file."""
    from synotui import formats
    from synotui.formats.rows import PairLine
    from synotui.ops.demo import demo_files

    path = demo_files() / "seed_pairs.csv"
    with formats.format_for_reading(path).read(path, formats.ReadOptions()) as reader:
        return [(each.term, each.synonym) for each in reader if isinstance(each, PairLine)]


def _show_suggestions(bench: "Workbench") -> None:
    from synotui.ops.suggesting.ranking import ranking_of
    from synotui.ops.suggesting.suggest import suggest
    from synotui.ops.terms import find_term

    ranking = ranking_of(bench)
    for text in HEADS:
        line()
        head = find_term(bench, text).id
        found = suggest(bench, head, _CANDIDATES, ranking=ranking, reasons=True)
        print_suggestions(replace(found, items=found.items[:_CANDIDATES]))


def _show_seeds(bench: "Workbench", pairs: Sequence[Pair]) -> None:
    """Accept the seed pairs one after another; print the first step and the sum of them."""
    from synotui.ops.adjusting.adjust import change_settings, get_settings, parse_settings
    from synotui.ops.comparing.compare import compare
    from synotui.ops.review import decide

    anchored = get_settings(bench)
    changes = [decide(bench, *pair, Verdict.ACCEPTED) for pair in pairs]
    line()
    print_change(changes[0])
    pull = parse_settings(anchored, "pull", {})
    measured = [[compare(bench, *pair) for pair in pairs]]
    change_settings(bench, pull)
    measured.append([compare(bench, *pair) for pair in pairs])
    line()
    line(Painted(f"The {len(pairs)} proposals, all accepted, by method of adjustment", "bold"))
    rows = [
        [f"{first.a.text} = {first.b.text}", f"{first.base.cosine:.2f}"]
        + [cosines(each.base.cosine, each.now.cosine) for each in (first, second)]
        for first, second in zip(*measured, strict=True)
    ]
    table([Column("pair"), Column("base"), Column("anchored"), Column("pull")], rows)
