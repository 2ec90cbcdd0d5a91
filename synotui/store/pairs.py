"""The pairs table: the verdicts in force."""

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from synotui.model import Pair, PairChange, Relation, Settings, Verdict
from synotui.store.batches import batches, marks
from synotui.store.translating import translated

_COLUMNS = (
    "low, high, head, verdict, relation, note, curator, decided_at, seq, "
    "weight, low_sense, high_sense"
)
_TIES_AT_ONCE = 4_000
_SHARES = 1_024
"""In how many shares accepted pairs are divided for a sample."""
_BY_LOW, _BY_HIGH, _PRIME = 48_271, 69_621, 2_147_483_647
_RELATIONS = {str(relation): relation for relation in Relation}


class Acting(NamedTuple):
    """A pair that may move vectors, with no more than that takes: there may be many of them."""

    low: int
    high: int
    head: int
    seq: int
    pulls: bool
    """Whether it draws its terms together, being accepted, or drives them apart."""
    weight: float
    """What it weighs, above 0; an ordinary pair weighs 1."""
    low_sense: str = ""
    high_sense: str = ""

    @property
    def synonym(self) -> int:
        """The other term than the head."""
        return self.high if self.head == self.low else self.low


class Tie(NamedTuple):
    """An accepted synonym, which joins two terms in a set, or a rejected pair, which parts them."""

    low: int
    high: int
    head: int
    seq: int
    joins: bool
    relation: Relation | None
    low_sense: str
    high_sense: str


class Pairs:
    """Reads and writes verdicts."""

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        self._connection = connection
        self._path = path

    def get(self, a: int, b: int) -> Pair | None:
        """Give the pair of two terms, whichever way round."""
        row = self._connection.execute(
            f"SELECT {_COLUMNS} FROM pairs WHERE low = ? AND high = ?", (min(a, b), max(a, b))
        ).fetchone()
        return _pair(row) if row else None

    def of(self, term: int) -> list[Pair]:
        """Give every pair `term` is in."""
        return self.touching([term])

    def touching(self, terms: Iterable[int]) -> list[Pair]:
        """Give every pair that any of `terms` is in, each once."""
        found: dict[tuple[int, int], Pair] = {}
        for batch in batches(terms):
            here = marks(batch)
            rows = self._connection.execute(
                f"SELECT {_COLUMNS} FROM pairs WHERE low IN ({here}) UNION ALL "
                f"SELECT {_COLUMNS} FROM pairs WHERE high IN ({here})",
                batch + batch,
            )
            for row in rows:
                if row[:2] not in found:
                    found[row[:2]] = _pair(row)
        return list(found.values())

    def components(self, terms: Iterable[int], settings: Settings) -> list[Acting]:
        """Give the pairs that may move vectors of all components that hold any of `terms`.

        In no particular order.
        """
        acts, weight = _acting(settings)
        rows = self._connection.execute(
            f"""WITH RECURSIVE reached (id) AS (
                SELECT value FROM json_each(?)
                UNION SELECT high FROM reached CROSS JOIN pairs ON low = id WHERE {acts}
                UNION SELECT low FROM reached CROSS JOIN pairs ON high = id WHERE {acts}
            )
            SELECT low, high, head, seq, verdict = 'accepted', {weight}
            FROM reached CROSS JOIN pairs ON low = id WHERE {acts}""",
            (json.dumps(list(terms)),),
        )
        return [Acting._make(row) for row in rows]

    def acting(self, settings: Settings) -> list[Acting]:
        """Give all pairs that may move vectors, in the order they were decided."""
        acts, weight = _acting(settings)
        rows = self._connection.execute(
            f"SELECT low, high, head, seq, verdict = 'accepted', {weight} FROM pairs "
            f"WHERE {acts} ORDER BY seq, low, high"
        )
        return [Acting._make(row) for row in rows]

    def with_verdicts(self, verdicts: Iterable[Verdict]) -> Iterator[Pair]:
        """Give the pairs with these verdicts, in the order they were decided."""
        wanted = [str(verdict) for verdict in verdicts]
        rows = self._connection.execute(
            f"SELECT {_COLUMNS} FROM pairs WHERE verdict IN ({marks(wanted)}) "
            "ORDER BY seq, low, high",
            wanted,
        )
        return map(_pair, rows.fetchall())

    def last_verdicts(self, limit: int) -> list[Verdict]:
        """Give the last `limit` verdicts in force that accept or reject, the newest first."""
        rows = self._connection.execute(
            "SELECT verdict FROM pairs WHERE verdict <> 'skipped' "
            "ORDER BY seq DESC, low, high LIMIT ?",
            (limit,),
        )
        return [Verdict(verdict) for (verdict,) in rows]

    def ties(self) -> list[Tie]:
        """Give all pairs that join terms in sets or part them, in the order of their terms.

        They are read in pieces, so that no commit waits long. What is decided
        meanwhile may be among them or not: the ledger tells.
        """
        found: list[Tie] = []
        rows: list[tuple[Any, ...]] = [(-1, -1)]
        while rows:
            rows = self._connection.execute(
                "SELECT low, high, head, seq, verdict = 'accepted', relation, low_sense, "
                "high_sense FROM pairs WHERE (low, high) > (?, ?) AND "
                "(verdict = 'rejected' OR verdict = 'accepted' AND relation = 'synonym') "
                "ORDER BY low, high LIMIT ?",
                (*rows[-1][:2], _TIES_AT_ONCE),
            ).fetchall()
            found += [Tie._make((*row[:5], _RELATIONS.get(row[5]), *row[6:])) for row in rows]
        return found

    def accepted_of(self, terms: Iterable[int]) -> list[Tie]:
        """Give the accepted pairs, whatever their relation, that any of `terms` is in, each once.

        In the order of their terms.
        """
        found: dict[tuple[int, int], Tie] = {}
        for batch in batches(terms):
            here = marks(batch)
            columns = "low, high, head, seq, 1, relation, low_sense, high_sense"
            rows = self._connection.execute(
                f"SELECT {columns} FROM pairs WHERE low IN ({here}) AND verdict = 'accepted' "
                f"UNION SELECT {columns} FROM pairs WHERE high IN ({here}) "
                "AND verdict = 'accepted'",
                batch + batch,
            )
            for row in rows:
                tie = (*row[:4], True, _RELATIONS.get(row[5]), *row[6:])
                found[row[:2]] = Tie._make(tie)
        return [found[terms_of] for terms_of in sorted(found)]

    def accepted_sample(self, most: int) -> tuple[list[tuple[int, int]], int]:
        """Give (low, high) of all accepted pairs, or of about `most` of them if they are more.

        And of how many shares of 1,024 they are: `in_sample` says which pairs belong
        to so many, by their ids alone.
        """
        row = self._connection.execute("SELECT count(*) FROM pairs WHERE verdict = 'accepted'")
        count = int(row.fetchone()[0])
        shares = _SHARES
        while shares > 1 and shares * count > most * _SHARES:
            shares //= 2
        chosen = "1"
        if shares < _SHARES:
            chosen = f"(low * {_BY_LOW} + high * {_BY_HIGH}) % {_PRIME} % {_SHARES} < {shares}"
        rows = self._connection.execute(
            f"SELECT low, high FROM pairs WHERE verdict = 'accepted' AND {chosen}"
        )
        return rows.fetchall(), shares

    def among(self, terms: Iterable[int]) -> list[Pair]:
        """Give the pairs both of whose terms are among `terms`, in the order of their terms."""
        wanted = json.dumps([*terms])
        rows = self._connection.execute(
            f"SELECT {_COLUMNS} FROM pairs WHERE low IN (SELECT value FROM json_each(:terms)) "
            "AND high IN (SELECT value FROM json_each(:terms)) ORDER BY low, high",
            {"terms": wanted},
        )
        return [_pair(row) for row in rows]

    def as_rows(self) -> dict[tuple[int, int], tuple[Any, ...]]:
        """Give all pairs by (low, high), each as `pair_as_row` gives it."""
        rows = self._connection.execute(f"SELECT {_COLUMNS} FROM pairs")
        return {(low, high): tuple(rest) for low, high, *rest in rows}

    def verdicts_after(
        self, low: int, high: int, most: int
    ) -> list[tuple[tuple[int, int], str, int]]:
        """Give (low, high), verdict and ledger entry of the next `most` pairs, by their terms."""
        rows = self._connection.execute(
            "SELECT low, high, verdict, seq FROM pairs WHERE (low, high) > (?, ?) "
            "ORDER BY low, high LIMIT ?",
            (low, high, most),
        )
        return [((low, high), verdict, seq) for low, high, verdict, seq in rows]

    def count(self) -> int:
        """Count the pairs somebody decided."""
        return int(self._connection.execute("SELECT count(*) FROM pairs").fetchone()[0])

    def replace_all(self, rows: Mapping[tuple[int, int], Sequence[Any]]) -> None:
        """Let the pairs be these, each as `pair_as_row` gives it, and no others."""
        with translated(self._path):
            self._connection.execute("DELETE FROM pairs")
            self._connection.executemany(
                f"INSERT INTO pairs ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                ((*ends, *rest) for ends, rest in rows.items()),
            )

    def counts(self) -> dict[Verdict, int]:
        """Count the pairs by verdict."""
        rows = self._connection.execute("SELECT verdict, count(*) FROM pairs GROUP BY verdict")
        return dict.fromkeys(Verdict, 0) | {Verdict(verdict): n for verdict, n in rows}

    def heads_decided(self) -> int:
        """Count the terms that are in at least one pair."""
        row = self._connection.execute(
            "SELECT count(*) FROM (SELECT low FROM pairs UNION SELECT high FROM pairs)"
        ).fetchone()
        return int(row[0])

    def write(self, changes: Iterable[PairChange]) -> None:
        """Put the `after` of each change in force."""
        with translated(self._path):
            for change in changes:
                if change.after is None:
                    self._connection.execute(
                        "DELETE FROM pairs WHERE low = ? AND high = ?", (change.low, change.high)
                    )
                else:
                    self._connection.execute(
                        f"INSERT OR REPLACE INTO pairs ({_COLUMNS}) "
                        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                        (change.low, change.high, *pair_as_row(change.after)),
                    )


@lru_cache(maxsize=8)
def _acting(settings: Settings) -> tuple[str, str]:
    """Give, as SQL, whether a pair may move vectors; and what it weighs then, with its senses."""
    weights = {str(each): float(settings.weight_of(each)) for each in Relation}
    acting = {relation: weight for relation, weight in weights.items() if weight > 0}
    if not acting:
        return "0", "weight, low_sense, high_sense"
    acts = f"weight > 0 AND relation IN ({', '.join(map(repr, acting))})"
    cases = " ".join(f"WHEN {relation!r} THEN {weight!r}" for relation, weight in acting.items())
    return acts, f"weight * CASE relation {cases} END, low_sense, high_sense"


def in_sample(low: int, high: int, shares: int) -> bool:
    """Say whether a pair belongs to a sample of so many shares of 1,024."""
    return (low * _BY_LOW + high * _BY_HIGH) % _PRIME % _SHARES < shares


def tie_of(pair: Pair | None) -> Tie | None:
    """Give what a pair does to sets; None where it neither joins terms nor parts them."""
    joins = pair is not None and pair.verdict is Verdict.ACCEPTED
    if pair is None or pair.verdict is Verdict.SKIPPED:
        return None
    if joins and pair.relation is not Relation.SYNONYM:
        return None
    senses = pair.low_sense, pair.high_sense
    return Tie(pair.low, pair.high, pair.head, pair.seq, joins, pair.relation, *senses)


def pair_as_row(pair: Pair) -> list[Any]:
    """Give a pair's columns after `low` and `high`, as SQLite and the ledger's JSON hold them."""
    return [
        pair.head,
        str(pair.verdict),
        str(pair.relation) if pair.relation else None,
        pair.note,
        pair.curator,
        pair.decided_at,
        pair.seq,
        pair.weight,
        pair.low_sense,
        pair.high_sense,
    ]


def pair_from_row(low: int, high: int, row: Iterable[Any]) -> Pair:
    """Undo `pair_as_row`. Ledgers of schema 2 and before end each row with `seq`."""
    head, verdict, relation, note, curator, decided_at, seq, *rest = row
    weight, low_sense, high_sense = rest or (1.0, "", "")
    return Pair(
        head=head,
        synonym=high if head == low else low,
        verdict=Verdict(verdict),
        relation=Relation(relation) if relation else None,
        note=note,
        curator=curator,
        decided_at=decided_at,
        seq=seq,
        weight=weight,
        low_sense=low_sense,
        high_sense=high_sense,
    )


def _pair(row: tuple[Any, ...]) -> Pair:
    return pair_from_row(row[0], row[1], row[2:])
