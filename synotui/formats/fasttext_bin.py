"""The words of a fastText model with the vectors that fastText gives them."""

from collections.abc import Generator
from pathlib import Path

import numpy as np

from synotui.fasttext import Model, open_model
from synotui.formats.options import ReadOptions
from synotui.formats.reader import Reader
from synotui.formats.vectors import VectorBatch, Words, checked
from synotui.model import OnProgress, Progress, Skipped, no_progress

_AT_ONCE = 2_000
_LINE_END = "</s>"


def read(
    path: Path, options: ReadOptions, on_progress: OnProgress = no_progress
) -> Reader[VectorBatch | Skipped]:
    """Read the vectors of all words in batches, numbered from 1, most frequent first.

    Each is the mean of the word's own row and of those of its parts. Raises
    FormatError, while reading, for what is no model that can be read.
    """
    narration: list[str] = []
    words = Words(options.encoding or "utf-8", narration)
    return Reader(_items(path, words, narration, on_progress), _Nothing(), narration)


class _Nothing:
    """The file is mapped, and let go of with the model."""

    def close(self) -> None:
        """Do nothing."""


def _items(
    path: Path, words: Words, narration: list[str], on_progress: OnProgress
) -> Generator[VectorBatch | Skipped, None, None]:
    model = open_model(
        path, lambda done, total: on_progress(Progress("listing", done, total, "words"))
    )
    narration.append(_told(model))
    for start in range(0, len(model), _AT_ONCE):
        on_progress(Progress("reading", start, len(model), "words"))
        names = model.words(start, start + _AT_ONCE)
        vectors = model.vectors(names, np.arange(start, start + len(names)))
        texts = words.decode(names)
        if _LINE_END in texts:
            at = texts.index(_LINE_END)
            yield Skipped(str(path), start + at + 1, "the mark of line ends, which is no word")
            del texts[at]
            vectors = np.delete(vectors, at, 0)
            numbers = [n + 1 for n in range(start, start + len(names)) if n != start + at]
        else:
            numbers = list(range(start + 1, start + len(names) + 1))
        if texts:
            yield from checked(path, texts, vectors, numbers, words.name)
    on_progress(Progress("reading", len(model), len(model), "words"))


def _told(model: Model) -> str:
    parts = model.subwords
    if parts.most < 1 or parts.buckets < 1:
        return "a fastText model without parts of words: unknown words get no vector from it"
    return (
        f"a fastText model with parts of {parts.least} to {parts.most} characters: while the file "
        "is there, synotui embed gives other terms vectors by them"
    )
