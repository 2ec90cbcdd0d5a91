"""What was measured with accepted pairs held out, as JSON and as a table."""

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from synotui.cli.printing import Column, Painted, Piece, document, line, say, table
from synotui.cli.progress import ProgressLine
from synotui.model import Found, HeldOut, HiddenFound, Trial

if TYPE_CHECKING:
    from synotui.model import MethodName

UNKNOWN = "–"
_TITLES = (
    "recall@10", "95 of 100", "MRR", "cosine", "random", "connected", "not", "kept", "moved",
)  # fmt: skip


def tell_held_out(
    db: Path,
    share: float,
    method: "MethodName | str | None",
    given: dict[str, str],
    *,
    compare: bool,
    seed: int,
    as_json: bool,
) -> None:
    """Measure and print; nothing is changed."""
    from synotui.ops.adjusting.adjust import get_settings, parse_settings
    from synotui.ops.evaluating.held_out import held_out
    from synotui.ops.workbench import open_workbench

    with open_workbench(db) as bench, ProgressLine() as progress:
        choices = [parse_settings(get_settings(bench), method, given)]
        found = held_out(bench, share, choices, compare=compare, seed=seed, on_progress=progress)
    if as_json:
        document(held_out_document(found))
    else:
        print_held_out(found)


def held_out_document(found: HeldOut) -> dict[str, Any]:
    """Give the shape `adjust --held-out --json` promises."""
    return asdict(found) | {"enough": found.enough}


def print_held_out(found: HeldOut) -> None:
    """Print every method under the base vectors, and what to make of it."""
    unconnected = found.before.unconnected.pairs
    asked = "" if found.asked == found.hidden else f", {found.asked:,} of them looked for"
    line(
        f"{found.hidden:,} of {found.pairs:,} accepted pairs hidden{asked}; the others connect "
        f"{found.before.connected.pairs:,}, and {unconnected:,} they do not; "
        f"among {found.terms:,} terms"
    )
    rows = [_row("base vectors", found.before, None)]
    rows += [_row(trial.settings.method, trial.found, trial) for trial in found.trials]
    table([Column(""), *(Column(title, right=True) for title in _TITLES)], rows)
    if found.without_vectors:
        say(f"{_pairs(found.without_vectors)} without both vectors left out: synotui embed")
    if not found.enough:
        say(
            f"Too few to rely on: with {found.needed:,} accepted pairs, recall is known to ten "
            f"points; there are {found.pairs:,}."
        )
    if found.recommended:
        line(Painted("recommended  ", "dim"), Painted(found.reason, "bold"))
    elif found.reason and found.enough:
        line(found.reason)
    for trial in found.trials:
        if len(found.trials) == 1:
            line(_verdict(found, trial))


def _row(name: str, found: HiddenFound, trial: Trial | None) -> list[Piece]:
    every = found.every
    span = UNKNOWN if every.low is None else f"{every.low:.3f}-{every.high:.3f}"
    return [
        name,
        _figure(every.recall_at_10),
        span,
        _figure(every.mrr),
        _figure(every.cosine),
        _figure(found.random_cosine),
        _figure(found.connected.recall_at_10),
        _figure(found.unconnected.recall_at_10),
        UNKNOWN if trial is None or trial.kept_untouched is None else f"{trial.kept_untouched:.0%}",
        "" if trial is None else f"{trial.moved:,}",
    ]


def _verdict(found: HeldOut, trial: Trial) -> str:
    """Say in words whether one method helped."""
    low, high = trial.gain_low, trial.gain_high
    if low is None or high is None:
        return ""
    if low > 0:
        told = f"It helped: recall rose by {low:.3f} to {high:.3f}"
    elif high < 0:
        told = f"It did harm: recall fell by {-high:.3f} to {-low:.3f}"
    else:
        told = (
            f"No difference that these pairs could show: recall changed by {low:.3f} to {high:.3f}"
        )
    return told + _beyond(found.before.unconnected, trial.found.unconnected)


def _beyond(was: Found, now: Found) -> str:
    """Say what became of pairs that nothing connects: adjusting does not reach them."""
    if was.recall_at_10 is None or now.recall_at_10 is None:
        return "."
    return (
        f". Pairs that nothing connects went from {was.recall_at_10:.3f} to "
        f"{now.recall_at_10:.3f}: adjusting teaches nothing about terms that it was not told of."
    )


def _figure(value: float | None) -> str:
    return UNKNOWN if value is None else f"{value:.3f}"


def _pairs(count: int) -> str:
    return f"{count:,} accepted pair{'' if count == 1 else 's'}"
