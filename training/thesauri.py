"""Readers of thesauri as groups of synonyms: each group is the terms of one sense."""

import gzip
import json
import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

Group = tuple[str, ...]
"""Terms; every other one is a synonym of the first, or of all where `mutual` says so."""

_OTHER_RELATIONS = re.compile(
    r"\((?:[^()]*(?:generic term|related term|similar term|antonym|nadrzędne|podrzędne|"
    r"Oberbegriff|Unterbegriff|Antonym)[^()]*)\)"
)
_REMARK = re.compile(r"\s*[(\[][^()\[\]]*[)\]]\s*")
_WRONG = re.compile(r"[()\[\]{}|;…]|\.\.\.|^\W*$")
_MOST_CHARACTERS = 40
_OTHER_SENSES = ("сходный термин", "антоним", "antonym")


def cleaned(term: str) -> str:
    """Give `term` without remarks in brackets; empty if it is no term a dictionary would hold."""
    plain = " ".join(_REMARK.sub(" ", term).replace("_", " ").split())
    if len(plain) > _MOST_CHARACTERS or _WRONG.search(plain):
        return ""
    return plain


def mythes(path: Path) -> Iterator[Group]:
    """Read a MyThes thesaurus: an entry, and for each of its senses `remark|synonym|...`."""
    data = path.read_bytes()
    encoding = data.split(b"\n", 1)[0].removeprefix(b"\xef\xbb\xbf").strip().decode("ascii")
    lines = data.decode(encoding, "replace").splitlines()[1:]
    at = 0
    while at < len(lines):
        head, _, count = lines[at].partition("|")
        at += 1
        if not count.strip().isdigit():
            continue
        for line in lines[at : at + int(count)]:
            sense, *synonyms = line.split("|")
            if any(other in sense for other in _OTHER_SENSES):
                continue
            kept = [cleaned(term) for term in synonyms if not _OTHER_RELATIONS.search(term)]
            yield (cleaned(head), *kept)
        at += int(count)


def wordnet(folder: Path) -> Iterator[Group]:
    """Read the synsets of WordNet 3 from its `data.*` files."""
    for part in ("noun", "verb", "adj", "adv"):
        with (folder / f"data.{part}").open(encoding="ascii") as file:
            for line in file:
                if line.startswith("  "):
                    continue
                fields = line.split(" ")
                words = fields[4 : 4 + 2 * int(fields[3], 16) : 2]
                yield tuple(cleaned(word) for word in words)


def kenet(path: Path) -> Iterator[Group]:
    """Read the synsets of a wordnet in BalkaNet XML, such as the Turkish KeNet."""
    for synset in ElementTree.fromstring(path.read_text("utf-8")).iter("SYNSET"):
        yield tuple(cleaned(literal.text or "") for literal in synset.iter("LITERAL"))


def thai_wordnet(path: Path) -> Iterator[Group]:
    """Read the synsets of the Thai WordNet from its database."""
    database = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    synsets: dict[str, list[str]] = {}
    for synset, word in database.execute("SELECT synsetid, li FROM word_synset ORDER BY 1, 2"):
        synsets.setdefault(synset, []).append(cleaned(word))
    database.close()
    yield from map(tuple, synsets.values())


def cilin(path: Path) -> Iterator[Group]:
    """Read the groups of Cilin that are marked `=`: equal in meaning, not only related."""

    def walk(tree: dict[str, object]) -> Iterator[Group]:
        for name, below in tree.items():
            if isinstance(below, dict):
                yield from walk(below)
            elif isinstance(below, list) and name.endswith("="):
                yield tuple(cleaned(word) for word in below)

    yield from walk(json.loads(path.read_text("utf-8")))


_ENTRY = re.compile(r"(\S+) (\S+) \[[^\]]*\] /(.*)/\s*$")
_SAME = re.compile(
    r"(?:variant of|also written|abbr\. for|same as|also called|also known as|"
    r"old (?:name|term) for|another (?:name|term) for|another word for|see) "
    r"([^\s|\[\],;]+)(?:\|([^\s\[\],;]+))?\["
)
_NO_MEANING = re.compile(r"surname|classifier|CL:|[一-鿿]|\bused in\b|\bfig\.|^to be$|^lit\.")
_FIRST_GLOSSES = 2
_MOST_ALIKE = 6
"""Words that may share an English gloss: more of them, and it is too general."""
_WITH_TRADITIONAL = 12
"""One entry in so many also gives its traditional form as a synonym."""


def cedict(path: Path) -> Iterator[Group]:
    """Read CC-CEDICT: words that name each other as the same, and words of one English gloss."""
    alike: dict[str, set[str]] = {}
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for number, line in enumerate(file):
            entry = _ENTRY.match(line)
            if entry is None:
                continue
            traditional, simplified, meaning = entry.groups()
            if traditional != simplified and number % _WITH_TRADITIONAL == 0:
                yield (cleaned(simplified), cleaned(traditional))
            for same in _SAME.finditer(meaning):
                yield (cleaned(simplified), cleaned(same[2] or same[1]))
            plain = [gloss for gloss in meaning.split("/") if not _NO_MEANING.search(gloss)]
            for gloss in plain[:_FIRST_GLOSSES]:
                alike.setdefault(cleaned(gloss).casefold(), set()).add(cleaned(simplified))
    for gloss, words in alike.items():
        if gloss and 1 < len(words) <= _MOST_ALIKE:
            yield tuple(sorted(words))
