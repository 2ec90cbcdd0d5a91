"""What every encoder inherits: batches, progress, and the checks of what it gives."""

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from synotui.engine.arrays import Floats
from synotui.engine.encoders import Encoder
from synotui.errors import Cancelled, EncoderError
from synotui.model import Progress


class Lengths(Encoder):
    """A small real encoder: a text's length, its letters, a constant."""

    name = "lengths"
    batch_size = 4

    def __init__(self) -> None:
        self.batches: list[int] = []

    def encode_batch(self, texts: Sequence[str]) -> Floats:
        self.batches.append(len(texts))
        rows = [(len(text), sum(map(ord, text)), 1) for text in texts]
        return np.array(rows, np.float32)


class Gives(Encoder):
    """An encoder that gives the array it was made with, whatever the texts."""

    name = "gives"

    def __init__(self, given: object) -> None:
        self._given = given

    def encode_batch(self, texts: Sequence[str]) -> Floats:
        return self._given  # type: ignore[return-value]


class Fails(Encoder):
    name = "fails"

    def __init__(self, error: Exception) -> None:
        self._error = error

    def encode_batch(self, texts: Sequence[str]) -> Floats:
        raise self._error


@given(st.lists(st.text(max_size=8), max_size=30), st.integers(1, 12))
def test_batches_change_nothing(texts: list[str], size: int) -> None:
    encoder = Lengths()
    in_batches = encoder.encode(texts, batch_size=size)
    assert len(in_batches.vectors) == len(texts)
    assert max(encoder.batches, default=0) <= size
    assert sum(encoder.batches) == len(texts)
    for row, text in enumerate(texts):
        alone = Lengths().encode([text])
        assert alone.vectors[0].tobytes() == in_batches.vectors[row].tobytes()


def test_its_own_batch_size_is_the_default() -> None:
    encoder = Lengths()
    encoder.encode(["a"] * 10)
    assert encoder.batches == [4, 4, 2]


def test_the_dimension_is_known_after_the_first_batch() -> None:
    encoder = Lengths()
    assert encoder.dim is None
    assert encoder.encode([]).vectors.shape == (0, 0)
    assert encoder.encode(["普拉多"]).vectors.dtype == np.float32
    assert encoder.dim == 3
    assert encoder.encode([]).vectors.shape == (0, 3)


def test_unusable_rows_are_named_and_zero() -> None:
    rows = [
        [1.0, 2.0],
        [float("nan"), 1.0],
        [float("inf"), 1.0],
        [0.0, 0.0],
        [1e300, 1.0],
        [1e30, 1e30],
        [1e-40, 0.0],
        [-3.0, 0.5],
    ]
    encoded = Gives(rows).encode(["term"] * len(rows))
    assert encoded.bad == [1, 2, 3, 4, 5, 6]
    assert not encoded.vectors[encoded.bad].any()
    assert encoded.vectors[[0, 7]].tolist() == [rows[0], rows[7]]


def test_what_the_encoder_gave_is_left_alone() -> None:
    given = np.array([[np.nan, 1]], np.float32)
    Gives(given).encode(["term"])
    assert np.isnan(given[0, 0])


@pytest.mark.parametrize(
    "wrong",
    [
        np.zeros(2, np.float32),
        np.zeros((1, 4), np.float32),
        np.zeros((3, 4), np.float32),
        np.zeros((2, 0), np.float32),
        np.zeros((2, 2, 2), np.float32),
        np.float32(1),
    ],
    ids=lambda array: str(array.shape),
)
def test_another_shape_is_refused(wrong: Floats) -> None:
    with pytest.raises(EncoderError, match="gives gave an array of shape") as refused:
        Gives(wrong).encode(["a", "b"])
    assert "one vector for each text" in refused.value.remedy


def test_a_dimension_that_changes_is_refused() -> None:
    encoder = Gives(np.ones((1, 4)))
    encoder.dim = 3
    with pytest.raises(EncoderError, match=r"\(1, 4\) for 1 texts where \(1, 3\) was due"):
        encoder.encode(["a"])


@pytest.mark.parametrize("given", [["not a number"], [[1, 2], [1]], None])
def test_no_numbers_are_refused(given: object) -> None:
    with pytest.raises(EncoderError):
        Gives(given).encode(["a"])


def test_any_failure_becomes_one_line() -> None:
    with pytest.raises(EncoderError) as failed:
        Fails(RuntimeError("\nout of paper\nand more")).encode(["a"])
    assert str(failed.value) == "Encoder fails failed: RuntimeError: out of paper"
    with pytest.raises(EncoderError) as failed:
        Fails(ValueError("x" * 5000)).encode(["a"])
    assert len(str(failed.value)) < 250
    with pytest.raises(EncoderError, match=r"MemoryError$"):
        Fails(MemoryError()).encode(["a"])


def test_an_encoders_own_error_passes() -> None:
    own = EncoderError("The service is closed", "Try again on Monday")
    with pytest.raises(EncoderError) as failed:
        Fails(own).encode(["a"])
    assert failed.value is own


def test_progress_begins_and_ends_and_is_not_a_flood() -> None:
    heard: list[Progress] = []
    Lengths().encode(["a"] * 4000, batch_size=1, on_progress=heard.append)
    assert (heard[0].done, heard[-1].done) == (0, 4000)
    assert {(each.stage, each.total, each.unit) for each in heard} == {("encoding", 4000, "terms")}
    assert [each.done for each in heard] == sorted(each.done for each in heard)
    assert len(heard) < 400


def test_cancelling_stops_before_the_next_batch() -> None:
    def stop(progress: Progress) -> None:
        raise Cancelled("stopped")

    encoder = Lengths()
    with pytest.raises(Cancelled):
        encoder.encode(["a"] * 10, on_progress=stop)
    assert encoder.batches == []
