"""A fastText model as vectors and as the encoder of their space, through the command line."""

from pathlib import Path

import numpy as np
import pytest

from synotui.fasttext import open_model
from synotui.ops.adding import add_synonym
from synotui.ops.spaces.points import find_points
from synotui.ops.terms import find_term
from synotui.ops.workbench import open_workbench
from tests.fasttext.made import model_bytes

from .inside import Inside

WORDS = ("</s>", "the", "quick", "car", "普拉多", "越野车", "[/x]")


@pytest.fixture
def cars(tmp_path: Path) -> Inside:
    """A dictionary with the words of a model, and three terms it does not have."""
    (tmp_path / "cars.bin").write_bytes(model_bytes(WORDS, dim=6))
    (tmp_path / "more.txt").write_text("quickly\nquick cars\n越野\n", encoding="utf-8")
    inside = Inside(tmp_path / "cars.db")
    told = inside.ok("import_", str(tmp_path / "cars.bin"))
    assert "read as fasttext" in told.out and "6 vectors added" in told.out
    assert "1 row skipped" in told.out and "synotui embed gives other terms vectors" in told.err
    inside.ok("import_", str(tmp_path / "more.txt"), "--format", "terms")
    return inside


def test_a_model_makes_a_space_whose_encoder_it_is(cars: Inside) -> None:
    found = cars.ok("embed", "--json").document
    name = f"fasttext:{cars.db.with_name('cars.bin')}"
    assert (found["space"], found["encoder"]) == ("cars", name)
    assert (found["encoded"], found["already"], found["composed"]) == (3, 6, 3)
    assert cars.ok("stats", "--json").document["spaces"][0]["composed"] == 3
    model = open_model(cars.db.with_name("cars.bin"))
    with open_workbench(cars.db) as bench:
        points = find_points(bench, ["quick", "quickly", "quick cars", "越野", "quickest"])
        hows = ["term", "subwords", "words", "subwords", "subwords"]
        assert [point.how for point in points] == hows
        assert points[2].parts == ("quick", "cars")
        for point in (points[0], points[1], points[4]):
            np.testing.assert_allclose(
                point.base, model.vectors([point.text.encode()])[0], atol=1e-6
            )
        add_synonym(bench, find_term(bench, "quick").id, "quicker")
        assert find_points(bench, ["quicker"])[0].how == "subwords"
    told = cars.refused("embed", "--compose")
    assert "has an encoder" in told and "synotui embed" in told


def test_the_spaces_made_from_it_take_part(cars: Inside) -> None:
    cars.ok("space", "--fix", "centre", "--use")
    found = cars.ok("embed", "--json").document
    assert (found["space"], found["encoded"], found["composed"]) == ("cars·centred", 3, 3)
    with open_workbench(cars.db) as bench:
        assert find_points(bench, ["quickly"])[0].how == "subwords"


def test_a_model_that_is_gone_or_another_says_so(cars: Inside) -> None:
    path = cars.db.with_name("cars.bin")
    whole = path.read_bytes()
    path.unlink()
    assert "no such file. Put the file where it was" in cars.refused("compare", "quickish", "car")
    assert "0." in cars.ok("compare", "quick", "car").out
    path.write_bytes(model_bytes(("other", "words"), dim=6))
    told = cars.refused("compare", "quickish", "car")
    assert "is not the one space cars was made with" in told
    path.write_bytes(model_bytes(WORDS, dim=5))
    assert "its vectors have 5 dimensions" in cars.refused("embed")
    path.write_bytes(whole)
    assert "quickish" in cars.ok("compare", "quickish", "car").out


def test_it_is_among_the_formats_and_the_encoders(cars: Inside) -> None:
    import importlib

    from click.testing import CliRunner

    told = CliRunner().invoke(importlib.import_module("synotui.cli.commands.formats").command, [])
    assert "fastText model" in told.stdout
    other = Inside(cars.db.with_name("other.db"))
    other.ok("import_", str(cars.db.with_name("more.txt")), "--format", "terms")
    found = other.ok("embed", "-e", f"fasttext:{cars.db.with_name('cars.bin')}", "--json").document
    assert (found["encoded"], found["composed"]) == (3, 3)
