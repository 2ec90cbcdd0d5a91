"""Vectors in two dimensions, where they were and where they are in one frame."""

from synotui.engine.map.around import at_base, nearest
from synotui.engine.map.beside import refuse_unless_installed
from synotui.engine.map.pca import Plane, pca
from synotui.engine.map.placing import place

__all__ = ["Plane", "at_base", "nearest", "pca", "place", "refuse_unless_installed"]
