"""What can go wrong, each as one line: what is wrong, where, and what to do.

SynotuiError
├── DictionaryError            the file as a whole
│   ├── DictionaryMissing      no file at that path
│   ├── NotADictionary         some other kind of file
│   │   └── DictionaryDamaged  one that was a dictionary; knows its path
│   ├── DictionaryTooNew       written by a later synotui
│   ├── DictionaryReadOnly     the file may not be written
│   ├── DictionaryBusy         another process holds it
│   ├── DictionaryReplaced     not the file or the state that was opened
│   ├── DictionaryChanged      another process has changed what was asked about
│   └── StorageFailed          disk full, or an input/output error
├── TermError                  one term
│   ├── UnknownTerm            not in the dictionary; `closest` says what is
│   ├── BadTerm                a text that cannot be a term
│   └── NoVector               the term has no vector in the current space
├── PairError                  a pair that cannot be decided
├── NothingToUndo, NothingToRedo
├── FormatError                a file that cannot be read or written; knows file and line
├── EncoderError               an encoder that is missing or failed
├── BackendError               an index backend that is not installed or failed
├── MapError                   a map that cannot be drawn as asked: a method or a font is missing
├── SettingError               an adjustment setting out of range
└── Cancelled                  the user stopped it; says what was kept
"""

from pathlib import Path


class SynotuiError(Exception):
    """Base of all errors a user may see.

    `message` says what is wrong and where; `remedy` what to do, or "" when
    there is nothing to say. `str()` gives both on one line. Both may quote
    terms as they are: whoever prints them passes them through `text.visible`.
    """

    def __init__(self, message: str, remedy: str = "") -> None:
        super().__init__(message, remedy)
        self.message = message
        self.remedy = remedy

    def __str__(self) -> str:
        return f"{self.message}. {self.remedy}" if self.remedy else self.message


class DictionaryError(SynotuiError):
    """The dictionary file as a whole cannot be used as asked."""


class DictionaryMissing(DictionaryError):
    """There is no file at the path given."""


class NotADictionary(DictionaryError):
    """The file is not a synotui dictionary, or is damaged."""


class DictionaryDamaged(NotADictionary):
    """The file is a dictionary that cannot be trusted any more, in part or as a whole."""

    def __init__(self, path: Path, told: str, remedy: str) -> None:
        super().__init__(f"{path} is damaged{told}", remedy)
        self.path = path


class DictionaryTooNew(DictionaryError):
    """The file was written by a later version of synotui."""


class DictionaryReadOnly(DictionaryError):
    """The file may be read but not written."""


class DictionaryBusy(DictionaryError):
    """Another process is writing to the file."""


class DictionaryReplaced(DictionaryError):
    """The file is gone, another one, or holds another state than the one that was opened."""


class DictionaryChanged(DictionaryError):
    """Another process has changed what was asked about, unseen here."""


class StorageFailed(DictionaryError):
    """The disk is full or failed; what was decided before is safe."""


class TermError(SynotuiError):
    """One term cannot be used as asked."""


class UnknownTerm(TermError):
    """The term is not in the dictionary."""

    def __init__(self, text: str, closest: tuple[str, ...] = ()) -> None:
        remedy = f"Closest: {', '.join(map(_shortened, closest))}" if closest else ""
        super().__init__(f"No term “{_shortened(text)}” in the dictionary", remedy)
        self.text = text
        self.closest = closest


def _shortened(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:59]}…"


class BadTerm(TermError):
    """The text cannot be a term: empty, too long, or with a NUL in it."""


class NoVector(TermError):
    """The term has no vector in the current space."""

    @classmethod
    def at_all(cls, path: Path) -> "NoVector":
        """Say that the dictionary at `path` has none, and how it gets some."""
        return cls(f"{path.name} has no vectors yet", f"Run: synotui embed {path}")


class PairError(SynotuiError):
    """A pair that cannot be decided, such as a term with itself."""


class NothingToUndo(SynotuiError):
    """The ledger holds no decision left to undo."""


class NothingToRedo(SynotuiError):
    """No undone decision is left to redo."""


class FormatError(SynotuiError):
    """A file that cannot be read or written as asked."""

    def __init__(
        self, message: str, remedy: str = "", *, path: Path | None = None, line: int | None = None
    ) -> None:
        where = "" if path is None else f"{path}:{line}: " if line else f"{path}: "
        super().__init__(where + message, remedy)
        self.path = path
        self.line = line


class EncoderError(SynotuiError):
    """An encoder is unknown, not installed, or failed."""


class BackendError(SynotuiError):
    """An index backend is unknown, not installed, or failed; exact search still answers."""


class MapError(SynotuiError):
    """A map cannot be drawn as asked: what a method or a picture needs is missing or failed."""


class SettingError(SynotuiError):
    """An adjustment setting is unknown or out of range."""


class Cancelled(SynotuiError):
    """The user stopped the work; nothing of it was kept unless the message says so."""
