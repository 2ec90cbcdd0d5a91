"""Answers about the space as tables and as JSON, for `analogy` and `explore`."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from synotui.cli.changes import painted_cosines
from synotui.cli.printing import Column, Painted, Piece, line, say, table
from synotui.ops.exploring.explored import (
    Between,
    Closer,
    Components,
    Given,
    Hit,
    Nearest,
    OddOneOut,
    Relative,
)

if TYPE_CHECKING:
    from synotui.ops.workbench import Workbench

_HOW = {
    "encoded": "encoded just now",
    "words": "put together from its words",
    "subwords": "put together from its letters",
}


def tell_placed(bench: "Workbench", given: Iterable[Given]) -> None:
    """Say which of what was asked about is in no dictionary, and what may be meant instead."""
    from synotui.ops.terms import closest_terms

    for each in given:
        if each.how == "term":
            continue
        parts = f" ({', '.join(each.parts)})" if each.parts else ""
        closest = closest_terms(bench, each.text)
        meant = f" Closest terms: {', '.join(closest)}" if closest else ""
        say(f"“{each.text}” has no vector in the dictionary: {_HOW[each.how]}{parts}.{meant}")


def given_documents(given: Iterable[Given]) -> list[dict[str, Any]]:
    """Say of all that was asked about where its vector is from, as JSON-ready values."""
    made = []
    for each in given:
        told: dict[str, Any] = {"term": each.text, "vector": each.how}
        if each.parts:
            told["parts"] = list(each.parts)
        if each.weight != 1:
            told["weight"] = each.weight
        made.append(told)
    return made


# The nearest, and analogies -----------------------------------------------------------------


def nearest_document(found: Nearest) -> dict[str, Any]:
    """Give the nearest as JSON-ready values; `base` and `now` are cosines."""
    return {
        "plus": [each.text for each in found.given if each.weight >= 0],
        "minus": [each.text for each in found.given if each.weight < 0],
        "given": given_documents(found.given),
        "space": found.space,
        "by": found.by,
        "measure": found.measure,
        "index": found.index,
        "results": hit_documents(found.items),
    }


def hit_documents(items: Iterable[Hit]) -> list[dict[str, Any]]:
    """Give terms that answer as JSON-ready values."""
    return [
        {
            "rank": each.rank,
            "term": each.term.text,
            "base": each.base,
            "now": each.now,
            "score": each.score,
        }
        for each in items
    ]


def print_nearest(found: Nearest) -> None:
    """Print the nearest under the sum that was asked about."""
    asked = ""
    for each in found.given:
        sign = "− " if each.weight < 0 else "+ " if asked else ""
        times = "" if abs(each.weight) == 1 else f"{abs(each.weight):g} × "
        asked += f"{' ' if asked else ''}{sign}{times}{each.text}"
    print_hits(asked, found.items, score=found.measure == "3CosMul")


def print_hits(title: str, items: Iterable[Hit], *, score: bool = False) -> None:
    """Print terms with their cosines, and what they rank by if that is another figure."""
    columns = [Column("#", right=True), Column(title, cut=True), Column("cosine")]
    rows: list[list[Piece]] = [
        [str(each.rank), each.term.text, painted_cosines(each.base, each.now)] for each in items
    ]
    if score:
        columns.append(Column("3CosMul", right=True))
        for row, each in zip(rows, items, strict=True):
            row.append(f"{each.score:.4f}")
    table(columns, rows)


# Others -------------------------------------------------------------------------------------


def odd_document(found: OddOneOut) -> dict[str, Any]:
    """Give the odd one out as JSON-ready values; `base` and `now` are cosines with them all."""
    return {
        "odd": found.odd.text if found.odd else None,
        "given": given_documents(each.given for each in found.items),
        "space": found.space,
        "by": found.by,
        "results": [
            {"term": each.given.text, "base": each.base, "now": each.now} for each in found.items
        ],
    }


def print_odd(found: OddOneOut) -> None:
    """Print terms by how central they are, the odd one marked."""
    rows: list[list[Piece]] = [
        [each.given.text, painted_cosines(each.base, each.now), ""] for each in found.items
    ]
    if found.odd is not None:
        rows[-1][2] = Painted("≠ the odd one", "yellow")
    table([Column("term", cut=True), Column("cosine with all"), Column("")], rows)
    if found.odd is None:
        line("None is odd: the last two are equally far from the others.")


def closer_document(found: Closer) -> dict[str, Any]:
    """Give what is closer as JSON-ready values."""
    return {
        "a": found.a.text,
        "b": found.b.text,
        "given": given_documents((found.a, found.b)),
        "space": found.space,
        "by": found.by,
        "base": found.base,
        "now": found.now,
        "rank_base": found.rank_base,
        "rank_now": found.rank_now,
        "closer": found.count,
        "results": hit_documents(found.items),
    }


def print_closer(found: Closer) -> None:
    """Print the rank of one term for another, and what is nearer."""
    rank = f"{found.rank_base:,}"
    if found.rank_now != found.rank_base:
        rank += f" → {found.rank_now:,}"
    cosine = painted_cosines(found.base, found.now)
    line(f"{found.b.text} is neighbour {rank} of {found.a.text}, cosine ", cosine)
    if found.items:
        print_hits(f"closer to {found.a.text}", found.items)
    if (more := found.count - len(found.items)) > 0:
        say(f"{more:,} more are closer (-k N)")


def between_document(found: Between) -> dict[str, Any]:
    """Give the cosine of two sets as JSON-ready values."""
    return {
        "ones": [each.text for each in found.ones],
        "others": [each.text for each in found.others],
        "given": given_documents((*found.ones, *found.others)),
        "space": found.space,
        "base": found.base,
        "now": found.now,
    }


def print_between(found: Between) -> None:
    """Print the cosine of two sets."""
    ones, others = (", ".join(each.text for each in side) for side in (found.ones, found.others))
    rows: list[list[Piece]] = [[ones, others, painted_cosines(found.base, found.now)]]
    table(
        [Column("one set", cut=True), Column("the other", cut=True), Column("cosine of means")],
        rows,
    )


def relative_document(found: Relative) -> dict[str, Any]:
    """Give relative cosines as JSON-ready values; those above 1 / `nearest` are `above`."""
    return {
        "term": found.term.text,
        "given": given_documents((found.term, *(each.given for each in found.items))),
        "space": found.space,
        "by": found.by,
        "nearest": found.k,
        "results": [
            {
                "term": each.given.text,
                "base": each.base,
                "now": each.now,
                "cosine_base": each.cosine_base,
                "cosine_now": each.cosine_now,
                "above": each.above,
            }
            for each in found.items
        ],
    }


def print_relative(found: Relative) -> None:
    """Print relative cosines, and which are above those of a neighbour at random."""
    level = 1 / found.k
    rows: list[list[Piece]] = [
        [
            each.given.text,
            f"{each.base:.4f}",
            f"{each.now:.4f}",
            painted_cosines(each.cosine_base, each.cosine_now),
            Painted(f"above {level:.2f}", "green") if each.above else f"below {level:.2f}",
        ]
        for each in found.items
    ]
    columns = [
        Column(f"relative to {found.k} nearest of {found.term.text}", cut=True),
        Column("base", right=True),
        Column("now", right=True),
        Column("cosine"),
        Column(""),
    ]
    table(columns, rows)


def vectors_document(found: Sequence[Components]) -> dict[str, Any]:
    """Give components as JSON-ready values."""
    return {
        "space": found[0].space,
        "dim": found[0].dim,
        "given": given_documents(each.given for each in found),
        "results": [
            {
                "term": each.given.text,
                "base": list(each.base),
                "now": list(each.now),
                "length_base": each.length_base,
                "length_now": each.length_now,
            }
            for each in found
        ],
    }


def print_vectors(found: Sequence[Components]) -> None:
    """Print the first components of each vector, a column for the base and one for now."""
    for each in found:
        rows: list[list[Piece]] = [
            [str(at), f"{base:+.6f}", f"{now:+.6f}"]
            for at, (base, now) in enumerate(zip(each.base, each.now, strict=True), 1)
        ]
        rows.append(["length", f"{each.length_base:.6f}", f"{each.length_now:.6f}"])
        line(f"{each.given.text}: {len(each.base):,} of {each.dim:,} components")
        table([Column("", right=True), Column("base", right=True), Column("now", right=True)], rows)
