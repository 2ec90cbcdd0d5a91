"""Where files go that are written: a stream, or a file that appears whole or not at all.

A file whose name ends in .gz, .bz2 or .zst is packed.
"""

import io
import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import BinaryIO, TextIO, TypeVar
from uuid import uuid4

from synotui.errors import FormatError
from synotui.formats.packing import packed, packing_of

_DATABASE = b"SQLite format 3\0"
_PARTS = ("-journal", "-wal", "-shm")
"""What SQLite adds to the name of a database for files that belong to it."""
_File = TypeVar("_File", TextIO, BinaryIO)


@contextmanager
def text_output(out: Path | TextIO, *, bom: bool = False) -> Iterator[TextIO]:
    """Open `out` for UTF-8 text, line ends as written.

    A path is written to a file beside it, which takes its place at the end
    only if all went well. Raises FormatError if it cannot be written.
    """
    if isinstance(out, Path):
        with _whole([out], partial(_open_text, bom=bom)) as (file,):
            yield file
        return
    if bom:
        out.write("\ufeff")
    yield out


@contextmanager
def binary_output(out: Path | BinaryIO) -> Iterator[BinaryIO]:
    """Open `out` for bytes, in the same way."""
    if isinstance(out, Path):
        with _whole([out], _open_binary) as (file,):
            yield file
        return
    yield out


@contextmanager
def binary_outputs(*outs: Path) -> Iterator[list[BinaryIO]]:
    """Open files that belong together for bytes: none takes its place unless all are whole.

    At no time does the first stand beside others that are not its own.
    """
    with _whole(outs, _open_binary) as files:
        yield files


@contextmanager
def _whole(
    outs: Sequence[Path], opened: Callable[[Path, str], AbstractContextManager[_File]]
) -> Iterator[list[_File]]:
    parts: list[tuple[Path, Path]] = []
    files: list[_File] = []
    try:
        with _failures_named(outs[0]):
            with ExitStack() as opening:
                for out in outs:
                    target = Path(os.path.realpath(out)) if out.is_symlink() else out
                    _refuse_databases(target)
                    packing = packing_of(out)
                    if target.exists() and not target.is_file():
                        files.append(opening.enter_context(opened(target, packing)))
                        continue
                    beside = target.with_name(f".{target.name[:100]}.{uuid4().hex[:8]}.part")
                    parts.append((beside, target))
                    files.append(opening.enter_context(opened(beside, packing)))
                yield files
            for beside, _ in parts:
                _keep(beside)
            _place(parts)
    finally:
        for beside, _ in parts:
            # What was written is in its place; what was not is told of already.
            with suppress(OSError):
                beside.unlink(missing_ok=True)


def _refuse_databases(target: Path) -> None:
    """Raise FormatError if a file is a database, which may be somebody's dictionary, or part of it.

    A backup is one too, and beside a dictionary are files that only SQLite may write.
    """
    whole = next((target.name.removesuffix(each) for each in _PARTS if target.name.endswith(each)),
                 target.name)  # fmt: skip
    try:
        with target.with_name(whole).open("rb") as file:
            held = file.read(len(_DATABASE)) == _DATABASE
    except (OSError, ValueError):
        return
    if held:
        what = "a dictionary or another database" if whole == target.name else f"part of {whole}"
        raise FormatError(f"is {what}", "Name another file to write to", path=target)


def _keep(path: Path) -> None:
    """Let the disk hold what was written to a file."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def _place(parts: Sequence[tuple[Path, Path]]) -> None:
    for beside, target in parts:
        if target.exists():
            shutil.copymode(target, beside)
    if len(parts) > 1:
        # The first goes, and comes last: whatever happens between, it never has wrong companions.
        parts[0][1].unlink(missing_ok=True)
    for beside, target in reversed(parts):
        beside.replace(target)


@contextmanager
def _open_binary(path: Path, packing: str) -> Iterator[BinaryIO]:
    with path.open("wb") as raw, packed(raw, packing) as file:
        yield file


@contextmanager
def _open_text(path: Path, packing: str, *, bom: bool) -> Iterator[TextIO]:
    codec = "utf-8-sig" if bom else "utf-8"
    with (
        _open_binary(path, packing) as file,
        io.TextIOWrapper(file, encoding=codec, newline="") as text,
    ):
        yield text


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
