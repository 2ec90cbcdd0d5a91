"""`synotui import` with choices: each has its option and help, and the report says what it did."""

import bz2
from dataclasses import fields

import click
import pytest

from synotui.cli.commands.import_ import command
from synotui.ops.transfer.importing import ImportOptions

from .conftest import Scratch

VECTORS = """\
the 0.1 0.2 0.3
The 0.2 0.2 0.3
new_york 0.3 0.1 0.2
普拉多 0.5 0.1 0.1
霸道 0.5 0.2 0.1
IPHONE 70000 0.1 0.1
"""


def vectors_of(scratch: Scratch) -> int:
    """Give the vectors of the current space."""
    counted = scratch.ok("stats", "cars.db", "--json").document
    return int(next(space["vectors"] for space in counted["spaces"] if space["current"]))


def test_every_option_of_an_import_is_one_of_the_command_with_its_help() -> None:
    offered = {option.name: option for option in command.params if isinstance(option, click.Option)}
    for field in fields(ImportOptions):
        assert field.name in offered
        assert getattr(offered[field.name], "help", "")


def test_the_first_rows(empty: Scratch) -> None:
    empty.write("glove.txt", VECTORS)
    told = empty.ok("import", "cars.db", "glove.txt", "--format", "word2vec", "--limit", "2")
    assert "2 rows read as word2vec" in told.out
    assert "2 vectors added" in told.out
    assert vectors_of(empty) == 2
    refused = empty.run("import", "cars.db", "glove.txt", "--limit", "0")
    assert refused.code == 2
    assert "--limit" in refused.err


def test_folded_words_of_a_packed_file(empty: Scratch) -> None:
    (empty.path / "glove.3d.txt.bz2").write_bytes(bz2.compress(VECTORS.encode()))
    told = empty.ok(
        *("import", "cars.db", "glove.3d.txt.bz2", "--format", "word2vec"),
        *("--lowercase", "--underscores", "--float16"),
    )
    assert "4 vectors added" in told.out
    assert "current space: glove" in told.out
    assert "2 rows skipped" in told.out
    assert "glove.3d.txt.bz2:2: the term stands earlier in the file" in told.err
    assert "glove.3d.txt.bz2:6: values beyond what float16 can hold" in told.err
    assert "kept as float16: recall@10 " in told.err
    assert "against float32, on the first 4 vectors" in told.err
    found = empty.ok("suggest", "cars.db", "NEW YORK", "--json").document
    assert found["term"] == "new york"
    assert {each["synonym"] for each in found["suggestions"]} == {"the", "普拉多", "霸道"}


def test_only_the_terms_of_a_list(empty: Scratch) -> None:
    empty.write("glove.txt", VECTORS)
    empty.write("wanted.txt", "霸道\n普拉多\nunknown\n")
    arguments = ("import", "cars.db", "glove.txt", "--format", "word2vec")
    told = empty.ok(*arguments, "--vocabulary", "wanted.txt")
    assert "2 vectors added" in told.out
    assert "4 rows outside the vocabulary" in told.out
    report = empty.ok(*arguments, "--vocabulary", "wanted.txt", "--json").document["files"][0]
    assert (report["vectors_known"], report["left_out"]) == (2, 4)
    assert "none.txt: no such file" in empty.refused(*arguments, "--vocabulary", "none.txt")


@pytest.mark.parametrize("name", ["terms.txt", "pairs.csv"])
def test_a_file_outside_its_vocabulary_adds_nothing(empty: Scratch, name: str) -> None:
    empty.write("wanted.txt", "苹果\n")
    empty.write("terms.txt", "梨\n桃\n")
    empty.write("pairs.csv", "term,synonym\n梨,桃\n")
    told = empty.ok("import", "cars.db", name, "--vocabulary", "wanted.txt")
    assert "outside the vocabulary" in told.out
    assert "added" not in told.out
    assert empty.ok("stats", "cars.db", "--json").document["terms"] == 0
