"""Two terms or texts, or several, measured for the screen; an encoder is waited for beside it."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from synotui.errors import SynotuiError, UnknownTerm
from synotui.model import Comparison, Matrix, Term

if TYPE_CHECKING:
    from synotui.ops.workbench import Workbench
    from synotui.tui.app import SynotuiApp

_WAIT = 0.05
"""Seconds between two looks whether vectors have arrived."""


@dataclass(frozen=True, slots=True)
class Compared:
    """What came of it: a comparison, a matrix, or what is wrong."""

    texts: tuple[str, ...]
    found: Comparison | Matrix | None
    error: SynotuiError | None = None
    closest: tuple[Term, ...] = ()
    """Terms that may be meant by a text that is unknown."""


async def compared(
    app: "SynotuiApp", texts: Sequence[str], tell: Callable[[str], None]
) -> Compared:
    """Measure `texts`, two or more; `tell` hears what is waited for. Errors are part of it."""
    from synotui.ops.grouping import measured as measured_sets
    from synotui.tui.placing import encoder_ready

    run = app.dictionary.run
    try:
        if await run(measured_sets.is_arriving):
            tell("waiting for vectors …")
        while await run(measured_sets.is_arriving):
            await asyncio.sleep(_WAIT)
        await encoder_ready(app, texts, tell)
        return Compared(tuple(texts), await run(partial(_measure, texts=texts)))
    except UnknownTerm as error:
        closest = await run(partial(_terms, texts=error.closest))
        return Compared(tuple(texts), None, error, closest)
    except SynotuiError as error:
        return Compared(tuple(texts), None, error)


def _measure(bench: "Workbench", texts: Sequence[str]) -> Comparison | Matrix:
    from synotui.ops.comparing.compare import compare_texts, matrix

    if len(texts) > 2:
        return matrix(bench, texts)
    a, b = texts
    return compare_texts(bench, a, b)


def _terms(bench: "Workbench", texts: Sequence[str]) -> tuple[Term, ...]:
    from synotui.ops.terms import find_term

    return tuple(find_term(bench, text) for text in texts)
