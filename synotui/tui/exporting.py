"""Writing a file from the review: pairs by the dictionary's own thread, vectors beside it."""

import asyncio
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from synotui.formats import Format
    from synotui.ops.transfer.exporting import ExportOptions, ExportReport
    from synotui.ops.workbench import Workbench
    from synotui.store import Store
    from synotui.tui.app import SynotuiApp
    from synotui.tui.progress import Relay

PAIRS, VECTORS = ".csv", ".vec"
"""The endings that are offered first."""


def ask_export(app: "SynotuiApp", ending: str) -> None:
    """Ask where to write pairs or vectors, as `ending` says at first, and which vectors."""
    from synotui.tui.screens.export import ExportScreen

    app.push_screen(ExportScreen(app.path.with_suffix(ending)))


async def write(
    app: "SynotuiApp", out: Path, options: "ExportOptions", relay: "Relay"
) -> "ExportReport":
    """Write a file; `relay` hears how far it is, and stops it. Raises SynotuiError, Cancelled."""
    from synotui.formats import format_for_writing

    if format_for_writing(out).holds == "pairs":
        return await app.dictionary.run(partial(_export, out=out, options=options, relay=relay))
    beside = await app.dictionary.run(lambda bench: bench.store.beside)

    def export_beside() -> "ExportReport":
        from synotui.ops.workbench import Workbench

        store: Store = beside()
        try:
            return _export(Workbench(store), out, options, relay)
        finally:
            store.close()

    return await asyncio.to_thread(export_beside)


def _export(
    bench: "Workbench", out: Path, options: "ExportOptions", relay: "Relay"
) -> "ExportReport":
    from synotui.ops.transfer.exporting import export

    return export(bench, out, options, relay)


def with_ending(text: str, format: "Format") -> str:
    """Give a path as typed with the ending of a format; how it is packed stays."""
    from synotui.formats import formats
    from synotui.formats.packing import packing_of

    path = Path(text)
    packing = path.suffix if packing_of(path) else ""
    inner = text.removesuffix(packing)
    known = {ending for each in formats() if each.writes for ending in each.extensions}
    ending = Path(inner).suffix
    stem = inner.removesuffix(ending) if ending.lower() in known else inner
    return f"{stem}{format.extensions[0]}{packing}"
