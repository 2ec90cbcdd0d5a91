"""What candidates are drawn from and ranked by, made of an open dictionary and kept up with it.

The ranking of `engine.rank` speaks of terms by number. Here the terms of a
dictionary get theirs, the rows of its lexicon, and what sources and features
look at is collected once: texts, frequencies, spaces with lists of the
nearest, verdicts, proposals.

    material = material_of(bench)           # at once, in the dictionary's thread
    heads = material.numbers(term_ids)      # ids of terms -> numbers
    pool = pool_of(material.view, heads)    # engine.rank: candidates, features, queue
    material.ids[candidate.other]           # number -> id of a term

A user interface makes it without keeping anybody waiting:

    plan = plan_material(bench)             # in the dictionary's thread; None: nothing to do
    made = make_material(plan, progress)    # in any thread
    adopt_material(bench, made)             # in the dictionary's thread
    ready_material(bench)                   # what was adopted, if it is still true; else None

`material.view` is one object for all who look: its graph of verdicts follows
the dictionary (`ready_material` and `material_of` see to it), so whoever asks
questions of it in another thread takes `material.beside()`, which shares all
but the verdicts.
"""

from collections.abc import Iterable
from copy import copy
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from synotui.engine.arrays import Ints
from synotui.engine.rank.graph import Graph
from synotui.engine.rank.view import View
from synotui.model import OnProgress, Pair, PairChange, Relation, SpaceInfo, Verdict, no_progress
from synotui.ops.ordering import rows_of
from synotui.ops.searching.indexing import adopt_index, build_index, plan_index
from synotui.ops.suggesting.lists import ALL_SEARCHED, held_pass
from synotui.ops.suggesting.view import lists_missing, make_view
from synotui.ops.workbench import Loaded, Workbench
from synotui.store import Store

if TYPE_CHECKING:
    from synotui.engine.lexicon import Lexicon
    from synotui.ops.listing import Listing
    from synotui.store.cross_scores import HeldModel
    from synotui.store.neighbours import HeldPass

    _State = tuple[HeldPass | None, tuple[SpaceInfo, ...], int, HeldModel | None]


@dataclass
class Material:
    """The terms of a dictionary by number, and all that ranks their candidates."""

    lexicon: "Lexicon"
    view: View
    """What sources and features look at, with the verdicts in force."""
    of: "_Of"
    left_out: tuple[str, ...] = ()
    """Other spaces that were too large to be asked."""
    seq: int = -1
    """The ledger entry whose verdicts the view has; -1 for none yet."""
    true_at: tuple[int, int] | None = None
    """The state of the dictionary in which it was last found to be true of the file."""

    @property
    def ids(self) -> Ints:
        """The id of every term (n,)."""
        return self.lexicon.ids

    def number(self, term: int) -> int | None:
        """Give the number of the term with the id `term`; None where it is not in use."""
        row = self.lexicon.row_of(term)
        return row if row is not None and self.lexicon.in_use[row] else None

    def numbers(self, terms: Iterable[int]) -> Ints:
        """Give the numbers of those terms that are in use, in the order of their ids."""
        rows = rows_of(self.lexicon, np.array(sorted(terms), np.int64))
        found: Ints = rows[self.lexicon.in_use[rows]]
        return found

    def beside(self, graph: Graph | None = None) -> View:
        """Give the view with verdicts of its own: none, unless `graph` has some."""
        # Whatever the view has computed and kept comes along.
        other = copy(self.view)
        other.graph = graph or Graph()
        return other

    def follow(self, changes: Iterable[PairChange], seq: int) -> None:
        """Take in what ledger entry `seq` did to pairs, if all before it is here."""
        if self.seq != seq - 1:
            self.seq = -1
            return
        for change in changes:
            low, high = self.lexicon.row_of(change.low), self.lexicon.row_of(change.high)
            if low is not None and high is not None:
                said = says(change.after) if change.after else None
                self.view.graph.put(low, high, said)
        self.seq = seq

    def catch_up(self, store: Store) -> None:
        """Take in the verdicts of the dictionary, if others came than those it was told of."""
        seq = store.ledger.next_seq() - 1
        if self.seq != seq:
            self.view.graph = graph_of(store, self.lexicon)
            self.seq = seq
        if self.view.space is not None and self.of.loaded is not None:
            self.view.space.moves = len(self.of.loaded.space.moved) > 0


@dataclass(frozen=True)
class _Of:
    """What must be the same for a material to be true."""

    lexicon: "Lexicon"
    loaded: Loaded | None
    vectors: int
    searched_by: object
    held: "HeldPass | None"
    spaces: tuple[SpaceInfo, ...]
    proposals: int
    read_by: "HeldModel | None"
    """The cross-encoder that is listened to, with its last run."""


@dataclass(frozen=True)
class MaterialPlan:
    """What it takes, apart from the dictionary's thread."""

    store: Store
    listing: "Listing | None"
    loaded: Loaded | None
    of_dictionary: "_State"
    every_list: bool


@dataclass(frozen=True)
class MadeMaterial:
    """What was made by a plan."""

    plan: MaterialPlan
    material: Material
    listing: "Listing"


def says(pair: Pair) -> bool | None:
    """Give what a verdict teaches: an accepted synonym, a rejected pair, or nothing."""
    if pair.verdict is Verdict.REJECTED:
        return False
    joins = pair.verdict is Verdict.ACCEPTED and pair.relation is Relation.SYNONYM
    return True if joins else None


def graph_of(store: Store, lexicon: "Lexicon") -> Graph:
    """Read the verdicts in force as a graph of the terms' numbers."""
    graph = Graph()
    with store.reading():
        for pair in store.pairs.with_verdicts((Verdict.ACCEPTED, Verdict.REJECTED)):
            low, high = lexicon.row_of(pair.low), lexicon.row_of(pair.high)
            if low is not None and high is not None:
                graph.put(low, high, says(pair))
    return graph


def material_of(
    bench: Workbench, on_progress: OnProgress = no_progress, *, every_list: bool = False
) -> Material:
    """Give the material, made now if it is not there.

    With `every_list`, the lists of all terms are found where that takes
    seconds, not minutes, so that it is known who lists whom. It belongs to
    the dictionary's thread, as `ready_material` does.
    """
    use_kept_index(bench, on_progress)
    plan = plan_material(bench, on_progress, every_list=every_list)
    if plan is not None:
        adopt_material(bench, make_material(plan, on_progress))
    found = bench.material
    if found is None:
        raise RuntimeError("the material was not taken in")
    found.catch_up(bench.store)
    return found


def use_kept_index(bench: Workbench, on_progress: OnProgress = no_progress) -> None:
    """Search a large space through its index, if that lies ready in its file."""
    with bench.store.reading():
        loaded = bench.loaded(on_progress)
        if loaded is None or loaded.search.index is not None or len(loaded.space) <= ALL_SEARCHED:
            return
        plan = plan_index(bench)
    kept = plan.kept if plan is not None else None
    if plan is not None and kept is not None and plan.base.rows - kept.rows <= plan.tolerated:
        adopt_index(bench, build_index(plan, on_progress))


def ready_material(bench: Workbench) -> Material | None:
    """Give the material if it is there and still true, with the verdicts there are now."""
    found = bench.material
    if found is None or not _is_true(bench, found, every_list=False):
        return None
    found.catch_up(bench.store)
    return found


def plan_material(
    bench: Workbench, on_progress: OnProgress = no_progress, *, every_list: bool = False
) -> MaterialPlan | None:
    """Give what is missing; None if nothing is. Reads the vectors, if need be."""
    with bench.store.reading():
        loaded = bench.loaded(on_progress)
        held = bench.material
        if held is not None and _is_true(bench, held, every_list=every_list):
            return None
        listing = bench.listing_at_hand()
        if listing is not None and not listing.is_of(bench.store):
            listing = None
        return MaterialPlan(bench.store, listing, loaded, _state(bench, loaded), every_list)


def make_material(plan: MaterialPlan, on_progress: OnProgress = no_progress) -> MadeMaterial:
    """Collect everything, in whatever thread this is called; `on_progress` may stop it."""
    from synotui.ops.listing import read_listing

    with plan.store.beside() as store:
        listing = plan.listing or read_listing(store)
        lexicon, (held, spaces, proposals, read_by) = listing.lexicon, plan.of_dictionary
        view, left_out = make_view(
            store, lexicon, plan.loaded, held, spaces, read_by, plan.every_list, on_progress
        )
    of = _Of(
        lexicon,
        plan.loaded,
        len(plan.loaded.space) if plan.loaded else 0,
        plan.loaded.search.index if plan.loaded else None,
        held,
        spaces,
        proposals,
        read_by,
    )
    return MadeMaterial(plan, Material(lexicon, view, of, left_out), listing)


def adopt_material(bench: Workbench, made: MadeMaterial) -> None:
    """Rank by what was made from now on."""
    if made.plan.listing is None:
        bench.take_listing(made.listing)
    bench.material = made.material


def _state(bench: Workbench, loaded: Loaded | None) -> "_State":
    store = bench.store
    held = held_pass(store, loaded.info) if loaded else None
    others = tuple(
        SpaceInfo(each.id, each.name, each.encoder, each.dim, each.vectors, 0, False, each.storage)
        for each in store.vectors.spaces(counted=False)
        if loaded and each.id != loaded.info.id and each.vectors
    )
    return held, others, store.proposals.count(), store.cross_scores.current()


def _is_true(bench: Workbench, material: Material, *, every_list: bool) -> bool:
    listing, loaded, of = bench.listing_at_hand(), bench.present(), material.of
    if listing is None or listing.lexicon is not of.lexicon:
        return False
    if loaded is not of.loaded or (loaded and len(loaded.space) != of.vectors):
        return False
    if every_list and lists_missing(material.view):
        return False
    answering = loaded.search.index if loaded else None
    return answering is of.searched_by and _is_true_of_file(bench, material, listing, loaded)


def _is_true_of_file(
    bench: Workbench, material: Material, listing: "Listing", loaded: Loaded | None
) -> bool:
    """Say whether the file has what a material was made of: asked anew once it was written to."""
    store, of = bench.store, material.of
    state = store.state()
    if material.true_at == state:
        return True
    known = (of.held, of.spaces, of.proposals, of.read_by)
    if not listing.is_of(store) or _state(bench, loaded) != known:
        return False
    # What a transaction has written may be taken back.
    material.true_at = None if store.in_transaction else state
    return True
