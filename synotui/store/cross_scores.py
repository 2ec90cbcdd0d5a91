"""What cross-encoders said of pairs: derived, bounded in number, in no ledger.

What was said by a model stays until the model changes, or until there are too
many scores: then those that were wanted longest ago go.
"""

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from synotui.store.settings import NamedValues
from synotui.store.translating import translated

MOST = 500_000
"""Scores that are kept, of all models together: 15 MB."""

Pairs = NDArray[np.int64]
"""Ids of terms (n, 2), the lower first."""


@dataclass(frozen=True, slots=True)
class HeldModel:
    """A cross-encoder whose scores are kept."""

    id: int
    name: str
    stamp: str
    """What tells it from another of the same name."""
    run: int
    """When it was last asked to the end: the highest is that of the last; 0 for never."""


class CrossScores:
    """Reads and writes scores of pairs."""

    def __init__(self, connection: sqlite3.Connection, path: Path, values: NamedValues) -> None:
        self._connection = connection
        self._path = path
        self._values = values

    def models(self) -> list[HeldModel]:
        """Give all models, the one asked last first."""
        rows = self._connection.execute(
            "SELECT id, name, stamp, run FROM cross_encoders ORDER BY run DESC, id DESC"
        )
        return [HeldModel(*row) for row in rows]

    def current(self) -> HeldModel | None:
        """Give the model that is listened to: the last that was asked to the end."""
        return next((model for model in self.models() if model.run), None)

    def open(self, name: str, stamp: str) -> HeldModel:
        """Give the model called `name`, made now if it is new.

        Scores of another of that name, by their stamp, are dropped.
        """
        held = next((model for model in self.models() if model.name == name), None)
        if held is not None and held.stamp == stamp:
            return held
        with translated(self._path):
            if held is not None:
                self._wrote_scores(
                    self._connection.execute(
                        "DELETE FROM cross_scores WHERE cross_encoder_id = ?", (held.id,)
                    )
                )
            self._connection.execute(
                "INSERT INTO cross_encoders (name, stamp) VALUES (?, ?) "
                "ON CONFLICT (name) DO UPDATE SET stamp = excluded.stamp, run = 0",
                (name, stamp),
            )
        return next(model for model in self.models() if model.name == name)

    def next_run(self) -> int:
        """Give the number of a run that begins now."""
        (last,) = self._connection.execute(
            "SELECT max(coalesce((SELECT max(run) FROM cross_encoders), 0), "
            "coalesce((SELECT max(run) FROM cross_scores), 0))"
        ).fetchone()
        return int(last) + 1

    def scores(self, model: int) -> tuple[Pairs, NDArray[np.float32]]:
        """Give all pairs (n, 2) a model has read, in order, and their scores (n,)."""
        rows = self._connection.execute(
            "SELECT low, high, score FROM cross_scores WHERE cross_encoder_id = ? "
            "ORDER BY low, high",
            (model,),
        ).fetchall()
        pairs = np.array([row[:2] for row in rows], np.int64).reshape(-1, 2)
        return pairs, np.array([row[2] for row in rows], np.float32)

    def count(self, model: int) -> int:
        """Count the pairs a model has read."""
        row = self._connection.execute(
            "SELECT count(*) FROM cross_scores WHERE cross_encoder_id = ?", (model,)
        ).fetchone()
        return int(row[0])

    def add(self, model: int, run: int, rows: Iterable[tuple[int, int, float]]) -> None:
        """Keep (low, high, score) of a run."""
        with translated(self._path):
            self._wrote_scores(
                self._connection.executemany(
                    "INSERT OR REPLACE INTO cross_scores "
                    "(cross_encoder_id, low, high, score, run) VALUES (?, ?, ?, ?, ?)",
                    ((model, low, high, score, run) for low, high, score in rows),
                )
            )

    def finish(self, model: int, run: int, wanted: Pairs, most: int = MOST) -> int:
        """Listen to a model from now on; drop scores beyond `most`, and give how many.

        `wanted` (n, 2) are the pairs of the run, those read before among them,
        which are kept however many there are.
        """
        with translated(self._path):
            self._wrote_scores(
                self._connection.executemany(
                    "UPDATE cross_scores SET run = ? "
                    "WHERE cross_encoder_id = ? AND low = ? AND high = ?",
                    ((run, model, low, high) for low, high in wanted.tolist()),
                )
            )
            self._connection.execute("UPDATE cross_encoders SET run = ? WHERE id = ?", (run, model))
        return self._drop_oldest(most)

    def _drop_oldest(self, most: int) -> int:
        dropped = 0
        with translated(self._path):
            while self._too_many(most):
                gone = self._connection.execute(
                    "DELETE FROM cross_scores WHERE run = (SELECT min(run) FROM cross_scores) "
                    "AND run < (SELECT max(run) FROM cross_scores)"
                )
                if gone.rowcount <= 0:
                    break
                self._wrote_scores(gone)
                dropped += gone.rowcount
        return dropped

    def _too_many(self, most: int) -> bool:
        (there,) = self._connection.execute("SELECT count(*) FROM cross_scores").fetchone()
        return int(there) > most

    def _wrote_scores(self, done: sqlite3.Cursor) -> None:
        """Count scores as no change of the state (see `Store.state`): whose are heard is one."""
        self._values.view_writes += max(0, done.rowcount)
