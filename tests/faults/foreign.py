"""A table of files that are not to be trusted, and what merging them came to.

`python -m tests.faults.foreign [N]` merges N files with damaged pages, and N
with forged values, into a dictionary: each is refused in one line, or merged so
that the dictionary is sound and undo takes it back.
"""

import random
import shutil
import sqlite3
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

from synotui.errors import DictionaryError
from synotui.model import Verdict
from synotui.ops.checking import check
from synotui.ops.history import undo
from synotui.ops.merging import merge
from synotui.ops.review import decide
from synotui.ops.workbench import Workbench, open_workbench
from synotui.store.chain import make_chain
from tests.faults.damage import damage
from tests.ops.test_checking import make_words

_COLUMNS = {
    "pairs": ("head verdict relation note curator decided_at seq weight low_sense high_sense "
              "low high"),
    "ledger": "at curator action label data target below undo_top redo_top hash seq",
    "terms": "text key frequency retired id",
    "settings": "value",
    "spaces": "name encoder dim storage id",
    "vector_blocks": "count term_ids vectors block",
    "block_stamps": "rows stamp",
    "composed": "how term_id",
}  # fmt: skip
_VALUES = (
    None, -1, 0, 1 << 62, 1.5, float("inf"), b"\xff\x00", "", "x" * 20_000, "a\x00b", "\x1b[2J",
    "accepted", "merge", "[]", "[" * 5_000, '{"pairs":[[1,2,null,[1]]]}',
    '{"pairs":[[[],2,null,null]]}', '{"pairs":[],"terms_added":[[]]}',
    '{"facts":{"known":[1,{}],"disagreements":[[1],[1,2,3,4,5],[{},1,null,null,"ask"]]}}',
)  # fmt: skip
"""What no column should hold, or only some."""
Ruin = Callable[[Path, random.Random], object]


def forge(path: Path, rng: random.Random) -> None:
    """Put some values where they do not belong; often with hashes that are right again."""
    with sqlite3.connect(path) as raw:
        raw.execute("PRAGMA writable_schema = ON")
        raw.execute("UPDATE sqlite_master SET sql = replace(replace(sql, 'STRICT', ''), "
                    "', WITHOUT ROWID', 'WITHOUT ROWID') WHERE type = 'table'")  # fmt: skip
        raw.execute("DROP TRIGGER ledger_stays")
    raw.close()
    with sqlite3.connect(path) as raw:
        raw.execute("PRAGMA ignore_check_constraints = ON")
        for _ in range(rng.choice((1, 1, 2, 4))):
            table = rng.choice([*_COLUMNS])
            column, value = rng.choice(_COLUMNS[table].split()), rng.choice(_VALUES)
            keyed = {"pairs": "low", "settings": "name", "block_stamps": "block",
                     "composed": "term_id"}.get(table, "rowid")  # fmt: skip
            keys = [key for (key,) in raw.execute(f"SELECT {keyed} FROM {table} ORDER BY 1")]
            for key in rng.sample(keys, min(len(keys), rng.choice((1, 2, 5)))):
                with suppress(sqlite3.Error, OverflowError):
                    raw.execute(f"UPDATE {table} SET {column} = ? WHERE {keyed} = ?", (value, key))
        if rng.random() < 0.7:
            with suppress(sqlite3.Error, TypeError):
                make_chain(raw)
    raw.close()


def make_both(folder: Path) -> tuple[Path, Path]:
    """Make a dictionary, and a copy that another curator went on with."""
    mine = make_words(folder)
    other = Path(shutil.copy(mine, folder / "other.db"))
    with open_workbench(other) as bench:
        undo(bench)
        for n in range(1, 30):
            decide(bench, n, n + 3, Verdict.REJECTED if n % 4 == 0 else Verdict.ACCEPTED)
    return mine, other


def try_to_merge(bench: Workbench, other: Path) -> str:
    """Merge a ruined file, and say what came of it; raises AssertionError if that is not right."""
    before = bench.store.pairs.as_rows()
    try:
        _, change = merge(bench, other)
    except DictionaryError as error:
        told = str(error)
        assert "\n" not in told and "defect" not in told and other.name in told, told
        assert bench.store.pairs.as_rows() == before
        return "refused"
    if change is None:
        return "nothing taken"
    assert check(bench).findings == ()
    undo(bench)
    assert bench.store.pairs.as_rows() == before
    return "merged"


def main(arguments: Sequence[str]) -> int:
    """Ruin a dictionary in many ways, merge it, and print what came of it."""
    total = int(arguments[0]) if arguments else 200
    ways: dict[str, Ruin] = {"damaged": damage, "forged": forge}
    with tempfile.TemporaryDirectory() as name:
        mine, other = make_both(Path(name))
        whole = other.read_bytes()
        print(f"{'file':<8} {'files':>6} {'refused':>8} {'nothing taken':>14} {'merged':>7}")
        for way, ruin in ways.items():
            found: Counter[str] = Counter()
            with open_workbench(mine) as bench:
                for seed in range(total):
                    other.write_bytes(whole)
                    ruin(other, random.Random(seed))
                    found[try_to_merge(bench, other)] += 1
            print(f"{way:<8} {total:>6} {found['refused']:>8} {found['nothing taken']:>14} "
                  f"{found['merged']:>7}")  # fmt: skip
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
