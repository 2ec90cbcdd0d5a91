"""What a change did, as lines of text for the panel."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from synotui.model import Verdict
from synotui.text import fit, visible, width
from synotui.tui.widgets.candidate_line import figure, shown_change

if TYPE_CHECKING:
    from synotui.model import Change, CosineChange, Diff, NeighbourChange, Term
    from synotui.tui.widgets.lines import Piece

_SET, _BATCH = "the set", "the batch"
_SIGNS = {Verdict.ACCEPTED: "=", Verdict.REJECTED: "≠", Verdict.SKIPPED: "–"}
_WAYS = {"do": "", "undo": "undone: ", "redo": "redone: "}


@dataclass(frozen=True, slots=True)
class Told:
    """A line of the panel: some words, and the cosines that belong to them."""

    words: tuple["Piece", ...]
    cosine: tuple[float, float] | None = None
    part: str = ""
    """What many like lines are pairs of ("the set", "the batch"): they go when room is short."""


def told_of(change: "Change", cells: int) -> list[Told]:
    """Describe a change that was made, undone or redone."""
    label = _WAYS[change.way] + visible(change.label)
    pairs = change.diff.pairs
    if len(pairs) == 1:
        first = [Told(((label, "strong"),), (pairs[0].before, pairs[0].after))]
    else:
        after = next((pair.after for pair in change.pairs), None)
        sign = _SIGNS[after.verdict] if after else "·"
        first = [Told(((label, "strong"),)), *(_pair(pair, _BATCH, sign) for pair in pairs)]
    return [*first, *_effects(change.diff, cells)]


def told_of_preview(label: str, diff: "Diff", cells: int) -> list[Told]:
    """Describe what a decision would do."""
    first = [
        Told(((visible(label), "strong"),), (pair.before, pair.after)) for pair in diff.pairs
    ] or [Told(((visible(label), "strong"), ("  no vectors to compare", "faint")))]
    return [*first, *_effects(diff, cells)]


def trimmed(lines: Sequence[Told], height: int) -> list[Told]:
    """Leave out pairs of the set, then of the batch, that do not fit; say how many."""
    kept = list(lines)
    for part in (_SET, _BATCH):
        of_part = [line for line in kept if line.part == part]
        over = len(kept) - height
        if over <= 0 or len(of_part) < 2:
            continue
        shown = max(0, len(of_part) - over - 1)
        left = len(of_part) - shown
        more = f"  … {left}{' more' if shown else ''} pairs of {part} (J)"
        place = kept.index(of_part[0])
        rest = kept[place + len(of_part) :]
        kept = [*kept[: place + shown], Told(((more, "faint"),)), *rest]
    return kept


def pieces(line: Told, words: int) -> list["Piece"]:
    """Give a line's pieces, with `words` cells for the words when cosines follow."""
    if line.cosine is None:
        return list(line.words)
    given: list[Piece] = []
    left = words
    for text, name in line.words:
        if left <= 0:
            break
        wide = min(width(text), left)
        given.append((fit(text, wide), name))
        left -= wide
    before, after = line.cosine
    change = shown_change(before, after)
    given += [(" " * left, "plain"), (f"{figure(before):>6} → {figure(after)}", "plain")]
    if change:
        arrow = "▲" if change > 0 else "▼"
        given.append((f" {arrow}{abs(change):.2f}", "good" if change > 0 else "bad"))
    return given


def words_width(lines: Iterable[Told], cells: int) -> int:
    """Give the cells the words take, so that all cosines stand below each other."""
    longest = max(
        (sum(width(text) for text, _ in line.words) for line in lines if line.cosine), default=0
    )
    return min(longest + 1, cells - 20)


def _pair(pair: "CosineChange", part: str, sign: str = "·") -> Told:
    words: list[Piece] = [
        ("  " + visible(pair.term.text), "plain"),
        (f" {sign} ", "faint"),
        (visible(pair.synonym.text), "plain"),
    ]
    if part == _SET:
        words.append(("  same set", "faint"))
    return Told(tuple(words), (pair.before, pair.after), part)


def _effects(diff: "Diff", cells: int) -> list[Told]:
    lines = [_pair(pair, _SET) for pair in diff.component]
    for change in diff.neighbours:
        lines += _neighbours(change, cells)
    lines.append(_summary(diff, cells))
    if diff.waiting:
        told = f"{diff.waiting:,} waiting for a rebuild (palette: Rebuild)"
        lines.append(Told(((told, "call"),)))
    return lines


def _summary(diff: "Diff", cells: int) -> Told:
    moved = f"moved {diff.moved:,} term{'' if diff.moved == 1 else 's'}" if diff.moved else ""
    parts: list[Piece] = [(moved or "no vector moved", "plain")]
    if diff.kept_at_10 is not None:
        kept = _share(diff.kept_at_10)
        told = f"kept {kept} of the ten nearest of {diff.sampled:,} untouched terms"
        if width(told) + width(parts[0][0]) + 3 > cells:
            told = f"untouched terms kept {kept}"
        parts += [(" · ", "faint"), (told, "faint")]
    return Told(tuple(parts))


def _share(share: float) -> str:
    """Write a share so that 100 % means all of it."""
    percent = share * 100
    if percent < 100 and round(percent, 1) == 100:
        return "99.9 %"
    return f"{percent:.0f} %" if percent == 100 else f"{percent:.1f} %"


def _neighbours(change: "NeighbourChange", cells: int) -> list[Told]:
    head = f"ten nearest of {visible(change.term.text)}: "
    if not (change.entered or change.left):
        return [Told(((head, "faint"), ("the same", "faint")))]
    items: list[tuple[Piece, Piece]] = [
        *(_mover("+", "good", term, f" (#{rank})") for term, rank in change.entered),
        *(_mover("−", "bad", term, f" (was #{rank})") for term, rank in change.left),
    ]
    return _wrapped((head, "faint"), items, cells)


def _mover(sign: str, name: str, term: "Term", rank: str) -> tuple["Piece", "Piece"]:
    return (f"{sign} ", name), (f"{visible(term.text)}{rank}", "plain")


def _wrapped(head: "Piece", items: Sequence[tuple["Piece", "Piece"]], cells: int) -> list[Told]:
    lines: list[list[Piece]] = [[head]]
    used = width(head[0])
    for item in items:
        wide = sum(width(text) for text, _ in item)
        if used + wide + 2 > cells and len(lines[-1]) > 1:
            lines.append([("  ", "plain")])
            used = 2
        if len(lines[-1]) > 1:
            lines[-1].append(("  ", "plain"))
            used += 2
        lines[-1] += item
        used += wide
    return [Told(tuple(line)) for line in lines]
