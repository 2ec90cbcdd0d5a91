"""A small network learnt by gradient steps in numpy: what the shipped prior is made of."""

from collections.abc import Callable
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]


class Layer(NamedTuple):
    """One layer: inputs @ weights + bias."""

    weights: Floats
    bias: Floats


def forward(layers: list[Layer], x: Floats) -> list[Floats]:
    """Give what goes into each layer, and the logits (m,) last; all but the last are ReLU."""
    inputs = [x]
    for layer in layers[:-1]:
        inputs.append(np.maximum(inputs[-1] @ layer.weights + layer.bias, 0))
    last = layers[-1]
    inputs.append((inputs[-1] @ last.weights + last.bias)[:, 0])
    return inputs


class Settings(NamedTuple):
    """How a network is trained."""

    hidden: tuple[int, ...] = (64,)
    passes: int = 10
    batch: int = 512
    rate: float = 2e-3
    decay: float = 3e-2


SETTINGS = Settings()
"""What was found to do well."""


def train(
    x: Floats,
    labels: NDArray[np.bool_],
    weight: Floats,
    seed: int,
    settings: Settings = SETTINGS,
    disturb: Callable[[Floats, np.random.Generator], Floats] = lambda x, _: x,
) -> list[Layer]:
    """Fit the logits of `labels` (n,) from `x` (n, c), each pair counting `weight` (n,).

    `disturb` changes every batch before it is learnt from. The same seed gives
    the same network. Adam with decoupled decay, the rate falling to nothing.
    """
    rng = np.random.default_rng(seed)
    sizes = (x.shape[1], *settings.hidden, 1)
    layers = [
        Layer(
            (rng.standard_normal((a, b)) * np.sqrt(2 / a)).astype(np.float32),
            np.zeros(b, np.float32),
        )
        for a, b in pairwise(sizes)
    ]
    share = float((weight * labels).sum() / weight.sum())
    layers[-1] = Layer(
        layers[-1].weights * np.float32(0.1), np.full(1, np.log(share / (1 - share)), np.float32)
    )
    flat = [part for layer in layers for part in layer]
    first = [np.zeros_like(part) for part in flat]
    second = [np.zeros_like(part) for part in flat]
    steps = settings.passes * (len(x) // settings.batch)
    step = 0
    for _ in range(settings.passes):
        order = rng.permutation(len(x))
        for start in range(0, len(x) - settings.batch + 1, settings.batch):
            rows = order[start : start + settings.batch]
            gradients = _gradients(layers, disturb(x[rows], rng), labels[rows], weight[rows])
            step += 1
            warm = min(1.0, step / 200)
            rate = settings.rate * warm * 0.5 * (1 + np.cos(np.pi * min(1.0, step / steps)))
            for place, gradient in enumerate(gradients):
                first[place] += 0.1 * (gradient - first[place])
                second[place] += 0.001 * (gradient**2 - second[place])
                size = first[place] / (1 - 0.9**step)
                size /= np.sqrt(second[place] / (1 - 0.999**step)) + 1e-8
                flat[place] -= np.float32(rate) * (
                    size + settings.decay * flat[place] * (gradient.ndim > 1)
                )
    return layers


def _gradients(
    layers: list[Layer], x: Floats, labels: NDArray[np.bool_], weight: Floats
) -> list[Floats]:
    inputs = forward(layers, x)
    p = 1 / (1 + np.exp(-np.clip(inputs[-1], -30, 30)))
    slope = ((p - labels) * weight / len(x))[:, None].astype(np.float32)
    found: list[Floats] = []
    for layer, below in zip(layers[::-1], inputs[-2::-1], strict=True):
        found[:0] = [below.T @ slope, slope.sum(axis=0)]
        slope = (slope @ layer.weights.T) * (below > 0)
    return found
