"""Find terms and list them."""

from array import array
from collections.abc import Sequence

from synotui import text as words
from synotui.errors import UnknownTerm
from synotui.model import Listed, Term, TermFilter, TermRow
from synotui.ops.workbench import Workbench

_COMPARED = 64
"""Characters of an unknown text that the search for close ones looks at."""
_LENGTHS = 0.4
"""How much longer or shorter than the text, as a share of its bytes, terms like it may be."""


def get_term(bench: Workbench, term: int) -> Term:
    """Give the term with the id `term`. Raises UnknownTerm."""
    return get_terms(bench, [term])[0]


def get_terms(bench: Workbench, terms: Sequence[int]) -> list[Term]:
    """Give the terms with these ids, in their order. Raises UnknownTerm."""
    with bench.store.reading():
        found = bench.store.terms.by_id(terms)
    for term in terms:
        if term not in found:
            raise UnknownTerm(f"#{term}")
    return [found[term] for term in terms]


def find_term(bench: Workbench, text: str) -> Term:
    """Give the term written `text`, or else the one matched by its key.

    Raises UnknownTerm, which knows the closest terms.
    """
    # A lone surrogate, as of a file name that is not Unicode, is in no term.
    sought = text.encode("utf-8", "replace").decode()
    with bench.store.reading():
        found = bench.store.terms.by_text(sought.strip())
        found = found or bench.store.terms.by_key(words.key(sought))
        if found is None:
            raise UnknownTerm(sought, closest_terms(bench, sought))
    return found


def closest_terms(bench: Workbench, text: str, n: int = 5) -> tuple[str, ...]:
    """Give up to `n` terms that look most like `text`."""
    from rapidfuzz import fuzz, process

    wanted = words.key(text[:_COMPARED])
    lexicon = bench.listing().lexicon
    rows = lexicon.rows_as_long_as(wanted, _LENGTHS)
    keys = [lexicon.key(row) for row in rows] if len(rows) < len(lexicon) else lexicon.keys()
    matches = process.extract(wanted, keys, scorer=fuzz.ratio, limit=n, score_cutoff=34)
    ids = [int(lexicon.ids[rows[place]]) for _, _, place in matches]
    ids += [term for term in term_ids(bench, TermFilter(text))[:n] if wanted and term not in ids]
    found = bench.store.terms.by_id(ids)
    return tuple(found[term].text for term in ids[:n])


def term_ids(bench: Workbench, chosen: TermFilter | None = None) -> "array[int]":
    """Give the ids of the terms `chosen` lets through, in its order.

    Terms that begin with the text come before those that only hold it.
    """
    return list_terms(bench, chosen or TermFilter()).ids


def list_terms(bench: Workbench, chosen: TermFilter, *, at_hand: bool = False) -> Listed:
    """Give the terms `chosen` lets through, in its order.

    With `at_hand`, by what was read and sorted last, though there may be newer.
    """
    key = words.key(chosen.text.removeprefix("^"))
    with bench.store.reading():
        listing = bench.listing_at_hand() if at_hand else None
        return (listing or bench.listing()).listed(bench.store, chosen, key, at_hand=at_hand)


def first_term_ids(bench: Workbench, head: int | None, rows: int) -> "array[int]":
    """Give up to `rows` ids before `head` and as many from it on, by frequency.

    What a list needs to be painted before all terms are read.
    """
    with bench.store.reading():
        return bench.store.terms.around(head, rows)


def count_terms(bench: Workbench) -> int:
    """Count the terms in use."""
    with bench.store.reading():
        return bench.store.terms.count()


def term_rows(bench: Workbench, ids: Sequence[int]) -> list[TermRow]:
    """Give the list lines of `ids`, in their order."""
    with bench.store.reading():
        return bench.store.terms.rows(ids)


def finished_ids(bench: Workbench) -> set[int]:
    """Give the heads with no work left: something is decided about them, and no proposal open.

    All others are undecided; in a large dictionary these are the fewer.
    """
    with bench.store.reading():
        return bench.store.terms.decided() - bench.store.terms.proposed()
