"""Decisions that wait for a rebuild, from the command line."""

import json

from .conftest import Scratch


def test_decisions_wait_until_adjust_rebuilds(scratch: Scratch) -> None:
    scratch.ok("adjust", "cars.db", "--method", "counterfit")
    decided = scratch.ok("decide", "cars.db", "accept", "跑车", "敞篷车")
    assert "1 change of pairs waits for a rebuild" in decided.out
    told = json.loads(scratch.ok("adjust", "cars.db", "--rebuild", "--dry-run", "--json").out)
    assert told["dry_run"] and told["moved"] == 2
    assert "moved 2 terms" in scratch.ok("adjust", "cars.db", "--rebuild").out
    again = json.loads(scratch.ok("adjust", "cars.db", "--rebuild", "--json").out)
    assert (again["moved"], again["waiting"]) == (0, 0)
    undone = json.loads(scratch.ok("undo", "cars.db", "--json").out)
    assert (undone[-1] if isinstance(undone, list) else undone)["waiting"] == 1
