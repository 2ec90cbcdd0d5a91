"""Why a candidate is here and why it ranks so, in words: what stands on screen beside it."""

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING, TypedDict

import numpy as np

from synotui.engine import likeness
from synotui.engine.likeness.forms import is_hanzi
from synotui.engine.likeness.telling import quoted
from synotui.engine.rank.reasons import reasons
from synotui.engine.rank.sources import names_of
from synotui.model import Evidence, Source, Term

if TYPE_CHECKING:
    from synotui.engine.arrays import Ints
    from synotui.engine.rank.space_view import SpaceView
    from synotui.ops.suggesting.ranking import Ranking, Scored

REASONS = 4
_SOURCES: dict[str, Source] = {
    "nearest": "neighbour",
    "reverse": "reverse",
    "friends": "friend",
    "proposals": "proposal",
    "spaces": "space",
    "spelling": "spelling",
}
_LIKENESS = frozenset(column.name for column in likeness.COLUMNS)


def sources_of(scored: "Scored", position: int) -> list[Source]:
    """Name the sources that brought a candidate."""
    bits = int(scored.pool.sources[position])
    return [_SOURCES[name] for name in names_of(bits) if name in _SOURCES]


def in_words(
    ranking: "Ranking", scored: "Scored", position: int, head: str, other: str
) -> tuple[str, ...]:
    """Say what speaks most for and against a candidate; what speaks against begins with "but".

    `head` and `other` are the texts of the two, parts of which may be quoted.
    """
    values = scored.table.values[position]
    told: list[str] = []
    for each in reasons(ranking.ranker, scored.table.columns, values, 2 * REASONS):
        sentence = each.sentence
        if each.column in _LIKENESS:
            sentence = likeness.words_for(each.column, each.value, head, other)
        elif each.column == "together":
            sentence = f"a model that reads both together says {each.value:.2f}"
        if sentence:
            told.append(sentence if each.push > 0 else f"but {sentence}")
    return tuple(dict.fromkeys(told))[:REASONS]


class Standing(TypedDict):
    """Some fields of `Evidence`."""

    rank: int | None
    rank_back: int | None
    spaces: tuple[tuple[str, float], ...]
    warnings: tuple[str, ...]
    together: float | None


def standing(ranking: "Ranking", number: int, other: int, head: Term, synonym: Term) -> Standing:
    """Give ranks both ways, cosines in other spaces, warnings, and what a cross-encoder said."""
    view = ranking.material.view
    pair = np.array([number, other], np.int64)
    spaces = []
    for space in view.others:
        cosine = float(space.cosines(pair[:1], pair[1:])[0])
        if cosine == cosine:
            spaces.append((space.name, cosine))
    together = view.readings.scores_of(pair[:1], pair[1:])[0] if view.readings else np.nan
    return {
        "rank": _rank(view.space, pair) if view.space else None,
        "rank_back": _rank(view.space, pair[::-1]) if view.space else None,
        "spaces": tuple(spaces),
        "warnings": warnings(ranking, number, other, head, synonym),
        "together": None if np.isnan(together) else float(together),
    }


def warnings(
    ranking: "Ranking", number: int, other: int, head: Term, synonym: Term
) -> tuple[str, ...]:
    """Say what should give pause before accepting two terms: their letters, other verdicts."""
    told = [each.text for each in likeness.warnings(head.text, synonym.text)]
    graph, keys = ranking.material.view.graph, ranking.material.view.keys
    for one, two, text in ((number, other, synonym.text), (other, number, head.text)):
        for friend in sorted(graph.friends(one) & graph.refused(two)):
            told.append(f"{quoted(keys[friend])} was rejected with {quoted(text)}")
    return tuple(told)


def absent_for(texts: Iterable[str]) -> str:
    """Say what is not measured of Chinese terms for want of a package; "" where nothing is."""
    missing = likeness.absent()
    if not missing or not any(is_hanzi(sign) for text in texts for sign in text):
        return ""
    names = " and ".join(missing)
    return f"{names} not installed: sounds or variants of Chinese characters do not count"


def _rank(space: "SpaceView", pair: "Ints") -> int | None:
    """Give the place of the second term in the list of the first, from 1; None beyond it."""
    near = space.lists(pair[:1])[0][0]
    here = np.flatnonzero(near == pair[1])
    return int(here[0]) + 1 if len(here) else None


def explain(
    ranking: "Ranking", scored: "Scored", head: Term, synonym: Term, evidence: Evidence
) -> Evidence:
    """Add to the evidence of one candidate what takes a moment: reasons in words."""
    number, other = ranking.material.number(head.id), ranking.material.number(synonym.id)
    position = None
    if number is not None and other is not None:
        position = scored.pool.position(number, other)
    if position is None:
        return evidence
    return replace(evidence, reasons=in_words(ranking, scored, position, head.text, synonym.text))
