"""Find terms and list them."""

from array import array
from collections.abc import Sequence

from synotui import text as words
from synotui.errors import UnknownTerm
from synotui.model import Term, TermFilter, TermRow
from synotui.ops.workbench import Workbench

_COMPARED = 64
"""Characters of an unknown text that the search for close ones looks at."""


def get_term(bench: Workbench, term: int) -> Term:
    """Give the term with the id `term`. Raises UnknownTerm."""
    found = bench.store.terms.by_id([term])
    if term not in found:
        raise UnknownTerm(f"#{term}")
    return found[term]


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

    listed = bench.store.terms.keys()
    wanted = words.key(text[:_COMPARED])
    matches = process.extract(
        wanted, [key for _, key in listed], scorer=fuzz.ratio, limit=n, score_cutoff=34
    )
    found = [listed[place][0] for _, _, place in matches]
    if wanted:
        found += [term for term, key in listed if wanted in key and term not in found][:n]
    return tuple(found[:n])


def term_ids(bench: Workbench, chosen: TermFilter | None = None) -> "array[int]":
    """Give the ids of the terms `chosen` lets through: the most frequent first, then as added.

    Terms that begin with the text come before those that only hold it.
    """
    chosen = chosen or TermFilter()
    wanted = words.key(chosen.text.removeprefix("^"))
    with bench.store.reading():
        return bench.store.terms.matching(
            wanted, prefix_only=chosen.text.startswith("^"), candidates=chosen.candidates
        )


def term_rows(bench: Workbench, ids: Sequence[int]) -> list[TermRow]:
    """Give the list lines of `ids`, in their order."""
    with bench.store.reading():
        return bench.store.terms.rows(ids)


def undecided_ids(bench: Workbench) -> set[int]:
    """Give the heads with work left: a proposal still open, or nothing decided about them."""
    with bench.store.reading():
        return bench.store.terms.undecided()
