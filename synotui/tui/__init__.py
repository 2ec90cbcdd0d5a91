"""The terminal workbench: `run` opens the review screen on a dictionary."""

import gc
import os
import sys
from pathlib import Path

from synotui.errors import SynotuiError

_CANNOT_DRAW = ("", "dumb", "unknown")
"""What TERM is where nothing is known of a terminal, or that it cannot move its cursor."""
_DRAWN = "╭▸▏✓≡霸"
"""Some of what the screens are drawn with."""


def run(path: Path, *, demo: bool = False) -> int:
    """Open the dictionary at `path` in the terminal; give the exit code.

    With `demo` a missing dictionary is made first, behind the first frame.
    Raises SynotuiError if there is no terminal to draw on, or if the
    dictionary cannot be opened, and whatever defect ended the app.
    """
    _require_terminal()
    # What a shell exported once would be taken for the terminal's size whatever becomes of it.
    for size in ("COLUMNS", "LINES"):
        os.environ.pop(size, None)
    # What is made until the first frame stays: looking for garbage in it takes as long
    # as importing Textual does. The app begins to collect once the frame is painted.
    gc.disable()
    # Candidates come a few milliseconds after the cursor was painted; at Textual's 60
    # paintings a second they would wait for up to 33 more.
    os.environ.setdefault("TEXTUAL_FPS", "120")
    # Milliseconds after which escape is the key and not the begin of a longer sequence.
    os.environ.setdefault("ESCDELAY", "40")
    try:
        from synotui.config import load_config, now_doing
        from synotui.tui.app import SynotuiApp

        now_doing("review")
        app = SynotuiApp(path, demo=demo, config=load_config())
        try:
            app.run()
        finally:
            app.close_dictionary()
    finally:
        gc.enable()
    if app.defect is not None:
        raise app.defect
    if app.failure is not None:
        raise app.failure
    return app.return_code or 0


def _require_terminal() -> None:
    """Refuse what cannot show a screen, naming the commands that do without."""
    remedy = "Use the commands, such as: synotui suggest, synotui decide (see synotui --help)"
    if not (sys.stdin.isatty() and sys.stdout.isatty() and sys.stderr.isatty()):
        raise SynotuiError("The review screen needs a terminal as stdin, stdout and stderr", remedy)
    kind = os.environ.get("TERM", "")
    if kind in _CANNOT_DRAW and os.name != "nt":
        told = f"TERM={kind}" if kind else "TERM is not set"
        raise SynotuiError(f"The terminal cannot draw the review screen ({told})", remedy)
    try:
        _DRAWN.encode(sys.stderr.encoding)
    except UnicodeEncodeError:
        raise SynotuiError(
            f"The terminal's encoding ({sys.stderr.encoding}) has not the signs of the screen",
            "Set one that has, such as LC_ALL=C.UTF-8 or PYTHONUTF8=1, or use the commands",
        ) from None
