"""Which method to use, by what was measured with pairs held out, and why in words.

The rule. A method is fit if

1. hidden pairs that no other pairs connect are found at least 95 % as often as
   by base vectors, and
2. terms without a pair keep at least 90 % of what they can be expected to keep
   of their ten nearest, where there is a sample of these: as much as there are
   terms that did not move.

Of the fit ones the one with the highest recall at 10 is best. Others that the
hidden pairs cannot tell from it (the bootstrap interval of the difference
holds 0) are as good: of these the dictionary's own method is kept if it is
one, else the one whose untouched terms keep most neighbours is chosen. With
fewer pairs than figures to rely on take, nothing is recommended.
"""

from collections.abc import Mapping

from synotui.engine.held_out import Doubles, interval
from synotui.model import HeldOut, MethodName, Trial

WORST = 0.95
"""Share of the recall of unconnected pairs that must stay."""
KEPT = 0.9
"""Share of their neighbours, those that moved left out, that untouched terms must keep."""


def recommend(
    measured: HeldOut, current: MethodName, hits: Mapping[MethodName, Doubles]
) -> tuple[MethodName | None, str]:
    """Give the method to use, if any can be told, and the reason.

    `current` is the dictionary's own; `hits` are those of every hidden pair
    by each method, all of the same pairs.
    """
    if not measured.enough:
        return None, (
            f"Too few pairs to tell methods apart: {measured.pairs:,} accepted, and it takes "
            f"{measured.needed:,} at this share. Keep {current} until then."
        )
    trials = {trial.settings.method: trial for trial in measured.trials}
    unfit = {name: why for name in trials if (why := _unfit(trials[name], measured))}
    fit = [name for name in trials if name not in unfit]
    best = max(fit, key=lambda name: trials[name].found.every.recall_at_10 or 0.0)
    level = [name for name in fit if name == best or _as_good(hits[name], hits[best])]
    if current in level:
        chosen = current
    else:
        chosen = max(level, key=lambda name: (trials[name].kept_untouched or 0.0, name == best))
    told = [_gain(chosen, trials[chosen], measured)]
    others = [name for name in level if name != chosen]
    if others:
        kept = "in use already" if chosen == current else "kinder to untouched terms"
        told.append(f"{_and(others)} cannot be told from it; {chosen} is {kept}.")
    better = [name for name in unfit if _recall(trials[name]) > _recall(trials[chosen])]
    told += [f"{name} finds more, but {unfit[name]}." for name in better]
    return chosen, " ".join(told)


def _recall(trial: Trial) -> float:
    return trial.found.every.recall_at_10 or 0.0


def _unfit(trial: Trial, measured: HeldOut) -> str:
    """Say why a method is not fit to be recommended; "" if it is."""
    was, now = measured.before.unconnected.recall_at_10, trial.found.unconnected.recall_at_10
    if was and now is not None and now < WORST * was:
        return f"pairs that nothing connects fall from {was:.3f} to {now:.3f}"
    kept, unmoved = trial.kept_untouched, 1 - trial.moved / measured.terms
    if kept is not None and kept < KEPT * unmoved:
        return f"untouched terms keep only {kept:.0%} of their neighbours"
    return ""


def _as_good(one: Doubles, best: Doubles) -> bool:
    low, high = interval(best - one)
    return low <= 0 <= high


def _gain(name: MethodName, trial: Trial, measured: HeldOut) -> str:
    was, now = measured.before, trial.found
    if name == "none":
        return (
            f"none: no method that spares other pairs and terms finds more hidden pairs than "
            f"base vectors do ({_figure(was.every.recall_at_10)})."
        )
    told = (
        f"{name}: finds {_figure(now.every.recall_at_10)} of hidden partners among the ten "
        f"nearest, base vectors {_figure(was.every.recall_at_10)}"
    )
    if was.unconnected.pairs:
        told += (
            f"; pairs that nothing connects go from {_figure(was.unconnected.recall_at_10)} to "
            f"{_figure(now.unconnected.recall_at_10)}"
        )
    if trial.kept_untouched is not None:
        told += f"; untouched terms keep {trial.kept_untouched:.0%} of their ten nearest"
    return told + "."


def _figure(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"


def _and(names: list[MethodName]) -> str:
    *most, last = names
    return f"{', '.join(most)} and {last}" if most else last
