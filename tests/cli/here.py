"""A directory whose commands run within the test's own process: no interpreter to start."""

import contextlib
import io
from collections.abc import Mapping

from synotui.cli import main

from .conftest import Ran, Scratch


class Here(Scratch):
    """A directory with a dictionary, whose commands run here."""

    def run(self, *arguments: str, env: Mapping[str, str] | None = None) -> Ran:
        """Run `synotui ARGUMENTS...` in this process; it has no environment of its own."""
        assert env is None
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
