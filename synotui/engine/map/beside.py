"""t-SNE and UMAP in a process of their own: they take seconds, and can be stopped at any time.

In a thread of this process they would hold it up, most of all while UMAP is
being compiled, and neither can be asked to stop.
"""

import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from queue import Empty, SimpleQueue
from tempfile import TemporaryDirectory
from threading import Thread
from typing import IO

import numpy as np

from synotui.engine.arrays import Floats
from synotui.engine.map.leading import Doubles
from synotui.errors import MapError
from synotui.model import METHOD_NAMES, MapMethod, OnProgress, Progress

_NEEDS: dict[MapMethod, tuple[str, str]] = {
    "tsne": ("sklearn", "t-SNE needs scikit-learn"),
    "umap": ("umap", "UMAP needs umap-learn"),
}
_INSTALL = "Install it: pip install 'synotui[maps]'"
_ROUNDS: dict[MapMethod, int] = {"tsne": 1_000, "umap": 500}
"""As many as they take for this few points."""
_ALONE = dict.fromkeys(
    ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMBA_NUM_THREADS"), "1"
)
"""Two threads, where another program wants a core, wait for each other longer than they work."""
_SECONDS_BETWEEN = 0.1
"""How often whoever waits is asked whether to go on."""
_PROGRAM = Path(__file__).with_name("projector.py")


def refuse_unless_installed(method: MapMethod) -> None:
    """Raise MapError if what a method needs is not installed; nothing is imported."""
    package, needs = _NEEDS.get(method, ("", ""))
    if package and find_spec(package) is None:
        raise MapError(f"{needs}, which is not installed", _INSTALL)


def project(vectors: Floats, method: MapMethod, on_progress: OnProgress) -> Doubles:
    """Place different unit vectors (m, dim) in two dimensions: (m, 2). Seeded.

    `on_progress` stops it by raising. Raises MapError where it fails.
    """
    refuse_unless_installed(method)
    with TemporaryDirectory(prefix="synotui-map-") as folder:
        given, made, said = (Path(folder, name) for name in ("in.npy", "out.npy", "said.txt"))
        np.save(given, vectors)
        with said.open("wb") as errors:
            child = subprocess.Popen(
                # -P: a file of the folder one is in must not pass for a package.
                [sys.executable, "-P", _PROGRAM, method, given, made],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=errors,
                env=os.environ | _ALONE,
                text=True,
            )
            try:
                _wait(child, method, on_progress)
            finally:
                child.kill()
                child.wait()
        if child.returncode or not made.exists():
            lines = said.read_text(errors="replace").split("\n")
            last = next((line for line in reversed(lines) if line.strip()), "no reason given")
            raise MapError(f"The map could not be made by {method} ({last.strip()})", _INSTALL)
        places = np.asarray(np.load(made), np.float64)
    if not np.isfinite(places).all():
        raise MapError(f"{method} gave no place to some terms", "Choose another method, as pca")
    return places


def _wait(child: "subprocess.Popen[str]", method: MapMethod, on_progress: OnProgress) -> None:
    """Pass on what the process tells of its rounds until it ends."""
    told: SimpleQueue[str | None] = SimpleQueue()
    if child.stdout is None:
        return
    Thread(target=_read, args=(child.stdout, told), daemon=True).start()
    # UMAP is compiled first, each time.
    progress = Progress(f"preparing {METHOD_NAMES[method]}", 0, _ROUNDS[method], "rounds")
    while True:
        on_progress(progress)
        try:
            line = told.get(timeout=_SECONDS_BETWEEN)
        except Empty:
            continue
        if line is None:
            break
        done, _, total = line.partition(" ")
        progress = Progress("placing", int(done), int(total), "rounds")
    child.wait()


def _read(stream: IO[str], told: "SimpleQueue[str | None]") -> None:
    with stream:
        for line in stream:
            told.put(line)
    told.put(None)
