"""Arrays that are read back: what was written, what others write, and what is no such file."""

import gzip
import json
import pickle
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from safetensors.numpy import save_file

from synotui.errors import FormatError
from synotui.formats import ReadOptions, format_for_reading, format_for_writing
from synotui.formats.vector_rows import VectorRows, VectorTable, underscored
from synotui.model import Skipped
from tests.formats.conftest import read_all
from tests.formats.test_vector_files import TEXTS, VECTORS, numbers, texts, write

ARRAYS = ("a.npy", "a.safetensors", "a.npy.gz", "a.safetensors.zst", "a.npy.bz2")
THREE = np.array([[1, 2], [3, 4], [5, 6]], np.float32)
Read = tuple[list[str], NDArray[np.float32]]


def read(path: Path, **options: Any) -> Read:
    """Read a file of which everything can be taken."""
    batches, skipped, _ = read_all(path, **options)
    assert not skipped
    found = [text for batch in batches for text in batch.texts]
    return found, np.concatenate([batch.vectors for batch in batches])


def refused(path: Path, **options: Any) -> str:
    """Give what is said of a file that is not taken."""
    with pytest.raises(FormatError) as caught:
        read_all(path, **options)
    assert caught.value.remedy
    assert "\n" not in str(caught.value)
    return str(caught.value)


def beside(path: Path, *lines: str) -> None:
    """Write a vocabulary beside an array."""
    text = "".join(f"{line}\n" for line in lines)
    path.with_name("a.vocab.txt").write_text(text, encoding="utf-8")


@pytest.mark.parametrize("name", ARRAYS)
def test_what_is_written_is_read(tmp_path: Path, name: str) -> None:
    vectors = np.random.default_rng(3).normal(size=(5_000, 60)).astype(np.float32)
    terms = [f"词 {n}\\n" for n in range(len(vectors))]
    files = write(tmp_path / name, terms, vectors, 999).files
    assert sorted(tmp_path.iterdir()) == sorted(files)
    batches, skipped, narration = read_all(tmp_path / name)
    assert [text for batch in batches for text in batch.texts] == terms
    assert np.concatenate([batch.vectors for batch in batches]).tobytes() == vectors.tobytes()
    assert [line for batch in batches for line in batch.lines] == [*range(1, len(terms) + 1)]
    assert len(batches) > 1
    assert not skipped
    assert not narration


@settings(deadline=None)
@given(st.lists(st.tuples(texts.filter(str.strip), numbers, numbers), min_size=1, max_size=7))
def test_whatever_is_written_is_read(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, float, float]]
) -> None:
    folder = tmp_path_factory.mktemp("arrays")
    vectors = np.array([row[1:] for row in rows], np.float32)
    for name in ("a.npy", "a.safetensors"):
        write(folder / name, [term for term, _, _ in rows], vectors)
        batches, skipped, _ = read_all(folder / name)
        lines = {line for batch in batches for line in batch.lines}
        told = {each.line for each in skipped}
        assert lines | told == set(range(1, len(rows) + 1))
        for batch in batches:
            for text, vector, line in zip(batch.texts, batch.vectors, batch.lines, strict=True):
                assert text == rows[line - 1][0]
                assert vector.tobytes() == vectors[line - 1].tobytes()


def test_golden_files_are_read() -> None:
    golden = Path(__file__).parent / "golden"
    for name in ("vectors.npy", "vectors.safetensors"):
        batches, skipped, _ = read_all(golden / name)
        kept = [n for n in range(len(TEXTS)) if n + 1 in batches[0].lines]
        assert batches[0].texts == [TEXTS[n] for n in kept]
        assert batches[0].vectors.tobytes() == VECTORS[kept].tobytes()
        assert [each.reason for each in skipped] == [
            "values too large or too small to measure an angle by"
        ] * (len(TEXTS) - len(kept))


@pytest.mark.parametrize("kind", ["<f2", ">f2", "<f4", ">f4", "<f8", ">f8"])
def test_floats_of_every_size(tmp_path: Path, kind: str) -> None:
    np.save(tmp_path / "a.npy", THREE.astype(kind))
    beside(tmp_path / "a.npy", "a b", "汉字", "c")
    terms, vectors = read(tmp_path / "a.npy")
    assert terms == ["a b", "汉字", "c"]
    assert vectors.dtype == np.float32
    assert (vectors == THREE).all()
    if kind.startswith("<"):
        save_file({"weights": THREE.astype(kind)}, tmp_path / "a.safetensors")
        _, _, narration = read_all(tmp_path / "a.safetensors")
        assert narration == ["the vectors are those of “weights”, the only matrix in the file"]
        assert (read(tmp_path / "a.safetensors")[1] == THREE).all()


def test_the_package_of_its_name_writes_what_is_read(tmp_path: Path) -> None:
    lines = np.frombuffer("甲\n乙\n丙".encode(), np.uint8)
    tensors: dict[str, NDArray[Any]] = {
        "vocabulary": lines,
        "embeddings": THREE,
        "other": THREE.T.copy(),
    }
    save_file(tensors, tmp_path / "a.safetensors", {"made": "by another"})
    terms, vectors = read(tmp_path / "a.safetensors")
    assert terms == ["甲", "乙", "丙"]
    assert (vectors == THREE).all()


def test_words_may_be_in_a_file_of_any_name_and_kind(tmp_path: Path) -> None:
    np.save(tmp_path / "a.npy", THREE)
    words = tmp_path / "words"
    for data in (
        "甲\r\n乙\r\n丙\r\n".encode(),
        "\ufeff甲\n乙\n丙".encode(),
        gzip.compress("甲\n乙\n丙\n\n\n".encode()),
        "甲\n乙\n丙\n".encode("gb18030"),
    ):
        words.write_bytes(data)
        assert read(tmp_path / "a.npy", words=words)[0] == ["甲", "乙", "丙"]
    with pytest.raises(FormatError, match="csv has its terms in the file itself"):
        (tmp_path / "a.csv").write_text("a,b\n")
        read_all(tmp_path / "a.csv", words=words)


def test_rows_that_are_of_no_use_are_skipped(tmp_path: Path) -> None:
    np.save(tmp_path / "a.npy", np.array([[np.nan, 1], [0, 0], [1, 2], [1, 1e300], [1, 3]]))
    beside(tmp_path / "a.npy", "a", "b", "", "d", "e")
    [batch], skipped, _ = read_all(tmp_path / "a.npy")
    assert (batch.texts, batch.lines) == (["e"], [5])
    assert [(each.line, each.reason) for each in skipped if isinstance(each, Skipped)] == [
        (1, "value 1 is NaN"),
        (2, "a zero vector"),
        (3, "a vector without a word"),
        (4, "value 2 is infinite"),
    ]


def test_counts_that_disagree(tmp_path: Path) -> None:
    np.save(tmp_path / "a.npy", THREE)
    assert "there is no a.vocab.txt beside it" in refused(tmp_path / "a.npy")
    beside(tmp_path / "a.npy", "a", "b")
    assert "has 3 rows, a.vocab.txt has 2 lines" in refused(tmp_path / "a.npy")
    beside(tmp_path / "a.npy", "a", "b", "c", "d")
    assert "has 3 rows, a.vocab.txt has 4 lines" in refused(tmp_path / "a.npy")
    beside(tmp_path / "a.npy", "a", "b" * 9_000, "c")
    assert "a line of the vocabulary is longer than 8,192 bytes" in refused(tmp_path / "a.npy")
    assert "no such file" in refused(tmp_path / "a.npy", words=tmp_path / "none")
    for lines, count in ((b"a\nb\n", "2 lines"), (b"a", "1 line"), (b"a\nb\nc\nd", "4 lines")):
        tensors: dict[str, NDArray[Any]] = {"embeddings": THREE}
        save_file(
            tensors | {"vocabulary": np.frombuffer(lines, np.uint8)}, tmp_path / "a.safetensors"
        )
        assert f"has 3 rows, its vocabulary has {count}" in refused(tmp_path / "a.safetensors")


@pytest.mark.parametrize(
    ("array", "why"),
    [
        (THREE.astype(np.int64), "its values are int64; float16, float32, float64 are read"),
        (THREE.astype(complex), "its values are complex128"),
        (np.array(["a", "b"]), "its values are <U1"),
        (THREE[0], "its shape is (2,); a matrix of vectors is (terms, values)"),
        (THREE[None], "its shape is (1, 3, 2)"),
        (THREE[:0], "its shape is (0, 2)"),
        (np.zeros((1, 70_000), np.float32), "values up to 65,536"),
        (np.asfortranarray(THREE), "its values lie column by column. Save numpy.ascontig"),
        (np.array([{}], object), "an array of Python objects: loading it runs whatever code"),
    ],
)
def test_arrays_that_are_no_vectors(tmp_path: Path, array: NDArray[np.generic], why: str) -> None:
    np.save(tmp_path / "a.npy", array)
    beside(tmp_path / "a.npy", "a", "b", "c")
    assert why in refused(tmp_path / "a.npy")


def header(path: Path, fields: object, data: bytes = bytes(24), size: int | None = None) -> Path:
    """Write safetensors with a header of one's own."""
    text = fields if isinstance(fields, bytes) else json.dumps(fields).encode()
    path.write_bytes((len(text) if size is None else size).to_bytes(8, "little") + text + data)
    return path


def test_damaged_files(tmp_path: Path) -> None:
    array, tensors = tmp_path / "a.npy", tmp_path / "a.safetensors"
    write(tensors, ["a", "b", "c"], THREE)
    write(array, ["a", "b", "c"], THREE)
    whole = array.read_bytes()
    for data, why in (
        (b"", "is empty"),
        (b"1 2 3\n", "not a NumPy array"),
        (whole[:6], "the header of the array cannot be read"),
        (whole[:40], "the header of the array cannot be read"),
        (whole[:6] + b"\x09" + whole[7:], "the header of the array cannot be read"),
        (whole[:8] + b"\xff\xff" + whole[10:], "the header of the array cannot be read"),
        (whole[:-9], "ends after 1 of the 3 rows its header tells of"),
    ):
        array.write_bytes(data)
        assert why in refused(array)
    array.write_bytes(whole + b"more")
    assert read_all(array)[2] == ["what follows the array in the file is not read"]
    whole = tensors.read_bytes()
    for data, why in (
        (b"", "is empty"),
        (b"PAR1 is another", "not safetensors"),
        (whole[:100], "its header is damaged"),
        (whole[:-20], "ends before what its header tells of"),
        (whole[:-1], "ends in the middle of its vocabulary"),
    ):
        tensors.write_bytes(data)
        assert why in refused(tensors)
    entry = {"dtype": "F32", "shape": [3, 2], "data_offsets": [0, 24]}
    for fields, why in (
        ({"embeddings": entry | {"shape": [3, 3]}}, "its header is damaged"),
        ({"embeddings": entry | {"shape": [-3, -2]}}, "its header is damaged"),
        ({"embeddings": entry | {"shape": 7}}, "its header is damaged"),
        ({"embeddings": entry | {"data_offsets": [24, 0]}}, "its header is damaged"),
        ({"embeddings": entry | {"dtype": "BF16"}}, "its values are BF16; float16, float32"),
        ({"embeddings": 1}, "its header is damaged"),
        ({"a": entry, "b": entry}, "holds 2 matrices, none of them called “embeddings”"),
        ({"a": entry | {"shape": [6]}}, "holds no matrix of floats"),
        ({}, "holds no matrix of floats"),
        (b"{" * 5_000, "its header is damaged"),
        (b'{"embeddings":' + b"[" * 100_000, "its header is damaged"),
    ):
        assert why in refused(header(tensors, fields))
    assert "takes 5,000,000 bytes" in refused(header(tensors, {}, size=5_000_000))
    assert "ends before what its header tells of" in refused(
        header(tensors, {"a": entry | {"data_offsets": [1 << 40, (1 << 40) + 24]}})
    )


def test_arrays_are_known_by_what_they_begin_with(tmp_path: Path) -> None:
    np.save(tmp_path / "b.npy", THREE)
    beside(tmp_path / "a.npy", "a", "b", "c")
    array = (tmp_path / "b.npy").rename(tmp_path / "a.bin")
    assert read(array, words=tmp_path / "a.vocab.txt")[0] == ["a", "b", "c"]
    # Headers of some lengths begin as pickles do.
    for size in range(640, 0x0600, 256):
        entry = {"dtype": "F32", "shape": [3, 2], "data_offsets": [0, 24]}
        text = json.dumps({"embeddings": entry}).encode().ljust(size)
        path = header(tmp_path / "a.safetensors", text, THREE.tobytes())
        assert path.read_bytes().startswith(b"\x80")
        assert (read(path)[1] == THREE).all()
    (tmp_path / "a.npy").write_bytes(pickle.dumps(THREE))
    with pytest.raises(FormatError, match="a Python pickle"):
        format_for_reading(tmp_path / "a.npy")


@pytest.mark.parametrize("name", ["a.vec.gz", "a.bin.zst", "a.txt.bz2"])
def test_packed_word2vec_is_read_back(tmp_path: Path, name: str) -> None:
    write(tmp_path / name, TEXTS[:3], THREE)
    terms, vectors = read(tmp_path / name)
    assert terms == underscored(TEXTS[:3])
    assert (vectors == THREE).all()
    before = (tmp_path / name).read_bytes()
    write(tmp_path / name, TEXTS[:3], THREE)
    assert (tmp_path / name).read_bytes() == before


def test_a_failed_packed_export_leaves_nothing(tmp_path: Path) -> None:
    def rows() -> Iterator[VectorRows]:
        yield VectorRows(["a"], VECTORS[:1])
        raise RuntimeError("boom")

    for name in (*ARRAYS, "a.vec.gz"):
        with pytest.raises(FormatError, match="cannot be written"):
            write(tmp_path / "missing" / name)
        with pytest.raises(RuntimeError, match="boom"):
            format_for_writing(Path(name)).write_vectors(VectorTable(2, 3, rows()), tmp_path / name)
    assert not list(tmp_path.iterdir())


@settings(deadline=None, max_examples=60)
@given(st.binary(max_size=60), st.sampled_from([b"\x93NUMPY\x01\x00", b"", b"\x10" + bytes(7)]))
def test_any_bytes_are_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, data: bytes, start: bytes
) -> None:
    folder = tmp_path_factory.getbasetemp() / "bytes"
    folder.mkdir(exist_ok=True)
    beside(folder / "a.npy", "a")
    for name in ("a.npy", "a.safetensors"):
        (folder / name).write_bytes(start + data)
        format = format_for_writing(Path(name))
        try:
            with format.read(folder / name, ReadOptions()) as reader:
                list(reader)
        except FormatError:
            pass
