"""`import synotui`: the documented way in, on a small real dictionary."""

import ast
import doctest
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import synotui
from synotui import api
from synotui.errors import DictionaryMissing, NothingToUndo, PairError, SettingError, UnknownTerm
from synotui.model import Relation, Verdict

PAIRS = "标准词,近似词\n普拉多,霸道SUV\n苹果,苹果手机\n陆地巡洋舰,普拉多\n跑车,敞篷车\n"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make the dictionary that each test copies."""
    folder = tmp_path_factory.mktemp("api")
    (folder / "pairs.csv").write_text(PAIRS, encoding="utf-8")
    with synotui.open(folder / "cars.db", create=True) as cars:
        assert cars.import_file(folder / "pairs.csv").proposals_added == 4
        assert cars.embed().encoded == 7
    return folder / "cars.db"


@pytest.fixture
def cars(made: Path, tmp_path: Path) -> Iterator[synotui.Dictionary]:
    """Open a copy."""
    copied = tmp_path / "cars.db"
    copied.write_bytes(made.read_bytes())
    with synotui.open(copied) as opened:
        yield opened


def test_the_example_in_the_docstring_is_true(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("pairs.csv").write_text(PAIRS, encoding="utf-8")
    tried = doctest.testmod(api, raise_on_error=False)
    assert tried.attempted > 0
    assert tried.failed == 0
    assert "霸道SUV" in Path("synonyms.csv").read_text(encoding="utf-8")


def test_what_it_offers_fits_two_screens() -> None:
    tree = ast.parse(Path(api.__file__).read_text(encoding="utf-8"))
    [dictionary] = [node for node in tree.body if isinstance(node, ast.ClassDef)]
    offered = [
        node for node in dictionary.body
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")
    ]  # fmt: skip
    assert len(offered) <= 30
    assert all(ast.get_docstring(node) for node in offered)


def test_importing_synotui_is_light() -> None:
    program = "import sys, synotui; print(*sys.modules)"
    ran = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, encoding="utf-8", check=True
    )
    loaded = {name.split(".")[0] for name in ran.stdout.split()}
    assert not loaded & {"numpy", "click", "textual", "sqlite3", "rich"}


def test_deciding_undoing_and_redoing(cars: synotui.Dictionary) -> None:
    before = cars.compare("普拉多", "霸道SUV").now.cosine
    change = cars.decide("普拉多", "霸道SUV", "accepted", note="同一款车")
    [pair] = change.diff.pairs
    assert pair.before == pytest.approx(before, abs=1e-6)
    assert pair.after > pair.before
    assert cars.undo().way == "undo"
    assert cars.compare("普拉多", "霸道SUV").now.cosine == before
    assert cars.redo().way == "redo"
    compared = cars.compare("普拉多", "霸道SUV")
    assert compared.pair is not None
    assert compared.pair.note == "同一款车"
    assert [entry.action for entry in cars.log(3)] == ["redo", "undo", "decide"]
    assert cars.stats().accepted == 1


def test_verdicts_and_relations_as_names_or_members(cars: synotui.Dictionary) -> None:
    cars.decide("跑车", "苹果", Verdict.REJECTED, Relation.DIFFERENT)
    cars.decide("跑车", "敞篷车", "accepted", "narrower")
    [found] = [each for each in cars.suggest("敞篷车", k=3).items if each.pair]
    assert found.pair is not None
    assert found.synonym.text == "跑车"
    assert found.pair.relation_from(cars.suggest("敞篷车").head.id) is Relation.BROADER
    with pytest.raises(ValueError, match="perhaps"):
        cars.decide("跑车", "敞篷车", "perhaps")


def test_terms_are_listed_and_filtered(cars: synotui.Dictionary) -> None:
    assert len(list(cars.terms())) == 7
    assert {term.text for term in cars.terms("车")} == {"跑车", "敞篷车"}
    assert {term.text for term in cars.terms("^苹果")} == {"苹果", "苹果手机"}


def test_adjusting_and_exporting(cars: synotui.Dictionary, tmp_path: Path) -> None:
    cars.decide("普拉多", "霸道SUV", "accepted")
    assert cars.adjust("pull", factor=0.2).settings is not None
    assert cars.stats().settings.factor == 0.2
    with pytest.raises(SettingError):
        cars.adjust(factor=2)
    report = cars.export(tmp_path / "out.csv", header="zh", columns=("term", "synonym"))
    assert report.rows == 1
    out = (tmp_path / "out.csv").read_text(encoding="utf-8")
    assert out.split() == ["标准词,近似词", "普拉多,霸道SUV"]


def test_hiding_pairs_and_looking_for_them(cars: synotui.Dictionary) -> None:
    cars.decide("普拉多", "霸道SUV", "accepted")
    with pytest.raises(PairError):
        cars.held_out()
    for head, synonym in (("苹果", "苹果手机"), ("陆地巡洋舰", "普拉多")):
        cars.decide(head, synonym, "accepted")
    found = cars.held_out(0.4, stay=0.5)
    assert (found.pairs, found.hidden, found.enough, found.recommended) == (3, 1, False, None)
    assert [trial.settings.stay for trial in found.trials] == [0.5]
    every = cars.held_out(0.4, compare=True, seed=1)
    assert len(every.trials) > 3
    assert "Too few pairs" in every.reason


def test_previews_change_nothing(cars: synotui.Dictionary) -> None:
    foreseen = cars.preview("普拉多", "霸道SUV")
    assert cars.stats().accepted == 0
    done = cars.decide("普拉多", "霸道SUV", "accepted").diff
    assert [pair.after for pair in foreseen.pairs] == [pair.after for pair in done.pairs]
    method = cars.stats().settings.method
    foreseen = cars.preview_adjust("retrofit", stay=0.2)
    assert cars.stats().settings.method == method
    change = cars.adjust("retrofit", stay=0.2)
    assert foreseen.pairs == change.diff.pairs and foreseen.moved == change.diff.moved == 2
    assert cars.rebuild().moved == 0


def test_sets_senses_and_weights(cars: synotui.Dictionary) -> None:
    for synonym in ("霸道SUV", "陆地巡洋舰", "跑车"):
        cars.decide("普拉多", synonym, "accepted")
    cars.decide("霸道SUV", "陆地巡洋舰", "rejected")
    [found] = cars.sets("跑车")
    [shown] = [each.as_dict() for each in cars.sets()]
    assert shown == json.loads(json.dumps(shown)) == found.as_dict()
    assert found.terms == ["普拉多", "霸道SUV", "陆地巡洋舰", "跑车"]
    assert [member["term"] for member in shown["conflicts"][0]["chain"]] == [
        "霸道SUV",
        "普拉多",
        "陆地巡洋舰",
    ]
    change = cars.sense("普拉多", ["霸道SUV", "跑车"], "车型")
    assert len(change.pairs) == 2
    assert [each.size for each in cars.sets()] == [3, 2]
    assert not any(each.conflicts for each in cars.sets())
    cars.undo()
    assert [each.size for each in cars.sets()] == [4]
    assert cars.weight("普拉多", "跑车", 0).pairs[0].after.weight == 0  # type: ignore[union-attr]
    with pytest.raises(PairError):
        cars.weight("普拉多", "跑车", -1)
    with pytest.raises(PairError):
        cars.sense("普拉多", "苹果", "车型")


def test_errors_are_the_trees_own(cars: synotui.Dictionary, tmp_path: Path) -> None:
    with pytest.raises(UnknownTerm) as caught:
        cars.suggest("普拉朵")
    assert "普拉多" in caught.value.closest
    with pytest.raises(NothingToUndo):
        cars.undo()
    with pytest.raises(DictionaryMissing):
        synotui.open(tmp_path / "none.db")
    assert not os.path.lexists(tmp_path / "none.db")


def test_it_shows_itself(cars: synotui.Dictionary) -> None:
    assert repr(cars) == "<Dictionary cars.db: 7 terms, 0 accepted, 0 rejected>"
    cars.close()
    assert repr(cars) == "<Dictionary cars.db, closed>"


def test_there_is_nothing_else() -> None:
    with pytest.raises(AttributeError, match="nonsense"):
        synotui.nonsense  # noqa: B018
