"""A histogram of similarity in words: its groups, its threshold, and what that is worth."""

from synotui.ops.comparing.histogram import Column, PairGroup, SimilarityHistogram

COLUMNS: dict[Column, str] = {"base": "base", "now": "adjusted"}
"""What the columns are called."""
SIGNS = {"accepted": "✓", "rejected": "✗", "random": "·"}
PURPOSE = (
    "A threshold is for where cosine alone must decide and nobody reviews, such as expanding "
    "queries; its precision holds where so many of the pairs are synonyms as here"
)
TOLD = (
    "Adjusting was told these accepted pairs and drew them together: how well the adjusted "
    "threshold parts them says nothing of pairs to come; adjust --held-out measures that"
)
TOLD_BRIEFLY = "Adjusting was told these pairs: only held-out ones tell what it is worth"


def left_out_words(found: SimilarityHistogram) -> str:
    """Say which accepted pairs are not among those shown; "" if all are."""
    if not found.related:
        return ""
    told = _count(found.related, "accepted pair")
    return f"{told} of other relations (broader, narrower, related) left out"


def heading(found: SimilarityHistogram, column: Column) -> str:
    """Say what is drawn; holds the name of the space."""
    return f"Cosine of pairs in space {found.space}, {COLUMNS[column]} vectors"


def group_words(group: PairGroup, column: Column) -> str:
    """Say of a group how many pairs it has and where most of them lie."""
    cosines = group.cosines(column)
    name = f"{group.name} {_count(len(cosines), 'pair')}"
    lacking = f", {group.without:,} without vectors" if group.without else ""
    if not len(cosines):
        return f"{name}{lacking}"
    import numpy as np

    low, middle, high = np.percentile(cosines, (25, 50, 75))
    return f"{name}, median {middle:.2f}, half from {low:.2f} to {high:.2f}{lacking}"


def threshold_lines(found: SimilarityHistogram, column: Column) -> list[str]:
    """Say where the threshold is, how good, and what is on its wrong sides: a line for each."""
    threshold = found.threshold(column)
    accepted, rejected, _ = found.groups
    if threshold is None:
        if not len(accepted.pairs):
            return ["There is no threshold yet: no accepted pair has both vectors"]
        return ["There is no threshold: there are no other pairs to tell the accepted ones from"]
    against = f"{threshold.against} pairs"
    if threshold.against == "random":
        few = len(rejected.pairs)
        against = f"as many random pairs ({few:,} rejected: too few)"
        if not few:
            against = "as many random pairs (none is rejected)"
    return [
        f"Threshold {threshold.cosine:.2f} by best F1 against {against}",
        f"Precision {threshold.precision:.2f}, recall {threshold.recall:.2f}, "
        f"F1 {threshold.f1:.2f}",
        f"{threshold.below:,} of {_count(len(accepted.pairs), 'accepted pair')} below it, "
        f"{threshold.above:,} of {threshold.others:,} {threshold.against} ones reach it",
    ]


def _count(number: int, name: str) -> str:
    return f"{number:,} {name}{'' if number == 1 else 's'}"
