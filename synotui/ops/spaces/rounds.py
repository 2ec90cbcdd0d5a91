"""Rounds of embedding: vectors gathered until it is worth keeping them, then kept in one piece."""

import time
from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

from synotui.errors import EncoderError
from synotui.model import Composed, SpaceInfo
from synotui.ops.adjusting.adjust import settle_added
from synotui.ops.clock import now
from synotui.ops.workbench import Workbench
from synotui.store import Deed

if TYPE_CHECKING:
    from synotui.store.vectors import Ids, Matrix

_ROUND_BYTES = 1 << 27
"""What the vectors of a round may take, however many dimensions: 65,536 of 512."""


class Rounds:
    """Keeps what an encoder gives: each round one transaction with its ledger entry.

    Other processes may write between two rounds: a term they gave a vector
    keeps theirs.
    """

    def __init__(
        self, bench: Workbench, encoder: str, seconds: float, terms: int, into: int | None = None
    ) -> None:
        """Take `into`, a space of that encoder, or its first one."""
        self._bench = bench
        self._encoder = encoder
        self._into = into
        self._seconds = seconds
        self._terms = terms
        self._ids: list[Ids] = []
        self._vectors: list[Matrix] = []
        self._hows: dict[int, Composed] = {}
        self._gathered = 0
        self._began = time.monotonic()
        self._seen = 0
        """Vectors of the space when `lacking` was asked, and those this one added since."""
        self.space: SpaceInfo | None = self._find()
        """The encoder's space, as of the last round; None before there is one."""
        self.made = 0
        """Vectors kept so far."""
        self.composed = 0
        """Of them, those the encoder put together from words or parts."""

    @property
    def encoder(self) -> str:
        """Who makes the vectors."""
        return self._encoder

    @property
    def stored(self) -> int:
        """Vectors the space has."""
        return self.space.vectors if self.space else 0

    def lacking(self) -> "Ids":
        """Give the terms without a vector, ascending; they are what `take` may be given."""
        with self._bench.store.reading():
            self.space = self._find()
            # Counted first: vectors that come in between are then looked for once more.
            self._seen = self.stored
            return self._bench.store.vectors.lacking(self.space.id if self.space else None)

    def is_current(self) -> bool:
        """Say whether suggestions come from the encoder's space."""
        current = self._bench.store.vectors.current()
        return self.space is not None and current is not None and current.id == self.space.id

    def take(
        self, ids: "Ids", vectors: "Matrix", hows: "Mapping[int, Composed] | None" = None
    ) -> None:
        """Gather the `vectors` (n, dim) of the terms `ids` (n,); ends a round when it is due.

        `hows` says of the terms whose vectors were put together from others how.
        Raises EncoderError for vectors of another dimension than the space's.
        """
        if not self._ids:
            self._check(vectors.shape[1])
        self._ids.append(ids)
        self._vectors.append(vectors)
        self._hows |= hows or {}
        self._gathered += len(ids)
        if (
            self._gathered >= self._terms
            or self._gathered * vectors.shape[1] * 4 >= _ROUND_BYTES
            or time.monotonic() - self._began >= self._seconds
        ):
            self.commit()

    def commit(self) -> None:
        """Keep what was gathered: vectors, ledger entry and settled pairs, or nothing of it."""
        if self._gathered:
            ids, vectors = np.concatenate(self._ids), np.concatenate(self._vectors)
            store = self._bench.store
            with self._bench.reshaping(), store.transaction():
                kept = self._keep(ids, vectors)
            # Not what the space has now: others' vectors concern later rounds as well.
            self._seen += kept
            self.made += kept
        self._ids.clear()
        self._vectors.clear()
        self._hows.clear()
        self._gathered = 0
        self._began = time.monotonic()

    def _keep(self, ids: "Ids", vectors: "Matrix") -> int:
        """Write a round, inside a transaction; give how many of its vectors are new."""
        store = self._bench.store
        self.space = self._find()
        if self.space is None:
            self._make_space(vectors.shape[1])
        elif self.space.vectors != self._seen:
            self._check(vectors.shape[1])
            fresh = ~np.isin(ids, store.vectors.ids(self.space.id))
            ids, vectors = ids[fresh], vectors[fresh]
        if self.space is None or not len(ids):
            return 0
        store.vectors.append(self.space.id, ids, vectors)
        hows = {term: self._hows[term] for term in ids.tolist() if term in self._hows}
        store.composed.mark(self.space.id, hows)
        self.composed += len(hows)
        label = f"embedded {len(ids):,} terms with {self._encoder}"
        facts = {"space": self.space.name, "encoded": len(ids)}
        deed = Deed("embed", label, facts=facts)
        store.ledger.append(store.ledger.next_seq(), now(), self._bench.curator, deed)
        if self.is_current():
            settle_added(self._bench, ids)
        return len(ids)

    def _make_space(self, dim: int) -> None:
        """Add the encoder's space; one that is current stays so until this one is complete."""
        vectors = self._bench.store.vectors
        current = vectors.current()
        vectors.make_space(self._encoder, self._encoder, dim, now())
        if current is not None:
            vectors.make_current(current.id)
        self.space = self._find()

    def _find(self) -> SpaceInfo | None:
        spaces = self._bench.store.vectors.spaces()
        own = [space for space in spaces if space.encoder == self._encoder]
        return next((space for space in own if space.id == self._into), own[0] if own else None)

    def _check(self, dim: int) -> None:
        if self.space is not None and dim != self.space.dim:
            raise EncoderError(
                f"Encoder {self._encoder} gives vectors of {dim} dimensions, "
                f"space {self.space.name} has {self.space.dim}",
                "It is not the one that made the space: name another with --encoder",
            )
