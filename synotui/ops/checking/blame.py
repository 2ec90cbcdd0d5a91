"""Whether the dictionary is to blame for an error that nobody foresaw.

Bits that flip within a text leave pages that are sound and rows that mean
nothing. Whatever comes of reading those is told as damage, not as a defect.
"""

from typing import TYPE_CHECKING

from synotui.errors import DictionaryDamaged, DictionaryError
from synotui.ops.checking.check import check

if TYPE_CHECKING:
    from synotui.ops.workbench import Workbench

_BY_DAMAGE = (ValueError, LookupError, TypeError, AttributeError, ArithmeticError)


def blamed(bench: "Workbench", error: BaseException | None) -> DictionaryError | None:
    """Give what is wrong with the dictionary if that may have led to `error`; else None.

    Looks at all of it, so that only whoever failed waits for it.
    """
    if not isinstance(error, _BY_DAMAGE):
        return None
    try:
        found = [each for each in check(bench).findings if each.part != "cache"]
    except DictionaryError as damaged:
        return damaged
    except _BY_DAMAGE:
        return None
    if not found:
        return None
    more = f", and {len(found) - 1:,} more" if len(found) > 1 else ""
    return DictionaryDamaged(
        bench.path,
        f": {found[0].what}{more}",
        f"See: synotui check {bench.path}; to go back: synotui restore {bench.path}",
    )
