"""The log: one rotating file in the user's log folder, written only where it is asked for."""

import logging
import os
from functools import cache
from io import TextIOWrapper
from logging.handlers import RotatingFileHandler
from pathlib import Path

from synotui.config import APP
from synotui.logs.secrets import without_secrets
from synotui.text import visible

_BYTES, _OLDER = 500_000, 2


class _Quiet(RotatingFileHandler):
    """A file for its owner alone; where it cannot be written, nothing is said about that."""

    def _open(self) -> TextIOWrapper:
        descriptor = os.open(self.baseFilename, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        return os.fdopen(descriptor, "a", encoding="utf-8", errors="backslashreplace")

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802
        """Go on: a full disk is no reason to draw over the screen."""


def log_folder() -> Path:
    """Give the folder of the log and of crash reports, there or not."""
    from platformdirs import user_log_path

    return user_log_path(APP)


def write(line: str) -> None:
    """Write one line, without secrets and without what could drive a terminal."""
    logger = _logger(log_folder())
    if logger is not None:
        logger.info("%s", visible(without_secrets(line)))


@cache
def _logger(folder: Path) -> logging.Logger | None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handler = _Quiet(folder / "synotui.log", maxBytes=_BYTES, backupCount=_OLDER, delay=True)
    except OSError:
        return None
    handler.setFormatter(logging.Formatter("%(asctime)s %(process)d %(message)s"))
    # A logger of our own, which no library and no other handler hears.
    logger = logging.Logger("synotui")
    logger.addHandler(handler)
    return logger
