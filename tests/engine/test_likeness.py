"""Likeness of strings: the same in both directions, from 0 to 1, and what people would say."""

import sys

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rapidfuzz.distance import JaroWinkler

from synotui import text
from synotui.engine.likeness import (
    COLUMNS,
    SpellingIndex,
    absent,
    likeness,
    sounds,
    warnings,
    words_for,
)
from synotui.engine.likeness.english import derived, inflected, spelling
from synotui.engine.likeness.numbers import quantities

NAMES = [column.name for column in COLUMNS]
SIGNS = st.sampled_from(
    [*"abcdeinorstuy -.'/%0129", *"不普拉多朵車车汽大小Ａé", "\u0301", "𠮷", "👩", "\n"]
)
TERMS = st.text(SIGNS, max_size=9) | st.text(max_size=6)
HOSTILE = [
    "",
    " ",
    "\n",
    "\u0301",
    "👩‍👩‍👧",
    "\u200b",
    "\ud800",
    "[/x]",
    "'; --",
    "a" * 10_000,
    "汉" * 10_000,
    "9" * 300,
]


def measured(head: str, other: str) -> dict[str, float]:
    return dict(zip(NAMES, likeness([head], [other])[0].tolist(), strict=True))


@given(st.lists(st.tuples(TERMS, TERMS), max_size=6))
@settings(max_examples=60, deadline=None)
def test_measures_are_the_same_in_both_directions_and_from_0_to_1(
    pairs: list[tuple[str, str]],
) -> None:
    heads, others = [a for a, _ in pairs], [b for _, b in pairs]
    found = likeness(heads, others)
    assert found.shape == (len(pairs), len(COLUMNS)) and found.dtype == np.float32
    assert np.array_equal(found, likeness(others, heads), equal_nan=True)
    assert ((found >= 0) & (found <= 1.00001) | np.isnan(found)).all()
    for row, (head, other) in enumerate(pairs):
        # What a pair measures does not depend on its company.
        assert np.array_equal(found[row], likeness([head], [other])[0], equal_nan=True)


@given(TERMS.filter(lambda term: text.key(term) != ""))
@settings(max_examples=60, deadline=None)
def test_a_term_is_wholly_like_itself(term: str) -> None:
    found = measured(term, term)
    for name in ("trigrams", "bigrams", "characters", "jaro_winkler", "edits", "joined"):
        assert found[name] == pytest.approx(1)
    assert found["inflection"] == found["opposite"] == 0
    assert warnings(term, term) == ()


@given(st.lists(st.tuples(TERMS, TERMS), max_size=4))
@settings(max_examples=60, deadline=None)
def test_every_pair_has_words_and_warnings_of_one_line(pairs: list[tuple[str, str]]) -> None:
    for head, other in pairs:
        for name, value in measured(head, other).items():
            assert len(words_for(name, value, head, other)) < 150
        back = {warning.kind for warning in warnings(other, head)}
        turned = {"broader": "narrower", "narrower": "broader"}
        for warning in warnings(head, other):
            assert warning.text and len(warning.text) < 150
            assert turned.get(warning.kind, warning.kind) in back


def test_hostile_terms_are_measured_like_any_other() -> None:
    heads = [a for a in HOSTILE for _ in HOSTILE]
    others = HOSTILE * len(HOSTILE)
    found = likeness(heads, others)
    assert ((found >= 0) & (found <= 1.00001) | np.isnan(found)).all()
    index = SpellingIndex(HOSTILE)
    first, second = index.alike(range(len(HOSTILE)), 5)
    assert (first != second).all()
    for head, other in zip(heads, others, strict=True):
        warnings(head, other)


def test_lists_of_different_lengths_are_refused() -> None:
    with pytest.raises(ValueError, match="1 heads, but 2 others"):
        likeness(["a"], ["b", "c"])
    assert likeness([], []).shape == (0, len(COLUMNS))


def test_trigrams_and_jaro_winkler_are_what_they_are_elsewhere() -> None:
    found = measured("colour", "color")
    mine = {" colour "[i : i + 3] for i in range(6)}
    yours = {" color "[i : i + 3] for i in range(5)}
    assert found["trigrams"] == pytest.approx(len(mine & yours) / len(mine | yours))
    assert found["jaro_winkler"] == pytest.approx(
        JaroWinkler.normalized_similarity("color", "colour")
    )


@pytest.mark.parametrize(
    ("head", "other", "column", "value"),
    [
        ("ice cream", "icecream", "joined", 1),
        ("e-mail", "email", "joined", 1),
        ("café", "cafe", "joined", 1),
        ("ＳＵＶ", "suv", "joined", 1),
        ("c++", "c#", "joined", 0),
        ("USA", "United States of America", "initials", 1),
        ("BBC", "British Broadcasting Corporation", "initials", 1),
        ("usa", "usage", "initials", 0),
        ("dept", "department", "abbreviation", 1),
        ("北大", "北京大学", "abbreviation", 1),
        ("car", "cars", "inflection", 1),
        ("running", "runs", "inflection", 1),
        ("cities", "city", "inflection", 1),
        ("bigger", "biggest", "inflection", 1),
        ("men", "man", "inflection", 1),
        ("car", "carpet", "inflection", 0),
        ("drive", "driving", "gerund", 1),
        ("swim", "swimming", "gerund", 1),
        ("drives", "drive", "gerund", 0),
        ("kind", "kindness", "derivation", 1),
        ("quickly", "slowly", "same_kind", 1),
        ("cars", "automobile", "same_kind", 0),
        ("movement", "driving", "same_kind", 0.5),
        ("freiheit", "einheit", "last_letters", 1),
        ("casa", "mesa", "last_letters", 2 / 3),
        ("active", "activity", "derivation", 1),
        ("colour", "color", "spelling", 1),
        ("organise", "organize", "spelling", 1),
        ("centre", "center", "spelling", 1),
        ("four", "for", "spelling", 0),
        ("unhappy", "happy", "opposite", 1),
        ("上班", "下班", "opposite", 1),
        ("sports car", "car sports", "reordered", 1),
        ("互相", "相互", "reordered", 1),
        ("dog", "god", "reordered", 0),
        ("128G", "128 GB", "numbers", 1),
        ("1,000 km", "1000公里", "numbers", 1),
        ("iPhone 12", "iPhone 13", "numbers", 0),
        ("A6", "A6L", "codes", 0),
        ("SUV", "越野SUV", "ends_with", 1),
        ("普拉多", "普拉朵", "hanzi", 0.5),
        ("普拉多", "普拉朵", "first_hanzi", 1),
        ("普拉多", "普拉朵", "one_hanzi", 1),
        ("桌子", "桌", "affix", 1),
        ("权利", "权力", "homophone", 1),
        ("权利", "权利", "homophone", 0),
        ("漢字", "汉字", "twins", 1),
        ("汉字", "汉字", "twins", 0),
        ("SUV", "越野车", "scripts", 0),
    ],
)
def test_pairs_measure_what_people_see(head: str, other: str, column: str, value: float) -> None:
    assert measured(head, other)[column] == pytest.approx(value)


def test_columns_that_do_not_apply_are_empty() -> None:
    found = measured("car", "automobile")
    for name in ("words", "numbers", "codes", "hanzi", "sound", "homophone", "twins"):
        assert np.isnan(found[name])
    assert words_for("numbers", found["numbers"], "car", "automobile") == ""


@pytest.mark.parametrize(
    ("head", "other", "kinds"),
    [
        ("iPhone 12", "iPhone 13", ["numbers"]),
        ("128G", "256G", ["numbers"]),
        ("128G", "128GB", []),
        ("iPhone", "iPhone 12", []),
        ("World War I", "World War II", ["numbers"]),
        ("first place", "second place", ["numbers"]),
        ("三月", "四月", ["numbers"]),
        ("奥迪A6", "奥迪A6L", ["codes"]),
        ("不合格", "合格", ["opposite"]),
        ("有效", "无效", ["opposite"]),
        ("非常", "常", []),
        ("反应", "应", []),
        ("incorrect", "correct", ["opposite"]),
        ("impossible", "possible", ["opposite"]),
        ("non-smoker", "smoker", ["opposite"]),
        ("disagree", "agree", ["opposite"]),
        ("careless", "careful", ["opposite"]),
        ("left wing", "right wing", ["opposite"]),
        ("inside", "side", []),
        ("income", "come", []),
        ("invent", "vent", []),
        ("discover", "cover", []),
        ("display", "play", []),
        ("import", "port", []),
        ("union", "ion", []),
        ("越野SUV", "SUV", ["broader"]),
        ("SUV", "越野SUV", ["narrower"]),
        ("越野SUV", "越野", []),
        ("red car", "car", ["broader"]),
        ("carpet", "pet", []),
        ("salle de séjour", "séjour", []),
        ("not good", "good", ["opposite"]),
        ("阿姨", "姨", []),
        ("SUV", "越野车", ["script"]),
        ("ひらがな", "平仮名", []),
        ("car", "automobile", []),
        ("普拉多", "霸道SUV", []),
    ],
)
def test_warnings_are_given_where_there_is_reason(head: str, other: str, kinds: list[str]) -> None:
    assert [warning.kind for warning in warnings(head, other)] == kinds


@pytest.mark.parametrize(
    ("column", "head", "other", "words"),
    [
        ("hanzi", "普拉多", "普拉朵", "share 2 of 3 characters"),
        ("homophone", "权利", "权力", "same sound (quán lì)"),
        ("twins", "漢字", "汉字", "traditional and simplified"),
        (
            "initials",
            "USA",
            "United States of America",
            "USA is the initials of United States of America",
        ),
        ("ends_with", "SUV", "越野SUV", "越野SUV ends with SUV"),
        ("numbers", "iPhone 12", "iPhone 13", "different numbers: 12 / 13"),
        ("words", "red car", "fast car", "share the word car"),
        ("opposite", "unhappy", "happy", "may be opposites: un- negates"),
        ("trigrams", "car", "automobile", "spelt quite differently"),
        ("scripts", "SUV", "越野车", "written in Latin and in Chinese"),
        ("scripts", "car", "van", ""),
        ("same_kind", "quickly", "rapid", "only one is an adverb"),
        ("same_kind", "houses", "building", "of different kinds: plural / -ing form"),
    ],
)
def test_what_is_worth_telling_is_told(column: str, head: str, other: str, words: str) -> None:
    assert words_for(column, measured(head, other)[column], head, other).startswith(words)


def test_each_column_has_words_of_its_own_or_none() -> None:
    for name in NAMES:
        assert isinstance(words_for(name, 1.0, "普拉多 12", "普拉朵 12"), str)
    with pytest.raises(KeyError):
        words_for("no such column", 1.0, "a", "b")


def test_words_are_inflected_and_derived_as_in_english() -> None:
    assert inflected("boxes", "box") and inflected("hoped", "hoping") and inflected("dog's", "dog")
    assert not inflected("bus", "but") and not inflected("bed", "being")
    assert derived("nation", "national") and not derived("car", "cat")
    assert spelling("programme") == spelling("program")
    assert spelling("archaeology") == spelling("archeology")


def test_numbers_are_read_one_way() -> None:
    assert quantities("1,000.50 kg") == quantities("1000.5公斤") == {("1000.5", "kg")}
    assert quantities("007") == quantities("7") and quantities("x") == frozenset()


@pytest.mark.parametrize("missing", ["opencc", "pypinyin"])
def test_what_is_not_installed_leaves_its_columns_empty(
    missing: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    cached = (sounds.readings, sounds.sounds, sounds.simplified)
    for name in [name for name in sys.modules if name.split(".")[0] == missing]:
        monkeypatch.setitem(sys.modules, name, None)
    monkeypatch.setitem(sys.modules, missing, None)
    monkeypatch.setitem(
        sys.modules, "pypinyin.constants" if missing == "pypinyin" else missing, None
    )
    try:
        for each in cached:
            each.cache_clear()
        assert absent() == (missing,)
        found = measured("漢字", "汉字")
        assert np.isnan(found["twins"]) == (missing == "opencc")
        assert np.isnan(found["sound"]) == (missing == "pypinyin")
        assert found["hanzi"] > 0
    finally:
        for each in cached:
            each.cache_clear()


# The index -----------------------------------------------------------------------------

KEYS = [
    *["普拉多", "普拉朵", "霸道suv", "越野车", "suv", "越野suv", "汽車", "汽车", "权利", "权力"],
    *["北京大学", "北大", "united states of america", "usa", "ice cream", "ice-cream", "icecream"],
    *["colour", "color", "colours", "naïve", "naive", "car", "house", "garden", "window", "😀"],
]


def near(key: str, k: int = 3) -> list[str]:
    return [KEYS[row] for row in SpellingIndex(KEYS).alike([KEYS.index(key)], k)[1]]


@pytest.mark.parametrize(
    ("key", "first"),
    [
        ("普拉多", "普拉朵"),
        ("汽車", "汽车"),
        ("权利", "权力"),
        ("北大", "北京大学"),
        ("usa", "united states of america"),
        ("united states of america", "usa"),
        ("icecream", "ice cream"),
        ("naïve", "naive"),
        ("colour", "colours"),
    ],
)
def test_what_is_spelt_or_sounds_alike_is_found_first(key: str, first: str) -> None:
    assert near(key)[0] == first


def test_the_index_finds_what_holds_a_term_and_nothing_that_shares_nothing() -> None:
    assert set(near("suv")) == {"越野suv", "霸道suv"}
    assert near("😀") == [] and "color" in near("colour")
    assert near("house", 0) == []
    with pytest.raises(IndexError):
        SpellingIndex(KEYS).alike([len(KEYS)], 3)


@given(st.lists(TERMS, min_size=1, max_size=12), st.integers(0, 6))
@settings(max_examples=40, deadline=None)
def test_the_index_gives_the_same_whenever_and_whoever_is_asked(terms: list[str], k: int) -> None:
    index = SpellingIndex(terms)
    rows = list(range(len(terms)))
    heads, others = index.alike(rows, k)
    assert (heads != others).all() and heads.tolist() == sorted(heads.tolist())
    assert len(set(zip(heads.tolist(), others.tolist(), strict=True))) == len(heads)
    again = SpellingIndex(terms)
    for row in rows:
        alone = again.alike([row], k)[1].tolist()
        assert alone == others[heads == row].tolist() and len(alone) <= k


def test_a_vocabulary_of_any_size_takes_little_memory() -> None:
    assert len(SpellingIndex([])) == 0
    assert SpellingIndex([]).alike([], 5)[0].tolist() == []
    terms = [f"{first}{last}" for first in range(200) for last in "abcdefghij" * 5]
    assert SpellingIndex(terms).nbytes < 5_000_000 + 100 * len(terms)
