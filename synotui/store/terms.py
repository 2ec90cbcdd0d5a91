"""The terms table."""

import json
import sqlite3
from array import array
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from synotui.model import Term, TermRow
from synotui.store.batches import batches, marks
from synotui.store.translating import translated

_KEY = "iif(key = '', text, key)"
"""The key of a term, which is stored only where it differs from the text."""
_COLUMNS = f"id, text, {_KEY}, frequency"
_HAS_KEY = "(text = :key OR key = :key AND key <> '')"
"""A text that is a key is its own key."""
_LIST_ORDER = "frequency DESC, id"


class TermStamp(NamedTuple):
    """Tells one state of the terms from another."""

    last: int
    """The highest id."""
    retired: int
    """How many are out of use."""
    counted: int
    """How often terms that were there were given frequencies."""


class Terms:
    """Reads and adds terms; retired ones are left out of every listing."""

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        self._connection = connection
        self._path = path

    def count(self) -> int:
        """Count the terms in use."""
        row = self._connection.execute("SELECT count(*) FROM terms WHERE NOT retired").fetchone()
        return int(row[0])

    def by_id(self, ids: Iterable[int]) -> dict[int, Term]:
        """Give the terms with these ids, retired ones too."""
        found: dict[int, Term] = {}
        for batch in batches(ids):
            rows = self._connection.execute(
                f"SELECT {_COLUMNS} FROM terms WHERE id IN ({marks(batch)})", batch
            )
            found.update((row[0], Term(*row)) for row in rows)
        return found

    def texts(self, ids: Sequence[int]) -> list[str]:
        """Give the texts of the terms with these ids, retired ones too, in their order."""
        if len(ids) > 1 and ids == list(range(ids[0], ids[0] + len(ids))):
            # SQLite joins them in less time than it takes to give them one by one.
            (together,) = self._connection.execute(
                "SELECT group_concat(text, char(0)) FROM "
                "(SELECT text FROM terms WHERE id BETWEEN ? AND ? ORDER BY id)",
                (ids[0], ids[-1]),
            ).fetchone()
            texts: list[str] = (together or "").split("\0")
            if len(texts) == len(ids):
                return texts
        found: dict[int, str] = {}
        for batch in batches(ids):
            found.update(
                self._connection.execute(
                    f"SELECT id, text FROM terms WHERE id IN ({marks(batch)})", batch
                )
            )
        return [found[i] for i in ids]

    def in_use(self, first: int, last: int) -> list[tuple[int, str, float | None]]:
        """Give (id, text, frequency) of the terms in use with ids from `first` to `last`."""
        return self._connection.execute(
            "SELECT id, text, frequency FROM terms WHERE id BETWEEN ? AND ? AND NOT retired "
            "ORDER BY id",
            (first, last),
        ).fetchall()

    def joined_texts(self, first: int, last: int) -> str:
        """Give the texts in use with ids from `first` to `last`, one after the other, to compare.

        SQLite joins them in a fraction of the time it takes to give them one by one.
        """
        (together,) = self._connection.execute(
            "SELECT group_concat(text, char(0)) FROM (SELECT text FROM terms "
            "WHERE id BETWEEN ? AND ? AND NOT retired ORDER BY id)",
            (first, last),
        ).fetchone()
        return str(together or "")

    def last_of(self, first: int, most: int) -> int | None:
        """Give the last of the next `most` ids from `first` on; None if there are none."""
        (found,) = self._connection.execute(
            "SELECT max(id) FROM (SELECT id FROM terms WHERE id >= ? ORDER BY id LIMIT ?)",
            (first, most),
        ).fetchone()
        return found if found is None else int(found)

    def by_text(self, text: str) -> Term | None:
        """Give the term written exactly so."""
        row = self._connection.execute(
            f"SELECT {_COLUMNS} FROM terms WHERE text = ? AND NOT retired", (text,)
        ).fetchone()
        return Term(*row) if row else None

    def by_key(self, key: str) -> Term | None:
        """Give the most frequent term with this key."""
        row = self._connection.execute(
            f"SELECT {_COLUMNS} FROM terms WHERE {_HAS_KEY} AND NOT retired "
            f"ORDER BY {_LIST_ORDER} LIMIT 1",
            {"key": key},
        ).fetchone()
        return Term(*row) if row else None

    def twins(self, term: Term) -> list[int]:
        """Give the other terms with the same key, such as ＳＵＶ for SUV."""
        rows = self._connection.execute(
            f"SELECT id FROM terms WHERE {_HAS_KEY} AND id <> :id AND NOT retired",
            {"key": term.key, "id": term.id},
        )
        return [row[0] for row in rows]

    def ids_of_texts(self, texts: Iterable[str]) -> dict[str, int]:
        """Give the ids of those `texts` that are terms, retired ones too."""
        rows = self._connection.execute(
            "SELECT terms.text, terms.id FROM json_each(?) AS given "
            "JOIN terms ON terms.text = given.value",
            (json.dumps(list(texts), ensure_ascii=False),),
        )
        return dict(rows.fetchall())

    def ids_of_keys(self, keys: Iterable[str]) -> dict[str, list[int]]:
        """Give the ids of the terms in use that have each of `keys`, the most frequent first."""
        found: dict[str, list[int]] = {}
        for batch in batches(keys):
            rows = self._connection.execute(
                "SELECT given.value, terms.id FROM json_each(:keys) AS given "
                "JOIN terms ON terms.text = given.value AND terms.key = '' WHERE NOT retired "
                "UNION ALL SELECT terms.key, terms.id FROM json_each(:keys) AS given "
                "JOIN terms ON terms.key = given.value AND terms.key <> '' WHERE NOT retired",
                {"keys": json.dumps(batch, ensure_ascii=False)},
            ).fetchall()
            order = {term: place for place, term in enumerate(self._by_frequency(rows))}
            for key, term in sorted(rows, key=lambda row: order[row[1]]):
                found.setdefault(key, []).append(term)
        return found

    def _by_frequency(self, rows: Sequence[tuple[str, int]]) -> list[int]:
        ids = json.dumps([term for _, term in rows])
        listed = self._connection.execute(
            f"SELECT id FROM terms WHERE id IN (SELECT value FROM json_each(?)) "
            f"ORDER BY {_LIST_ORDER}",
            (ids,),
        )
        return [term for (term,) in listed]

    def joined(self) -> tuple[str, str, str | None]:
        """Give ids, keys and frequencies of the terms in use, by id, each as one text.

        Ids and frequencies are joined by commas, NULL as nan; keys by line
        ends. No frequencies where there are none. SQLite joins a million in
        less time than it takes to give them one by one.
        """
        (any_,) = self._connection.execute(
            "SELECT max(frequency) IS NOT NULL FROM terms"
        ).fetchone()
        frequencies = "group_concat(coalesce(frequency, 'nan'))" if any_ else "NULL"
        ids, keys, counted = self._connection.execute(
            f"SELECT group_concat(id), group_concat(replace({_KEY}, char(10), ' '), char(10)), "
            f"{frequencies} FROM (SELECT * FROM terms WHERE NOT retired ORDER BY id)"
        ).fetchone()
        return ids or "", keys or "", counted

    def key_bytes(self) -> int:
        """Give the bytes that the keys of the terms in use take, each with a line end."""
        row = self._connection.execute(
            f"SELECT total(length(CAST({_KEY} AS BLOB)) + 1) FROM terms WHERE NOT retired"
        ).fetchone()
        return int(row[0])

    def stamp(self) -> TermStamp:
        """Give what changes whenever terms are added, given frequencies, or taken out of use."""
        row = self._connection.execute(
            "SELECT (SELECT coalesce(max(id), 0) FROM terms), "
            "(SELECT count(*) FROM terms WHERE retired = 1), "
            "(SELECT coalesce(max(CAST(value AS INTEGER)), 0) FROM settings "
            "WHERE name = 'frequencies')"
        ).fetchone()
        return TermStamp(*row)

    def around(self, head: int | None, rows: int) -> "array[int]":
        """Give up to `rows` ids before `head` and as many from it on, by frequency.

        Without a head that is in use, the first ones.
        """
        found = self._connection.execute(
            "SELECT frequency FROM terms WHERE id = ? AND NOT retired", (head,)
        ).fetchone()
        if found is None:
            return array("q", self._some("1", "frequency DESC, id", {"rows": 2 * rows}))
        given = {"f": found[0], "id": head, "rows": rows}
        before = self._some("frequency IS :f AND id < :id", "id DESC", given)
        rarer = "frequency < :f" if found[0] is not None else "0"
        oftener = "frequency > :f" if found[0] is not None else "frequency IS NOT NULL"
        before += self._some(oftener, "frequency, id DESC", given)
        after = self._some("frequency IS :f AND id >= :id", "id", given)
        after += self._some(rarer, "frequency DESC, id", given)
        if found[0] is not None:
            after += self._some("frequency IS NULL", "id", given)
        return array("q", [*reversed(before[:rows]), *after[:rows]])

    def _some(self, test: str, order: str, given: dict[str, Any]) -> list[int]:
        rows = self._connection.execute(
            f"SELECT id FROM terms WHERE {test} AND NOT retired ORDER BY {order} LIMIT :rows", given
        )
        return [row[0] for row in rows]

    def linked(self, ids: Sequence[int]) -> set[int]:
        """Give the terms that have a pair or a proposal with one of `ids`."""
        found: set[int] = set()
        for batch in batches(ids):
            for table in ("pairs", "proposals"):
                for this, other in (("low", "high"), ("high", "low")):
                    rows = self._connection.execute(
                        f"SELECT {this} FROM {table} WHERE {other} IN ({marks(batch)})", batch
                    )
                    found.update(row[0] for row in rows)
        return found

    def links(self) -> list[tuple[int, int]]:
        """Give (low, high) of every pair and proposal."""
        return self._connection.execute(
            "SELECT low, high FROM pairs UNION SELECT low, high FROM proposals"
        ).fetchall()

    def decided(self) -> set[int]:
        """Give the terms with a verdict on some pair."""
        rows = self._connection.execute("SELECT low FROM pairs UNION SELECT high FROM pairs")
        return {row[0] for row in rows}

    def proposed(self) -> set[int]:
        """Give the terms with a proposal nobody has decided."""
        rows = self._connection.execute(
            "WITH open (low, high) AS (SELECT low, high FROM proposals "
            "EXCEPT SELECT low, high FROM pairs) SELECT low FROM open UNION SELECT high FROM open"
        )
        return {row[0] for row in rows}

    def rows(self, ids: Sequence[int]) -> list[TermRow]:
        """Give the list lines of `ids`, in their order."""
        terms = self.by_id(ids)
        counts = {term_id: [0, 0, 0, 0] for term_id in terms}
        for batch in batches(terms):
            here = marks(batch)
            for this in ("low", "high"):
                for term_id, verdict, n in self._connection.execute(
                    f"SELECT {this}, verdict, count(*) FROM pairs WHERE {this} IN ({here}) "
                    "GROUP BY 1, 2",
                    batch,
                ):
                    counts[term_id][("accepted", "rejected", "skipped").index(verdict)] += n
                for term_id, n in self._connection.execute(
                    f"SELECT {this}, count(DISTINCT low || ' ' || high) FROM proposals p "
                    f"WHERE {this} IN ({here}) AND NOT EXISTS (SELECT 1 FROM pairs "
                    "WHERE pairs.low = p.low AND pairs.high = p.high) GROUP BY 1",
                    batch,
                ):
                    counts[term_id][3] += n
        return [TermRow(terms[i], *counts[i]) for i in ids if i in terms]

    def count_known(self, ids: Iterable[int]) -> int:
        """Count those of `ids`, each named once, that are terms, retired ones too."""
        row = self._connection.execute(
            "SELECT count(*) FROM json_each(?) JOIN terms ON terms.id = value",
            (json.dumps([*ids]),),
        ).fetchone()
        return int(row[0])

    def retired(self) -> list[int]:
        """Give the ids of the terms that were added by hand and undone."""
        rows = self._connection.execute("SELECT id FROM terms WHERE retired = 1")
        return [row[0] for row in rows]

    def add(self, terms: Iterable[tuple[str, str, float | None]]) -> int:
        """Add (text, key, frequency); one already there keeps its frequency unless it has none.

        Gives how many were new.
        """
        terms = list(terms)
        with translated(self._path):
            before, changes = self._last_id(), self._connection.total_changes
            self._connection.executemany(
                "INSERT INTO terms (text, key, frequency) VALUES (?1, iif(?2 = ?1, '', ?2), ?3) "
                "ON CONFLICT (text) DO UPDATE SET retired = 0, "
                "frequency = coalesce(frequency, excluded.frequency) "
                "WHERE retired OR frequency IS NULL AND excluded.frequency IS NOT NULL",
                terms,
            )
            added = self._last_id() - before
            changed = self._connection.total_changes - changes > added
            if changed and any(frequency is not None for _, _, frequency in terms):
                self._connection.execute(
                    "INSERT INTO settings (name, value) VALUES ('frequencies', '1') "
                    "ON CONFLICT (name) DO UPDATE SET value = CAST(value + 1 AS TEXT)"
                )
            return added

    def add_listed(self, texts: Sequence[str], keys: Sequence[str]) -> tuple[list[int], int]:
        """Add those of distinct `texts`, with their `keys`, that are not there.

        Gives the id of each, and how many are new. One out of use comes back.
        """
        # One statement for all: SQLite lets other threads run once, not once a row.
        with translated(self._path):
            last = self._last_id()
            listed = json.dumps(texts, ensure_ascii=False)
            # Could it fail, SQLite would first copy every page it changes, to go back to.
            self._connection.execute(
                "INSERT OR IGNORE INTO terms (text, key) SELECT value, '' FROM json_each(?)",
                (listed,),
            )
            added = self._last_id() - last
            if added == len(texts):
                ids = list(range(last + 1, last + 1 + added))
            else:
                self._connection.execute(
                    "UPDATE terms SET retired = 0 WHERE id IN (SELECT terms.id FROM terms "
                    "JOIN json_each(?) ON terms.text = value WHERE retired = 1)",
                    (listed,),
                )
                found = self.ids_of_texts(texts)
                ids = [found[text] for text in texts]
            self._connection.executemany(
                "UPDATE terms SET key = ? WHERE id = ?",
                [
                    (key, i)
                    for text, key, i in zip(texts, keys, ids, strict=True)
                    if key != text and i > last
                ],
            )
        return ids, added

    def _last_id(self) -> int:
        """Give the highest id there is; terms are numbered in the order they came and stay."""
        row = self._connection.execute("SELECT coalesce(max(id), 0) FROM terms").fetchone()
        return int(row[0])

    def retire(self, ids: Iterable[int], retired: bool) -> None:
        """Take terms out of use, or put them back."""
        with translated(self._path):
            self._connection.executemany(
                "UPDATE terms SET retired = ? WHERE id = ?", [(int(retired), i) for i in ids]
            )
