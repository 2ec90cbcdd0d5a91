"""The program as a whole: what is run, and how each kind of ending becomes an exit code.

Opening the review on a path needs nothing of click, which is imported for everything else.
"""

import errno
import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from synotui.cli.dictionary_path import looks_like_path

if TYPE_CHECKING:
    import click

DONE, PROBLEM, USAGE, DEFECT, STOPPED = 0, 1, 2, 70, 130
"""Exit codes: done; a problem with the data or the request; wrong usage; a defect of synotui;
stopped by Ctrl-C."""

_COMPLETE_VARIABLE = "_SYNOTUI_COMPLETE"
_AWAKE = "20"
"""For how long a thread that has helped with a product waits for the next one before it sleeps:
2 to the power of it cycles of the processor, a third of a millisecond."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run the program on `argv` (default: the process's own) and give its exit code.

    Output nobody reads any more is no error; output that cannot be written is.
    """
    _never_fail_to_encode()
    _let_helpers_sleep()
    try:
        code = _run(list(sys.argv[1:] if argv is None else argv))
        sys.stdout.flush()
        return code
    except OSError as problem:
        # What is still buffered goes nowhere, or it would fail once more at the very end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if problem.errno == errno.EPIPE:
            return DONE
        where = f" ({problem.filename})" if problem.filename else ""
        return _complain(f"{problem.strerror or problem}{where}", PROBLEM)


def _run(arguments: list[str]) -> int:
    instruction = os.environ.get(_COMPLETE_VARIABLE)
    try:
        if instruction:
            return _complete(instruction)
        if len(arguments) == 1 and looks_like_path(arguments[0]):
            return _open(arguments[0])
        return _command(arguments)
    except KeyboardInterrupt:
        return _complain("stopped", STOPPED)
    except Exception as problem:
        return _explain(problem)


def _complete(instruction: str) -> int:
    from click.shell_completion import shell_complete

    from synotui.cli.root import root

    return shell_complete(root, {}, "synotui", _COMPLETE_VARIABLE, instruction)


def _open(path: str) -> int:
    """Do what the command line does with a single path, by the shortest way."""
    from pathlib import Path

    from synotui.logs.trail import note
    from synotui.tui import run

    note("open")
    return run(Path(path))


def _command(arguments: list[str]) -> int:
    import click

    from synotui.cli.lazy import COMMANDS
    from synotui.cli.root import root
    from synotui.logs.trail import note

    note(next((each for each in arguments[:1] if each in COMMANDS), "open"))
    try:
        with root.make_context("synotui", arguments) as context:
            code = root.invoke(context)
        return code if isinstance(code, int) else DONE
    except click.exceptions.Exit as ended:
        return ended.exit_code
    except click.ClickException as refused:
        return _explain_usage(refused)
    except click.Abort:
        return _complain("stopped", STOPPED)


def _explain(problem: Exception) -> int:
    """Turn an error of ours into its line, any other into a report and the line that names it."""
    from synotui.errors import Cancelled, SynotuiError
    from synotui.logs.trail import note

    if isinstance(problem, Cancelled):
        return _complain(str(problem), STOPPED)
    if isinstance(problem, SynotuiError):
        note(f"error {type(problem).__name__}", str(problem))
        return _complain(str(problem), PROBLEM)
    if isinstance(problem, OSError):
        raise problem
    return _report(problem)


def _report(problem: Exception) -> int:
    from synotui.logs.crash import write_report

    path = write_report(problem)
    kept = f"to report it, send {path}" if path else "no report of it could be written"
    return _complain(
        f"this is a defect of synotui ({type(problem).__name__}); {kept}. Decisions are kept",
        DEFECT,
    )


def _explain_usage(refused: "click.ClickException") -> int:
    import click

    from synotui.cli.printing import say

    context = refused.ctx if isinstance(refused, click.UsageError) else None
    if context is not None:
        say(" ".join(context.get_usage().split()))
        say(f"Try '{context.command_path.rstrip()} --help' for help.")
    return _complain(" ".join(refused.format_message().split()), USAGE)


def _complain(message: str, code: int) -> int:
    from synotui.cli.printing import say
    from synotui.logs.secrets import without_secrets

    say(f"synotui: {without_secrets(message)}")
    return code


def _let_helpers_sleep() -> None:
    """Keep the threads of OpenBLAS from waiting a tenth of a second with a core kept busy.

    Where one decides a few times a second they would hardly ever sleep. It is read once, when
    numpy is imported; what the environment says of it stays.
    """
    os.environ.setdefault("OPENBLAS_THREAD_TIMEOUT", _AWAKE)


def _never_fail_to_encode() -> None:
    """Escape what a terminal's encoding cannot show, in place of failing on it."""
    import io

    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
