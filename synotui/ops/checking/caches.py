"""What is cached beside a dictionary: is it what its seal says, and of these vectors?"""

from collections.abc import Iterator
from pathlib import Path

from synotui.model import SpaceInfo
from synotui.ops.caches import space_folder
from synotui.ops.checking.report import Finding
from synotui.store import Store

_REMEDY = "synotui check DB --repair removes it; it is made anew when it is needed"


def cache_findings(store: Store, path: Path, space: SpaceInfo) -> Iterator[Finding]:
    """Read the sealed files of a space. Older ones, which are brought up to date, are no fault."""
    from synotui.engine.cache import read_seal, seal_names

    folder = space_folder(path, space)
    for name in seal_names(folder):
        seal = read_seal(folder, name)
        if seal is None:
            yield Finding("cache", f"{folder.name}/{name}.json is no seal", _REMEDY, True)
        elif not seal.intact(folder):
            told = f"{folder.name}/{name} is not what was written there"
            yield Finding("cache", told, _REMEDY, True)
        elif store.vectors.fingerprint(space.id, seal.rows) != seal.fingerprint:
            told = f"{folder.name}/{name} is of other vectors than the dictionary's"
            yield Finding("cache", told, _REMEDY, True)
