"""Indexes of the base vectors: what finds the nearest rows without looking at all of them.

`build` makes one, `keep` and `load` see to its file, `measure` tells how good
it is. Which library answers is a `Backend`; none is imported before it is used.
"""

from synotui.engine.index.backends import backend_class, how_to_install, installed
from synotui.engine.index.base import Base, Check, Index
from synotui.engine.index.building import Pace, build
from synotui.engine.index.keeping import Kept, keep, kept_in, load
from synotui.engine.index.measuring import Measured, Truth, measure, truth

__all__ = [
    "Base",
    "Check",
    "Index",
    "Kept",
    "Measured",
    "Pace",
    "Truth",
    "backend_class",
    "build",
    "how_to_install",
    "installed",
    "keep",
    "kept_in",
    "load",
    "measure",
    "truth",
]
