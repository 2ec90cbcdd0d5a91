"""Many batches in threads: in order, ahead, and stopped cleanly."""

import threading
from collections.abc import Iterator, Sequence
from contextlib import closing

import numpy as np
import pytest

from synotui.engine.arrays import Floats
from synotui.engine.encoders import Encoder, cores, encode_batches, load_encoder
from synotui.errors import Cancelled, EncoderError


class Numbers(Encoder):
    """A small real encoder: a text that is a number, as a vector; the others fail."""

    name = "numbers"
    parallel = True

    def __init__(self) -> None:
        self.threads: set[str] = set()
        self.encoded = 0

    def encode_batch(self, texts: Sequence[str]) -> Floats:
        self.threads.add(threading.current_thread().name)
        self.encoded += 1
        return np.array([[float(text), 1] for text in texts], np.float32)


class OneAtATime(Numbers):
    name = "one at a time"
    parallel = False


def batches(number: int, size: int = 3) -> list[list[str]]:
    return [[str(start + i) for i in range(size)] for start in range(0, number * size, size)]


@pytest.mark.parametrize("threads", [1, 2, 5])
def test_batches_come_back_in_order(threads: int) -> None:
    encoder = Numbers()
    given = batches(100)
    found = list(encode_batches(encoder, given, threads=threads))
    assert [encoded.vectors[:, 0].tolist() for encoded in found] == [
        [float(text) for text in batch] for batch in given
    ]
    assert len(encoder.threads) <= threads
    assert threading.current_thread().name not in encoder.threads


def test_an_encoder_that_is_not_parallel_has_one_thread() -> None:
    encoder = OneAtATime()
    assert len(list(encode_batches(encoder, batches(50), threads=8))) == 50
    assert len(encoder.threads) == 1


def test_work_is_ahead_but_not_without_end() -> None:
    drawn = 0

    def endless() -> Iterator[list[str]]:
        nonlocal drawn
        while True:
            drawn += 1
            yield ["1"]

    with closing(encode_batches(Numbers(), endless(), threads=2)) as stream:
        next(stream)
        assert 2 < drawn < 100


def test_a_batch_that_fails_raises_in_its_place() -> None:
    stream = encode_batches(Numbers(), [["1"], ["2"], ["x"], ["4"]], threads=2)
    assert next(stream).vectors[0, 0] == 1
    assert next(stream).vectors[0, 0] == 2
    with pytest.raises(EncoderError, match="numbers failed"):
        next(stream)
    assert not [each for each in threading.enumerate() if each.name.startswith("encoding")]


def test_what_is_called_while_waiting_can_stop_it() -> None:
    encoder = Numbers()
    heard = 0

    def listen() -> None:
        nonlocal heard
        heard += 1
        if heard == 5:
            raise Cancelled("stopped")

    with pytest.raises(Cancelled):
        list(encode_batches(encoder, batches(1000), threads=2, while_waiting=listen))
    assert encoder.encoded < 200
    assert not [each for each in threading.enumerate() if each.name.startswith("encoding")]


def test_there_is_a_core() -> None:
    assert 1 <= cores() <= 8


def test_use_m3_gives_the_same_vectors_in_any_number_of_threads() -> None:
    encoder = load_encoder("use-m3")
    given = [[f"型号 {a} {b}" for a in range(40)] for b in range(12)]
    one = [each.vectors.tobytes() for each in encode_batches(encoder, given, threads=1)]
    two = [each.vectors.tobytes() for each in encode_batches(encoder, given, threads=2)]
    assert one == two
