"""The figures of an evaluation in words: what each is called, what it means, what is better."""

from dataclasses import dataclass
from typing import Literal

from synotui.model import Evaluation, EvaluationKind, EvaluationSeries

Better = Literal["more", "less", "neither"]
_UNTOLD = "_untold"


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a figure is."""

    label: str
    meaning: str
    better: Better = "more"


_MEANINGS = {
    "spearman": Meaning("Spearman", "rank correlation of cosines with people's scores"),
    "pearson": Meaning("Pearson", "linear correlation of cosines with people's scores"),
    "accuracy": Meaning("accuracy", "questions whose answer is the nearest term"),
    "recall_at_1": Meaning("recall@1", "partners of a head that are the nearest term"),
    "recall_at_10": Meaning("recall@10", "partners of a head among its 10 nearest terms"),
    "recall_at_100": Meaning("recall@100", "partners of a head among its 100 nearest terms"),
    "mrr": Meaning("MRR", "one over the rank of the first partner, mean over heads"),
    "ndcg_at_10": Meaning("nDCG@10", "how much of the first 10 places is partners, the top first"),
    "average_precision": Meaning("average precision", "of taking the nearest pairs for synonyms"),
    "auc": Meaning("AUC", "chance that synonyms are nearer than another pair"),
    "f1": Meaning("best F1", "of precision and recall at the best threshold"),
    "threshold": Meaning("threshold", "cosine of the best F1", "neither"),
    "brier": Meaning("Brier score", "squared error of the threshold's probabilities", "less"),
    "ece": Meaning("ECE", "how far these probabilities are from what is true", "less"),
    "alignment": Meaning("alignment", "mean squared distance of synonyms", "less"),
    "uniformity": Meaning("uniformity", "how evenly terms fill the sphere: log, below 0", "less"),
    "anisotropy": Meaning("anisotropy", "mean cosine of two terms at random", "less"),
    "hubness": Meaning("hubness", "skewness of how often a term is among the 10 nearest", "less"),
}


def meaning_of(name: str) -> Meaning:
    """Give what the figure called `name` is; an unknown one is called what it is called."""
    plain = name.removesuffix(_UNTOLD)
    found = _MEANINGS.get(plain, Meaning(plain.replace("_", " "), "", "neither"))
    if plain == name:
        return found
    told = f"{found.meaning}, without pairs the adjustment was told of"
    return Meaning(f"{found.label}, untold", told, found.better)


def figure_words(value: float | None) -> str:
    """Give a figure as it is shown: three decimals, – where it is undefined."""
    return "–" if value is None else f"{_rounded(value, 3):.3f}".replace("-", "−")


def change_words(value: float | None) -> str:
    """Give a difference as it is shown, with its sign."""
    return "–" if value is None else f"{_rounded(value, 3):+.3f}".replace("-", "−")


def interval_words(low: float | None, high: float | None) -> str:
    """Give an interval as it is shown, as in .196 … .325; "" where there is none."""
    if low is None or high is None:
        return ""
    return f"{_short(low)} … {_short(high)}"


def _short(value: float) -> str:
    rounded = _rounded(value, 3)
    shown = f"{rounded:.3f}" if abs(rounded) < 1 else f"{rounded:.2f}"
    return (
        shown.replace("0.", ".", 1).replace("-", "−")
        if abs(rounded) < 1
        else shown.replace("-", "−")
    )


def _rounded(value: float, places: int) -> float:
    """Round, and leave no sign on nothing."""
    return round(value, places) + 0.0


_TITLES: dict[EvaluationKind, str] = {
    "similarity": "Word similarities",
    "analogies": "Analogies",
    "gold": "Gold pairs",
    "dictionary": "The dictionary's own pairs, and the space",
}


def title(found: Evaluation | EvaluationSeries) -> str:
    """Say what was measured on."""
    name = found.source.replace("\\", "/").rsplit("/", 1)[-1]
    return f"{_TITLES[found.kind]}: {name}" if name else _TITLES[found.kind]


def coverage_words(found: Evaluation) -> list[str]:
    """Say how much could be measured and what was left out, space by space where they differ."""
    unit = {"analogies": "questions"}.get(found.kind, "pairs")
    told: list[str] = []
    seen = None
    for column in found.columns:
        coverage = column.coverage
        if coverage == seen:
            continue
        seen = coverage
        where = f"{column.space}: " if len(found.columns) > 2 else ""
        many = unit if coverage.found != 1 else unit.removesuffix("s")
        line = f"{where}{coverage.found:,} {many} found, {coverage.missing:,} missing"
        if coverage.placed:
            line += f", {coverage.placed:,} texts placed on the spot"
        if coverage.skipped and not told:
            lines = "1 line" if coverage.skipped == 1 else f"{coverage.skipped:,} lines"
            line += f", {lines} that could not be read"
        if coverage.unknown:
            line += f"; no terms: {', '.join(coverage.unknown)}"
        if coverage.without_vector:
            line += f"; without a vector: {', '.join(coverage.without_vector)}"
        if coverage.beyond:
            line += f"; not among the terms that count: {', '.join(coverage.beyond)}"
        told.append(line)
    return told
