"""Files in the encodings that Chinese dictionaries come in, and in the wrong one."""

import pytest

from synotui.errors import Cancelled, FormatError
from synotui.formats import ReadOptions, format_for_reading
from synotui.model import Progress
from tests.formats.conftest import MakeFile, pairs_of, read_all

SIMPLIFIED = "标准词,近似词\n普拉多,霸道SUV\n蝴蝶结,领结\n"
TRADITIONAL = "標準詞,近似詞\n計程車,出租車\n鳳梨,菠蘿\n滑鼠,鼠標\n"
SIMPLIFIED_PAIRS = [("普拉多", "霸道SUV"), ("蝴蝶结", "领结")]
TRADITIONAL_PAIRS = [("計程車", "出租車"), ("鳳梨", "菠蘿"), ("滑鼠", "鼠標")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_unicode_needs_no_word(make_file: MakeFile, encoding: str) -> None:
    items, _, narration = read_all(make_file("pairs.csv", SIMPLIFIED, encoding))
    assert pairs_of(items) == SIMPLIFIED_PAIRS
    assert not narration


@pytest.mark.parametrize("encoding", ["gb18030", "gbk"])
def test_gb18030_is_found_and_told(make_file: MakeFile, encoding: str) -> None:
    items, _, narration = read_all(make_file("pairs.csv", SIMPLIFIED, encoding))
    assert pairs_of(items) == SIMPLIFIED_PAIRS
    assert len(narration) == 1
    assert "not UTF-8: read as GB18030 (“标准词,近似词”)" in narration[0]
    assert "more like Big5" not in narration[0]


def test_big5_is_suspected_and_read_when_told(make_file: MakeFile) -> None:
    path = make_file("pairs.csv", TRADITIONAL, "big5")
    narration = read_all(path, header=True)[2]
    assert "It looks more like Big5 (“標準詞,近似詞”): if so, give --encoding big5" in narration[0]
    items, _, narration = read_all(path, encoding="big5", header=True)
    assert pairs_of(items) == TRADITIONAL_PAIRS
    assert not narration


@pytest.mark.parametrize("encoding", ["UTF-8", "gbk", "gb18030", "Big5", "utf-16-le", "shift_jis"])
def test_an_encoding_that_is_given_is_used(make_file: MakeFile, encoding: str) -> None:
    path = make_file("pairs.csv", "a,b\n車,輪\n", encoding)
    assert pairs_of(read_all(path, format="csv", encoding=encoding)[0]) == [
        ("a", "b"),
        ("車", "輪"),
    ]


def test_a_mark_is_dropped_when_the_encoding_is_given(make_file: MakeFile) -> None:
    for given, written in (("utf-8", "utf-8-sig"), ("utf-16", "utf-16")):
        path = make_file("pairs.csv", SIMPLIFIED, written)
        assert pairs_of(read_all(path, encoding=given)[0]) == SIMPLIFIED_PAIRS
    path = make_file("pairs.csv", "\ufeff" + SIMPLIFIED, "utf-16-le")
    assert pairs_of(read_all(path, encoding="utf-16-le")[0]) == SIMPLIFIED_PAIRS


def test_the_wrong_encoding_is_refused_with_line_and_byte(make_file: MakeFile) -> None:
    path = make_file("pairs.csv", b"term,synonym\ncouch,\xc9\xb3\xb7\xa2\n")
    with pytest.raises(FormatError) as caught:
        read_all(path, encoding="utf-8")
    assert str(caught.value).startswith(f"{path}:2: not utf-8: byte 0xb7 at offset 21")
    assert "--encoding" in caught.value.remedy


def test_neither_utf_8_nor_gb18030(make_file: MakeFile) -> None:
    path = make_file("pairs.csv", b"a,b\nc,\xff\xff\n")
    with pytest.raises(FormatError, match=r":2: neither UTF-8 .byte 0xff at offset 6. nor GB18030"):
        read_all(path)


def test_damaged_utf_8_is_not_taken_for_gb18030(make_file: MakeFile) -> None:
    path = make_file("pairs.csv", SIMPLIFIED.encode() + b"\xe6\x99,\xb1\xb1\n")
    with pytest.raises(FormatError, match=":4: damaged UTF-8"):
        read_all(path)


@pytest.mark.parametrize("name", ["klingon", "idna", "hex", "", "a\0b", "unicode_escape"])
def test_an_unknown_encoding(make_file: MakeFile, name: str) -> None:
    path = make_file("pairs.csv", SIMPLIFIED)
    with pytest.raises(FormatError, match="No encoding"):
        read_all(path, encoding=name)


def test_a_character_over_the_edge_of_a_block(make_file: MakeFile) -> None:
    row = "普拉多,霸道\n"
    path = make_file("pairs.csv", "a" + row * 90_000, "gb18030")
    items, skipped, _ = read_all(path)
    assert len(items) == 90_000
    assert not skipped


def test_a_late_error_is_placed(make_file: MakeFile) -> None:
    path = make_file("pairs.csv", b"a,b\n" * 400_000 + b"c,\xff\n")
    with pytest.raises(FormatError) as caught:
        read_all(path, encoding="utf-8")
    assert caught.value.line == 400_001
    assert "offset 1,600,002" in str(caught.value)


def test_the_check_can_be_cancelled(make_file: MakeFile) -> None:
    def stop(progress: Progress) -> None:
        assert progress.stage == "checking"
        raise Cancelled("stopped")

    path = make_file("pairs.csv", SIMPLIFIED)
    with pytest.raises(Cancelled):
        format_for_reading(path).read(path, ReadOptions(), stop)


def test_a_packed_file_is_unpacked(make_file: MakeFile) -> None:
    import gzip

    packed = gzip.compress(SIMPLIFIED.encode())
    assert pairs_of(read_all(make_file("pairs.csv.gz", packed))[0]) == SIMPLIFIED_PAIRS
    with pytest.raises(FormatError, match="gzip data is damaged or cut short"):
        read_all(make_file("pairs.csv.gz", packed[:-9]))
