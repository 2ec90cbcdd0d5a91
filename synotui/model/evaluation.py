"""What a space was measured to be worth, as figures: base, adjusted, and other spaces."""

from dataclasses import dataclass
from typing import Literal

EvaluationKind = Literal["similarity", "analogies", "gold", "dictionary"]
"""On a file of word similarities, of analogies, of synonyms; on the dictionary's own pairs."""
EVALUATION_KINDS: tuple[EvaluationKind, ...] = ("similarity", "analogies", "gold", "dictionary")

ColumnKey = Literal["base", "now", "other"]
"""The current space as the encoder gave it, as adjusted, or another space at its base."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One number, and how far it can be relied on."""

    name: str
    """As in JSON: "spearman", "recall_at_10"; `ops.evaluating.words` says what it means."""
    value: float | None
    """None where it is undefined, such as a correlation with cosines that are all the same."""
    low: float | None = None
    """`low` to `high` holds it in 95 of 100 cases (bootstrap); None where that is unknown."""
    high: float | None = None
    n: int = 0
    """Of how many pairs, heads, questions or terms it is."""


@dataclass(frozen=True, slots=True)
class Coverage:
    """How much of what was asked could be measured."""

    found: int
    """Pairs or questions, or heads, that count."""
    missing: int
    """Those left out because a text is no term, or has no vector."""
    unknown: tuple[str, ...] = ()
    """Some texts that are no terms."""
    without_vector: tuple[str, ...] = ()
    """Some terms that have no vector in the space."""
    beyond: tuple[str, ...] = ()
    """Some terms that are not among the first rows of the space, which alone count."""
    placed: int = 0
    """Texts that are no terms and were placed on the spot."""
    skipped: int = 0
    """Lines of the file that could not be read."""

    @property
    def share(self) -> float | None:
        """The share that could be measured; None where nothing was asked."""
        return self.found / (self.found + self.missing) if self.found + self.missing else None


@dataclass(frozen=True, slots=True)
class Section:
    """One section of a file of analogies."""

    name: str
    correct: int
    asked: int
    """Questions that count."""
    missing: int

    @property
    def accuracy(self) -> float | None:
        """The share that was right; None where none was asked."""
        return self.correct / self.asked if self.asked else None


@dataclass(frozen=True, slots=True)
class Reliability:
    """Pairs whose probability by the threshold's logistic lies from `low` to below `high`."""

    low: float
    high: float
    n: int
    predicted: float
    """Mean probability."""
    observed: float
    """Share that is synonyms."""


@dataclass(frozen=True, slots=True)
class CurvePoint:
    """What a threshold finds and what it lets in."""

    cosine: float
    recall: float
    precision: float


@dataclass(frozen=True, slots=True)
class Threshold:
    """How well a cosine tells synonyms from other pairs."""

    cosine: float
    """Pairs from here on are taken for synonyms: the best F1 there is."""
    f1: float
    precision: float
    recall: float
    synonyms: int
    others: int
    against: Literal["rejected", "random"]
    """What the others are."""
    slope: float
    """The probability at a cosine is 1 / (1 + exp(-(slope * cosine + intercept))) (Platt)."""
    intercept: float
    curve: tuple[CurvePoint, ...]
    """Precision and recall from the highest cosine to the lowest, at most about 100 points."""
    reliability: tuple[Reliability, ...]
    """Bins of a tenth, those with pairs in them."""


@dataclass(frozen=True, slots=True)
class EvaluatedColumn:
    """All figures of one state of one space; base and adjusted have the same ones."""

    key: ColumnKey
    space: str
    figures: tuple[Figure, ...]
    coverage: Coverage
    sections: tuple[Section, ...] = ()
    """Of a file of analogies."""
    threshold: Threshold | None = None
    """Of gold, and of the dictionary's own pairs."""

    def figure(self, name: str) -> Figure | None:
        """Give the figure called `name`, if there is one."""
        return next((each for each in self.figures if each.name == name), None)


@dataclass(frozen=True, slots=True)
class FigureChange:
    """What adjusting did to a figure: `now` minus `base`, over the same pairs."""

    name: str
    value: float | None
    low: float | None
    """`low` to `high` holds it in 95 of 100 cases (paired bootstrap)."""
    high: float | None

    @property
    def clear(self) -> bool:
        """Whether it is more than chance: the interval does not hold 0."""
        return self.low is not None and self.high is not None and (self.low > 0 or self.high < 0)


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What was measured on what, column by column; base and now come first, in this order."""

    kind: EvaluationKind
    source: str
    """The file; "" for the dictionary itself."""
    digest: str
    """SHA-256 of what the file holds, unpacked; "" without one."""
    at: str
    """UTC, ISO 8601."""
    curator: str
    seq: int
    """The last entry of the ledger."""
    space: str
    space_id: int
    terms: int
    """Vectors of the space, among which partners and answers are looked for."""
    moved: int
    """Of these, vectors that are not their base."""
    columns: tuple[EvaluatedColumn, ...]
    changes: tuple[FigureChange, ...]
    """What adjusting did, figure by figure."""
    told: int
    """Pairs measured on that the adjustment was told of: these prove nothing about the others."""
    notes: tuple[str, ...] = ()
    """What one must know to read the figures, sentences without the last full stop."""
    seconds: float = 0.0

    @property
    def base(self) -> EvaluatedColumn:
        """The current space as the encoder gave it."""
        return self.columns[0]

    @property
    def now(self) -> EvaluatedColumn:
        """The current space as adjusted."""
        return self.columns[1]


@dataclass(frozen=True, slots=True)
class KeptEvaluation:
    """An evaluation as the dictionary keeps it, one for each space that was measured."""

    id: int
    at: str
    curator: str
    seq: int
    space: str
    kind: EvaluationKind
    source: str
    digest: str
    figures: dict[str, float]
    """By name, with "_base" or "_now" behind; what was undefined is not there."""


@dataclass(frozen=True, slots=True)
class EvaluationSeries:
    """Evaluations on the same thing in the same space, oldest first."""

    kind: EvaluationKind
    source: str
    """As it was last called."""
    digest: str
    space: str
    kept: tuple[KeptEvaluation, ...]

    def values(self, name: str) -> list[float | None]:
        """Give one figure over time, by its name with "_base" or "_now" behind."""
        return [each.figures.get(name) for each in self.kept]
