"""Every promise of docs/reliability.md names the tests that prove it, and they exist."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
DOCUMENTS = sorted(
    str(path.relative_to(ROOT)) for path in (*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md"))
)
_NAMED = re.compile(r"\b(tests/[\w./-]*[\w/])(?:::(\w+))?")


def functions(file: Path) -> set[str]:
    """The tests of a file."""
    found = ast.walk(ast.parse(file.read_text(encoding="utf-8")))
    return {each.name for each in found if isinstance(each, ast.FunctionDef | ast.AsyncFunctionDef)}


def missing(text: str) -> list[str]:
    """Give the test files and tests that a text names and that are not there."""
    wrong = []
    for path, test in _NAMED.findall(text):
        file = ROOT / path
        if not file.exists() or (test and test not in functions(file)):
            wrong.append(f"{path}::{test}" if test else path)
    return wrong


@pytest.mark.parametrize("name", DOCUMENTS)
def test_tests_that_are_named_exist(name: str) -> None:
    assert missing((ROOT / name).read_text(encoding="utf-8")) == []


def test_every_promise_names_what_proves_it() -> None:
    text = (ROOT / "docs" / "reliability.md").read_text(encoding="utf-8")
    [table] = re.findall(r"^\| promise \|.*\n\|[-|]+\n((?:\|.*\n)+)", text, re.MULTILINE)
    rows = [row.strip("|").split(" | ") for row in table.splitlines()]
    assert len(rows) > 10
    for promise, _, proved in rows:
        assert [test for _, test in _NAMED.findall(proved) if test], promise


def test_a_name_that_is_not_there_is_found() -> None:
    named = "`tests/test_promises.py::test_nothing_of_the_kind`, `tests/none.py`, `tests/faults`"
    assert missing(named) == ["tests/test_promises.py::test_nothing_of_the_kind", "tests/none.py"]
