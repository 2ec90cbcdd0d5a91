"""Vectors for phrases put together from those of their words: which words, and how much of each."""

from synotui.engine.compose.sif import (
    Mixture,
    enough,
    first_component,
    likelihoods_by_rank,
    mix,
    scaled,
    weight,
    without,
)
from synotui.engine.compose.splitting import Split, possible_words, split

__all__ = [
    "Mixture",
    "Split",
    "enough",
    "first_component",
    "likelihoods_by_rank",
    "mix",
    "possible_words",
    "scaled",
    "split",
    "weight",
    "without",
]
