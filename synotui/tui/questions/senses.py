"""The question what a term may mean: its neighbours in clusters, its accepted synonyms marked."""

from typing import TYPE_CHECKING

from synotui.model import OnProgress
from synotui.ops.exploring.sense_clusters import SenseCluster, SenseClusters, cluster_senses, origin
from synotui.text import visible
from synotui.tui.questions.laid_out import note
from synotui.tui.questions.question import AnswerLine, Asked, Question
from synotui.tui.widgets.candidate_line import figure

if TYPE_CHECKING:
    from synotui.ops.workbench import Workbench

_OF_A_SET = 12
"""Further terms of the synonym set that a cluster lists."""


def _ask(bench: "Workbench", asked: Asked, on_progress: OnProgress) -> SenseClusters:
    text, *_ = asked.texts(needs="Name a term: what may it mean?")
    return cluster_senses(bench, text, base=asked.by == "base")


def _title(found: SenseClusters) -> tuple[str, str]:
    count = len(found.clusters)
    told = f"{count} senses" if count != 1 else "one sense"
    how_well = "" if found.silhouette is None else f" · silhouette {found.silhouette:.2f}"
    return found.text, f"{told}{how_well} · {'base vectors' if found.base else 'adjusted'}"


def _lines(found: SenseClusters) -> list[AnswerLine]:
    where = origin(found)
    lines = [note(f"≈ {found.text} was {where}.", "call")] if where else []
    lines += _advice(found) if found.clusters else [note("There is nothing else in this space.")]
    lines += [_overview(number, each) for number, each in enumerate(found.clusters, 1)]
    for number, each in enumerate(found.clusters, 1):
        lines += _cluster_lines(number, each)
    return lines


def _advice(found: SenseClusters) -> list[AnswerLine]:
    """Say what to do where accepted synonyms are in several clusters."""
    if len(found.joined) < 2:
        return []
    places = ", ".join(str(at + 1) for at in found.joined)
    if found.named:
        return [note(f"Its synonyms ✓ are in {places}, and in senses that have names."), note("")]
    return [
        note(f"! It seems to join senses: its synonyms ✓ are in {places}.", "call"),
        note("If so, name them: M on its pairs in the review, b in the synonym sets (S)."),
        note(""),
    ]


def _overview(number: int, cluster: SenseCluster) -> AnswerLine:
    """Give a cluster's line: its name, its accepted synonyms, its size."""
    size = len(cluster.members)
    accepted = ", ".join(visible(each.term.text) for each in cluster.accepted)
    return AnswerLine(
        (
            (f" {number} ", "call"),
            (visible(cluster.name), "strong"),
            (f"  ✓ {accepted}" if accepted else "", "good"),
        ),
        ((f"{size:,} term{'s' if size > 1 else ''} ", "faint"),),
    )


def _cluster_lines(number: int, cluster: SenseCluster) -> list[AnswerLine]:
    """List a cluster's terms, accepted synonyms first, and what it has of the synonym set."""
    lines = [note(""), note(f"{number} {cluster.name}", "strong")]
    for member in sorted(cluster.members, key=lambda each: not each.accepted):
        sense = f"  〔{visible(member.sense)}〕" if member.sense else ""
        lines.append(
            AnswerLine(
                (
                    ("   ✓ " if member.accepted else "     ", "good"),
                    (visible(member.term.text), "strong" if member.accepted else "plain"),
                    (sense, "call"),
                ),
                ((f"{figure(member.cosine)} ", "plain"),),
                member.term.id,
                text=member.term.text,
            )
        )
    for term in cluster.set_members[:_OF_A_SET]:
        left = (("     ", "plain"), (visible(term.text), "plain"), ("  of the set", "faint"))
        lines.append(AnswerLine(left, (), term.id, text=term.text))
    return lines


SENSES = Question(
    "senses", "senses", "a term: its neighbours in clusters, one for each thing it may mean",
    _ask, _title, _lines,
)  # fmt: skip
