"""Analogies: of a to b as c to d, how often is d the term nearest to b - a + c?

What counts is what counts in gensim's `evaluate_word_analogies`: only the first
300,000 rows take part unless another number is given; a question with a word
beyond them, or that is no term, is left out, or wrong (`unknown_is_wrong`,
gensim's dummy4unknown). Case does not matter unless it is asked for: a word is
the first row with its key, even where another is written just so, and an answer
is right that has the key of the fourth word. (gensim compares upper case; keys
fold full-width letters as well.)
"""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from synotui.engine.arrays import Ints, Mask
from synotui.engine.evaluate.analogies import answers
from synotui.engine.evaluate.bootstrap import means
from synotui.errors import FormatError
from synotui.formats import analogies
from synotui.formats.analogies import AnalogyLine
from synotui.model import Coverage, EvaluationKind, OnProgress, Section, Skipped
from synotui.ops.evaluating.options import VOCABULARY, EvaluateOptions
from synotui.ops.evaluating.states import Measured, Places, State, Steps, all_there, passes
from synotui.ops.evaluating.terms import TOLD, known_texts
from synotui.ops.workbench import Workbench


@dataclass(frozen=True)
class _Rows:
    """The words of the questions in one space."""

    row: Ints
    """Of each word (w,); -1 where it takes no part."""
    word: Ints
    """Words (v,), ascending, and in `alike` all rows that have the key of each."""
    alike: Ints


@dataclass(frozen=True)
class AnalogyTask:
    """Questions, by numbers of words."""

    words: tuple[str, ...]
    alike: Ints
    """(v, 2) word and the id of a term with its key, by word."""
    questions: Ints
    """(q, 4) numbers of words."""
    sections: tuple[str, ...]
    section: Ints
    """Which section each question is of (q,)."""
    skipped: int
    vocabulary: int
    unknown_is_wrong: bool
    seed: int

    @property
    def kind(self) -> EvaluationKind:
        """What it is."""
        return "analogies"

    @property
    def told(self) -> int:
        """An adjustment is told of pairs, not of questions."""
        return 0

    def usable(self, places: Places) -> Mask:
        """Say which questions have all their words."""
        return self._found(self._rows(places))

    def blocks(self, among: int) -> int:
        """Give the steps."""
        return passes(min(among, self.vocabulary))

    def measure(self, state: State, shared: Mask | None, steps: Steps) -> Measured:
        """Ask all questions."""
        rows = self._rows(state.places)
        found = self._found(rows) if shared is None else shared
        asked = self.questions[found]
        answer = answers(
            state.first(self.vocabulary), rows.row[asked[:, :3]], _no_answers(rows, asked), steps
        )
        right = np.zeros(len(self.questions), bool)
        pairs = np.stack([rows.word, rows.alike], axis=1)
        right[found] = _among(np.stack([asked[:, 3], answer], axis=1), pairs)
        counted = np.ones(len(found), bool) if self.unknown_is_wrong else found
        [accuracy] = means(right[counted].astype(np.float64)[:, None], self.seed)
        sections = []
        for at, name in enumerate(self.sections):
            here = self.section == at
            sections.append(
                Section(
                    name,
                    int((right & here).sum()),
                    int((counted & here).sum()),
                    int((~found & here).sum()),
                )
            )
        return Measured(
            {"accuracy": accuracy}, self._coverage(state.places, rows, found), tuple(sections)
        )

    def notes(self, state: State) -> list[str]:
        """Tell among how many terms answers are looked for."""
        if state.among <= self.vocabulary:
            return []
        return [f"Only the first {self.vocabulary:,} of {state.among:,} terms take part"]

    def _found(self, rows: _Rows) -> Mask:
        return all_there(rows.row[self.questions])

    def _rows(self, places: Places) -> _Rows:
        rows = places.of(self.alike[:, 1])
        here = (rows >= 0) & (rows < self.vocabulary)
        word, alike = self.alike[here, 0], rows[here]
        first = np.full(len(self.words), np.iinfo(np.int64).max)
        np.minimum.at(first, word, alike)
        return _Rows(np.where(first < self.vocabulary, first, -1), word, alike)

    def _coverage(self, places: Places, rows: _Rows, found: Mask) -> Coverage:
        asked = np.unique(self.questions)
        lacking = asked[rows.row[asked] < 0]
        is_term = np.isin(lacking, self.alike[:, 0])
        has_row = np.isin(lacking, self.alike[places.of(self.alike[:, 1]) >= 0, 0])
        unknown, without, beyond = (
            tuple(self.words[word] for word in some[:TOLD].tolist())
            for some in (lacking[~is_term], lacking[is_term & ~has_row], lacking[has_row])
        )
        count = int(found.sum())
        return Coverage(count, len(found) - count, unknown, without, beyond, skipped=self.skipped)


def read_analogies(
    bench: Workbench, path: Path, options: EvaluateOptions, on_progress: OnProgress
) -> AnalogyTask:
    """Read an analogy file and find its terms. Raises FormatError."""
    lines: list[AnalogyLine] = []
    skipped = 0
    with analogies.read(path, encoding_=options.encoding, on_progress=on_progress) as reader:
        for item in reader:
            if isinstance(item, Skipped):
                skipped += 1
            else:
                lines.append(item)
    number = {
        text: at
        for at, text in enumerate(dict.fromkeys(t for x in lines for t in (x.a, x.b, x.c, x.d)))
    }
    known = known_texts(bench, number, case_sensitive=options.case_sensitive)
    alike = [(number[text], term) for text in number for term in known.alike.get(text, ())]
    sections = tuple(dict.fromkeys(line.section for line in lines))
    places = {name: at for at, name in enumerate(sections)}
    task = AnalogyTask(
        words=tuple(number),
        alike=np.array(alike, np.int64).reshape(-1, 2),
        questions=np.array(
            [[number[t] for t in (x.a, x.b, x.c, x.d)] for x in lines], np.int64
        ).reshape(-1, 4),
        sections=sections,
        section=np.array([places[line.section] for line in lines], np.int64),
        skipped=skipped,
        vocabulary=options.vocabulary or VOCABULARY,
        unknown_is_wrong=options.unknown_is_wrong,
        seed=options.seed,
    )
    there = np.unique(task.alike[:, 0])
    if not np.isin(task.questions, there).all(axis=1).any():
        raise FormatError(
            f"none of its {len(lines):,} questions is of terms that {bench.path.name} has",
            "Take a file in the language of the dictionary",
            path=path,
        )
    return task


def _no_answers(rows: _Rows, asked: Ints) -> Ints:
    """Give (place of a question, row) for all rows that are one of its first three words."""
    first = np.searchsorted(rows.word, asked[:, :3], "left")
    many = np.searchsorted(rows.word, asked[:, :3], "right") - first
    counts = many.ravel()
    question = np.repeat(np.repeat(np.arange(len(asked)), 3), counts)
    within = np.arange(len(question)) - np.repeat(np.cumsum(counts) - counts, counts)
    return np.stack([question, rows.alike[np.repeat(first.ravel(), counts) + within]], axis=1)


def _among(asked: Ints, pairs: Ints) -> Mask:
    """Say which of the `asked` (q, 2) are among `pairs` (p, 2)."""
    span = int(max(asked.max(initial=0), pairs.max(initial=0))) + 1
    found: Mask = np.isin(asked @ np.array([span, 1]), pairs @ np.array([span, 1])) & (
        asked[:, 1] >= 0
    )
    return found
