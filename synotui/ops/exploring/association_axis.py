"""Associations drawn as lines of text between two poles: the first at the left, the other right.

Everything on the axis takes one terminal cell a character.
"""

from math import ceil

from synotui.ops.exploring.association import Associated, Association
from synotui.text import fit, visible, width

BASE, NOW = "○", "●"
_ZERO, _SPAN, _SPAN_AT_ZERO = "│", "─", "┼"
_NICE = 0.05
LEGEND = f"{BASE} base  {NOW} now  {_SPAN} where 95 % of draws of other words from the poles put it"
"""What the signs mean."""


def reach(found: Association) -> float:
    """Give the association at either end of the axis: a multiple of 0.05 beyond all figures."""
    figures = [0.0]
    for item in found.items:
        figures += [item.base, item.now, item.low or 0, item.high or 0]
    return max(1, ceil(max(map(abs, figures)) / _NICE - 1e-9)) * _NICE


def axis(item: Associated, ends: float, cells: int) -> str:
    """Draw a term on an axis of an odd number of `cells` from `ends` to -`ends`."""
    middle = cells // 2

    def place(value: float) -> int:
        return min(cells - 1, max(0, round(middle - value / ends * middle)))

    line = [" "] * cells
    line[middle] = _ZERO
    if item.low is not None and item.high is not None:
        for at in range(place(item.high), place(item.low) + 1):
            line[at] = _SPAN_AT_ZERO if at == middle else _SPAN
    line[place(item.base)] = BASE
    line[place(item.now)] = NOW
    return "".join(line)


def ends_line(found: Association, cells: int) -> str:
    """Name the poles at the ends of an axis of `cells` terminal cells, with 0 in the middle."""
    half = cells // 2
    left, right = (visible(pole.name) for pole in found.poles)
    right = fit(right, half - 3).rstrip()
    return fit(f"◂ {left}", half - 1) + " 0" + " " * (half - 2 - width(right)) + f"{right} ▸"


def shown(value: float) -> str:
    """Write an association: `+0.123`, and zero without a sign."""
    rounded = round(value, 3) + 0.0
    return f"{rounded:+.3f}" if rounded else "0.000"


def change(base: float, now: float) -> str:
    """Show an association's way as `+0.103 → +0.121 ▲0.018`, as one figure if it shows no change.

    ▲ is towards the first pole. The difference is that of the figures shown.
    """
    was, is_now = round(base, 3), round(now, 3)
    if was == is_now:
        return shown(now)
    mark = "▲" if is_now > was else "▼"
    return f"{shown(base)} → {shown(now)} {mark}{abs(is_now - was):.3f}"


def apart_words(found: Association) -> list[str]:
    """Say whether the two lists lean apart: effect sizes, p and how it was found."""
    test = found.test
    if test is None:
        return []
    before, after = test.base, test.now
    lines = []
    if after.effect is None or before.effect is None:
        lines.append("No effect size: all terms lean alike")
    else:
        lines.append(f"effect size d {_effect(before.effect, after.effect)}, from -2 to 2")
    same = (before.p, before.p_two_sided) == (after.p, after.p_two_sided)
    base = "" if same else f" (base {probability(before.p)})"
    ways = f"all {test.splits:,} splits" if test.exact else f"{test.splits:,} splits drawn"
    lines.append(
        f"p {probability(after.p)}{base} one-sided, {probability(after.p_two_sided)} two-sided, "
        f"by {ways}"
    )
    return lines


def _effect(base: float, now: float) -> str:
    was, is_now = round(base, 2) + 0.0, round(now, 2) + 0.0
    if was == is_now:
        return f"{is_now:.2f}"
    return f"{was:.2f} → {is_now:.2f} {'▲' if is_now > was else '▼'}{abs(is_now - was):.2f}"


def probability(p: float) -> str:
    """Write a probability: three places, or two figures where it is small."""
    return f"{p:.3f}" if p >= 0.01 else f"{p:.2g}"


def composed_words(found: Association) -> str:
    """Say which words and terms were put together from others, "" if none were."""
    told = [word for pole in found.poles for word in pole.composed]
    told += [
        f"{item.text} ({' + '.join(item.parts)})" if item.parts else item.text
        for item in found.items
        if item.how in ("words", "subwords")
    ]
    return f"Put together from words or parts: {', '.join(dict.fromkeys(told))}" if told else ""
