"""The time decisions are stamped with."""

from datetime import UTC, datetime


def now() -> str:
    """Give the time as the ledger writes it: UTC, ISO 8601, to the second."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
