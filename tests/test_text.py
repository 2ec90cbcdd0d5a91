"""Terms as text: what may be one, what it is matched by, and that it shows what it holds."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from synotui.errors import BadTerm
from synotui.text import MAX_TERM_LENGTH, clean, fit, key, visible, width

ANY_TEXT = st.text(max_size=40)


@given(ANY_TEXT)
def test_keys_are_idempotent_and_ignore_case_and_space_around(text: str) -> None:
    assert key(key(text)) == key(text)
    assert key(f"  {text}\u3000") == key(text)


@pytest.mark.parametrize(
    ("one", "other"),
    [("ＳＵＶ", "suv"), ("é", "e\u0301"), ("a  b", "A B"), ("x\u200by", "xy"), ("ﬁ", "fi")],
)
def test_keys_fold_twins(one: str, other: str) -> None:
    assert key(one) == key(other)


def test_keys_keep_what_differs() -> None:
    assert len({key(t) for t in ("醫", "医", "128G", "256G", "苹果", "苹果手机")}) == 6


@given(ANY_TEXT)
def test_what_is_clean_stays_as_it_is(text: str) -> None:
    try:
        cleaned = clean(text)
    except BadTerm:
        return
    assert clean(cleaned) == cleaned
    assert cleaned in text


@pytest.mark.parametrize("text", ["", "  ", "\u3000\ufeff", "a\x00b", "x" * 1001, "\ud800"])
def test_what_cannot_be_a_term_says_why(text: str) -> None:
    with pytest.raises(BadTerm):
        clean(text)


def test_the_longest_term_is_taken() -> None:
    assert len(clean("长" * MAX_TERM_LENGTH)) == MAX_TERM_LENGTH


@given(st.text())
def test_visible_holds_nothing_that_drives_a_terminal(text: str) -> None:
    shown = visible(text)
    assert not any(ord(c) < 0x20 or 0x7F <= ord(c) < 0xA0 or c in "\u202e\u2066" for c in shown)
    shown.encode()


def test_visible_shows_what_was_there() -> None:
    assert visible("\x1b[31mred\t\n\u202e") == "␛[31mred␉␊‹U+202E›"
    assert visible("👨\u200d👩") == "👨\u200d👩"


@given(ANY_TEXT, st.integers(0, 30))
def test_fit_is_exactly_as_wide_as_asked(text: str, cells: int) -> None:
    assert width(fit(visible(text), cells)) == cells


def test_fit_marks_what_it_cut() -> None:
    assert fit("陆地巡洋舰", 7) == "陆地巡…"
    assert fit("SUV", 5) == "SUV  "


def test_what_is_invisible_is_shown_and_piles_of_marks_are_counted() -> None:
    assert visible("a\U000e0041b") == "a‹U+E0041›b"
    assert visible("a\u3164\u034fb\u115f") == "a‹U+3164›‹U+034F›b‹U+115F›"
    assert visible("e\u0301\u0302") == "e\u0301\u0302"
    assert visible("e" + 500 * "\u0301" + "x") == "e" + 4 * "\u0301" + "‹+496 marks›x"
