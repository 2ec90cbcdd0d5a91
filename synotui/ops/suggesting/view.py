"""An open dictionary as a `View`: its texts, frequencies, spaces and proposals by number."""

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from synotui.engine.arrays import Floats, Ints, Mask
from synotui.engine.lexicon import by_frequency
from synotui.engine.rank.features import GROUPS, Table
from synotui.engine.rank.readings import Readings
from synotui.engine.rank.sources import pool_of
from synotui.engine.rank.space_view import SpaceView
from synotui.engine.rank.view import View
from synotui.engine.space import Space
from synotui.model import OnProgress, SpaceInfo
from synotui.ops.caches import space_folder
from synotui.ops.searching.neighbours import EXACT_UP_TO
from synotui.ops.suggesting.lists import (
    ALL_SEARCHED,
    all_lists,
    held_pass,
    kept_lists,
    searched_lists,
    searching,
)
from synotui.ops.workbench import Loaded
from synotui.store import Store

if TYPE_CHECKING:
    from synotui.engine.index import Index
    from synotui.engine.lexicon import Lexicon
    from synotui.store.cross_scores import HeldModel
    from synotui.store.neighbours import HeldPass

OTHERS = 1 << 26
"""Components of vectors of other spaces that are read; beyond, further spaces are left out."""


def make_view(
    store: Store,
    lexicon: "Lexicon",
    loaded: Loaded | None,
    held: "HeldPass | None",
    spaces: tuple[SpaceInfo, ...],
    read_by: "HeldModel | None",
    every_list: bool,
    on_progress: OnProgress,
) -> tuple[View, tuple[str, ...]]:
    """Make the view, without verdicts, in the thread of `store`; name the spaces left out.

    `held` is the kept pass of the current space, if there is one; `spaces` are
    the others; `read_by` is the cross-encoder that is listened to. With
    `every_list` the lists of all terms are found unless that takes minutes.
    """
    current: SpaceView | None = None
    others: list[SpaceView] = []
    left_out: list[str] = []
    if loaded is not None:
        current = _current(store, lexicon, loaded, held, every_list, on_progress)
        others, left_out = _others(store, spaces, lexicon)
    view = View(
        lexicon.keys(),
        _places(lexicon, loaded),
        current,
        tuple(others),
        proposals=_proposals(store, lexicon),
        readings=_readings(store, lexicon, read_by),
    )
    _prepare(view)
    return view, tuple(left_out)


def _prepare(view: View) -> None:
    """Let the view compute what it keeps, so that no list of candidates waits for it."""
    there = np.flatnonzero(view.space.has) if view.space is not None else np.arange(len(view))
    if len(there):
        Table(view, pool_of(view, there[:1]), GROUPS)


def lists_missing(view: View) -> bool:
    """Say whether the lists of all terms of the current space are unknown and could be found."""
    space = view.space
    if space is None or space.near.occurrences() is not None:
        return False
    return int(space.has.sum()) <= ALL_SEARCHED


def _current(
    store: Store,
    lexicon: "Lexicon",
    loaded: Loaded,
    held: "HeldPass | None",
    every_list: bool,
    on_progress: OnProgress,
) -> SpaceView:
    space, index = loaded.space, loaded.search.index
    rows, terms = _both_ways(lexicon, space.ids, space.rows_of(lexicon.ids))
    if held is not None:
        search = searching(space, index)
        near = kept_lists(store, loaded.info, held, rows, terms, search)
    elif every_list and len(space) <= ALL_SEARCHED:
        near = all_lists(space, rows, terms, on_progress)
    else:
        near = searched_lists(space, index, rows, terms)
    return SpaceView(space, rows, near, loaded.info.name)


def _others(
    store: Store, spaces: tuple[SpaceInfo, ...], lexicon: "Lexicon"
) -> tuple[list[SpaceView], list[str]]:
    """Read the spaces beside the current one, as many as there is room for."""
    found: list[SpaceView] = []
    left_out: list[str] = []
    room = OTHERS
    for info in spaces:
        room -= info.vectors * info.dim
        if room < 0:
            left_out.append(info.name)
            continue
        space = Space(*store.vectors.load(info))
        rows, terms = _both_ways(lexicon, space.ids, space.rows_of(lexicon.ids))
        held, index = held_pass(store, info), _kept_index(store, info, space)
        if held is not None:
            near = kept_lists(store, info, held, rows, terms, searching(space, index))
        else:
            near = searched_lists(space, index, rows, terms)
        found.append(SpaceView(space, rows, near, info.name))
    return found, left_out


def _kept_index(store: Store, info: SpaceInfo, space: Space) -> "Index | None":
    """Read the index of a large space from its file, if there is one of all its vectors.

    It was made while that space was the current one.
    """
    if len(space) <= EXACT_UP_TO:
        return None
    from synotui.engine.index import Base, kept_in, load

    folder = space_folder(store.path, info)
    kept = kept_in(folder)
    if kept is None or not kept.whole or kept.rows != len(space):
        return None
    if store.vectors.fingerprint(info.id) != kept.seal.fingerprint:
        return None
    return load(folder, kept, Base(space.parts()))


def _both_ways(lexicon: "Lexicon", ids: Ints, rows: Ints) -> tuple[Ints, Ints]:
    """Give the row of every term, and the term of every row; -1 for none or out of use."""
    rows = np.where(lexicon.in_use, rows, -1)
    terms = np.full(len(ids), -1, np.int64)
    there = np.flatnonzero(rows >= 0)
    terms[rows[there]] = there
    return rows, terms


def _places(lexicon: "Lexicon", loaded: Loaded | None) -> Floats:
    """Give the place of every term by frequency; NaN where nothing tells.

    Where no term has a frequency but the vectors came in a file, terms are
    taken to be in its order, which in files of word vectors is that of
    frequency; not where that is the alphabet's.
    """
    places = np.full(len(lexicon), np.nan, np.float32)
    counted = lexicon.frequencies
    if counted is None:
        if loaded is not None and not loaded.info.encoder and not _in_order(lexicon):
            places[:] = np.arange(len(lexicon), dtype=np.float32)
        return places
    order = by_frequency(lexicon)
    places[order] = np.arange(len(lexicon), dtype=np.float32)
    places[np.isnan(counted)] = np.nan
    return places


def _in_order(lexicon: "Lexicon") -> bool:
    first = [lexicon.key(row) for row in range(min(len(lexicon), 1_000))]
    rising = sum(a <= b for a, b in pairwise(first))
    return rising > 0.9 * max(1, len(first) - 1)


def _proposals(store: Store, lexicon: "Lexicon") -> Ints:
    with store.reading():
        pairs = np.array(store.proposals.every(), np.int64).reshape(-1, 2)
    return _numbered(lexicon, pairs)[0]


def _readings(store: Store, lexicon: "Lexicon", read_by: "HeldModel | None") -> Readings | None:
    if read_by is None:
        return None
    with store.reading():
        pairs, scores = store.cross_scores.scores(read_by.id)
    numbers, known = _numbered(lexicon, pairs)
    return Readings.of(numbers[:, 0], numbers[:, 1], scores[known], read_by.name)


def _numbered(lexicon: "Lexicon", pairs: Ints) -> tuple[Ints, Mask]:
    """Give pairs of terms (p, 2) by number, those in use alone, and which these are (p,)."""
    if not len(pairs) or not len(lexicon):
        return np.empty((0, 2), np.int64), np.zeros(len(pairs), bool)
    places = np.searchsorted(lexicon.ids, pairs).clip(max=len(lexicon) - 1)
    known = (lexicon.ids[places] == pairs).all(axis=1) & lexicon.in_use[places].all(axis=1)
    return places[known], known
