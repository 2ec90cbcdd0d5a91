"""What a damaged file still holds: rows by table, read page by page.

Pages are reached from the roots of their tables. A page to which no way leads
any more, since one above it is damaged, is told by what its rows look like: so
a damaged page costs its own contents only. SQLite keeps no checksums: bytes
that were changed within a value cannot be told from right ones.
"""

from collections.abc import Callable, Iterator
from pathlib import Path

from synotui.errors import StorageFailed
from synotui.store.journal import content_before
from synotui.store.pages import INDEX_INTERIOR, INDEX_LEAF, TABLE_LEAF, Pages, Row

_TEXT_INDEX = "sqlite_autoindex_terms_1"
"""The index that holds the text and id of every term."""
TABLES: dict[str, tuple[str, ...]] = {
    "terms": ("n", "s", "s", "rn", "i"),
    "sources": ("n", "s", "s"),
    "proposals": ("i", "i", "i", "i", "sn", "s"),
    "ledger": ("n", "s", "s", "s", "s", "s", "in", "in", "in", "in", "b"),
    "pairs": ("i", "i", "i", "s", "sn", "s", "s", "s", "i", "r", "s", "s"),
    "spaces": ("n", "s", "s", "i", "s", "s"),
    "vector_blocks": ("i", "i", "i", "b", "b"),
    "settings": ("s", "s"),
    "view": ("s", "s"),
    "evaluations": ("n", "s", "s", "i", "i", "s", "s", "s", "s"),
    "composed": ("i", "i", "s"),
    "cross_encoders": ("n", "s", "s", "i"),
    "cross_scores": ("i", "i", "i", "r", "i"),
}
"""The tables that are carried over, and what their columns hold: number, text, blob or nothing.
A column that is the row id is nothing in the record."""
_TOLD_APART = ("terms", "sources", "proposals", "ledger", "pairs", "spaces", "vector_blocks")
"""Those whose rows look like those of no other table or index."""


class Salvage:
    """The rows of a damaged file."""

    def __init__(self, path: Path) -> None:
        """Read the file. Raises StorageFailed."""
        try:
            content = content_before(path)
        except OSError as error:
            raise StorageFailed(f"Cannot read {path}: {error.strerror}") from error
        self._pages = Pages(content)
        self.version = self._pages.user_version
        self.pages = self._pages.count
        self.unreadable = 0
        """Pages that were no pages of a table any more where one was due."""
        self.adrift = 0
        """Pages to which no way led, but whose rows tell where they belong."""
        roots = self._roots()
        self._broken: set[str] = {name for name in TABLES if name not in roots}
        self._reached: set[int] = {1, *self._pages.free()}
        self._of: dict[str, list[int]] = {}
        for name, root in sorted(roots.items()):
            before = self.unreadable
            self._of[name] = self._walk(root)
            if self.unreadable > before:
                self._broken.add(name)
        self._orphans = self._look_for_orphans()

    def rows(self, table: str) -> Iterator[Row]:
        """Give the rows of a table that can be read; one that is in the file twice, twice."""
        looks = _looks(TABLES[table])
        for page in self._of.get(table, []):
            yield from filter(looks, self._pages.rows(page))
        yield from self._orphans.get(table, [])

    def whole(self, table: str) -> bool:
        """Say whether every page of a table is there, with all rows it says it has."""
        looks = _looks(TABLES[table])
        return table not in self._broken and all(
            sum(map(looks, self._pages.rows(page))) == self._pages.cells(page)
            for page in self._of[table]
        )

    def texts(self) -> Iterator[tuple[int, str]]:
        """Give (id, text) of terms, as the index of their texts has them."""
        for page in self._of.get(_TEXT_INDEX, []):
            for row in self._pages.rows(page):
                match row.values:
                    case (str(text), int(term)):
                        yield term, text

    def _roots(self) -> dict[str, int]:
        """Give the root page of each table and index, as the schema has them."""
        found = {}
        pages = self._walk_from(1, set())
        for page in pages:
            for row in self._pages.rows(page):
                match row.values:
                    case (("table" | "index"), str(name), str(), int(root), *_):
                        if 1 < root <= self._pages.count:
                            found[name] = root
        return found

    def _walk(self, root: int) -> list[int]:
        return self._walk_from(root, self._reached)

    def _walk_from(self, root: int, reached: set[int]) -> list[int]:
        found, waiting = [], [root]
        while waiting:
            page = waiting.pop()
            if page in reached and page != 1:
                continue
            reached.add(page)
            children = self._pages.children(page)
            if children:
                waiting += children
                if self._pages.kind(page) == INDEX_INTERIOR:
                    found.append(page)
            elif self._pages.kind(page) in (TABLE_LEAF, INDEX_LEAF):
                found.append(page)
            else:
                self.unreadable += 1
        return found

    def _look_for_orphans(self) -> dict[str, list[Row]]:
        found: dict[str, list[Row]] = {}
        for page in range(2, self._pages.count + 1):
            if page in self._reached or self._pages.kind(page) not in (TABLE_LEAF, INDEX_LEAF):
                continue
            rows = list(self._pages.rows(page))
            for table in _TOLD_APART:
                fit = list(filter(_looks(TABLES[table]), rows))
                if rows and len(fit) == len(rows):
                    found.setdefault(table, []).extend(fit)
                    self.adrift += 1
                    break
        return found


def _looks(columns: tuple[str, ...]) -> Callable[[Row], bool]:
    """Give a test whether a row has these columns, or the first of them in an older schema."""
    kinds = [
        tuple(_KINDS[kind] for kind in column) + ((int,) if "r" in column else ())
        for column in columns
    ]
    with_id = columns[0] == "n"

    def fits(row: Row) -> bool:
        if with_id and row.rowid is None:
            return False
        least = len(kinds) - (3 if len(kinds) > 6 else 0)
        return least <= len(row.values) <= len(kinds) and all(
            isinstance(value, kind) for value, kind in zip(row.values, kinds, strict=False)
        )

    return fits


_KINDS = {"i": int, "s": str, "b": bytes, "r": float, "n": type(None)}
