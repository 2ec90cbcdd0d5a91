"""The last steps of this process, by name: what a crash report tells, and the log if there is one.

A step is a word of ours ("decide", "restore") with figures. What it was about
is given apart, as `told`, and goes to the log only if terms may be in it.
"""

import os
from collections import deque
from time import strftime

LOG, LOG_TERMS = "SYNOTUI_LOG", "SYNOTUI_LOG_TERMS"
"""Environment variables: keep a log; let terms be in it, and in crash reports."""
_KEPT = 40
_LONGEST = 60

_steps: deque[str] = deque(maxlen=_KEPT)


def note(step: str, told: str = "", **figures: int) -> None:
    """Remember a step; write it to the log where one is kept.

    `told` may quote terms: it is never remembered, and logged only if asked for.
    """
    words = " ".join([_plain(step), *(f"{name}={figure:d}" for name, figure in figures.items())])
    _steps.append(f"{strftime('%H:%M:%S')} {words}")
    if logs():
        from synotui.logs.log import write

        write(f"{words}: {told}" if told and terms_wanted() else words)


def last_steps() -> tuple[str, ...]:
    """Give the last steps, the oldest first."""
    return tuple(_steps)


def logs() -> bool:
    """Say whether a log is kept."""
    return _on(LOG) or terms_wanted()


def terms_wanted() -> bool:
    """Say whether what terms contain may be logged and reported."""
    return _on(LOG_TERMS)


def _on(variable: str) -> bool:
    return os.environ.get(variable, "") not in ("", "0")


def _plain(step: str) -> str:
    """Keep what names of ours are made of; whatever else it is was not named by us."""
    kept = "".join(c if c.isascii() and (c.isalnum() or c in "_-. ") else "?" for c in step)
    return kept[:_LONGEST]
