"""Looking at every page of the file beside the screen; a damaged file is not written to."""

import asyncio
from typing import TYPE_CHECKING

from synotui.errors import DictionaryError, NotADictionary
from synotui.text import visible

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
    except NotADictionary as error:
        _tell(app, error)
    except DictionaryError:
        # Another process keeps it from being read: the first decision looks again.
        return


def _tell(app: "SynotuiApp", error: NotADictionary) -> None:
    review = app.review
    review.damaged, review.read_only = error.remedy, True
    review.header_line.dictionary(review.all_terms, read_only=True)
    if review.visit is None:
        review.candidates.tell("", "The file is damaged. What can be read is listed.", error.remedy)
    app.elsewhere.damaged = True
    app.elsewhere.show_trouble()
    app.notify(
        visible(error.remedy), title=visible(error.message), severity="error", timeout=_SHOWN,
        markup=False,
    )  # fmt: skip
