"""What the readers of vector files share: batches of checked vectors, and the words' encoding."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from synotui.formats.encoding import codec_named
from synotui.model import Skipped


@dataclass(frozen=True, slots=True, eq=False)
class VectorBatch:
    """Some thousand vectors in the order of the file, each finite and not zero."""

    texts: list[str]
    vectors: NDArray[np.float32]
    """Shape (m, d)."""
    lines: list[int]
    """The line of each vector, or in a binary file its record, from 1."""

    def first(self, count: int) -> "VectorBatch":
        """Give the first `count` of them."""
        if count >= len(self.texts):
            return self
        return VectorBatch(self.texts[:count], self.vectors[:count], self.lines[:count])

    def chosen(self, places: Sequence[tuple[int, str]]) -> "VectorBatch":
        """Give those at some places, under the texts that come with them."""
        here = [place for place, _ in places]
        lines = [self.lines[place] for place in here]
        return VectorBatch([text for _, text in places], self.vectors[here], lines)


class Words:
    """Decodes the words of a vector file, whose encoding it settles on the first words it sees.

    Without an encoding given they are UTF-8, unless most of the first ones
    beyond ASCII are GB18030 instead. `narration` is told about that. A word cut in the
    middle of a character, as word2vec does, does not change the encoding.
    """

    def __init__(self, asked: str | None, narration: list[str]) -> None:
        self._narration = narration
        self._codec = codec_named(asked).removesuffix("-sig") if asked else ""

    def decode(self, words: Sequence[bytes]) -> list[str | None]:
        """Give each word as text, None for one that cannot be decoded."""
        if not self._codec:
            self._settle(words)
        codec = self._codec or "utf-8"
        try:
            together: list[str | None] = [*b"\n".join(words).decode(codec).split("\n")]
            if len(together) == len(words):
                return together
        except UnicodeError:
            pass
        return [_decoded(word, codec) for word in words]

    @property
    def name(self) -> str:
        """The encoding in words."""
        return (self._codec or "utf-8").upper()

    def _settle(self, words: Sequence[bytes]) -> None:
        beyond = [word for word in words if not word.isascii()]
        failed = [word for word in beyond if _decoded(word, "utf-8") is None]
        if not beyond:
            return
        chinese = [word for word in failed if _decoded(word, "gb18030") is not None]
        if 2 * len(failed) <= len(beyond) or 2 * len(chinese) <= len(failed):
            self._codec = "utf-8"
            return
        self._codec = "gb18030"
        self._narration.append(
            f"not UTF-8: words read as GB18030 (“{chinese[0].decode('gb18030')}”); "
            "if that looks wrong, say which it is with --encoding"
        )


def checked(
    path: Path,
    texts: Sequence[str | None],
    vectors: NDArray[np.float32],
    lines: Sequence[int],
    encoding: str,
) -> Iterator[VectorBatch | Skipped]:
    """Give the vectors that can be used as one batch, after a Skipped for each that cannot."""
    with np.errstate(over="ignore", invalid="ignore", under="ignore"):
        squares = np.einsum("ij,ij->i", vectors, vectors)
    usable = np.isfinite(squares) & (squares > 0)
    if usable.all() and all(texts):
        yield VectorBatch([text for text in texts if text], vectors, list(lines))
        return
    kept = []
    for number, (text, line) in enumerate(zip(texts, lines, strict=True)):
        if text is None:
            yield Skipped(str(path), line, f"a word that is not {encoding}")
        elif not text.strip():
            yield Skipped(str(path), line, "a vector without a word")
        elif not usable[number]:
            yield Skipped(str(path), line, _what_is_wrong(vectors[number]))
        else:
            kept.append(number)
    if kept:
        yield VectorBatch([texts[n] or "" for n in kept], vectors[kept], [lines[n] for n in kept])


def _what_is_wrong(vector: NDArray[np.float32]) -> str:
    if np.isnan(vector).any():
        return f"value {int(np.isnan(vector).argmax()) + 1} is NaN"
    if np.isinf(vector).any():
        return f"value {int(np.isinf(vector).argmax()) + 1} is infinite"
    if not vector.any():
        return "a zero vector"
    return "values too large or too small to measure an angle by"


def _decoded(word: bytes, codec: str) -> str | None:
    try:
        return word.decode(codec)
    except UnicodeError:
        return None
