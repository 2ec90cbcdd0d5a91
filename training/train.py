"""Train the shipped prior: `python training/train.py FOLDER`, after `gold.py FOLDER`.

From every data set some heads are drawn, their candidates collected and
described by the code the product ranks with, and labelled by the gold. Small
networks learn what is common to all sets: features are on the scale of each
pool, each set counts by its synonyms and not by its size, and what a
dictionary may lack is often hidden. See README.md for the data and its licences.
"""

import argparse
import sys
from pathlib import Path
from typing import NamedTuple

import net
import numpy as np
from datasets import DATASETS, JUDGED, Dataset, load, read_pairs
from measure import Figures, figures
from numpy.typing import NDArray
from pools import Examples, examples, heads_of, material
from verdicts import start_weights

from synotui.engine.rank.prior import PATH, Shipped, head_hash
from synotui.engine.rank.scale import Scale
from synotui.text import key

Floats = NDArray[np.float32]

HEADS = 1000
"""Heads drawn from a data set."""
TESTED = 400
REJECTED = 0.35
"""Share of the rejected pairs that is learnt from; the others are like them."""
HIDDEN = 0.1
"""Share of the features hidden from a pass."""
LACKING = (("rare", "rare_back", "rarer"), ("hub", "hub_back"))
"""Features that a dictionary has all of or none, which are hidden together."""
LACKED = 0.3
GROUPED = frozenset(["en-m3", "zh-cedict-m3", "de-m3", "fr-m3", "ru-m3", "tr-m3"])
"""Sets that tell what verdicts are worth: made of groups, as a curator's dictionary mostly is.

In looser thesauri synonyms of synonyms say next to nothing.
"""
WORD_VECTORS = 2.0
"""How much more a space of word vectors counts: there is but one, and many of sentence encoders."""
SEEDS = 4
NOT_READ = frozenset(
    [
        *("adamic_adar", "friends", "against", "connected", "accepted", "accepted_back"),
        *("rejected", "rejected_back", "rate", "rate_back", "cosine_now"),
        *("sources", "proposed", "other_cosine", "other_csls", "other_mutual"),
    ]
)
"""Features that need verdicts, proposals or other spaces: a ranker starts from their weights."""


class Lesson(NamedTuple):
    """What is learnt from one data set."""

    examples: Examples
    z: Floats
    """Features on the pool's scale, with NaN (p, columns)."""


def lesson(given: Examples) -> Lesson:
    """Put the features of a pool on its scale."""
    return Lesson(given, Scale.of(given.values).apply(given.values))


def read_columns(lessons: list[Lesson]) -> list[str]:
    """Choose the features to read: those that say something in some data set."""
    told: set[str] = set()
    for one in lessons:
        varied = np.nan_to_num(one.z).std(axis=0) > 0
        names = zip(one.examples.columns, varied, strict=True)
        told.update(name for name, varies in names if varies)
    common = set.intersection(*(set(one.examples.columns) for one in lessons))
    wanted = (told & common) - NOT_READ
    return [name for name in lessons[0].examples.columns if name in wanted]


def fit(lessons: list[Lesson], columns: list[str], seeds: int = SEEDS) -> list[list[net.Layer]]:
    """Train one network a seed on all `lessons`."""
    rng = np.random.default_rng(0)
    xs, labels, weights = [], [], []
    for one in lessons:
        places = [one.examples.columns.index(name) for name in columns]
        good = one.examples.labels
        kept = good | (rng.random(len(good)) < REJECTED)
        xs.append(np.nan_to_num(one.z[kept][:, places]))
        labels.append(good[kept])
        each = max(1, int(good.sum())) ** 0.5 / len(good)
        if "glove" in one.examples.name:
            each *= WORD_VECTORS
        weights.append(np.where(good[kept], 1, 1 / REJECTED) * each)
    x, label = np.concatenate(xs), np.concatenate(labels)
    weight = np.concatenate(weights)
    weight = (weight / weight.mean()).astype(np.float32)
    back = sides(columns)
    lacking = [
        np.array([columns.index(name) for name in group if name in columns], np.int64)
        for group in LACKING
    ]

    def disturb(batch: Floats, rng: np.random.Generator) -> Floats:
        turned = rng.random(len(batch)) < 0.5
        seen = np.where(turned[:, None], batch[:, back], batch)
        seen *= rng.random(seen.shape, dtype=np.float32) >= HIDDEN
        for group in lacking:
            rows = np.flatnonzero(rng.random(len(batch)) < LACKED)
            seen[np.ix_(rows, group)] = 0
        found: Floats = seen
        return found

    return [net.train(x, label, weight, seed, net.SETTINGS, disturb) for seed in range(seeds)]


def sides(columns: list[str]) -> NDArray[np.int64]:
    """Give the places (c,) that each column moves to when the two terms change places."""
    found = np.arange(len(columns))
    for place, name in enumerate(columns):
        if name.endswith("_back") and name.removesuffix("_back") in columns:
            other = columns.index(name.removesuffix("_back"))
            found[place], found[other] = other, place
    return found


def packed(
    nets: list[list[net.Layer]], columns: list[str], heads: set[str], about: str
) -> dict[str, NDArray[np.generic]]:
    """Give the arrays of a prior's file; every network also reads pairs from the other side.

    The mean over both sides makes the prior the same in both directions. With
    one hidden layer each, all of them are one network with their layers side
    by side, which is quicker to ask.
    """
    back = sides(columns)
    inner = [layers[0].weights for layers in nets]
    inner += [weights[back] for weights in inner]
    share = np.float32(1 / len(inner))
    return {
        "columns": np.array(columns),
        "absent": np.array(False),
        "start": np.array([], "U1"),
        "start_weights": np.array([], np.float32),
        "heads": np.array(sorted({head_hash(head) for head in heads}), np.uint64),
        "about": np.array(about),
        "weights0": np.concatenate(inner, axis=1)[None].astype(np.float16),
        "bias0": np.concatenate([layers[0].bias for layers in nets] * 2)[None],
        "weights1": np.concatenate([layers[1].weights for layers in nets] * 2)[None] * share,
        "bias1": np.stack([layers[1].bias for layers in nets]).mean(axis=0)[None],
    }


def compare(one: Lesson, prior: Shipped) -> tuple[Figures, Figures]:
    """Measure the order by cosine, and that by `prior`, on one pool."""
    given = one.examples
    cosines = given.values[:, given.columns.index("cosine")]
    logits = prior.logits(given.columns, one.z)
    return (
        figures(np.nan_to_num(cosines, nan=-9), given.labels, given.heads),
        figures(logits, given.labels, given.heads),
    )


def drawn(dataset: Dataset, folder: Path, training: bool, reuse: bool) -> Lesson:
    """Draw heads of a data set, from the half that is trained on or the other one."""
    made = folder / f"{dataset.name}.{'train' if training else 'test'}.npz"
    if reuse and made.exists():
        with np.load(made, allow_pickle=False) as held:
            columns = held["columns"].tolist()
            arrays = [held[name] for name in ("values", "labels", "heads", "others", "sources")]
        return lesson(Examples(dataset.name, columns, *arrays))
    given = material(dataset, folder)
    half = training if dataset.trained and not dataset.without else None
    found = examples(given, heads_of(given, HEADS if training else TESTED, half, int(not training)))
    fields = found._asdict()
    del fields["name"]
    np.savez(made, **{**fields, "columns": np.array(found.columns)})
    return lesson(found)


def allowed(dataset: Dataset, folder: Path, one: Lesson) -> tuple[Lesson, set[str]]:
    """Take the pairs out whose terms the prior is judged on; give the keys of those learnt from.

    These are all heads, and the terms of all accepted pairs: words of other
    languages that happen to be spelt like a judged one are left out with it.
    """
    judged = {key(term) for pair in read_pairs(folder, JUDGED) for term in pair}
    keys = [key(term) for term in load(dataset, folder).terms]
    given = one.examples
    fine = np.array([term not in judged for term in keys])
    kept = fine[given.heads] & (fine[given.others] | ~given.labels)
    left = Examples(
        given.name,
        given.columns,
        given.values[kept],
        given.labels[kept],
        given.heads[kept],
        given.others[kept],
        given.sources[kept],
    )
    rows = {*left.heads.tolist(), *left.others[left.labels].tolist()}
    return Lesson(left, one.z[kept]), {keys[row] for row in rows}


def main() -> None:
    """Train on all data sets, or on all but each in turn to see what it is worth."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--out", type=Path, default=PATH)
    parser.add_argument("--reuse", action="store_true", help="keep the pools computed before")
    parser.add_argument(
        "--leave-out", nargs="*", metavar="NAME", help="measure each set by a prior without it"
    )
    parser.add_argument("--without", nargs="*", metavar="NAME", default=[])
    given = parser.parse_args()
    trained = [one for one in DATASETS if one.trained and one.name not in given.without]
    lessons: dict[str, Lesson] = {}
    heads: set[str] = set()
    for dataset in trained:
        whole = drawn(dataset, given.folder, True, given.reuse)
        lessons[dataset.name], terms = allowed(dataset, given.folder, whole)
        heads |= terms
    if given.leave_out is not None:
        leave_out(given.folder, lessons, given.leave_out, given.reuse)
        return
    every = list(lessons.values())
    columns = read_columns(every)
    nets = fit(every, columns)
    about = "Thesauri: " + ", ".join(dataset.name for dataset in trained)
    held = packed(nets, columns, heads, about)
    grouped = [dataset for dataset in trained if dataset.name in GROUPED]
    names, weights = start_weights(grouped, given.folder, Shipped(held))
    held["start"], held["start_weights"] = np.array(names), np.array(weights, np.float32)
    np.savez_compressed(given.out, allow_pickle=False, **held)
    size = given.out.stat().st_size
    sys.stdout.write(
        f"{given.out.name}: {len(columns)} columns, {len(heads):,} terms, {size:,} B\n"
    )
    for name, weight in zip(names, weights, strict=True):
        sys.stdout.write(f"  {name} {weight:+.2f}\n")


def leave_out(folder: Path, lessons: dict[str, Lesson], names: list[str], reuse: bool) -> None:
    """Measure data sets (all if none is named), each by a prior that never saw it.

    A set whose gold or words another one shares is left out together with it.
    """
    sys.stdout.write(f"{'data set':18} {'half':>6} {'80 %':>6} {'early':>11} {'recall@10':>13}\n")
    for dataset in DATASETS:
        if names and dataset.name not in names:
            continue
        others = [one for name, one in lessons.items() if name != dataset.name]
        columns = read_columns(others)
        prior = Shipped(packed(fit(others, columns), columns, set(), ""))
        cosine, ours = compare(drawn(dataset, folder, False, reuse), prior)
        sys.stdout.write(
            f"{dataset.name:18} {ours.half / cosine.half:6.2f} {ours.most / cosine.most:6.2f} "
            f"{ours.early:5} : {cosine.early:3} {ours.recall:6.3f} "
            f"{ours.recall / cosine.recall:5.2f}x   of {cosine.half:,} and {cosine.most:,}\n"
        )
        sys.stdout.flush()


if __name__ == "__main__":
    main()
