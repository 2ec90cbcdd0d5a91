"""kill -9 while terms are embedded: finished rounds are there, and the rest resumes to the bit."""

import random
import sqlite3
import subprocess
import sys
from pathlib import Path

import numpy as np

from synotui.ops.history import log
from synotui.ops.spaces.embedding import embed, spaces
from synotui.ops.transfer.importing import ImportOptions, import_file
from synotui.ops.workbench import Workbench, open_workbench
from synotui.store.vectors import Ids, Matrix

EMBED = """
import sys
from pathlib import Path
from synotui.ops.spaces.embedding import embed, spaces
from synotui.ops.workbench import open_workbench
with open_workbench(Path(sys.argv[1])) as bench:
    def tell(progress):
        print(sum(space.vectors for space in spaces(bench)), flush=True)
    embed(bench, on_progress=tell, round_terms=256)
"""
TERMS = 1_200
KILLS = 2


def make(folder: Path) -> Path:
    """Make a dictionary of terms without vectors."""
    draw = random.Random(5)
    words = [
        "普拉多",
        "霸道",
        "越野车",
        "领结",
        "SUV",
        "sofa",
        "laptop",
        "couch",
        "土豆",
        "iPhone",
        "充电宝",
        "red",
    ]
    texts = dict.fromkeys(" ".join(draw.choices(words, k=3)) + f" {n % 90}" for n in range(9_000))
    file = folder / "terms.txt"
    file.write_text("\n".join(list(texts)[:TERMS]) + "\n", encoding="utf-8")
    path = folder / "terms.db"
    with open_workbench(path, create=True) as bench:
        import_file(bench, file, ImportOptions(format="terms"))
    return path


def stored(bench: Workbench) -> tuple[Ids, Matrix]:
    """Give all vectors in the order of the ids, each of which must be there once."""
    [space] = spaces(bench)
    ids, vectors = bench.store.vectors.load(space)
    assert len(set(ids.tolist())) == len(ids)
    told = [entry.label for entry in log(bench, 1000) if entry.action == "embed"]
    assert sum(int(label.split()[1].replace(",", "")) for label in told) == len(ids)
    order = np.argsort(ids)
    return ids[order], vectors[order]


def test_a_killed_embed_keeps_its_rounds_and_goes_on(tmp_path: Path) -> None:
    path = make(tmp_path)
    draw = random.Random(11)
    acknowledged = 0
    for _ in range(KILLS):
        process = subprocess.Popen(
            [sys.executable, "-c", EMBED, str(path)], stdout=subprocess.PIPE, text=True
        )
        assert process.stdout is not None
        # One comes before the encoder is loaded, then at least one for each batch.
        for _ in range(draw.randrange(1, 8)):
            acknowledged = int(process.stdout.readline() or acknowledged)
        process.kill()
        for line in process.stdout.read().split("\n")[:-1]:
            acknowledged = int(line)
        process.wait()
        with sqlite3.connect(path) as raw:
            assert raw.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        with open_workbench(path) as bench:
            assert sum(space.vectors for space in spaces(bench)) >= acknowledged
            if spaces(bench):
                stored(bench)
    with open_workbench(path) as bench:
        before = sum(space.vectors for space in spaces(bench))
        assert embed(bench).encoded == TERMS - before
        ids, vectors = stored(bench)
    (tmp_path / "whole").mkdir()
    with open_workbench(make(tmp_path / "whole")) as bench:
        assert embed(bench).encoded == TERMS
        again, uninterrupted = stored(bench)
    assert ids.tobytes() == again.tobytes()
    assert vectors.tobytes() == uninterrupted.tobytes()
