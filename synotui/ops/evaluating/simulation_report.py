"""What a simulation found, order by order."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from synotui.ops.evaluating.gold import Gold

if TYPE_CHECKING:
    from synotui.engine.rank.play import Course
    from synotui.engine.rank.trials import Trial

FIRST = (200, 500)


@dataclass(frozen=True, slots=True)
class Order:
    """How soon one order of the candidates brings the gold to light."""

    name: str
    """What its figures begin with; "" for the queue itself."""
    course: "Course"
    decisions_to_50: int | None
    """Decisions until half of the findable gold is found; None if it never is."""
    decisions_to_80: int | None
    in_first: tuple[int, ...]
    """Gold pairs among the first 200 and 500 decisions."""
    recall_at_10: float | None
    """Mean share of a head's partners among its candidates that its first ten have."""
    mrr: float | None
    """Mean of one over the place of the first partner."""

    @classmethod
    def of(cls, name: str, course: "Course", among: "Trial") -> "Order":
        """Collect the figures of an order."""
        hits = among.get(name)
        return cls(
            name,
            course,
            course.decisions_to(0.5),
            course.decisions_to(0.8),
            tuple(course.in_first(count) for count in FIRST),
            hits.recall_at_10 if hits else None,
            hits.mrr if hits else None,
        )

    def figures(self) -> dict[str, Any]:
        """Give the figures by name."""
        before = f"{self.name}_" if self.name else ""
        found = {
            "decisions_to_50": self.decisions_to_50,
            "decisions_to_80": self.decisions_to_80,
            **{f"gold_in_first_{n}": k for n, k in zip(FIRST, self.in_first, strict=True)},
            "recall_at_10": self.recall_at_10,
            "mrr": self.mrr,
        }
        return {before + name: value for name, value in found.items()}


@dataclass(frozen=True, slots=True)
class Held:
    """A held-out trial: recall@10 of all gold partners that the dictionary has."""

    heads: int
    """Heads with a partner among their candidates."""
    recall_at_10: dict[str, float]
    """By order, "" being the ranker's."""

    @classmethod
    def of(cls, trial: "Trial") -> "Held | None":
        """Collect the figures of a trial, if there was one with something to find."""
        if not trial or not trial[""].wanted:
            return None
        return cls(trial[""].heads, {name: hits.recall_of_all for name, hits in trial.items()})

    def figures(self) -> dict[str, Any]:
        """Give the figures by name."""
        told = {
            f"{name}_recall_at_10" if name else "recall_at_10": value
            for name, value in self.recall_at_10.items()
        }
        return {"heads": self.heads, **told}


class Estimate(NamedTuple):
    """What the queue said of the synonyms still to be found, and what was true."""

    decisions: int
    expected: float
    low: float
    high: float
    true: int


@dataclass(frozen=True, slots=True)
class Simulation:
    """What a simulation found."""

    heads: int
    pool: int
    """Candidate pairs of all heads."""
    findable: int
    """Gold pairs among them."""
    gold: Gold
    gold_of_heads: int
    """Gold pairs of these heads, among the candidates or not."""
    known_heads: int
    """Gold terms that were left out because the shipped prior was trained on them."""
    without_vector: int
    """Gold terms that were left out because they have no vector."""
    prior: str
    strategy: str
    seed: int
    ours: Order
    others: tuple[Order, ...]
    decided: int
    """Decisions that were made."""
    beyond: int
    """Gold pairs that came into the pool on the way; they count for nothing."""
    missing: str
    """What is not measured for want of a package; "" where nothing is."""
    remaining: tuple[Estimate, ...]
    """At some points on the way."""
    by_word: Held | None
    by_pair: Held | None
    seconds_per_decision: float
    slowest_decision: float
    seconds: float

    def order(self, name: str) -> Order:
        """Give an order by its name."""
        return next(each for each in (self.ours, *self.others) if each.name == name)

    def document(self) -> dict[str, Any]:
        """Give it as JSON-ready values."""
        gold = self.gold
        figures: dict[str, Any] = {}
        for each in (self.ours, *self.others):
            figures |= each.figures()
        return {
            "heads": self.heads,
            "pool": self.pool,
            "findable": self.findable,
            **figures,
            "by_word": self.by_word.figures() if self.by_word else None,
            "by_pair": self.by_pair.figures() if self.by_pair else None,
            "remaining": [each._asdict() for each in self.remaining],
            "gold_of_heads": self.gold_of_heads,
            "decided": self.decided,
            "found_beyond_pool": self.beyond,
            "missing": self.missing,
            "prior": self.prior,
            "strategy": self.strategy,
            "seed": self.seed,
            "heads_left_out": self.known_heads,
            "heads_without_vector": self.without_vector,
            "gold": {
                "file": gold.path,
                "rows": gold.rows,
                "pairs": len(gold.pairs),
                "unknown_terms": gold.unknown_terms,
                "unknown": list(gold.unknown),
                "unknown_pairs": gold.unknown_pairs,
                "not_synonyms": gold.others,
                "lines_skipped": gold.skipped,
            },
            "seconds_per_decision": self.seconds_per_decision,
            "slowest_decision": self.slowest_decision,
            "seconds": self.seconds,
        }
