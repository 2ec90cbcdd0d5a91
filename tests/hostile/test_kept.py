"""What lies in a dictionary and beside it besides what was decided may be anything: no matter.

Where the curator was, what a ranker learnt, who has the file open, how backups are called:
none is a reason to fail, and none takes memory without end.
"""

import io
import json
import sqlite3
import time
import tracemalloc
import zipfile
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from synotui.engine.rank.kept import NotKept, read_kept
from synotui.ops.backups import list_backups
from synotui.ops.evaluating.choice import last_choice
from synotui.ops.queueing.state import check_every, checked_pairs, consistency, load_place
from synotui.ops.searching.backends import chosen_backend
from synotui.ops.session import load_view
from synotui.ops.workbench import Workbench, open_workbench
from synotui.store.backups import backup_folder
from synotui.store.holders import holders_folder, others
from tests.hostile.driving import painted, press
from tests.tui.conftest import Opener

NAMES = (
    "head", "candidate", "filter", "filter_candidates", "order", "show_rejected", "queue",
    "queue_checks", "checks", "evaluated_on", "evaluated_beside", "evaluated_common", "backend",
)  # fmt: skip
ANY = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["kind", "name", "stretch", "head", "pair", "pairs", "asked", "same"]),
            inner | st.sampled_from(["by-head", "likeliest"]),
            max_size=4,
        )
    ),
    max_leaves=8,
)
TIMES = ("0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z", "2026-13-45T99:00:00Z", "\x1b[2J", "")


@pytest.fixture(scope="module")
def bench(tiny_dictionary: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workbench]:
    path = tmp_path_factory.mktemp("kept") / "tiny.db"
    path.write_bytes(tiny_dictionary.read_bytes())
    with open_workbench(path) as bench:
        yield bench


def keep(path: Path, name: str, value: str) -> None:
    """Write what no synotui would."""
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("INSERT OR REPLACE INTO view (name, value) VALUES (?, ?)", (name, value))


@settings(max_examples=60)
@given(name=st.sampled_from(NAMES), value=ANY.map(json.dumps) | st.text("{}[]\x1b9e", max_size=6))
def test_a_place_that_cannot_be_read_is_none(bench: Workbench, name: str, value: str) -> None:
    keep(bench.path, name, value)
    view = load_view(bench)
    assert view.head is None or view.head >= 0
    assert isinstance(view.filter.text, str)
    load_place(bench.store)
    assert check_every(bench.store) >= 0
    assert consistency(bench.store).asked >= 0
    assert all(len(pair) == 2 for pair in checked_pairs(bench.store))
    last_choice(bench)
    chosen_backend(bench)


def array_bytes(shape: tuple[int, ...], data: bytes, dtype: str = "<f8") -> bytes:
    """Give an array as numpy writes it, with the shape it claims."""
    held = io.BytesIO()
    np.lib.format.write_array_header_1_0(
        held, {"descr": dtype, "fortran_order": False, "shape": shape}
    )
    return held.getvalue() + data


def archive(**members: bytes) -> bytes:
    """Give an archive of arrays."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in members.items():
            file.writestr(f"{name}.npy", data)
    return held.getvalue()


def test_what_a_ranker_kept_is_read_within_limits() -> None:
    sound = archive(a=array_bytes((2,), bytes(16)), b=array_bytes((), bytes(8)))
    assert {name: array.shape for name, array in read_kept(sound).items()} == {"a": (2,), "b": ()}
    pickled = io.BytesIO()
    np.save(pickled, np.array([{}]), allow_pickle=True)
    bombs = (
        archive(a=bytes(70 << 20)),
        archive(a=array_bytes((1 << 60,), b"")),
        archive(a=array_bytes((-1,), b"")),
        archive(a=array_bytes((3,), bytes(16))),
        archive(a=pickled.getvalue()),
        archive(a=b"\x93NUMPY\x03\x00" + bytes(100)),
        sound[:-5], sound[40:], b"PK\x03\x04", b"", bytes(1_000),
    )  # fmt: skip
    tracemalloc.start()
    try:
        for bomb in bombs:
            with pytest.raises(NotKept):
                read_kept(bomb)
        assert tracemalloc.get_traced_memory()[1] < 1 << 23
    finally:
        tracemalloc.stop()


@settings(max_examples=100)
@given(at=st.integers(0, 400), byte=st.integers(0, 255))
def test_a_damaged_archive_is_read_or_refused(at: int, byte: int) -> None:
    state = bytearray(archive(a=array_bytes((4,), bytes(range(32))), b=array_bytes((), bytes(8))))
    state[at % len(state)] = byte
    with suppress(NotKept):
        read_kept(bytes(state))


async def test_a_file_that_keeps_nonsense_opens_and_is_reviewed(
    tiny_path: Path, watched: Opener
) -> None:
    for name in NAMES:
        keep(tiny_path, name, '{"kind": "by-head", "head": [1e999], "pair": {"\\u001b": null}}')
    keep(tiny_path, "head", "[" * 90_000)
    keep(tiny_path, "candidate", str(1 << 70))
    async with watched(tiny_path, (100, 30)) as session:
        assert "普拉多" in painted(session)
        await press(session.app, "a", "Q", "enter")
        painted(session)
        await press(session.app, "escape", "escape", "T")
        painted(session)


@pytest.mark.parametrize("zone", ["America/New_York", "Asia/Shanghai"])
def test_times_that_are_none_here(
    zone: str, tiny_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        patched.setenv("TZ", zone)
        time.tzset()
        folder = holders_folder(tiny_path)
        folder.mkdir(parents=True)
        for number, since in enumerate(TIMES):
            held = {"pid": 1, "host": "box", "curator": "mei", "since": since, "doing": "review",
                    "started": ""}  # fmt: skip
            (folder / f"{number}.json").write_text(json.dumps(held), encoding="utf-8")
        assert [bool(holder.told()) for holder in others(tiny_path)] == [True]
        backups = backup_folder(tiny_path)
        backups.mkdir()
        for stamp in ("00010101T000000", "99991231T235959", "20261399T250000"):
            (backups / f"{stamp}Z-hand-0badcafe.db").write_bytes(b"")
        assert [backup.at.astimezone().year for backup in list_backups(tiny_path)] in ([1], [9999])
    time.tzset()
