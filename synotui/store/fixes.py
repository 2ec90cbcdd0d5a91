"""What derived spaces were made by: kept, so that terms that come later go through the same."""

import json
import sqlite3
from base64 import b64decode, b64encode
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from synotui.store.translating import translated

Doubles = NDArray[np.float64]


class HeldFix(NamedTuple):
    """An affine map from one space to another."""

    source: int
    """The space whose base vectors it takes."""
    name: str
    mean: Doubles
    """(dim,)"""
    basis: Doubles
    """(dim, k)"""


class Fixes:
    """Reads and writes the fixes of derived spaces, one value of the settings each."""

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        self._connection = connection
        self._path = path

    def of(self, space: int) -> HeldFix | None:
        """Give what `space` was made by; None for one that is not derived."""
        row = self._connection.execute(
            "SELECT value FROM settings WHERE name = ?", (_name(space),)
        ).fetchone()
        if row is None:
            return None
        held = json.loads(row[0])
        mean = _numbers(held["mean"])
        return HeldFix(
            held["source"], held["name"], mean, _numbers(held["basis"]).reshape(len(mean), -1)
        )

    def sources(self) -> dict[int, int]:
        """Give the derived spaces, each with the space it was made from."""
        rows = self._connection.execute(
            "SELECT substr(name, 5), value ->> 'source' FROM settings WHERE name GLOB 'fix:*'"
        )
        return {int(space): int(source) for space, source in rows}

    def keep(self, space: int, fix: HeldFix) -> None:
        """Keep what `space` is made by."""
        held = fix._asdict() | {"mean": _text(fix.mean), "basis": _text(fix.basis)}
        with translated(self._path):
            self._connection.execute(
                "INSERT INTO settings (name, value) VALUES (?, ?)", (_name(space), json.dumps(held))
            )

    def forget(self, space: int) -> None:
        """Forget what `space` was made by, which is no more."""
        with translated(self._path):
            self._connection.execute("DELETE FROM settings WHERE name = ?", (_name(space),))


def _name(space: int) -> str:
    return f"fix:{space}"


def _text(numbers: Doubles) -> str:
    return b64encode(np.ascontiguousarray(numbers, "<f8").tobytes()).decode("ascii")


def _numbers(text: str) -> Doubles:
    return np.frombuffer(b64decode(text), "<f8").astype(np.float64)
