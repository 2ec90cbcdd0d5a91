"""Gold: pairs that somebody else holds for synonyms, matched to the terms of a dictionary."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from synotui import formats
from synotui import text as words
from synotui.errors import FormatError
from synotui.formats.rows import PairLine
from synotui.model import OnProgress, Relation, Skipped, Verdict, no_progress
from synotui.ops.workbench import Workbench

_AT_ONCE = 10_000
_TOLD = 5
"""Unknown terms that are named."""


@dataclass(frozen=True, slots=True)
class Gold:
    """What a gold file says of the terms of a dictionary."""

    path: str
    rows: int
    """Pairs in the file, those with unknown terms included."""
    pairs: tuple[tuple[int, int], ...]
    """Ids of two terms each, the lower one first; each pair once, in order."""
    unknown_terms: int
    """Terms of the file that the dictionary lacks."""
    unknown: tuple[str, ...]
    """The first of them."""
    unknown_pairs: int
    """Pairs that hold one."""
    others: int
    """Pairs of the file that it rejects, skips, or holds for something else than synonyms."""
    skipped: int
    """Lines that could not be read."""
    halves: tuple[tuple[str, int], ...] = ()
    """(text, id of its partner) of the pairs of which one text alone is a term."""


def read_gold(
    bench: Workbench,
    path: Path,
    format: str | None = None,
    on_progress: OnProgress = no_progress,
    *,
    encoding: str | None = None,
) -> Gold:
    """Read the pairs of `path` and find their terms, as written or else by their keys.

    Pairs with a verdict count where it is accepted, those with a relation
    where it is synonym. Raises FormatError, also if no pair is of terms that
    the dictionary has.
    """
    chosen = formats.format_for_reading(path, format)
    if chosen.holds != "pairs":
        raise FormatError(
            f"holds {chosen.holds}, and gold is pairs",
            "Give a file of two columns: --format csv, tsv or jsonl",
            path=path,
        )
    rows = others = skipped = 0
    stated: list[tuple[str, str]] = []
    with chosen.read(path, formats.ReadOptions(encoding=encoding), on_progress) as reader:
        for item in reader:
            if isinstance(item, Skipped):
                skipped += 1
                continue
            rows += 1
            if _is_synonym(item):
                stated.append((item.term.strip(), item.synonym.strip()))
            else:
                others += 1
    texts = dict.fromkeys(text for pair in stated for text in pair)
    known = _known(bench, texts)
    found: dict[tuple[int, int], None] = {}
    unknown_pairs = 0
    halves: dict[tuple[str, int], None] = {}
    for a, b in stated:
        if a not in known or b not in known:
            unknown_pairs += 1
            halves |= {(x, known[y]): None for x, y in ((a, b), (b, a)) if y in known}
        elif known[a] != known[b]:
            found[min(known[a], known[b]), max(known[a], known[b])] = None
    unknown = [text for text in texts if text not in known]
    if not found:
        raise FormatError(
            f"none of its {rows:,} pairs is of terms that {bench.path.name} has",
            "Take gold in the language of the dictionary, or import its terms first",
            path=path,
        )
    return Gold(
        path=str(path),
        rows=rows,
        pairs=tuple(sorted(found)),
        unknown_terms=len(unknown),
        unknown=tuple(unknown[:_TOLD]),
        unknown_pairs=unknown_pairs,
        others=others,
        skipped=skipped,
        halves=tuple(halves),
    )


def _is_synonym(line: PairLine) -> bool:
    return line.verdict in (None, Verdict.ACCEPTED) and line.relation in (None, Relation.SYNONYM)


def _known(bench: Workbench, texts: Iterable[str]) -> dict[str, int]:
    """Give the ids of those `texts` that are terms in use, or have the key of one."""
    known: dict[str, int] = {}
    missing: list[str] = []
    with bench.store.reading():
        lexicon = bench.listing().lexicon
        retired = set(bench.store.terms.retired())
        for batch in _batches(texts):
            ids = bench.store.terms.ids_of_texts(batch)
            known.update((text, term) for text, term in ids.items() if term not in retired)
            missing += [text for text in batch if text not in known]
    wanted = {words.key(text) for text in missing}
    by_key: dict[str, int] = {}
    if wanted:
        for key, term in zip(lexicon.keys(), lexicon.ids.tolist(), strict=True):
            if key in wanted and term not in retired:
                by_key.setdefault(key, term)
    known.update((text, by_key[key]) for text in missing if (key := words.key(text)) in by_key)
    return known


def _batches(texts: Iterable[str]) -> Iterator[Sequence[str]]:
    left = iter(texts)
    while batch := list(islice(left, _AT_ONCE)):
        yield batch
