"""Which of two poles, each a list of words, terms lean to; by base vectors and as adjusted."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

from synotui import text as words
from synotui.errors import EncoderError, NoVector, PairError, SynotuiError, UnknownTerm
from synotui.model import Term
from synotui.ops.grouping.sets import list_sets
from synotui.ops.spaces.points import How, Point, find_points
from synotui.ops.terms import find_term
from synotui.ops.workbench import Workbench

if TYPE_CHECKING:
    from synotui.engine.arrays import Floats
    from synotui.engine.association import Figures, Leaning


@dataclass(frozen=True, slots=True)
class Pole:
    """One of the two: a list of words."""

    words: tuple[str, ...]
    missing: tuple[str, ...]
    """Words that were given and that the space cannot place."""
    composed: tuple[str, ...]
    """Those of its words whose vectors were put together from those of others."""

    @property
    def name(self) -> str:
        """Its first words."""
        return " ".join(self.words[:3]) + (" …" if len(self.words) > 3 else "")


@dataclass(frozen=True, slots=True)
class Associated:
    """A term and its association with the poles: above 0 it leans to the first, below to the other.

    The mean of its cosines with the words of the first pole, less that with
    those of the second.
    """

    text: str
    term: Term | None
    """None for a text that is not in the dictionary."""
    how: How
    against: bool
    """Whether it is of the second list of terms."""
    base: float
    now: float
    low: float | None
    high: float | None
    """Between these `now` is in 95 % of draws of other words from the poles.

    None where a pole has a single word.
    """
    in_pole: bool
    """Whether it is a word of a pole itself, which puts it there."""
    parts: tuple[str, ...] = ()
    """The words or parts its vector was put together from."""


@dataclass(frozen=True, slots=True)
class ListTest:
    """Whether the first list of terms leans more to the first pole than the second list does."""

    base: "Leaning"
    now: "Leaning"
    splits: int
    """Ways to part the terms in two such lists that were tried."""
    exact: bool
    """Whether these are all there are."""


@dataclass(frozen=True, slots=True)
class Association:
    """Terms between two poles."""

    space: str
    poles: tuple[Pole, Pole]
    items: tuple[Associated, ...]
    """Those that lean most to the first pole first."""
    missing: tuple[str, ...]
    """Terms that the space cannot place."""
    test: ListTest | None
    """None where there is no second list of terms, or nothing known in one."""


def associate(
    bench: Workbench,
    terms: Sequence[str],
    poles: tuple[Sequence[str], Sequence[str]],
    against: Sequence[str] = (),
    *,
    seed: int = 0,
) -> Association:
    """Tell which pole each of `terms` leans to, and with `against`, whether two lists lean apart.

    See `engine.association` for what is computed. Terms are given as texts; a
    text that is no term is placed where the space can do that. Raises PairError
    where both poles or both lists hold the same word or nothing is given,
    UnknownTerm or NoVector where no word of a pole, or no term, is known.
    """
    from synotui.engine.association import associations, cosines, intervals

    find_points(bench, [])
    given = tuple(_distinct(pole) for pole in (*poles, terms, against))
    _refuse_shared(given[0], given[1], "poles")
    _refuse_shared(given[2], given[3], "lists of terms")
    if not all(given[:2]):
        raise PairError(
            "A pole has no words", "Give some, as in --pole 男,他,父亲 --pole 女,她,母亲"
        )
    if not given[2]:
        raise PairError("There are no terms between the poles", "Name some")
    found = _find(bench, chain.from_iterable(given))
    placed = [[point for text in texts if (point := _point(found, text))] for texts in given]
    for texts, points in zip(given[:3], placed[:3], strict=True):
        if not points:
            raise next(each for text in texts if isinstance(each := found[text], SynotuiError))
    loaded = bench.loaded()
    assert loaded is not None
    targets = [*placed[2], *placed[3]]
    first = len(placed[2])
    to_a = [cosines(_stacked(targets, base), _stacked(placed[0], base)) for base in (True, False)]
    to_b = [cosines(_stacked(targets, base), _stacked(placed[1], base)) for base in (True, False)]
    base, now = (associations(a, b) for a, b in zip(to_a, to_b, strict=True))
    bounds = intervals(to_a[1], to_b[1], seed=seed)
    in_poles = {_same(point) for point in (*placed[0], *placed[1])}
    items = [
        Associated(
            text=point.text,
            term=point.term,
            how=point.how,
            against=at >= first,
            base=float(base[at]),
            now=float(now[at]),
            low=None if bounds is None else float(bounds[at, 0]),
            high=None if bounds is None else float(bounds[at, 1]),
            in_pole=_same(point) in in_poles,
            parts=point.parts,
        )
        for at, point in enumerate(targets)
    ]
    unknown = [
        tuple(text for text in texts if not _point(found, text))
        for texts in (given[0], given[1], (*given[2], *given[3]))
    ]
    test = None
    if placed[3]:
        from synotui.engine.association import leanings

        both = [base, now]
        leaned, splits = leanings(
            _rows(part[:first] for part in both), _rows(part[first:] for part in both), seed=seed
        )
        test = ListTest(leaned[0], leaned[1], splits.tried, splits.exact)
    return Association(
        space=loaded.info.name,
        poles=(_pole(placed[0], unknown[0]), _pole(placed[1], unknown[1])),
        items=tuple(sorted(items, key=lambda item: -item.now)),
        missing=unknown[2],
        test=test,
    )


def terms_of_sets(bench: Workbench, term: str) -> list[str]:
    """Give the terms of the synonym sets that hold `term`, itself first. Raises UnknownTerm."""
    head = find_term(bench, term)
    sets = list_sets(bench, head.id)
    return [*dict.fromkeys([head.text, *(text for found in sets for text in found.terms)])]


def _distinct(texts: Iterable[str]) -> tuple[str, ...]:
    """Give texts once each, by their keys."""
    return tuple({words.key(text): text for text in reversed([*texts]) if text.strip()}.values())[
        ::-1
    ]


def _refuse_shared(ones: Iterable[str], others: Iterable[str], what: str) -> None:
    keys = {words.key(text) for text in others}
    for text in ones:
        if words.key(text) in keys:
            raise PairError(f"“{text}” is in both {what}", "Take it out of one")


def _find(bench: Workbench, texts: Iterable[str]) -> "dict[str, Point | SynotuiError]":
    """Give the point of each text, or why it has none."""
    every = list(dict.fromkeys(texts))
    try:
        return dict(zip(every, find_points(bench, every), strict=True))
    except (UnknownTerm, NoVector, EncoderError):
        return {text: _find_one(bench, text) for text in every}


def _find_one(bench: Workbench, text: str) -> Point | SynotuiError:
    try:
        (point,) = find_points(bench, [text])
    except (UnknownTerm, NoVector, EncoderError) as error:
        return error
    return point


def _point(found: "dict[str, Point | SynotuiError]", text: str) -> Point | None:
    point = found[text]
    return point if isinstance(point, Point) else None


def _pole(points: Sequence[Point], missing: tuple[str, ...]) -> Pole:
    composed = (point.text for point in points if point.how in ("words", "subwords"))
    return Pole(tuple(point.text for point in points), missing, tuple(composed))


def _same(point: Point) -> int | str:
    """Give what tells a point from others."""
    return point.term.id if point.term is not None else words.key(point.text)


def _stacked(points: Sequence[Point], base: bool) -> "Floats":
    """Give the vectors of points (n, dim), of the base or as adjusted."""
    import numpy as np

    return np.stack([point.base if base else point.now for point in points])


def _rows(parts: "Iterable[Figures]") -> "Figures":
    """Give arrays of the same length as the rows of one."""
    import numpy as np

    return np.stack([*parts])
