"""Where the files lie that can be made again: in one folder beside the dictionary."""

from pathlib import Path

from synotui.model import SpaceInfo
from synotui.store.beside import folder_beside


def cache_folder(dictionary: Path) -> Path:
    """Give the folder of everything cached for a dictionary; it may be deleted at any time."""
    return folder_beside(dictionary, "cache")


def space_folder(dictionary: Path, space: SpaceInfo) -> Path:
    """Give the folder of what is cached for one space."""
    return cache_folder(dictionary) / f"space{space.id}"
