"""`synotui space --fix`: derived spaces through the command line."""

import numpy as np
import pytest

from synotui.engine.fixes import Moments, fit
from synotui.ops.workbench import open_workbench

from .conftest import Scratch


def vectors_of(scratch: Scratch, name: str, db: str = "cars.db") -> dict[int, np.ndarray]:
    """The base vectors of a space by term id."""
    with open_workbench(scratch.path / db) as bench:
        info = next(s for s in bench.store.vectors.spaces() if s.name == name)
        ids, vectors = bench.store.vectors.load(info)
    return dict(zip(ids.tolist(), vectors, strict=True))


@pytest.fixture
def words(empty: Scratch) -> Scratch:
    """A dictionary of 300 imported vectors with a common mean."""
    vectors = np.random.default_rng(8).normal([4, 0, 0, 0, 1, 0], 1, (300, 6))
    rows = (f"w{row:03} " + " ".join(f"{x:.4f}" for x in v) for row, v in enumerate(vectors))
    empty.write("glove.vec", "300 6\n" + "\n".join(rows) + "\n")
    empty.write("pairs.csv", "head,synonym\nw001,w002\nw003,w004\n")
    empty.ok("import", "words.db", "glove.vec", "--space", "glove")
    empty.ok("import", "words.db", "pairs.csv", "--accept")
    return empty


@pytest.mark.parametrize(
    ("options", "name", "dim"),
    [
        (["centre"], "glove·centred", 6),
        (["abtt", "--components", "2"], "glove·abtt2", 6),
        (["whiten", "--dim", "3"], "glove·whitened3", 3),
    ],
)
def test_a_derived_space_is_made_as_the_preview_said(
    words: Scratch, options: list[str], name: str, dim: int
) -> None:
    asked = ["space", "words.db", "--fix", *options, "--json"]
    preview = words.ok(*asked, "--dry-run").document
    assert [space["name"] for space in words.ok("space", "words.db", "--json").document] == [
        "glove"
    ]
    made = words.ok(*asked).document
    assert {**preview, "kept": True, "seconds": 0} == {**made, "seconds": 0}
    assert (made["space"], made["dim"], made["vectors"], made["lost"]) == (name, dim, 300, 0)
    assert made["before"]["random_cosine"] > 0.5 > abs(made["after"]["random_cosine"]) * 5
    assert made["pairs"] == 2 and 0 <= made["after"]["recall_at_10"] <= 1
    [source, derived] = words.ok("space", "words.db", "--json").document
    assert source["current"] and not derived["current"] and derived["moved"] == 0
    held = vectors_of(words, "glove", "words.db")
    whole = np.stack(list(held.values()))
    moments = Moments(6)
    moments.take(whole)
    number = int(options[-1]) if len(options) > 1 else None
    key = {"abtt": "components", "whiten": "dim"}.get(options[0], "dim")
    expected = fit(options[0], moments, **{key: number}).apply(whole)  # type: ignore[arg-type]
    found = np.stack(list(vectors_of(words, name, "words.db").values()))
    np.testing.assert_allclose(found, expected, atol=1e-5)
    again = words.ok(*asked).document
    assert (again["made"], again["vectors"], again["after"]) == (0, 300, made["after"])


def test_it_shows_what_the_fix_does_and_switches_only_when_told(words: Scratch) -> None:
    ran = words.ok("space", "words.db", "--fix", "centre")
    assert "space glove·centred from glove: 300 vectors of 6 dimensions, 300 made now" in ran.out
    assert "random pairs" in ran.out and "of 2 accepted pairs" in ran.out
    assert "Next: synotui space words.db glove·centred" in ran.err
    words.ok("space", "words.db", "--fix", "abtt", "--of", "glove·centred", "--name", "x", "--use")
    [_, _, last] = words.ok("space", "words.db", "--json").document
    assert (last["name"], last["current"]) == ("x", True) and last["moved"] > 0
    assert words.ok("log", "words.db").out.count("made from") == 2
    assert "is the current one" in words.refused("space", "words.db", "--remove", "x")
    words.ok("space", "words.db", "glove")
    assert "space x removed" in words.ok("space", "words.db", "--remove", "x").out


def test_vectors_that_come_later_go_through_the_same_fix(scratch: Scratch) -> None:
    scratch.ok("space", "cars.db", "--fix", "abtt", "--name", "better", "--use")
    scratch.write("more.txt", "吉普车\n皮卡\n")
    scratch.ok("import", "cars.db", "more.txt", "--format", "terms")
    before = vectors_of(scratch, "better")
    ran = scratch.ok("embed", "cars.db", "--json").document
    assert (ran["space"], ran["encoder"], ran["encoded"]) == ("better", "use-m3", 2)
    after = vectors_of(scratch, "better")
    source = vectors_of(scratch, "use-m3")
    assert set(after) == set(source) and len(after) == len(before) + 2
    moments = Moments(512)
    moments.take(np.stack([source[term] for term in before]))
    made_by = fit("abtt", moments)
    for term in set(after) - set(before):
        np.testing.assert_allclose(after[term], made_by.apply(source[term][None])[0], atol=1e-5)
    current = [s["name"] for s in scratch.ok("space", "cars.db", "--json").document if s["current"]]
    assert current == ["better"]


def test_an_imported_source_has_no_encoder_and_a_derived_space_takes_no_file(
    words: Scratch,
) -> None:
    words.ok("space", "words.db", "--fix", "centre", "--use")
    told = words.refused("embed", "words.db")
    assert "glove, from which glove·centred was made, was imported and has no encoder" in told
    told = words.refused("import", "words.db", "glove.vec", "--space", "glove·centred")
    assert "is made from another space and takes no vectors of a file" in told
    words.write("more.vec", "1 6\nnew 1 2 3 4 5 6\n")
    words.ok("import", "words.db", "more.vec", "--space", "glove")
    more = words.ok("space", "words.db", "--fix", "centre", "--of", "glove", "--json").document
    assert (more["made"], more["vectors"]) == (1, 301)


def test_options_that_do_not_go_together(words: Scratch) -> None:
    assert words.run("space", "words.db", "--use").code == 2
    assert words.run("space", "words.db", "glove", "--fix", "centre").code == 2


def test_a_vector_at_the_mean_is_left_out_and_float16_stays(empty: Scratch) -> None:
    empty.write("few.vec", "5 2\na 2 1\nb 0 1\nc 1 2\nd 1 0\ne 1 1\n")
    empty.ok("import", "few.db", "few.vec", "--float16", "--space", "few")
    made = empty.ok("space", "few.db", "--fix", "centre", "--json").document
    assert (made["vectors"], made["lost"]) == (4, 1)
    [_, derived] = empty.ok("space", "few.db", "--json").document
    assert derived["storage"] == "float16"
    empty.ok("space", "few.db", "few·centred")
    assert "b" in empty.ok("suggest", "few.db", "a").out
