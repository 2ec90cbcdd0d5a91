"""What makes a term say the opposite of another, as far as their letters tell."""

from synotui.engine.likeness.forms import Form
from synotui.engine.likeness.opposite_lists import (
    BEGINNINGS,
    HANZI,
    HANZI_NUMBERS,
    NUMBERS,
    QUALITIES,
    ROMAN,
    WORDS,
)

_HANZI_NEGATIONS = ("没有", "不", "非", "无", "未", "反", "没", "無", "沒")
_REST = 2
"""Characters that a Chinese negation stands before at least: 反应 does not negate 应."""
_ENDINGS = (("less", "ful"), ("lessness", "fulness"), ("lessly", "fully"))
TELLING = frozenset(word for pair in WORDS for word in pair) | frozenset(NUMBERS)
"""Single words that may be opposed to, or counted otherwise than, one spelt quite differently."""

_NEGATING_WORDS = frozenset(
    {"not", "no", "non", "without", "never", "nicht", "kein", "ohne", "sans"}
)
_NEGATIONS = ("un", "non", "dis", "in", "im", "il", "ir")
_NEGATED = 4
"""Letters of a word that a prefix negates, at least."""
_DIS = """
cover ease play count charg patch solv solu port cord cours till still pos guise tress clos tract
may gust pens pers miss sent appoint pute tinct cuss turb tribut grace
"""
_NOT_NEGATED = {
    "un": ("less", "ion", "iversal", "iform", "der"),
    "dis": tuple(_DIS.split()),
    "in": (
        "valuable",
        "flammable",
        "dividual",
        "tent",
        "fant",
        "stant",
        "cident",
        "ternal",
        "itial",
    ),
    "im": ("pact", "port", "press", "pose", "prove", "plant"),
    "non": ("sense",),
    "il": ("lustrative",),
    "ir": ("ritable",),
}
"""How words begin that a prefix does not negate: discover is no opposite of cover."""


def opposed(one: Form, two: Form) -> str:
    """Say in a few words how two terms are opposed; "" if nothing in their letters says so."""
    if one.hanzi and two.hanzi:
        return _opposed_hanzi(one.key, two.key)
    mine, yours = one.words, two.words
    if len(mine) == len(yours):
        differ = [(a, b) for a, b in zip(mine, yours, strict=True) if a != b]
        return _opposed_words(*differ[0]) if len(differ) == 1 else ""
    if abs(len(mine) - len(yours)) == 1:
        return _with_negation(mine, yours)
    return ""


def counted_differently(one: Form, two: Form) -> str:
    """Say which number words differ in terms that are else the same; "" for none."""
    if one.hanzi and two.hanzi:
        differ = _differing(one.key, two.key)
        if differ and len(one.key) > 1 and all(sign in HANZI_NUMBERS for sign in differ):
            return f"{differ[0]} / {differ[1]}"
        return ""
    if len(one.words) != len(two.words):
        return ""
    differ_words = [(a, b) for a, b in zip(one.words, two.words, strict=True) if a != b]
    if len(differ_words) != 1:
        return ""
    a, b = differ_words[0]
    for numbers, least in ((NUMBERS, 1), (ROMAN, 2)):
        if a in numbers and b in numbers and len(one.words) >= least:
            return f"{a} / {b}" if numbers[a] != numbers[b] else ""
    return ""


def _opposed_hanzi(one: str, two: str) -> str:
    longer, shorter = (one, two) if len(one) >= len(two) else (two, one)
    for negation in _HANZI_NEGATIONS:
        if longer == negation + shorter and len(shorter) >= _REST:
            return f"{negation} negates"
    differ = _differing(one, two)
    if differ and len(one) > 1 and differ in HANZI:
        return f"{differ[0]} / {differ[1]}"
    return ""


def _differing(one: str, two: str) -> tuple[str, str] | None:
    """Give the two characters in which terms of the same length differ, None if in more."""
    if len(one) != len(two):
        return None
    differ = [(a, b) for a, b in zip(one, two, strict=True) if a != b]
    return differ[0] if len(differ) == 1 else None


def _opposed_words(one: str, two: str) -> str:
    if (one, two) in WORDS:
        return f"{one} / {two}"
    longer, shorter = (one, two) if len(one) >= len(two) else (two, one)
    if longer.endswith(shorter) and len(shorter) >= _NEGATED:
        negation = longer[: len(longer) - len(shorter)]
        if negation in _NEGATIONS and _negates(negation, shorter):
            return f"{negation}- negates"
    if longer == shorter + "less" and len(shorter) >= _NEGATED - 1 and shorter not in ("regard",):
        return "-less negates"
    for mine, yours in _ENDINGS:
        for a, b in ((one, two), (two, one)):
            stem = a.removesuffix(mine)
            if stem != a and len(stem) >= _NEGATED - 1 and b == stem + yours:
                return f"-{mine} / -{yours}"
    return _opposed_beginnings(one, two)


def _opposed_beginnings(one: str, two: str) -> str:
    for mine, yours in BEGINNINGS:
        if one.startswith(mine) and two.startswith(yours):
            rest = one[len(mine) :]
            if len(rest) >= _NEGATED and two[len(yours) :] == rest:
                return f"{mine}- / {yours}-"
    return ""


def _negates(negation: str, word: str) -> bool:
    if word.startswith(_NOT_NEGATED[negation]):
        return False
    first = word[0]
    if negation == "im":
        return first in "bmp" and word.endswith(QUALITIES)
    if negation in ("il", "ir"):
        return first == negation[1] and word.endswith(QUALITIES)
    if negation == "in":
        return first not in "bmplr" and word.endswith(QUALITIES)
    return True


def _with_negation(one: tuple[str, ...], two: tuple[str, ...]) -> str:
    """Say whether one has the other's words and a negating one."""
    longer, shorter = (one, two) if len(one) > len(two) else (two, one)
    for place, word in enumerate(longer):
        if longer[:place] + longer[place + 1 :] == shorter:
            return f"“{word}” negates" if word in _NEGATING_WORDS else ""
    return ""
