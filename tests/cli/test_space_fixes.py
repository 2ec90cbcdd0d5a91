"""`synotui space --fix`: derived spaces through the command line."""

import shutil
from pathlib import Path

import numpy as np
import pytest

from synotui.engine.fixes import Moments, fit
from synotui.ops.workbench import open_workbench

from .inside import Inside


def vectors_of(inside: Inside, name: str) -> dict[int, np.ndarray]:
    """The base vectors of a space by term id."""
    with open_workbench(inside.db) as bench:
        info = next(s for s in bench.store.vectors.spaces() if s.name == name)
        ids, vectors = bench.store.vectors.load(info)
    return dict(zip(ids.tolist(), vectors, strict=True))


@pytest.fixture(scope="module")
def imported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A dictionary of 300 imported vectors with a common mean, and its file of vectors."""
    folder = tmp_path_factory.mktemp("imported")
    vectors = np.random.default_rng(8).normal([4, 0, 0, 0, 1, 0], 1, (300, 6))
    rows = (f"w{row:03} " + " ".join(f"{x:.4f}" for x in v) for row, v in enumerate(vectors))
    words = Inside(folder / "words.db")
    write(words, "glove.vec", "300 6\n" + "\n".join(rows) + "\n")
    write(words, "pairs.csv", "head,synonym\nw001,w002\nw003,w004\n")
    words.ok("import_", path(words, "glove.vec"), "--space", "glove")
    words.ok("import_", path(words, "pairs.csv"), "--accept")
    return folder


@pytest.fixture
def words(imported: Path, tmp_path: Path) -> Inside:
    """A copy of it."""
    return Inside(Path(shutil.copytree(imported, tmp_path / "words")) / "words.db")


def path(inside: Inside, name: str) -> str:
    """Where a file beside the dictionary lies."""
    return str(inside.db.with_name(name))


def write(inside: Inside, name: str, text: str) -> str:
    """Write a file beside the dictionary."""
    inside.db.with_name(name).write_text(text, encoding="utf-8")
    return path(inside, name)


@pytest.mark.parametrize(
    ("options", "name", "dim"),
    [
        (["centre"], "glove·centred", 6),
        (["abtt", "--components", "2"], "glove·abtt2", 6),
        (["whiten", "--dim", "3"], "glove·whitened3", 3),
    ],
)
def test_a_derived_space_is_made_as_the_preview_said(
    words: Inside, options: list[str], name: str, dim: int
) -> None:
    asked = ["space", "--fix", *options, "--json"]
    preview = words.ok(*asked, "--dry-run").document
    assert [space["name"] for space in words.ok("space", "--json").document] == ["glove"]
    made = words.ok(*asked).document
    assert {**preview, "kept": True, "seconds": 0} == {**made, "seconds": 0}
    assert (made["space"], made["dim"], made["vectors"], made["lost"]) == (name, dim, 300, 0)
    assert made["before"]["random_cosine"] > 0.5 > abs(made["after"]["random_cosine"]) * 5
    assert made["pairs"] == 2 and 0 <= made["after"]["recall_at_10"] <= 1
    [source, derived] = words.ok("space", "--json").document
    assert source["current"] and not derived["current"] and derived["moved"] == 0
    held = vectors_of(words, "glove")
    whole = np.stack(list(held.values()))
    moments = Moments(6)
    moments.take(whole)
    number = int(options[-1]) if len(options) > 1 else None
    key = {"abtt": "components", "whiten": "dim"}.get(options[0], "dim")
    expected = fit(options[0], moments, **{key: number}).apply(whole)  # type: ignore[arg-type]
    found = np.stack(list(vectors_of(words, name).values()))
    np.testing.assert_allclose(found, expected, atol=1e-5)
    again = words.ok(*asked).document
    assert (again["made"], again["vectors"], again["after"]) == (0, 300, made["after"])


def test_it_shows_what_the_fix_does_and_switches_only_when_told(words: Inside) -> None:
    ran = words.ok("space", "--fix", "centre")
    assert "space glove·centred from glove: 300 vectors of 6 dimensions, 300 made now" in ran.out
    assert "random pairs" in ran.out and "of 2 accepted pairs" in ran.out
    assert f"Next: synotui space {words.db} glove·centred" in ran.err
    words.ok("space", "--fix", "abtt", "--of", "glove·centred", "--name", "x", "--use")
    [_, _, last] = words.ok("space", "--json").document
    assert (last["name"], last["current"]) == ("x", True) and last["moved"] > 0
    assert words.ok("log").out.count("made from") == 2
    assert "is the current one" in words.refused("space", "--remove", "x")
    words.ok("space", "glove")
    assert "space x removed" in words.ok("space", "--remove", "x").out


def test_vectors_that_come_later_go_through_the_same_fix(tiny_path: Path) -> None:
    cars = Inside(tiny_path)
    cars.ok("space", "--fix", "abtt", "--name", "better", "--use")
    more = write(cars, "more.txt", "吉普车\n皮卡\n")
    cars.ok("import_", more, "--format", "terms")
    before = vectors_of(cars, "better")
    ran = cars.ok("embed", "--json").document
    assert (ran["space"], ran["encoder"], ran["encoded"]) == ("better", "use-m3", 2)
    after = vectors_of(cars, "better")
    source = vectors_of(cars, "use-m3")
    assert set(after) == set(source) and len(after) == len(before) + 2
    moments = Moments(512)
    moments.take(np.stack([source[term] for term in before]))
    made_by = fit("abtt", moments)
    for term in set(after) - set(before):
        np.testing.assert_allclose(after[term], made_by.apply(source[term][None])[0], atol=1e-5)
    current = [s["name"] for s in cars.ok("space", "--json").document if s["current"]]
    assert current == ["better"]


def test_an_imported_source_has_no_encoder_and_a_derived_space_takes_no_file(
    words: Inside,
) -> None:
    words.ok("space", "--fix", "centre", "--use")
    told = words.refused("embed")
    assert "glove, from which glove·centred was made, was imported and has no encoder" in told
    told = words.refused("import_", path(words, "glove.vec"), "--space", "glove·centred")
    assert "is made from another space and takes no vectors of a file" in told
    more_vectors = write(words, "more.vec", "1 6\nnew 1 2 3 4 5 6\n")
    words.ok("import_", more_vectors, "--space", "glove")
    more = words.ok("space", "--fix", "centre", "--of", "glove", "--json").document
    assert (more["made"], more["vectors"]) == (1, 301)


def test_options_that_do_not_go_together(words: Inside) -> None:
    assert words.run("space", "--use").code == 2
    assert words.run("space", "glove", "--fix", "centre").code == 2


def test_a_vector_at_the_mean_is_left_out_and_float16_stays(tmp_path: Path) -> None:
    few = Inside(tmp_path / "few.db")
    vectors = write(few, "few.vec", "5 2\na 2 1\nb 0 1\nc 1 2\nd 1 0\ne 1 1\n")
    few.ok("import_", vectors, "--float16", "--space", "few")
    made = few.ok("space", "--fix", "centre", "--json").document
    assert (made["vectors"], made["lost"]) == (4, 1)
    [_, derived] = few.ok("space", "--json").document
    assert derived["storage"] == "float16"
    few.ok("space", "few·centred")
    assert "b" in few.ok("suggest", "a").out
