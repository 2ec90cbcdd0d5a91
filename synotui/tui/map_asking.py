"""What a map asks for: its terms and texts, and where to write it as a picture."""

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from synotui.errors import SynotuiError
from synotui.tui.mapping import SEPARATORS, listed, written
from synotui.tui.placing import encoder_ready
from synotui.tui.screens.prompt import Prompt

if TYPE_CHECKING:
    from synotui.model import Term, TermMap
    from synotui.ops.workbench import Workbench
    from synotui.tui.app import SynotuiApp


def ask_terms(
    app: "SynotuiApp", chosen: tuple[str, ...], then: Callable[[tuple[str, ...]], None]
) -> None:
    """Ask for the terms and texts of a map, beginning with those `chosen` so far."""

    async def like(text: str) -> "list[Term]":
        last = text.rstrip()[-1:]
        return await app.like(listed(text)[-1]) if last and last not in SEPARATORS else []

    async def accept(text: str, term: "Term | None") -> str:
        texts = tuple(listed(text))
        if term is not None:
            texts = (*texts[:-1], term.text)
        if not texts:
            return ""

        def find(bench: "Workbench") -> None:
            from synotui.ops.spaces.points import find_points

            find_points(bench, texts)

        try:
            # The line stays until its texts can be placed: nothing more is to be said.
            await encoder_ready(app, texts, lambda told: None)
            await app.dictionary.run(find)
        except SynotuiError as error:
            return str(error)
        then(texts)
        return ""

    value = f"{written(chosen)}, " if chosen else ""
    hint = "commas between them · ↓ completes the last · enter draws · esc leaves"
    app.push_screen(Prompt("Terms and texts of the map", hint, accept, value=value, like=like))


def ask_picture(app: "SynotuiApp", found: "TermMap", say: Callable[[str], None]) -> None:
    """Ask where to write a map as SVG or PNG, in the colours of the theme; tell what was done."""

    async def accept(text: str, _: "Term | None") -> str:
        from synotui.ops.mapping.picture import write_map

        out = Path(text.strip()).expanduser()
        if not text.strip():
            return "Name a file that ends in .svg or .png."
        try:
            dark = app.current_theme.dark
            picture = await asyncio.to_thread(write_map, found, out, dark=dark)
        except SynotuiError as error:
            return str(error)
        told = f"Wrote the map to {picture.path}"
        if picture.missing:
            told += f"; no font has {' '.join(picture.missing)}"
        say(told)
        return ""

    hint = ".svg, or .png · a file that is there is replaced · enter writes · esc leaves"
    path = app.path.with_name(f"{app.path.stem}-map.svg")
    app.push_screen(Prompt("Write the map as a picture", hint, accept, value=str(path)))
