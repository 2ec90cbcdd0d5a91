"""Small named values: adjustment settings, and where the curator was."""

import json
import sqlite3
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import Any

from synotui.model import Settings
from synotui.store.translating import translated


class NamedValues:
    """Adjustment settings (part of the ledger) and view state (not)."""

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        self._connection = connection
        self._path = path
        self.view_writes = 0
        """Values of the view that were written: changes of the file, but not of what is decided."""

    def adjustment(self) -> Settings:
        """Give the adjustment settings of the dictionary."""
        row = self._connection.execute(
            "SELECT value FROM settings WHERE name = 'adjustment'"
        ).fetchone()
        return Settings.kept(json.loads(row[0])) if row else Settings()

    def set_adjustment(self, settings: Settings) -> None:
        """Keep the adjustment settings."""
        with translated(self._path):
            self._connection.execute(
                "INSERT OR REPLACE INTO settings (name, value) VALUES ('adjustment', ?)",
                (json.dumps(asdict(settings)),),
            )

    def solved_at(self) -> int:
        """Give the ledger entry after which all adjusted vectors were last solved at once."""
        row = self._connection.execute(
            "SELECT value FROM settings WHERE name = 'solved_at'"
        ).fetchone()
        return int(row[0]) if row else 0

    def set_solved_at(self, seq: int) -> None:
        """Keep that all adjusted vectors belong to the pairs after ledger entry `seq`."""
        with translated(self._path):
            self._connection.execute(
                "INSERT OR REPLACE INTO settings (name, value) VALUES ('solved_at', ?)", (str(seq),)
            )
            self._connection.execute("DELETE FROM settings WHERE name = 'late_pairs'")

    def late_pairs(self) -> int:
        """Give how many pairs, decided before all were last solved, have got vectors since."""
        row = self._connection.execute(
            "SELECT value FROM settings WHERE name = 'late_pairs'"
        ).fetchone()
        return int(row[0]) if row else 0

    def add_late_pairs(self, count: int) -> None:
        """Count pairs that got vectors after all were last solved; solving all forgets them."""
        with translated(self._path):
            self._connection.execute(
                "INSERT OR REPLACE INTO settings (name, value) VALUES ('late_pairs', ?)",
                (str(self.late_pairs() + count),),
            )

    def drift_threshold(self) -> float | None:
        """Give the cosine that accepted pairs should have and others should not, if one is set."""
        row = self._connection.execute(
            "SELECT value FROM settings WHERE name = 'drift_threshold'"
        ).fetchone()
        return float(row[0]) if row else None

    def set_drift_threshold(self, cosine: float) -> None:
        """Keep the cosine that accepted pairs should have and others should not."""
        with translated(self._path):
            self._connection.execute(
                "INSERT OR REPLACE INTO settings (name, value) VALUES ('drift_threshold', ?)",
                (repr(float(cosine)),),
            )

    def view(self) -> dict[str, Any]:
        """Give what was kept of the view; what cannot be read counts as not kept."""
        found: dict[str, Any] = {}
        for name, value in self._connection.execute("SELECT name, value FROM view"):
            with suppress(ValueError, RecursionError):
                found[name] = json.loads(value)
        return found

    def set_view(self, values: Mapping[str, Any]) -> None:
        """Keep these values of the view."""
        self.view_writes += len(values)
        with translated(self._path):
            self._connection.executemany(
                "INSERT OR REPLACE INTO view (name, value) VALUES (?, ?)",
                [(name, json.dumps(value)) for name, value in values.items()],
            )
