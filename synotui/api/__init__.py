"""The Python API: `synotui.open(path)` gives a Dictionary that does what the commands do.

Terms go in as texts; what comes out are the dataclasses of `synotui.model`.
`dataclasses.asdict` gives any of them as dicts and lists; synonym sets have
`as_dict`, which names terms by their texts: `pandas.DataFrame(s.as_dict() for s
in cars.sets())`. Errors are those of `synotui.errors`. A Dictionary belongs to
one thread.

Methods come in groups, a module each: `reviewing`, `adjusting`, `asking` the
space, `measuring` and drawing it, `making` files, vectors and indexes, `keeping`
the dictionary safe.
"""

from os import PathLike
from pathlib import Path

from synotui.api.dictionary import Dictionary

__all__ = ["Dictionary", "open"]


def open(path: str | PathLike[str], *, create: bool = False) -> Dictionary:
    """Open the dictionary at `path`; with `create`, make an empty one if there is none.

    Raises DictionaryMissing, NotADictionary, DictionaryTooNew.

    >>> import synotui
    >>> with synotui.open("cars.db", create=True) as cars:
    ...     report = cars.import_file("pairs.csv")
    ...     report = cars.embed()
    ...     change = cars.decide("普拉多", "霸道SUV", "accepted")
    ...     [pair] = change.diff.pairs
    ...     print(f"{change.label}: {pair.before:.2f} → {pair.after:.2f}")
    ...     best = cars.suggest("普拉多", k=5).items[0]
    ...     nearest = cars.analogy("苹果", "苹果手机", "普拉多", k=3).items
    ...     report = cars.export("synonyms.csv")
    ...     print("sound" if cars.check().sound else "damaged")
    accepted 普拉多 = 霸道SUV: 0.10 → 0.84
    sound
    """
    from synotui.ops.workbench import open_workbench

    # Whoever calls this may change the folder meanwhile.
    return Dictionary(open_workbench(Path(path).absolute(), create=create))
