"""Crash reports: a local file that says what happened and what to send; nothing is sent by us.

A report tells the program, the platform, the terminal, the last steps by name
and where in the code it happened. Variables are left out, and so is what an
error says where it may quote data.
"""

import os
import platform
import sys
import traceback
from collections.abc import Iterator
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from synotui.logs.log import log_folder
from synotui.logs.secrets import without_secrets
from synotui.logs.trail import LOG_TERMS, last_steps, terms_wanted
from synotui.text import visible

_KEPT = 10
_TERMINAL = ("TERM", "COLORTERM", "TERM_PROGRAM", "LANG", "LC_ALL", "NO_COLOR", "COLUMNS", "LINES")
_PACKAGES = ("textual", "rich", "numpy", "hnswlib", "sqlite-utils")
_SAYS_NO_DATA = (
    ZeroDivisionError, AttributeError, IndexError, NameError, ImportError, RecursionError,
    MemoryError, TypeError,
)  # fmt: skip
"""Errors whose message is the interpreter's, about code."""
_HEADING = f"""\
synotui ended because of a defect. This file was written for whoever mends it; it was not sent.

To report it, send this file as it is and say what you were doing. It holds no term, no
variable and no path of yours: errors that may quote them are left out. If you can make it
happen again, with {LOG_TERMS}=1 in the environment the report says more, terms as well.
"""


def write_report(error: BaseException) -> Path | None:
    """Write a report of `error`, for its owner to read alone; None if it cannot be written.

    The last ten reports stay.
    """
    folder = log_folder()
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S")
    path = folder / f"crash-{stamp}-{os.getpid()}.txt"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w",
                       encoding="utf-8", errors="backslashreplace") as file:  # fmt: skip
            file.write(report(error))
        for old in sorted(folder.glob("crash-*.txt"))[:-_KEPT]:
            old.unlink(missing_ok=True)
    except OSError:
        return None
    return path


def report(error: BaseException) -> str:
    """Give the text of a report."""
    lines = [_HEADING, *_about(), "", "Last steps", *(f"  {step}" for step in last_steps()), ""]
    lines += ["Where", *(f"  {line}" for line in _chain(error))]
    return "".join(f"{_line(each)}\n" for line in lines for each in line.split("\n"))


def _line(text: str) -> str:
    return visible(without_secrets(text))


def _about() -> Iterator[str]:
    yield f"synotui    {_version('synotui')}"
    yield f"Python     {platform.python_version()} ({platform.python_implementation()})"
    yield f"Platform   {platform.platform()} {platform.machine()}"
    yield f"SQLite     {getattr(sys.modules.get('sqlite3'), 'sqlite_version', 'not used')}"
    yield f"Packages   {', '.join(f'{name} {_version(name)}' for name in _PACKAGES)}"
    set_ = (f"{name}={os.environ[name]}" for name in _TERMINAL if name in os.environ)
    yield f"Terminal   {_size()} {' '.join(set_)}{' tmux' if 'TMUX' in os.environ else ''}"


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "?"


def _size() -> str:
    try:
        columns, lines = os.get_terminal_size(2)
    except OSError:
        return "none"
    return f"{columns}x{lines}"


def _chain(error: BaseException) -> Iterator[str]:
    """Tell an error after those it came of, each once."""
    seen: list[BaseException] = []
    each: BaseException | None = error
    while each is not None and each not in seen:
        seen.append(each)
        hidden = each.__suppress_context__
        each = each.__cause__ or (None if hidden else each.__context__)
    for place, each in enumerate(reversed(seen)):
        if place:
            yield "which led to"
        yield from _told(each)


def _told(error: BaseException) -> Iterator[str]:
    for frame in traceback.extract_tb(error.__traceback__):
        yield f"{_shortened(frame.filename)}:{frame.lineno} in {frame.name}"
        if frame.line:
            yield f"    {frame.line}"
    kind = type(error)
    told = str(error) if terms_wanted() or kind in _SAYS_NO_DATA else "(left out)"
    yield f"{kind.__module__}.{kind.__qualname__}: {told}".removeprefix("builtins.")
    if isinstance(error, OSError) and error.errno is not None:
        yield f"errno {error.errno}: {error.strerror}"


def _shortened(file: str) -> str:
    """Give a source file as it is imported, without whose machine it is on."""
    for folder in sorted(filter(None, sys.path), key=len, reverse=True):
        if file.startswith(folder.rstrip(os.sep) + os.sep):
            return file[len(folder) :].lstrip(os.sep)
    return Path(file).name
