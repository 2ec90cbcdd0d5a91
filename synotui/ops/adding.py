"""Add a synonym by hand: a new term is embedded on the spot."""

from typing import TYPE_CHECKING, NamedTuple

from synotui import text as words
from synotui.errors import EncoderError, PairError
from synotui.model import Change, Composed, Pair, PairChange, Relation, SpaceInfo, Verdict
from synotui.ops.carrying import carry_out
from synotui.ops.clock import now
from synotui.ops.review import decide
from synotui.ops.spaces.derived import lineage, through_fixes
from synotui.ops.spaces.encoder_of import encoder_of
from synotui.ops.terms import get_term
from synotui.ops.workbench import Loaded, Workbench
from synotui.store import Deed

if TYPE_CHECKING:
    from synotui.engine.arrays import Floats


def add_synonym(
    bench: Workbench, head: int, text: str, relation: Relation = Relation.SYNONYM
) -> Change:
    """Accept `text` as a synonym of `head`; a term that is not there yet is made and embedded.

    One step: undoing it takes the new term out of use as well. In a space
    without an encoder the new term is put together from the words the space has,
    and stays without a vector where it has none of them. Raises BadTerm, PairError,
    EncoderError.
    """
    written = words.clean(text)
    known = bench.store.terms.by_text(written) or bench.store.terms.by_key(words.key(written))
    if known:
        return decide(bench, head, known.id, Verdict.ACCEPTED, relation)
    if not relation.suits(Verdict.ACCEPTED):
        raise PairError(f"An accepted pair cannot be “{relation}”")
    term = get_term(bench, head)
    loaded = bench.loaded()

    def make(seq: int) -> Deed:
        store = bench.store
        held = store.terms.ids_of_texts([written]).get(written)
        store.terms.add([(written, words.key(written), None)])
        added = store.terms.ids_of_texts([written])[written]
        if loaded is not None and held is None:
            _embed(bench, loaded, added, written)
        pair = Pair(head, added, Verdict.ACCEPTED, relation, "", bench.curator, now(), seq)
        label = f"added {term.text} = {written}"
        change = PairChange(pair.low, pair.high, None, pair)
        return Deed("add", label, (change,), terms_added=(added,))

    with bench.reshaping():
        return carry_out(bench, make)


def prepare(bench: Workbench) -> None:
    """Begin to load, beside everything else, the encoder that a new term would need."""
    with bench.store.reading():
        current = bench.store.vectors.current()
        root = lineage(bench.store, current)[0] if current else None
    if root is not None and root.encoder and not bench.read_only:
        bench.begin_encoder(root.encoder)


def _embed(bench: Workbench, loaded: Loaded, term: int, text: str) -> None:
    import numpy as np

    line = lineage(bench.store, loaded.info)
    made = (
        _encoded(bench, line, text) if line[0].encoder else _composed(bench, loaded, line[0], text)
    )
    if made is None:
        return
    vectors = through_fixes(bench.store, line, made.vectors)
    if not vectors.any():
        if not line[0].encoder:
            return
        raise EncoderError(f"{loaded.info.encoder} gives no usable vector for “{text}”")
    ids = np.array([term], np.int64)
    bench.store.vectors.append(loaded.info.id, ids, vectors)
    if made.how is not None:
        bench.store.composed.mark(loaded.info.id, {term: made.how})
    loaded.space.append(ids, vectors)
    bench.took_vectors()


class _Made(NamedTuple):
    """The vector of one term in the first space of a lineage."""

    vectors: "Floats"
    """(1, dim); zero if there is nothing usable."""
    how: Composed | None
    """How it was put together, if it was."""


def _encoded(bench: Workbench, line: list[SpaceInfo], text: str) -> _Made:
    encoder = encoder_of(bench, line[0])
    (told,) = encoder.compositions([text])
    return _Made(encoder.encode([text]).vectors, told.how if told else None)


def _composed(bench: Workbench, loaded: Loaded, root: SpaceInfo, text: str) -> _Made | None:
    """Compose a new term from words; None if the space has none of them."""
    from synotui.ops.spaces.composing import Composer

    composer = Composer(bench.store, root, loaded)
    parts = composer.cut([text])
    return _Made(composer.compose(parts), "words") if parts[0].words else None
