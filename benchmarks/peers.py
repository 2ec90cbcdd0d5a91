"""A decision made without synotui: the plain ways somebody would write it first."""

import sqlite3
from abc import ABC, abstractmethod
from pathlib import Path

import hnswlib
import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]

STAY = 0.5
SHOWN = 20
WATCHED = 10


class Peer(ABC):
    """A ledger in SQLite, committed as durably as synotui's, and vectors that are overwritten."""

    def __init__(self, base: Floats, ledger: Path) -> None:
        self.vectors: Floats = base / np.linalg.norm(base, axis=1, keepdims=True)
        self.ledger = sqlite3.connect(ledger, isolation_level=None)
        self.ledger.execute("PRAGMA synchronous = FULL")
        self.ledger.execute(
            "CREATE TABLE decision (seq INTEGER PRIMARY KEY, head INT, synonym INT)"
        )

    @abstractmethod
    def nearest(self, row: int, k: int) -> Ints:
        """Give the `k` rows nearest to `row`, itself left out."""

    @abstractmethod
    def move(self, rows: list[int], vectors: Floats) -> None:
        """Take new unit vectors for `rows`."""

    def decide(self, head: int, synonym: int) -> tuple[Ints, set[int], set[int]]:
        """Accept a pair; give the head's candidates, who entered and who left its nearest ten."""
        before = set(self.nearest(head, WATCHED).tolist())
        self.ledger.execute("INSERT INTO decision (head, synonym) VALUES (?, ?)", (head, synonym))
        rows = [head, synonym]
        old = self.vectors[rows]
        # Where a pair by itself comes to rest, each held by STAY: retrofitting, solved.
        moved = old + (old[::-1] - old) / (2 + STAY)
        self.move(rows, moved / np.linalg.norm(moved, axis=1, keepdims=True))
        candidates = self.nearest(head, SHOWN)
        after = set(candidates[:WATCHED].tolist())
        return candidates, after - before, before - after


class ExactPeer(Peer):
    """Searches with a matrix product."""

    def nearest(self, row: int, k: int) -> Ints:
        """Give the `k` rows nearest to `row`, itself left out."""
        cosines = self.vectors @ self.vectors[row]
        cosines[row] = -np.inf
        found = np.argpartition(-cosines, k)[:k]
        nearest: Ints = found[np.argsort(-cosines[found])].astype(np.int64)
        return nearest

    def move(self, rows: list[int], vectors: Floats) -> None:
        """Overwrite the rows."""
        self.vectors[rows] = vectors


class UpdatePointPeer(Peer):
    """Searches through hnswlib and puts moved vectors into it again, which relinks them."""

    def __init__(self, base: Floats, ledger: Path, index: hnswlib.Index) -> None:
        """Take the graph of `base`, whose labels are rows."""
        super().__init__(base, ledger)
        self.index = index

    def nearest(self, row: int, k: int) -> Ints:
        """Give the `k` rows nearest to `row`, itself left out."""
        labels, _ = self.index.knn_query(self.vectors[row], k=k + 1, num_threads=1)
        found = labels[0].astype(np.int64)
        nearest: Ints = found[found != row][:k]
        return nearest

    def move(self, rows: list[int], vectors: Floats) -> None:
        """Overwrite the rows and add their labels again."""
        self.vectors[rows] = vectors
        self.index.add_items(vectors, rows, num_threads=1)
