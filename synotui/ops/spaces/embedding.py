"""Vectors for terms that lack them, and which space is current."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from synotui.errors import EncoderError
from synotui.model import Change, OnProgress, Progress, SpaceInfo, no_progress
from synotui.ops.adjusting.adjust import settle
from synotui.ops.carrying import carry_out
from synotui.ops.spaces.derived import lineage
from synotui.ops.spaces.encoder_of import encoder_of
from synotui.ops.workbench import Workbench
from synotui.store import Deed

if TYPE_CHECKING:
    from synotui.ops.spaces.rounds import Rounds

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
    composed: int = 0
    """Of those encoded, how many it put together from words or parts."""


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

    A current space that was derived from another gets its new vectors through
    that one: they are encoded there, and fixed as all others were.

    Cancelling (from `on_progress`) and a failing encoder keep all batches that
    were finished, and the error says how many vectors those are. Raises
    EncoderError, Cancelled, DictionaryError.
    """
    from synotui.ops.spaces.rounds import Rounds

    line = [] if encoder else _line_of_current(bench)
    name, into = _full_name(bench, encoder, line), line[0].id if line else None
    rounds = Rounds(bench, name, round_seconds, round_terms, into)
    report = _encode(bench, encoder, rounds, threads, on_progress)
    if len(line) > 1:
        return _fix_newer(bench, line, report, on_progress)
    if not rounds.is_current():
        use_space(bench, report.space)
    return report


def _encode(
    bench: Workbench,
    encoder: str | None,
    rounds: "Rounds",
    threads: int | None,
    on_progress: OnProgress,
) -> EmbedReport:
    """Encode what lacks a vector in the space of `rounds`."""
    from synotui.ops.spaces.encoding import encode_all

    name = rounds.encoder
    already = rounds.stored
    missing = rounds.lacking()
    if not len(missing) and rounds.space is None:
        raise EncoderError(
            f"{bench.path} has no terms to embed", f"Run: synotui import {bench.path} FILE"
        )
    failed: list[str] = []
    if len(missing):
        on_progress(Progress("encoding", 0, len(missing)))
        model = encoder_of(bench, rounds.space, encoder or name)
        failed = encode_all(bench.store, model, rounds, missing, threads, on_progress)
    if rounds.space is None:
        raise EncoderError(f"Encoder {name} gives no usable vector for any term of {bench.path}")
    return EmbedReport(
        rounds.space.name, name, rounds.made, already, tuple(failed), rounds.composed
    )


def _fix_newer(
    bench: Workbench, line: list[SpaceInfo], encoded: EmbedReport, on_progress: OnProgress
) -> EmbedReport:
    """Let the derived spaces of a lineage take in what their sources have got."""
    from synotui.ops.spaces.fixes import take_in_newer

    made = 0
    for info in line[1:]:
        made = take_in_newer(bench, info, on_progress)
    *_, last = line
    return EmbedReport(
        last.name, encoded.encoder, made, last.vectors, encoded.failed, encoded.composed
    )


def _line_of_current(bench: Workbench) -> list[SpaceInfo]:
    """Give the current space, after those it was derived from; nothing if there is none."""
    current = bench.store.vectors.current()
    return lineage(bench.store, current) if current else []


def _full_name(bench: Workbench, encoder: str | None, line: list[SpaceInfo]) -> str:
    from synotui.engine.encoders import full_name

    if line and not line[0].encoder:
        *_, last = line
        from_it = "" if last is line[0] else f", from which {last.name} was made,"
        raise EncoderError(
            f"Space {line[0].name}{from_it} was imported and has no encoder",
            f"Put terms together from its words: synotui embed {bench.path} --compose; or name an "
            f"encoder to make another space: --encoder {DEFAULT_ENCODER}",
        )
    return full_name(encoder or (line[0].encoder if line else DEFAULT_ENCODER))
