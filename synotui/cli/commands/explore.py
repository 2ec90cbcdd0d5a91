"""`synotui explore`: questions to the space about one term or several."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from synotui.cli.arguments import as_json, as_text, dictionary

if TYPE_CHECKING:
    from synotui.ops.exploring.explored import By, Given
    from synotui.ops.workbench import Workbench

_COUNT = 10


@dataclass(frozen=True, slots=True)
class _Asked:
    terms: tuple[str, ...]
    others: tuple[str, ...]
    count: int
    by: "By"


@dataclass(frozen=True, slots=True)
class _Told:
    """What was asked about, the answer as JSON-ready values, and what prints it."""

    given: "tuple[Given, ...]"
    document: Any
    show: Callable[[], None]


def _nearest(bench: "Workbench", asked: _Asked) -> _Told:
    from synotui.cli import answers
    from synotui.ops.exploring.explore import analogy

    found = analogy(bench, asked.terms, k=asked.count, by=asked.by)
    made = answers.nearest_document(found)
    return _Told(found.given, made, lambda: answers.print_nearest(found))


def _odd(bench: "Workbench", asked: _Asked) -> _Told:
    from synotui.cli import answers
    from synotui.ops.exploring.explore import odd_one_out

    found = odd_one_out(bench, asked.terms, by=asked.by)
    given = tuple(each.given for each in found.items)
    return _Told(given, answers.odd_document(found), lambda: answers.print_odd(found))


def _closer(bench: "Workbench", asked: _Asked) -> _Told:
    from synotui.cli import answers
    from synotui.ops.exploring.explore import closer

    a, b = asked.terms
    found = closer(bench, a, b, asked.count, by=asked.by)
    made = answers.closer_document(found)
    return _Told((found.a, found.b), made, lambda: answers.print_closer(found))


def _between(bench: "Workbench", asked: _Asked) -> _Told:
    from synotui.cli import answers
    from synotui.ops.exploring.explore import between

    found = between(bench, asked.terms, asked.others)
    made = answers.between_document(found)
    return _Told((*found.ones, *found.others), made, lambda: answers.print_between(found))


def _relative(bench: "Workbench", asked: _Asked) -> _Told:
    from synotui.cli import answers
    from synotui.ops.exploring.explore import relative

    first, *others = asked.terms
    found = relative(bench, first, others, asked.count, by=asked.by)
    given = (found.term, *(each.given for each in found.items))
    return _Told(given, answers.relative_document(found), lambda: answers.print_relative(found))


def _vector(bench: "Workbench", asked: _Asked) -> _Told:
    from synotui.cli import answers
    from synotui.ops.exploring.explore import components

    found = components(bench, asked.terms, asked.count)
    given = tuple(each.given for each in found)
    return _Told(given, answers.vectors_document(found), lambda: answers.print_vectors(found))


@dataclass(frozen=True, slots=True)
class _Question:
    ask: "Callable[[Workbench, _Asked], _Told]"
    least: int
    most: int | None
    needs: str
    counts: bool = True
    """Whether -k says anything."""
    by_base: bool = True
    """Whether --base does."""


_QUESTIONS = {
    "nearest": _Question(_nearest, 1, None, "a term or more"),
    "odd": _Question(_odd, 3, None, "three terms or more", counts=False),
    "closer": _Question(_closer, 2, 2, "two terms"),
    "between": _Question(_between, 1, None, "a term or more", counts=False, by_base=False),
    "relative": _Question(_relative, 2, None, "a term, and others to compare with it"),
    "vector": _Question(_vector, 1, None, "a term or more", by_base=False),
}


@click.command()
@dictionary
@click.argument("question", type=click.Choice(list(_QUESTIONS)), metavar="QUESTION")
@click.argument("terms", type=as_text, nargs=-1, required=True, metavar="TERM...")
@click.option(
    "--with", "others", type=as_text, multiple=True, metavar="TERM",
    help="A term of the second set, for `between`.",
)  # fmt: skip
@click.option(
    "--count", "-k", type=click.IntRange(1, 100_000), metavar="N",
    help=f"How many terms, neighbours or components.  [default: {_COUNT}]",
)  # fmt: skip
@click.option("--base", is_flag=True, help="By the base vectors instead of the adjusted ones.")
@as_json
def command(
    db: Path,
    question: str,
    terms: tuple[str, ...],
    others: tuple[str, ...],
    count: int | None,
    base: bool,
    as_json: bool,
) -> None:
    """Ask the space of DB a QUESTION about terms, or texts, which are encoded on the spot.

    \b
      nearest A [B]...      what is nearest to A, or to several together
      odd A B C...          which does not belong, by how central each is
      closer A B            what is closer to A than B is, and the rank of B
      between A... --with B cosine of the means of two sets
      relative A B...       cosines with A relative to those of its N nearest
      vector A...           the first N components

    Figures are of the base vectors and as adjusted now, and equal gensim's.

    \b
    Example:
      synotui explore cars.db nearest 普拉多 -k 5
      synotui explore cars.db odd 奥迪 丰田 苹果 汉兰达
      synotui explore cars.db closer 普拉多 丰田
      synotui explore cars.db between 跑车 轿车 --with 卡车 --with 越野车 --json
    """
    from synotui.cli.answers import tell_placed
    from synotui.cli.printing import document
    from synotui.ops.workbench import open_workbench

    chosen = _QUESTIONS[question]
    if len(terms) < chosen.least or (chosen.most is not None and len(terms) > chosen.most):
        raise click.UsageError(f"`{question}` takes {chosen.needs}: {len(terms)} given")
    if question == "between" and not others:
        raise click.UsageError("`between` needs a second set: --with TERM")
    for given, fits, option in (
        (bool(others), question == "between", "--with"),
        (count is not None, chosen.counts, "-k"),
        (base, chosen.by_base, "--base"),
    ):
        if given and not fits:
            raise click.UsageError(f"`{question}` takes no {option}")
    asked = _Asked(terms, others, count or _COUNT, "base" if base else "now")
    with open_workbench(db) as bench:
        told = chosen.ask(bench, asked)
        tell_placed(bench, told.given)
    if as_json:
        document(told.document)
    else:
        told.show()
