"""A comparison in words, for the command and the screen alike."""

from synotui.model import Comparison, PathLink, Placed, Relation, Verdict

_HOW = {
    "encoded": "encoded just now",
    "words": "put together just now from the words",
    "subwords": "put together just now from parts",
}
_NAMED = 8
"""Parts of a text that are named."""
SHARES = ("5", "25", "50", "75", "95")
"""What the values of a spread stand for: of 100 pairs, how many are at most there."""


def origin_words(placed: Placed) -> str:
    """Say where the vector of a text is from that has none of its own; "" for a term's."""
    if placed.how == "term":
        return ""
    known = "has no vector of its own" if placed.term else "is not in the dictionary"
    parts = " ".join(placed.parts[:_NAMED]) + (" …" if len(placed.parts) > _NAMED else "")
    told = " ".join(filter(None, (_HOW.get(placed.how, placed.how), parts)))
    return f"“{placed.text}” {known}: {told}"


def share(percentile: float) -> str:
    """Write a percentile so that only all is 100 and only none is 0: `97.2 %`, `>99.9 %`."""
    if percentile in (0, 100):
        return f"{percentile:.0f} %"
    if 99.95 <= percentile < 100:
        return ">99.9 %"
    if 0 < percentile < 0.05:
        return "<0.1 %"
    return f"{percentile:.1f} %"


def rank_words(base: int, now: int) -> str:
    """Write a rank, and what it was by base vectors where that differs: `812 → 3`."""
    return f"{now:,}" if base == now else f"{base:,} → {now:,}"


def verdict_words(found: Comparison) -> list[str]:
    """Say what is decided about the pair, each thing by itself, the verdict first."""
    pair, a, b = found.pair, found.a.term, found.b.term
    if a is None or b is None or a == b:
        return []
    if pair is None:
        return ["nobody has decided this pair"]
    relation = pair.relation_from(a.id)
    verdict = str(pair.verdict)
    if relation is not None and relation is not Relation.DIFFERENT:
        verdict += f" as {_named(relation, found)}"
    told = [f"{verdict}, by {pair.curator or 'somebody'} on {pair.decided_at[:10]}"]
    if pair.weight != 1:
        told.append(f"weighs {pair.weight:g} in adjustment")
    for term in (a, b):
        if sense := pair.sense_of(term.id):
            told.append(f"“{term.text}” in the sense {sense}")
    if pair.note:
        told.append(f"note: {pair.note}")
    return told


def _named(relation: Relation, found: Comparison) -> str:
    if relation in (Relation.BROADER, Relation.NARROWER):
        return f"“{found.b.text}” {relation}"
    return {Relation.SYNONYM: "a synonym", Relation.ANTONYM: "an antonym"}.get(
        relation, str(relation)
    )


def proposal_words(found: Comparison) -> list[str]:
    """Say who proposes the pair, and as what."""
    told = []
    for each in found.proposals:
        relation = each.relation
        if relation is not None and found.a.id != each.head:
            relation = relation.seen_from_other_side()
        words = f"proposed by {each.source}"
        if relation is not None and relation is not Relation.SYNONYM:
            words += f" as {_named(relation, found)}"
        told.append(f"{words}: {each.note}" if each.note else words)
    return told


def path_words(found: Comparison) -> str:
    """Say how long the way is, or why there is none."""
    if found.a.text == found.b.text:
        return ""
    if not found.no_path:
        count = len(found.path)
        return f"{count} accepted pair{'' if count == 1 else 's'}"
    if found.path:
        return f"none of synonyms, as {found.no_path}; through other relations:"
    return f"none: {found.no_path}"


def link_sign(link: PathLink) -> str:
    """Give the sign of a link: `=` for synonyms, else the relation's name."""
    if link.relation in (None, Relation.SYNONYM):
        return "="
    return f"–{link.relation}–"


def in_sense(text: str, sense: str) -> str:
    """Write a term with the sense it is meant in."""
    return f"{text}·{sense}" if sense else text


SIGNS = {Verdict.ACCEPTED: "✓", Verdict.REJECTED: "✗", Verdict.SKIPPED: "–", None: " "}
"""What stands for a verdict."""
