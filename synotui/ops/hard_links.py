"""Whether a dictionary has another name: a hard link, which looks like a copy and is none."""

from pathlib import Path


def hard_link_warning(path: Path) -> str:
    """Say what may go wrong with a file that has several names; "" for one that has one."""
    try:
        names = path.stat().st_nlink
    except OSError:
        return ""
    if names < 2 or not path.is_file():
        return ""
    return (
        f"{path.name} is one of {names} names of the same file (hard links): each changes with "
        "it, and a write that is cut off under one name is not taken back under another. "
        f"For a copy: synotui backup {path.name} COPY.db"
    )
