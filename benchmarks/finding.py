"""Finding terms by any part of them among a million, beside SQLite's LIKE and FTS5.

synotui answers from memory with the ids of all hits, those that begin with the
text first, in the order of the list. LIKE gives the same ids in order; FTS5
holds one token a character and is asked for phrases: it finds the hits, but in
no order, and its index more than doubles the file.
"""

import argparse
import sqlite3
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from random import Random

from figures import p50, p99, show
from made_terms import write_terms

from synotui.model import TermFilter
from synotui.ops.terms import first_term_ids, term_ids
from synotui.ops.workbench import Workbench, open_workbench


def make_fts(path: Path, dictionary: Path) -> None:
    """Make the peer's table: a token a character."""
    with sqlite3.connect(path) as connection:
        connection.execute("ATTACH ? AS d", (str(dictionary),))
        connection.execute("CREATE VIRTUAL TABLE found USING fts5(key, content='', detail='full')")
        connection.create_function("spaced", 1, spaced, deterministic=True)
        connection.execute(
            "INSERT INTO found (rowid, key) "
            "SELECT id, spaced(iif(key = '', text, key)) FROM d.terms"
        )


def spaced(key: str) -> str:
    """Write each character as a token that FTS5's tokenizer leaves alone."""
    return " ".join(f"x{ord(character):x}" for character in key)


def queries(bench: Workbench, count: int, seed: int = 5) -> list[str]:
    """Give what people type: terms as they grow, parts of them, and what is in none."""
    random = Random(seed)
    listed = term_ids(bench)
    found: list[str] = []
    while len(found) < count:
        term = bench.store.terms.by_id([listed[random.randrange(len(listed))]]).popitem()[1]
        key = term.key
        found += [key[:n] for n in range(1, min(len(key), 6) + 1) if not key[:n].endswith(" ")]
        start = random.randrange(len(key))
        found.append(key[start : start + random.randint(1, 5)].strip() or key)
        found.append(f"{key[:3].strip()}qzq")
    return found[:count]


def timed(ask: Callable[[str], object], asked: Sequence[str]) -> list[float]:
    """Give the milliseconds of each query."""
    taken = []
    for query in asked:
        began = time.perf_counter()
        ask(query)
        taken.append(1e3 * (time.perf_counter() - began))
    return taken


def main() -> None:
    """Make the dictionary, ask everybody the same, print medians and ratios."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--terms", type=int, default=1_000_000)
    parser.add_argument("--queries", type=int, default=400)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        path, fts = Path(name) / "made.db", Path(name) / "fts.db"
        write_terms(path, given.terms)
        make_fts(fts, path)
        with open_workbench(path) as bench:
            compare(bench, fts, given.queries)


def compare(bench: Workbench, fts: Path, count: int) -> None:
    """Time the three and print the table."""
    began = time.perf_counter()
    first_term_ids(bench, None, 64)
    first = time.perf_counter() - began
    began = time.perf_counter()
    term_ids(bench)
    whole = time.perf_counter() - began
    memory = bench.listing().lexicon.nbytes / 1e6
    plain = sqlite3.connect(f"{bench.path.as_uri()}?mode=ro", uri=True)
    index = sqlite3.connect(f"{fts.as_uri()}?mode=ro", uri=True)
    for connection in (plain, index):
        connection.execute("PRAGMA cache_size = -262144")
    asked = queries(bench, count)

    def like(query: str) -> object:
        return plain.execute(
            "SELECT id FROM terms WHERE text LIKE ? ORDER BY frequency DESC, id",
            (f"%{query}%",),
        ).fetchall()

    def phrase(query: str) -> object:
        return index.execute(
            "SELECT rowid FROM found WHERE found MATCH ?", (f'"{spaced(query)}"',)
        ).fetchall()

    ways = {
        "synotui, from memory, in order": lambda query: term_ids(bench, TermFilter(query)),
        "SQLite LIKE '%x%', in order": like,
        "SQLite FTS5, a token a character, no order": phrase,
    }
    taken = {}
    for label, ask in ways.items():
        timed(ask, asked[:40])
        taken[label] = timed(ask, asked)
    total = bench.store.terms.count()
    print(f"{total:,} terms, {len(asked)} queries as people type them; milliseconds\n")
    own = taken["synotui, from memory, in order"]
    rows = [
        (
            label,
            f"{p50(each):.2f}",
            f"{p99(each):.2f}",
            f"{max(each):.2f}",
            f"{p50(each) / p50(own):.1f} x",
            f"{p99(each) / p99(own):.1f} x",
        )
        for label, each in taken.items()
    ]
    show(("finding", "p50", "p99", "most", "p50", "p99"), rows)
    print(
        f"\nfirst page {1e3 * first:.1f} ms; all terms read and sorted in {whole:.2f} s, "
        f"{memory:.0f} MB"
    )


if __name__ == "__main__":
    main()
