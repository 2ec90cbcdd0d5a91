"""A fastText model mapped from its file: arguments, words with their counts, rows of vectors.

The file (version 12, little-endian): magic and version as int32; twelve int32
and a double of arguments; the dictionary: int32 entries, words and labels,
int64 tokens and size of the pruning table, then of each entry its bytes, a NUL,
an int64 count and a byte for its kind; a byte that tells whether the input
matrix is quantised, int64 rows and columns, float32 values; the output matrix,
which is not read. Every length is checked against the file before it is used.
"""

import mmap
import struct
from array import array
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from synotui.errors import FormatError
from synotui.fasttext.subwords import Subwords

MAGIC = (793712314).to_bytes(4, "little")
_VERSION = 12
_SUPERVISED = 3
_MOST_DIMENSIONS = 100_000
_MOST_WORD_BYTES = 10_000
_LINE_END = b"</s>"
"""What stands for the end of a line among the words; it has no parts."""
_GATHERED_BYTES = 16 << 20
_MOST_PARTS = 1 << 20
"""Parts that are looked up at once; more only where a single word has them."""
_LONGEST_PART = 100
"""Characters of a part of a word; a model that says more is damaged, or means to fill memory."""
_REPORT_EVERY = 1 << 16
_PACKED = (b"\x1f\x8b", b"BZh", b"\x28\xb5\x2f\xfd")
_INSTEAD = "Use its vectors as text: fasttext print-word-vectors MODEL.bin < WORDS.txt > WORDS.vec"

Floats = NDArray[np.float32]


class Model:
    """An open model. Its vectors stay on the disk; words take some thirty bytes each."""

    def __init__(
        self,
        path: Path,
        data: mmap.mmap,
        subwords: Subwords,
        places: "tuple[NDArray[np.int64], NDArray[np.int64]]",
        counts: "NDArray[np.int64]",
        rows: Floats,
    ) -> None:
        self.path = path
        self.subwords = subwords
        self.counts = counts
        """How often each word stood in the text it was trained on (n,)."""
        self._data = data
        self._starts, self._ends = places
        self._rows = rows
        self._hashes: NDArray[np.int64] | None = None
        self._order: NDArray[np.int64] | None = None

    def __len__(self) -> int:
        return len(self._starts)

    @property
    def dim(self) -> int:
        """Components of a vector."""
        return int(self._rows.shape[1])

    def words(self, start: int, stop: int) -> list[bytes]:
        """Give some words in their order, which is that of frequency."""
        places = zip(
            self._starts[start:stop].tolist(), self._ends[start:stop].tolist(), strict=True
        )
        return [self._data[first:last] for first, last in places]

    def find(self, words: Sequence[bytes]) -> NDArray[np.int64]:
        """Give the places of `words` among the model's (m,); -1 for one it does not have."""
        if self._hashes is None or self._order is None:
            hashes = np.fromiter((hash(word) for word in self.words(0, len(self))), np.int64)
            self._order = np.argsort(hashes, kind="stable")
            self._hashes = hashes[self._order]
        wanted = np.array([hash(word) for word in words], np.int64)
        lows = np.searchsorted(self._hashes, wanted)
        highs = np.searchsorted(self._hashes, wanted, side="right")
        found = np.full(len(words), -1, np.int64)
        for number in np.flatnonzero(highs > lows).tolist():
            for place in self._order[lows[number] : highs[number]].tolist():
                if self._data[self._starts[place] : self._ends[place]] == words[number]:
                    found[number] = place
                    break
        return found

    def vectors(self, words: Sequence[bytes], places: "NDArray[np.int64] | None" = None) -> Floats:
        """Give the vectors of `words` (m, dim): the mean of a word's own row and of its parts'.

        `places` (m,) are those of `find`, looked up if not given. A word the
        model does not have is the mean of its parts alone, and zero if it has none.
        """
        known = self.find(words) if places is None else places
        vectors = np.zeros((len(words), self.dim), np.float32)
        for part in self._batches(words):
            self._fill(vectors[part], words[part], known[part])
        return vectors

    def _batches(self, words: Sequence[bytes]) -> Iterator[slice]:
        """Give runs of words that together have few enough parts, one word at least."""
        most = max(1, _GATHERED_BYTES // (4 * self.dim * 64))
        start = parts = 0
        for place, word in enumerate(words):
            of_word = (len(word) + 2) * min(len(word) + 2, self.subwords.most)
            if place > start and (place - start == most or parts + of_word > _MOST_PARTS):
                yield slice(start, place)
                start, parts = place, 0
            parts += of_word
        if words:
            yield slice(start, len(words))

    def _fill(self, out: Floats, words: Sequence[bytes], known: "NDArray[np.int64]") -> None:
        parts = [word if word != _LINE_END else b"" for word in words]
        buckets, owners = self.subwords.of(parts)
        # The two ends of an empty word make a part of two; the mark of line ends has none.
        kept = np.array([bool(part) for part in parts])[owners] if len(owners) else owners
        buckets, owners = buckets[kept.astype(bool)], owners[kept.astype(bool)]
        own = np.flatnonzero(known >= 0)
        rows = np.concatenate([known[own], buckets + len(self)])
        owner = np.concatenate([own, owners])
        if not len(rows):
            return
        order = np.argsort(owner, kind="stable")
        at_once = max(1, _GATHERED_BYTES // (4 * self.dim))
        with np.errstate(over="ignore", invalid="ignore"):
            for start in range(0, len(order), at_once):
                some = order[start : start + at_once]
                firsts = np.flatnonzero(np.diff(owner[some], prepend=-1))
                gathered = self._rows[rows[some]].astype(np.float32)
                out[owner[some][firsts]] += np.add.reduceat(gathered, firsts, axis=0)
            counts = np.bincount(owner, minlength=len(words))
            out /= np.maximum(counts, 1)[:, None].astype(np.float32)


def open_model(
    path: Path, on_words: Callable[[int, int], None] = lambda done, total: None
) -> Model:
    """Map the model at `path`; `on_words` hears how many of its words are listed, and may raise.

    Raises FormatError for a file that is missing, packed, cut short, of another version, or
    a supervised or quantised model.
    """
    try:
        if path.exists() and not path.is_file():
            raise FormatError("not a regular file", "Name a fastText model", path=path)
        with path.open("rb") as file:
            data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    except FileNotFoundError as error:
        raise FormatError("no such file", "Check the path", path=path) from error
    except (OSError, ValueError) as error:
        told = error.strerror if isinstance(error, OSError) and error.strerror else "it is empty"
        raise FormatError(f"cannot be read: {told}", "Check the file", path=path) from error
    return _Parser(path, data).model(on_words)


class _Parser:
    """Reads one file from its beginning."""

    def __init__(self, path: Path, data: mmap.mmap) -> None:
        self._path = path
        self._data = data
        self._at = 0

    def model(self, on_words: Callable[[int, int], None]) -> Model:
        """Read all but the vectors."""
        if self._data[:4] != MAGIC:
            self._refuse_other()
        # version, dim, ws, epoch, minCount, neg, wordNgrams, loss, model, bucket, minn, maxn, two
        version, dim, *_, kind, buckets, least, most, _, _ = self._take("<13id", len(MAGIC))
        if version != _VERSION:
            raise self._wrong(
                f"a fastText model of version {version}; {_VERSION} is read", _INSTEAD
            )
        if kind == _SUPERVISED:
            raise self._wrong(
                "a supervised fastText model: its vectors are for its labels", _INSTEAD
            )
        if not 0 < dim <= _MOST_DIMENSIONS or min(buckets, least, most) < 0 or most > _LONGEST_PART:
            raise self._wrong("damaged: its arguments are impossible", "Fetch it again")
        size, words, labels, _, pruned = self._take("<3i2q")
        if labels > 0:
            raise self._wrong(
                "a supervised fastText model: its vectors are for its labels", _INSTEAD
            )
        if pruned >= 0:
            raise self._wrong("a pruned fastText model, made smaller for labels", _INSTEAD)
        if words != size or not 0 < size * 10 <= len(self._data) - self._at:
            raise self._wrong(f"damaged: it cannot hold {size:,} words", "Fetch it again")
        places = self._words(size, on_words)
        counts = self._numbers(places[1])
        (quantised,) = self._take("<B")
        if quantised:
            raise self._wrong("a quantised fastText model: its vectors are rounded away", _INSTEAD)
        rows, columns = self._take("<2q")
        if columns != dim or rows != size + buckets:
            raise self._wrong(
                f"damaged: {rows:,} x {columns:,} values in place of {size + buckets:,} x {dim:,}",
                "Fetch it again",
            )
        if rows * columns * 4 > len(self._data) - self._at:
            raise self._wrong("cut short: not all of its vectors are there", "Fetch it again")
        matrix = np.frombuffer(self._data, "<f4", rows * columns, self._at).reshape(rows, columns)
        return Model(self._path, self._data, Subwords(least, most, buckets), places, counts, matrix)

    def _words(
        self, size: int, on_words: Callable[[int, int], None]
    ) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        starts, ends = array("q"), array("q")
        at, find = self._at, self._data.find
        for number in range(size):
            if number % _REPORT_EVERY == 0:
                on_words(number, size)
            end = find(b"\0", at, at + _MOST_WORD_BYTES)
            if end < 0 or end + 10 > len(self._data):
                raise self._wrong(f"cut short or damaged in word {number + 1:,}", "Fetch it again")
            starts.append(at)
            ends.append(end)
            at = end + 10
        self._at = at
        return np.array(starts, np.int64), np.array(ends, np.int64)

    def _numbers(self, ends: NDArray[np.int64]) -> NDArray[np.int64]:
        """Give the counts that stand behind the words."""
        signs = np.frombuffer(self._data, np.uint8)
        together = signs[ends[:, None] + np.arange(1, 9)]
        return np.ascontiguousarray(together).view("<i8")[:, 0].astype(np.int64)

    def _take(self, layout: str, at: int | None = None) -> tuple[int, ...]:
        self._at = self._at if at is None else at
        try:
            found = struct.unpack_from(layout, self._data, self._at)
        except struct.error as error:
            raise self._wrong("ends before its header is whole", "Fetch it again") from error
        self._at += struct.calcsize(layout)
        return found

    def _refuse_other(self) -> None:
        if self._data[:4].startswith(_PACKED):
            raise self._wrong(
                "packed; a model is read in place", "Unpack it first, as by gunzip FILE"
            )
        raise self._wrong("not a fastText model: it does not begin like one", "Check the file")

    def _wrong(self, message: str, remedy: str) -> FormatError:
        return FormatError(message, remedy, path=self._path)
