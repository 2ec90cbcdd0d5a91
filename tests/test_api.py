"""`import synotui`: the documented way in, on a small real dictionary."""

import doctest
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

import synotui
from synotui import api
from synotui.errors import (
    DictionaryError,
    DictionaryMissing,
    NothingToUndo,
    PairError,
    SettingError,
    UnknownTerm,
)
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


def test_what_it_offers_comes_in_groups_that_fit_a_screen_each() -> None:
    groups = [group for group in api.Dictionary.__mro__[1:] if group is not object]
    offered = [[name for name in vars(group) if not name.startswith("_")] for group in groups]
    # A help() of one group is read at one go; beyond a dozen methods it is two groups.
    assert max(map(len, offered)) <= 12
    named = [name for names in offered for name in names]
    assert len(named) == len(set(named)), "a method of two groups would hide one"
    assert all(getattr(api.Dictionary, name).__doc__ for name in named)
    for module in Path(api.__file__).parent.glob("*.py"):
        assert module.read_text(encoding="utf-8").count("\n") <= 250
        if module.stem not in ("__init__", "dictionary", "opened"):
            assert f"`{module.stem}`" in str(api.__doc__)


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


def test_checks_backups_and_going_back(cars: synotui.Dictionary, tmp_path: Path) -> None:
    noted = cars.check().last_hash
    assert cars.backups() == []
    made = cars.backup()
    [held] = cars.backups()
    assert made == held.path and held.why == "hand"
    assert cars.backup() is None
    cars.decide("跑车", "敞篷车", "accepted")
    assert cars.check(noted).sound and not cars.check("f" * 64).sound
    assert cars.repair().sound
    copied = cars.backup(tmp_path / "mine.db")
    with synotui.open(copied or "") as other:
        assert other.stats().accepted == 1
    with pytest.raises(DictionaryError, match="there already"):
        cars.backup(tmp_path / "mine.db")
    told = cars.restore(held, dry_run=True)
    assert (told.pairs, told.earlier) == (1, True)
    assert cars.stats().accepted == 1
    assert cars.restore(held) == told
    assert cars.stats().accepted == 0
    [before, *_] = cars.backups()
    cars.restore(before)
    assert cars.stats().accepted == 1


def test_who_decided_what_and_when(cars: synotui.Dictionary) -> None:
    cars.decide("跑车", "敞篷车", "accepted")
    cars.decide("苹果", "苹果手机", "rejected")
    cars.undo()
    undo, rejected, accepted, *earlier = cars.audit()
    assert rejected.undone_by == undo.seq and earlier
    assert [pair.after for pair in accepted.pairs] == ["accepted synonym"]
    assert cars.audit("苹果")[:2] == [undo, rejected]
    assert cars.audit(limit=1) == [undo]
    assert cars.audit(curator="nobody") == []
    now = datetime.now().astimezone()
    soon, today = now + timedelta(hours=1), now - timedelta(days=2)
    assert cars.audit(since=soon) == [] == cars.audit(until=today.date())
    assert cars.audit(since=today.date().isoformat(), until=soon.isoformat()) == cars.audit()
    with pytest.raises(SettingError, match="no time"):
        cars.audit(since="yesterday")


def test_measuring_and_drawing(cars: synotui.Dictionary, tmp_path: Path) -> None:
    cars.decide("跑车", "敞篷车", "accepted")
    cars.decide("跑车", "苹果", "rejected")
    found = cars.histogram(random=10, out=tmp_path / "cosines.svg")
    assert [len(group.pairs) for group in found.groups] == [1, 1, 10]
    parting = found.threshold("now")
    assert parting is not None and parting.against == "random"
    assert (tmp_path / "cosines.svg").read_text(encoding="utf-8").startswith("<svg")
    board = cars.dashboard()
    assert (board.accepted, board.rejected, board.touched) == (1, 1, 3)
    assert [day.decided for day in board.work.days] == [2]
    assert cars.evaluations() == []
    cars.evaluate()
    assert [len(series.kept) for series in cars.evaluations()] == [1]


def test_what_is_to_one_as_another_is_to_a_third(cars: synotui.Dictionary) -> None:
    found = cars.analogy("苹果", "苹果手机", "跑车", k=2)
    assert [(given.text, given.weight) for given in found.given] == [
        ("苹果手机", 1),
        ("跑车", 1),
        ("苹果", -1),
    ]
    assert found.items == cars.most_similar(["苹果手机", "跑车"], "苹果", k=2).items


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
