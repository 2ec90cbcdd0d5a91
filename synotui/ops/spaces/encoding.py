"""One pass of an encoder over the terms that lack a vector, kept in rounds as it goes."""

from collections.abc import Iterator
from contextlib import closing
from typing import TYPE_CHECKING

import numpy as np

from synotui.engine.encoders import cores, encode_batches
from synotui.errors import Cancelled, EncoderError
from synotui.model import OnProgress, Progress, Term
from synotui.ops.spaces.rounds import Rounds
from synotui.store import Store

if TYPE_CHECKING:
    from synotui.engine.encoders import Encoder
    from synotui.store.vectors import Ids


def encode_all(
    store: Store,
    model: "Encoder",
    rounds: Rounds,
    missing: "Ids",
    threads: int | None,
    on_progress: OnProgress,
) -> list[str]:
    """Encode the `missing` terms and those that others add meanwhile, into `rounds`.

    Gives the texts that got no usable vector. When cancelled, or when the
    encoder fails, finished batches are kept before Cancelled or EncoderError
    goes on, saying how many vectors there are.
    """
    work = _Pass(store, model, rounds, threads, on_progress)
    try:
        return work.encode_all(missing)
    except Cancelled as stopped:
        rounds.commit()
        if not rounds.made:
            raise
        raise Cancelled(
            f"stopped; {rounds.made:,} vectors were made and are kept, "
            f"{len(rounds.lacking()):,} terms still lack one",
            "The same command goes on from there",
        ) from stopped
    except EncoderError as error:
        rounds.commit()
        if not rounds.made:
            raise
        kept = f"{error.message} ({rounds.made:,} vectors made before are kept)"
        raise EncoderError(kept, error.remedy) from error


class _Pass:
    """What `encode_all` has done so far."""

    def __init__(
        self,
        store: Store,
        model: "Encoder",
        rounds: Rounds,
        threads: int | None,
        on_progress: OnProgress,
    ) -> None:
        self._store = store
        self._model = model
        self._rounds = rounds
        self._threads = threads
        self._on_progress = on_progress
        self._tried: list[Ids] = []
        self._done = 0
        self._total = 0

    def encode_all(self, missing: "Ids") -> list[str]:
        """Encode the `missing` terms, then those that others added meanwhile."""
        failed: list[str] = []
        while len(missing):
            self._total += len(missing)
            self._tried.append(missing)
            failed += self._encode(missing)
            self._rounds.commit()
            missing = np.setdiff1d(self._rounds.lacking(), np.concatenate(self._tried))
        return failed

    def _encode(self, missing: "Ids") -> list[str]:
        failed: list[str] = []
        batches: list[list[Term]] = []

        def texts() -> Iterator[list[str]]:
            for batch in self._batches(missing):
                batches.append(batch)
                yield [term.text for term in batch]

        stream = encode_batches(
            self._model,
            texts(),
            threads=cores() if self._threads is None else self._threads,
            while_waiting=self._report,
        )
        with closing(stream):
            for encoded in stream:
                batch = batches.pop(0)
                ids = np.array([term.id for term in batch], np.int64)
                vectors = encoded.vectors
                if encoded.bad:
                    failed += [batch[row].text for row in encoded.bad]
                    ids, vectors = np.delete(ids, encoded.bad), np.delete(vectors, encoded.bad, 0)
                self._done += len(batch)
                told = self._model.compositions([term.text for term in batch])
                hows = {term.id: each.how for term, each in zip(batch, told, strict=True) if each}
                self._rounds.take(ids, vectors, hows)
        self._report()
        return failed

    def _batches(self, missing: "Ids") -> Iterator[list[Term]]:
        """Give the terms of each batch, always cut from the first that lacks a vector.

        A round ends with a batch, so that work that is taken up again has the
        batches it would have had, and the same vectors to the last bit, unless
        some terms got none.
        """
        size = self._model.batch_size
        for start in range(0, len(missing), size):
            with self._store.reading():
                terms = self._store.terms.by_id(missing[start : start + size].tolist())
            yield [terms[i] for i in sorted(terms)]

    def _report(self) -> None:
        self._on_progress(Progress("encoding", self._done, self._total))
