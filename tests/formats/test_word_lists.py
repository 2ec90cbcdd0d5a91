"""Files of word lists: three forms, Chinese punctuation, and what is refused."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from synotui.errors import FormatError, SynotuiError
from synotui.formats.word_lists import read_word_lists, words_of


def write(folder: Path, text: str, encoding: str = "utf-8") -> Path:
    """Write a file of lists."""
    path = folder / "lists.txt"
    path.write_bytes(text.encode(encoding))
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_named_lists(tmp_path: Path, encoding: str) -> None:
    text = "# 两极\n\n男：男人，父亲、他\r\nfemale: woman, New York ; she\n男: 儿子\n空:\n"
    lists = read_word_lists(write(tmp_path, text, encoding))
    assert lists == {
        "男": ["男人", "父亲", "他", "儿子"],
        "female": ["woman", "New York", "she"],
        "空": [],
    }


def test_one_word_a_line_and_json(tmp_path: Path) -> None:
    plain = read_word_lists(write(tmp_path, "Paris, Texas\n护士\n\n"))
    assert plain == {"lists": ["Paris, Texas", "护士"]}
    held = read_word_lists(write(tmp_path, '{"a": ["x, y", " z "], "b": []}'))
    assert held == {"a": ["x, y", "z"], "b": []}
    assert words_of(" a，b、c;d；; ") == ["a", "b", "c", "d"]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "holds no words"),
        ("# only\n\n", "holds no words"),
        ("a:\nb:\n", "holds no words"),
        ("a: b\nc\n", r"lists\.txt:2: “c” has no name"),
        ('{"a": ["b"', "is not JSON"),
        ('{"a": "b"}', "no array of texts"),
        ('{"a": [1]}', "no array of texts"),
        ("{" + '"a":[' * 100_000, "is not JSON"),
    ],
)
def test_what_is_refused(tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(FormatError, match=told):
        read_word_lists(write(tmp_path, text))
    with pytest.raises(FormatError, match=r"nothing\.txt"):
        read_word_lists(tmp_path / "nothing.txt")


@given(content=st.binary(max_size=60) | st.text(max_size=60).map(str.encode))
def test_any_bytes_are_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, content: bytes
) -> None:
    path = tmp_path_factory.getbasetemp() / "any-lists.txt"
    path.write_bytes(content)
    try:
        lists = read_word_lists(path)
    except SynotuiError:
        return
    assert any(lists.values())
