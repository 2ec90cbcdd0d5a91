"""The lexicon finds what a plain loop finds, and sorts as a plain sort does."""

from itertools import pairwise
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from synotui import text
from synotui.engine.arrays import Mask
from synotui.engine.lexicon import (
    Lexicon,
    Order,
    alphabetical,
    by_frequency,
    by_pinyin,
    letters,
    order,
    orders,
    places,
)

CHARACTERS = st.sampled_from([*"abcABC .*%_[]\\^$-9", *"普拉多霸道车汽大é", "\u0301", "𠮷", "👩"])
TEXTS = st.lists(st.text(CHARACTERS, min_size=1, max_size=8), max_size=40)
QUERIES = st.text(CHARACTERS, min_size=1, max_size=4)


def made(texts: list[str], frequencies: list[float | None] | None = None) -> Lexicon:
    keys = [text.key(each) or "x" for each in texts]
    listed = None
    if frequencies is not None:
        listed = np.array([np.nan if each is None else each for each in frequencies])
    ids = np.arange(1, len(keys) + 1, dtype=np.int64) * 3
    return Lexicon(ids, "\n".join(keys).encode(), listed)


def beginning(lexicon: Lexicon, query: str) -> Mask:
    return lexicon.find(query)[0]


def holding(lexicon: Lexicon, query: str) -> Mask:
    return lexicon.find(query)[1]


@given(TEXTS, QUERIES)
@settings(max_examples=300)
def test_what_is_found_is_what_a_loop_finds(texts: list[str], query: str) -> None:
    lexicon, sought = made(texts), text.key(query) or "x"
    keys = lexicon.keys()
    begins, holds = lexicon.find(sought)
    assert holds.tolist() == [sought in key for key in keys]
    assert begins.tolist() == [key.startswith(sought) for key in keys]


@given(TEXTS, QUERIES)
def test_what_is_found_is_the_same_in_blocks_and_where_few_letters_are_kept(
    texts: list[str], query: str
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(places, "_BLOCK", 7)
        patch.setattr(letters, "_AT_ONCE", 2)
        patch.setattr(letters, "_LETTERS", 8)
        test_what_is_found_is_what_a_loop_finds.hypothesis.inner_test(  # type: ignore[attr-defined]
            texts * 7, query
        )


@given(TEXTS, TEXTS, QUERIES)
def test_what_is_added_is_found_across_the_end_of_the_index(
    texts: list[str], more: list[str], query: str
) -> None:
    keys, sought = [text.key(each) or "x" for each in more], text.key(query) or "x"
    grown = made(texts).with_terms([1_000 + i for i in range(len(more))], keys)
    keys, (begins, holds) = grown.keys(), grown.find(sought)
    assert holds.tolist() == [sought in key for key in keys]
    assert begins.tolist() == [key.startswith(sought) for key in keys]


def test_pieces_may_fill_a_block_and_be_long() -> None:
    lexicon = made(["a" * 200_000, "b", "ca" * 50_000])
    assert holding(lexicon, "aa").tolist() == [True, False, False]
    assert holding(lexicon, "aac").tolist() == [False, False, False]
    assert holding(lexicon, "ac").tolist() == [False, False, True]
    assert beginning(lexicon, "a" * 199_999).tolist() == [True, False, False]
    assert holding(lexicon, "ac" * 40).tolist() == [False, False, True]


@given(TEXTS)
def test_the_alphabet_is_that_of_code_points(texts: list[str]) -> None:
    long = [each * 9 for each in texts]
    for lexicon in (made(texts), made(long), made([*long, *texts])):
        keys = lexicon.keys()
        expected = sorted(range(len(keys)), key=lambda row: (keys[row], row))
        assert alphabetical(lexicon).tolist() == expected


@given(TEXTS)
def test_orders_are_the_same_however_many_terms_are_read_at_once(texts: list[str]) -> None:
    lexicon = made([*texts, *(each * 9 for each in texts)])
    usual = [way(lexicon).tolist() for way in (alphabetical, by_pinyin)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(orders, "_AT_ONCE", 3)
        assert [way(lexicon).tolist() for way in (alphabetical, by_pinyin)] == usual


@given(st.lists(st.none() | st.integers(0, 5), max_size=30))
def test_the_most_frequent_come_first_and_those_without_frequency_last(
    frequencies: list[float | None],
) -> None:
    lexicon = made(["a"] * len(frequencies), frequencies)
    known = sorted((-f, row) for row, f in enumerate(frequencies) if f is not None)
    none = [row for row, f in enumerate(frequencies) if f is None]
    assert by_frequency(lexicon).tolist() == [row for _, row in known] + none


def test_chinese_is_sorted_by_pinyin_and_tone_and_latin_in_its_place() -> None:
    texts = [
        "中国",
        "啊",
        "阿",
        "mango",
        "马",
        "妈",
        "麻",
        "骂",
        "吗",
        "买",
        "女",
        "努",
        "苹果",
        "张",
    ]
    lexicon = made(texts)
    sorted_ = [lexicon.key(row) for row in by_pinyin(lexicon).tolist()]
    for first, second in pairwise(["妈", "麻", "马", "骂", "吗", "买"]):
        assert sorted_.index(first) < sorted_.index(second)
    assert sorted_.index("mango") < sorted_.index("妈")
    assert sorted_.index("努") < sorted_.index("女") < sorted_.index("苹果")
    assert sorted_[-2:] == ["张", "中国"]
    assert {sorted_[0], sorted_[1]} == {"啊", "阿"}


@given(TEXTS, QUERIES, st.randoms(use_true_random=False))
def test_what_is_found_is_listed_in_any_order(texts: list[str], query: str, random: Random) -> None:
    lexicon = made(texts)
    rows = random.sample(range(len(texts)), len(texts))
    usual = Order(lexicon, np.array(rows, np.int32))
    begins, holds = lexicon.find(text.key(query) or "x")
    first = [3 * row + 3 for row in rows if begins[row]]
    expected = first + [3 * row + 3 for row in rows if holds[row] and not begins[row]]
    ids, count = usual.listed(begins, holds)
    assert (list(ids), count) == (expected, len(first))
    for term in range(3 * len(texts) + 5):
        place = expected.index(term) if term in expected else None
        assert usual.place(ids, count, term) == place
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(order, "_SORTED", -1)
        assert usual.listed(begins, holds) == (ids, count)


def test_terms_come_and_go() -> None:
    lexicon = made(["普拉多", "霸道"])
    grown = lexicon.with_terms([10, 11], ["普拉多suv", "x"])
    assert grown.ids[holding(grown, "普拉多")].tolist() == [3, 10]
    grown.use([10], False)
    assert grown.ids[holding(grown, "普拉多")].tolist() == [3]
    again = grown.with_terms([12], ["普拉"])
    assert again.ids[beginning(again, "普拉")].tolist() == [3, 12]
    again.use([10, 99], True)
    assert again.ids[beginning(again, "普拉")].tolist() == [3, 10, 12]
    assert (again.row_of(11), again.row_of(4)) == (3, None)


def test_frequencies_count_as_memory() -> None:
    texts = ["普拉多", "霸道"]
    assert made(texts, [1.0, None]).nbytes == made(texts).nbytes + 16


def test_nothing_is_found_in_nothing() -> None:
    lexicon = Lexicon(np.empty(0, np.int64), b"", None)
    assert [len(mask) for query in ("a", "ab", "") for mask in lexicon.find(query)] == [0] * 6
    assert lexicon.keys() == [] and not len(alphabetical(lexicon)) and not len(by_pinyin(lexicon))
    assert holding(lexicon.with_terms([1], ["a"]), "a").tolist() == [True]
