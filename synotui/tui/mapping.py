"""Making maps behind the screen: PCA at once, t-SNE and UMAP beside the dictionary's thread."""

import asyncio
import re
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from synotui.errors import SynotuiError
from synotui.model import MapMethod, SetOf, TermMap

if TYPE_CHECKING:
    from synotui.ops.mapping.map import MapPlan
    from synotui.ops.workbench import Workbench
    from synotui.tui.app import SynotuiApp
    from synotui.tui.progress import Relay

About = int | tuple[str, ...] | SetOf
"""A head by its id, chosen terms and texts, or the synonym set of a term."""
State = tuple[int, int] | None
"""The last ledger entry there was, and the one all vectors were last solved at."""
_COUNTS = (0, 10, 20, 50, 100, 200)
"""Numbers of neighbours one steps through."""
SEPARATORS = ",，、;；"
"""What stands between terms as one types them."""
_LISTED = re.compile(rf'\s*"([^"]+)"|([^{SEPARATORS}]+)')


@dataclass(frozen=True, slots=True)
class Asked:
    """What a map is to show, and how."""

    about: About
    method: MapMethod = "pca"
    neighbours: int | None = None
    """None for as many as are usual."""

    @property
    def chosen(self) -> tuple[str, ...]:
        """The terms and texts if they were chosen one by one, else none."""
        if isinstance(self.about, (int, SetOf)):
            return ()
        return self.about

    def more(self, by: int) -> int:
        """Give the next larger number of neighbours, or the next smaller one."""
        from synotui.ops.mapping.map import NEIGHBOURS

        usual = 0 if len(self.chosen) > 1 else NEIGHBOURS
        count = usual if self.neighbours is None else self.neighbours
        beyond = [each for each in _COUNTS if (each - count) * by > 0]
        return (min(beyond) if by > 0 else max(beyond)) if beyond else count


@dataclass(frozen=True, slots=True)
class Drawn:
    """A map, and what the space says of its points."""

    asked: Asked
    found: TermMap
    base: list[float]
    """Cosines with the first point, by base vectors."""
    now: list[float]
    """The same as adjusted."""
    kept: list[float]
    """Cosines of each with where it was."""
    state: State
    """Of the dictionary when the map was gathered."""

    def order(self) -> list[int]:
        """Give the points, those nearest to the first one first."""
        rest = sorted(range(1, len(self.now)), key=lambda at: -self.now[at])
        return [*range(min(1, len(self.now))), *rest]


async def make_map(app: "SynotuiApp", asked: Asked, relay: "Relay") -> Drawn:
    """Make a map; `relay` hears how far it is, and stops it. Raises SynotuiError, Cancelled."""
    from synotui.ops.mapping.map import place_map

    plan, drawn, state = await app.dictionary.run(partial(_gather, asked=asked, relay=relay))
    if drawn is None:
        drawn = await asyncio.to_thread(place_map, plan, asked.method, relay)
    return Drawn(asked, drawn, *_cosines(plan), state)


def _gather(
    bench: "Workbench", asked: Asked, relay: "Relay"
) -> "tuple[MapPlan, TermMap | None, State]":
    from synotui.ops.mapping.map import place_map, plan_map

    state = state_of(bench)
    plan = plan_map(bench, asked.about, neighbours=asked.neighbours, on_progress=relay)
    return plan, place_map(plan) if asked.method == "pca" else None, state


def state_of(bench: "Workbench") -> State:
    """Give what tells whether anything was decided; None while another program is writing."""
    store = bench.store
    try:
        with store.reading():
            return store.ledger.next_seq() - 1, store.values.solved_at()
    except SynotuiError:
        return None


def _cosines(plan: "MapPlan") -> tuple[list[float], list[float], list[float]]:
    import numpy as np

    base, now = plan.base, plan.now
    found = (base @ base[0], now @ now[0], np.einsum("ij,ij->i", base, now))
    first, second, third = (np.clip(each, -1, 1).tolist() for each in found)
    return first, second, third


def listed(text: str) -> list[str]:
    """Give the terms and texts of a list as one types it; quotes keep commas in one."""
    found = (quoted or plain.strip() for quoted, plain in _LISTED.findall(text))
    return list(dict.fromkeys(each for each in found if each))


def written(texts: tuple[str, ...]) -> str:
    """Give the list that `listed` reads as `texts`."""
    return ", ".join(
        f'"{text}"' if any(each in text for each in SEPARATORS) else text for text in texts
    )
