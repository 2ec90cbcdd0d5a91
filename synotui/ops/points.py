"""Terms and texts as points of the current space: what can be compared, asked and drawn.

A term of the dictionary is where its vector is; any other text is placed on the spot.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from synotui import text as words
from synotui.errors import EncoderError, NoVector, UnknownTerm
from synotui.model import Term
from synotui.ops.derived import lineage, through_fixes
from synotui.ops.terms import closest_terms
from synotui.ops.workbench import Loaded, Workbench

if TYPE_CHECKING:
    from synotui.engine.arrays import Floats

How = Literal["term", "encoded", "words", "subwords"]
"""Where a vector is from: the dictionary, the encoder just now, or put together from others."""


@dataclass(frozen=True, slots=True)
class Point:
    """A place in the current space."""

    text: str
    term: Term | None
    """None for a text that is not in the dictionary."""
    row: int | None
    """Its row in the space; None for what was placed on the spot."""
    base: "Floats"
    """(dim,) as the encoder gave it, of any length."""
    now: "Floats"
    """(dim,) as adjusted; the base where nothing moved it."""
    how: How
    parts: tuple[str, ...] = ()
    """The words or parts it was put together from."""


def find_points(bench: Workbench, texts: Sequence[str]) -> list[Point]:
    """Give the points of `texts`, in their order: terms as written or by their keys, else texts.

    Raises UnknownTerm, which knows the closest terms, for a text that is no
    term where the space has nothing to place it by; NoVector for a term
    without one, or if there is no space.
    """
    loaded = bench.loaded()
    if loaded is None:
        raise NoVector(
            f"{bench.path.name} has no vectors yet",
            f"Run: synotui embed {bench.path}",
        )
    found = [_known(bench, loaded, text) for text in texts]
    missing = [at for at, point in enumerate(found) if isinstance(point, str)]
    placed = _placed(bench, loaded, [texts[at].strip() for at in missing])
    for at, point in zip(missing, placed, strict=True):
        found[at] = point
    return [point for point in found if isinstance(point, Point)]


def _known(bench: Workbench, loaded: Loaded, text: str) -> "Point | str":
    """Give the point of a term that has a vector, else the text."""
    sought = text.encode("utf-8", "replace").decode()
    with bench.store.reading():
        terms = bench.store.terms
        term = terms.by_text(sought.strip()) or terms.by_key(words.key(sought))
    row = loaded.space.row_of(term.id) if term else None
    if term is None or row is None:
        return sought
    space = loaded.space
    return Point(term.text, term, row, space.raw(row, base=True), space.raw(row), "term")


def _placed(bench: Workbench, loaded: Loaded, texts: list[str]) -> list[Point]:
    """Place texts that have no vector. Raises UnknownTerm, NoVector."""
    if not texts:
        return []
    with bench.store.reading():
        line = lineage(bench.store, loaded.info)
        terms = [bench.store.terms.by_text(text) for text in texts]
    encoder = line[0].encoder
    if not encoder:
        _refuse(bench, loaded, texts[0], terms[0])
    encoded = bench.encoder(encoder).encode(texts)
    vectors = through_fixes(bench.store, line, encoded.vectors)
    points = []
    for text, term, vector in zip(texts, terms, vectors, strict=True):
        if not vector.any():
            raise EncoderError(f"{encoder} gives no usable vector for “{text}”")
        points.append(Point(text, term, None, vector, vector, "encoded"))
    return points


def _refuse(bench: Workbench, loaded: Loaded, text: str, term: Term | None) -> None:
    if term is None:
        raise UnknownTerm(text, closest_terms(bench, text))
    raise NoVector(
        f"“{term.text}” has no vector in space {loaded.info.name}",
        f"Run: synotui embed {bench.path}",
    )
