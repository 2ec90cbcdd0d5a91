"""Vector files that are written: golden ones, and that others read from them what was written."""

import io
import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from safetensors.numpy import load_file

from synotui.errors import FormatError
from synotui.formats import format_for_writing
from synotui.formats.vector_rows import VectorRows, VectorTable, Written, underscored
from tests.formats.conftest import read_all

GOLDEN = Path(__file__).parent / "golden"
TEXTS = ["普拉多", "off-road vehicle", "霸道　SUV", "AC\\DC", "a\nb", "c\rd\u2028e", "[/x]", "=1"]
VECTORS = np.array(
    [[0.1, -1, 1e-5], [1 / 3, 2e20, 16777216], [1, 0, 0], [1e-38, 3.4028235e38, 0.30000001],
     [-0.0, 2.5, 1e-45], [0.5, 0.25, 0.125], [123456.79, -7, 1e16], [1e-7, 9.999999e9, 4]],
    np.float32,
)  # fmt: skip
Terms = list[tuple[str, NDArray[np.float32]]]


def write(
    path: Path, texts: list[str] = TEXTS, vectors: NDArray[np.float32] = VECTORS, at_once: int = 3
) -> Written:
    """Write a file in parts."""
    parts = range(0, len(texts), at_once)
    rows = (VectorRows(texts[n : n + at_once], vectors[n : n + at_once]) for n in parts)
    table = VectorTable(len(texts), vectors.shape[1], rows, {"space": "made", "vectors": "base"})
    return format_for_writing(path).write_vectors(table, path)


def load_text(path: Path) -> Terms:
    """Read word2vec text as gensim does: lines, cut at each space, numbers parsed one by one."""
    header, *lines = path.read_bytes().removesuffix(b"\n").split(b"\n")
    count, dim = map(int, header.split())
    found = []
    for line in lines:
        word, *values = line.decode().rstrip().split(" ")
        assert len(values) == dim
        found.append((word, np.array([np.float32(value) for value in values])))
    assert len(found) == count
    return found


def load_binary(path: Path) -> Terms:
    """Read word2vec binary as gensim does: a word up to a space, then so many bytes."""
    header, _, data = path.read_bytes().partition(b"\n")
    count, dim = map(int, header.split())
    found = []
    for _ in range(count):
        word, _, data = data.partition(b" ")
        found.append((word.decode().lstrip("\n"), np.frombuffer(data[: 4 * dim], "<f4")))
        data = data[4 * dim :]
    assert not data
    return found


def term_of(line: str) -> str:
    """Give the term of a line of a vocabulary, as JSON has it."""
    quoted = line.replace('"', '\\"')
    term: str = json.loads(f'"{quoted}"', strict=False)
    return term


def load_npy(path: Path) -> Terms:
    """Read an array, and the terms beside it."""
    vectors = np.load(path, allow_pickle=False)
    lines = path.with_suffix(".vocab.txt").read_text(encoding="utf-8").splitlines()
    return list(zip(map(term_of, lines), vectors, strict=True))


def load_safetensors(path: Path) -> Terms:
    """Read the tensors as the format's description has it."""
    data = path.read_bytes()
    size = int.from_bytes(data[:8], "little")
    assert data[8:9] == b"{"
    assert (8 + size) % 8 == 0
    header = json.loads(data[8 : 8 + size])
    buffer = data[8 + size :]
    header.pop("__metadata__")
    spans = sorted(tensor["data_offsets"] for tensor in header.values())
    assert [0, *(end for _, end in spans)] == [*(start for start, _ in spans), len(buffer)]
    start, end = header["embeddings"]["data_offsets"]
    assert header["embeddings"]["dtype"] == "F32"
    vectors = np.frombuffer(buffer[start:end], "<f4").reshape(header["embeddings"]["shape"])
    start, end = header["vocabulary"]["data_offsets"]
    assert header["vocabulary"]["dtype"] == "U8"
    assert header["vocabulary"]["shape"] == [end - start]
    lines = buffer[start:end].decode().splitlines()
    return list(zip(map(term_of, lines), vectors, strict=True))


LOADS = {
    "vectors.vec": load_text,
    "vectors.bin": load_binary,
    "vectors.npy": load_npy,
    "vectors.safetensors": load_safetensors,
}


@pytest.mark.parametrize("name", LOADS)
def test_golden_files(tmp_path: Path, name: str) -> None:
    written = write(tmp_path / name)
    names = [name, "vectors.vocab.txt"] if name.endswith(".npy") else [name]
    assert [path.name for path in written.files] == names
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(names)
    for path in written.files:
        assert path.read_bytes() == (GOLDEN / path.name).read_bytes()


@pytest.mark.parametrize("name", LOADS)
def test_others_read_the_same_vectors_bit_for_bit(name: str) -> None:
    terms, vectors = zip(*LOADS[name](GOLDEN / name), strict=True)
    spaced = name.endswith((".vec", ".bin"))
    assert list(terms) == (underscored(TEXTS) if spaced else TEXTS)
    assert np.array(vectors).tobytes() == VECTORS.tobytes()


def test_the_package_of_its_name_reads_safetensors() -> None:
    tensors = load_file(GOLDEN / "vectors.safetensors")
    assert tensors["embeddings"].tobytes() == VECTORS.tobytes()
    assert len(tensors["vocabulary"].tobytes().decode().splitlines()) == len(TEXTS)


numbers = st.floats(width=32, allow_nan=False, allow_infinity=False)
texts = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1, max_size=9
) | st.text("\\nu0\n\r\x0b\x85\u2028 \t\u3000\"'a", min_size=1, max_size=6)


@settings(deadline=None)
@given(st.lists(st.tuples(texts, numbers, numbers), min_size=1, max_size=7), st.integers(1, 8))
def test_whatever_is_written_is_read(
    tmp_path_factory: pytest.TempPathFactory,
    rows: list[tuple[str, float, float]],
    at_once: int,
) -> None:
    folder = tmp_path_factory.mktemp("vectors")
    terms = [term for term, _, _ in rows]
    vectors = np.array([row[1:] for row in rows], np.float32)
    for name, load in LOADS.items():
        write(folder / name, terms, vectors, at_once)
        got, values = zip(*load(folder / name), strict=True)
        spaced = name.endswith((".vec", ".bin"))
        assert list(got) == (underscored(terms) if spaced else terms)
        assert np.array(values).tobytes() == vectors.tobytes()


@pytest.mark.parametrize("name", ["vectors.vec", "vectors.bin"])
def test_import_reads_what_is_exported(tmp_path: Path, name: str) -> None:
    generator = np.random.default_rng(3)
    vectors = generator.normal(size=(5_000, 7)).astype(np.float32)
    terms = [f"词 {n}" for n in range(len(vectors))]
    write(tmp_path / name, terms, vectors, 999)
    batches, skipped, narration = read_all(tmp_path / name)
    assert [text for batch in batches for text in batch.texts] == underscored(terms)
    assert np.concatenate([batch.vectors for batch in batches]).tobytes() == vectors.tobytes()
    assert not skipped
    assert not narration


def test_white_space_is_what_ends_a_word_for_anybody() -> None:
    every = "".join(character for character in map(chr, range(0x3100)) if character.isspace())
    assert {"\t", "\x85", "\u00a0", "\u2028", "\u3000"} < set(every)
    assert underscored(["a b", f"c{every}", ""]) == ["a_b", "c" + "_" * len(every), ""]
    assert underscored([]) == []


def test_lines_with_escapes_are_told(tmp_path: Path) -> None:
    [told] = write(tmp_path / "a.npy").narration
    assert told.startswith("lines 4, 5, 6 of the vocabulary hold an escape")
    [told] = write(tmp_path / "a.npy", ["x", "a\\b"], VECTORS[:2]).narration
    assert told.startswith("line 2 of the vocabulary holds an escape")
    many = [f"{n}\\" for n in range(8)]
    [told] = write(tmp_path / "a.safetensors", many, VECTORS).narration
    assert told.startswith("lines 1, 2, 3, 4, 5 and 3 more of the vocabulary hold an escape")
    assert write(tmp_path / "a.npy", ["a b", "c"], VECTORS[:2]).narration == ()
    assert write(tmp_path / "a.vec").narration == ()


def test_streams_take_word2vec_alone() -> None:
    for name in ("word2vec", "word2vec-bin"):
        out = io.BytesIO()
        table = VectorTable(2, 3, [VectorRows(["a b", "c"], VECTORS[:2])])
        assert format_for_writing(None, name).write_vectors(table, out).files == ()
        assert out.getvalue().startswith(b"2 3\na_b ")
    for name in ("npy", "safetensors"):
        with pytest.raises(FormatError, match=f"{name} .* does not go to a stream"):
            format_for_writing(None, name).write_vectors(table, io.BytesIO())


@pytest.mark.parametrize("name", LOADS)
def test_a_failed_export_leaves_the_old_files(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    before = {file: file.read_bytes() for file in write(path).files}

    def rows() -> Iterator[VectorRows]:
        yield VectorRows(["new"], VECTORS[:1])
        raise RuntimeError("boom")

    with pytest.raises(RuntimeError, match="boom"):
        format_for_writing(path).write_vectors(VectorTable(2, 3, rows()), path)
    assert {file: file.read_bytes() for file in tmp_path.iterdir()} == before


def test_an_array_is_never_without_its_own_terms(tmp_path: Path) -> None:
    path = tmp_path / "a.npy"
    (tmp_path / "a.vocab.txt").mkdir()
    with pytest.raises(FormatError, match="cannot be written"):
        write(path)
    assert [file.name for file in tmp_path.iterdir()] == ["a.vocab.txt"]


def test_places_that_cannot_be_written_to(tmp_path: Path) -> None:
    for name in LOADS:
        with pytest.raises(FormatError, match="cannot be written"):
            write(tmp_path / "missing" / name)
    table = VectorTable(1, 3, [VectorRows(["a"], VECTORS[:1])] * 9_000)
    with pytest.raises(FormatError, match="cannot be written"):
        format_for_writing(None, "word2vec-bin").write_vectors(table, Path("/dev/full"))


def test_a_vector_that_is_not_finite_is_not_written_as_text(tmp_path: Path) -> None:
    vectors = np.array([[1, 2], [np.nan, 1]], np.float32)
    with pytest.raises(FormatError, match="The vector of “b” is not finite"):
        write(tmp_path / "a.vec", ["a", "b"], vectors)
    assert not list(tmp_path.iterdir())
