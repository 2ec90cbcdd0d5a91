"""Numbers, units and model codes in terms: which they hold, and whether they agree."""

import re
from functools import lru_cache

import numpy as np

from synotui.engine.arrays import Floats
from synotui.engine.likeness.columns import Column, Group
from synotui.engine.likeness.forms import Form
from synotui.engine.likeness.pairs import Pairs

COLUMNS = (
    Column("numbers", "share of all numbers with their units that both have"),
    Column("codes", "share of all model codes (letters with digits) that both have"),
)
_NUMBER = re.compile(
    r"(?<![a-z0-9.])(\d+(?:[.,]\d+)*)\s?"
    r"([a-z%°µ]{1,6}(?![a-z0-9])|[千公厘毫平立]?[克斤里米升方瓦赫兆吨寸]|[瓦伏安]特?)?"
)
_CODE = re.compile(r"(?<![a-z0-9])(?=[a-z]*\d)(?=\d*[a-z])[a-z0-9]+(?![a-z0-9])")
_DIGITS = re.compile(r"\d+")
_UNITS = {
    name: names.split()[0]
    for names in (
        "gb g gib gbit",
        "tb t tib",
        "mb mib",
        "kb k kib",
        "kg 公斤 千克",
        "mg 毫克",
        "km 公里 千米 kms",
        "cm 厘米 公分",
        "mm 毫米",
        "m 米 公尺 meter meters metre metres",
        "ml 毫升",
        "l 升 liter liters litre litres",
        "w 瓦 瓦特 watt watts",
        "kw 千瓦",
        "v 伏 伏特 volt volts",
        "a 安 安特 amp amps",
        "hz 赫",
        "in 寸 inch inches",
        "斤",
        "克 gram grams",
        "吨 ton tons tonne tonnes",
        "mah",
        "mp",
        "ghz",
        "mhz",
        "h hr hrs hour hours",
        "min mins minute minutes",
        "s sec secs second seconds",
        "st nd rd th",
        "%",
        "平方米 平米 sqm",
        "kmh kph",
        "mph",
        "mbps",
        "fps",
        "p",
        "x",
    )
    for name in names.split()
}


@lru_cache(maxsize=100_000)
def quantities(key: str) -> frozenset[tuple[str, str]]:
    """Give the numbers in a key, each with its unit ("" if it has none that is known)."""
    found = set()
    for match in _NUMBER.finditer(key):
        found.add((_plain(match[1]), _UNITS.get(match[2] or "", "")))
    for code in codes(key):
        found |= {(_plain(digits), "") for digits in _DIGITS.findall(code)}
    return frozenset(found)


@lru_cache(maxsize=100_000)
def codes(key: str) -> frozenset[str]:
    """Give the model codes in a key: letters and digits in one piece, but no number with a unit."""
    return frozenset(match[0] for match in _CODE.finditer(key) if not _is_quantity(match[0]))


def _is_quantity(code: str) -> bool:
    match = _NUMBER.fullmatch(code)
    return match is not None and (match[2] or "") in _UNITS


def _plain(number: str) -> str:
    """Write a number one way: 1,000 as 1000, 2.50 and 2,50 as 2.5, 007 as 7."""
    grouped = re.fullmatch(r"\d{1,3}(,\d{3})+(\.\d+)?", number)
    plain = number.replace(",", "" if grouped else ".")
    if plain.count(".") == 1:
        plain = plain.rstrip("0").rstrip(".")
    return plain.lstrip("0") or "0"


def agreeing(
    one: frozenset[tuple[str, str]], two: frozenset[tuple[str, str]]
) -> frozenset[tuple[str, str]]:
    """Give the numbers of `one` that are in `two`: with the same unit, or where one has none."""
    return frozenset(
        (number, unit)
        for number, unit in one
        if any(number == same and (not unit or not of or unit == of) for same, of in two)
    )


def differing_numbers(one: Form, two: Form) -> tuple[str, str] | None:
    """Give a number of each that the other lacks, None unless each has one."""
    mine, yours = quantities(one.key), quantities(two.key)
    only_mine, only_yours = mine - agreeing(mine, yours), yours - agreeing(yours, mine)
    if not only_mine or not only_yours:
        return None
    return "".join(min(only_mine)), "".join(min(only_yours))


def differing_codes(one: Form, two: Form) -> tuple[str, str] | None:
    """Give a model code of each that the other lacks, None unless each has one."""
    mine, yours = codes(one.key), codes(two.key)
    if one.joined == two.joined or not mine - yours or not yours - mine:
        return None
    return min(mine - yours), min(yours - mine)


def values(pairs: Pairs) -> Floats:
    """Give the columns of these pairs (n, c), NaN where neither holds a digit or a code."""
    found = pairs.empty(len(COLUMNS))
    rows = np.flatnonzero(np.maximum(*pairs.numbered))
    for row, (one, two) in zip(rows.tolist(), pairs.two(rows), strict=True):
        mine, yours = quantities(one.key), quantities(two.key)
        if mine or yours:
            shared = len(agreeing(mine, yours))
            found[row, 0] = shared / max(shared, len(mine), len(yours))
        codes_mine, codes_yours = codes(one.key), codes(two.key)
        if codes_mine or codes_yours:
            found[row, 1] = len(codes_mine & codes_yours) / len(codes_mine | codes_yours)
    return found


NUMBERS = Group(COLUMNS, values)
