"""Notes that cannot be kept are refused, and change nothing."""

from pathlib import Path

import pytest

from synotui.errors import PairError
from synotui.model import Verdict
from synotui.ops.review import annotate, decide
from synotui.ops.workbench import open_workbench
from synotui.text import MAX_NOTE_LENGTH


@pytest.mark.parametrize("note", ["a" * (MAX_NOTE_LENGTH + 1), "a\ud800", "a\x00b"], ids=len)
def test_a_note_that_cannot_be_kept(tiny_path: Path, note: str) -> None:
    with open_workbench(tiny_path) as bench:
        with pytest.raises(PairError, match="A note"):
            annotate(bench, 1, 2, note)
        with pytest.raises(PairError, match="A note"):
            decide(bench, 1, 2, Verdict.ACCEPTED, note=note)
        assert bench.store.pairs.get(1, 2) is None
        annotate(bench, 1, 2, "a" * MAX_NOTE_LENGTH)


def test_a_curator_whose_name_is_no_text(tiny_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SYNOTUI_CURATOR", "mei\udcff" + "x" * 1_000)
    with open_workbench(tiny_path) as bench:
        decide(bench, 1, 2, Verdict.ACCEPTED)
        pair = bench.store.pairs.get(1, 2)
    assert pair is not None and pair.curator.startswith("mei?x") and len(pair.curator) == 200


def test_settings_nested_too_deeply(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from synotui.config import load_config
    from synotui.errors import SynotuiError

    (tmp_path / "synotui").mkdir()
    (tmp_path / "synotui" / "config.toml").write_text("a = " + "[" * 3_000, encoding="utf-8")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    with pytest.raises(SynotuiError, match="nested too deeply"):
        load_config()
