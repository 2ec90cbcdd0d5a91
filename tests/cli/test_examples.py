"""Each example in a help page is run as it stands, in a directory with a real dictionary."""

import shutil
from collections.abc import Iterator

import click
import pytest

from synotui.cli.lazy import COMMANDS, LazyGroup
from synotui.cli.root import root

from .conftest import Scratch


def examples(command: click.Command) -> list[str]:
    """Give the lines under `Example:` in a command's help."""
    _, found, block = (command.help or "").partition("Example:\n")
    assert found, f"{command.name} has no example"
    return [line.strip() for line in block.splitlines() if line.strip()]


def all_examples() -> Iterator[tuple[str, list[str]]]:
    assert isinstance(root, LazyGroup)
    context = click.Context(root)
    yield "synotui", examples(root)
    for name in COMMANDS:
        if name == "rerank":
            # It needs torch and a model: `tests/transformers` runs its examples.
            continue
        command = root.get_command(context, name)
        assert command is not None
        yield name, examples(command)


@pytest.mark.parametrize(("name", "lines"), list(all_examples()))
def test_examples_run_as_they_stand(name: str, lines: list[str], scratch: Scratch) -> None:
    if name in ("undo", "redo", "adjust"):
        scratch.ok("decide", "cars.db", "accept", "跑车", "敞篷车")
        scratch.ok("decide", "cars.db", "accept", "蝴蝶结", "领结")
        scratch.ok("decide", "cars.db", "reject", "跑车", "卡车")
    if name == "restore":
        scratch.ok("backup", "cars.db")
        scratch.ok("decide", "cars.db", "accept", "跑车", "敞篷车")
        scratch.ok("backup", "cars.db")
    if name == "merge":
        shutil.copy(scratch.path / "cars.db", scratch.path / "from-li.db")
        scratch.ok("decide", "from-li.db", "accept", "跑车", "敞篷车")
    if name == "suggest":
        scratch.ok("space", "cars.db", "--fix", "centre", "--name", "centred")
    for line in lines:
        assert line.startswith("synotui ")
        ran = scratch.shell(line)
        assert ran.code == 0, f"{line}\n{ran.err}"
