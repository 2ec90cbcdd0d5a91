"""Vectors for terms that lack them, and which space is current."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from synotui.errors import EncoderError
from synotui.model import Change, OnProgress, Progress, SpaceInfo, no_progress
from synotui.ops.adjust import settle
from synotui.ops.carrying import carry_out
from synotui.ops.clock import now
from synotui.ops.workbench import Workbench
from synotui.store import Deed

if TYPE_CHECKING:
    from synotui.engine.encoders import Encoder

DEFAULT_ENCODER = "use-m3"
_PER_ROUND = 2048


@dataclass(frozen=True, slots=True)
class EmbedReport:
    """What embedding did."""

    space: str
    encoder: str
    encoded: int
    already: int
    failed: tuple[str, ...]
    """Terms the encoder gave no usable vector for."""


def encoder_names() -> list[str]:
    """Give the names of the encoders that can be had, none of them imported."""
    from synotui.engine.encoders import encoder_names as names

    return names()


def spaces(bench: Workbench) -> list[SpaceInfo]:
    """Give the spaces of the dictionary, oldest first."""
    with bench.store.reading():
        return bench.store.vectors.spaces()


def use_space(bench: Workbench, name: str) -> Change:
    """Make the space called `name` the current one. Raises EncoderError if there is none."""
    found = next((space for space in spaces(bench) if space.name == name), None)
    if found is None:
        known = ", ".join(space.name for space in spaces(bench)) or "none yet"
        raise EncoderError(f"No space “{name}” in {bench.path}", f"Spaces: {known}")

    def make(seq: int) -> Deed:
        bench.store.vectors.make_current(found.id)
        settle(bench)
        return Deed("space", f"space {name} made current", facts={"space": name})

    with bench.reshaping():
        return carry_out(bench, make)


def embed(
    bench: Workbench, encoder: str | None = None, on_progress: OnProgress = no_progress
) -> EmbedReport:
    """Give every term without a vector one, in the space of `encoder`, and make it current.

    Without `encoder`: the current space's own, or `use-m3` if there is none.
    Cancelling (from `on_progress`) changes nothing. Raises EncoderError.
    """
    from synotui.engine.encoders import full_name

    name = full_name(encoder or _encoder_of_current(bench))
    known = next((space for space in spaces(bench) if space.encoder == name), None)
    lacking = list(bench.store.vectors.lacking(known.id if known else None))
    already = known.vectors if known else 0
    if not lacking and known and known.current:
        return EmbedReport(known.name, name, 0, already, ())
    model = bench.encoder(encoder or name)
    failed = _encode(bench, model, known, lacking, on_progress)
    return EmbedReport(
        space=known.name if known else name,
        encoder=name,
        encoded=len(lacking) - len(failed),
        already=already,
        failed=tuple(failed),
    )


def _space_of(bench: Workbench, encoder: str) -> SpaceInfo | None:
    return next((space for space in spaces(bench) if space.encoder == encoder), None)


def _encoder_of_current(bench: Workbench) -> str:
    current = bench.store.vectors.current()
    if current is None:
        return DEFAULT_ENCODER
    if not current.encoder:
        raise EncoderError(
            f"Space {current.name} was imported and has no encoder",
            f"Name one to make another space: synotui embed {bench.path} --encoder "
            f"{DEFAULT_ENCODER}",
        )
    return current.encoder


def _encode(
    bench: Workbench,
    model: "Encoder",
    known: SpaceInfo | None,
    lacking: Sequence[tuple[int, str]],
    on_progress: OnProgress,
) -> list[str]:
    import numpy as np

    failed: list[str] = []
    name = model.name
    vectors = bench.store.vectors
    with bench.reshaping(), bench.store.transaction():
        space = known.id if known else None
        for start in range(0, len(lacking), _PER_ROUND):
            part = lacking[start : start + _PER_ROUND]

            def report(progress: Progress, before: int = start) -> None:
                on_progress(replace(progress, done=before + progress.done, total=len(lacking)))

            encoded = model.encode([text for _, text in part], on_progress=report)
            usable = np.ones(len(part), bool)
            usable[list(encoded.bad)] = False
            failed += [part[i][1] for i in encoded.bad]
            if space is None:
                space = vectors.make_space(name, name, encoded.vectors.shape[1], now())
            ids = np.array([i for i, _ in part], np.int64)
            vectors.append(space, ids[usable], encoded.vectors[usable])
        if space is None:
            raise EncoderError(
                f"{bench.path} has no terms to embed", f"Run: synotui import {bench.path} FILE"
            )
        vectors.make_current(space)
        facts = {"space": name, "encoded": len(lacking) - len(failed)}
        label = f"embedded {len(lacking) - len(failed):,} terms with {name}"
        ledger = bench.store.ledger
        ledger.append(ledger.next_seq(), now(), bench.curator, Deed("embed", label, facts=facts))
        settle(bench)
    return failed
