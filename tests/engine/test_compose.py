"""Phrases from words: how a key is cut, and SIF against a direct form of it."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from synotui import text
from synotui.engine.compose import (
    Split,
    enough,
    first_component,
    likelihoods_by_rank,
    mix,
    possible_words,
    scaled,
    split,
    weight,
    without,
)

VOCABULARY = """new york|new|york|pizza|style|e-mail|email|state-of-the-art|c++|king|'s|
苹果|手机|苹果手机|壳|果|手|机|研究|研究生|生命|起源|covid-19|iphone|15|pro|กา|แฟ"""
KNOWN = dict.fromkeys(VOCABULARY.replace("\n", "").split("|"), 1e-4) | {"命": 1e-6}


@pytest.mark.parametrize(
    ("written", "words", "missing"),
    [
        ("New York-style Pizza", ("new york", "style", "pizza"), ()),
        ("E_mail", ("e-mail",), ()),
        ("State of the Art", ("state-of-the-art",), ()),
        ("C++ pizza", ("c++", "pizza"), ()),
        ("king’s pizza", ("king", "'s", "pizza"), ()),
        ("苹果手机壳", ("苹果手机", "壳"), ()),
        ("研究生命起源", ("研究", "生命", "起源"), ()),
        ("ＩＰＨＯＮＥ15 Pro手机", ("iphone", "15", "pro", "手机"), ()),
        ("苹果洋芋Ω pizza", ("苹果", "pizza"), ("洋芋ω",)),
        ("กาแฟ", ("กา", "แฟ"), ()),
        ("the rapist", (), ("the", "rapist")),
        ("COVID 19", ("covid-19",), ()),
        ("?!", (), ()),
    ],
)
def test_how_texts_are_cut(written: str, words: tuple[str, ...], missing: tuple[str, ...]) -> None:
    key = text.key(written)
    found = split(key, KNOWN)
    assert found == Split(words, missing)
    assert set(words) <= possible_words(key)


def test_a_space_between_two_words_is_never_left_out() -> None:
    assert split("the rapist", {"therapist": 0.1}) == Split((), ("the", "rapist"))
    assert split("the-rapist", {"therapist": 0.1}) == Split(("therapist",), ())


def test_of_two_ways_with_as_many_words_the_more_frequent_is_taken() -> None:
    often = {"研究": 0.01, "生命": 0.01, "研究生": 1e-5, "命": 1e-5}
    rare = {"研究": 1e-5, "生命": 1e-5, "研究生": 0.01, "命": 0.01}
    assert split("研究生命", often).words == ("研究", "生命")
    assert split("研究生命", rare).words == ("研究生", "命")


pieces = st.sampled_from([*"ab车苹果手机", "new", "york", " ", "-", "_", "'", "１", "é", "が"])
keys = st.lists(pieces, max_size=14).map("".join).map(text.key)


@given(key=keys | st.text(max_size=30).map(text.key), data=st.data())
def test_a_cut_is_of_known_words_and_covers_the_key(key: str, data: st.DataObject) -> None:
    possible = sorted(possible_words(key))
    chosen = data.draw(st.lists(st.sampled_from(possible), unique=True)) if possible else []
    known = {word: data.draw(st.floats(1e-9, 0.5)) for word in chosen}
    found = split(key, known)
    assert set(found.words) <= set(known)
    letters = sum(c.isalnum() for c in "".join((*found.words, *found.missing)))
    assert letters == sum(c.isalnum() for c in key)
    if key in known and key in possible:
        # Nothing is better than the whole of it.
        assert len(found.words) == 1 and not found.missing
    if not known:
        assert not found.words


@given(count=st.integers(1, 6), seed=st.integers(0, 1000))
def test_sif_is_as_written_down_directly(count: int, seed: int) -> None:
    draw = np.random.default_rng(seed)
    sizes = draw.integers(1, 5, count)
    vectors = draw.normal(1, 1, (int(sizes.sum()), 5)).astype(np.float32)
    likely = draw.uniform(0, 0.05, len(vectors)).astype(np.float32)
    owners = np.repeat(np.arange(count), sizes)
    found = mix(vectors, weight(likely), owners, count)
    direct = []
    for phrase in range(count):
        total = np.zeros(5)
        for vector, p in zip(vectors[owners == phrase], likely[owners == phrase], strict=True):
            total += 1e-3 / (1e-3 + p) * vector / np.linalg.norm(vector)
        direct.append(total / sizes[phrase])
    np.testing.assert_allclose(found.directions, direct, atol=1e-5)
    component = first_component(np.array(direct, np.float32))
    most = np.linalg.svd(np.array(direct))[1][0]
    assert np.linalg.norm(np.array(direct) @ component) == pytest.approx(most, rel=1e-4)
    left = without(found.directions, component)
    expected = np.array(direct) - np.outer(np.array(direct) @ component, component)
    np.testing.assert_allclose(left, expected, atol=1e-5)
    np.testing.assert_allclose(left @ component, 0, atol=1e-5)
    whole = scaled(found.directions, found.lengths)
    np.testing.assert_allclose(np.linalg.norm(whole, axis=1), found.lengths, rtol=1e-4)


def test_likelihoods_by_rank_add_up_to_one_and_fall_as_one_over_rank() -> None:
    likely = likelihoods_by_rank(np.arange(1, 10_001), 10_000)
    assert likely.sum() == pytest.approx(1, abs=1e-3)
    assert likely[0] / likely[99] == pytest.approx(100, rel=1e-5)


def test_what_is_enough_grows_with_the_dimension() -> None:
    assert [enough(99, 50), enough(100, 50), enough(100, 51), enough(600, 300)] == [
        False, True, False, True,
    ]  # fmt: skip
