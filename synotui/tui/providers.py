"""What the command palette offers: every key, settings, and going to a term."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING, NamedTuple, cast

from textual.command import DiscoveryHit, Hit, Hits
from textual.content import Content

from synotui.model import METHODS
from synotui.text import visible
from synotui.tui import commands, reranking
from synotui.tui.exporting import PAIRS, VECTORS, ask_export
from synotui.tui.fixing import FIXES, make_space
from synotui.tui.keys import KEYS
from synotui.tui.merging import ask_merge, review_disagreements
from synotui.tui.neighbours import find_neighbours
from synotui.tui.palette import ReadyOnce
from synotui.tui.rebuilding import begin_rebuild
from synotui.tui.restoring import open_again
from synotui.tui.screens.heads import ORDERED

if TYPE_CHECKING:
    from synotui.model import Backend, SpaceInfo
    from synotui.ops.workbench import Workbench
    from synotui.tui.app import SynotuiApp

_TERM_SCORE = 0.4
"""Terms come after commands that match as well."""
_SEARCHES: "dict[Backend, str]" = {
    "hnswlib": "by an HNSW index (hnswlib)",
    "exact": "exactly: look at every vector",
    "faiss-hnsw": "by an HNSW index of faiss",
    "faiss-ivf": "by inverted lists of faiss (IVF)",
    "faiss-lsh": "by locality-sensitive hashing of faiss (LSH)",
    "kdtree": "by a KD-tree: for few dimensions",
}
"""What the palette calls each backend."""


class _Command(NamedTuple):
    name: str
    do: Callable[[], object]


class Commands(ReadyOnce):
    """Keys, adjustment, spaces, themes, export. Names may hold data: none is markup."""

    async def startup(self) -> None:
        """Read what spaces there are."""
        opened = self._app.review.opened
        self._spaces = await self._app.dictionary.run(_spaces) if opened else []
        self._backends = await self._app.dictionary.run(_other_backends) if opened else []

    @property
    def _app(self) -> "SynotuiApp":
        return cast("SynotuiApp", self.app)

    def _judge(self) -> None:
        from synotui.tui.screens.held_out import open_held_out

        open_held_out(self._app)

    def _all(self) -> Iterator[_Command]:
        app = self._app
        for key in KEYS:
            if key.in_palette:
                name = f"{key.help}  ({app.key_shown(key)})"
                yield _Command(name, partial(app.review.press, key.action))
        for order, told in ORDERED.items():
            name = f"Sort the terms by {order}: {told}"
            yield _Command(name, partial(app.review.press, f"order('{order}')"))
        pairs, vectors = (partial(ask_export, app, ending) for ending in (PAIRS, VECTORS))
        yield _Command("Export the accepted pairs to a file", pairs)
        yield _Command("Export vectors to a file: which space, adjusted or base", vectors)
        told = "Backups: what differs in each, put one back, make one now"
        yield _Command(told, partial(commands.show_backups, app))
        told = "Open again: read everything from the file that is there now"
        yield _Command(told, partial(open_again, app))
        told = "Merge a dictionary: bring in what another curator decided"
        yield _Command(told, partial(ask_merge, app))
        told = "Disagreements after a merge: review them one by one"
        yield _Command(told, partial(review_disagreements, app))
        told = "Who else has this dictionary open"
        yield _Command(told, app.elsewhere.tell_others)
        yield _Command("Find the neighbours of every term", partial(find_neighbours, app))
        yield _Command("Does adjusting help? Judge methods by pairs held out", self._judge)
        yield _Command("Rebuild: adjust all vectors anew", partial(begin_rebuild, app, None))
        for method in METHODS.values():
            told = f"Adjust by {method.name}: {method.meaning}"
            yield _Command(told, partial(commands.change_method, app, method.name))
        for space in self._spaces:
            if not space.current:
                told = f"Compare by space {visible(space.name)} ({space.dim}d)"
                yield _Command(told, partial(commands.change_space, app, space.name))
                told = f"Beside: what space {visible(space.name)} says of this head"
                yield _Command(told, partial(commands.show_beside, app, space.name))
        for fix, told in FIXES.items():
            yield _Command(f"Make a space: {told}", partial(make_space, app, fix))
        if reranking.reading(app):
            yield _Command("Stop reading pairs", partial(reranking.stop_reading, app))
        else:
            told = "Read the likeliest pairs with a cross-encoder, and rank by it"
            yield _Command(told, partial(reranking.ask_model, app))
        for backend in self._backends:
            told = f"Search {_SEARCHES[backend]}"
            yield _Command(told, partial(commands.change_backend, app, backend))
        for theme in sorted(app.available_themes):
            yield _Command(f"Theme {theme}", partial(setattr, app, "theme", theme))

    async def discover(self) -> Hits:
        """Offer everything before anything is typed."""
        for command in self._all():
            yield DiscoveryHit(Content(command.name), command.do, text=command.name)

    async def search(self, query: str) -> Hits:
        """Offer what matches."""
        matcher = self.matcher(query)
        for command in self._all():
            if (score := matcher.match(command.name)) > 0:
                yield Hit(score, Content(command.name), command.do, text=command.name)


class Terms(ReadyOnce):
    """Going to a term by part of its text."""

    async def search(self, query: str) -> Hits:
        """Offer the terms like what is typed."""
        app = cast("SynotuiApp", self.app)
        if not app.review.opened:
            return
        for place, term in enumerate(await app.like(query)):
            name = f"Go to {visible(term.text)}"
            yield Hit(
                _TERM_SCORE - place / 100,
                Content(name),
                partial(app.review.jump_to, term.id),
                text=name,
            )


def _other_backends(bench: "Workbench") -> "list[Backend]":
    from synotui.ops.searching.backends import chosen_backend, installed_backends

    chosen = chosen_backend(bench)
    return [name for name in installed_backends() if name != chosen]


def _spaces(bench: "Workbench") -> "list[SpaceInfo]":
    from synotui.ops.spaces.embedding import spaces

    return spaces(bench)
