"""The time decisions are stamped with."""

from datetime import UTC, date, datetime

from synotui.errors import SettingError

_STAMP = "%Y-%m-%dT%H:%M:%SZ"


def now() -> str:
    """Give the time as the ledger writes it: UTC, ISO 8601, to the second."""
    return datetime.now(UTC).strftime(_STAMP)


def ledger_time(time: datetime | date | str) -> str:
    """Give a time, or the beginning of a day, as the ledger writes times.

    What has no zone is of this machine's. Raises SettingError for a text that
    is not ISO 8601.
    """
    if isinstance(time, str):
        try:
            time = datetime.fromisoformat(time)
        except ValueError:
            raise SettingError(f"“{time}” is no time", "Write 2026-03-01T09:30:00") from None
    if not isinstance(time, datetime):
        time = datetime(time.year, time.month, time.day)
    return time.astimezone(UTC).strftime(_STAMP)
