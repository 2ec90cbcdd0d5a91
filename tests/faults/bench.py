"""Faults made to order for tests: what is needed to make them, to run under them, to judge them."""

import json
import os
import random
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from synotui.errors import DictionaryDamaged, DictionaryMissing
from synotui.model import AuditFilter, Verdict
from synotui.ops.audit import audit
from synotui.ops.backups import back_up, list_backups, restore_file
from synotui.ops.checking import check
from synotui.ops.history import undo
from synotui.ops.review import decide
from synotui.ops.transfer.importing import ImportOptions, import_file
from synotui.ops.workbench import open_workbench
from tests.store.test_schema import of_schema

KINDS = {"kill": 1, "torn": 2, "power": 3, "broken": 4, "full": 5}
"""Kill -9; the same in the middle of a write; power loss; one call that fails; a full disk."""
DEADLY = ("kill", "torn", "power")
_SOURCE = Path(__file__).with_name("faults.c")
_WORDS = 60
_PHRASES = 30
_OLD_EXPORT = "before\n"
_PAIRS = 10
_FILES = {
    "make": "new.db", "migrate": "old.db", "repair": "tampered.db", "damaged": "damaged.db",
    "gone": "gone.db",
}  # fmt: skip
"""What a scenario works on, where that is not words.db."""
_DAMAGED = random.Random(1).randbytes(30_000)


def compile_faults(folder: Path) -> Path:
    """Compile what is preloaded, with the compiler that installing synotui takes as well."""
    out = folder / "faults.so"
    compiler = os.environ.get("CC") or shutil.which("cc") or shutil.which("gcc") or "g++"
    subprocess.run(
        [compiler, "-x", "c", "-shared", "-fPIC", "-O1", "-o", out, _SOURCE, "-ldl", "-lpthread"],
        check=True,
    )
    return out


def make_material(folder: Path) -> Path:
    """Make the files that scenarios begin with."""
    rng = random.Random(0)

    def vectors(name: str, dim: int) -> None:
        rows = [
            f"w{n} " + " ".join(f"{rng.gauss(0, 1):.3f}" for _ in range(dim)) for n in range(_WORDS)
        ]
        text = f"{_WORDS} {dim}\n" + "\n".join(rows) + "\n"
        (folder / name).write_text(text, encoding="utf-8")

    vectors("words.vec", 8)
    vectors("other.vec", 6)
    pairs = "".join(f"w{n},w{n + 7}\n" for n in range(50))
    (folder / "pairs.csv").write_text("term,synonym\n" + pairs, encoding="utf-8")
    phrases = "".join(f"w{n} w{n + 9}\n" for n in range(_PHRASES))
    (folder / "phrases.txt").write_text(phrases, encoding="utf-8")
    (folder / "out.csv").write_text(_OLD_EXPORT, encoding="utf-8")
    with open_workbench(folder / "words.db", create=True) as bench:
        import_file(bench, folder / "words.vec", ImportOptions())
        for n in range(40, 50):
            decide(bench, n, n + 5, Verdict.ACCEPTED if n % 3 else Verdict.REJECTED)
    shutil.copy(folder / "words.db", folder / "other.db")
    with open_workbench(folder / "other.db") as bench:
        undo(bench)
        for n in range(1, 20):
            decide(bench, n, n + 20, Verdict.ACCEPTED)
        with bench.store.transaction():
            bench.store.terms.add([("new", "new", None)])
        decide(bench, 1, _WORDS + 1, Verdict.ACCEPTED)
    of_schema(2, folder / "old.db")
    shutil.copy(folder / "words.db", folder / "tampered.db")
    with sqlite3.connect(folder / "tampered.db") as raw:
        raw.execute("DELETE FROM pairs WHERE low = 41")
    raw.close()
    for name in ("damaged", "gone"):
        path = Path(shutil.copy(folder / "words.db", folder / f"{name}.db"))
        with open_workbench(path) as bench:
            assert back_up(bench, "hand") is not None
        leave_journal(path)
    (folder / "damaged.db").write_bytes(_DAMAGED)
    (folder / "gone.db").unlink()
    return folder


def leave_journal(path: Path) -> None:
    """Leave the journal of a write that was not finished beside a file, which is as it was."""
    kept = path.with_name("kept")
    with closing(sqlite3.connect(path, isolation_level=None)) as raw:
        raw.execute("PRAGMA cache_size = 4")
        raw.execute("BEGIN IMMEDIATE")
        raw.execute("UPDATE terms SET frequency = 1")
        raw.execute("INSERT INTO view VALUES ('x', hex(randomblob(40000)))")
        shutil.copy(f"{path}-journal", kept)
        raw.execute("ROLLBACK")
    kept.rename(f"{path}-journal")


@dataclass(frozen=True, slots=True)
class Told:
    """What a scenario said before it ended or was ended."""

    lines: tuple[str, ...]
    signal: int

    @property
    def steps(self) -> int:
        """What was done to files, counted; of a scenario that was not killed."""
        return int(self.lines[-1].split()[1])

    def decisions(self) -> list[tuple[int, str]]:
        """Give (seq, label) of the decisions that were said to be taken."""
        found = (line.split(" ", 2) for line in self.lines if line.startswith("decision "))
        return [(int(seq), label) for _, seq, label in found]


class Faults:
    """A process in which scenarios run, each in a fork, with a fault each."""

    def __init__(self, preloaded: Path, material: Path, work: Path) -> None:
        self._material = material
        self._folder = work / "here"
        env = os.environ | {"LD_PRELOAD": str(preloaded), "OMP_NUM_THREADS": "1"}
        env["SYNOTUI_CURATOR"] = "mei"
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.driver"], env=env, text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=Path(__file__).parents[2],
        )  # fmt: skip

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        assert self._process.stdin is not None and self._process.stdout is not None
        self._process.stdin.close()
        self._process.stdout.close()
        self._process.wait(30)

    def run(self, scenario: str, at: int = -1, kind: str = "kill", seed: int = 0) -> Told:
        """Run a scenario on fresh files; the fault comes at the call that is numbered `at`."""
        for leftover in self._folder.parent.glob("here*"):
            shutil.rmtree(leftover) if leftover.is_dir() else leftover.unlink()
        shutil.copytree(self._material, self._folder)
        job = {"scenario": scenario, "folder": str(self._folder), "at": at, "kind": KINDS[kind],
               "seed": seed}  # fmt: skip
        assert self._process.stdin is not None and self._process.stdout is not None
        self._process.stdin.write(json.dumps(job) + "\n")
        self._process.stdin.flush()
        answer = json.loads(self._process.stdout.readline())
        return Told(tuple(answer["told"]), answer["signal"])

    def judge(self, scenario: str, told: Told) -> list[str]:
        """Say what is wrong with the files a scenario left, given what it `told`; best nothing."""
        wrong = [line for line in told.lines if line.startswith("crashed")]
        name = _FILES.get(scenario, "words.db")
        if scenario in ("damaged", "gone"):
            wrong += self._replaced(name, told)
        if scenario == "make":
            wrong += self._made(name, told)
        with open_workbench(self._folder / name) as bench:
            found = check(bench)
            mending = scenario == "repair" and "repair" not in told.lines
            for each in found.findings:
                if not (mending and each.mends and each.part in ("pairs", "adjusted")):
                    wrong.append(f"check: {each.part}: {each.what}")
            entries = {entry.seq: entry for entry in audit(bench, AuditFilter())}
            for seq, label in told.decisions():
                if seq not in entries or not label.endswith(entries[seq].label):
                    wrong.append(f"lost: {seq} {label}")
            wrong += self._whole(scenario, told, len(entries), bench.store.terms.count())
            changed = decide(bench, 11, 12, Verdict.ACCEPTED) if scenario != "migrate" else None
            if changed is not None and not check(bench).sound and not mending:
                wrong.append("cannot go on")
        return wrong

    def _replaced(self, name: str, told: Told) -> list[str]:
        """Say what is wrong where a file was exchanged; put it back if it was not, as people do."""
        path, wrong = self._folder / name, []
        journal = (self._material / f"{name}-journal").read_bytes()
        there = {each.name: each.read_bytes() for each in path.parent.glob(f"{name}*")
                 if each.is_file()}  # fmt: skip
        kept = [each.removesuffix("-journal") for each in there if there[each] == journal]
        if not [each for each in kept if name == "gone.db" or there.get(each) == _DAMAGED]:
            wrong.append(f"what was there is not kept: {sorted(there)}")
        try:
            with open_workbench(path) as bench:
                pairs = len(bench.store.pairs.as_rows())
        except (DictionaryDamaged, DictionaryMissing) as error:
            if "replaced" in told.lines or (name == "gone.db") != (
                type(error) is DictionaryMissing
            ):
                wrong.append(f"not put back: {error}")
            restore_file(path, list_backups(path)[0])
        else:
            if pairs < _PAIRS:
                wrong.append(f"{pairs} pairs in {name}")
        return wrong

    def _made(self, name: str, told: Told) -> list[str]:
        """Say what is wrong where a dictionary was made; fill it if it was not, as people do."""
        path, wrong = self._folder / name, []
        if "made" in told.lines and not path.exists():
            wrong.append("the new dictionary is lost")
        with open_workbench(path, create=True) as bench:
            spaces = [space.vectors for space in bench.store.vectors.spaces()]
            if spaces not in ([[_WORDS]] if "filled" in told.lines else [[], [_WORDS]]):
                wrong.append(f"made by halves: {spaces}")
            import_file(bench, self._folder / "words.vec")
        return wrong

    def _whole(self, scenario: str, told: Told, entries: int, terms: int) -> list[str]:
        """Say which whole operation was done by halves, or said to be done and was not."""
        with open_workbench(self._folder / "words.db") as bench:
            spaces = [space.vectors for space in bench.store.vectors.spaces()]
            pairs = len(bench.store.pairs.as_rows())
        wrong = []
        if scenario == "import" and pairs not in ({60} if "import" in told.lines else {10, 60}):
            wrong.append(f"import by halves: {pairs} pairs")
        if scenario == "vectors":
            done = [_WORDS, _WORDS]
            if spaces not in ([done] if "vectors" in told.lines else [done, [_WORDS]]):
                wrong.append(f"vectors by halves: {spaces}")
        if scenario == "embed":
            every, made = _WORDS + _PHRASES, spaces[0] - _WORDS
            if terms not in ({every} if "terms" in told.lines else {_WORDS, every}):
                wrong.append(f"terms by halves: {terms}")
            if made not in ({_PHRASES} if "embed" in told.lines else {0, _PHRASES}):
                wrong.append(f"vectors by halves: {made}")
        if scenario == "export":
            text = (self._folder / "out.csv").read_text(encoding="utf-8")
            new = text.count("\n") == 1 + 7 and text.endswith("\n") and text.startswith("term")
            if not new and (text != _OLD_EXPORT or "export" in told.lines):
                wrong.append(f"export by halves: {text[:80]!r}")
        if entries > len(told.decisions()) + 100:
            wrong.append(f"{entries} entries")
        if scenario == "merge":
            sides = {(10, _WORDS), (10 - 1 + 20, _WORDS + 1)}
            if (pairs, terms) not in sides:
                wrong.append(f"merge by halves: {pairs} pairs, {terms} terms")
            other = [folder / "other.db" for folder in (self._material, self._folder)]
            if other[0].read_bytes() != other[1].read_bytes():
                wrong.append("the other dictionary was written to")
        if scenario == "rescue":
            out = self._folder / "rescued.db"
            if out.exists():
                with open_workbench(out) as rescued:
                    if not check(rescued).sound or len(rescued.store.pairs.as_rows()) != _PAIRS:
                        wrong.append("rescued by halves")
            elif "rescue" in told.lines:
                wrong.append("the rescued dictionary is lost")
        if scenario == "backup":
            for path in (self._folder / "words.db.backups").glob("*.db"):
                with open_workbench(path) as kept:
                    if not check(kept).sound:
                        wrong.append(f"backup {path.name} is not sound")
        return wrong
