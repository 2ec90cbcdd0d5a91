"""What English words may be forms of: their base forms, what they derive from, other spellings."""

import re
from functools import lru_cache

_VOWELS = frozenset("aeiouy")
_BASE = 3
"""Letters of a base form at least."""
_STEM = 4
"""Letters of what a word is derived from at least."""

_IRREGULAR = {
    form: base
    for base, forms in {
        "man": "men",
        "woman": "women",
        "child": "children",
        "foot": "feet",
        "tooth": "teeth",
        "mouse": "mice",
        "goose": "geese",
        "person": "people",
        "go": "went gone goes",
        "be": "am is are was were been being",
        "have": "has had",
        "do": "does did done",
        "good": "better best",
        "bad": "worse worst",
        "take": "took taken",
        "give": "gave given",
        "make": "made",
        "see": "saw seen",
        "know": "knew known",
        "come": "came",
        "think": "thought",
        "buy": "bought",
        "bring": "brought",
        "teach": "taught",
        "catch": "caught",
        "fight": "fought",
        "find": "found",
        "say": "said",
        "tell": "told",
        "sell": "sold",
        "keep": "kept",
        "leave": "left",
        "lose": "lost",
        "send": "sent",
        "spend": "spent",
        "build": "built",
        "write": "wrote written",
        "drive": "drove driven",
        "speak": "spoke spoken",
        "break": "broke broken",
        "choose": "chose chosen",
        "begin": "began begun",
        "run": "ran",
        "sing": "sang sung",
        "drink": "drank drunk",
        "fall": "fell fallen",
        "grow": "grew grown",
        "lead": "led",
        "mean": "meant",
        "eat": "ate eaten",
        "hold": "held",
        "stand": "stood",
        "understand": "understood",
        "feel": "felt",
        "meet": "met",
        "sit": "sat",
        "win": "won",
        "fly": "flew flown",
        "wear": "wore worn",
        "rise": "rose risen",
        "steal": "stole stolen",
    }.items()
    for form in forms.split()
}
IRREGULAR = frozenset(_IRREGULAR) | frozenset(_IRREGULAR.values())

_DERIVED = """
fulness ousness iveness ability ibility ization isation ation ition ution sion tion ion
ness ment ship hood ward wards wise like dom ism ist ian
ality ivity ity ally ably ibly ically ly ical ial ual ic al able ible ive ous ious eous
ance ence ancy ency ant ent ary ery ory ize ise ify ate ure age ish en ed ing er or y
"""
_DERIVING = tuple(_DERIVED.split())
"""Endings that make a word of another kind."""

KINDS = ("", "plural", "past", "-ing form", "adverb", "noun", "doer", "adjective")
"""Kinds of words that endings tell."""
_ENDINGS_OF = {
    "past": "ed",
    "-ing form": "ing",
    "adverb": "ly",
    "noun": "ness ment tion sion ity ism ance ence ancy ency ship hood dom",
    "doer": "er or ist",
    "adjective": "ous ive able ible ful less ish ical ial ual al ic",
    "": "ss us is",
    "plural": "s",
}
_KIND_OF = [(end, KINDS.index(kind)) for kind, ends in _ENDINGS_OF.items() for end in ends.split()]

_BRITISH = (
    (re.compile(r"(?<=\w\w\w)our(?=$|s$|ed$|ing|able|ful|it|er|less|y$|hood)"), "or"),
    (re.compile(r"(?<=\w\w)is(?=(e|es|ed|er|ers|ing|ation|ations|able)$)"), "iz"),
    (re.compile(r"(?<=\w\w)ys(?=(e|es|ed|er|ers|ing)$)"), "yz"),
    (re.compile(r"(?<=\w\w[tb])re(?=s?$)"), "er"),
    (re.compile(r"(?<=\w\w)ogue(?=s?$)"), "og"),
    (re.compile(r"(?<=\w\w)ence(?=s?$)"), "ense"),
    (re.compile(r"(?<=\w\w)mme(?=s?$)"), "m"),
    (re.compile(r"(?<=\w\w)ll(?=(ed|ing|er|ers|or|ors|ous|ery)$)"), "l"),
    (re.compile(r"[ao]e(?=\w{3})"), "e"),
    (re.compile(r"ph"), "f"),
    (re.compile(r"que(?=s?$)"), "k"),
    (re.compile(r"ck(?=s?$)"), "k"),
)
_SPELT = {
    "grey": "gray",
    "tyre": "tire",
    "plough": "plow",
    "draught": "draft",
    "kerb": "curb",
    "gaol": "jail",
    "cosy": "cozy",
    "moustache": "mustache",
    "sceptic": "skeptic",
    "sceptical": "skeptical",
    "mould": "mold",
    "smoulder": "smolder",
    "doughnut": "donut",
    "aluminium": "aluminum",
    "pyjamas": "pajamas",
    "axe": "ax",
    "whisky": "whiskey",
    "omelette": "omelet",
    "enquire": "inquire",
    "enquiry": "inquiry",
    "ageing": "aging",
    "judgement": "judgment",
}


@lru_cache(maxsize=100_000)
def bases(word: str) -> frozenset[str]:
    """Give the base forms `word` may be an inflected form of, itself among them."""
    found = {word}
    if word in _IRREGULAR:
        found.add(_IRREGULAR[word])
    if word.endswith(("'s", "s'")):
        found.add(word[:-2])
    elif word.endswith("s") and not word.endswith(("ss", "us", "is")):
        found.add(word[:-1])
        if word.endswith(("ses", "xes", "zes", "ches", "shes", "oes")):
            found.add(word[:-2])
        if word.endswith("ies"):
            found.add(word[:-3] + "y")
        if word.endswith("ves"):
            found |= {word[:-3] + "f", word[:-3] + "fe"}
    for ending in ("ed", "ing", "er", "est"):
        stem = word.removesuffix(ending)
        if stem != word and len(stem) > 1 and not _VOWELS.isdisjoint(stem):
            found |= {stem, stem + "e"}
            if stem[-1] == stem[-2]:
                found.add(stem[:-1])
            if stem[-1] == "i":
                found.add(stem[:-1] + "y")
    return frozenset(base for base in found if len(base) >= _BASE or base == word)


def inflected(one: str, two: str) -> bool:
    """Say whether two keys are forms of the same word or phrase: plural, -ed, -ing, -er, -est."""
    return one != two and not bases(one).isdisjoint(bases(two))


def gerund(one: str, two: str) -> bool:
    """Say whether one of two keys is the -ing form of the other: often a noun of its own."""
    longer, shorter = (one, two) if one.endswith("ing") else (two, one)
    stem = longer.removesuffix("ing")
    if stem == longer or shorter.endswith("ing"):
        return False
    return shorter in (stem, stem + "e") or (shorter == stem[:-1] and stem[-1] == stem[-2])


@lru_cache(maxsize=100_000)
def kind(word: str) -> int:
    """Guess of what kind a word is by its ending: a place in KINDS, 0 where it does not tell."""
    for ending, found in _KIND_OF:
        if word.endswith(ending):
            return found if len(word) - len(ending) >= _BASE else 0
    return 0


@lru_cache(maxsize=100_000)
def stems(word: str) -> frozenset[str]:
    """Give what `word` may be derived from, less a last e, y or i and with no double at its end."""
    found = {_bare(base) for base in bases(word)}
    for base in (*found, word):
        for ending in _DERIVING:
            if base.endswith(ending) and len(base) - len(ending) >= _STEM - 1:
                found.add(_bare(base[: -len(ending)]))
    return frozenset(stem for stem in found if len(stem) >= _STEM - 1)


def derived(one: str, two: str) -> bool:
    """Say whether two single words are of one stem, beyond inflection: kind, kindness."""
    return not inflected(one, two) and not stems(one).isdisjoint(stems(two))


def _bare(stem: str) -> str:
    bare = stem.rstrip("eiy") or stem
    return bare[:-1] if len(bare) > _STEM and bare[-1] == bare[-2] else bare


@lru_cache(maxsize=100_000)
def spelling(word: str) -> str:
    """Give a form in which British and American spellings of a word are the same."""
    if not word.isascii():
        return word
    spelt = _SPELT.get(word, word)
    for pattern, instead in _BRITISH:
        spelt = pattern.sub(instead, spelt)
    return spelt
