"""What an evaluation is asked for."""

import zlib
from dataclasses import dataclass
from pathlib import Path

from synotui.model import EvaluationKind

VOCABULARY = 300_000
"""Terms that analogies are asked among unless told: as many as gensim takes."""


@dataclass(frozen=True, slots=True)
class EvaluateOptions:
    """What to measure on, and how."""

    on: Path | None = None
    """The file; None measures on the dictionary's own pairs, and the space's health."""
    kind: EvaluationKind | None = None
    """What the file is; told from it otherwise."""
    spaces: tuple[str, ...] = ()
    """Other spaces to measure beside the current one, by name."""
    encoding: str | None = None
    column: str | None = None
    """Where a similarity file has its scores: a name, or a number from 1."""
    format: str | None = None
    """Of a gold file."""
    vocabulary: int | None = None
    """Only the first so many rows of the space count; for analogies 300,000 unless told."""
    case_sensitive: bool = False
    unknown_is_wrong: bool = False
    """Count analogies with unknown words as wrong, similarities as 0 (gensim: dummy4unknown)."""
    place: bool = False
    """Place texts that are no terms on the spot: of similarities, and of gold as heads."""
    common: bool = False
    """Measure all spaces on what all of them have."""
    heads: int | None = None
    """How many heads are asked for their partners at most; 0 is all, None as time allows."""
    seed: int = 0

    def marks(self) -> dict[str, float]:
        """Give, as numbers, the options without which figures cannot be compared over time."""
        made: dict[str, float] = {
            "vocabulary": self.vocabulary or 0,
            "case_sensitive": self.case_sensitive,
            "unknown_is_wrong": self.unknown_is_wrong,
            "place": self.place,
            "common": self.common,
            "heads": -1 if self.heads is None else self.heads,
            "seed": self.seed,
            "column": zlib.crc32(self.column.encode("utf-8", "replace")) if self.column else 0,
        }
        return {f"{MARK}{name}": float(value) for name, value in made.items()}


MARK = "with_"
"""How the names of options begin among the figures that are kept."""
