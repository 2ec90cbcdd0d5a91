"""Every command over a dictionary of hostile terms, as text and as JSON: nothing printed acts.

The table of commands says which there are; one without a line here fails the first test.
"""

import itertools
import json
import shutil
from pathlib import Path

import pytest

from synotui.cli.lazy import COMMANDS
from synotui.engine.evaluate import bootstrap
from synotui.model import Verdict
from synotui.ops.review import decide
from synotui.ops.terms import find_term
from synotui.ops.workbench import open_workbench
from tests.cli.here import Here
from tests.hostile.terms import ENTERS_NOWHERE, HOSTILE, acting, control, make_hostile

A, B, C, D, E, F, G, H, P, Q = (HOSTILE[at] for at in (4, 5, 0, 8, 16, 17, 22, 26, 33, 1))
DB = "<db>"
SAID: dict[str, tuple[tuple[str, ...], ...]] = {
    "demo": (("--db", "demo.db", "--help"),),
    "import": (
        (DB, "\x1b[2Jmore.csv"),
        (DB, "none\x1b[31m.csv"),
        (DB, "more.csv", "--term-column", A),
        (DB, "more.csv", "--encoding", A),
        (DB, "more.csv", "--source", A),
    ),
    "embed": ((DB, "--compose"), (DB, "--encoder", "none\x1b[31m")),
    "index": ((DB,), (DB, "--backend", "none\x1b[31m")),
    "suggest": (
        (DB, A), (DB, D), (DB, E, "--by", "cosine"), (DB, "none\x1b[31m"), (DB, G),
        (DB, "--spaces", "one[/],\x1b]0;owned\x07two\u202e", "--", A),
        (DB, "--all", "--limit", "20", "-o", "queue.csv"),
    ),
    "rerank": ((DB, "--model", "./none\x1b[31m"),),
    "compare": ((DB, A, B), (DB, C, D, E, F), (DB, "none\x1b[31m", B)),
    "analogy": ((DB, "--plus", A, "--plus", B, "--minus", C),),
    "explore": (
        (DB, "nearest", A), (DB, "odd", A, B, C, D), (DB, "closer", A, B),
        (DB, "between", A, B, "--with", C, "--with", D), (DB, "relative", A, B),
        (DB, "vector", A, D),
    ),
    "map": ((DB, A), (DB, A, B, C, D, E, F), (DB, "--set", A), (DB, A, "-o", "\x1b[2Jmap.svg")),
    "decide": (
        (DB, "accept", A, D, "--note", B), (DB, "reject", A, E, "--dry-run"),
        (DB, "accept", A, "none\x1b[31m"), (DB, "acc\x1b[31mept", A, B), (DB, "accept", A, A),
    ),
    "weight": ((DB, A, HOSTILE[10], "2"), (DB, A, "none\x1b[31m", "2")),
    "sense": ((DB, A, HOSTILE[10], B), (DB, A, "none\x1b[31m", B)),
    "senses": ((DB, A), (DB, E)),
    "sets": ((DB,), (DB, A)),
    "undo": ((DB,), (DB, "-n", "2")),
    "redo": ((DB,),),
    "merge": (
        (DB, "\x1b[2Jother.db", "--dry-run"), (DB, "\x1b[2Jother.db"), (DB, "--disagreements"),
        (DB, "\x1b[2Jmore.csv"), (DB, "none\x1b[31m.db"), (DB, "--disagreements", "-o", "d\x1b"),
    ),
    "log": ((DB,), (DB, "--term", A), (DB, "--curator", B), (DB, "--since", "x\x1b[31m")),
    "adjust": ((DB,), (DB, "--method", "pull", "--dry-run"), (DB, "--set", "x\x1b[31m=1")),
    "drift": ((DB,), (DB, "--since", "all", "--threshold", "0.2"), (DB, "--since", A)),
    "space": ((DB,), (DB, "--fix", "centre", "--dry-run"), (DB, "none\x1b[31m")),
    "associate": ((DB, C, H, "-p", f"{P},{Q}", "-p", "ＳＵＶ,سيارة"), (DB, A, "-f", "lists.txt")),
    "evaluate": (
        (DB,), (DB, "--on", "similar.tsv"), (DB, "--on", "questions.txt"),
        (DB, "--on", "gold.csv"), (DB, "--history"),
    ),
    "histogram": ((DB,), (DB, "-o", "\x1b[2Jh.svg")),
    "simulate": ((DB, "--gold", "gold.csv", "--heads", "1"),),
    "export": ((DB, "\x1b[2Jout.csv"), (DB, "out.nonsense\x1b[31m"), (DB, "v.npy")),
    "formats": ((),),
    "stats": ((DB,), ("none\x1b[31m.db",)),
    "neighbours": ((DB, "-k", "5"),),
    "backup": ((DB,), (DB, "--list"), (DB, "\x1b[2Jcopy.db")),
    "restore": ((DB,), (DB, "1", "--dry-run"), (DB, "99")),
    "check": ((DB,), (DB, "--expect", "x\x1b[31m")),
    "completion": (("bash",),),
}  # fmt: skip
"""What each command is told; each that knows --json is run with it as well."""


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> Here:
    """A folder with the dictionary and files that are as hostile."""
    folder = tmp_path_factory.mktemp("hostile")
    made = make_hostile(folder)
    here = Here(folder)
    here.db = made
    quoted = ['"' + text.replace('"', '""') + '"' for text in HOSTILE]
    rows = [f"{a},{b}" for a, b in zip(quoted, quoted[6:], strict=False)]
    for name in ("\x1b[2Jmore.csv", "more.csv", "gold.csv"):
        here.write(name, "term,synonym\n" + "\n".join(rows) + "\n\x1b[31m,\n")
    scored = [f"{a}\t{b}\t{n}" for n, (a, b) in enumerate(itertools.pairwise(quoted))]
    here.write("similar.tsv", "\n".join(scored) + "\nx\ty\t\x1b[31m\n")
    four = [text for text in HOSTILE if not text.split()[1:] and len(text) < 100]
    lines = [" ".join(four[at : at + 4]) for at in range(0, len(four) - 4, 4)]
    here.write("questions.txt", ": \x1b]0;owned\x07section\n" + "\n".join(lines) + "\n")
    other = Path(shutil.copy(made, folder / "\x1b[2Jother.db"))
    for path, verdict in ((made, Verdict.ACCEPTED), (other, Verdict.REJECTED)):
        with open_workbench(path) as bench:
            one, two, three = (find_term(bench, text).id for text in (D, E, F))
            decide(bench, one, two, verdict, note=A)
            if path == other:
                decide(bench, one, three, verdict, note=B)
    here.write("lists.txt", f"one\x1b[31m: {A}, {B}\nno name\x1b[2J\n")
    return here


def test_no_command_is_forgotten() -> None:
    assert set(SAID) == set(COMMANDS)


@pytest.mark.parametrize("name", SAID)
def test_nothing_a_command_prints_acts(
    name: str, here: Here, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bootstrap, "RESAMPLES", 20)
    monkeypatch.setenv("SYNOTUI_CURATOR", "\x1b]0;owned\x07mei[/]")
    for told in SAID[name]:
        arguments = [here.db.name if each == DB else each for each in told]
        for more in ((), ("--json",)):
            ran = here.run(name, *more, *arguments)
            assert ran.code in (0, 1, 2, 141), (arguments, ran)
            assert "Traceback" not in ran.err and "defect" not in ran.err, (arguments, ran.err)
            for stream in (ran.out, ran.err):
                lines = stream.replace("\r", "\n").split("\n")
                found = {bad for line in lines for bad in acting(line)}
                # JSON keeps marks as they are: they pile up, and drive nothing.
                found = {bad for bad in found if not (more and bad.startswith("\u0301"))}
                assert not found, (arguments, found, stream)
            if more and ran.code == 0 and name not in ("export", "suggest", "completion"):
                json.loads(ran.out)
            if ran.code == 1:
                assert ran.err.count("synotui: ") == 1 or name == "check", ran.err


@pytest.mark.parametrize("text", ENTERS_NOWHERE, ids=lambda text: ascii(text)[:20])
def test_what_cannot_be_a_term_enters_nowhere(text: str, here: Here, tmp_path: Path) -> None:
    copy = Here(tmp_path)
    copy.db = Path(shutil.copy(here.db, tmp_path / "copy.db"))
    before = copy.ok("stats", "copy.db", "--json").document["terms"]
    for arguments in (
        ("decide", "copy.db", "accept", A, text, "--add"),
        ("suggest", "copy.db", text),
        ("compare", "copy.db", A, text),
        ("explore", "copy.db", "nearest", text),
    ):
        ran = copy.run(*arguments)
        assert ran.code in (1, 2), (arguments, ran)
        assert "Traceback" not in ran.err and not control(ran.err), ran.err
        assert "defect" not in ran.err, (arguments, ran.err)
    rows = json.dumps({"term": text, "synonym": "x"}) + "\n" + '{"term": "y", "synonym": "ok"}\n'
    copy.write("pairs.jsonl", rows)
    report = copy.ok("import", "copy.db", "pairs.jsonl", "--json").document
    assert report["files"][0]["skipped_count"] == 1
    assert copy.ok("stats", "copy.db", "--json").document["terms"] == before + 2


def test_what_export_writes_to_a_terminal_does_not_drive_it(here: Here) -> None:
    from tests.cli.test_terminal_safety import SGR, on_terminal

    shown = on_terminal(here, "export", here.db.name, "-", more={})
    assert not acting(SGR.sub("", shown).translate(dict.fromkeys(b"\r\n\t")))
    assert "␛]0;owned␇" in shown
    raw = here.ok("export", here.db.name, "-").out
    assert "\x1b]0;owned\x07" in raw, "in a pipe a term is what it is"
