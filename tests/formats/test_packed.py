"""Packed files: known by what they hold whatever they are called, read as they come, and if cut."""

import bz2
import gzip
import struct
import sys
import tracemalloc
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from synotui.errors import FormatError
from synotui.formats import format_for_reading
from synotui.formats.source import open_source
from synotui.model import Progress
from tests.formats.conftest import MakeFile, read_all

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

Pack = Callable[[bytes], bytes]

PACKS: dict[str, tuple[str, Pack]] = {
    "gzip": (".gz", lambda data: gzip.compress(data, mtime=0)),
    "bzip2": (".bz2", bz2.compress),
    "zstd": (".zst", zstd.compress),
}
VECTORS = "普拉多 0.1 0.2 0.3 0.4 0.5\n霸道 1 2 3 4 5\n"
FILES: dict[str, tuple[str, bytes]] = {
    "csv": ("pairs.csv", "term,synonym\n普拉多,霸道\n".encode()),
    "tsv": ("pairs.tsv", "普拉多\t霸道\n苹果\t苹果手机\n".encode()),
    "jsonl": ("pairs.jsonl", '{"term": "普拉多", "synonym": "霸道"}\n'.encode()),
    "terms": ("terms.txt", "普拉多\n霸道\n".encode("gb18030")),
    "word2vec": ("wiki.zh.vec", b"2 5\n" + VECTORS.encode()),
    "word2vec-bin": ("vectors.bin", b"1 2\nsofa " + struct.pack("<2f", 1, 2) + b"\n"),
}


def told(items: list[Any]) -> list[str]:
    """Give what a reader gave in a form that can be compared."""
    return [
        str((item.texts, item.vectors.tolist(), item.lines))
        if hasattr(item, "texts")
        else str(item)
        for item in items
    ]


@pytest.mark.parametrize("packed", PACKS)
@pytest.mark.parametrize("format", FILES)
def test_every_format_is_read_packed(make_file: MakeFile, format: str, packed: str) -> None:
    name, content = FILES[format]
    plain = make_file(name, content)
    items, _, narration = read_all(plain)
    suffix, pack = PACKS[packed]
    for path in (
        make_file(name + suffix, pack(content)),
        make_file("upper." + name.split(".", 1)[1].upper() + suffix.upper(), pack(content)),
    ):
        assert format_for_reading(path).name == format
        found, skipped, also_narrated = read_all(path)
        assert told(found) == told(items)
        assert not skipped
        assert also_narrated == narration


@pytest.mark.parametrize("packed", PACKS)
@pytest.mark.parametrize("name", ["glove.6B.50d.txt", "vectors", "glove.txt", "vectors.vec"])
def test_packing_is_known_by_content_not_by_name(
    make_file: MakeFile, name: str, packed: str
) -> None:
    path = make_file(name, PACKS[packed][1](VECTORS.encode()))
    assert format_for_reading(path).name == "word2vec"
    assert read_all(path)[0][0].texts == ["普拉多", "霸道"]
    path = make_file(f"{name}.gz", VECTORS)
    assert read_all(path)[0][0].texts == ["普拉多", "霸道"]


@pytest.mark.parametrize("packed", PACKS)
def test_parts_packed_one_by_one_are_one_file(make_file: MakeFile, packed: str) -> None:
    _, pack = PACKS[packed]
    first, second = (line.encode() for line in VECTORS.splitlines(keepends=True))
    path = make_file("a.vec", pack(first) + pack(second))
    assert [text for batch in read_all(path)[0] for text in batch.texts] == ["普拉多", "霸道"]


def test_zstd_may_begin_with_a_frame_to_skip(make_file: MakeFile) -> None:
    skippable = b"\x50\x2a\x4d\x18" + struct.pack("<I", 4) + b"size"
    path = make_file("a.txt.zst", skippable + zstd.compress(VECTORS.encode()))
    assert format_for_reading(path).name == "word2vec"
    assert read_all(path)[0][0].texts == ["普拉多", "霸道"]


LINES = "".join(f"词{n} {n}.25 {n}.5 -0.{n}\n" for n in range(1, 400)).encode()


@pytest.mark.parametrize("packed", PACKS)
@settings(deadline=None, max_examples=40)
@given(data=st.data())
def test_a_file_cut_short_is_never_taken_for_a_whole_one(
    tmp_path_factory: pytest.TempPathFactory, packed: str, data: st.DataObject
) -> None:
    suffix, pack = PACKS[packed]
    whole = pack(LINES)
    path = tmp_path_factory.getbasetemp() / f"cut.vec{suffix}"
    path.write_bytes(whole[: data.draw(st.integers(14, len(whole) - 1))])
    for format in ("word2vec", "terms", "csv"):
        with pytest.raises(FormatError, match=f"the {packed} data is damaged or cut short. Fetch"):
            read_all(path, format)


@pytest.mark.parametrize("packed", ["gzip", "bzip2"])
@settings(deadline=None, max_examples=40)
@given(data=st.data())
def test_damage_is_told_where_the_packing_has_a_checksum(
    tmp_path_factory: pytest.TempPathFactory, packed: str, data: st.DataObject
) -> None:
    suffix, pack = PACKS[packed]
    spoilt = bytearray(pack(LINES))
    spoilt[data.draw(st.integers(14, len(spoilt) - 5))] ^= data.draw(st.integers(1, 255))
    path = tmp_path_factory.getbasetemp() / f"spoilt.vec{suffix}"
    path.write_bytes(spoilt)
    # Some bits of a bzip2 file are never used.
    with suppress(FormatError), open_source(path) as stream:
        assume(stream.read() != LINES)
    with pytest.raises(FormatError, match=f"the {packed} data is damaged"):
        read_all(path, "word2vec")


def test_damaged_zstd_with_a_checksum(make_file: MakeFile) -> None:
    checked = zstd.compress(LINES, options={zstd.CompressionParameter.checksum_flag: 1})
    spoilt = bytearray(checked)
    spoilt[len(spoilt) // 2] ^= 0x55
    with pytest.raises(FormatError, match="the zstd data is damaged"):
        read_all(make_file("a.vec.zst", bytes(spoilt)))


def test_zstd_that_would_take_gigabytes_says_how_to_unpack_it(make_file: MakeFile) -> None:
    packing = zstd.ZstdCompressor(options={zstd.CompressionParameter.window_log: 28})
    # Only where the size is not known beforehand does the frame keep its wide window.
    packed = packing.compress(LINES) + packing.flush()
    with pytest.raises(FormatError, match=r"more memory than it may. Unpack it first: zstd -d"):
        read_all(make_file("a.vec.zst", packed))


@pytest.mark.parametrize("packed", PACKS)
def test_unpacking_takes_no_more_memory_than_a_block(make_file: MakeFile, packed: str) -> None:
    suffix, pack = PACKS[packed]
    path = make_file(f"zeros.txt{suffix}", pack(bytes(40 << 20)))
    assert path.stat().st_size < 100_000
    seen: list[Progress] = []
    tracemalloc.start()
    size = 0
    with open_source(path, seen.append) as stream:
        while block := stream.read(1 << 18):
            size += len(block)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert size == 40 << 20
    assert peak < 8 << 20
    assert seen[-1].done == seen[-1].total == path.stat().st_size
