"""Compile synotui's modules, as installing it does: a checkout may never have been."""

import compileall
import importlib.util
from pathlib import Path


def compile_synotui() -> None:
    """Write the byte code that a fresh process would otherwise make at every start."""
    found = importlib.util.find_spec("synotui")
    assert found is not None and found.origin is not None
    compileall.compile_dir(str(Path(found.origin).parent), quiet=2)
