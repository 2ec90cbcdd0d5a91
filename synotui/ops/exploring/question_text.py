"""A question as one line of text: `土豆, 马铃薯`, `诸葛亮 + 水浒传 - 三国演义`, `猫 狗 | 车 船`.

`|` parts a question into groups. Within a group terms are set apart by commas
(, ， 、 ;), by signs after a space, or by spaces alone: then the longest runs of
words that are terms count as one, so that `notebook computer laptop` is two.
`0.5*猫` weighs a term. What is in quotes is taken as it stands, "" within for ".
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from synotui.ops.workbench import Workbench

Item = tuple[str, float]
"""A term or text, and what it counts: less than 0 where it is taken away."""
Groups = tuple[tuple[Item, ...], ...]
Known = Callable[[str], bool]
"""Says whether a text is a term."""

_APART = ",，、;；"
_BAR = "|｜"
_PLUS = "+＋"
_MINUS = "-－−–"
_OPENS = {'"': '"', "“": "”", "「": "」"}
_SIGN = re.compile(rf"\s*([{re.escape(_PLUS + _MINUS)}])\s*")
_WEIGHT = re.compile(r"(\d+(?:\.\d+)?)\s*[*×]\s*(?=\S)")
_ENDS = re.escape(_APART + _BAR)
_PLAIN = re.compile(rf"[^{_ENDS}]+?(?=\s+[{re.escape(_PLUS + _MINUS)}]|[{_ENDS}]|$)")
_HAN = re.compile("[\u3400-\u9fff]")
_LONGEST = 8
"""Words of a term that spaces part, at most."""
_TIGHT = re.compile(r"\s*([+＋−])\s*|(?<=[\u3400-\u9fff])([-－–])(?=[\u3400-\u9fff])")


@dataclass(frozen=True, slots=True)
class _Word:
    text: str
    sign: float
    weight: float
    quoted: bool


def parse(line: str, known: Known) -> Groups:
    """Read a line; groups without a term are left out. Never fails."""
    groups = []
    for words, listed in _groups(line):
        items = tuple(item for word in words for item in _items(word, listed, known))
        if items:
            groups.append(items)
    return tuple(groups)


def write(groups: Sequence[Sequence[Item]]) -> str:
    """Write a line that `parse` reads as `groups`, where what they name is known."""
    return " | ".join(map(_write_group, groups))


def last_fragment(line: str) -> str:
    """Give what is being typed at the end of a line: the text behind the last separator."""
    pieces = re.split(rf"[{re.escape(_APART + _BAR)}]|(?:^|\s)[{re.escape(_PLUS + _MINUS)}]", line)
    return _WEIGHT.sub("", pieces[-1].lstrip(), count=1).lstrip("".join(_OPENS))


def term_known(bench: "Workbench") -> Known:
    """Give what tells whether a text is a term of the dictionary, as written or by its key."""
    from synotui import text as words

    def known(text: str) -> bool:
        sought = text.encode("utf-8", "replace").decode()
        with bench.store.reading():
            terms = bench.store.terms
            return bool(terms.by_text(sought.strip()) or terms.by_key(words.key(sought)))

    return known


# Reading ----------------------------------------------------------------------------------


def _groups(line: str) -> list[tuple[list[_Word], bool]]:
    """Give the words of each group, and whether commas part them."""
    found: list[tuple[list[_Word], bool]] = []
    words: list[_Word] = []
    listed, at = False, 0
    while at < len(line):
        if line[at].isspace():
            at += 1
        elif line[at] in _BAR:
            found.append((words, listed))
            words, listed, at = [], False, at + 1
        elif line[at] in _APART:
            listed, at = True, at + 1
        else:
            word, at = _word(line, at)
            if word.text:
                words.append(word)
    return [*found, (words, listed)]


def _word(line: str, at: int) -> tuple[_Word, int]:
    """Read one item, with its sign and weight, from `at` on."""
    sign, weight = 1.0, 1.0
    if signed := _SIGN.match(line, at):
        sign, at = (-1.0 if signed[1] in _MINUS else 1.0), signed.end()
    weighed = _WEIGHT.match(line, at)
    after = weighed.end() if weighed else at
    closing = _OPENS.get(line[after : after + 1])
    if closing:
        text, end = _quoted(line, after, closing)
        if end:
            return _Word(text, sign, float(weighed[1]) if weighed else weight, True), end
    plain = _PLAIN.match(line, at)
    if plain is None:
        return _Word("", sign, weight, False), at
    return _Word(plain[0].strip(), sign, weight, False), plain.end()


def _quoted(line: str, at: int, closing: str) -> tuple[str, int]:
    """Give what is between quotes from `at` on, and where it ends; 0 if it does not."""
    text, begin = "", at + 1
    while (end := line.find(closing, begin)) >= 0:
        text += line[begin:end]
        if closing != '"' or line[end + 1 : end + 2] != '"':
            return text.strip(), end + 1
        text, begin = text + '"', end + 2
    return "", 0


def _items(word: _Word, listed: bool, known: Known) -> list[Item]:
    if word.quoted or known(word.text):
        return [(word.text, word.sign * word.weight)]
    sign, text = word.sign, word.text
    if weighed := _WEIGHT.match(text):
        return [(text[weighed.end() :].strip(), sign * float(weighed[1]))]
    if tight := _tight(text, known):
        return [(each, sign * by) for each, by in tight]
    if listed:
        return [(text, sign)]
    return [(each, sign) for each in _runs(text.split(), known)]


def _tight(text: str, known: Known) -> list[Item]:
    """Give the terms that signs without spaces join; none if any is not known."""
    pieces, signs, at = [], [1.0], 0
    for found in _TIGHT.finditer(text):
        pieces.append(text[at : found.start()])
        signs.append(1.0 if (found[1] or found[2]) in _PLUS else -1.0)
        at = found.end()
    pieces.append(text[at:])
    every = len(pieces) > 1 and all(piece.strip() and known(piece.strip()) for piece in pieces)
    stripped = [piece.strip() for piece in pieces]
    return list(zip(stripped, signs, strict=True)) if every else []


def _runs(words: list[str], known: Known) -> list[str]:
    """Put words together that are a term together; other neighbours, if not Chinese, stay so."""
    found: list[tuple[str, bool]] = []
    at = 0
    while at < len(words):
        for end in range(min(len(words), at + _LONGEST), at, -1):
            text = " ".join(words[at:end])
            if known(text):
                found.append((text, True))
                at = end
                break
        else:
            if found and not found[-1][1] and not _HAN.search(found[-1][0] + words[at]):
                found[-1] = (f"{found[-1][0]} {words[at]}", False)
            else:
                found.append((words[at], False))
            at += 1
    return [text for text, _ in found]


# Writing ----------------------------------------------------------------------------------


def _write_group(items: Sequence[Item]) -> str:
    if all(weight == 1 for _, weight in items):
        return ", ".join(_written(text) for text, _ in items)
    line = ""
    for text, weight in items:
        sign = "- " if weight < 0 else "+ " if line else ""
        times = "" if abs(weight) == 1 else f"{abs(weight):g}*"
        line += f"{' ' if line else ''}{sign}{times}{_written(text, signed=True)}"
    return line


def _written(text: str, *, signed: bool = False) -> str:
    special = (
        any(c in text for c in _APART + _BAR + _PLUS)
        or text[:1] in (*_OPENS, *_MINUS)
        or _WEIGHT.match(text)
        or re.search(rf"\s[{re.escape(_MINUS)}]", text)
        or (signed and any(c.isspace() for c in text))
    )
    return f'"{text.replace(chr(34), chr(34) * 2)}"' if special else text
