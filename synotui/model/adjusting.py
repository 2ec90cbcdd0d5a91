"""How pairs adjust vectors: the methods there are, and the settings of all of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from synotui.model.pairs import Relation

MethodName = Literal["anchored", "pull", "retrofit", "counterfit", "attract-repel", "none"]


@dataclass(frozen=True, slots=True)
class Settings:
    """How decided pairs adjust the vectors; kept in the dictionary.

    `METHODS` tells which setting belongs to which method; the weights of
    relations and `hold` belong to all. The defaults of `attract-repel` are
    gentler than those of its paper (margin 0.6, anchor 1e-9, 50 pairs, 5
    epochs, rate 0.05): slower, better on what it is judged by, and kinder to
    pairs that nobody decided.
    """

    method: MethodName = "anchored"
    stay: float = 1.25
    """How strongly a term holds to its base vector (a); above 0.

    At 0.2 decided pairs come closest, and those that they connect are found
    best; what nobody decided pays for it: `docs/adjustment.md` has the figures.
    """
    push: float = 1.0
    """How strongly antonyms push each other away (r); 0 or more."""
    sweeps: int = 10
    """Jacobi sweeps of `anchored` and `retrofit`."""
    step: float = 0.5
    """Share of the way to its next place that a term goes in a sweep of `anchored`; 0 to 1.

    A whole step lets terms that push each other, or that contradictory pairs
    draw both ways, swing to and fro; half a step calms them, and ends at the
    same place as whole ones that do not swing.
    """
    factor: float = 0.1
    """Share of the difference each side gives up in a round of `pull` (f); 0 to 0.5."""
    iterations: int = 5
    """Rounds of `pull` for each pair."""
    batch: bool = False
    """Whether `pull` takes every round over all pairs, not every pair through all its rounds."""
    alpha: float = 1.0
    """How strongly `retrofit` holds a term to its base vector; above 0."""
    attract: float = 0.1
    """Weight of synonyms in `counterfit` (k2)."""
    repel: float = 0.1
    """Weight of antonyms in `counterfit` (k1)."""
    preserve: float = 0.1
    """Weight of neighbours of the base space in `counterfit` (k3)."""
    delta: float = 1.0
    """Distance (1 - cosine) `counterfit` wants between antonyms at least; 0 to 2."""
    gamma: float = 0.0
    """Distance `counterfit` lets between synonyms at most; 0 to 2."""
    near: float = 0.8
    """Base cosine from which `counterfit` preserves a pair of terms."""
    steps: int = 7
    """Steps of `counterfit`, each over all pairs; the paper takes 20, which spoils more than
    it mends for pairs that nobody decided."""
    attract_margin: float = 0.5
    """How much closer than the nearest other term `attract-repel` wants synonyms."""
    repel_margin: float = 0.0
    """How much farther than the farthest other term `attract-repel` wants antonyms."""
    anchor: float = 0.3
    """How strongly `attract-repel` holds a term to its base vector (lambda); 0 or more."""
    pairs_at_once: int = 25
    """Pairs in a batch of `attract-repel`, among which it looks for the other terms."""
    epochs: int = 16
    """How often `attract-repel` goes through all pairs."""
    rate: float = 0.02
    """Learning rate of `attract-repel` (Adagrad)."""
    seed: int = 0
    """What the order of pairs in `attract-repel` is drawn from."""
    hold: float | None = None
    """The cosine to its base vector below which no term goes; 0 lets terms go anywhere.

    None is what the method has by itself: `Method.hold`.
    """
    synonym_weight: float = 1.0
    """What a pair accepted as synonym weighs; the weights of relations are 0 or more."""
    broader_weight: float = 0.0
    """What a pair accepted as broader or narrower weighs, drawing its terms together."""
    related_weight: float = 0.0
    """What a pair accepted as related weighs, drawing its terms together."""
    antonym_weight: float = 1.0
    """What a pair rejected as antonym weighs, pushing its terms apart."""
    different_weight: float = 0.0
    """What a pair rejected as different weighs, pushing its terms apart."""

    @classmethod
    def kept(cls, values: Mapping[str, Any]) -> "Settings":
        """Give settings as a dictionary kept them, which may not have known all of them yet."""
        return cls(**{**_UNKEPT, **values})

    @property
    def bound(self) -> float:
        """The cosine to its base vector below which no term goes with these settings."""
        return METHODS[self.method].hold if self.hold is None else self.hold

    def value(self, name: str) -> float:
        """Give what a setting other than the method is, as it acts."""
        acting: float = self.bound if name == "hold" else getattr(self, name)
        return acting

    def weight_of(self, relation: Relation) -> float:
        """Give what a decided pair with `relation` weighs; 0 means that it does not act."""
        weight: float = getattr(self, f"{_WEIGHED_AS.get(relation, relation).value}_weight")
        return weight


_UNKEPT: dict[str, Any] = {"stay": 0.5, "push": 0.5, "step": 1.0, "hold": 0.0}
"""What settings meant where a dictionary does not have them."""
_WEIGHED_AS = {Relation.NARROWER: Relation.BROADER}


@dataclass(frozen=True, slots=True)
class Method:
    """What is to be known of an adjustment method to offer it."""

    name: MethodName
    meaning: str
    settings: tuple[str, ...]
    """The names of the settings it uses, besides the weights of relations and `hold`."""
    incremental: bool
    """Whether a component may be solved by itself: it gives the same bits as in a full solve.

    If not, a decision moves terms far from it too, and its effect is known
    only by solving all pairs again: a rebuild is due.
    """
    pushes: bool
    """Whether antonyms act."""
    hold: float = 0.0
    """The bound `Settings.hold` where none was set."""


METHODS: Mapping[MethodName, Method] = {
    method.name: method
    for method in (
        Method(
            "anchored",
            "synonyms draw together and antonyms apart, each term held by its base vector",
            ("stay", "push", "sweeps", "step"),
            incremental=True,
            pushes=True,
        ),
        Method(
            "pull",
            "each accepted pair in turn gives up a share of its difference",
            ("factor", "iterations", "batch"),
            incremental=True,
            pushes=False,
            # Nothing else holds a term that many pairs pull, or a pair that lies far apart.
            hold=0.92,
        ),
        Method(
            "retrofit",
            "each term becomes the mean of its base vector and its synonyms (Faruqui et al. 2015)",
            ("alpha", "sweeps"),
            incremental=True,
            pushes=False,
        ),
        Method(
            "counterfit",
            "synonyms attract, antonyms repel, base neighbours are kept (Mrkšić et al. 2016)",
            ("attract", "repel", "preserve", "delta", "gamma", "near", "steps"),
            incremental=False,
            pushes=True,
        ),
        Method(
            "attract-repel",
            "synonyms come closer, antonyms farther than any other term (Mrkšić et al. 2017)",
            (
                "attract_margin",
                "repel_margin",
                "anchor",
                "pairs_at_once",
                "epochs",
                "rate",
                "seed",
            ),
            incremental=False,
            pushes=True,
        ),
        Method("none", "vectors stay as the encoder gave them", (), incremental=True, pushes=False),
    )
}
"""The methods by name, the default first."""
