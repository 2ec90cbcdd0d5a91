"""What `synotui compare` prints: two terms or texts measured, or a matrix of several."""

import shutil
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from synotui.cli.printing import Column, Painted, Piece, line, table
from synotui.model import Comparison, Matrix, PathLink, Placed, Standing, Verdict
from synotui.ops.comparing import words as words

if TYPE_CHECKING:
    from synotui.model import Pair
    from synotui.ops.comparing.matrix_words import MatrixCell

_COLOURS = {Verdict.ACCEPTED: "green", Verdict.REJECTED: "red", Verdict.SKIPPED: "dim"}
_LISTED = 20
"""Shared neighbours that are printed; the document has all."""


def print_comparison(found: Comparison) -> None:
    """Print everything that is known of two."""
    line(Painted(f"{found.a.text}  {found.b.text}", "bold"))
    for each in (found.a, found.b):
        if told := words.origin_words(each):
            line(f"  {told}")
    rows = [
        [f"  {name}", f"{base:.4f}", f"{now:.4f}", _change(base, now, gain=name != "euclidean")]
        for (name, base), now in zip(
            asdict(found.base).items(), asdict(found.now).values(), strict=True
        )
    ]
    table([Column(""), Column("base", right=True), Column("now", right=True), Column("")], rows)
    a, b = found.a.text, found.b.text
    for base, now, whose, other in (
        (found.base_rank_a_to_b, found.rank_a_to_b, a, b),
        (found.base_rank_b_to_a, found.rank_b_to_a, b, a),
    ):
        if now:
            line(f"  {other} is neighbour {words.rank_words(base, now)} of {whose}")
    for standing, kind in ((found.random, "random pairs"), (found.accepted, "accepted pairs")):
        line(f"  {_standing(standing, kind)}")
    for at, told in enumerate(words.verdict_words(found)):
        verdict = found.pair.verdict if found.pair and at == 0 else None
        sign = [Painted(words.SIGNS[verdict] + " ", _COLOURS[verdict])] if verdict else []
        line("  ", *sign, told)
    for told in words.proposal_words(found):
        line(f"  {told}")
    _print_path(found)
    _print_shared(found)


def _change(base: float, now: float, *, gain: bool) -> Piece:
    change = round(now, 4) - round(base, 4)
    if abs(change) < 0.00005:
        return ""
    better = (change > 0) == gain
    return Painted(f"{'▲' if change > 0 else '▼'}{abs(change):.4f}", "green" if better else "red")


def _standing(standing: Standing | None, kind: str) -> str:
    if standing is None:
        return f"no {kind} to compare with"
    base, now = words.share(standing.base), words.share(standing.now)
    was = f" ({base} by base vectors)" if base != now else ""
    return f"above {now} of {standing.pairs:,} {kind}{was}"


def _print_path(found: Comparison) -> None:
    told = words.path_words(found)
    if told:
        line(f"  path: {told}")
    rows: list[list[Piece]] = []
    for link in found.path:
        head = words.in_sense(link.head.text, link.head_sense)
        synonym = words.in_sense(link.synonym.text, link.synonym_sense)
        cosines = [f"{each:.4f}" if each is not None else "no vector" for each in _both(link)]
        rows.append([f"    {head} {words.link_sign(link)} {synonym}", *cosines])
    if rows:
        table([Column("", cut=True), Column("base", right=True), Column("now", right=True)], rows)


def _print_shared(found: Comparison) -> None:
    if not found.rank_a_to_b:
        return
    line(f"  shared: {len(found.shared):,} among the first {found.k:,} of both")
    if not found.shared:
        return
    columns = [Column("", cut=True)]
    for whose in (found.a, found.b):
        columns += [Column("#", right=True), Column(f"to {whose.text}", cut=True)]
    rows = [
        [
            f"    {each.term.text}",
            f"{each.rank_a:,}",
            f"{each.cosine_a:.4f}",
            f"{each.rank_b:,}",
            f"{each.cosine_b:.4f}",
        ]
        for each in found.shared[:_LISTED]
    ]
    table(columns, rows)
    if len(found.shared) > _LISTED:
        line(f"    and {len(found.shared) - _LISTED:,} more")


def _both(link: PathLink) -> tuple[float | None, float | None]:
    return link.base, link.now


def print_matrix(matrix: Matrix) -> None:
    """Print cosines of several with one another, in blocks as wide as the terminal."""
    from synotui.ops.comparing.matrix_words import LEGEND, lay_out

    for each in matrix.items:
        if told := words.origin_words(each):
            line(told)
    for block in lay_out(matrix, shutil.get_terminal_size().columns):
        line(*(Painted(title, "dim") for title in block.titles))
        for name, cells in block.rows:
            line(name, *map(_cell, cells[:-1]), _cell(cells[-1], last=True))
    line(Painted(LEGEND, "dim"))


def _cell(cell: "MatrixCell", *, last: bool = False) -> Piece:
    text = f" {cell.text.rstrip() if last else cell.text}"
    if cell.verdict in (Verdict.ACCEPTED, Verdict.REJECTED):
        return Painted(text, _COLOURS[cell.verdict])
    return Painted(text, "dim") if cell.base else text


def comparison_document(found: Comparison) -> dict[str, Any]:
    """Give a comparison as JSON has it; what does not apply is null."""
    pair = found.pair
    return {
        "a": found.a.text,
        "b": found.b.text,
        "base": asdict(found.base),
        "now": asdict(found.now),
        "rank_a_to_b": found.rank_a_to_b or None,
        "rank_b_to_a": found.rank_b_to_a or None,
        "base_rank_a_to_b": found.base_rank_a_to_b or None,
        "base_rank_b_to_a": found.base_rank_b_to_a or None,
        "a_from": _origin(found.a),
        "b_from": _origin(found.b),
        "random_pairs": _standing_document(found.random),
        "accepted_pairs": _standing_document(found.accepted),
        "shared": {
            "first": found.k,
            "count": len(found.shared),
            "neighbours": [asdict(each) | {"term": each.term.text} for each in found.shared],
        },
        "path": [_link(each) for each in found.path],
        "no_path": found.no_path or None,
        "verdict": str(pair.verdict) if pair else None,
        **_pair(pair, found),
        "proposals": [
            {
                "source": each.source,
                "head": _text(found, each.head),
                "synonym": _text(found, each.synonym),
                "relation": str(each.relation) if each.relation else None,
                "note": each.note,
            }
            for each in found.proposals
        ],
    }


def matrix_document(matrix: Matrix) -> dict[str, Any]:
    """Give a matrix as JSON has it."""
    texts = {item.id: item.text for item in matrix.items if item.id is not None}
    return {
        "terms": [item.text for item in matrix.items],
        "from": [_origin(item) for item in matrix.items],
        "base": matrix.base,
        "now": matrix.now,
        "pairs": [
            {
                "head": texts[pair.head],
                "synonym": texts[pair.synonym],
                "verdict": str(pair.verdict),
                "relation": str(pair.relation) if pair.relation else None,
            }
            for pair in matrix.pairs
        ],
    }


def _origin(placed: Placed) -> dict[str, Any]:
    return {"known": placed.term is not None, "vector": placed.how, "parts": list(placed.parts)}


def _standing_document(standing: Standing | None) -> dict[str, Any] | None:
    if standing is None:
        return None
    spreads = {
        f"{name}_percentiles": dict(zip(words.SHARES, values, strict=True))
        for name, values in (("base", standing.base_spread), ("now", standing.now_spread))
    }
    return {
        "pairs": standing.pairs,
        "base_percentile": standing.base,
        "now_percentile": standing.now,
        **spreads,
    }


def _link(link: PathLink) -> dict[str, Any]:
    return {
        "head": link.head.text,
        "synonym": link.synonym.text,
        "relation": str(link.relation) if link.relation else None,
        "head_sense": link.head_sense,
        "synonym_sense": link.synonym_sense,
        "base": link.base,
        "now": link.now,
    }


def _pair(pair: "Pair | None", found: Comparison) -> dict[str, Any]:
    """Give what is decided; the relation is that of B as seen from A."""
    a, b = found.a.id, found.b.id
    if pair is None or a is None or b is None:
        names = ("relation", "note", "weight", "sense_a", "sense_b", "curator", "decided_at")
        return dict.fromkeys(names)
    relation = pair.relation_from(a)
    return {
        "relation": str(relation) if relation else None,
        "note": pair.note,
        "weight": pair.weight,
        "sense_a": pair.sense_of(a),
        "sense_b": pair.sense_of(b),
        "curator": pair.curator,
        "decided_at": pair.decided_at,
    }


def _text(found: Comparison, term: int) -> str:
    return found.a.text if term == found.a.id else found.b.text
