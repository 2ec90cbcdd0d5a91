"""Sealed files: whole or not there, whoever writes them, whatever somebody put in their place."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from synotui.engine.cache import check_room, read_seal, remove_entry, write_entry


def write(folder: Path, text: str = "held") -> None:
    """Write an entry of one file."""
    write_entry(folder, "thing", "fp", 3, [("bin", lambda path: put(path, text))], {"a": 1})


def put(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_an_entry_is_read_as_it_was_written(tmp_path: Path) -> None:
    folder = tmp_path / "not" / "there" / "yet"
    write(folder)
    seal = read_seal(folder, "thing")
    assert seal is not None
    assert (seal.fingerprint, seal.rows, seal.facts) == ("fp", 3, {"a": 1})
    assert seal.intact(folder)
    assert seal.intact(folder, trust_untouched=True)
    assert seal.path(folder).read_text(encoding="utf-8") == "held"


def test_the_last_one_written_wins_and_leaves_no_litter(tmp_path: Path) -> None:
    write(tmp_path, "first")
    write_entry(tmp_path, "other", "fp", 1, [("bin", lambda path: put(path, "beside"))])
    (tmp_path / "thing-0123456789ab.bin").write_bytes(b"of a killed process")
    (tmp_path / "thing.json.part").write_bytes(b"of a killed process")
    write(tmp_path, "second")
    seal = read_seal(tmp_path, "thing")
    assert seal is not None
    assert seal.path(tmp_path).read_text(encoding="utf-8") == "second"
    assert len(names(tmp_path)) == 4
    remove_entry(tmp_path, "thing")
    assert read_seal(tmp_path, "thing") is None
    assert len(names(tmp_path)) == 2


def test_a_writer_that_fails_leaves_what_was_there(tmp_path: Path) -> None:
    write(tmp_path)
    before = names(tmp_path)

    def fail(path: Path) -> None:
        put(path, "half")
        raise OSError("no room")

    with pytest.raises(OSError, match="no room"):
        write_entry(tmp_path, "thing", "fp", 3, [("bin", fail)])
    assert names(tmp_path) == before
    assert read_seal(tmp_path, "thing") is not None


def test_what_another_process_is_writing_is_left_alone(tmp_path: Path) -> None:
    def beside(path: Path) -> None:
        put(path, "half")
        program = (
            "import sys; from pathlib import Path\n"
            "from synotui.engine.cache import write_entry\n"
            "write_entry(Path(sys.argv[1]), 'thing', 'fp', 1, [('bin', Path.touch)])\n"
        )
        subprocess.run([sys.executable, "-c", program, str(tmp_path)], check=True)
        assert path.read_text(encoding="utf-8") == "half"
        put(path, "whole")

    write_entry(tmp_path, "thing", "fp", 2, [("bin", beside)])
    seal = read_seal(tmp_path, "thing")
    assert seal is not None
    assert seal.rows == 2
    assert seal.intact(tmp_path)
    assert len(names(tmp_path)) == 2


def held(**changed: Any) -> dict[str, Any]:
    file = {"name": "thing-00ff.bin", "size": 1, "mtime_ns": 1, "sha256": "00"} | changed
    return {"fingerprint": "fp", "rows": 1, "facts": {}, "files": [file]}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        "null",
        "7",
        '"text"',
        "[" * 60_000,
        "\x00\xff",
        "{}",
        json.dumps(held())[:-1],
        json.dumps(held() | {"rows": "1"}),
        json.dumps(held() | {"rows": 1e999}),
        json.dumps(held() | {"rows": None}),
        json.dumps(held() | {"fingerprint": 7}),
        json.dumps(held() | {"facts": [1]}),
        json.dumps(held() | {"files": []}),
        json.dumps(held() | {"files": [[]]}),
        json.dumps(held() | {"files": {"name": 1}}),
        json.dumps(held() | {"facts": {"long": "x" * 100_000}}),
        json.dumps(held(size="1")),
        json.dumps(held(size=True)),
        *(
            json.dumps(held(name=name))
            for name in (
                "..",
                "../thing-00ff.bin",
                "/etc/passwd",
                "thing-00ff.bin/..",
                "thing-../x.bin",
                "thing-00ff.bin\x00",
                "other-00ff.bin",
                "thing-00ff",
                "",
                7,
            )
        ),
    ],
)
def test_a_seal_that_says_anything_else_is_none(text: str, tmp_path: Path) -> None:
    (tmp_path / "thing.json").write_text(text, encoding="utf-8")
    (tmp_path / "thing-00ff.bin").write_bytes(b"x")
    assert read_seal(tmp_path, "thing") is None
    write(tmp_path)
    assert read_seal(tmp_path, "thing") is not None
    assert len(names(tmp_path)) == 2


def test_a_seal_without_its_file_and_a_file_without_its_seal(tmp_path: Path) -> None:
    write(tmp_path)
    seal = read_seal(tmp_path, "thing")
    assert seal is not None
    seal.path(tmp_path).unlink()
    assert not seal.intact(tmp_path, trust_untouched=True)
    seal.path(tmp_path).mkdir()
    assert not seal.intact(tmp_path)
    seal.path(tmp_path).rmdir()
    (tmp_path / "thing.json").unlink()
    put(seal.path(tmp_path), "held")
    assert read_seal(tmp_path, "thing") is None


def test_a_touched_file_is_read_and_an_altered_one_found_out(tmp_path: Path) -> None:
    write(tmp_path)
    seal = read_seal(tmp_path, "thing")
    assert seal is not None
    path = seal.path(tmp_path)
    os.utime(path)
    assert seal.intact(tmp_path, trust_untouched=True)
    put(path, "HELD")
    assert not seal.intact(tmp_path, trust_untouched=True)
    put(path, "longer")
    assert not seal.intact(tmp_path)


def test_room_that_is_missing_is_told(tmp_path: Path) -> None:
    check_room(tmp_path / "not" / "there", 1)
    with pytest.raises(OSError, match=r"not enough room \(1,000,000,000,000 MB needed, [\d,]+ MB"):
        check_room(tmp_path / "not" / "there", 10**18)
