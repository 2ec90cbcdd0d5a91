"""The texts of an evaluation file as terms of the dictionary: as written, or else by their keys."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from synotui import text as words
from synotui.errors import SynotuiError
from synotui.ops.spaces.points import find_points
from synotui.ops.workbench import Workbench
from synotui.store.batches import batches

if TYPE_CHECKING:
    from synotui.engine.arrays import Floats

_AT_ONCE = 10_000
TOLD = 5
"""Texts that are named as examples."""


@dataclass(frozen=True, slots=True)
class KnownTexts:
    """Which texts are terms in use."""

    written: dict[str, int] = field(default_factory=dict)
    """The id of the term written so."""
    alike: dict[str, tuple[int, ...]] = field(default_factory=dict)
    """The ids of all terms with the key of a text, the most frequent first."""

    def term(self, text: str) -> int | None:
        """Give the term written so, else the most frequent one with that key."""
        found = self.written.get(text)
        if found is not None:
            return found
        alike = self.alike.get(text)
        return alike[0] if alike else None

    def unknown(self, texts: Iterable[str]) -> list[str]:
        """Give those that are no terms, each once."""
        return [text for text in dict.fromkeys(texts) if self.term(text) is None]


def known_texts(
    bench: Workbench, texts: Iterable[str], *, case_sensitive: bool = False
) -> KnownTexts:
    """Find the terms of `texts`; with `case_sensitive` only those written so."""
    wanted = list(dict.fromkeys(texts))
    store = bench.store
    with store.reading():
        retired = set(store.terms.retired())
        written = {
            text: term
            for batch in batches(wanted, _AT_ONCE)
            for text, term in store.terms.ids_of_texts(batch).items()
            if term not in retired
        }
        if case_sensitive:
            return KnownTexts(written, {text: (term,) for text, term in written.items()})
        keys = {text: words.key(text) for text in wanted}
        found = store.terms.ids_of_keys(dict.fromkeys(keys.values()))
    alike = {text: tuple(found[key]) for text, key in keys.items() if key in found}
    return KnownTexts(written, alike)


def placed_texts(bench: Workbench, texts: Sequence[str]) -> tuple[list[str], list["Floats"]]:
    """Place those texts that can be, all at once or, where one cannot be, one by one.

    Gives these and their base vectors (dim,).
    """
    if not texts:
        return [], []
    try:
        points = find_points(bench, texts)
        return list(texts), [point.base for point in points]
    except SynotuiError:
        if len(texts) == 1:
            return [], []
    found: list[str] = []
    vectors: list[Floats] = []
    for text in texts:
        one, base = placed_texts(bench, [text])
        found += one
        vectors += base
    return found, vectors
