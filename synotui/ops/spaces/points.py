"""Terms and texts as points of the current space: what can be compared, asked and drawn.

A term of the dictionary is where its vector is; any other text is placed on the spot: by the
encoder of the space, or in one without, put together from the words that it has.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Literal, NoReturn

from synotui import text as words
from synotui.errors import EncoderError, NoVector, UnknownTerm
from synotui.model import SpaceInfo, Term
from synotui.ops.spaces.derived import lineage, through_fixes
from synotui.ops.spaces.encoder_of import encoder_of
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
    term where the space has nothing to place it by; NoVector for such a term,
    or if there is no space; EncoderError for an encoder that is missing or fails.
    """
    loaded = bench.vectors()
    found = [_known(bench, loaded, text) for text in texts]
    missing = [at for at, point in enumerate(found) if isinstance(point, str)]
    placed = _placed(bench, loaded, [texts[at].strip() for at in missing])
    for at, point in zip(missing, placed, strict=True):
        found[at] = point
    return _marked(bench, loaded, [point for point in found if isinstance(point, Point)])


def encoder_needed(bench: Workbench, texts: Sequence[str]) -> Callable[[], object] | None:
    """Begin to load the encoder that placing `texts` takes; give what waits for it, in any thread.

    None if all of them are known or there is no encoder to wait for. What is given raises
    EncoderError.
    """
    loaded = bench.loaded()
    if loaded is None or all(isinstance(_known(bench, loaded, text), Point) for text in texts):
        return None
    with bench.store.reading():
        encoder = lineage(bench.store, loaded.info)[0].encoder
    if not encoder:
        return None
    bench.begin_encoder(encoder)
    return partial(bench.encoder, encoder)


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


def _marked(bench: Workbench, loaded: Loaded, points: list[Point]) -> list[Point]:
    """Say of terms whose stored vectors were composed how, and of what."""
    ids = [point.term.id for point in points if point.term is not None and point.row is not None]
    with bench.store.reading():
        line = lineage(bench.store, loaded.info)
        hows = bench.store.composed.of([space.id for space in line], ids)
    if not hows:
        return points
    parts = _parts(bench, loaded, line[0], [p.text for p in points if p.term and p.term.id in hows])
    return [
        replace(point, how=hows[point.term.id], parts=parts.get(point.text, ()))
        if point.term is not None and point.row is not None and point.term.id in hows
        else point
        for point in points
    ]


def _parts(
    bench: Workbench, loaded: Loaded, root: SpaceInfo, texts: list[str]
) -> dict[str, tuple[str, ...]]:
    """Name what texts are composed of; nothing where only an encoder that is not here knows."""
    if root.encoder:
        try:
            encoder = bench.encoder(root.encoder)
        except EncoderError:
            return {}
        made = zip(texts, encoder.compositions(texts), strict=True)
        return {text: told.parts for text, told in made if told is not None}
    from synotui.ops.spaces.composing import Composer

    with bench.store.reading():
        return {each.text: each.texts for each in Composer(bench.store, root, loaded).cut(texts)}


def _placed(bench: Workbench, loaded: Loaded, texts: list[str]) -> list[Point]:
    """Place texts that have no vector. Raises UnknownTerm, NoVector, EncoderError."""
    if not texts:
        return []
    with bench.store.reading():
        line = lineage(bench.store, loaded.info)
        terms = [bench.store.terms.by_text(text) for text in texts]
    if not line[0].encoder:
        return _composed(bench, loaded, line, texts, terms)
    encoder = encoder_of(bench, line[0])
    vectors = through_fixes(bench.store, line, encoder.encode(texts).vectors)
    points = []
    made = encoder.compositions(texts)
    for text, term, vector, told in zip(texts, terms, vectors, made, strict=True):
        if not vector.any():
            raise EncoderError(f"{encoder.name} gives no usable vector for “{text}”")
        how, parts = told or ("encoded", ())
        points.append(Point(text, term, None, vector, vector, how, parts))
    return points


def _composed(
    bench: Workbench,
    loaded: Loaded,
    line: list[SpaceInfo],
    texts: list[str],
    terms: "Sequence[Term | None]",
) -> list[Point]:
    """Put texts together from the words of a space without an encoder."""
    from synotui.ops.spaces.composing import Composer

    composer = Composer(bench.store, line[0], loaded)
    with bench.store.reading():
        parts = composer.cut(texts)
        vectors = through_fixes(bench.store, line, composer.compose(parts))
    points = []
    for each, term, vector in zip(parts, terms, vectors, strict=True):
        if not vector.any():
            _refuse(bench, loaded, each.text, term)
        points.append(Point(each.text, term, None, vector, vector, "words", each.texts))
    return points


def _refuse(bench: Workbench, loaded: Loaded, text: str, term: Term | None) -> NoReturn:
    if term is None:
        raise UnknownTerm(text, closest_terms(bench, text))
    raise NoVector(
        f"“{term.text}” has no vector in space {loaded.info.name}, and no word of it has one",
        "Import vectors for its words, or have all terms encoded: "
        f"synotui embed {bench.path} --encoder use-m3",
    )
