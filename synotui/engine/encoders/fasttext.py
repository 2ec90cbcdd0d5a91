"""A fastText model as an encoder: any word by its parts, a phrase by its words."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from synotui.engine.compose import Split, mix, possible_words, scaled, split, weight
from synotui.engine.encoders.base import Composition, Encoder
from synotui.errors import EncoderError, FormatError
from synotui.fasttext import open_model

if TYPE_CHECKING:
    from synotui.engine.arrays import Floats


class _Plan(NamedTuple):
    """What a text is put together from."""

    tokens: tuple[str, ...]
    known: bool
    """Whether it is one word that the model has."""


class FastText(Encoder):
    """Vectors (n, dim) from a `.bin` file of fastText, which is mapped and must stay where it is.

    A text without white space is a word: its vector is fastText's own, the mean
    of its row, if the model knows it, and of its parts'. Where it has no parts
    either, as a short Chinese word in a model with parts of five characters, it is
    cut into words that the model has. A phrase is the mean of its words' vectors at
    length 1, as fastText's own vectors of sentences are, but each weighed by how often
    it stood in the text the model was trained on: a / (a + p(w)), a = 1e-3
    (Arora et al. 2017). Nothing is taken off all of them, so a text has one vector whatever
    else there is.
    """

    batch_size = 512
    replaceable = True

    def __init__(self, path: str) -> None:
        self.name = f"fasttext:{path}"
        if not path:
            raise EncoderError(
                "Encoder fasttext needs a model",
                "Name its file after a colon: fasttext:wiki.zh.bin",
            )
        try:
            self._model = open_model(Path(path).expanduser())
        except FormatError as error:
            raise EncoderError(
                f"Encoder fasttext has no model: {error.message}",
                "Put the file where it was, or import it from where it is now"
                if not Path(path).expanduser().exists()
                else error.remedy,
            ) from error
        self.dim = self._model.dim
        self._total = max(1, int(np.maximum(self._model.counts, 0).sum(dtype=np.float64)))

    def encode_batch(self, texts: Sequence[str]) -> "Floats":
        """Give the vectors of `texts`; zero where a model has neither words nor parts of one."""
        plans = self._plans(texts)
        tokens = list(dict.fromkeys(token for plan in plans for token in plan.tokens))
        names = [_bytes(token) for token in tokens]
        places = self._model.find(names)
        vectors = self._model.vectors(names, places)
        number = {token: n for n, token in enumerate(tokens)}
        made = np.zeros((len(texts), self._model.dim), np.float32)
        several: list[int] = []
        words: list[int] = []
        owners: list[int] = []
        for at, plan in enumerate(plans):
            if len(plan.tokens) == 1:
                made[at] = vectors[number[plan.tokens[0]]]
                continue
            here = [number[token] for token in plan.tokens]
            words += here
            owners += [len(several)] * len(here)
            several.append(at)
        if words:
            rows, of = np.array(words), np.array(owners)
            # A word of no vector at all would only count among those the mean is over.
            there = vectors[rows].any(axis=1)
            rows, of = rows[there], of[there]
            likely = self._likelihoods(places[rows])
            mixed = mix(vectors[rows], weight(likely), of, len(several))
            made[several] = scaled(mixed.directions, mixed.lengths)
        return made

    def compositions(self, texts: Sequence[str]) -> list[Composition | None]:
        """Say what texts are put together from: words, or parts; None for a word of the model."""
        found: list[Composition | None] = []
        for text, plan in zip(texts, self._plans(texts), strict=True):
            if plan.known:
                found.append(None)
            elif plan.tokens == (text,):
                found.append(Composition("subwords", ()))
            else:
                found.append(Composition("words", plan.tokens))
        return found

    def _plans(self, texts: Sequence[str]) -> list[_Plan]:
        names = [_bytes(text) for text in texts]
        known = (self._model.find(names) >= 0).tolist()
        _, owners = self._model.subwords.of(names)
        parted = (np.bincount(owners, minlength=len(texts)) > 0).tolist()
        return [
            self._plan(text, known=is_known, parted=has_parts)
            for text, is_known, has_parts in zip(texts, known, parted, strict=True)
        ]

    def _plan(self, text: str, *, known: bool, parted: bool) -> _Plan:
        if known:
            return _Plan((text,), True)
        tokens = tuple(text.split())
        if len(tokens) != 1 or parted:
            return _Plan(tokens, False)
        return _Plan(self._cut(tokens[0]).words or tokens, False)

    def _cut(self, text: str) -> Split:
        names = sorted(possible_words(text))
        places = self._model.find([_bytes(name) for name in names])
        likely = self._likelihoods(places)
        found = zip(names, places.tolist(), likely.tolist(), strict=True)
        return split(text, {name: share for name, place, share in found if place >= 0})

    def _likelihoods(self, places: "np.ndarray[tuple[int], np.dtype[np.int64]]") -> "Floats":
        """Give p(w) of words by their places (m,); 0 for one that the model does not have."""
        if not len(self._model):
            return np.zeros(len(places), np.float32)
        counts = np.maximum(self._model.counts[np.maximum(places, 0)], 0) / self._total
        likely: Floats = np.where(places >= 0, counts, 0).astype(np.float32)
        return likely


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "replace")
