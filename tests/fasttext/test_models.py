"""fastText models: equal to gensim's reading of them, refused by name, and safe with any bytes."""

from pathlib import Path

import numpy as np
import pytest
from gensim.models import FastText
from gensim.models.fasttext import load_facebook_vectors, save_facebook_model
from hypothesis import given, settings
from hypothesis import strategies as st

from synotui.engine.encoders.fasttext import FastText as Encoder
from synotui.errors import EncoderError, FormatError, SynotuiError
from synotui.fasttext import open_model
from synotui.formats import ReadOptions, format_for_reading
from tests.fasttext.made import model_bytes

SENTENCES = [
    ["普拉多", "是", "越野车"],
    ["the", "quick", "car", "drives"],
    ["越野车", "驾驶", "café", "naïve", "𠮷野家"],
    ["土豆", "马铃薯", "洋芋", "是", "蔬菜"],
] * 20
UNKNOWN = ["越野", "汽车越野车", "cars", "普", "x", "🚗auto", "e\u0301t", "quickly", "马铃", "Ω"]


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A tiny model of English and Chinese words, saved as Facebook's program does."""
    path = tmp_path_factory.mktemp("models") / "tiny.bin"
    model = FastText(
        SENTENCES, vector_size=8, min_count=1, epochs=1, seed=1, workers=1, bucket=300, min_n=2
    )
    save_facebook_model(model, str(path))
    return path


def test_vectors_of_known_and_unknown_words_are_gensims(trained: Path) -> None:
    peer = load_facebook_vectors(str(trained))
    encoder = Encoder(str(trained))
    known = list(peer.key_to_index)
    for texts in (known, UNKNOWN):
        vectors = encoder.encode(texts).vectors
        np.testing.assert_allclose(vectors, [peer[text] for text in texts], atol=1e-5)
    assert encoder.compositions(known) == [None] * len(known)
    told = encoder.compositions(UNKNOWN)
    assert [each and each.how for each in told] == ["subwords"] * len(UNKNOWN)


def test_the_reader_gives_every_word_as_gensim_does(trained: Path) -> None:
    peer = load_facebook_vectors(str(trained))
    chosen = format_for_reading(trained)
    assert chosen.name == "fasttext"
    with chosen.read(trained, ReadOptions()) as reader:
        batches = list(reader)
        assert "parts of 2 to 6 characters" in reader.narration[0]
    found = {text: v for b in batches for text, v in zip(b.texts, b.vectors, strict=True)}
    assert set(found) == set(peer.key_to_index)
    for text, vector in found.items():
        np.testing.assert_allclose(vector, peer[text], atol=1e-5)


def test_phrases_are_the_mean_of_their_words_at_length_1_weighed_by_counts(trained: Path) -> None:
    peer = load_facebook_vectors(str(trained))
    encoder = Encoder(str(trained))
    total = sum(peer.get_vecattr(word, "count") for word in peer.key_to_index)
    mean = np.zeros(8)
    for word in ("the", "quickest", "car"):
        share = peer.get_vecattr(word, "count") / total if word in peer.key_to_index else 0
        mean += 1e-3 / (1e-3 + share) * peer[word] / np.linalg.norm(peer[word])
    made = encoder.encode(["the quickest car"]).vectors[0]
    cosine = made @ mean / np.linalg.norm(made) / np.linalg.norm(mean)
    assert cosine == pytest.approx(1, abs=1e-6)
    assert encoder.compositions(["the quickest car"]) == [("words", ("the", "quickest", "car"))]


def test_a_word_without_parts_is_cut_into_words_the_model_has(tmp_path: Path) -> None:
    path = tmp_path / "long.bin"
    path.write_bytes(model_bytes(["土豆", "丝", "</s>"], least=8, most=8))
    encoder = Encoder(str(path))
    assert encoder.compositions(["土豆丝"]) == [("words", ("土豆", "丝"))]
    assert encoder.encode(["土豆丝", "洋芋"]).bad == [1]
    model = open_model(path)
    # The mark of line ends has its own row alone.
    np.testing.assert_array_equal(model.vectors([b"</s>"])[0], model._rows[2])


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (model_bytes(kind=3), "a supervised fastText model.*print-word-vectors"),
        (model_bytes(labels=1), "a supervised fastText model"),
        (model_bytes(quantised=1), "a quantised fastText model.*print-word-vectors"),
        (model_bytes(pruned=3), "a pruned fastText model"),
        (model_bytes(version=11), "of version 11; 12 is read"),
        (model_bytes(size=2_000_000_000), "cannot hold 2,000,000,000 words"),
        (model_bytes(shape=(1 << 60, 4)), "damaged"),
        (model_bytes(buckets=2_000_000_000, rows=3, shape=(3, 4)), "damaged"),
        (model_bytes(shape=(23, 4), rows=22), "cut short"),
        (model_bytes()[:40], "ends before its header is whole"),
        (model_bytes()[:100], "damaged|cut short"),
        (model_bytes(dim=0, shape=(23, 0)), "impossible"),
    ],
)
def test_what_cannot_be_read_is_refused_by_name(tmp_path: Path, content: bytes, why: str) -> None:
    path = tmp_path / "a.bin"
    path.write_bytes(content)
    with pytest.raises(FormatError, match=why):
        open_model(path)
    with pytest.raises(EncoderError):
        Encoder(str(path))


def test_a_packed_or_missing_model_says_what_to_do(tmp_path: Path) -> None:
    import gzip

    (tmp_path / "a.bin.gz").write_bytes(gzip.compress(model_bytes()))
    with pytest.raises(FormatError, match=r"Unpack it first, as by gunzip"):
        open_model(tmp_path / "a.bin.gz")
    with pytest.raises(EncoderError, match=r"no such file. Put the file where it was"):
        Encoder(str(tmp_path / "gone.bin"))
    with pytest.raises(FormatError, match="not a regular file"):
        open_model(tmp_path)


@settings(max_examples=150)
@given(data=st.data())
def test_any_bytes_give_vectors_or_an_error_of_ours(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    words = data.draw(st.lists(st.binary(min_size=1, max_size=6), min_size=1, max_size=4))
    whole = bytearray(model_bytes([word.replace(b"\0", b"a") for word in words]))
    for _ in range(data.draw(st.integers(0, 4))):
        at = data.draw(st.integers(4, len(whole) - 1))
        whole[at] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(0, 200))
    path = tmp_path_factory.getbasetemp() / "any.bin"
    path.write_bytes(bytes(whole[: len(whole) - cut]))
    try:
        with format_for_reading(path, "fasttext").read(path, ReadOptions()) as reader:
            list(reader)
        Encoder(str(path)).encode([data.draw(st.text(min_size=1, max_size=8))])
    except SynotuiError:
        pass
