"""Texts that are no terms are placed by an encoder, which is waited for beside the dictionary."""

import asyncio
from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from synotui.tui.app import SynotuiApp


async def encoder_ready(
    app: "SynotuiApp", texts: Sequence[str], tell: Callable[[str], None]
) -> None:
    """Wait until `texts` can be placed at once; `tell` hears of it. Raises SynotuiError."""
    from synotui.ops.spaces.points import encoder_needed

    wait = await app.dictionary.run(partial(encoder_needed, texts=texts))
    if wait is not None:
        await encoder_loaded(wait, tell)


async def encoder_loaded(wait: Callable[[], object], tell: Callable[[str], None]) -> None:
    """Wait as `encoder_needed` says. Raises EncoderError."""
    tell("loading the encoder …")
    await asyncio.to_thread(wait)
