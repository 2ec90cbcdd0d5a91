"""The ledger with all it says: who decided what, when, on which figures, undone by which entry."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from synotui.model.changes import Action


@dataclass(frozen=True, slots=True)
class AuditFilter:
    """Which entries are wanted; those that fit everything that is given."""

    curator: str | None = None
    """Those this one made; of merges and their undos by others, the pairs this one decided."""
    since: str | None = None
    """Entries of this time or later, as the ledger writes times: UTC, ISO 8601."""
    until: str | None = None
    """Entries before this time."""
    term: int | None = None
    """Entries about a pair with this term, their undos and redos."""


@dataclass(frozen=True, slots=True)
class AuditPair:
    """A pair in an entry."""

    term: str
    synonym: str
    before: str
    """The verdict and relation it had, such as "accepted synonym"; "" if it had none."""
    after: str
    base: float | None = None
    """The cosine of the base vectors when it was decided, where that was kept."""
    now: float | None = None
    """The cosine as adjusted just before."""
    probability: float | None = None
    """How likely it was said to be accepted, where that was shown."""
    decided_by: str = ""
    """Who decided what it is afterwards; in a merge the other curator. "" if it is undecided."""
    decided_at: str = ""
    """When that was."""


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """An entry of the ledger."""

    seq: int
    at: str
    curator: str
    action: "Action | Literal['undo', 'redo']"
    label: str
    target: int | None
    """The entry an undo or redo is about."""
    undone_by: int | None
    """The undo in force that took it back."""
    space: str
    """The space whose cosines it was decided on."""
    pairs: tuple[AuditPair, ...]
    hash: str
    """Of this entry and all before it, in hexadecimal."""
