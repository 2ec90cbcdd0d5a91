"""The evaluations table: figures that were measured, and when. It decides nothing."""

import json
import math
import sqlite3
from collections.abc import Mapping
from pathlib import Path

from synotui.model import EvaluationKind, KeptEvaluation
from synotui.store.settings import NamedValues
from synotui.store.translating import translated


class Evaluations:
    """Reads and adds evaluations; they go with the space they are of, and never change."""

    def __init__(self, connection: sqlite3.Connection, path: Path, values: NamedValues) -> None:
        self._connection = connection
        self._path = path
        self._values = values

    def add(
        self,
        *,
        at: str,
        curator: str,
        seq: int,
        space: int,
        kind: EvaluationKind,
        source: str,
        digest: str,
        figures: Mapping[str, float | None],
    ) -> int:
        """Keep the figures of one space and give the row's id; those undefined are left out."""
        defined = {
            name: value
            for name, value in figures.items()
            if value is not None and math.isfinite(value)
        }
        with translated(self._path):
            added = self._connection.execute(
                "INSERT INTO evaluations "
                "(at, curator, seq, space_id, kind, source, digest, figures) "
                "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                (at, curator, seq, space, kind, source, digest, json.dumps(defined)),
            )
        # No change of what is decided; see `Store.state`.
        self._values.view_writes += 1
        return int(added.lastrowid or 0)

    def every(self) -> list[KeptEvaluation]:
        """Give all evaluations, oldest first."""
        rows = self._connection.execute(
            "SELECT evaluations.id, at, curator, seq, spaces.name, kind, source, digest, figures "
            "FROM evaluations JOIN spaces ON spaces.id = space_id ORDER BY evaluations.id"
        )
        return [
            KeptEvaluation(id_, at, curator, seq, space, kind, source, digest, json.loads(figures))
            for id_, at, curator, seq, space, kind, source, digest, figures in rows
        ]
