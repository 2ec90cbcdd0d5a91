"""A comparison as lines of its screen: figures, where the pair stands, the way, what is shared."""

from collections.abc import Iterator, Sequence

from synotui.errors import SynotuiError
from synotui.model import Comparison, Matrix, Placed, Standing, Term
from synotui.ops.comparing import words as words
from synotui.ops.comparing.matrix_words import LEGEND, lay_out
from synotui.text import fit, visible, width
from synotui.tui.widgets import spreads
from synotui.tui.widgets.candidate_line import INKS, figure, shown_change
from synotui.tui.widgets.lines import Piece
from synotui.tui.widgets.report_list import ReportLine

_NAME = 11
"""Cells of the names of figures."""
_STANDS = 25
"""Cells of a percentile, base and now, and of what is before it."""
_COLUMN = 13
"""Cells of a rank and a cosine."""
_WIDEST = 72
_BLANK = ReportLine(())


def pair_lines(found: Comparison, cells: int, *, shared: bool = True) -> list[ReportLine]:
    """Lay a comparison out for a list of so many cells, with shared neighbours or without."""
    lines = [*_origins((found.a, found.b)), *_figures(found), _BLANK, *_stands(found, cells)]
    lines += [_BLANK, *_decided(found), *_ranks(found)]
    lines += _way(found)
    if shared and found.rank_a_to_b:
        title, columns, near = shared_lines(found)
        right: tuple[Piece, ...] = ((columns, "faint"),) if near else ()
        lines += [_BLANK, ReportLine(((f" {title}", "strong"),), right), *near]
    return lines


def shared_lines(found: Comparison) -> tuple[str, str, list[ReportLine]]:
    """Give a title, what stands over the columns, and the neighbours both have."""
    title = f"Shared: {len(found.shared):,} of the first {found.k:,}"
    columns = "".join(_over(visible(each.text)) for each in (found.a, found.b))
    lines = []
    for each in found.shared:
        ranks = ((each.rank_a, each.cosine_a), (each.rank_b, each.cosine_b))
        right = "".join(f"{f'#{rank:,}':>6} {figure(cosine)}  " for rank, cosine in ranks)
        name: Piece = (f"   {visible(each.term.text)}", "plain")
        lines.append(ReportLine((name,), ((right, "plain"),), each.term.id, found.a.id))
    return title, columns, lines


def matrix_lines(matrix: Matrix, cells: int) -> list[ReportLine]:
    """Lay a matrix out for a list of so many cells."""
    lines = [*_origins(matrix.items)]
    heads = [item.id for item in matrix.items]
    for block in lay_out(matrix, cells - 4):
        lines.append(ReportLine(((" ", "plain"), *((title, "faint") for title in block.titles))))
        for head, (name, row) in zip(heads, block.rows, strict=True):
            left: list[Piece] = [(" ", "plain"), (name, "strong")]
            for cell in row:
                ink = "faint" if cell.base else INKS[cell.verdict] if cell.verdict else "plain"
                left += [(" ", "plain"), (cell.text, ink)]
            other = next((each for each in heads if each not in (None, head)), None)
            lines.append(ReportLine(tuple(left), head=head, candidate=other))
        lines.append(_BLANK)
    return [*lines, ReportLine(((f" {LEGEND}", "faint"),))]


def problem_lines(error: SynotuiError, closest: Sequence[Term]) -> list[ReportLine]:
    """Say what is wrong; the closest terms can be taken instead."""
    lines = [ReportLine(((f" {visible(error.message)}", "strong"),))]
    if closest:
        return [*lines, _title("Closest: enter takes one instead"), *offer_lines(closest)]
    return [*lines, ReportLine(((f" {visible(error.remedy)}", "faint"),))]


def offer_lines(terms: Sequence[Term]) -> list[ReportLine]:
    """Give a line for each term that may be meant."""
    return [ReportLine(((f"   {visible(term.text)}", "plain"),), head=term.id) for term in terms]


def _origins(items: Sequence[Placed]) -> Iterator[ReportLine]:
    for item in items:
        if told := words.origin_words(item):
            yield ReportLine(((f" {visible(told)}", "call"),))


def _title(text: str, right: str = "") -> ReportLine:
    return ReportLine(((f" {text}", "strong"),), ((right, "faint"),) if right else ())


def _figures(found: Comparison) -> Iterator[ReportLine]:
    for name, base, now, more_is_nearer in (
        ("cosine", found.base.cosine, found.now.cosine, True),
        ("Euclidean", found.base.euclidean, found.now.euclidean, False),
        ("dot product", found.base.dot, found.now.dot, True),
    ):
        change = shown_change(base, now)
        was = f"{base:8.2f} → " if change else " " * 11
        pieces: list[Piece] = [
            (f" {name:<{_NAME}}", "faint"),
            (was, "faint"),
            (f"{now:8.2f}" if not change else f"{now:.2f}", "strong"),
        ]
        if change:
            good = (change > 0) == more_is_nearer
            pieces.append(_mark(change, good))
        yield ReportLine(tuple(pieces))


def _mark(change: float, good: bool) -> Piece:
    return (f" {'▲' if change > 0 else '▼'}{abs(change):.2f}", "good" if good else "bad")


def _stands(found: Comparison, cells: int) -> Iterator[ReportLine]:
    """Draw where the pair stands on one scale with random and accepted pairs."""
    known = [each for each in (found.random, found.accepted) if each is not None]
    ends = [found.base.cosine, found.now.cosine, *(each.now_spread[0] for each in known)]
    room = max(20, min(_WIDEST, cells - _NAME - _STANDS - 4))
    scale = spreads.scale_of(ends, room)
    for name, kind, standing in (
        ("random", "random pairs", found.random),
        ("accepted", "other accepted pairs", found.accepted),
    ):
        label: Piece = (f" {name:<{_NAME}}", "faint")
        if standing is None:
            yield ReportLine((label, (f"no {kind} to compare with", "faint")))
        else:
            told: Piece = (_share(standing), "plain")
            yield ReportLine((label, *spreads.box(standing.now_spread, scale)), (told,))
    here = spreads.change(found.base.cosine, found.now.cosine, scale)
    counts = " · ".join(f"{each.pairs:,}" for each in known)
    of: tuple[Piece, ...] = ((f"of {counts} pairs ", "faint"),) if known else ()
    yield ReportLine(((f" {'this pair':<{_NAME}}", "faint"), *here), of)
    yield ReportLine(((" " * (_NAME + 1), "plain"), *spreads.axis(scale)))


def _share(standing: Standing) -> str:
    base, now = words.share(standing.base), words.share(standing.now)
    return f"above {now} " if base == now else f"above {base} → {now} "


def _decided(found: Comparison) -> Iterator[ReportLine]:
    verdict = found.pair.verdict if found.pair else None
    for at, told in enumerate(words.verdict_words(found)):
        sign = words.SIGNS[verdict] if at == 0 else " "
        ink = INKS[verdict] if verdict and at == 0 else "plain"
        yield ReportLine(((f" {sign} ", ink), (visible(told), "plain" if verdict else "faint")))
    for told in words.proposal_words(found):
        yield ReportLine(((" ? ", "call"), (visible(told), "plain")))


def _ranks(found: Comparison) -> Iterator[ReportLine]:
    for here, other, base, now in (
        (found.a, found.b, found.base_rank_a_to_b, found.rank_a_to_b),
        (found.b, found.a, found.base_rank_b_to_a, found.rank_b_to_a),
    ):
        pieces: list[Piece] = [("   ", "plain"), (visible(here.text), "strong")]
        if now:
            pieces += [(": ", "faint"), (visible(other.text), "plain"), (" is neighbour ", "faint")]
            pieces.append((words.rank_words(base, now), "strong"))
            if base != now:
                pieces.append((" ▲", "good") if now < base else (" ▼", "bad"))
        yield ReportLine(tuple(pieces), head=here.id, candidate=other.id)


def _way(found: Comparison) -> Iterator[ReportLine]:
    told = words.path_words(found)
    if not told:
        return
    yield _BLANK
    yield ReportLine(((" Path  ", "strong"), (visible(told), "faint")))
    for at, link in enumerate(found.path):
        if at == 0:
            first = visible(words.in_sense(link.head.text, link.head_sense))
            ends = link.head.id, link.synonym.id
            yield ReportLine((("   ", "plain"), (first, "plain")), (), *ends)
        name = visible(words.in_sense(link.synonym.text, link.synonym_sense))
        sign = visible(words.link_sign(link))
        right: tuple[Piece, ...] = (("no vector ", "faint"),)
        if link.base is not None and link.now is not None:
            right = _cosines(link.base, link.now)
        left: tuple[Piece, ...] = ((f"   {sign} ", "good"), (name, "plain"))
        yield ReportLine(left, right, link.synonym.id, link.head.id)


def _cosines(base: float, now: float) -> tuple[Piece, ...]:
    change = shown_change(base, now)
    if not change:
        return ((f"{figure(now)}      ", "plain"),)
    return ((f"{figure(base)} → ", "faint"), (figure(now), "plain"), _mark(change, change > 0))


def _over(text: str) -> str:
    """Put a text over a column of ranks and cosines, at the right, cut if need be."""
    room = _COLUMN - 2
    cut = fit(text, room).rstrip() if width(text) > room - 1 else text
    return " " * (room - width(cut)) + cut + "  "
