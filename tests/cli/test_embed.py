"""`synotui embed` on a terminal: how far it is, and Ctrl-C that keeps what was made."""

import re
import signal
from pathlib import Path

from synotui.ops.history import log
from synotui.ops.spaces.embedding import spaces
from synotui.ops.transfer.importing import ImportOptions, import_file
from synotui.ops.workbench import open_workbench
from tests.end_to_end.terminal import Terminal

TERMS = 6_000


def test_ctrl_c_keeps_what_was_made_and_the_same_command_goes_on(tmp_path: Path) -> None:
    path = tmp_path / "models.db"
    listed = "\n".join(f"型号 {number}" for number in range(TERMS))
    (tmp_path / "terms.txt").write_text(listed, encoding="utf-8")
    with open_workbench(path, create=True) as bench:
        import_file(bench, tmp_path / "terms.txt", ImportOptions(format="terms"))
    with Terminal("embed", str(path), columns=160) as terminal:
        while not re.search(r"encoding [1-9][\d,]* of 6,000 terms  +\d+%", terminal.text()):
            terminal.wait_for("encoding")
            terminal._read(0.05)
        terminal.process.send_signal(signal.SIGINT)
        assert terminal.wait_for_exit() == 130
        said = " ".join(terminal.text().split())
    with open_workbench(path) as bench:
        [space] = spaces(bench)
        assert 0 < space.vectors < TERMS
        [entry] = [entry for entry in log(bench) if entry.action == "embed"]
        assert entry.label == f"embedded {space.vectors:,} terms with use-m3"
    assert f"stopped; {space.vectors:,} vectors were made and are kept" in said
    assert f"{TERMS - space.vectors:,} terms still lack one" in said
    assert "The same command goes on from there" in said
    assert "nothing was changed" not in said
    with Terminal("embed", str(path), columns=160) as terminal:
        assert terminal.wait_for_exit() == 0
        said = " ".join(terminal.text().split())
    made = f"{TERMS - space.vectors:,} vectors made with use-m3 in space use-m3"
    assert f"{made}, {space.vectors:,} already there" in said
    assert "encoding" not in said, "the line goes when the work is done"
