"""The Encoder class: one method to write, batching and the checks of what it gives inherited."""

import time
from abc import ABC, abstractmethod
from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from typing import TYPE_CHECKING, NamedTuple

from synotui.errors import EncoderError, SynotuiError
from synotui.model import OnProgress, Progress, no_progress

if TYPE_CHECKING:
    from synotui.engine.arrays import Floats
    from synotui.model import Composed

_SECONDS_BETWEEN_REPORTS = 0.1


class Encoded(NamedTuple):
    """The vectors of some texts, in their order."""

    vectors: "Floats"
    """(n, dim); the rows in `bad` are zero."""
    bad: list[int]
    """Rows the encoder gave no usable vector for: not finite, zero, or too long to measure."""


class Composition(NamedTuple):
    """What a vector was put together from, where it is not of the text as a whole."""

    how: "Composed"
    parts: tuple[str, ...]


class Encoder(ABC):
    """What turns texts into vectors.

    Write `encode_batch`, set `name`, and declare the class as an entry point
    in the group `synotui.encoders`. It is constructed with what follows the
    colon in the encoder's name: `mine` calls `Mine()`, `mine:small` calls
    `Mine("small")`. Import heavy packages in the constructor or in
    `encode_batch`, and raise EncoderError with a remedy for what the user can
    put right. It may be constructed in one thread and used in another, by one
    at a time unless it says `parallel`.
    """

    name: str
    """The full name, model included, by which the same encoder is found again."""
    dim: int | None = None
    """The length of its vectors; None until the first are made, if it is not known before."""
    batch_size: int = 256
    """Texts given to `encode_batch` at once unless the caller says otherwise."""
    parallel: bool = False
    """Whether `encode_batch` can be called by several threads at once, and gains by it."""

    replaceable: bool = False
    """Whether another model may come to lie under its name: then it is compared with a space
    before it adds to it."""

    @abstractmethod
    def encode_batch(self, texts: Sequence[str]) -> "Floats":
        """Give the vectors of `texts` (n >= 1) as (n, dim), in their order."""

    def compositions(self, texts: Sequence[str]) -> list[Composition | None]:
        """Say what the vectors of `texts` are put together from; None where one is its own.

        Terms with such vectors are marked, and so are their cosines.
        """
        return [None] * len(texts)

    def side_by_side(self) -> AbstractContextManager[object]:
        """Surround the calls of several threads; for what they share, such as BLAS threads."""
        return nullcontext()

    def encode(
        self,
        texts: Sequence[str],
        *,
        batch_size: int | None = None,
        on_progress: OnProgress = no_progress,
    ) -> Encoded:
        """Give the vectors of any number of texts, in batches.

        `on_progress` hears of it between batches, a few times a second, and
        may raise Cancelled. Raises EncoderError when the encoder fails or
        gives something other than one vector of the same length for each text.
        """
        import numpy as np

        size = batch_size or self.batch_size
        parts: list[Floats] = []
        bad: list[int] = []
        next_report = 0.0
        for start in range(0, len(texts), size):
            if time.monotonic() >= next_report:
                on_progress(Progress("encoding", start, len(texts)))
                next_report = time.monotonic() + _SECONDS_BETWEEN_REPORTS
            part = self.encode_checked(texts[start : start + size])
            parts.append(part.vectors)
            bad += [start + row for row in part.bad]
        on_progress(Progress("encoding", len(texts), len(texts)))
        vectors = np.concatenate(parts) if parts else np.empty((0, self.dim or 0), np.float32)
        return Encoded(vectors, bad)

    def encode_checked(self, texts: Sequence[str]) -> Encoded:
        """Encode one batch and check what comes of it. Raises EncoderError as `encode` does."""
        import numpy as np

        from synotui.engine.arrays import norms

        try:
            with np.errstate(over="ignore"):
                vectors = np.array(self.encode_batch(texts), dtype=np.float32)
        except SynotuiError:
            raise
        except Exception as error:  # An encoder may be anybody's code.
            raise EncoderError(f"Encoder {self.name} failed: {in_one_line(error)}") from error
        given = vectors.shape
        if len(given) != 2 or given[0] != len(texts) or given[1] != (self.dim or given[1] or -1):
            raise EncoderError(
                f"Encoder {self.name} gave an array of shape {given} "
                f"for {len(texts)} texts where ({len(texts)}, {self.dim or 'dim'}) was due",
                "Its encode_batch must give one vector for each text",
            )
        self.dim = given[1]
        with np.errstate(over="ignore", invalid="ignore"):
            lengths = norms(vectors)
        unusable = ~np.isfinite(lengths) | (lengths == 0)
        vectors[unusable] = 0
        return Encoded(vectors, np.flatnonzero(unusable).tolist())


def in_one_line(error: BaseException) -> str:
    """Say an exception of somebody else's in one line that is not too long."""
    first = next((line.strip() for line in str(error).splitlines() if line.strip()), "")
    said = f"{type(error).__name__}: {first.rstrip('.')}" if first else type(error).__name__
    return said if len(said) <= 200 else said[:199] + "…"
