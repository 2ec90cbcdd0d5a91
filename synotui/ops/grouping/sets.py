"""The synonym sets that accepted pairs form, and which of them look like two."""

from synotui.model import Bridge, SetConflict, SynonymSet
from synotui.ops.grouping.groups import members_of, synonym_sets
from synotui.ops.grouping.measured import adopt_sets, measure_from, plan_sets
from synotui.ops.workbench import Workbench

__all__ = ["advice", "conflict_advice", "list_sets", "members_of", "synonym_sets"]


def list_sets(bench: Workbench, term: int | None = None) -> list[SynonymSet]:
    """Give all synonym sets, or those that hold `term`.

    First those in which accepted and rejected pairs contradict each other,
    then the most suspicious, then the largest. Raises DictionaryError.
    """
    plan = plan_sets(bench)
    held = bench.measured_sets
    if plan is not None:
        held = measure_from(plan, bench.store, about=term)
        if term is None:
            adopt_sets(bench, held)
    found = held.sets if held is not None else []
    if term is None:
        return list(found)
    return [each for each in found if any(member.term.id == term for member in each.members)]


def advice(bridge: Bridge) -> str:
    """Say what is suspected and what to do about it."""
    far = f"{bridge.between:.2f} across against {bridge.within:.2f} within"
    named = ", ".join(member.shown for member in bridge.part[:3])
    named += f" and {len(bridge.part) - 3:,} more" if len(bridge.part) > 3 else ""
    if bridge.term is None:
        return f"{bridge.at} joins two sets ({far}): reject it, or name a sense in it"
    return (
        f"{bridge.at} may be meant in two senses, one of them with {named} ({far}): "
        f"reject those pairs, or name the sense of {bridge.term.term.text} in them"
    )


def conflict_advice(conflict: SetConflict) -> str:
    """Say what contradicts what, and what to do about it."""
    way = [member.shown for member in conflict.chain]
    told = " = ".join(way if len(way) <= 6 else [*way[:3], "…", *way[-2:]])
    return (
        f"{conflict.head.shown} ≠ {conflict.synonym.shown} is decided, yet {told}: "
        "reject one of these pairs, or name senses"
    )
