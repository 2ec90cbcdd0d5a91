"""Vectors for terms that lack them, and which space is current."""

from dataclasses import dataclass

from synotui.errors import EncoderError
from synotui.model import Change, OnProgress, Progress, SpaceInfo, no_progress
from synotui.ops.adjust import settle
from synotui.ops.carrying import carry_out
from synotui.ops.workbench import Workbench
from synotui.store import Deed

DEFAULT_ENCODER = "use-m3"
ROUND_SECONDS = 10.0
"""A kill loses about as much work."""
ROUND_TERMS = 65_536


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
    bench: Workbench,
    encoder: str | None = None,
    on_progress: OnProgress = no_progress,
    *,
    threads: int | None = None,
    round_seconds: float = ROUND_SECONDS,
    round_terms: int = ROUND_TERMS,
) -> EmbedReport:
    """Give every term without a vector one, in the space of `encoder`, and make it current.

    Without `encoder`: the current space's own, or `use-m3` if there is none.
    Takes all cores for an encoder that can use them, or `threads`. What is
    encoded is kept in rounds, each one transaction and one ledger entry: after
    `round_seconds` or `round_terms`, whichever comes first. However it ends,
    finished rounds stay and the next call goes on after them; while there is
    another current space it stays current until no term lacks a vector.

    Cancelling (from `on_progress`) and a failing encoder keep all batches that
    were finished, and the error says how many vectors those are. Raises
    EncoderError, Cancelled, DictionaryError.
    """
    from synotui.engine.encoders import full_name
    from synotui.ops.encoding import encode_all
    from synotui.ops.rounds import Rounds

    name = full_name(encoder or _encoder_of_current(bench))
    rounds = Rounds(bench, name, round_seconds, round_terms)
    already = rounds.stored
    missing = rounds.lacking()
    if not len(missing) and rounds.space is None:
        raise EncoderError(
            f"{bench.path} has no terms to embed", f"Run: synotui import {bench.path} FILE"
        )
    failed: list[str] = []
    if len(missing):
        on_progress(Progress("encoding", 0, len(missing)))
        model = bench.encoder(encoder or name)
        failed = encode_all(bench.store, model, rounds, missing, threads, on_progress)
    if rounds.space is None:
        raise EncoderError(f"Encoder {name} gives no usable vector for any term of {bench.path}")
    if not rounds.is_current():
        use_space(bench, rounds.space.name)
    return EmbedReport(rounds.space.name, name, rounds.made, already, tuple(failed))


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
