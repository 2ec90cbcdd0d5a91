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
    folder = space_folder(path, space)
    for name, fault in _faults(store, folder, space):
        yield Finding("cache", f"{folder.name}/{name} {fault}", _REMEDY, True)


def remove_faulty(store: Store, path: Path, space: SpaceInfo) -> None:
    """Delete what `cache_findings` tells of."""
    from synotui.engine.cache import remove_entry

    folder = space_folder(path, space)
    for name, _ in list(_faults(store, folder, space)):
        remove_entry(folder, name.removesuffix(".json"))


def _faults(store: Store, folder: Path, space: SpaceInfo) -> Iterator[tuple[str, str]]:
    """Give each entry that is not to be used, and why."""
    from synotui.engine.cache import read_seal, seal_names

    for name in seal_names(folder):
        seal = read_seal(folder, name)
        if seal is None:
            yield f"{name}.json", "is no seal"
        elif not seal.intact(folder):
            yield name, "is not what was written there"
        elif store.vectors.fingerprint(space.id, seal.rows) != seal.fingerprint:
            yield name, "is of other vectors than the dictionary's"
