"""Two processes at one dictionary: every decision is there once, and who holds it is said.

`SYNOTUI_TWO_AT_ONCE=60` lets them decide for a minute.
"""

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from synotui.errors import DictionaryBusy, DictionaryReplaced
from synotui.model import AuditFilter, Verdict
from synotui.ops.audit import audit
from synotui.ops.backups import back_up, back_up_file, compare_beside, list_backups, restore
from synotui.ops.checking import check
from synotui.ops.review import accept
from synotui.ops.terms import find_term
from synotui.ops.workbench import Workbench, open_workbench
from synotui.store.watch import Watch
from tests.other_process import HOLD, STRANGER, as_mei, holding, synotui

SECONDS = float(os.environ.get("SYNOTUI_TWO_AT_ONCE", "2"))
DECIDE = """
import json, random, sys, time
from pathlib import Path
from synotui.errors import DictionaryBusy
from synotui.model import Verdict
from synotui.ops.review import decide
from synotui.ops.workbench import open_workbench
rng, until = random.Random(sys.argv[2]), time.monotonic() + float(sys.argv[3])
with open_workbench(Path(sys.argv[1])) as bench:
    bench.loaded()
    while time.monotonic() < until:
        head, synonym = rng.sample(range(1, 31), 2)
        began = time.monotonic()
        try:
            change = decide(bench, head, synonym, rng.choice(list(Verdict)))
        except DictionaryBusy:
            print(json.dumps(["busy"]), flush=True)
            continue
        told = [change.seq, change.label, time.monotonic() - began]
        print(json.dumps(told), flush=True)
"""


HALF = """
import os, signal, sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute("PRAGMA cache_size = 4")
connection.execute("BEGIN IMMEDIATE")
connection.execute("UPDATE terms SET frequency = frequency + 1")
connection.execute("UPDATE vector_blocks SET vectors = zeroblob(length(vectors))")
connection.execute("INSERT INTO view VALUES ('x', hex(randomblob(40000)))")
os.kill(os.getpid(), signal.SIGKILL)
"""
"""Is killed when some of what it writes is in the file."""


def test_two_decide_at_once_and_every_decision_is_there_once(tiny_path: Path) -> None:
    """Both decide the same pairs as fast as they can: nothing is lost, repeated or refused."""
    with open_workbench(tiny_path) as bench:
        before = bench.store.ledger.count()
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", DECIDE, str(tiny_path), name, str(SECONDS)],
            env=as_mei() | {"SYNOTUI_CURATOR": name},
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )
        for name in ("mei", "li")
    ]  # fmt: skip
    told = [process.communicate(timeout=SECONDS + 120) for process in processes]
    assert [process.returncode for process in processes] == [0, 0], told
    acknowledged: dict[int, tuple[str, str]] = {}
    waits, refused = [], 0
    for name, (out, _) in zip(("mei", "li"), told, strict=True):
        for line in out.splitlines():
            seq, *rest = json.loads(line)
            if seq == "busy":
                refused += 1
                continue
            label, seconds = rest
            waits.append(seconds)
            if not label.startswith("already"):
                assert seq not in acknowledged
                acknowledged[seq] = name, label
    with open_workbench(tiny_path) as bench:
        found = {entry.seq: entry for entry in audit(bench, AuditFilter()) if entry.seq > before}
        assert {seq: (each.curator, each.label) for seq, each in found.items()} == acknowledged
        assert len({name for name, _ in acknowledged.values()}) == 2
        assert refused == 0
        report = check(bench)
    assert not report.findings, report.findings
    waits.sort()
    print(
        f"\n{len(acknowledged):,} decisions by two processes in {SECONDS:g} s, "
        f"{len(found):,} found, "
        f"{refused} refused; seconds each: median {waits[len(waits) // 2]:.3f}, "
        f"99% {waits[len(waits) * 99 // 100]:.3f}, longest {waits[-1]:.3f}"
    )


def test_backups_made_while_another_decides_are_each_a_state_there_was(tiny_path: Path) -> None:
    """Copied while decisions go on, put back, and compared with what the ledger says of then."""
    process = subprocess.Popen(
        [sys.executable, "-c", DECIDE, str(tiny_path), "mei", "1.5"],
        env=as_mei(), stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    with open_workbench(tiny_path) as bench:
        while process.poll() is None:
            back_up(bench, "hand")
        made = list_backups(tiny_path)
        assert process.communicate()[0].count("\n") > 1 and len(made) > 1
        for backup in (made[0], made[-1]):
            with open_workbench(backup.path) as then:
                assert check(then).sound
                last, pairs = then.store.ledger.last_hash(), then.store.pairs.as_rows()
            assert bench.store.ledger.holds_hash(last)
            restore(bench, backup)
            assert bench.store.pairs.as_rows() == pairs and check(bench, expected=last).sound
            restore(bench, list_backups(tiny_path)[0])


@pytest.mark.parametrize(
    "read",
    [
        lambda bench: bench.store.beside().pairs.count(),
        lambda bench: back_up_file(bench.path, "hand"),
        lambda bench: Watch(bench.path, None).look().version,
        lambda bench: compare_beside(bench.store, list_backups(bench.path)[0]),
        lambda bench: bench.store.terms.count(),
    ],
    ids=["beside", "backup", "watch", "compare", "store"],
)
def test_what_a_killed_process_left_by_halves_is_taken_back_by_whoever_reads_next(
    tiny_path: Path, read: Callable[[Workbench], object]
) -> None:
    with open_workbench(tiny_path) as bench:
        accept(bench, find_term(bench, "普拉多").id, find_term(bench, "霸道SUV").id)
        back_up(bench, "hand")
        before = tiny_path.read_bytes()
        killed = subprocess.run([sys.executable, "-c", HALF, str(tiny_path)], check=False)
        journal = tiny_path.with_name("tiny.db-journal")
        assert killed.returncode == -signal.SIGKILL and journal.stat().st_size
        assert tiny_path.read_bytes() != before
        found = read(bench)
        assert found is None or found, "there is a backup of this very state"
        assert tiny_path.read_bytes() == before and not journal.exists()
        assert check(bench).sound


def test_who_holds_a_dictionary_is_said(tiny_path: Path) -> None:
    with holding(HOLD, tiny_path):
        told = synotui("decide", tiny_path, "accept", "普拉多", "霸道SUV")
        stats = synotui("stats", tiny_path)
        reading = synotui("stats", tiny_path, "--json")
    assert told.returncode == 1 and told.stdout == ""
    host = os.uname().nodename
    assert f"is being written to by mei on {host}, synotui import, since " in told.stderr
    assert "Wait for it to finish" in told.stderr and told.stderr.count("\n") == 1
    assert f"mei on {host}, synotui import, since " in stats.stdout
    (other,) = json.loads(reading.stdout)["open_elsewhere"]
    assert (other["curator"], other["doing"]) == ("mei", "import")
    with open_workbench(tiny_path) as bench:
        assert bench.others() == []
        assert bench.store.pairs.counts()[Verdict.ACCEPTED] == 0


def test_a_program_that_is_not_synotui_is_named_as_such(tiny_path: Path) -> None:
    with open_workbench(tiny_path) as bench:
        head, other = find_term(bench, "普拉多").id, find_term(bench, "霸道SUV").id
        with holding(STRANGER, tiny_path, "IMMEDIATE") as process:
            with pytest.raises(DictionaryBusy) as raised, bench.store.transaction(at_once=True):
                raise AssertionError("it was begun")
            with open_workbench(tiny_path) as beside:
                assert beside.store.pairs.get(head, other) is None
        assert "is being written to by a program that is not synotui (" in str(raised.value)
        assert f"process {process.pid})" in str(raised.value)
        assert accept(bench, head, other).pairs


def test_a_wait_is_told_and_ends_with_the_other_write(tiny_path: Path) -> None:
    heard: list[bool] = []
    with open_workbench(tiny_path) as bench, holding(HOLD, tiny_path) as process:

        def hear(waiting: bool) -> None:
            heard.append(waiting)
            if waiting:
                process.communicate(timeout=60)

        bench.store.turns.on_wait = hear
        change = accept(bench, find_term(bench, "普拉多").id, find_term(bench, "霸道SUV").id)
        assert change.pairs and heard == [True, False]


def test_opening_it_again_lets_go_of_no_lock(tiny_path: Path) -> None:
    """Closing a file drops every lock a process has on it: nothing may open it past SQLite."""
    with open_workbench(tiny_path) as bench, bench.store.transaction():
        with open_workbench(tiny_path) as beside:
            assert beside.others() == []
        told = synotui("decide", tiny_path, "accept", "普拉多", "霸道SUV")
    assert told.returncode == 1 and "is being written to by" in told.stderr


def test_the_place_is_not_waited_for(tiny_path: Path) -> None:
    """Whoever only reads, while somebody else imports, is not held up by keeping the place."""
    from synotui.model import View
    from synotui.ops.session import load_view, save_view

    heard: list[bool] = []
    with open_workbench(tiny_path) as bench:
        bench.store.turns.on_wait = heard.append
        with holding(HOLD, tiny_path), pytest.raises(DictionaryBusy):
            save_view(bench, View(head=2))
        assert heard == []
        save_view(bench, View(head=3))
        assert load_view(bench).head == 3


def test_nothing_is_written_where_another_file_or_state_is(tiny_path: Path, tmp_path: Path) -> None:
    aside = tmp_path / "aside.db"
    copy = Path(shutil.copy(tiny_path, tmp_path / "copy.db"))
    with open_workbench(tiny_path) as bench:
        head, other = find_term(bench, "普拉多").id, find_term(bench, "霸道SUV").id
        tiny_path.rename(aside)
        with pytest.raises(DictionaryReplaced, match="is not there any more"):
            accept(bench, head, other)
        assert not tiny_path.exists()
        copy.rename(tiny_path)
        bytes_there = tiny_path.read_bytes()
        with pytest.raises(DictionaryReplaced, match="Another file is in the place"):
            accept(bench, head, other)
        assert tiny_path.read_bytes() == bytes_there
        aside.rename(tiny_path)
        assert accept(bench, head, other).pairs


def test_a_backup_put_back_elsewhere_is_noticed_before_anything_is_written(
    tiny_path: Path,
) -> None:
    with open_workbench(tiny_path) as first, open_workbench(tiny_path) as second:
        head, other = find_term(first, "普拉多").id, find_term(first, "霸道SUV").id
        back_up(first, "hand")
        accept(first, head, other)
        restore(second, list_backups(tiny_path)[-1])
        with pytest.raises(DictionaryReplaced, match="another state"):
            accept(first, head, find_term(first, "SUV").id)
        first.forget_all()
        assert first.store.pairs.get(head, other) is None
        assert accept(first, head, other).pairs
