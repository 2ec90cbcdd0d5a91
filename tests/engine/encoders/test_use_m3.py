"""The embedded encoder on real terms: the vectors the demo and its figures rest on."""

import numpy as np
import pytest

from synotui.engine.encoders import Encoder, load_encoder


@pytest.fixture(scope="module")
def use_m3() -> Encoder:
    return load_encoder("use-m3")


def test_vectors_are_512_long_and_of_length_one(use_m3: Encoder) -> None:
    vectors, bad = use_m3.encode(["普拉多", "霸道SUV", "laptop", "iPhone 13 Pro Max"])
    assert vectors.shape == (4, 512)
    assert vectors.dtype == np.float32
    assert bad == []
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)


def test_cosines_of_the_seed_pair_and_of_a_translation(use_m3: Encoder) -> None:
    texts = ["普拉多", "霸道SUV", "笔记本电脑", "laptop", "蝴蝶结"]
    cosines = (rows := use_m3.encode(texts).vectors) @ rows.T
    assert cosines[0, 1] == pytest.approx(0.0998, abs=0.001)
    assert cosines[2, 3] > 0.7 > cosines[2, 4]


def test_the_company_a_term_is_in_hardly_matters(use_m3: Encoder) -> None:
    texts = [f"型号 {number}" for number in range(300)]
    together = use_m3.encode(texts).vectors
    alone = np.concatenate([use_m3.encode([text]).vectors for text in texts[:20]])
    assert np.abs(together[:20] - alone).max() < 1e-5


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "[/x]",
        "\x1b]0;title\x07",
        "\t\n",
        "=cmd()",
        "ＳＵＶ",
        "👩‍💻",
        "\u202etxt",
        "词" * 1000,
    ],
    ids=ascii,
)
def test_any_text_has_a_vector(use_m3: Encoder, text: str) -> None:
    vectors, bad = use_m3.encode([text])
    assert bad == []
    assert np.isfinite(vectors).all()
