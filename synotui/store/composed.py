"""Which base vectors were put together from others, the words to do so with, and by what.

Marks hold of one space; a space derived from it has what was composed there as well, so
whoever asks names the whole lineage.
"""

import json
import sqlite3
from base64 import b64decode, b64encode
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from synotui.model import Composed as How
from synotui.model import Term
from synotui.store.batches import batches, marks
from synotui.store.translating import translated

Component = NDArray[np.float32]


class HeldComponent(NamedTuple):
    """The direction that composed vectors of a space are without."""

    component: Component
    """(dim,), of length 1."""
    phrases: int
    """How many it was fitted on."""


class Counted(NamedTuple):
    """How many terms have a frequency, and what these add up to."""

    terms: int
    total: float


class ComposedTerms:
    """Reads and writes the marks of composed vectors."""

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        self._connection = connection
        self._path = path

    def of(self, spaces: Sequence[int], terms: Iterable[int]) -> dict[int, How]:
        """Give how the vectors of those of `terms` were composed that were, in any of `spaces`."""
        found: dict[int, How] = {}
        for batch in batches(terms):
            found.update(
                self._connection.execute(
                    f"SELECT term_id, how FROM composed WHERE space_id IN ({marks(spaces)}) "
                    f"AND term_id IN ({marks(batch)})",
                    [*spaces, *batch],
                )
            )
        return found

    def ids(self, space: int, how: How | None = None) -> NDArray[np.int64]:
        """Give the terms composed in `space`, or those in one way, ascending."""
        rows = self._connection.execute(
            "SELECT term_id FROM composed WHERE space_id = ?1 AND (?2 IS NULL OR how = ?2) "
            "ORDER BY term_id",
            (space, how),
        )
        return np.fromiter((row[0] for row in rows), np.int64)

    def vectors(self, space: int) -> int:
        """Count the vectors composed in `space`, those of terms out of use too."""
        row = self._connection.execute(
            "SELECT count(*) FROM composed WHERE space_id = ?", (space,)
        ).fetchone()
        return int(row[0])

    def count(self, spaces: Sequence[int]) -> int:
        """Count the terms in use that are composed in any of `spaces`."""
        row = self._connection.execute(
            "SELECT count(DISTINCT term_id) FROM composed JOIN terms ON terms.id = term_id "
            f"WHERE NOT retired AND space_id IN ({marks(spaces)})",
            list(spaces),
        ).fetchone()
        return int(row[0])

    def mark(self, space: int, hows: Mapping[int, How]) -> None:
        """Keep how vectors of `space` were composed, by term."""
        with translated(self._path):
            self._connection.executemany(
                "INSERT OR REPLACE INTO composed (space_id, term_id, how) VALUES (?, ?, ?)",
                ((space, term, how) for term, how in hows.items()),
            )

    def unmark(self, spaces: Sequence[int], terms: Iterable[int]) -> None:
        """Take note that terms have vectors of their own in `spaces`."""
        with translated(self._path):
            for batch in batches(terms):
                self._connection.execute(
                    f"DELETE FROM composed WHERE space_id IN ({marks(spaces)}) "
                    f"AND term_id IN ({marks(batch)})",
                    [*spaces, *batch],
                )

    def words(self, keys: Iterable[str]) -> dict[str, list[Term]]:
        """Give the terms in use that have one of `keys`, the most frequent of a key first."""
        rows = self._connection.execute(
            "WITH given (key) AS (SELECT value FROM json_each(?)) "
            "SELECT given.key, id, text, frequency FROM given JOIN terms ON text = given.key "
            "WHERE NOT retired UNION SELECT given.key, id, text, frequency FROM given "
            "JOIN terms ON terms.key = given.key AND terms.key <> '' WHERE NOT retired "
            "ORDER BY frequency DESC, id",
            (json.dumps(list(keys), ensure_ascii=False),),
        )
        found: dict[str, list[Term]] = {}
        for key, term, text, frequency in rows:
            found.setdefault(key, []).append(Term(term, text, key, frequency))
        return found

    def counted(self) -> Counted:
        """Count the terms that have a frequency, and add these up."""
        # By the index alone; terms out of use were added by hand and have none.
        row = self._connection.execute(
            "SELECT count(*), total(max(frequency, 0)) FROM terms INDEXED BY terms_in_order "
            "WHERE frequency > -9e999"
        ).fetchone()
        return Counted(*row)

    def component(self, space: int) -> HeldComponent | None:
        """Give what composed vectors of `space` are without; None while there is nothing."""
        row = self._connection.execute(
            "SELECT value FROM settings WHERE name = ?", (_name(space),)
        ).fetchone()
        if row is None:
            return None
        held = json.loads(row[0])
        component = np.frombuffer(b64decode(held["component"]), "<f4").astype(np.float32)
        return HeldComponent(component, held["phrases"])

    def keep_component(self, space: int, held: HeldComponent) -> None:
        """Let composed vectors of `space` be without a direction from now on."""
        together = b64encode(np.ascontiguousarray(held.component, "<f4").tobytes()).decode("ascii")
        value = json.dumps({"component": together, "phrases": held.phrases})
        with translated(self._path):
            self._connection.execute(
                "INSERT OR REPLACE INTO settings (name, value) VALUES (?, ?)", (_name(space), value)
            )


def _name(space: int) -> str:
    return f"composed {space}"
