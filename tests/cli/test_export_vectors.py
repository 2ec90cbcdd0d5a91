"""`synotui export` of vectors: from a decision to a file others read, and what it says."""

import numpy as np
import pytest

from synotui.ops.workbench import Workbench, open_workbench
from tests.formats.test_vector_files import LOADS, load_binary, load_text

from .conftest import Scratch

PAIR = ("普拉多", "霸道SUV")


def test_what_was_accepted_is_in_the_file(scratch: Scratch) -> None:
    scratch.ok("decide", "cars.db", "accept", *PAIR)
    shown = scratch.ok("compare", "cars.db", *PAIR, "--json").document["now"]["cosine"]
    for name, load in LOADS.items():
        ran = scratch.ok("export", "cars.db", name)
        assert not ran.out
        assert f"31 vectors of 512 values written to {name}" in ran.err
        found = dict(load(scratch.path / name))
        a, b = (found[text].astype(float) for text in PAIR)
        cosine = a @ b / np.linalg.norm(a) / np.linalg.norm(b)
        assert cosine == pytest.approx(shown, abs=1e-6)
        assert ("spaces in" in ran.err) == name.endswith((".vec", ".bin"))
    assert "written to vectors.npy and vectors.vocab.txt" in (
        scratch.ok("export", "cars.db", "vectors.npy").err
    )


def test_the_report_as_json(scratch: Scratch) -> None:
    scratch.ok("decide", "cars.db", "accept", *PAIR)
    ran = scratch.ok("export", "cars.db", "moved.txt", "--moved-only", "--json")
    assert ran.document == {
        "path": "moved.txt",
        "format": "word2vec",
        "rows": 2,
        "holds": "vectors",
        "files": ["moved.txt"],
        "space": "use-m3",
        "vectors": "adjusted",
        "dim": 512,
        "moved": 2,
        "underscored": 0,
        "left_out": [],
        "narration": [],
    }
    assert not ran.err
    assert sorted(text for text, _ in load_text(scratch.path / "moved.txt")) == sorted(PAIR)
    pairs = scratch.ok("export", "cars.db", "pairs.csv", "--json").document
    assert (pairs["holds"], pairs["rows"], pairs["files"]) == ("pairs", 1, ["pairs.csv"])
    assert scratch.run("export", "cars.db", "-", "--json").code == 2


def test_stdout_takes_bytes(scratch: Scratch) -> None:
    scratch.ok("export", "cars.db", "base.bin", "--vectors", "base")
    scratch.shell("synotui export cars.db - -f word2vec-bin --vectors base > piped.bin")
    piped = (scratch.path / "piped.bin").read_bytes()
    assert piped == (scratch.path / "base.bin").read_bytes()
    assert len(load_binary(scratch.path / "piped.bin")) == 31


def test_a_file_goes_back_in(scratch: Scratch) -> None:
    scratch.ok("decide", "cars.db", "accept", *PAIR)
    for name in ("vectors.txt.gz", "vectors.npy", "vectors.safetensors.zst"):
        scratch.ok("export", "cars.db", name)
        underscores = ["--underscores"] if "txt" in name else []
        scratch.ok("import", f"{name}.db", name, *underscores)
        with open_workbench(scratch.db) as cars, open_workbench(scratch.path / f"{name}.db") as new:
            assert vectors_of(cars) == vectors_of(new)


def vectors_of(bench: Workbench) -> dict[str, bytes]:
    """Give the current space, as it is now."""
    loaded = bench.loaded()
    assert loaded is not None
    texts = bench.store.terms.texts(loaded.space.ids.tolist())
    return {text: loaded.space.raw(row).tobytes() for row, text in enumerate(texts)}


def test_the_terms_of_an_array_may_be_elsewhere(scratch: Scratch) -> None:
    scratch.ok("export", "cars.db", "vectors.npy")
    (scratch.path / "vectors.vocab.txt").rename(scratch.path / "terms.txt")
    line = scratch.refused("import", "new.db", "vectors.npy")
    assert "there is no vectors.vocab.txt beside it" in line
    assert "--words FILE" in line
    assert not (scratch.path / "new.db").exists()
    ran = scratch.ok("import", "new.db", "vectors.npy", "--words", "terms.txt", "--space", "mine")
    assert "31 vectors added" in ran.out


def test_what_does_not_go_is_said(scratch: Scratch) -> None:
    assert "no term has moved" in scratch.refused("export", "cars.db", "a.vec", "--moved-only")
    assert "npy is two files" in scratch.refused("export", "cars.db", "-", "-f", "npy")
    assert "Spaces: use-m3" in scratch.refused("export", "cars.db", "a.vec", "--space", "nope")
    line = scratch.refused("export", "cars.db", "a.csv", "--space", "use-m3")
    assert "csv holds pairs, which space does not fit" in line
