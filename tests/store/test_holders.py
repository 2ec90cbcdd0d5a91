"""Who has a dictionary open: what is there, what is stale, and what somebody else wrote there."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from synotui.store.holders import Presence, holders_folder, others
from synotui.store.processes import host_name, locks_in, started
from tests.other_process import as_mei


def write(dictionary: Path, **told: object) -> Path:
    """Write what another process would say of itself."""
    folder = holders_folder(dictionary)
    folder.mkdir(parents=True, exist_ok=True)
    held = {"pid": 1, "host": "far", "curator": "li", "since": "2026-01-02T03:04:05Z"}
    path = folder / f"{len(list(folder.iterdir()))}-x.json"
    path.write_text(json.dumps({**held, "doing": "import", "started": "1", **told}))
    return path


def test_a_process_is_there_until_it_is_closed_or_killed(tmp_path: Path) -> None:
    db = tmp_path / "x.db"
    code = (
        "import sys; from pathlib import Path; from synotui.store.holders import Presence\n"
        "held = Presence(Path(sys.argv[1]), 'mei', 'review'); print('there', flush=True)\n"
        "sys.stdin.read(); held.end()"
    )
    for ends in ("closed", "killed"):
        process = subprocess.Popen(
            [sys.executable, "-c", code, str(db)],
            env=as_mei(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        assert process.stdout is not None and process.stdout.readline() == "there\n"
        (found,) = others(db)
        assert (found.pid, found.curator, found.doing) == (process.pid, "mei", "review")
        assert found.told().startswith(f"mei on {host_name()}, synotui review, since ")
        if ends == "killed":
            process.kill()
        process.communicate()
        assert others(db) == []
        assert ends == "killed" or list(tmp_path.iterdir()) == []
    assert list(holders_folder(db).iterdir()) == []


def test_this_process_is_nobody_else(tmp_path: Path) -> None:
    db = tmp_path / "x.db"
    first, second = Presence(db, "mei", "review"), Presence(db, "mei", "review")
    assert first.written and second.written and others(db) == []
    first.end()
    second.end()
    second.end()
    assert list(tmp_path.iterdir()) == []


def test_a_later_process_of_the_same_number_is_another(tmp_path: Path) -> None:
    db = tmp_path / "x.db"
    write(db, pid=os.getppid(), host=host_name(), started=started(os.getppid()))
    stale = write(db, pid=os.getppid(), host=host_name(), started="another time")
    assert [holder.pid for holder in others(db)] == [os.getppid()]
    assert not stale.exists()


def test_other_computers_count_while_they_touch_their_file(tmp_path: Path) -> None:
    db = tmp_path / "x.db"
    near, silent, forgotten = write(db), write(db, host="further"), write(db, host="furthest")
    now = time.time()
    os.utime(silent, (now - 600, now - 600))
    os.utime(forgotten, (now - 200_000, now - 200_000))
    assert [holder.host for holder in others(db)] == ["far"]
    assert near.exists() and silent.exists() and not forgotten.exists()


def test_a_folder_that_takes_nothing_is_no_error(tmp_path: Path) -> None:
    (tmp_path / "x.db.cache").write_text("a file where the folder should be")
    held = Presence(tmp_path / "x.db", "mei", "review")
    assert not held.written and others(tmp_path / "x.db") == []
    held.end()


@given(st.binary(max_size=200) | st.recursive(
    st.none() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner) | st.dictionaries(
        st.sampled_from(["pid", "host", "curator", "since", "doing", "started"]), inner),
).map(lambda held: json.dumps(held).encode()))  # fmt: skip
def test_whatever_lies_there_does_no_harm(held: bytes) -> None:
    from tempfile import TemporaryDirectory

    with TemporaryDirectory() as folder:
        db = Path(folder) / "x.db"
        write(db).with_name("z.json").write_bytes(held)
        assert len(others(db)) == 1


def test_locks_of_others_are_found_in_the_kernels_table() -> None:
    table = f"""\
1: POSIX  ADVISORY  WRITE 19440 fe:00:2147381 1073741825 1073741825
2: POSIX  ADVISORY  READ 19440 fe:00:2147381 1073741826 1073742335
3: POSIX  ADVISORY  READ 77 fe:00:2147381 1073741826 1073742335
4: POSIX  ADVISORY  WRITE {os.getpid()} fe:00:2147381 1073741824 1073741824
5: POSIX  ADVISORY  WRITE 78 fe:00:999 1073741825 1073741825
6: FLOCK  ADVISORY  WRITE 79 fe:00:2147381 0 EOF
6: -> POSIX  ADVISORY  WRITE 80 fe:00:2147381 1073741825 1073741825
7: POSIX  ADVISORY  WRITE 81 fe:00:2147381 0 EOF
8: LEASE  ACTIVE    READ 82 fe:00:2147381 0 EOF
"""
    found = locks_in([line.split() for line in table.splitlines()], 2147381)
    assert [(lock.pid, lock.writes) for lock in found] == [(19440, True), (77, False)]
