"""Pasted text is never keys, however a terminal sends it and whatever it holds."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st
from textual import events

from synotui.text import visible
from synotui.tui.keyboard import KeyParser
from synotui.tui.pasting import BEGIN, END

TEXT = st.text(st.sampled_from("a霸 \x1b\x9b\x07\x7f[]201~;m\n\t\u202e")).filter(
    lambda text: END not in text
)
KEYS = st.text(st.sampled_from("ar霸?"), max_size=3)


def heard(sent: list[str]) -> tuple[list[str], list[str]]:
    """Give the keys and the pasted texts that a parser makes of parts."""
    parser = KeyParser()
    keys, pasted = [], []
    for part in sent:
        for message in parser.feed(part) if part else ():
            if isinstance(message, events.Key):
                keys.append(message.character or message.key)
            elif isinstance(message, events.Paste):
                pasted.append(message.text)
    # What was pasted is told with the next character.
    for message in parser.feed("."):
        if isinstance(message, events.Paste):
            pasted.append(message.text)
    return keys, pasted


@given(before=KEYS, text=TEXT, after=KEYS, cuts=st.lists(st.integers(0, 60), max_size=4))
def test_a_paste_is_one_text_and_the_keys_around_it_are_keys(
    before: str, text: str, after: str, cuts: list[int]
) -> None:
    sent = f"{before}{BEGIN}{text}{END}{after}"
    places = [0, *sorted(min(cut, len(sent)) for cut in cuts), len(sent)]
    parts = [sent[start:end] for start, end in pairwise(places)]
    keys, pasted = heard(parts)
    assert keys == list(before + after)
    shown = "".join(c if c in "\n\t\u202e" else visible(c) for c in text)
    assert pasted == [shown] if text else pasted in ([], [""])


def test_what_is_no_paste_goes_by_as_it_came() -> None:
    keys, pasted = heard(["\x1b[A", "\x1b[2", "00~ab\x1b", "[201", "~q"])
    assert keys == ["up", "q"] and pasted == ["ab"]
