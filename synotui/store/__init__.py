"""The only place that knows SQL: one dictionary, one SQLite file.

A `Store` belongs to the thread that opened it. Writes happen inside
`store.transaction()`; each table has a small class of its own.
"""

from collections.abc import Collection, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Self

from synotui.errors import DictionaryError, DictionaryReadOnly
from synotui.store import connect as _connect
from synotui.store import transactions as _transactions
from synotui.store.beside import real
from synotui.store.footing import Footing
from synotui.store.ledger import Deed, Ledger
from synotui.store.pairs import Acting, Pairs, Tie, in_sample, tie_of
from synotui.store.proposals import Proposals
from synotui.store.settings import NamedValues
from synotui.store.soundness import Soundness
from synotui.store.terms import Terms, TermStamp
from synotui.store.translating import explain, translated
from synotui.store.waiting import Turns

if TYPE_CHECKING:
    from synotui.store.composed import ComposedTerms
    from synotui.store.cross_scores import CrossScores
    from synotui.store.evaluations import Evaluations
    from synotui.store.fixes import Fixes
    from synotui.store.neighbours import Neighbours
    from synotui.store.rankers import Rankers
    from synotui.store.replay import Played
    from synotui.store.vectors import Vectors

__all__ = ["Acting", "Deed", "Store", "TermStamp", "Tie", "in_sample", "tie_of"]

_LOOKS = 3
"""How often a file is looked at before it is locked for that."""


class Store:
    """An open dictionary file."""

    def __init__(
        self,
        path: Path,
        *,
        create: bool = False,
        to_read: bool = False,
        backed_up: bool = False,
    ) -> None:
        """Open the dictionary at `path`, made if need be with `create`. Raises DictionaryError.

        With `to_read` it is only read, and of the present schema: see `beside`.
        One of an earlier schema is backed up before it is migrated, unless it
        is `backed_up` already.
        """
        self.path = path
        if to_read:
            self._connection, self._only_read = _connect.connect_to_read(path), True
        else:
            opened = _connect.connect(path, create=create, backed_up=backed_up)
            self._connection, self._only_read = opened
        self.soundness = Soundness(path)
        self._seen_version = self._data_version()
        self.turns = Turns(self._connection)
        self.footing = Footing(self._connection, path)
        self.terms = Terms(self._connection, path)
        self.pairs = Pairs(self._connection, path)
        self.proposals = Proposals(self._connection, path)
        self.ledger = Ledger(self._connection, path)
        self.values = NamedValues(self._connection, path)

    @property
    def read_only(self) -> bool:
        """Whether nothing can be written: the file forbids it, or was found damaged."""
        return self._only_read or bool(self.soundness.fault)

    @cached_property
    def vectors(self) -> "Vectors":
        """The vectors, whose module needs numpy."""
        from synotui.store.vectors import Vectors

        return Vectors(self._connection, self.path)

    @cached_property
    def neighbours(self) -> "Neighbours":
        """The neighbours of every term, whose module needs numpy."""
        from synotui.store.neighbours import Neighbours

        return Neighbours(self._connection, self.path)

    @cached_property
    def fixes(self) -> "Fixes":
        """What derived spaces were made by, whose module needs numpy."""
        from synotui.store.fixes import Fixes

        return Fixes(self._connection, self.path)

    @cached_property
    def cross_scores(self) -> "CrossScores":
        """What models said that read both terms of a pair together; its module needs numpy."""
        from synotui.store.cross_scores import CrossScores

        return CrossScores(self._connection, self.path, self.values)

    @cached_property
    def evaluations(self) -> "Evaluations":
        """What was measured of spaces, and when."""
        from synotui.store.evaluations import Evaluations

        return Evaluations(self._connection, self.path, self.values)

    @cached_property
    def rankers(self) -> "Rankers":
        """What rankers learnt."""
        from synotui.store.rankers import Rankers

        return Rankers(self._connection, self.path, self.values)

    @cached_property
    def composed(self) -> "ComposedTerms":
        """Which vectors were put together from others, whose module needs numpy."""
        from synotui.store.composed import ComposedTerms

        return ComposedTerms(self._connection, self.path)

    def beside(self) -> "Store":
        """Open the same dictionary once more, for reading in the thread that calls this.

        Close it when done; while one of its statements runs, commits wait.
        """
        return Store(self.path, to_read=True)

    def discard_if_empty(self) -> None:
        """Delete the file if nobody has put anything into it, and nobody is about to."""
        with suppress(DictionaryError, OSError), self.transaction(at_once=True):
            if not self.ledger.count() and not self.terms.count() and not self.vectors.spaces():
                real(self.path).unlink(missing_ok=True)

    @contextmanager
    def transaction(self, *, at_once: bool = False) -> Iterator[None]:
        """Run a block as one transaction: all of it is kept, or nothing. Raises DictionaryError.

        Waits some seconds for another process to finish writing; with
        `at_once` only for a moment: for what need not be kept. Before the first
        one every page of the file is looked at: nothing is written to a damaged one.
        """
        if self._only_read:
            raise DictionaryReadOnly(
                f"{self.path} is read-only: nothing was changed",
                f"Allow writing (chmod u+w {self.path}) or work on a copy",
            )
        try:
            begin = partial(self._begin, at_once=at_once)
            with _transactions.transaction(self._connection, self.path, begin):
                self.footing.check()
                self.soundness.check()
                before = self.footing.top()
                yield
                after = self.footing.top()
            self.footing.wrote(before, after)
        finally:
            if at_once:
                self.turns.end()

    def _begin(self, *, at_once: bool) -> None:
        """Begin to write, all pages having been looked at while others could still write.

        They are looked at again where somebody wrote between the look and the
        lock; where that happens time and again, by the caller, with the lock.
        """
        for _ in range(_LOOKS):
            if self.soundness.is_known:
                break
            self.footing.check()
            self.soundness.check()
            self.turns.begin(at_once=at_once)
            if self.soundness.stands():
                return
            self._connection.execute("ROLLBACK")
            self.soundness.forget()
        self.turns.begin(at_once=at_once)

    def bulk(self) -> AbstractContextManager[None]:
        """Run a block that writes much; others can read up to its commit, or nearly."""
        return _transactions.bulk(self._connection)

    def pouring(self) -> AbstractContextManager[None]:
        """Run the part of a bulk in which most is written, in little memory; others wait for it."""
        return _transactions.pouring(self._connection)

    @property
    def in_transaction(self) -> bool:
        """Whether a transaction is under way, whose writes only this store sees."""
        return self._connection.in_transaction

    def reading(self) -> AbstractContextManager[None]:
        """Run a block that only reads, with SQLite's errors as DictionaryError."""
        return translated(self.path)

    def reading_at_once(self) -> AbstractContextManager[None]:
        """Run a block of a few short reads, all of the same state; errors as DictionaryError."""
        return _transactions.glance(self._connection, self.path)

    def changed_elsewhere(self) -> bool:
        """Say whether another process has written since the last time this was asked."""
        version = self._data_version()
        changed = version != self._seen_version
        self._seen_version = version
        return changed

    def state(self) -> tuple[int, int]:
        """Give what changes with anything that is written here or elsewhere, except the view."""
        return self._data_version(), self._connection.total_changes - self.values.view_writes

    def _data_version(self) -> int:
        with translated(self.path):
            return int(self._connection.execute("PRAGMA data_version").fetchone()[0])

    def stand_anew(self) -> None:
        """Take the ledger as it is now for the one that is gone on with. Raises DictionaryError."""
        with translated(self.path):
            self.footing.know(self.footing.top())
        self.soundness.forget()

    def explain(self, error: BaseException | None) -> None:
        """Raise the DictionaryError that says what an error of SQLite means; let others be."""
        if error is not None:
            explain(error, self.path)

    def schema(self) -> str:
        """Give the statements that make the schema, as SQLite holds them."""
        rows = self._connection.execute(
            "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%' "
            "AND name NOT LIKE '%sqlite_migrations%' ORDER BY rowid"
        )
        return "".join(f"{sql};\n\n" for (sql,) in rows).rstrip() + "\n"

    def damaged_pages(self) -> list[str]:
        """Give what SQLite finds wrong with the file, in its words."""
        from synotui.store.integrity import damaged_pages, surplus

        found = damaged_pages(self._connection)
        told = surplus(self._connection, self.path)
        return [*found, told] if told else found

    def dangling(self) -> list[tuple[str, str, int]]:
        """Give (table, the table it refers to, rows) of rows that refer to what is not there."""
        from synotui.store.integrity import dangling

        return list(dangling(self._connection))

    def make_up_terms(self, terms: Iterable[int]) -> int:
        """Let those of `terms` that are lost be there by a name of their own; give how many."""
        from synotui.store.rescue import make_up

        return make_up(self._connection, terms)

    def played(self, until: int | None = None, keep: Collection[int] = ()) -> "Played":
        """Play the ledger, up to entry `until` if given: give what pairs and terms are by it.

        And what pairs were after the entries `keep`.
        """
        from synotui.store.replay import play

        return play(self._connection, until, keep)

    def page_count(self) -> int:
        """Give the pages the file has now."""
        return int(self._connection.execute("PRAGMA page_count").fetchone()[0])

    def close(self) -> None:
        """Close the file. Closing twice does nothing."""
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *problem: object) -> None:
        self.close()
