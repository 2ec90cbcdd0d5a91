"""Every reader of files there is, with a file that it reads: what is mutated, refused, watched."""

import bz2
import gzip
import importlib
import inspect
import json
import pkgutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np

import synotui.formats
from synotui.config import load_config
from synotui.fasttext import open_model
from synotui.formats import ReadOptions, analogies, format_for_reading, formats, similarity
from synotui.formats.evaluation_files import kind_of
from synotui.formats.font_file import read_font
from synotui.formats.word_lists import read_word_lists
from synotui.model import Skipped
from synotui.ops.evaluating.gold import read_gold
from synotui.ops.workbench import open_workbench
from tests.fasttext.made import model_bytes
from tests.tiny_font import write_font

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

Packing = Callable[[bytes], bytes]

GOLDEN = Path(__file__).parents[1] / "formats" / "golden"
PACKINGS: dict[str, Packing] = {
    ".gz": partial(gzip.compress, mtime=0),
    ".bz2": bz2.compress,
    ".zst": zstd.compress,
}
TERMS = "term\tfrequency\n车\t12\n跑车\t1,200\nSUV\t3e5\n普拉多\t\n".encode()
SIMILAR = "word1\tword2\tSimLex999\nold\tnew\t1.58\n土豆\t马铃薯\t9,5\n# no\na\tb\t\n".encode()
ANALOGIES = b": capitals\nAthens Greece Oslo Norway\n: family\nboy girl king queen\n"
LISTS = "flowers: aster, clover\n昆虫：蚂蚁，蚊子；蝴蝶\n# none\n".encode()
JSON_LISTS = json.dumps({"flowers": ["aster"], "insects": ["ant", "bee"]}).encode()
SETTINGS = b'curator = "mei"\ntheme = "nord"\nbackups_mb = 5\n[keys]\n"review.accept" = "y"\n'


@dataclass(frozen=True)
class ReaderOf:
    """A reader, and files it reads."""

    name: str
    module: str
    """Where it is: by this a test knows that none is missing."""
    read: Callable[[Path], int]
    """Reads a file to its end; gives how many items there were."""
    seeds: tuple[tuple[str, bytes], ...]
    """Names and contents."""
    beside: tuple[tuple[str, bytes], ...] = ()
    """Files that must lie beside them."""
    inside: tuple[bytes, ...] = ()
    """What packed files hold: damaged as well, and packed then."""


def _seed(name: str) -> tuple[str, bytes]:
    return name, (GOLDEN / name).read_bytes()


def _tensors(header: object, data: bytes) -> bytes:
    told = json.dumps(header).encode()
    return len(told).to_bytes(8, "little") + told + data


def _array(dtype: str) -> bytes:
    import io

    held = io.BytesIO()
    np.save(held, np.arange(24, dtype=dtype).reshape(8, 3) + 1)
    return held.getvalue()


_PLAIN = (
    b"a 0.1 0.2 0.3 0.4 0.5\nb c 1 2 3 4 5\nd .5 1e-3 +2 4 5\n",
    b"3 2\niPhone 15 0.5 0.25\nb\t1.5 2.5\nc nan inf\n",
)
_SEEDS: dict[str, tuple[tuple[str, bytes], ...]] = {
    "csv": (_seed("pairs.csv"), _seed("pairs-zh.csv"), _seed("pairs-columns.csv")),
    "tsv": (_seed("pairs.tsv"),),
    "jsonl": (_seed("pairs.jsonl"),),
    "terms": (("terms.tsv", TERMS), ("terms.txt", "车\n跑车\nSUV, big\n".encode("utf-16"))),
    "word2vec": (_seed("vectors.vec"), ("a.txt", _PLAIN[0]), ("b.txt", _PLAIN[1])),
    "word2vec-bin": (_seed("vectors.bin"),),
    "fasttext": (("model.bin", model_bytes()),),
    "npy": (_seed("vectors.npy"),),
    "safetensors": (
        _seed("vectors.safetensors"),
        (
            "vectors.safetensors",
            _tensors(
                {"x": {"dtype": "F16", "shape": [8, 3], "data_offsets": [0, 48]}}, bytes(range(48))
            ),
        ),
    ),
}
_VOCABULARY = "".join(f"词{n}\n" for n in range(8)).encode()


def _all(path: Path, name: str | None = None) -> int:
    options = ReadOptions()
    with format_for_reading(path, name).read(path, options) as reader:
        return sum(1 for _ in reader)


def _evaluation(path: Path, read: Callable[[Path], object]) -> int:
    with read(path) as reader:  # type: ignore[attr-defined]
        return sum(not isinstance(item, Skipped) for item in reader)


def _fasttext(path: Path) -> int:
    model = open_model(path)
    model.vectors(["普拉多".encode(), b"the", b""])
    return len(model)


def _vocabulary(path: Path) -> int:
    """Read an array that is whole under the terms of a file that may not be."""
    array = path.with_name("array.npy")
    with format_for_reading(array).read(array, ReadOptions(words=path)) as reader:
        return sum(1 for _ in reader)


def _settings(path: Path) -> int:
    """Read a file in the place of the user's settings."""
    import os

    before = os.environ.get("XDG_CONFIG_HOME")
    home = path.parent / "settings"
    (home / "synotui").mkdir(parents=True, exist_ok=True)
    (home / "synotui" / "config.toml").write_bytes(path.read_bytes())
    os.environ["XDG_CONFIG_HOME"] = str(home)
    try:
        load_config()
    finally:
        if before is None:
            del os.environ["XDG_CONFIG_HOME"]
        else:
            os.environ["XDG_CONFIG_HOME"] = before
    return 1


def _gold(path: Path, dictionary: Path) -> int:
    with open_workbench(dictionary) as bench:
        return read_gold(bench, path).rows


def readers(folder: Path, dictionary: Path | None = None) -> tuple[ReaderOf, ...]:
    """Give all readers; `folder` takes a font that is made, `dictionary` is what gold is for."""
    font = write_font(folder / "tiny.ttf", "abc普", "Tiny").read_bytes()
    found = [
        ReaderOf(
            each.name,
            each.module,
            partial(_all, name=each.name),
            _SEEDS[each.name],
            (("vectors.vocab.txt", _VOCABULARY),) if each.words_apart else (),
        )
        for each in formats()
        if each.reads
    ]
    whole = tuple(seed for seeds in _SEEDS.values() for seed in seeds)
    packed = tuple((name + end, pack(data)) for name, data in whole for end, pack in _PACKED)
    found += [
        ReaderOf("told from it", "synotui.formats.sniff", _all, whole, found[-1].beside),
        ReaderOf(
            "packed",
            "synotui.formats.source",
            _all,
            packed,
            found[-1].beside,
            tuple(data for _, data in whole),
        ),
        ReaderOf(
            "vocabulary",
            "synotui.formats.vocabulary",
            _vocabulary,
            (("words.txt", _VOCABULARY[:-5] + b"\\u2028\\\\\r\n"),),
            (("array.npy", _array("f4")),),
        ),
        ReaderOf(
            "similarity",
            "synotui.formats.similarity",
            partial(_evaluation, read=similarity.read),
            (("similar.tsv", SIMILAR), ("similar.txt", b"old new 1.58\nsmart bright 9\n")),
        ),
        ReaderOf(
            "analogies",
            "synotui.formats.analogies",
            partial(_evaluation, read=analogies.read),
            (("questions.txt", ANALOGIES),),
        ),
        ReaderOf(
            "kind of evaluation",
            "synotui.formats.evaluation_files",
            lambda path: len(kind_of(path)),
            (("a.txt", ANALOGIES), ("b.tsv", SIMILAR), _seed("pairs.csv")),
        ),
        ReaderOf(
            "word lists",
            "synotui.formats.word_lists",
            lambda path: len(read_word_lists(path)),
            (("lists.txt", LISTS), ("lists.json", JSON_LISTS)),
        ),
        ReaderOf("fastText model", "synotui.fasttext.model", _fasttext, _SEEDS["fasttext"]),
        ReaderOf(
            "font",
            "synotui.formats.font_file",
            lambda path: len(read_font(path).ranges),
            (("tiny.ttf", font), ("tiny.ttc", _collection(font))),
        ),
        ReaderOf("settings", "synotui.config", _settings, (("config.toml", SETTINGS),)),
    ]
    if dictionary is not None:
        seeds = (_seed("pairs.csv"), ("gold.tsv", "普拉多\t霸道\n苹果\t苹果手机\n".encode()))
        read = partial(_gold, dictionary=dictionary)
        found.append(ReaderOf("gold", "synotui.ops.evaluating.gold", read, seeds))
    return tuple(found)


_PACKED = tuple(PACKINGS.items())


def _collection(font: bytes) -> bytes:
    """Give a collection of one face, whose tables lie 16 bytes further than they were."""
    moved = bytearray(font)
    for at in range(12, 12 + 16 * int.from_bytes(font[4:6], "big"), 16):
        place = int.from_bytes(font[at + 8 : at + 12], "big") + 16
        moved[at + 8 : at + 12] = place.to_bytes(4, "big")
    return b"ttcf\x00\x01\x00\x00" + (1).to_bytes(4, "big") + (16).to_bytes(4, "big") + moved


def modules_that_read() -> set[str]:
    """Name the modules of `synotui.formats` with a public function that takes a path to read."""
    found = set()
    for info in pkgutil.iter_modules(synotui.formats.__path__, "synotui.formats."):
        module = importlib.import_module(info.name)
        for name, function in inspect.getmembers(module, inspect.isfunction):
            here = function.__module__ == info.name and name.startswith("read")
            if here and "path" in inspect.signature(function).parameters:
                found.add(info.name)
    return found
