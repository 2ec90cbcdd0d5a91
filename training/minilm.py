"""all-MiniLM-L6-v2 in numpy, for short terms: enough to have vectors of a second encoder."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
_HEADS = 12
_MOST_TOKENS = 64


class MiniLM:
    """Unit vectors (n, 384): the mean of the last layer over the tokens of a term."""

    def __init__(self, folder: Path) -> None:
        """Read `model.safetensors` and `tokenizer.json` of `folder`."""
        from safetensors.numpy import load_file
        from tokenizers import Tokenizer  # type: ignore[import-not-found, unused-ignore]

        self._weights: dict[str, Floats] = load_file(folder / "model.safetensors")
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(_MOST_TOKENS)

    def encode(self, terms: Sequence[str]) -> Floats:
        """Give the vectors of `terms`, those of one length together, so nothing is padded."""
        tokens = [encoded.ids for encoded in self._tokenizer.encode_batch(list(terms))]
        found = np.empty((len(terms), 384), np.float32)
        lengths = np.array([len(ids) for ids in tokens])
        for length in np.unique(lengths):
            rows = np.flatnonzero(lengths == length)
            found[rows] = self._encode(np.array([tokens[row] for row in rows], np.int64))
        return found

    def _encode(self, tokens: NDArray[np.int64]) -> Floats:
        weights = self._weights
        words = weights["embeddings.word_embeddings.weight"][tokens]
        places = weights["embeddings.position_embeddings.weight"][: tokens.shape[1]]
        kinds = weights["embeddings.token_type_embeddings.weight"][0]
        states = self._normed(words + places + kinds, "embeddings.LayerNorm")
        for layer in range(6):
            name = f"encoder.layer.{layer}"
            states = self._attended(states, name)
            inner = self._mapped(states, f"{name}.intermediate.dense")
            outer = self._mapped(_gelu(inner), f"{name}.output.dense")
            states = self._normed(outer + states, f"{name}.output.LayerNorm")
        means = states.mean(axis=1)
        vectors: Floats = means / np.linalg.norm(means, axis=1, keepdims=True)
        return vectors

    def _attended(self, states: Floats, name: str) -> Floats:
        terms, length, dim = states.shape
        parts = [
            self._mapped(states, f"{name}.attention.self.{part}")
            .reshape(terms, length, _HEADS, dim // _HEADS)
            .transpose(0, 2, 1, 3)
            for part in ("query", "key", "value")
        ]
        scores = parts[0] @ parts[1].transpose(0, 1, 3, 2) / np.float32((dim // _HEADS) ** 0.5)
        scores = np.exp(scores - scores.max(axis=-1, keepdims=True))
        scores /= scores.sum(axis=-1, keepdims=True)
        mixed = (scores @ parts[2]).transpose(0, 2, 1, 3).reshape(terms, length, dim)
        mapped = self._mapped(mixed, f"{name}.attention.output.dense")
        return self._normed(mapped + states, f"{name}.attention.output.LayerNorm")

    def _mapped(self, states: Floats, name: str) -> Floats:
        mapped: Floats = states @ self._weights[f"{name}.weight"].T + self._weights[f"{name}.bias"]
        return mapped

    def _normed(self, states: Floats, name: str) -> Floats:
        centred = states - states.mean(axis=-1, keepdims=True)
        scaled = centred / np.sqrt((centred**2).mean(axis=-1, keepdims=True) + 1e-12)
        normed: Floats = scaled * self._weights[f"{name}.weight"] + self._weights[f"{name}.bias"]
        return normed


def _gelu(values: Floats) -> Floats:
    from scipy.special import erf

    activated: Floats = values * np.float32(0.5) * (1 + erf(values / np.float32(2**0.5)))
    return activated
