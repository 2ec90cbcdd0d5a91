"""`synotui adjust --held-out`: figures, comparison, and what it refuses."""

import pytest

from synotui.model import METHODS
from tests.cli.conftest import Scratch


@pytest.fixture
def accepted(scratch: Scratch) -> Scratch:
    """Give the dictionary with its pairs accepted."""
    scratch.ok("import", "cars.db", "pairs.csv", "--accept")
    scratch.ok("embed", "cars.db")
    return scratch


def test_few_pairs_are_measured_and_said_to_be_too_few(accepted: Scratch) -> None:
    settings = accepted.ok("adjust", "cars.db", "--json").document["settings"]
    made = accepted.ok("adjust", "cars.db", "--held-out", "0.3", "--json").document
    assert made["hidden"] == made["before"]["every"]["pairs"] >= 1
    assert (made["needed"], made["enough"], made["recommended"]) == (334, False, None)
    [trial] = made["trials"]
    assert trial["settings"] == settings
    assert 0 <= trial["found"]["every"]["recall_at_10"] <= 1
    again = accepted.ok("adjust", "cars.db", "--held-out", "0.3", "--json").document
    assert again["before"] == made["before"]
    assert again["trials"][0]["found"] == trial["found"]


def test_all_methods_stand_in_one_table(accepted: Scratch) -> None:
    ran = accepted.ok("adjust", "cars.db", "--held-out", "0.3", "--compare")
    for name in ("base vectors", *METHODS):
        assert f"\n{name} " in ran.out
    assert "334" in ran.err
    shown = accepted.ok("adjust", "cars.db", "--json").document["settings"]
    assert shown["method"] == "anchored"


@pytest.mark.parametrize("share", ["0", "1", "-0.5", "nan", "2"])
def test_a_share_that_hides_none_or_all_is_refused(accepted: Scratch, share: str) -> None:
    assert "held out" in accepted.refused("adjust", "cars.db", "--held-out", share)


def test_too_little_to_hold_out_is_refused(scratch: Scratch) -> None:
    assert "No accepted pair" in scratch.refused("adjust", "cars.db", "--held-out", "0.3")
    scratch.ok("decide", "cars.db", "accept", "普拉多", "霸道")
    assert "1 accepted pair" in scratch.refused("adjust", "cars.db", "--held-out", "0.3")


def test_options_that_need_it(scratch: Scratch) -> None:
    assert scratch.run("adjust", "cars.db", "--compare").code == 2
    assert scratch.run("adjust", "cars.db", "--seed", "3").code == 2


def test_help_tells_every_method_and_its_settings(scratch: Scratch) -> None:
    told = scratch.ok("adjust", "--help").out
    assert all(name in told for name in METHODS)
    assert "attract_margin" in told
