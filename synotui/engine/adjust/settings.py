"""What adjustment settings may be, and how to read them from words."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from synotui.errors import SettingError
from synotui.model import Settings

METHODS: tuple[str, ...] = ("anchored", "pull", "none")


@dataclass(frozen=True, slots=True)
class _Range:
    lowest: float
    highest: float
    whole: bool
    meaning: str


RANGES: Mapping[str, _Range] = {
    "stay": _Range(0.01, 10, False, "how strongly a term holds to its base vector"),
    "push": _Range(0, 2, False, "how strongly antonyms push each other away"),
    "sweeps": _Range(1, 100, True, "sweeps of anchored"),
    "factor": _Range(0, 0.5, False, "share of the difference a round of pull takes"),
    "iterations": _Range(1, 100, True, "rounds of pull for each pair"),
}


def check_settings(settings: Settings) -> None:
    """Raise SettingError if a setting is out of its range."""
    if settings.method not in METHODS:
        raise SettingError(
            f"No adjustment method “{settings.method}”", f"Known: {', '.join(METHODS)}"
        )
    for name, allowed in RANGES.items():
        value = getattr(settings, name)
        if not allowed.lowest <= value <= allowed.highest:
            raise SettingError(
                f"{name}={value:g} is out of range",
                f"{name} ({allowed.meaning}) may be {allowed.lowest:g} to {allowed.highest:g}",
            )


def parse_settings(
    current: Settings, method: str | None, assignments: Mapping[str, str]
) -> Settings:
    """Give `current` with `method` and the named values changed, as typed by a user.

    Raises SettingError for an unknown name, a value that is no number, or one
    out of range.
    """
    changes: dict[str, Any] = {} if method is None else {"method": method}
    for name, typed in assignments.items():
        if name not in RANGES:
            raise SettingError(f"No setting “{name}”", f"Known: {', '.join(RANGES)}")
        try:
            changes[name] = int(typed) if RANGES[name].whole else float(typed)
        except ValueError:
            kind = "a whole number" if RANGES[name].whole else "a number"
            raise SettingError(f"{name}={typed} is not {kind}") from None
    settings = replace(current, **changes)
    check_settings(settings)
    return settings
