"""Which vectors go to a file, under which words: those of one space, as they are now or were."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Literal, NamedTuple

import numpy as np

from synotui.engine.arrays import Floats, Ints, Mask
from synotui.errors import EncoderError, FormatError
from synotui.formats import Format
from synotui.formats.vector_rows import VectorRows, VectorTable
from synotui.model import OnProgress, Progress, SpaceInfo, no_progress
from synotui.ops.transfer.vector_words import LeftOut, Words, words_of
from synotui.ops.workbench import Workbench

Which = Literal["adjusted", "base"]


class VectorReport(NamedTuple):
    """What was written."""

    files: tuple[Path, ...]
    rows: int
    info: SpaceInfo
    moved: int
    """Vectors among them that are not the base."""
    underscored: int
    """Terms among them whose white space is written as underscores."""
    left_out: tuple[LeftOut, ...]
    narration: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Chosen:
    """The terms to write."""

    info: SpaceInfo
    ids: Ints
    """Terms with a vector in the space, in stored order (n,)."""
    wanted: Mask
    """Which of these to write (n,)."""
    moved: Ints
    """Terms whose vector is not the base, ascending (m,)."""
    vectors: Floats
    """Theirs (m, dim)."""


def export_vectors(
    bench: Workbench,
    out: Path | BinaryIO,
    format: Format,
    *,
    space: str | None = None,
    which: Which = "adjusted",
    moved_only: bool = False,
    on_progress: OnProgress = no_progress,
) -> VectorReport:
    """Write the vectors of a space, the current one unless named, in the order they are stored.

    As they are now, or with "base" as they came. Terms that were taken out of
    use are left out. Holds the vectors that moved and some thousand others in
    memory. Raises EncoderError, FormatError, DictionaryError, Cancelled.
    """
    with bench.store.reading_at_once():
        chosen = _choose(bench, _space(bench, space), moved_only=moved_only)
    with bench.store.reading():
        words = Words(0, {}, 0)
        if format.underscores:
            words = words_of(bench, chosen.ids[chosen.wanted])
            chosen.wanted[np.isin(chosen.ids, list(words.left_out))] = False
        ids = chosen.ids[chosen.wanted]
        if not len(ids):
            raise FormatError(
                f"Nothing to write: no term has moved in space {chosen.info.name}"
                if moved_only
                else f"Nothing to write: no term has a vector in space {chosen.info.name}",
                "Leave --moved-only out, or accept pairs first" if moved_only else "",
            )
        adjusted = which == "adjusted"
        about = {"space": chosen.info.name, "vectors": which, "vocabulary": "UTF-8 lines, as JSON"}
        rows = _rows(bench, chosen, adjusted, on_progress)
        written = format.write_vectors(VectorTable(len(ids), chosen.info.dim, rows, about), out)
    return VectorReport(
        files=written.files,
        rows=len(ids),
        info=chosen.info,
        moved=int(np.isin(ids, chosen.moved).sum()) if adjusted else 0,
        underscored=words.underscored,
        left_out=tuple(words.left_out.values()),
        narration=(
            *(_due(bench, chosen) if adjusted else ()),
            *words.narrate(),
            *written.narration,
        ),
    )


def _space(bench: Workbench, name: str | None) -> SpaceInfo:
    spaces = bench.store.vectors.spaces()
    found = next((s for s in spaces if (s.current if name is None else s.name == name)), None)
    if found is not None:
        return found
    if name is None:
        raise EncoderError(f"No vectors in {bench.path}", f"Run: synotui embed {bench.path}")
    known = ", ".join(space.name for space in spaces) or "none yet"
    raise EncoderError(f"No space “{name}” in {bench.path}", f"Spaces: {known}")


def _choose(bench: Workbench, info: SpaceInfo, *, moved_only: bool) -> _Chosen:
    ids = bench.store.vectors.ids(info.id)
    wanted: Mask = ~np.isin(ids, np.array(bench.store.terms.retired(), np.int64))
    moved, vectors = _moved(bench, info)
    if moved_only:
        wanted &= np.isin(ids, moved)
    return _Chosen(info, ids, wanted, moved, vectors)


def _moved(bench: Workbench, info: SpaceInfo) -> tuple[Ints, Floats]:
    """Give the terms that moved in a space (m,), ascending, and their vectors (m, dim).

    What is kept is up to date in the current space alone; in another one the
    pairs in force are solved as they will be once it is current.
    """
    if info.current:
        return bench.store.vectors.load_adjusted(info)
    from synotui.ops.adjusting.adjust import solved

    moves = solved(bench, info).moved
    ids = np.array(sorted(moves), np.int64)
    vectors = np.empty((len(ids), info.dim), np.float32)
    for place, term in enumerate(ids.tolist()):
        vectors[place] = moves[term]
    return ids, vectors


def _due(bench: Workbench, chosen: _Chosen) -> tuple[str, ...]:
    """Tell of decisions that the vectors do not show yet."""
    from synotui.ops.adjusting.solving import waiting

    due = waiting(bench, bench.store.values.adjustment()) if chosen.info.current else 0
    if not due:
        return ()
    return (
        f"{due:,} decision{' is' if due == 1 else 's are'} not in these vectors yet: run synotui "
        f"adjust {bench.path} --rebuild, then export again",
    )


def _rows(
    bench: Workbench, chosen: _Chosen, adjusted: bool, on_progress: OnProgress
) -> Iterator[VectorRows]:
    done, total = 0, int(chosen.wanted.sum())
    on_progress(Progress("exporting", done, total, "vectors"))
    for block in bench.store.vectors.blocks(chosen.info.id):
        part = slice(block.start, block.start + block.size)
        here = chosen.wanted[part]
        ids = chosen.ids[part][here]
        if not len(ids):
            continue
        places = chosen.moved.searchsorted(ids).clip(max=max(0, len(chosen.moved) - 1))
        moved = (
            chosen.moved[places] == ids
            if adjusted and len(chosen.moved)
            else np.zeros(len(ids), bool)
        )
        if moved.all():
            vectors = chosen.vectors[places]
        else:
            vectors = bench.store.vectors.read_block(chosen.info, block)[here]
            vectors[moved] = chosen.vectors[places[moved]]
        yield VectorRows(bench.store.terms.texts(ids.tolist()), vectors)
        done += len(ids)
        on_progress(Progress("exporting", done, total, "vectors"))
