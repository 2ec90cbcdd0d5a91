"""What a measure of two terms says, as a short clause: only what is worth telling."""

from collections.abc import Callable

from synotui.engine.likeness.chinese import affixed
from synotui.engine.likeness.english import KINDS, kind
from synotui.engine.likeness.forms import Form, form
from synotui.engine.likeness.numbers import differing_numbers, quantities
from synotui.engine.likeness.opposites import opposed
from synotui.engine.likeness.scripts import script_names
from synotui.engine.likeness.sounds import readings

_MUCH = 0.5
"""Share from which two terms share much."""
_ARTICLES = {"adverb": "an", "adjective": "an", "past": "in the"}
_SHOWN = 24
"""Characters of a term that are quoted."""

Clause = Callable[[float, Form, Form], str]


def words_for(column: str, value: float, head: str, other: str) -> str:
    """Say in a few words what `value` of a column says of two terms, "" if nothing worth telling.

    The clause holds parts of the terms as they are: show it as data.
    Raises KeyError for a column there is not.
    """
    clause = _CLAUSES[column]
    if value != value:
        return ""
    return clause(float(value), form(head), form(other))


def quoted(text: str) -> str:
    """Give a term as it is quoted within a clause: cut if it is long."""
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"


def _if(text: str, least: float = _MUCH) -> Clause:
    """Give a clause that is the same whenever the value is high enough."""
    return lambda value, head, other: text if value >= least else ""


def _never(value: float, head: Form, other: Form) -> str:
    return ""


def _spelt(value: float, head: Form, other: Form) -> str:
    if value >= _MUCH:
        return "spelt much alike"
    return "spelt quite differently" if value == 0 else ""


def _edits(value: float, head: Form, other: Form) -> str:
    longer = max(len(head.key), len(other.key))
    changed = round((1 - value) * longer)
    if not 0 < changed <= 2 or longer < 4:
        return ""
    return "one letter apart" if changed == 1 else "two letters apart"


def _prefix(value: float, head: Form, other: Form) -> str:
    both = _begun(head.key, other.key)
    return f"both begin with {quoted(both)}" if value >= _MUCH and both else ""


def _suffix(value: float, head: Form, other: Form) -> str:
    both = _begun(head.key[::-1], other.key[::-1])[::-1]
    return f"both end with {quoted(both)}" if value >= _MUCH and both else ""


def _begun(one: str, two: str) -> str:
    same = 0
    while same < min(len(one), len(two)) and one[same] == two[same]:
        same += 1
    return one[:same]


def _longer_first(head: Form, other: Form) -> tuple[str, str]:
    longer, shorter = (head, other) if len(head.key) > len(other.key) else (other, head)
    return quoted(longer.text), quoted(shorter.text)


def _contained(value: float, head: Form, other: Form) -> str:
    return "{} holds {}".format(*_longer_first(head, other)) if value >= 1 else ""


def _ends_with(value: float, head: Form, other: Form) -> str:
    return "{} ends with {}".format(*_longer_first(head, other)) if value >= 1 else ""


def _begins_with(value: float, head: Form, other: Form) -> str:
    return "{} begins with {}".format(*_longer_first(head, other)) if value >= 1 else ""


def _ending(value: float, head: Form, other: Form) -> str:
    both = len(_begun(head.key, other.key))
    ends = [f"-{each.key[both:]}" if each.key[both:] else "nothing" for each in (head, other)]
    return f"differ only in the ending: {ends[0]} / {ends[1]}" if value >= _MUCH else ""


def _abbreviation(value: float, head: Form, other: Form) -> str:
    longer, shorter = _longer_first(head, other)
    return f"{shorter} may be short for {longer}" if value >= 1 else ""


def _initials(value: float, head: Form, other: Form) -> str:
    longer, shorter = _longer_first(head, other)
    return f"{shorter} is the initials of {longer}" if value >= 1 else ""


def _length(value: float, head: Form, other: Form) -> str:
    return "one is much longer than the other" if value < 0.4 else ""


def _words(value: float, head: Form, other: Form) -> str:
    shared = [word for word in dict.fromkeys(head.words) if word in other.words]
    if not shared:
        return "no word in common"
    return f"share the word{'s' if len(shared) > 1 else ''} {quoted(' '.join(shared))}"


def _scripts(value: float, head: Form, other: Form) -> str:
    if value > 0:
        return ""
    names = [" and ".join(script_names(each.scripts)) for each in (head, other)]
    return f"written in {names[0]} and in {names[1]}"


def _opposite(value: float, head: Form, other: Form) -> str:
    return f"may be opposites: {opposed(head, other)}" if value >= 1 else ""


def _kinds(value: float, head: Form, other: Form) -> str:
    if value > 0:
        return ""
    names = [KINDS[kind(each.words[-1])] for each in (head, other)]
    if all(names):
        return f"of different kinds: {names[0]} / {names[1]}"
    only = names[0] or names[1]
    return f"only one is {_ARTICLES.get(only, 'a')} {only}"


def _numbers(value: float, head: Form, other: Form) -> str:
    if value >= 1:
        return "the same numbers"
    differ = differing_numbers(head, other)
    if differ:
        return f"different numbers: {differ[0]} / {differ[1]}"
    mine, yours = quantities(head.key), quantities(other.key)
    return "only one has a number" if not (mine and yours) else "one has more numbers"


def _codes(value: float, head: Form, other: Form) -> str:
    return "the same model code" if value >= 1 else ""


def _hanzi(value: float, head: Form, other: Form) -> str:
    shared = len(set(head.hanzi) & set(other.hanzi))
    if not shared:
        return "no character in common"
    most = max(len(set(head.hanzi)), len(set(other.hanzi)))
    return f"share {shared} of {most} character{'s' if most > 1 else ''}"


def _first(value: float, head: Form, other: Form) -> str:
    return f"both begin with {head.hanzi[0]}" if value >= 1 else ""


def _last(value: float, head: Form, other: Form) -> str:
    return f"both end with {head.hanzi[-1]}" if value >= 1 else ""


def _affix(value: float, head: Form, other: Form) -> str:
    return f"the same but for {affixed(head.hanzi, other.hanzi)}" if value >= 1 else ""


def _sound(value: float, head: Form, other: Form) -> str:
    return "sound much alike" if 0.75 <= value < 1 else ""


def _homophone(value: float, head: Form, other: Form) -> str:
    if not value:
        return ""
    heard = " / ".join(dict.fromkeys([_read(head.hanzi), _read(other.hanzi)]))
    return f"same sound ({heard})" if value >= 1 else f"same sound but for tones ({heard})"


def _read(hanzi: str) -> str:
    table = readings() or {}
    return " ".join(table.get(ord(sign), sign) for sign in hanzi[:_SHOWN])


_CLAUSES: dict[str, Clause] = {
    "trigrams": _spelt,
    "bigrams": _never,
    "characters": _never,
    "jaro_winkler": _if("letters in about the same places", 0.9),
    "edits": _edits,
    "prefix": _prefix,
    "suffix": _suffix,
    "last_letters": _never,
    "in_order": _never,
    "contained": _contained,
    "begins_with": _begins_with,
    "ends_with": _ends_with,
    "other_ending": _ending,
    "abbreviation": _abbreviation,
    "length": _length,
    "shortest": _never,
    "joined": _if("the same but for spaces, hyphens, accents, case or width", 1),
    "words": _words,
    "reordered": _if("the same parts in another order", 1),
    "initials": _initials,
    "scripts": _scripts,
    "inflection": _if("forms of one word", 1),
    "gerund": _if("one is the -ing form of the other", 1),
    "same_kind": _kinds,
    "derivation": _if("words of one stem", 1),
    "spelling": _if("British and American spelling", 1),
    "opposite": _opposite,
    "numbers": _numbers,
    "codes": _codes,
    "hanzi": _hanzi,
    "hanzi_covered": _if("all characters of one are in the other", 1),
    "hanzi_in_order": _if("most characters in the same order", 0.6),
    "first_hanzi": _first,
    "last_hanzi": _last,
    "one_hanzi": _if("one character apart", 1),
    "affix": _affix,
    "sound": _sound,
    "homophone": _homophone,
    "twins": _if("traditional and simplified", 1),
}
