"""Phrases in a space of imported word vectors, through the command line."""

from pathlib import Path

import numpy as np
import pytest

from synotui.errors import Cancelled
from synotui.model import Progress
from synotui.ops.adding import add_synonym
from synotui.ops.history import log, redo, undo
from synotui.ops.spaces.composed_terms import compose_terms
from synotui.ops.spaces.points import find_points
from synotui.ops.terms import find_term
from synotui.ops.workbench import Workbench, open_workbench

from .inside import Inside

WORDS = {
    "new": (1, 0.2, 0, 0),
    "york": (0.8, 0.6, 0, 0.1),
    "city": (0.5, 0.5, 0.5, 0),
    "苹果": (0, 1, 0.3, 0),
    "手机": (0, 0.2, 1, 0.3),
    "壳": (0, 0.1, 0.2, 1),
    "the": (3, 3, 3, 3),
    "[/x]": (0, 0, 1, 0),
}
FREQUENCIES = {"new": 50, "york": 5, "city": 20, "苹果": 30, "手机": 40, "壳": 3, "the": 900}
PHRASES = ("New-York City", "苹果手机壳", "the new gizmo", "qwzx blorp")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A dictionary of word vectors with frequencies, and phrases without vectors."""
    inside = Inside(tmp_path_factory.mktemp("composed") / "words.db")
    lines = [f"{word} {' '.join(map(str, vector))}" for word, vector in WORDS.items()]
    inside.ok("import_", write(inside, "words.vec", f"{len(WORDS)} 4\n" + "\n".join(lines) + "\n"))
    counted = "term,frequency\n" + "".join(f"{w},{n}\n" for w, n in FREQUENCIES.items())
    inside.ok("import_", write(inside, "counts.csv", counted), "--format", "terms")
    inside.ok("import_", write(inside, "more.txt", "\n".join(PHRASES) + "\n"), "--format", "terms")
    return inside.db


@pytest.fixture
def words(made: Path, tmp_path: Path) -> Inside:
    """A copy of it."""
    copy = tmp_path / "words.db"
    copy.write_bytes(made.read_bytes())
    return Inside(copy)


def write(inside: Inside, name: str, text: str) -> str:
    """Write a file beside the dictionary."""
    path = inside.db.with_name(name)
    path.write_text(text, encoding="utf-8")
    return str(path)


def directly(*parts: str) -> np.ndarray:
    """SIF of some words at length 1."""
    total = sum(FREQUENCIES.values())
    mean = np.zeros(4)
    for word in parts:
        vector = np.array(WORDS[word], float)
        mean += 1e-3 / (1e-3 + FREQUENCIES[word] / total) * vector / np.linalg.norm(vector)
    return mean / np.linalg.norm(mean)


def base_of(bench: Workbench, text: str) -> np.ndarray:
    """The base vector of a term at length 1."""
    base = find_points(bench, [text])[0].base
    return base / np.linalg.norm(base)


def test_terms_are_composed_marked_and_counted(words: Inside) -> None:
    assert "--compose" in words.refused("embed")
    found = words.ok("embed", "--compose", "--json").document
    assert (found["composed"], found["already"], found["fitted_on"]) == (3, 8, 0)
    assert found["weighs_by"] == "the frequencies of the terms"
    assert found["partly"] == [
        {"term": "the new gizmo", "words": ["the", "new"], "missing": ["gizmo"]}
    ]
    assert found["uncovered"] == ["qwzx blorp"]
    assert words.ok("embed", "--compose", "--json").document["composed"] == 0
    with open_workbench(words.db) as bench:
        for text, parts in {
            "New-York City": ("new", "york", "city"),
            "苹果手机壳": ("苹果", "手机", "壳"),
        }.items():
            point = find_points(bench, [text])[0]
            assert (point.how, point.parts) == ("words", parts)
            assert base_of(bench, text) @ directly(*parts) == pytest.approx(1, abs=1e-6)
        assert find_points(bench, ["york"])[0].how == "term"
    assert words.ok("stats", "--json").document["spaces"][0]["composed"] == 3
    assert "3 composed" in words.ok("stats").out
    told = words.ok("suggest", "york", "-k", "3", "--by", "cosine", "--json").document
    marks = {s["synonym"]: s["evidence"].get("composed") for s in told["suggestions"]}
    assert marks["New-York City"] == {"synonym": "words"}
    assert marks["new"] is None
    shown = words.ok("suggest", "york", "-k", "3", "--by", "cosine").out
    assert "≈0." in shown and "its vector is put together from words" in shown


def test_texts_are_placed_on_the_spot_or_the_closest_terms_are_told(words: Inside) -> None:
    with open_workbench(words.db) as bench:
        text, term = find_points(bench, ["york 手机", "New-York City"])
        assert (text.term, text.how, text.parts) == (None, "words", ("york", "手机"))
        assert term.term is not None and term.row is None and term.how == "words"
    assert "Closest: york" in words.refused("compare", "yorc", "new")
    assert "no word of it has one" in words.refused("compare", "qwzx blorp", "new")


def test_an_own_vector_that_comes_later_wins_in_derived_spaces_too(words: Inside) -> None:
    words.ok("embed", "--compose")
    words.ok("space", "--fix", "centre", "--use")
    later = write(words, "later.vec", "2 4\nNew-York City 0 0 0 2\ngizmo 0 1 0 0\n")
    told = words.ok("import_", later, "--space", "words")
    assert "1 composed vector gave way to its own" in told.err
    assert "--compose --again makes them anew" in told.err
    with open_workbench(words.db) as bench:
        assert find_points(bench, ["New-York City"])[0].how == "term"
        np.testing.assert_allclose(base_of(bench, "New-York City"), [0, 0, 0, 1], atol=1e-6)
        before = base_of(bench, "the new gizmo")
    again = words.ok("embed", "--compose", "--again", "--json").document
    assert (again["composed"], again["anew"], again["partly_count"]) == (0, 2, 0)
    with open_workbench(words.db) as bench:
        after = base_of(bench, "the new gizmo")
        assert before @ after < 0.999
        assert bench.store.composed.ids(1).tolist() == sorted(
            find_term(bench, text).id for text in ("苹果手机壳", "the new gizmo")
        )
    words.ok("space", "words·centred")
    with open_workbench(words.db) as bench:
        there, root = bench.store.fixes.of(2), bench.store.vectors.spaces()[0]
        assert there is not None
        term = find_term(bench, "New-York City")
        _, own = bench.store.vectors.some(root, np.array([term.id]))
        point = find_points(bench, [term.text])[0]
        np.testing.assert_allclose(point.base, own[0] - there.mean, atol=1e-5)
        assert find_points(bench, ["苹果手机壳"])[0].how == "words"


def test_a_term_added_by_hand_is_composed_on_the_spot_and_undone(words: Inside) -> None:
    with open_workbench(words.db) as bench:
        head = find_term(bench, "york").id
        add_synonym(bench, head, "city of york")
        point = find_points(bench, ["city of york"])[0]
        assert (point.how, point.parts) == ("words", ("city", "york"))
        assert point.row is not None
        add_synonym(bench, head, "zzz")
        assert find_term(bench, "zzz").id not in bench.store.vectors.ids(1)
        undo(bench)
        undo(bench)
        assert bench.store.composed.count([1]) == 0
        redo(bench)
        assert find_points(bench, ["city of york"])[0].how == "words"
        assert bench.store.composed.count([1]) == 1


def test_enough_phrases_lose_what_they_share_and_later_ones_the_same(words: Inside) -> None:
    names = [w for w in WORDS if w.isascii() and w.isalpha()]
    every = [
        f"{a} {b} {c} {n}" for a in names for b in names for c in names for n in ("city", "new")
    ]
    write(words, "many.txt", "\n".join(every) + "\n")
    words.ok("embed", "--compose")
    words.ok("import_", str(words.db.with_name("many.txt")), "--format", "terms")
    found = words.ok("embed", "--compose", "--json").document
    # Fitted for the first time: the three of before are made anew without it.
    assert found["fitted_on"] >= 128 and found["anew"] == 3
    with open_workbench(words.db) as bench:
        held = bench.store.composed.component(1)
        assert held is not None
        for text in ("New-York City", "york 手机"):
            assert abs(base_of(bench, text) @ held.component) < 1e-5
        # A word in another spelling is that word.
        assert base_of(bench, "_york_") @ base_of(bench, "york") == pytest.approx(1, abs=1e-6)


def test_composing_is_refused_where_it_makes_no_sense(words: Inside) -> None:
    told = words.run("embed", "--compose", "--encoder", "use-m3")
    assert told.code == 2 and "leave --encoder out" in told.err
    assert words.run("embed", "--again").code == 2


def test_what_was_composed_before_it_was_stopped_is_kept(words: Inside) -> None:
    every = [f"new city {number} york" for number in range(5_000)]
    more = write(words, "many.txt", "\n".join(every) + "\n")
    words.ok("import_", more, "--format", "terms")

    def stop(progress: Progress) -> None:
        if progress.stage == "composing" and progress.done >= 4_000:
            raise Cancelled("stop")

    with open_workbench(words.db) as bench:
        with pytest.raises(Cancelled, match="3,999 terms were composed and are kept"):
            compose_terms(bench, stop, round_seconds=0)
        first = bench.store.vectors.current()
        assert first is not None
        assert compose_terms(bench).made == 5_003 - (first.vectors - len(WORDS))
        assert bench.store.composed.count([1]) == 5_003
        assert [entry.label for entry in log(bench, 2)] == [
            "composed 1,004 terms from their words",
            "composed 2,000 terms from their words",
        ]


def test_imported_as_float16_own_vectors_still_win(words: Inside, tmp_path: Path) -> None:
    half = Inside(tmp_path / "half.db")
    half.ok("import_", str(write(half, "half.vec", "2 2\nnew 1 0\nyork 0 1\n")), "--float16")
    half.ok("import_", write(half, "more.txt", "new york\n"), "--format", "terms")
    half.ok("embed", "--compose")
    later = write(half, "later.vec", "1 2\nnew york -1 0.5\n")
    half.ok("import_", later, "--space", "half")
    with open_workbench(half.db) as bench:
        np.testing.assert_allclose(find_points(bench, ["new york"])[0].base, [-1, 0.5])


def test_what_only_a_derived_space_has_follows_the_first_one(words: Inside) -> None:
    words.ok("space", "--fix", "centre", "--use")
    with open_workbench(words.db) as bench:
        head = find_term(bench, "york").id
        add_synonym(bench, head, "city of york")
        added = find_term(bench, "city of york").id
        derived = bench.store.vectors.current()
        assert derived is not None and derived.name == "words·centred"
        assert bench.store.composed.of([derived.id], [added]) == {added: "words"}
        assert added not in bench.store.vectors.ids(1)
        before = find_points(bench, ["city of york"])[0].base
    later = write(words, "later.vec", "1 4\ncity of york 0 0 0 2\n")
    assert "1 composed vector gave way" in words.ok("import_", later, "--space", "words").err
    words.ok("space", "words·centred")
    with open_workbench(words.db) as bench:
        point = find_points(bench, ["city of york"])[0]
        assert point.how == "term"
        fix = bench.store.fixes.of(2)
        assert fix is not None
        np.testing.assert_allclose(point.base, [0, 0, 0, 2] - fix.mean, atol=1e-5)
        assert not np.allclose(point.base, before)
