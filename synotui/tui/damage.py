"""Looking at every page of the file beside the screen; a damaged file is not written to."""

import asyncio
from typing import TYPE_CHECKING

from synotui.errors import DictionaryDamaged, DictionaryError
from synotui.text import visible
from synotui.tui.keys import KEYS

if TYPE_CHECKING:
    from synotui.store import Store
    from synotui.tui.app import SynotuiApp

_SHOWN = 60
"""Seconds that the way out is told of."""


async def look_at_pages(app: "SynotuiApp") -> None:
    """Look, in a thread of its own, which takes no lock; where a page is damaged, say what to do.

    From then on the review only reads. What is decided meanwhile waits for it.
    """
    store: Store = await app.dictionary.run(lambda bench: bench.store)
    try:
        await asyncio.to_thread(store.soundness.check)
    except DictionaryDamaged as error:
        tell_damage(app, error)
    except DictionaryError:
        # Another process keeps it from being read: the first decision looks again.
        return


def tell_damage(app: "SynotuiApp", error: DictionaryDamaged) -> None:
    """Say once what is wrong and what to do; from then on nothing is written."""
    review = app.review
    if review.damaged:
        return
    review.damaged, review.read_only = _way_out(app, error), True
    review.header_line.dictionary(review.all_terms, read_only=True)
    if review.visit is None:
        told = "The file is damaged. What can be read is listed."
        review.candidates.tell("", told, review.damaged)
    app.elsewhere.damaged = True
    app.elsewhere.show_trouble()
    app.notify(
        visible(review.damaged), title=visible(error.message), severity="error", timeout=_SHOWN,
        markup=False,
    )  # fmt: skip


def _way_out(app: "SynotuiApp", error: DictionaryDamaged) -> str:
    """Say what to do: here, if there is a backup, or in a shell."""
    from synotui.ops.backups import has_backups

    if not has_backups(app.path):
        return error.remedy
    palette = next(app.key_shown(key) for key in KEYS if key.id == "app.palette")
    return f"{palette}, then backups, puts one back here. In a shell: {error.remedy}"
