"""Commands run in the test's own process: what they say and do, without a program to start."""

import importlib
from pathlib import Path

from click.testing import CliRunner

from synotui.errors import SynotuiError
from tests.cli.conftest import Ran


class Inside:
    """A dictionary, and commands run on it."""

    def __init__(self, db: Path) -> None:
        self.db = db

    def run(self, name: str, *arguments: str) -> Ran:
        """Run a command on the dictionary; an error it raises is what it wrote to stderr."""
        command = importlib.import_module(f"synotui.cli.commands.{name}").command
        ran = CliRunner().invoke(command, [str(self.db), *arguments])
        if isinstance(ran.exception, SynotuiError):
            return Ran(1, ran.stdout, str(ran.exception))
        if ran.exception is not None and not isinstance(ran.exception, SystemExit):
            raise ran.exception
        return Ran(ran.exit_code, ran.stdout, ran.stderr)

    def ok(self, name: str, *arguments: str) -> Ran:
        """Run a command that must succeed."""
        ran = self.run(name, *arguments)
        assert ran.code == 0, ran.err
        return ran

    def refused(self, name: str, *arguments: str) -> str:
        """Run a command that must fail; give its message."""
        ran = self.run(name, *arguments)
        assert ran.code == 1, (ran.code, ran.out, ran.err)
        return ran.err
