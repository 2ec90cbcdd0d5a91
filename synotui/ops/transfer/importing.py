"""Take in files: terms, pairs or vectors, streamed in one transaction."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from itertools import islice
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from synotui import formats
from synotui import text as words
from synotui.errors import BadTerm, FormatError
from synotui.formats.rows import PairLine, TermLine
from synotui.model import (
    DEFAULT_RELATION,
    OnProgress,
    Pair,
    PairChange,
    Skipped,
    Verdict,
    no_progress,
)
from synotui.ops.adjusting.adjust import settle_imported
from synotui.ops.backups import back_up
from synotui.ops.clock import now
from synotui.ops.transfer.imported_pairs import refined, told
from synotui.ops.transfer.wanted_words import folded, vocabulary_of
from synotui.ops.workbench import Workbench
from synotui.store import Deed

if TYPE_CHECKING:
    from synotui.formats.vectors import VectorBatch
    from synotui.ops.transfer.vector_import import VectorImport

_ROWS_AT_ONCE = 2_000
_SKIPPED_TOLD = 100
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class ImportOptions:
    """How to read a file, where it does not say so itself."""

    format: str | None = None
    encoding: str | None = None
    header: bool | None = None
    """Whether the first row names the columns; None finds out."""
    term_column: str | None = None
    synonym_column: str | None = None
    accept: bool = False
    """Take pairs without a verdict as accepted instead of proposed."""
    source: str | None = None
    """Name of the dictionary the pairs are from; None takes the file's name."""
    space: str | None = None
    """Name of the space vectors go to; None takes the file's name."""
    limit: int | None = None
    """Rows to read at most, from the start of the file."""
    words: str | PathLike[str] | None = None
    """The file with the terms of an array, a line for each row; None takes NAME.vocab.txt."""
    vocabulary: str | PathLike[str] | None = None
    """A file that lists terms: nothing else is taken."""
    lowercase: bool = False
    """Fold every term to lower case; of those that become equal the first counts."""
    underscores: bool = False
    """Take underscores in terms for spaces, as in new_york."""
    float16: bool = False
    """Keep the vectors of a new space in half the room."""

    def __post_init__(self) -> None:
        if self.limit is not None and self.limit < 1:
            raise ValueError(f"a limit of {self.limit} rows; it is at least 1")


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import read, found already there, and skipped."""

    path: str
    format: str
    rows: int
    """Rows read, those skipped included."""
    terms_added: int = 0
    terms_known: int = 0
    proposals_added: int = 0
    proposals_known: int = 0
    decided: int = 0
    """Pairs whose verdict column (or --accept) was taken."""
    decided_known: int = 0
    left_out: int = 0
    """Rows with a term that the vocabulary does not hold."""
    vectors_added: int = 0
    vectors_known: int = 0
    vectors_replaced: int = 0
    """Composed vectors that gave way to the terms' own."""
    space: str = ""
    skipped: tuple[Skipped, ...] = ()
    """The first hundred skipped lines; `skipped_count` counts all."""
    skipped_count: int = 0
    narration: tuple[str, ...] = ()
    """Things worth telling, such as the encoding that was guessed."""


def import_file(
    bench: Workbench,
    path: Path,
    options: ImportOptions | None = None,
    on_progress: OnProgress = no_progress,
    *,
    backs_up: bool = True,
) -> ImportReport:
    """Take in `path`: all of it, or nothing if it fails or `on_progress` raises Cancelled.

    What is there already stays as it is, so importing a file twice changes
    nothing. Lines that cannot be taken are skipped and told. What there is is
    backed up first, if it `backs_up`. Raises FormatError, DictionaryError.
    """
    options = options or ImportOptions()
    try:
        return _take_in(bench, path, options, on_progress, backs_up)
    except MemoryError as error:
        raise FormatError(
            "there is not enough memory to take it in; nothing was changed",
            "Allow more (ulimit -v), close other programs, or read less: --limit N, "
            "--vocabulary FILE",
            path=path,
        ) from error


def _take_in(
    bench: Workbench,
    path: Path,
    options: ImportOptions,
    on_progress: OnProgress,
    backs_up: bool,
) -> ImportReport:
    chosen = formats.format_for_reading(path, options.format)
    reading = formats.ReadOptions(
        options.encoding,
        options.header,
        options.term_column,
        options.synonym_column,
        Path(options.words) if options.words is not None else None,
    )
    narration: list[str] = []
    vocabulary = vocabulary_of(options, narration) if options.vocabulary is not None else None
    with chosen.read(path, reading, on_progress) as reader:
        if backs_up and bench.store.ledger.count():
            back_up(bench, "import", on_progress)
        with bench.reshaping(), bench.store.bulk(), bench.store.transaction():
            work = _Import(bench, path, options, vocabulary)
            if chosen.holds == "pairs":
                work.take_pairs(reader)
            elif chosen.holds == "terms":
                work.take_terms(reader)
            else:
                encoder = f"{chosen.encoder}:{path.absolute()}" if chosen.encoder else ""
                with formats.Ahead(reader) as items:
                    work.take_vectors(items, encoder)
            work.finish()
        return work.report(chosen.name, (*narration, *reader.narration, *work.narration))


class _Import:
    """One import under way: counts, and what goes into its ledger entry."""

    def __init__(
        self,
        bench: Workbench,
        path: Path,
        options: ImportOptions,
        vocabulary: frozenset[str] | None,
    ) -> None:
        self.narration: list[str] = []
        self._vocabulary = vocabulary
        self._bench = bench
        self._store = bench.store
        self._path = path
        self._options = options
        self._folds = options.lowercase or options.underscores
        self._seq = bench.store.ledger.next_seq()
        self._counts: dict[str, int] = dict.fromkeys(_COUNTS, 0)
        self._skipped: list[Skipped] = []
        self._skipped_count = 0
        self._decisions: dict[tuple[int, int], PairChange] = {}
        self._space = ""
        self._source: int | None = None

    def report(self, format_name: str, narration: tuple[str, ...]) -> ImportReport:
        """Tell what was done."""
        return ImportReport(
            path=str(self._path),
            format=format_name,
            space=self._space,
            skipped=tuple(self._skipped),
            skipped_count=self._skipped_count,
            narration=narration,
            **self._counts,
        )

    def take_terms(self, items: Iterable[TermLine | Skipped]) -> None:
        """Take a list of terms."""
        for batch in self._batches(items):
            found: dict[str, float | None] = {}
            for line in batch:
                text = self._clean(line.line, line.text)
                if text is not None and self._wanted(text):
                    found.setdefault(text, line.frequency)
            self._add_terms(found)

    def take_pairs(self, items: Iterable[PairLine | Skipped]) -> None:
        """Take pairs: as decisions where they carry a verdict, else as proposals."""
        for batch in self._batches(items):
            lines: list[tuple[str, str, PairLine]] = []
            for line in batch:
                term = self._clean(line.line, line.term)
                synonym = self._clean(line.line, line.synonym) if term is not None else None
                if term is None or synonym is None or not self._wanted(term, synonym):
                    continue
                if term == synonym:
                    self._skip(line.line, f"“{term}” is paired with itself")
                    continue
                lines.append((term, synonym, line))
            ids = self._add_terms({text: None for a, b, _ in lines for text in (a, b)})
            self._take_pair_lines([(ids[a], ids[b], line) for a, b, line in lines])

    def _take_pair_lines(self, lines: Sequence[tuple[int, int, PairLine]]) -> None:
        proposed = []
        for head, synonym, line in lines:
            verdict = line.verdict or (Verdict.ACCEPTED if self._options.accept else None)
            if verdict is None:
                proposed.append((head, synonym, line.relation, line.note))
            elif line.relation is not None and not line.relation.suits(verdict):
                self._skip(line.line, f"a pair that is {verdict} cannot be “{line.relation}”")
            else:
                self._decide(head, synonym, verdict, line)
        if proposed:
            if self._source is None:
                name = self._options.source or self._path.name
                self._source = self._store.proposals.source(name, now())
            added = self._store.proposals.add(self._source, proposed)
            self._counts["proposals_added"] += added
            self._counts["proposals_known"] += len(proposed) - added

    def _decide(self, head: int, synonym: int, verdict: Verdict, line: PairLine) -> None:
        relation = line.relation or DEFAULT_RELATION[verdict]
        key = (min(head, synonym), max(head, synonym))
        before = self._store.pairs.get(head, synonym)
        held = self._decisions[key].after if key in self._decisions else before
        curator, decided_at = line.curator or self._bench.curator, line.decided_at or now()
        after = Pair(head, synonym, verdict, relation, line.note, curator, decided_at, self._seq)
        after = refined(after, held, line)
        if held and told(held, head) == told(after, head):
            self._counts["decided_known"] += 1
            return
        self._decisions[key] = PairChange(*key, before, after)
        self._counts["decided"] += 1

    def take_vectors(self, items: "Iterable[VectorBatch | Skipped]", encoder: str) -> None:
        """Take vectors as a space, named after the file, and make it current.

        `encoder` is what gives other terms vectors by that file, "" if nothing does.
        """
        from synotui.ops.transfer.vector_import import VectorImport

        name = self._options.space or self._path.name.split(".")[0] or self._path.name
        half = self._options.float16
        with closing(
            VectorImport(self._bench, self._path, name, half=half, encoder=encoder)
        ) as work:
            left = self._options.limit
            for item in items:
                if isinstance(item, Skipped):
                    self._counts["rows"] += 1
                    self._skip(item.line, item.reason)
                    continue
                batch = item if left is None else item.first(left)
                self._counts["rows"] += len(batch.texts)
                self._take_batch(work, batch)
                if left is not None:
                    left -= len(batch.texts)
                    if not left:
                        break
            self._space = work.finish()
            self.narration += work.narrate()

    def _take_batch(self, work: "VectorImport", batch: "VectorBatch") -> None:
        batch = self._cleaned(batch)
        distinct = list(dict.fromkeys(batch.texts))
        ids, added = self._store.terms.add_listed(distinct, words.keys(distinct))
        self._counts["terms_added"] += added
        self._counts["terms_known"] += len(distinct) - added
        if len(distinct) < len(batch.texts):
            by_text = dict(zip(distinct, ids, strict=True))
            ids = [by_text[text] for text in batch.texts]
        taken = work.take(ids, batch.vectors)
        self._counts["vectors_added"] += int(taken.fresh.sum())
        self._counts["vectors_replaced"] += int(taken.own.sum())
        known = ~(taken.fresh | taken.again | taken.lost | taken.own)
        self._counts["vectors_known"] += int(known.sum())
        for place in taken.again.nonzero()[0]:
            self._skip(
                batch.lines[place],
                "the term stands earlier in the file; the first vector is kept",
            )
        for place in taken.lost.nonzero()[0]:
            self._skip(batch.lines[place], "values beyond what float16 can hold")

    def _cleaned(self, batch: "VectorBatch") -> "VectorBatch":
        """Give the part of a batch whose words can be terms and are wanted, as they are stored."""
        plain = self._vocabulary is None and not self._folds
        if plain and words.all_clean(batch.texts):
            return batch
        texts = [
            self._clean(line, text) for text, line in zip(batch.texts, batch.lines, strict=True)
        ]
        return batch.chosen(
            [(i, text) for i, text in enumerate(texts) if text is not None and self._wanted(text)]
        )

    def finish(self) -> None:
        """Write the verdicts and the ledger entry, if there is anything to tell of."""
        added = ("terms_added", "proposals_added", "vectors_added", "vectors_replaced", "decided")
        if not any(self._counts[name] for name in added):
            return
        told = ", ".join(f"{self._counts[n]:,} {_COUNTS[n]}" for n in added if self._counts[n])
        facts = {name: n for name, n in self._counts.items() if n} | {"file": self._path.name}
        changes = tuple(self._decisions.values())
        deed = Deed("import", f"imported {self._path.name}: {told}", changes, facts=facts)
        self._store.ledger.append(self._seq, now(), self._bench.curator, deed)
        self._store.pairs.write(changes)
        if changes or self._counts["vectors_added"] or self._counts["vectors_replaced"]:
            settle_imported(self._bench)

    def _batches(self, items: "Iterable[_T | Skipped]") -> "Iterator[list[_T]]":
        batch: list[_T] = []
        for item in islice(items, self._options.limit):
            self._counts["rows"] += 1
            if isinstance(item, Skipped):
                self._skip(item.line, item.reason)
                continue
            batch.append(item)
            if len(batch) == _ROWS_AT_ONCE:
                yield batch
                batch = []
        if batch:
            yield batch

    def _clean(self, line: int, text: str) -> str | None:
        try:
            return words.clean(folded(text, self._options))
        except BadTerm as error:
            self._skip(line, error.message)
            return None

    def _wanted(self, *texts: str) -> bool:
        """Say whether the vocabulary, if there is one, holds all `texts`."""
        wanted = self._vocabulary is None or self._vocabulary.issuperset(texts)
        self._counts["left_out"] += not wanted
        return wanted

    def _skip(self, line: int, reason: str) -> None:
        self._skipped_count += 1
        if len(self._skipped) < _SKIPPED_TOLD:
            self._skipped.append(Skipped(str(self._path), line, reason))

    def _add_terms(self, found: "dict[str, float | None] | dict[str, Any]") -> dict[str, int]:
        added = self._store.terms.add((t, words.key(t), f) for t, f in found.items())
        self._counts["terms_added"] += added
        self._counts["terms_known"] += len(found) - added
        return self._store.terms.ids_of_texts(found)


_COUNTS = {
    "rows": "rows",
    "left_out": "rows left out",
    "terms_added": "terms",
    "terms_known": "terms known",
    "proposals_added": "proposals",
    "proposals_known": "proposals known",
    "decided": "verdicts",
    "decided_known": "verdicts known",
    "vectors_added": "vectors",
    "vectors_known": "vectors known",
    "vectors_replaced": "composed vectors replaced",
}
