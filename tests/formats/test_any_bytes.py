"""Whatever bytes a file holds, a reader gives items or raises a SynotuiError, nothing else."""

import bz2
import gzip
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from synotui.errors import SynotuiError
from synotui.formats import ReadOptions, format_for_reading, formats
from synotui.formats.rows import PairLine, TermLine
from synotui.formats.vectors import VectorBatch
from synotui.model import Skipped

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

SEEDS = (
    b"term,synonym,verdict,relation\n\xe6\x99\xae,b,accepted,synonym\n",
    "标准词\t近似词\n普拉多\t霸道\n".encode("gb18030"),
    b'{"term": "a", "synonym": "b", "note": 3}\n[1]\n{"term": "\\ud800"}\n',
    b"2 3\na 0.1 0.2 0.3\nb 1 2 3\n",
    b"a 0.1 0.2 0.3 0.4 0.5\nb 1 2 3 nan 1e999\n",
    b"2 2\na \x00\x00\x80\x3f\x00\x00\x00\x40b \x00\x00\x80\x3f\x00\x00\x00\x40",
    "term\tfrequency\n车\t12\n".encode("utf-16"),
    gzip.compress(b"a,b\n" * 20, mtime=0),
    bz2.compress(b"a,b\n" * 20),
    zstd.compress(b"a,b\n" * 20),
    b"(dp0\nS'a'\np1\nI1\ns.",
    b"PK\x03\x04\x80\x02\x1f\x8b",
    b'"\x00\r\n\xff\xfe;\t,"" \x80\x81\xa1 1 2 3 4 5\n',
)
PACKS: tuple[Callable[[bytes], bytes], ...] = (gzip.compress, bz2.compress, zstd.compress)
NAMES = (
    "a.csv",
    "a.tsv",
    "a.txt",
    "a.jsonl",
    "a.vec",
    "a.bin",
    "a.gz",
    "a.pkl",
    "a",
)


@st.composite
def contents(draw: st.DrawFn) -> bytes:
    """Random bytes, or pieces of real files put together, cut and spoilt."""
    pieces = st.sampled_from(SEEDS) | st.binary(max_size=40)
    whole = b"".join(draw(st.lists(pieces, max_size=4)))
    cut = whole[draw(st.integers(0, 3)) : len(whole) - draw(st.integers(0, 3))]
    at = draw(st.integers(0, max(len(cut) - 1, 0)))
    spoilt = cut[:at] + draw(st.binary(max_size=2)) + cut[at:]
    pack: Callable[[bytes], bytes] | None = draw(st.sampled_from((None, None, None, *PACKS)))
    return pack(spoilt) if pack else spoilt


options = st.builds(
    ReadOptions,
    encoding=st.sampled_from((None, None, None, "utf-8", "utf-16", "gbk", "big5", "utf-7", "hz")),
    header=st.sampled_from((None, True, False)),
    term_column=st.sampled_from((None, None, "term", "2", "0", "²")),
    synonym_column=st.sampled_from((None, None, "synonym", "1")),
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give one folder for all the files tried."""
    return tmp_path_factory.mktemp("any")


def read_as(path: Path, name: str | None, given: ReadOptions) -> None:
    try:
        with format_for_reading(path, name).read(path, given) as reader:
            for item in reader:
                assert isinstance(item, PairLine | TermLine | VectorBatch | Skipped)
                if isinstance(item, VectorBatch):
                    assert len(item.texts) == len(item.vectors) == len(item.lines) > 0
        assert all(isinstance(told, str) for told in reader.narration)
    except SynotuiError as error:
        assert str(error)


@settings(deadline=None)
@given(contents(), st.sampled_from(NAMES), options)
def test_sniffed(folder: Path, content: bytes, name: str, given: ReadOptions) -> None:
    path = folder / name
    path.write_bytes(content)
    read_as(path, None, given)


@pytest.mark.parametrize("format", [format.name for format in formats()])
@settings(deadline=None)
@given(contents(), options)
def test_named(folder: Path, format: str, content: bytes, given: ReadOptions) -> None:
    path = folder / "a.txt"
    path.write_bytes(content)
    read_as(path, format, given)


@settings(deadline=None)
@given(st.text(max_size=200), options)
def test_any_text(folder: Path, content: str, given: ReadOptions) -> None:
    path = folder / "a.txt"
    path.write_text(content, encoding="utf-8", errors="surrogatepass", newline="")
    for format in formats():
        read_as(path, format.name, given)
