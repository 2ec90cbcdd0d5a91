"""The dictionaries a prior is trained and tried on: terms, gold pairs and vectors."""

from collections.abc import Iterable
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from synotui.text import key

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Pair = tuple[str, str]

MOST_TERMS = 15_000
"""Terms of a dictionary whose vectors come from an encoder, where it does not say otherwise."""
FREQUENT = 50_000
"""The most frequent words of GloVe: English terms among them are never trained on."""
RARE = 100_000
"""Where the rarer words of GloVe that are trained on end."""


class Dataset(NamedTuple):
    """One dictionary and what is known of its synonyms."""

    name: str
    language: str
    gold: tuple[str, ...]
    """Names of the gold files its pairs come from."""
    vectors: str
    """`use-m3`, `minilm`, or `glove` with the rows it takes."""
    rows: tuple[int, int] = (0, 0)
    trained: bool = True
    without: tuple[str, ...] = ()
    """Gold files whose terms are left out, with GloVe's frequent words where `glove` is named."""
    most: int = MOST_TERMS
    """Terms at most, where an encoder makes the vectors."""


def _european(language: str, source: str, *, trained: bool = True) -> Dataset:
    return Dataset(f"{language}-m3", language, (f"{language}-{source}",), "use-m3", (0, 0), trained)


JUDGED = ("judged", "zh-cilin")
"""Gold files whose terms are never trained on, in whatever language."""
ENGLISH = ("en-wordnet", "en-mythes-en-us")
DATASETS = (
    Dataset("en-rare-glove", "en", ENGLISH, "glove", (FREQUENT, RARE), True, ("judged",)),
    Dataset("en-m3", "en", ENGLISH, "use-m3", (0, 0), True, ("judged", "glove"), 30_000),
    Dataset("en-minilm", "en", ENGLISH, "minilm", (0, 0), True, ("judged", "glove"), 8_000),
    Dataset("zh-cedict-m3", "zh", ("zh-cedict",), "use-m3", (0, 0), True, ("zh-cilin",), 30_000),
    _european("de", "mythes-de"),
    _european("fr", "mythes-fr"),
    _european("es", "mythes-es"),
    _european("it", "mythes-it"),
    _european("pl", "mythes-pl"),
    _european("pt", "mythes-pt-br"),
    _european("ru", "mythes-ru"),
    _european("tr", "kenet"),
    _european("th", "thai-wordnet"),
    Dataset("en-wordnet-glove", "en", ("judged",), "glove", (0, FREQUENT), False),
    Dataset("en-mythes-glove", "en", ("en-mythes-en-us",), "glove", (0, FREQUENT), False),
    Dataset("zh-cilin-m3", "zh", ("zh-cilin",), "use-m3", (0, 0), False, (), 30_000),
    _european("cs", "mythes-cs", trained=False),
    _european("sv", "mythes-sv", trained=False),
    _european("da", "mythes-da", trained=False),
    _european("hu", "mythes-hu", trained=False),
    _european("id", "mythes-id", trained=False),
)


class Loaded(NamedTuple):
    """A data set in memory."""

    terms: list[str]
    vectors: "NDArray[np.float32]"
    """(terms, dim)."""
    pairs: "NDArray[np.int64]"
    """(n, 2) row numbers of synonyms, the lower first."""


def order(term: str) -> int:
    """Give a number that is as good as chance, and always the same for `term`."""
    return int.from_bytes(blake2b(key(term).encode(), digest_size=8, person=b"sample").digest())


def read_pairs(folder: Path, names: Iterable[str]) -> list[Pair]:
    """Read gold files (two columns, tab separated, `#` begins a comment) of `folder`."""
    found: list[Pair] = []
    for name in names:
        for line in (folder / f"{name}.tsv").read_text("utf-8").splitlines():
            cells = line.split("\t")
            if len(cells) > 1 and not line.startswith("# "):
                found.append((cells[0], cells[1]))
    return found


def sampled(pairs: list[Pair], most: int) -> list[Pair]:
    """Give the pairs among at most `most` terms: heads by chance, each with all its synonyms."""
    partners: dict[str, list[str]] = {}
    for one, other in pairs:
        partners.setdefault(one, []).append(other)
        partners.setdefault(other, []).append(one)
    kept: set[str] = set()
    for head in sorted(partners, key=lambda term: (order(term), term)):
        if len(kept) >= most:
            break
        kept.update([head, *partners[head]])
    return [(one, other) for one, other in pairs if one in kept and other in kept]


def load(dataset: Dataset, folder: Path) -> Loaded:
    """Load `dataset` from the gold files in `folder`; vectors are kept there once computed."""
    import numpy as np
    from vectors import glove, vectors_of

    avoided = {
        key(term)
        for name in dataset.without
        if name != "glove"
        for pair in read_pairs(folder, [name])
        for term in pair
    }
    if "glove" in dataset.without:
        avoided.update(glove()[0][:FREQUENT])
    # Terms of one key are one term of the dictionary: the form met last gives its case.
    gold = [
        pair
        for pair in read_pairs(folder, dataset.gold)
        if key(pair[0]) not in avoided and key(pair[1]) not in avoided
    ]
    if dataset.vectors == "glove":
        words, values = glove()
        start, end = dataset.rows
        rows = [row for row in range(start, end) if words[row] not in avoided]
        terms = [words[row] for row in rows]
        vectors = np.ascontiguousarray(values[rows], np.float32)
    else:
        gold = sampled(gold, dataset.most)
        forms: dict[str, str] = {}
        for pair in gold:
            for term in pair:
                forms[key(term)] = term
        terms = sorted(forms.values(), key=lambda term: (order(term), term))
        vectors = vectors_of(terms, dataset.vectors, folder / f"{dataset.name}.npz")
    row_of = {key(term): row for row, term in enumerate(terms)}
    found = {
        tuple(sorted((row_of[key(one)], row_of[key(other)])))
        for one, other in gold
        if key(one) in row_of and key(other) in row_of and key(one) != key(other)
    }
    return Loaded(terms, vectors, np.array(sorted(found), np.int64).reshape(-1, 2))
