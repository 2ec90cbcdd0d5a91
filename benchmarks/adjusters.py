"""Published adjusters as their authors' scripts do it: a dictionary of words, and loops in Python.

Written anew from the papers, one operation of numpy for each neighbour or
pair. `published` fetches the authors' own functions out of their scripts where
somebody has them.
"""

import math
from collections.abc import Callable, Iterable, Mapping
from copy import deepcopy
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
from numpy.typing import NDArray

Vector = NDArray[Any]
Words = dict[str, Vector]
"""Unit vectors by word."""
WordPairs = set[tuple[str, str]]
"""Pairs of words, each both ways round."""
Distances = dict[tuple[str, str], float]
Retrofitting = Callable[[Words, Mapping[str, list[str]], int], Words]
Step = Callable[[Words, WordPairs, WordPairs, Distances, Any], Words]

ROUNDS = 10
STEPS = 20
HYPER = SimpleNamespace(hyper_k1=0.1, hyper_k2=0.1, hyper_k3=0.1, delta=1.0, gamma=0.0, rho=0.2)
"""The weights, margins and radius of counter-fitting, by the names its script has for them."""


def both_ways(pairs: Iterable[tuple[str, str]]) -> WordPairs:
    """Give every pair both ways round."""
    return {way for a, b in pairs for way in ((a, b), (b, a))}


def lexicon(synonyms: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    """Give the synonyms of every word, as the script reads them from its file."""
    found: dict[str, list[str]] = {}
    for a, b in sorted(both_ways(synonyms)):
        found.setdefault(a, []).append(b)
    return found


def retrofit(vectors: Words, synonyms: Mapping[str, list[str]], rounds: int = ROUNDS) -> Words:
    """Retrofit (Faruqui et al. 2015, equation 1 of section 2), words updated one after the other.

    alpha is the number of a word's synonyms and beta 1, as in the script: a
    word becomes the mean of its own vector and the mean of its synonyms'.
    """
    now = deepcopy(vectors)
    known = set(now)
    listed = known.intersection(synonyms)
    for _ in range(rounds):
        for word in listed:
            others = known.intersection(synonyms[word])
            if not others:
                continue
            total = len(others) * vectors[word]
            for other in others:
                total += now[other]
            now[word] = total / (2 * len(others))
    return now


def close_pairs(vectors: Words, radius: float = HYPER.rho) -> Distances:
    """Give the pairs of words within `radius` of one another, and their distance.

    Counter-fitting keeps these close, by moving the first of the two: here the
    one that `vectors` has first, in the script whichever a set has first. The
    script compares every two words in Python, which takes an hour; a product
    of matrices in blocks finds the same.
    """
    words = list(vectors)
    matrix = np.stack([vectors[word] for word in words])
    found: Distances = {}
    for start in range(0, len(words), 1024):
        distances = 1 - matrix[start : start + 1024] @ matrix[start:].T
        for i, j in np.argwhere(distances <= radius).tolist():
            if i < j:
                found[words[start + i], words[start + j]] = float(distances[i, j])
    return found


def counter_fit_step(
    vectors: Words, synonyms: WordPairs, antonyms: WordPairs, close: Distances, hyper: Any
) -> Words:
    """Take one full step of counter-fitting (Mrkšić et al. 2016, section 2).

    The gradients of a word are averaged over the pairs that act on it, and
    vectors are scaled to length 1 again, as in the script.
    """
    now = deepcopy(vectors)
    sums: Words = {}
    counts: dict[str, int] = {}

    def add(word: str, change: Vector) -> None:
        if word in sums:
            sums[word] += change
            counts[word] += 1
        else:
            sums[word] = change
            counts[word] = 1

    for a, b in antonyms:
        if _distance(now[a], now[b]) < hyper.delta:
            add(a, hyper.hyper_k1 * _gradient(now[a], now[b]))
    for a, b in synonyms:
        if _distance(now[a], now[b]) > hyper.gamma:
            add(b, -hyper.hyper_k2 * _gradient(now[b], now[a]))
    for (a, b), distance in close.items():
        if distance < _distance(now[a], now[b]):
            add(a, -hyper.hyper_k3 * _gradient(now[a], now[b]))
    for word, total in sums.items():
        now[word] += total / counts[word]
    return unit_words(now)


def counter_fit(
    vectors: Words,
    synonyms: WordPairs,
    antonyms: WordPairs,
    close: Distances,
    step: Step = counter_fit_step,
) -> Words:
    """Take twenty steps; a pair that is in both lists counts as antonyms."""
    synonyms = synonyms - antonyms
    close = {pair: distance for pair, distance in close.items() if pair not in antonyms}
    for _ in range(STEPS):
        vectors = step(vectors, synonyms, antonyms, close, HYPER)
    return vectors


def unit_words(vectors: Words) -> Words:
    """Scale vectors to length 1 in place, one by one."""
    for word in vectors:
        vectors[word] /= math.sqrt((vectors[word] ** 2).sum() + 1e-6)
    return vectors


def published(script: Path, function: str) -> Any:
    """Give a function of an author's script, which Python must be able to import.

    Raises SyntaxError for a script that is still written for Python 2.
    """
    spec = spec_from_file_location(script.stem, script)
    if spec is None or spec.loader is None:
        raise ImportError(f"{script} is not a Python file")
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return getattr(module, function)


def _distance(u: Vector, v: Vector) -> float:
    return 1 - float(np.dot(u, v))


def _gradient(u: Vector, v: Vector) -> Vector:
    """Give the gradient of the cosine distance of unit vectors by `u`."""
    change: Vector = u * np.dot(u, v) - v
    return change
