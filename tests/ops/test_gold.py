"""Gold files matched to the terms of a dictionary."""

from pathlib import Path

import pytest

from synotui.errors import FormatError
from synotui.ops.evaluating.gold import read_gold
from synotui.ops.transfer.importing import import_file
from synotui.ops.workbench import Workbench, open_workbench


@pytest.fixture
def bench(tmp_path: Path) -> Workbench:
    terms = tmp_path / "terms.txt"
    terms.write_text("土豆\n马铃薯\n洋芋\nSUV\n越野车\n", encoding="utf-8")
    bench = open_workbench(tmp_path / "d.db", create=True)
    import_file(bench, terms)
    return bench


def _gold(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "gold.tsv"
    path.write_text(text, encoding="utf-8")
    return path


def test_pairs_are_found_as_written_or_by_key_and_unknown_terms_are_counted(
    bench: Workbench, tmp_path: Path
) -> None:
    gold = read_gold(
        bench,
        _gold(tmp_path, "土豆\t马铃薯\n马铃薯\t土豆\nｓｕｖ\t越野车\n土豆\tspud\nspud\ttater\n"),
    )
    with bench:
        texts = {term.id: term.text for term in bench.store.terms.by_id(range(1, 6)).values()}
    assert [{texts[a], texts[b]} for a, b in gold.pairs] == [{"土豆", "马铃薯"}, {"SUV", "越野车"}]
    assert (gold.rows, gold.unknown_pairs, gold.unknown_terms) == (5, 2, 2)
    assert gold.unknown == ("spud", "tater")


def test_only_what_is_accepted_as_synonym_counts(bench: Workbench, tmp_path: Path) -> None:
    rows = "term\tsynonym\tverdict\trelation\n土豆\t马铃薯\taccepted\tsynonym\n"
    rows += "土豆\t洋芋\trejected\t\nSUV\t越野车\taccepted\tbroader\n"
    gold = read_gold(bench, _gold(tmp_path, rows))
    assert (len(gold.pairs), gold.others) == (1, 2)


def test_gold_of_other_terms_is_refused(bench: Workbench, tmp_path: Path) -> None:
    with pytest.raises(FormatError, match=r"none of its 1 pairs is of terms that d\.db has"):
        read_gold(bench, _gold(tmp_path, "car\tauto\n"))
    with pytest.raises(FormatError, match="holds terms"):
        read_gold(bench, _gold(tmp_path, "car\tauto\n"), "terms")
