"""What each term of a pair is by itself: a base form or a form of another, long, with digits."""

import numpy as np

from synotui.engine.arrays import Floats, Ints
from synotui.engine.likeness.english import bases
from synotui.engine.rank.features.base import Column
from synotui.engine.rank.pool import Pool
from synotui.engine.rank.view import View


class Forms:
    """How the terms stand to other terms of the dictionary, by their endings."""

    live = False
    columns = (
        Column("form", "the head is an inflected form of another term", "", "form"),
        Column("form_back", "it is an inflected form of another term", "", "form back"),
        Column("forms_differ", "one is an inflected form, the other a base form", "", "form back"),
        Column("regular", "the head is another term with a regular ending", "", "form"),
        Column("regular_back", "it is another term with a regular ending", "", "form back"),
        Column("endings", "the head has several forms in the dictionary", "", "endings"),
        Column(
            "endings_back",
            "it has several forms in the dictionary",
            "it has no other forms in the dictionary",
            "endings back",
        ),
        Column(
            "same_endings",
            "both take the same endings",
            "they take different endings",
        ),
        Column("long", "the head is long", "the head is short", "long"),
        Column("long_back", "it is long", "it is short", "long back"),
        Column("parts", "the head has several parts", "", "parts"),
        Column("parts_back", "it has several parts", "", "parts back"),
        Column("digits", "the head has digits", "", "digits"),
        Column("digits_back", "it has digits", "", "digits back"),
    )

    def values(self, view: View, pool: Pool, at: Ints) -> Floats:
        """Give the features of the pairs at positions `at` (m,) as (m, columns)."""
        both = np.concatenate([pool.heads[at], pool.others[at]])
        terms, place = np.unique(both, return_inverse=True)
        words = [view.keys[term] for term in terms.tolist()]
        form = _inflected(words, view)
        regular = view.endings.regularity(words)
        taken = view.endings.taken(words)
        count = np.log1p(taken.sum(axis=1))
        length = np.log2([1 + len(word) for word in words]).astype(np.float32)
        parts = np.array([_parts(word) for word in words], np.float32)
        digits = np.array([any(c.isdigit() for c in word) for word in words], np.float32)
        one, two = place[: len(at)], place[len(at) :]
        common = np.minimum(taken[one], taken[two]).sum(axis=1)
        either = np.maximum(taken[one], taken[two]).sum(axis=1)
        same = np.where(either > 0, common / np.maximum(either, 1), np.nan)
        columns = [
            form[one],
            form[two],
            np.abs(form[one] - form[two]),
            *(side for of in (regular, count) for side in (of[one], of[two])),
            same,
            *(side for of in (length, parts, digits) for side in (of[one], of[two])),
        ]
        found: Floats = np.stack(columns, axis=1).astype(np.float32)
        return found


def _inflected(words: list[str], view: View) -> Floats:
    """Say which of the words (m,) have a base form, by English rules, that is another term."""
    known = view.texts
    found = [
        word.isascii() and any(base in known for base in bases(word.casefold()) if base != word)
        for word in words
    ]
    return np.array(found, np.float32)


def _parts(word: str) -> int:
    return 1 + sum(word.count(mark) for mark in " -_/")
