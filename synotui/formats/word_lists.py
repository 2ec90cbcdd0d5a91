"""Lists of words with names, from a text file or JSON: what poles and targets are made of."""

import json
from pathlib import Path

from synotui.errors import FormatError
from synotui.formats import encoding, refused
from synotui.formats.source import head_of, open_text

_COMMENT = "#"
_SIGNS = (":", "：")
_MOST_CHARACTERS = 10_000_000
"""All of a file is in memory at once; lists of words have some thousand characters."""


def read_word_lists(path: Path) -> dict[str, list[str]]:
    """Give the words of each list of a file by the list's name.

    Three forms: lines `flowers: aster, clover`, where commas and semicolons may
    be Chinese ones; one word a line, a list with the name of the file; or a
    JSON object of names and arrays of texts. Empty lines and lines that begin
    with # are passed over. Raises FormatError for a file with no word in it,
    for a line without a name among lines that have one, and for other JSON.
    """
    refused.refuse_by_name(path)
    refused.refuse_by_content(path, head_of(path))
    decoding = encoding.decide(path, None)
    with open_text(path, decoding.codec) as stream:
        text = stream.read(_MOST_CHARACTERS + 1)
    if len(text) > _MOST_CHARACTERS:
        raise FormatError(
            f"has more than {_MOST_CHARACTERS:,} characters",
            "Lists of words are short; keep those that are needed",
            path=path,
        )
    lists = _from_json(path, text) if text.lstrip().startswith("{") else _from_lines(path, text)
    if not any(lists.values()):
        raise FormatError("holds no words", "Write lines such as: 男: 男人, 父亲, 他", path=path)
    return lists


def words_of(line: str) -> list[str]:
    """Give the words of a line that commas or semicolons part, Chinese ones too."""
    for sign in "，、;；":
        line = line.replace(sign, ",")
    return [word for part in line.split(",") if (word := part.strip())]


def _from_lines(path: Path, text: str) -> dict[str, list[str]]:
    lines = [
        (number, line.strip())
        for number, line in enumerate(text.splitlines(), 1)
        if line.strip() and not line.lstrip().startswith(_COMMENT)
    ]
    named = [_named(line) for _, line in lines]
    if not any(named):
        return {path.stem: [line for _, line in lines]}
    lists: dict[str, list[str]] = {}
    for (number, line), found in zip(lines, named, strict=True):
        if found is None:
            raise FormatError(
                f"“{line[:40]}” has no name before a colon, though other lines do",
                "Write each list on a line of its own: name: word, word",
                path=path,
                line=number,
            )
        name, words = found
        lists.setdefault(name, []).extend(words)
    return lists


def _named(line: str) -> tuple[str, list[str]] | None:
    """Give the name and the words of a line, None where it has no name."""
    ends = [at for sign in _SIGNS if (at := line.find(sign)) > 0]
    return (line[: min(ends)].strip(), words_of(line[min(ends) + 1 :])) if ends else None


def _from_json(path: Path, text: str) -> dict[str, list[str]]:
    try:
        held = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise FormatError(
            f"is not JSON ({error})", "Check where it breaks off", path=path
        ) from None
    lists: dict[str, list[str]] = {}
    for name, words in held.items():
        if not isinstance(words, list) or not all(isinstance(word, str) for word in words):
            raise FormatError(
                f"“{name[:40]}” is no array of texts", 'Write {"name": ["word", "word"]}', path=path
            )
        lists[name] = [word.strip() for word in words if word.strip()]
    return lists
