"""Where written text goes: a stream, or a file that appears whole or not at all."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO
from uuid import uuid4

from synotui.errors import FormatError


@contextmanager
def text_output(out: Path | TextIO, *, bom: bool = False) -> Iterator[TextIO]:
    """Open `out` for UTF-8 text, line ends as written.

    A path is written to a file beside it, which takes its place at the end
    only if all went well. Raises FormatError if it cannot be written.
    """
    if not isinstance(out, Path):
        if bom:
            out.write("\ufeff")
        yield out
        return
    target = out.resolve() if out.is_symlink() else out
    if target.exists() and not target.is_file():
        with _failures_named(out), _open(target, bom) as file:
            yield file
        return
    beside = target.with_name(f".{target.name[:100]}.{uuid4().hex[:8]}.part")
    try:
        with _failures_named(out):
            with _open(beside, bom) as file:
                yield file
                file.flush()
                os.fsync(file.fileno())
            if target.exists():
                shutil.copymode(target, beside)
            beside.replace(target)
    finally:
        beside.unlink(missing_ok=True)


def _open(path: Path, bom: bool) -> TextIO:
    return path.open("w", encoding="utf-8-sig" if bom else "utf-8", newline="")


@contextmanager
def _failures_named(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise FormatError(
            f"cannot be written: {error.strerror or error}",
            "Choose another place, or make room",
            path=path,
        ) from error
    except UnicodeEncodeError as error:
        raise FormatError(
            f"a text is not valid Unicode: {error.object[error.start : error.end]!a}",
            "Mend the term or note that holds it",
            path=path,
        ) from error
