"""`synotui histogram`: how similar pairs are, what parts them, and pictures of it."""

import xml.etree.ElementTree as ET
from pathlib import Path

import numpy as np
import pytest
from sklearn.metrics import precision_recall_curve

import synotui
from synotui.ops.comparing.histogram import similarity_histogram
from synotui.ops.comparing.histogram_pairs import pairs_in_bin, worst_accepted
from synotui.ops.evaluating.threshold import ENOUGH
from synotui.ops.transfer.importing import ImportOptions, import_file
from synotui.ops.workbench import open_workbench

from .inside import Inside

_ACCEPTED = (
    ("普拉多", "霸道SUV"),
    ("丰田", "丰田汽车"),
    ("苹果", "苹果手机"),
    ("laptop", "notebook computer"),
)


@pytest.fixture
def cars(tiny_path: Path, tmp_path: Path) -> Inside:
    """A dictionary with four accepted synonyms, a broader term, and many rejected pairs."""
    texts = ["霸道", "汉兰达", "轿车", "卡车", "奥迪", "iPhone", "华为手机", "电脑", "耳机"]
    rows = [f"{head},{synonym},accepted,synonym" for head, synonym in _ACCEPTED]
    rows.append("普拉多,越野车,accepted,broader")
    for at, head in enumerate(texts[:4]):
        rows += [f"{head},{synonym},rejected,different" for synonym in texts[at + 1 :]]
    decided = tmp_path / "decided.csv"
    decided.write_text("\n".join(["term,synonym,verdict,relation", *rows]), encoding="utf-8")
    with open_workbench(tiny_path) as bench:
        import_file(bench, decided, ImportOptions())
    return Inside(tiny_path)


def test_counts_and_threshold_are_those_of_numpy_and_scikit_learn(cars: Inside) -> None:
    found = cars.ok("histogram", "--json", "--bins", "20").document
    with open_workbench(cars.db) as bench:
        held = similarity_histogram(bench)
        loaded = bench.loaded()
        assert loaded is not None
        for column in ("base", "now"):
            every = []
            for group in held.groups:
                rows = loaded.space.rows_of(group.pairs.ravel())
                unit = loaded.space.units(rows, base=column == "base").reshape(
                    len(group.pairs), 2, -1
                )
                cosines = (unit[:, 0].astype(float) * unit[:, 1]).sum(axis=1)
                assert group.cosines("base" if column == "base" else "now") == pytest.approx(
                    cosines, abs=1e-5
                )
                every.append(group.cosines("base" if column == "base" else "now").astype(float))
                counted, _ = np.histogram(every[-1], found["bounds"])
                assert found[group.name][column] == counted.tolist()
            accepted, rejected, _ = every
            scores = np.concatenate([accepted, rejected])
            precision, recall, cosine = precision_recall_curve(
                np.arange(len(scores)) < len(accepted), scores
            )
            f1 = 2 * precision * recall / np.maximum(precision + recall, 1e-12)
            told = found[f"threshold_{column}"]
            assert told["f1"] == pytest.approx(f1.max())
            at = int(np.abs(cosine - told["cosine"]).argmin())
            assert cosine[at] == pytest.approx(told["cosine"], abs=1e-6)
            assert (told["precision"], told["recall"]) == pytest.approx((precision[at], recall[at]))
            assert told["accepted_below"] == (accepted < told["cosine"]).sum()
            assert told["others_above"] == (rejected >= told["cosine"]).sum()
            assert told["against"] == "rejected" and told["others"] == len(rejected) >= ENOUGH
    assert found["accepted"]["pairs"] == 4 and found["other_relations"] == 1
    decided = found["accepted"]["pairs"] + found["rejected"]["pairs"] + found["other_relations"]
    assert found["random"]["pairs"] == found["terms"] * (found["terms"] - 1) // 2 - decided


def test_it_is_drawn_with_a_column_at_the_threshold(
    cars: Inside, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    shown = cars.ok("histogram").out
    lines = shown.splitlines()
    assert max(map(len, lines[:24])) <= 80
    bars = [line for line in lines if "█" in line]
    places = {line.index("│") for line in lines if "│" in line}
    assert bars and len(places) == 1
    [arrow] = [line for line in lines if line.strip().startswith("↑")]
    assert {arrow.index("↑")} == places
    assert "accepted 4 pairs" in shown and "rejected 26 pairs" in shown
    assert "by best F1 against rejected pairs" in shown
    assert "By base vectors: threshold" in shown and "held-out" in shown
    assert "1 accepted pair of other relations" in shown
    base = cars.ok("histogram", "--base").out
    assert "base vectors" in base and "By adjusted vectors" in base and base != shown
    with open_workbench(cars.db) as bench:
        held = similarity_histogram(bench)
        bounds = held.bounds(10)
        listed = [
            pairs_in_bin(bench.store, held, "rejected", "base", bounds, at, 100)
            for at in range(len(bounds) - 1)
        ]
        assert [len(each) for each in listed] == held.counts("rejected", "base", bounds)
        assert [pair.base for pair in listed[-2]] == sorted(pair.base for pair in listed[-2])
        below = worst_accepted(bench.store, held, "base")
        assert held.base is not None and len(below) == held.base.below


def test_pictures(cars: Inside, tmp_path: Path) -> None:
    ran = cars.ok("histogram", "-o", str(tmp_path / "h.svg"), "--bins", "30")
    assert "Drawn in" in ran.err
    assert ET.parse(tmp_path / "h.svg").getroot().tag.endswith("svg")
    cars.ok("histogram", "-o", str(tmp_path / "h.png"), "--base")
    assert (tmp_path / "h.png").read_bytes().startswith(b"\x89PNG")
    assert "h.svg or h.png" in cars.refused("histogram", "-o", str(tmp_path / "h.pdf"))


def test_without_decisions_without_vectors_and_in_no_such_space(
    tiny_path: Path, tmp_path: Path
) -> None:
    cars = Inside(tiny_path)
    found = cars.ok("histogram", "--random", "100", "--seed", "3", "--json").document
    assert found["threshold_now"] is None and found["random"]["pairs"] == 100
    assert (
        found["random"]
        == cars.ok("histogram", "--random", "100", "--seed", "3", "--json").document["random"]
    )
    assert "no threshold yet" in cars.ok("histogram").out
    assert "Spaces: use-m3" in cars.refused("histogram", "--space", "none")
    cars.ok("space", "--fix", "centre", "--name", "centred")
    with synotui.open(tiny_path) as open_:
        open_.decide("普拉多", "霸道", "accepted")
    other = cars.ok("histogram", "--space", "centred", "--json").document
    assert other["space"] == "centred"
    assert other["threshold_base"]["against"] == "random"
    assert other["threshold_base"]["others"] == 1
    assert other["threshold_now"]["cosine"] > other["threshold_base"]["cosine"]
    (tmp_path / "terms.txt").write_text("a\nb\n")
    with open_workbench(tmp_path / "none.db", create=True):
        pass
    assert "no vectors yet" in Inside(tmp_path / "none.db").refused("histogram")
