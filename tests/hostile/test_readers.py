"""Files that mean harm, given to every reader: none runs, fetches, or fills memory."""

import ast
import gzip
import pickle
import re
import socket
import struct
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

import synotui
from synotui.errors import FormatError, SynotuiError
from synotui.fasttext import open_model
from synotui.formats import ReadOptions, format_for_reading, formats
from synotui.formats.delimited import MAX_COLUMNS
from synotui.formats.font_file import read_font
from synotui.formats.word_lists import read_word_lists
from synotui.model import Skipped
from tests.fasttext.made import model_bytes
from tests.fuzz import SECONDS, at_most, attempt, fuzz
from tests.hostile.readers import PACKINGS, ReaderOf, modules_that_read, readers

MEGABYTE = 1 << 20
INPUTS = 25
"""Damaged files for each reader; `python -m tests.fuzz` tries thousands."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for the files tried."""
    return tmp_path_factory.mktemp("readers")


@pytest.fixture
def all_readers(folder: Path, tiny_path: Path) -> tuple[ReaderOf, ...]:
    """Every reader, with what must lie beside its files in place."""
    found = readers(folder, tiny_path)
    for reader in found:
        for name, data in reader.beside:
            (folder / name).write_bytes(data)
    return found


def test_no_reader_is_forgotten(all_readers: tuple[ReaderOf, ...]) -> None:
    modules = {reader.module for reader in all_readers}
    assert modules_that_read() <= modules
    assert {format.module for format in formats() if format.reads} <= modules


def test_each_reads_its_files_and_opens_no_socket(
    all_readers: tuple[ReaderOf, ...], folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*arguments: object, **named: object) -> None:
        raise AssertionError("a reader wanted the network")

    for name in ("socket", "create_connection", "getaddrinfo"):
        monkeypatch.setattr(socket, name, refuse)
    for reader in all_readers:
        for name, data in reader.seeds:
            path = folder / name
            path.write_bytes(data)
            assert attempt(reader, path) == "read" or reader.name in ("told from it", "packed")


def test_damaged_files_are_read_or_refused(
    all_readers: tuple[ReaderOf, ...], tmp_path: Path
) -> None:
    for reader in all_readers:
        tally = fuzz(reader, INPUTS, 7, tmp_path / reader.name)
        assert not tally.crashes, (reader.name, tally.crashes)
        assert tally.counts.total() == INPUTS


class Runs:
    """Unpickled, it makes a file."""

    def __init__(self, sentinel: Path) -> None:
        self.sentinel = sentinel

    def __reduce__(self) -> tuple[Callable[[str], object], tuple[str]]:
        return Path.touch, (Path(self.sentinel),)  # type: ignore[return-value]


def test_no_reader_unpickles(all_readers: tuple[ReaderOf, ...], tmp_path: Path) -> None:
    import io
    import zipfile

    import numpy as np

    sentinel = tmp_path / "sentinel"
    pickles = [pickle.dumps(Runs(sentinel), protocol) for protocol in range(6)]
    pickle.loads(pickles[4])
    assert sentinel.exists(), "this pickle would run"
    sentinel.unlink()
    held = io.BytesIO()
    np.save(held, np.array([Runs(sentinel)]), allow_pickle=True)
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr("archive/data.pkl", pickles[2])
    array = held.getvalue()
    files = [*pickles, array, archive.getvalue()]
    files += [pack(pickles[4]) for pack in PACKINGS.values()]
    # One whose first bytes are those of another kind of file.
    files += [b"2 2\n" + pickles[0], len(pickles[4]).to_bytes(8, "little") + b"{" + pickles[4]]
    endings = sorted({end for format in formats() for end in format.extensions})
    names = ["a.pkl", "a.model", "a.pt", "a.joblib", "a", *(f"a{end}" for end in endings)]
    (tmp_path / "array.npy").write_bytes(array)
    for reader in all_readers:
        own = [seed for seed, _ in reader.seeds]
        # What a file is called matters where that tells what it is.
        for name in [*own, *names] if reader.name == "told from it" else [*own[:1], "a.pkl"]:
            for content in files:
                path = tmp_path / name
                path.write_bytes(content)
                with suppress(SynotuiError):
                    reader.read(path)
                assert not sentinel.exists(), (reader.name, name)


def test_no_module_unpickles_evaluates_or_reads_xml() -> None:
    """What reads XML comes with tests of its own: entities, remote parts, depth."""
    home = Path(synotui.__file__).parent
    forbidden = {"pickle", "marshal", "shelve", "dill", "joblib", "lxml", "defusedxml", "rdflib"}
    suspect = re.compile(
        rb"pickle|eval|exec|xml|__import__|trust_remote|%b"
        % b"|".join(name.encode() for name in forbidden)
    )
    for path in home.rglob("*.py"):
        source = path.read_bytes()
        if not suspect.search(source):
            continue
        for node in ast.walk(ast.parse(source)):
            names: list[str] = []
            if isinstance(node, ast.Import):
                names = [each.name for each in node.names]
            elif isinstance(node, ast.ImportFrom):
                names = [node.module or ""]
            elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                assert node.func.id not in ("eval", "exec", "__import__"), path
            for name in names:
                assert name.split(".")[0] not in forbidden, (path, name)
                assert not name.startswith("xml.") or name == "xml.sax.saxutils", (path, name)
            if isinstance(node, ast.keyword) and node.arg in ("allow_pickle", "trust_remote_code"):
                assert isinstance(node.value, ast.Constant) and node.value.value is False, path
    assert not {".xml", ".owl", ".rdf", ".ttl", ".jsonld"} & {
        end for format in formats() for end in format.extensions
    }


def test_no_module_serves_fetches_or_unpacks_archives() -> None:
    """What does comes with tests of its own: tokens, origins, paths that lead out of a folder."""
    home = Path(synotui.__file__).parent
    forbidden = {"socket", "ssl", "http", "urllib", "ftplib", "xmlrpc", "socketserver", "requests",
                 "aiohttp", "textual_serve", "tarfile", "openpyxl", "xlrd"}  # fmt: skip
    suspect = re.compile("|".join([*forbidden, "unpack_archive", "extractall"]).encode())
    for path in home.rglob("*.py"):
        source = path.read_bytes()
        if not suspect.search(source):
            continue
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.Import):
                names = [each.name for each in node.names]
            elif isinstance(node, ast.ImportFrom):
                names = [node.module or ""]
            else:
                names = [node.attr] if isinstance(node, ast.Attribute) else []
            assert not {"unpack_archive", "extractall"} & set(names), path
            assert not forbidden & {name.split(".")[0] for name in names}, (path, names)
    assert not {".xlsx", ".xls", ".ods", ".zip", ".tar"} & {
        end for format in formats() for end in format.extensions
    }


# Limits ----------------------------------------------------------------------------------


def refusal(path: Path, format: str | None = None) -> str:
    """Read a file that must be refused; give the line."""
    with (
        at_most(10 * SECONDS),
        pytest.raises(FormatError) as raised,
        format_for_reading(path, format).read(path, ReadOptions()) as reader,
    ):
        for _ in reader:
            pass
    told = str(raised.value)
    assert str(path) in told and raised.value.remedy and "\n" not in told
    assert len(told) < 400
    return told


@pytest.mark.parametrize(
    ("format", "ending"), [("csv", ".gz"), ("terms", ".bz2"), ("word2vec", ".zst")]
)
def test_a_small_file_that_unpacks_to_a_large_one(format: str, ending: str, tmp_path: Path) -> None:
    pack = PACKINGS[ending]
    line = {"csv": b"a,b\n", "terms": b"word\n", "word2vec": b"0" * 1_000}[format]
    path = tmp_path / f"bomb.csv{ending}"
    path.write_bytes(pack(line * (MEGABYTE // len(line))) * 100)
    assert path.stat().st_size < MEGABYTE
    told = refusal(path, format)
    assert "300 times as much" in told and "unpack it first" in told


def test_what_packs_well_but_is_small_is_read(tmp_path: Path) -> None:
    path = tmp_path / "many.csv.gz"
    path.write_bytes(gzip.compress("普拉多,霸道\n".encode() * 20_000))
    with format_for_reading(path).read(path, ReadOptions()) as reader:
        assert sum(1 for _ in reader) == 20_000


HEADERS: tuple[tuple[str, bytes], ...] = (
    ("promises.vec", b"99999999999 300\na 1 2\n"),
    ("promises.bin", b"99999999999 99999999999\na "),
    ("promises.bin", b"100000000000 65537\n" + bytes(100)),
    ("huge.npy", b"\x93NUMPY\x01\x00\x76\x00" + b"{'descr':'<f4','fortran_order':False,'shape':"
     b"(100000000000,300),}".ljust(117) + b"\n"),
    ("huge.safetensors", (1 << 40).to_bytes(8, "little") + b"{"),
    ("deep.safetensors", (40_000).to_bytes(8, "little") + b"{" + b'"a":{' * 7_999),
    ("words.bin", model_bytes(size=1 << 30)),
    ("dims.bin", model_bytes(dim=4)[:8] + struct.pack("<i", 1 << 30) + model_bytes()[12:]),
    ("parts.bin", model_bytes(words=["长" * 3_000] * 50, least=1, most=1 << 30)),
    ("rows.bin", model_bytes(shape=(1 << 40, 4))),
)  # fmt: skip


@pytest.mark.parametrize(("name", "content"), HEADERS, ids=lambda each: str(each)[:20])
def test_a_header_that_promises_too_much(name: str, content: bytes, tmp_path: Path) -> None:
    (tmp_path / name.replace("npy", "vocab.txt")).write_bytes(b"a\n")
    path = tmp_path / name
    path.write_bytes(content)
    refusal(path)


def skipped(path: Path, format: str) -> list[Skipped]:
    """Read a file; give what was passed over."""
    with format_for_reading(path, format).read(path, ReadOptions()) as reader:
        found = [item for item in reader if isinstance(item, Skipped)]
    assert all(len(item.reason) < 200 and "\n" not in item.reason for item in found)
    return found


def test_lines_cells_and_columns_have_limits(tmp_path: Path) -> None:
    path = tmp_path / "long.csv"
    wide = ",".join(map(str, range(MAX_COLUMNS + 1)))
    rows = ["term,synonym,note", "a,b,", f"c,{'d' * 1_000_000},", f"{wide}", f"e,{'f' * 200_000},"]
    path.write_text("\n".join(rows) + "\ng,h,\n", encoding="utf-8")
    found = {item.line: item.reason for item in skipped(path, "csv")}
    assert set(found) == {3, 4, 5}
    assert "longer than 1,000,000" in found[3]
    assert f"{MAX_COLUMNS + 1:,} columns; up to {MAX_COLUMNS:,} are read" in found[4]
    assert "field larger" in found[5]


def test_a_header_of_many_columns_is_not_told_whole(tmp_path: Path) -> None:
    path = tmp_path / "wide.csv"
    names = ",".join(f"{'x' * 100}{n}" for n in range(900))
    path.write_text(f"term,synonym,{names}\na,b\n", encoding="utf-8")
    with format_for_reading(path).read(path, ReadOptions()) as reader:
        assert sum(1 for _ in reader) == 1
        assert all(len(told) < 1_000 for told in reader.narration)
        assert "and 888 more" in "".join(reader.narration)
    with pytest.raises(FormatError) as raised:
        list(format_for_reading(path).read(path, ReadOptions(term_column="nowhere")))
    assert len(str(raised.value)) < 1_000


def test_json_deep_and_odd_costs_its_line(tmp_path: Path) -> None:
    path = tmp_path / "deep.jsonl"
    deep = "[" * 100_000 + "]" * 100_000
    lines = (
        f'{{"term": {deep}, "synonym": "b"}}',
        '{"term": "a", "synonym": "b", "weight": NaN}',
        '{"term": "a", "synonym": "b", "weight": Infinity}',
        '{"term": "a", "synonym": "b", "weight": 1e999}',
        '{"term": "a", "synonym": "b", "weight": -1}',
        f'{{"term": "a", "synonym": "b", "weight": {"9" * 5_000}}}',
        '{"term": "a\\ud800", "synonym": "b", "note": "\\ud800"}',
    )
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    assert [item.line for item in skipped(path, "jsonl")] == list(range(1, len(lines) + 1))


def test_lists_of_words_are_short(tmp_path: Path) -> None:
    path = tmp_path / "lists.txt.gz"
    path.write_bytes(gzip.compress(b"name: word, word\n" * 700_000))
    with pytest.raises(FormatError, match="more than 10,000,000 characters"):
        read_word_lists(path)
    path = tmp_path / "lists.json"
    path.write_text('{"a":' + "[" * 100_000, encoding="utf-8")
    with pytest.raises(FormatError, match="is not JSON"):
        read_word_lists(path)


def test_a_font_of_countless_faces_and_characters(tmp_path: Path, all_readers: object) -> None:
    path = tmp_path / "faces.ttc"
    path.write_bytes(b"ttcf\x00\x01\x00\x00" + (1 << 20).to_bytes(4, "big") + bytes(4 << 20))
    with at_most(SECONDS), pytest.raises(FormatError, match="is no font"):
        read_font(path)


def test_long_words_of_a_model_take_bounded_memory(tmp_path: Path) -> None:
    import tracemalloc

    path = tmp_path / "model.bin"
    path.write_bytes(model_bytes(words=["长词" * 800 + str(n) for n in range(40)], most=60))
    model = open_model(path)
    tracemalloc.start()
    try:
        vectors = model.vectors(model.words(0, 40))
        assert tracemalloc.get_traced_memory()[1] < 200 * MEGABYTE
    finally:
        tracemalloc.stop()
    assert vectors.any(axis=1).all()
