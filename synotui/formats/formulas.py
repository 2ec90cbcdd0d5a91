"""Cells a spreadsheet would run as a formula: made harmless in writing, restored in reading.

The rule, the same both ways. A cell is *risky* if, after any apostrophes and
then any spaces, it has one of `= + - @` (or their full-width twins), a tab, a
carriage return or a line feed. Writing puts one apostrophe before a risky
cell; reading takes one apostrophe away from a risky cell that begins with one.
A cell such as `'=x` is risky itself and goes out as `''=x`, so every text
comes back as it was. With neutralising off, only risky cells that already
begin with an apostrophe get another, which keeps reading unambiguous.
"""

import re

_RISKY = re.compile(r"'* *[=+\-@\t\r\n＝＋－＠]")


def neutralise(cell: str, *, formulas: bool = True) -> str:
    """Give `cell` as it is written; `formulas=False` leaves formulas themselves alone."""
    if _RISKY.match(cell) and (formulas or cell.startswith("'")):
        return "'" + cell
    return cell


def restore(cell: str) -> str:
    """Give a cell as it was before `neutralise`."""
    return cell[1:] if cell.startswith("'") and _RISKY.match(cell) else cell
