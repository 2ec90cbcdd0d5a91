"""What formats give and take: the rows of files, apart from any one file's form."""

from dataclasses import dataclass

from synotui.model import Relation, Verdict


@dataclass(frozen=True, slots=True)
class TermLine:
    """A term read from a list."""

    line: int
    text: str
    frequency: float | None = None


@dataclass(frozen=True, slots=True)
class PairLine:
    """A pair read from a file; `verdict` None makes it a proposal."""

    line: int
    term: str
    synonym: str
    relation: Relation | None = None
    verdict: Verdict | None = None
    note: str = ""
    curator: str = ""
    decided_at: str = ""
    weight: float | None = None
    """None where the file does not say."""
    term_sense: str | None = None
    """The sense in which `term` is meant; "" takes it back, None does not say."""
    synonym_sense: str | None = None


@dataclass(frozen=True, slots=True)
class ExportRow:
    """A decided pair on its way out."""

    term: str
    synonym: str
    relation: Relation | None
    cosine_base: float | None
    cosine_now: float | None
    curator: str
    decided_at: str
    note: str
    verdict: Verdict = Verdict.ACCEPTED
    weight: float = 1.0
    term_sense: str = ""
    synonym_sense: str = ""
