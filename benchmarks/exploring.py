"""Questions to a space of 400,000 words, synotui beside gensim on the same vectors in one run.

Each question goes through `ops`, as the command and the screen ask it: terms
looked up in the dictionary, answers by base vectors and as adjusted, results
named; and to the engine alone, with rows for terms and by one side, which is
what gensim does. gensim's KeyedVectors holds the vectors as they are now, so what moved
counts for both. Agreement is the largest difference of any figure that both
give; answers are the share of questions whose terms are the same in the same
order, but for those whose figures differ by less than 1e-5.
"""

import argparse
import os
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from dictionaries import glove_dictionary, timed
from figures import p50, show
from gensim.models import KeyedVectors
from machine import machine

from synotui.engine import explore as engine
from synotui.engine.arrays import Ints
from synotui.engine.space import Space
from synotui.model import Verdict
from synotui.ops.exploring import explore
from synotui.ops.exploring.explored import Hit
from synotui.ops.review import decide
from synotui.ops.suggesting.suggest import suggest
from synotui.ops.terms import term_ids
from synotui.ops.workbench import Workbench, open_workbench

FREQUENT = 20_000
"""Terms asked about are drawn from this many of the most frequent."""
SAME = 1e-5


class Figures(NamedTuple):
    """Terms of an answer, and their figures; without terms, figures alone."""

    terms: Sequence[str]
    values: Sequence[float]


Ask = Callable[[Sequence[str]], Figures]


class Question(NamedTuple):
    """One question, by synotui, by its engine alone, and by gensim."""

    name: str
    terms: int
    """How many terms it takes."""
    ours: Ask
    theirs: Ask
    engine: Callable[[Ints], object]


def questions(bench: Workbench, space: Space, peer: KeyedVectors) -> list[Question]:
    """Give the questions, for terms w in rows r."""

    def near(r: Ints, *weights: float) -> object:
        query = engine.direction(space.vectors(r), np.array(weights, np.float32))
        return engine.nearest(space, query, 10, exclude=r)

    def product(r: Ints) -> object:
        units = space.units(r)
        return engine.leading(engine.every_product(space, units[:2], units[2:]), 10, r)

    def rank(r: Ints) -> object:
        cosines = engine.every_cosine(space, space.units(r[:1])[0])
        return len(engine.closer_rows(cosines, float(cosines[r[1]]), r[:1])) + 1

    def share(r: Ints) -> object:
        query, other = space.units(r)
        hits = engine.nearest(space, query, 10, exclude=r[:1])
        return engine.relative_cosine(engine.cosine(query, other), hits.scores)

    def hits(items: Sequence[Hit]) -> Figures:
        return Figures([each.term.text for each in items], [each.score for each in items])

    def pairs(items: Sequence[tuple[str, float]]) -> Figures:
        return Figures([term for term, _ in items], [score for _, score in items])

    def central(w: Sequence[str]) -> Figures:
        found = explore.odd_one_out(bench, w).items
        return Figures([each.given.text for each in found], [each.now for each in found])

    def their_central(w: Sequence[str]) -> Figures:
        return pairs([(term, float(score)) for score, term in peer.rank_by_centrality(w)])

    def closer(w: Sequence[str]) -> Figures:
        return Figures([], [explore.closer(bench, w[0], w[1]).rank_now])

    def relative(w: Sequence[str]) -> Figures:
        return Figures([], [explore.relative(bench, w[0], [w[1]]).items[0].now])

    def components(w: Sequence[str]) -> Figures:
        return Figures([], explore.components(bench, w)[0].now)

    weighted = (1.0, 0.5, -0.7)
    return [
        Question(
            "most similar", 1,
            lambda w: hits(explore.analogy(bench, w).items),
            lambda w: pairs(peer.most_similar(w)),
            lambda r: near(r, 1.0),
        ),
        Question(
            "analogy (3CosAdd)", 3,
            lambda w: hits(explore.analogy(bench, w[:2], w[2:]).items),
            lambda w: pairs(peer.most_similar(w[:2], w[2:])),
            lambda r: near(r, 1.0, 1.0, -1.0),
        ),
        Question(
            "analogy, weighted", 3,
            lambda w: hits(explore.nearest(bench, [*zip(w, weighted, strict=True)]).items),
            lambda w: pairs(peer.most_similar([(w[0], 1.0), (w[1], 0.5)], [(w[2], -0.7)])),
            lambda r: near(r, *weighted),
        ),
        Question(
            "analogy (3CosMul)", 3,
            lambda w: hits(explore.analogy(bench, w[:2], w[2:], measure="3CosMul").items),
            lambda w: pairs(peer.most_similar_cosmul(w[:2], w[2:])),
            product,
        ),
        Question(
            "odd one out", 5, central, their_central,
            lambda r: engine.centralities(space.vectors(r)),
        ),
        Question(
            "closer than, rank", 2, closer,
            lambda w: Figures([], [peer.rank(w[0], w[1])]),
            rank,
        ),
        Question(
            "between two sets", 6,
            lambda w: Figures([], [explore.between(bench, w[:3], w[3:]).now]),
            lambda w: Figures([], [float(peer.n_similarity(w[:3], w[3:]))]),
            lambda r: engine.mean_similarity(space.vectors(r[:3]), space.vectors(r[3:])),
        ),
        Question(
            "relative cosine", 2, relative,
            lambda w: Figures([], [peer.relative_cosine_similarity(w[0], w[1])]),
            share,
        ),
        Question(
            "distances to 5", 6,
            lambda w: Figures([], explore.distances(bench, w[0], w[1:])),
            lambda w: Figures([], peer.distances(w[0], list(w[1:])).tolist()),
            lambda r: engine.distances(space.raw(int(r[0])), space.vectors(r[1:])),
        ),
        Question(
            "first components", 1, components,
            lambda w: Figures([], peer.get_vector(w[0])[:10].tolist()),
            lambda r: space.raw(int(r[0]))[:10].tolist(),
        ),
    ]  # fmt: skip


def same_terms(ours: Figures, theirs: Figures) -> bool:
    """Say whether both name the same terms in the same order, up to ties."""
    for at, (mine, other) in enumerate(zip(ours.terms, theirs.terms, strict=True)):
        value = theirs.values[at]
        tied = any(abs(value - near) < SAME for near in theirs.values[max(0, at - 1) : at])
        tied = tied or any(abs(value - near) < SAME for near in theirs.values[at + 1 : at + 2])
        last = at == len(theirs.terms) - 1
        tied = tied or (last and abs(ours.values[at] - value) < SAME)
        if mine != other and not tied:
            return False
    return True


def measure(question: Question, words: dict[str, int], rounds: int) -> list[str]:
    """Ask all the same, turn by turn; give the row of the table. `words` have their rows."""
    rng = np.random.default_rng(7)
    mine, alone, others, apart, alike = [], [], [], 0.0, 0
    named = [*words]
    for turn in range(rounds + 1):
        asked = [named[at] for at in rng.choice(len(named), question.terms, replace=False)]
        rows = np.array([words[term] for term in asked])
        began = time.perf_counter()
        theirs = question.theirs(asked)
        between = time.perf_counter()
        ours = question.ours(asked)
        ended = time.perf_counter()
        question.engine(rows)
        done = time.perf_counter()
        differences = np.abs(np.array(ours.values) - np.array(theirs.values))
        if question.name.startswith("closer"):
            # Ranks: as a share, for figures that are equal but for rounding may change places.
            differences = differences / np.array(theirs.values)
        apart = max(apart, float(differences.max(initial=0)))
        alike += same_terms(ours, theirs)
        if turn:
            others.append(between - began)
            mine.append(ended - between)
            alone.append(done - ended)
    us, bare, them = (p50(times) * 1e3 for times in (mine, alone, others))
    answers = f"{alike / (rounds + 1):.0%}" if ours.terms else ""
    times = [f"{each:.3f}" for each in (us, bare, them)]
    ratios = [f"{us / them:.2f}", f"{bare / them:.2f}"]
    return [question.name, *times, *ratios, f"{apart:.1e}", answers]


def keyed(bench: Workbench) -> KeyedVectors:
    """Give gensim the vectors as they are now."""
    loaded = bench.loaded()
    assert loaded is not None
    ids = loaded.space.ids.tolist()
    terms = bench.store.terms.by_id(ids)
    found = KeyedVectors(loaded.space.dim, count=0)
    found.add_vectors([terms[term].text for term in ids], loaded.space.vectors(np.arange(len(ids))))
    found.fill_norms()
    return found


def move(bench: Workbench, heads: int) -> None:
    """Accept a neighbour of some frequent terms, so that not all vectors are the base."""
    for head in term_ids(bench)[10 : FREQUENT : FREQUENT // heads]:
        items = [item for item in suggest(bench, head, 3).items if item.pair is None]
        if items:
            decide(bench, head, items[0].synonym.id, Verdict.ACCEPTED)


def main() -> None:
    """Measure all questions, or those named."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=15, help="questions of each kind")
    parser.add_argument("--decisions", type=int, default=100, help="pairs accepted before")
    parser.add_argument("--folder", type=Path, help="where the dictionary is kept")
    parser.add_argument("--vectors", type=Path, help="vectors to use instead of GloVe")
    parser.add_argument("--db", type=Path, help="a dictionary to use as it is, with its decisions")
    given = parser.parse_args()
    print(*machine(), sep="\n")
    with tempfile.TemporaryDirectory() as scratch:
        db = given.db
        if db is None:
            folder = given.folder or Path(scratch)
            folder.mkdir(parents=True, exist_ok=True)
            db = glove_dictionary(folder, given.vectors)
        if db is None:
            return
        with open_workbench(db) as bench:
            loaded = bench.loaded()
            assert loaded is not None
            if given.db is None and not len(loaded.space.moved):
                with timed(f"{given.decisions} pairs accepted"):
                    move(bench, given.decisions)
            with timed("given to gensim"):
                peer = keyed(bench)
            space = loaded.space
            threads = os.environ.get("OMP_NUM_THREADS", "all")
            print(
                f"\n{len(space):,} x {space.dim}, {len(space.moved):,} moved; "
                f"p50 of {given.rounds} in ms; BLAS threads: {threads}\n"
            )
            rows = bench.store.terms.by_id(term_ids(bench)[:FREQUENT])
            places = {term.text: space.row_of(term.id) for term in rows.values()}
            words = {text: row for text, row in places.items() if row is not None}
            asked = questions(bench, space, peer)
            heads = ["question", "synotui", "engine", "gensim", "ratio", "engine's"]
            heads += ["largest difference", "answers"]
            show(heads, [measure(each, words, given.rounds) for each in asked])


if __name__ == "__main__":
    main()
