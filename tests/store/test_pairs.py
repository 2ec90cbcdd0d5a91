"""The pairs table: components of what acts, against a plain search."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from synotui.model import Pair, PairChange, Relation, Settings, Verdict
from synotui.store import Acting, Deed, Store

TERMS = 12
SETTINGS = Settings(related_weight=0.5)
ACTING = [(Verdict.ACCEPTED, Relation.SYNONYM), (Verdict.REJECTED, Relation.ANTONYM)]
CHOICES = [*ACTING, (Verdict.ACCEPTED, Relation.BROADER), (Verdict.REJECTED, Relation.DIFFERENT)]


@pytest.fixture(scope="module")
def store() -> Iterator[Store]:
    """A dictionary of twelve terms."""
    with (
        tempfile.TemporaryDirectory() as folder,
        Store(Path(folder) / "pairs.db", create=True) as made,
    ):
        with made.transaction():
            made.terms.add((f"t{i}", f"t{i}", None) for i in range(TERMS))
            made.ledger.append(1, "2026-01-01T00:00:00Z", "me", Deed("decide", "pairs"))
        yield made


ends = st.tuples(st.integers(1, TERMS), st.integers(1, TERMS)).filter(
    lambda pair: pair[0] < pair[1]
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    st.dictionaries(ends, st.tuples(st.sampled_from(CHOICES), st.booleans()), max_size=15),
    st.sets(st.integers(1, TERMS + 2), max_size=3),
)
def test_components_hold_every_acting_pair_that_can_be_reached(
    store: Store,
    chosen: dict[tuple[int, int], tuple[tuple[Verdict, Relation], bool]],
    seeds: set[int],
) -> None:
    pairs = []
    for (low, high), ((verdict, relation), turned) in chosen.items():
        head, synonym = (high, low) if turned else (low, high)
        pairs.append(Pair(head, synonym, verdict, relation, "", "me", "2026-01-01T00:00:00Z", 1))
    reached, grown = set(seeds), True
    acting = [pair for pair in pairs if (pair.verdict, pair.relation) in ACTING]
    while grown:
        more = {i for p in acting for i in (p.low, p.high) if {p.low, p.high} & reached}
        grown = not more <= reached
        reached |= more
    wanted = {(p.low, p.high, p.head, p.synonym, p.verdict is Verdict.ACCEPTED) for p in acting}

    def told(found: list[Acting]) -> set[tuple[int, int, int, int, bool]]:
        return {(p.low, p.high, p.head, p.synonym, bool(p.pulls)) for p in found}

    with store.transaction():
        store.pairs.write(PairChange(p.low, p.high, None, p) for p in pairs)
        found, everything = store.pairs.components(seeds, SETTINGS), store.pairs.acting(SETTINGS)
        store.pairs.write(PairChange(p.low, p.high, p, None) for p in pairs)
    assert len(found) == len(told(found))
    assert told(found) == {pair for pair in wanted if pair[0] in reached}
    assert told(everything) == wanted
