"""What in the letters of two terms should give a curator pause before accepting them."""

from dataclasses import dataclass

from synotui.engine.likeness.chinese import affixed
from synotui.engine.likeness.forms import Form, form
from synotui.engine.likeness.numbers import differing_codes, differing_numbers
from synotui.engine.likeness.opposites import counted_differently, opposed
from synotui.engine.likeness.scripts import HAN, KANA, script_names
from synotui.engine.likeness.telling import quoted

_HEAD = 2
"""Characters of a Chinese term that counts as the head word of a longer one, at least."""

_OF = "of in de di da do du des del della la le les à von vom zu zum zur to for and y et und or"
_LINKS = frozenset(_OF.split())
"""Words behind which no head word stands: a salle de séjour is no séjour."""


@dataclass(frozen=True)
class Warning:
    """A reason to look twice at a pair: its kind, and one line that says what it is.

    Kinds: numbers, codes, opposite, broader (the other term is probably the
    broader one), narrower, script.
    """

    kind: str
    text: str


def warnings(head: str, other: str) -> tuple[Warning, ...]:
    """Give what in the letters of two terms should give pause; most pairs have nothing.

    A text holds parts of the terms as they are: show it as data.
    """
    one, two = form(head), form(other)
    if one.key == two.key:
        return ()
    return tuple(found for found in _found(one, two) if found is not None)


def _found(one: Form, two: Form) -> list[Warning | None]:
    opposites = opposed(one, two)
    return [
        _numbers(one, two),
        Warning("opposite", f"may be opposites: {opposites}") if opposites else None,
        None if opposites else _head_word(one, two),
        _script(one, two),
    ]


def _numbers(one: Form, two: Form) -> Warning | None:
    numbers = differing_numbers(one, two)
    codes = differing_codes(one, two)
    if codes:
        return Warning("codes", f"different models: {quoted(codes[0])} / {quoted(codes[1])}")
    if numbers:
        return Warning("numbers", f"different numbers: {quoted(numbers[0])} / {quoted(numbers[1])}")
    counted = counted_differently(one, two)
    return Warning("numbers", f"different numbers: {counted}") if counted else None


def _head_word(one: Form, two: Form) -> Warning | None:
    """Say which of two terms is the head word of the other, and so probably the broader one."""
    longer, shorter = (one, two) if len(one.key) > len(two.key) else (two, one)
    if not longer.key.endswith(shorter.key):
        return None
    before = longer.key[: len(longer.key) - len(shorter.key)]
    if longer.hanzi:
        if len(shorter.key) < _HEAD or affixed(longer.key, shorter.key):
            return None
    elif (
        len(shorter.words) >= len(longer.words)
        or before[-1:] not in (" ", "-")
        or longer.words[-len(shorter.words) - 1] in _LINKS
    ):
        return None
    kind = "broader" if shorter is two else "narrower"
    return Warning(
        kind, f"{quoted(shorter.text)} is probably broader: the head word of {quoted(longer.text)}"
    )


def _script(one: Form, two: Form) -> Warning | None:
    if not one.scripts or not two.scripts or one.scripts & two.scripts:
        return None
    if one.scripts | two.scripts == HAN | KANA:
        return None
    names = [" and ".join(script_names(each.scripts)) for each in (one, two)]
    return Warning("script", f"in different scripts: {names[0]} / {names[1]}")
