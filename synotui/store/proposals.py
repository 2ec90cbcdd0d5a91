"""Pairs that imported dictionaries propose."""

import sqlite3
from collections.abc import Iterable, Iterator
from pathlib import Path

from synotui.model import Proposal, Relation
from synotui.store.translating import translated


class Proposals:
    """Reads and adds proposals, each from a named source."""

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        self._connection = connection
        self._path = path

    def source(self, name: str, imported_at: str) -> int:
        """Give the id of the source called `name`, made now if it is new."""
        with translated(self._path):
            self._connection.execute(
                "INSERT OR IGNORE INTO sources (name, imported_at) VALUES (?, ?)",
                (name, imported_at),
            )
            row = self._connection.execute(
                "SELECT id FROM sources WHERE name = ?", (name,)
            ).fetchone()
        return int(row[0])

    def add(self, source: int, rows: Iterable[tuple[int, int, Relation | None, str]]) -> int:
        """Add (head, synonym, relation, note); give how many the source did not hold yet."""
        before = self._connection.total_changes
        with translated(self._path):
            self._connection.executemany(
                "INSERT OR IGNORE INTO proposals (low, high, source_id, head, relation, note) "
                "VALUES (?, ?, ?, ?, ?, ?)",
                (
                    (min(a, b), max(a, b), source, a, str(relation) if relation else None, note)
                    for a, b, relation, note in rows
                ),
            )
        return self._connection.total_changes - before

    def of(self, term: int) -> list[Proposal]:
        """Give the proposals `term` is in, decided or not, in the order of their sources."""
        rows = self._connection.execute(
            "SELECT low, high, head, relation, note, name FROM proposals "
            "JOIN sources ON sources.id = source_id WHERE low = :term "
            "UNION ALL SELECT low, high, head, relation, note, name FROM proposals "
            "JOIN sources ON sources.id = source_id WHERE high = :term ORDER BY name, low, high",
            {"term": term},
        )
        return [
            Proposal(
                head,
                high if head == low else low,
                Relation(relation) if relation else None,
                note,
                name,
            )
            for low, high, head, relation, note, name in rows
        ]

    def undecided(self) -> Iterator[tuple[int, int, Relation | None]]:
        """Give (low, high, relation) of the proposals nobody has decided, once for each source."""
        rows = self._connection.execute(
            "SELECT low, high, relation FROM proposals AS p WHERE NOT EXISTS "
            "(SELECT 1 FROM pairs WHERE pairs.low = p.low AND pairs.high = p.high)"
        )
        for low, high, relation in rows:
            yield low, high, Relation(relation) if relation else None

    def every(self) -> list[tuple[int, int]]:
        """Give all proposed pairs (low, high), decided or not, each once, in order."""
        return self._connection.execute(
            "SELECT DISTINCT low, high FROM proposals ORDER BY low, high"
        ).fetchall()

    def open_by_source(self) -> list[tuple[str, int]]:
        """Count, for every source by its name, the pairs it proposes that nobody has decided."""
        return self._connection.execute(
            "SELECT name, count(*) FROM proposals AS p JOIN sources ON sources.id = source_id "
            "WHERE NOT EXISTS (SELECT 1 FROM pairs WHERE pairs.low = p.low "
            "AND pairs.high = p.high) GROUP BY source_id ORDER BY name"
        ).fetchall()

    def of_source(self, name: str) -> list[tuple[int, int]]:
        """Give (head, synonym) of all pairs that a source proposes, decided or not, in order."""
        return self._connection.execute(
            "SELECT head, CASE head WHEN low THEN high ELSE low END FROM proposals "
            "WHERE source_id = (SELECT id FROM sources WHERE name = ?) ORDER BY low, high",
            (name,),
        ).fetchall()

    def count(self) -> int:
        """Count the proposals of all sources, decided or not."""
        row = self._connection.execute("SELECT count(*) FROM proposals").fetchone()
        return int(row[0])

    def count_open(self) -> int:
        """Count the proposed pairs that nobody has decided."""
        row = self._connection.execute(
            "SELECT count(*) FROM (SELECT low, high FROM proposals "
            "EXCEPT SELECT low, high FROM pairs)"
        ).fetchone()
        return int(row[0])
