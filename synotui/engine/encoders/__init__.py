"""Encoders: what turns terms into vectors. Listed without importing any, loaded one at a time."""

from synotui.engine.encoders.base import Composition, Encoded, Encoder
from synotui.engine.encoders.registry import encoder_names, full_name, load_encoder
from synotui.engine.encoders.stream import cores, encode_batches

__all__ = [
    "Composition",
    "Encoded",
    "Encoder",
    "cores",
    "encode_batches",
    "encoder_names",
    "full_name",
    "load_encoder",
]
