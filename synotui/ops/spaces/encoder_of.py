"""The encoder of a space, seen to be the one that made its vectors."""

from typing import TYPE_CHECKING

from synotui.errors import EncoderError
from synotui.model import SpaceInfo
from synotui.ops.workbench import Workbench

if TYPE_CHECKING:
    from synotui.engine.encoders import Encoder

_COMPARED = 8
"""Vectors of a space that are made again."""
_ROUNDED = 2e-3
"""Share of its length by which a vector may differ that was kept as float16."""


def encoder_of(bench: Workbench, space: SpaceInfo | None, name: str = "") -> "Encoder":
    """Give the encoder of a space that is not derived, or the one called `name` for a new space.

    One whose model is a file may have another there by now: it is asked for
    a few vectors that the space has. Raises EncoderError.
    """
    encoder = bench.encoder(name or (space.encoder if space else ""))
    if space is None or not encoder.replaceable:
        return encoder
    if encoder.dim != space.dim:
        raise _other(encoder.name, space, f"its vectors have {encoder.dim} dimensions")
    import numpy as np

    with bench.store.reading():
        ids = bench.store.vectors.ids(space.id)[:_COMPARED]
        ids, held = bench.store.vectors.some(space, ids)
        texts = bench.store.terms.texts(ids.tolist())
    made = encoder.encode(texts).vectors
    same = np.abs(made - held).max(axis=1) <= _ROUNDED * np.abs(held).max(axis=1)
    # Terms may be folded or have vectors from another file; the same model has some alike.
    if len(ids) and not same.any():
        raise _other(encoder.name, space, f"it has another vector for “{texts[0]}”")
    return encoder


def _other(encoder: str, space: SpaceInfo, why: str) -> EncoderError:
    return EncoderError(
        f"The model at {encoder.partition(':')[2]} is not the one space {space.name} was made "
        f"with: {why}",
        "Put that one back, or import this one as another space: --space NAME",
    )
