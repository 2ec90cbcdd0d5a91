"""The regular endings of a dictionary's words, found by counting: no language is assumed.

Where a dictionary has walk, walks, walked and walking, talk and talks, then s,
ed and ing are endings it uses regularly. Which of them a word takes tells
verbs from nouns, and common words from names; a word that is another one and
an ending is likely a form of that one.
"""

from collections import Counter
from collections.abc import Iterable, Sequence

import numpy as np

from synotui.engine.arrays import Floats

REGULAR = 24
"""Endings that count."""
_LONGEST = 3
_STEM = 3
"""Letters of a stem at least."""
_SAMPLE = 50_000
"""Terms that endings are counted in."""
_FEW = 5
"""Words that an ending is seen in at least."""
_VOWELS = frozenset("aeiouyáéíóúàèìòùâêîôûäëïöüåæøãõăąęőűıаеёиоуыэюя")


class Endings:
    """The terms of a dictionary with the endings they take."""

    def __init__(self, keys: Sequence[str]) -> None:
        """Take the texts of all terms."""
        self._all = {key.casefold() for key in keys}
        counts = _counted(list(dict.fromkeys(key.casefold() for key in keys[:_SAMPLE])), self._all)
        regular = sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:REGULAR]
        self.counts = {ending: count for ending, count in regular if count >= _FEW}
        """How many words were seen with each, most first."""

    def taken(self, words: Iterable[str]) -> Floats:
        """Give which of the regular endings each word (m,) takes, as 0 and 1: (m, REGULAR)."""
        words = list(words)
        found = np.zeros((len(words), REGULAR), np.float32)
        for row, word in enumerate(words):
            stem = stem_of(word.casefold())
            if len(stem) >= _STEM:
                found[row, : len(self.counts)] = [stem + end in self._all for end in self.counts]
        return found

    def regularity(self, words: Iterable[str]) -> Floats:
        """Give how surely each word (m,) is a form of another one: from 0 to 1.

        It is the logarithm of how often its ending is seen, over that of the most frequent one.
        """
        seen = np.array([self._seen(word.casefold()) for word in words], np.float32)
        most = np.log1p(max(self.counts.values(), default=1))
        found: Floats = (np.log1p(seen) / most).astype(np.float32)
        return found

    def _seen(self, word: str) -> int:
        best = 0
        for length in range(1, min(_LONGEST, len(word) - _STEM) + 1):
            stem, ending = word[:-length], word[-length:]
            count = self.counts.get(ending, 0)
            if count > best and _base_of(stem, word, self._all):
                best = count
        return best


def stem_of(word: str) -> str:
    """Give a word without the vowel it ends in."""
    return word[:-1] if word[-1:] in _VOWELS and len(word) > _STEM else word


def _base_of(stem: str, word: str, words: set[str]) -> bool:
    """Say whether there is a word that `stem` is all of, or all but a last vowel, and not longer.

    Its own ending does not count, nor a doubled consonant before it.
    """
    if stem in words or (stem[-1] == stem[-2] and len(stem) > _STEM and stem[:-1] in words):
        return True
    return any(stem + end in words and stem + end != word for end in _LAST)


def _counted(sample: list[str], words: set[str]) -> Counter[str]:
    counts: Counter[str] = Counter()
    for word in sample:
        for length in range(1, min(_LONGEST, len(word) - _STEM) + 1):
            stem, ending = word[:-length], word[-length:]
            if stem in words or (length > 1 and any(stem + end in words for end in _LAST)):
                counts[ending] += 1
    return counts


_LAST = ("e", "o", "a", "y")
"""Vowels a base form may end in that give way to endings."""
