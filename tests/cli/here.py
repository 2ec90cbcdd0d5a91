"""A directory whose commands run within the test's own process: no interpreter to start."""

import contextlib
import io
import shlex
from collections.abc import Mapping

from synotui.cli import main

from .conftest import Ran, Scratch


class Here(Scratch):
    """A directory with a dictionary, whose commands run here."""

    def run(self, *arguments: str, env: Mapping[str, str] | None = None) -> Ran:
        """Run `synotui ARGUMENTS...` in this process; with an `env` of its own in another."""
        if env is not None:
            return super().run(*arguments, env=env)
        written = io.BytesIO(), io.BytesIO()
        out, err = (io.TextIOWrapper(held, "utf-8", newline="") for held in written)
        with (
            contextlib.chdir(self.path),
            contextlib.redirect_stdout(out),
            contextlib.redirect_stderr(err),
        ):
            code = main(list(arguments))
        out.flush()
        err.flush()
        return Ran(code, *(held.getvalue().decode() for held in written))

    def shell(self, line: str) -> Ran:
        """Run a line here that only calls synotui; one that asks more of a shell in one."""
        words = shlex.split(line)
        if words[0] != "synotui" or set(line) & set("|<>&;$`*?\n"):
            return super().shell(line)
        return self.run(*words[1:])
