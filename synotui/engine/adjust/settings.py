"""What adjustment settings may be, and how to read them from words."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from synotui.errors import SettingError
from synotui.model import METHODS, Settings


@dataclass(frozen=True, slots=True)
class Range:
    """What a setting may be, and what it is."""

    lowest: float
    highest: float
    kind: type[float] | type[int] | type[bool]
    meaning: str


_WEIGHT = "what a pair {} weighs"
RANGES: Mapping[str, Range] = {
    "stay": Range(0.01, 10, float, "how strongly a term holds to its base vector"),
    "push": Range(0, 2, float, "how strongly antonyms push each other away"),
    "sweeps": Range(1, 100, int, "sweeps of anchored and retrofit"),
    "step": Range(0.05, 1, float, "share of the way a term goes in a sweep of anchored"),
    "factor": Range(0, 0.5, float, "share of the difference a round of pull takes"),
    "iterations": Range(1, 100, int, "rounds of pull for each pair"),
    "batch": Range(0, 1, bool, "1: pull takes each round over all pairs; 0: pair by pair"),
    "alpha": Range(0.01, 10, float, "how strongly retrofit holds a term to its base vector"),
    "attract": Range(0, 10, float, "weight of synonyms in counterfit"),
    "repel": Range(0, 10, float, "weight of antonyms in counterfit"),
    "preserve": Range(0, 10, float, "weight of base neighbours in counterfit"),
    "delta": Range(0, 2, float, "distance that counterfit wants between antonyms"),
    "gamma": Range(0, 2, float, "distance that counterfit lets between synonyms"),
    "near": Range(0.3, 1, float, "base cosine from which counterfit preserves neighbours"),
    "steps": Range(1, 200, int, "steps of counterfit"),
    "attract_margin": Range(0, 2, float, "lead attract-repel wants for synonyms"),
    "repel_margin": Range(-2, 2, float, "lead attract-repel wants for antonyms"),
    "anchor": Range(0, 10, float, "how strongly attract-repel holds a term to its base vector"),
    "pairs_at_once": Range(2, 1000, int, "pairs in a batch of attract-repel"),
    "epochs": Range(1, 100, int, "how often attract-repel goes through all pairs"),
    "rate": Range(0.001, 1, float, "learning rate of attract-repel"),
    "seed": Range(0, 2**32 - 1, int, "what attract-repel draws the order of pairs from"),
    "hold": Range(0, 1, float, "lowest cosine of a term to its base vector; 0: no bound"),
    "synonym_weight": Range(0, 10, float, _WEIGHT.format("accepted as synonym")),
    "broader_weight": Range(0, 10, float, _WEIGHT.format("accepted as broader or narrower")),
    "related_weight": Range(0, 10, float, _WEIGHT.format("accepted as related")),
    "antonym_weight": Range(0, 10, float, _WEIGHT.format("rejected as antonym")),
    "different_weight": Range(0, 10, float, _WEIGHT.format("rejected as different")),
}


def check_settings(settings: Settings) -> None:
    """Raise SettingError if a setting is out of its range."""
    if settings.method not in METHODS:
        raise SettingError(
            f"No adjustment method “{settings.method}”", f"Known: {', '.join(METHODS)}"
        )
    for name, allowed in RANGES.items():
        value = settings.value(name)
        if not allowed.lowest <= value <= allowed.highest:
            raise SettingError(
                f"{name}={value:g} is out of range",
                f"{name} ({allowed.meaning}) may be {allowed.lowest:g} to {allowed.highest:g}",
            )


def parse_settings(
    current: Settings, method: str | None, assignments: Mapping[str, str]
) -> Settings:
    """Give `current` with `method` and the named values changed, as typed by a user.

    A `hold` typed as the method has it by itself is that of any method chosen later.
    Raises SettingError for an unknown name, a value that is no number, or one
    out of range.
    """
    changes: dict[str, Any] = {} if method is None else {"method": method}
    for name, typed in assignments.items():
        if name not in RANGES:
            raise SettingError(f"No setting “{name}”", f"Known: {', '.join(RANGES)}")
        kind = RANGES[name].kind
        try:
            changes[name] = float(typed) if kind is float else int(typed)
        except ValueError:
            told = "a number" if kind is float else "a whole number"
            raise SettingError(f"{name}={typed} is not {told}") from None
    check_settings(replace(current, **changes))
    # Switches are checked as whole numbers, so that 2 is out of range rather than true.
    for name in changes.keys() & RANGES.keys():
        if RANGES[name].kind is bool:
            changes[name] = bool(changes[name])
    wanted = replace(current, **changes)
    if "hold" in changes and wanted.hold == METHODS[wanted.method].hold:
        return replace(wanted, hold=None)
    return wanted
