"""What a check found."""

from dataclasses import dataclass
from typing import Literal

Part = Literal["file", "ledger", "pairs", "terms", "vectors", "adjusted", "cache"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong."""

    part: Part
    what: str
    """What is wrong and where, in one line."""
    remedy: str
    mends: bool = False
    """Whether `repair` puts it right."""


@dataclass(frozen=True, slots=True)
class CheckReport:
    """What was checked and what was found."""

    path: str
    findings: tuple[Finding, ...]
    checked: tuple[tuple[Part, str], ...]
    """Each part and what was looked at in it, in words."""
    entries: int
    """Of the ledger."""
    last_hash: str
    """Of the last ledger entry, in hexadecimal: noted elsewhere, it proves what was there."""
    seconds: float

    @property
    def sound(self) -> bool:
        """Whether nothing was found."""
        return not self.findings
