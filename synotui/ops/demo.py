"""The demo dictionary: real terms, real embeddings, seven proposals to begin with."""

import os
from importlib import resources
from pathlib import Path

from synotui import config
from synotui.errors import DictionaryError, DictionaryMissing, StorageFailed
from synotui.model import OnProgress, no_progress
from synotui.ops.spaces.embedding import embed
from synotui.ops.transfer.importing import ImportOptions, import_file
from synotui.ops.workbench import Workbench, open_workbench
from synotui.store.beside import companion, put_in_place

SEED_SOURCE = "seed dictionary"
_SEED_FILE = "seed_pairs.csv"


def demo_path() -> Path:
    """Give the place of the demo dictionary, there or not."""
    return config.demo_path()


def demo_files() -> Path:
    """Give the folder of the demo's source files: in the package, or in a checkout."""
    packaged = Path(str(resources.files("synotui"))) / "demo"
    checkout = Path(__file__).parents[2] / "db" / "demo"
    for folder in (packaged, checkout):
        if (folder / _SEED_FILE).exists():
            return folder
    raise DictionaryMissing("The demo's files are not installed", "Install synotui again")


def make_demo(path: Path, on_progress: OnProgress = no_progress) -> Workbench:
    """Make the demo dictionary at `path` and open it.

    It is made beside and then renamed, so that there never is half a demo.
    Raises SynotuiError; `on_progress` raising Cancelled leaves nothing behind.
    """
    folder = demo_files()
    unfinished = companion(path, f".{os.getpid()}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with open_workbench(unfinished, create=True) as bench:
            for file in sorted(folder.glob("*.tsv")):
                terms = ImportOptions(format="terms")
                import_file(bench, file, terms, on_progress, backs_up=False)
            seed = ImportOptions(source=SEED_SOURCE)
            import_file(bench, folder / _SEED_FILE, seed, on_progress, backs_up=False)
            # The screen that may be waiting for it needs a core to draw on.
            embed(bench, on_progress=on_progress, threads=1)
        try:
            put_in_place(unfinished, path)
        except DictionaryError:
            # Another process may have made it meanwhile.
            if not path.exists():
                raise
    except OSError as error:
        raise StorageFailed(
            f"The demo could not be made at {path} ({error.strerror})",
            "Choose another place: synotui demo --db PATH",
        ) from error
    finally:
        for leftover in (unfinished, Path(f"{unfinished}-journal")):
            leftover.unlink(missing_ok=True)
    return open_workbench(path)
