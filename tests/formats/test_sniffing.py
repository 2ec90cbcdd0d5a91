"""Which format a file is taken for, and which are refused."""

import gzip
import io
import os
import pickle
import struct
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

from synotui.errors import FormatError
from synotui.formats import format_for_reading, format_for_writing, formats
from tests.formats.conftest import MakeFile

VECTOR = "普拉多 0.1 0.2 0.3 0.4 0.5\n"
BINARY = b"2 3\n" + b"".join(
    word + b" " + struct.pack("<3f", 0.1, 2.0, -3.0) for word in (b"couch", b"sofa")
)


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("cars.tsv", "term\tfrequency\n普拉多\t98000\n", "terms"),
        ("a.csv", "term,synonym\na,b\n", "csv"),
        ("a.csv", "a,b,c\nd,e,f\n", "csv"),
        ("a.csv", "a;b\nd;e\n", "csv"),
        ("a.csv", "a\nb\n", "csv"),
        ("a.csv", "word,count\na,3\n", "terms"),
        ("a.csv", "", "csv"),
        ("a.tsv", "a\tb\nc\td\n", "tsv"),
        ("a.tsv", VECTOR.replace(" ", "\t"), "word2vec"),
        ("a.txt", "普拉多\n霸道\n", "terms"),
        ("a.txt", "普拉多, 霸道\n苹果\n梨\n", "terms"),
        ("a.txt", "a\tb\nc\td\n", "tsv"),
        ("a.txt", "a,b\nc,d\n", "csv"),
        ("a.txt", VECTOR, "word2vec"),
        ("a.txt", "1 5\n" + VECTOR, "word2vec"),
        ("a.txt", "1 2\na 0.5 0.5\n", "word2vec"),
        ("a.vec", "1 2\na 0.5 0.5\n", "word2vec"),
        ("a.bin", BINARY, "word2vec-bin"),
        ("vectors", BINARY, "word2vec-bin"),
        ("a.txt.gz", gzip.compress(VECTOR.encode(), mtime=0), "word2vec"),
        ("a.bin.gz", gzip.compress(BINARY, mtime=0), "word2vec-bin"),
        ("a.jsonl", '{"term": "a", "synonym": "b"}\n', "jsonl"),
        ("pairs", '{"term": "a", "synonym": "b"}\n', "jsonl"),
        ("pairs", "a\tb\nc\td\n", "tsv"),
        ("A.CSV", "a,b\n", "csv"),
    ],
)
def test_what_a_file_is_taken_for(
    make_file: MakeFile, name: str, content: str | bytes, expected: str
) -> None:
    assert format_for_reading(make_file(name, content)).name == expected


def test_the_name_given_wins(make_file: MakeFile) -> None:
    assert format_for_reading(make_file("a.csv", "a,b\n"), "terms").name == "terms"
    with pytest.raises(FormatError, match=r"No format “xlsx” here. There are csv, tsv, jsonl"):
        format_for_reading(make_file("a.csv", "a,b\n"), "xlsx")


def test_files_that_are_none(tmp_path: Path, make_file: MakeFile) -> None:
    with pytest.raises(FormatError, match="no such file"):
        format_for_reading(tmp_path / "missing.csv")
    with pytest.raises(FormatError, match="a folder"):
        format_for_reading(tmp_path)
    with pytest.raises(FormatError, match="not a regular file"):
        format_for_reading(Path("/dev/null"))
    os.mkfifo(tmp_path / "pipe.csv")
    with pytest.raises(FormatError, match="not a regular file"):
        format_for_reading(tmp_path / "pipe.csv")
    with pytest.raises(FormatError, match="is empty"):
        format_for_reading(make_file("nothing.txt", b""))
    with pytest.raises(FormatError, match="a binary file of an unknown kind"):
        format_for_reading(make_file("some.db", b"SQLite format 3\0\x10\0"))
    with pytest.raises(FormatError, match="not word2vec binary"):
        format_for_reading(make_file("some.bin", b"\1\2\3"))


class Exploit:
    """Leaves a file behind when it is unpickled."""

    def __init__(self, sentinel: Path) -> None:
        self.sentinel = sentinel

    def __reduce__(self) -> tuple[object, ...]:
        return (os.system, (f"touch '{self.sentinel}'",))


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
@pytest.mark.parametrize("name", ["a.pkl", "a.model", "a.csv", "a.bin", "a.txt", "a.vec"])
def test_a_pickle_is_refused_and_never_runs(
    tmp_path: Path, make_file: MakeFile, name: str, protocol: int
) -> None:
    sentinel = tmp_path / "ran"
    data = pickle.dumps(Exploit(sentinel), protocol)
    for content in (data, gzip.compress(data)):
        path = make_file(name, content)
        for format in (None, "word2vec", "csv"):
            with pytest.raises(FormatError, match=r"runs whatever code.*word2vec text or binary"):
                format_for_reading(path, format)
    assert not sentinel.exists()


def tar_archive(name: str) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as file:
        file.addfile(tarfile.TarInfo(name))
    return out.getvalue()


def archive(*names: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        for name in names:
            file.writestr(name, "x")
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (archive("archive/data.pkl", "archive/version"), "a PyTorch file with a pickle in it"),
        (archive("xl/workbook.xml"), "a spreadsheet. Save it as CSV"),
        (archive("pairs.csv"), "a zip archive. Unpack it"),
        (b"PK\x03\x04 no more", "a zip archive"),
        (tar_archive("vectors.txt"), "a tar archive. Unpack it and name the file inside"),
        (gzip.compress(tar_archive("vectors.txt"), mtime=0), "a tar archive"),
    ],
)
def test_archives_and_models_are_refused(make_file: MakeFile, content: bytes, why: str) -> None:
    for name in ("a.bin", "a.csv", "a.txt"):
        with pytest.raises(FormatError, match=why):
            format_for_reading(make_file(name, content))


def test_words_that_look_like_an_old_pickle_are_not_one(make_file: MakeFile) -> None:
    path = make_file("terms.txt", "cat\ndog\nelephant\netc.\n")
    assert format_for_reading(path).name == "terms"
    assert format_for_reading(make_file("a.csv", "(a,b\nI,you\n")).name == "csv"


def test_formats_for_writing() -> None:
    assert format_for_writing(Path("a.csv")).name == "csv"
    assert format_for_writing(Path("a.TSV")).name == "tsv"
    assert format_for_writing(Path("a.jsonl")).name == "jsonl"
    assert format_for_writing(None).name == "csv"
    assert format_for_writing(Path("a.txt"), "csv").name == "csv"
    for ending in ("txt", "vec"):
        assert format_for_writing(Path(f"a.{ending}")).name == "word2vec"
    assert format_for_writing(Path("a.bin")).name == "word2vec-bin"
    assert format_for_writing(Path("a.npy")).name == "npy"
    assert format_for_writing(Path("a.safetensors")).name == "safetensors"
    assert format_for_writing(Path("a.npy.zst")).name == "npy"
    assert format_for_writing(Path("a.csv.gz")).name == "csv"
    with pytest.raises(FormatError, match=r"under the extension “.xlsx”"):
        format_for_writing(Path("a.xlsx"))
    with pytest.raises(FormatError, match=r"No format “terms” here. There are csv, tsv, jsonl"):
        format_for_writing(Path("a.csv"), "terms")


def test_the_table_of_formats() -> None:
    table = formats()
    assert [format.name for format in table] == [
        "csv",
        "tsv",
        "jsonl",
        "terms",
        "word2vec",
        "word2vec-bin",
        "fasttext",
        "npy",
        "safetensors",
    ]
    assert all(format.reads for format in table)
    assert [format.name for format in table if not format.writes] == ["terms", "fasttext"]


def test_finding_a_format_and_reading_pairs_loads_no_numpy(make_file: MakeFile) -> None:
    path = make_file("a.txt", VECTOR)
    code = (
        "import sys; from pathlib import Path; from synotui.formats import *\n"
        "format_for_reading(Path(sys.argv[1])); assert 'numpy' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code, str(path)], check=True)
