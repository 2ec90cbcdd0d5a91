"""Reading in a thread: order, errors, stopping, and no thread or open file left behind."""

import threading
from collections.abc import Generator, Iterator
from pathlib import Path

import numpy as np
import pytest

from synotui.errors import Cancelled, FormatError
from synotui.formats import Ahead, ReadOptions, format_for_reading
from synotui.formats.reader import Reader
from synotui.model import Progress
from tests.formats.conftest import MakeFile


class File:
    """Knows whether it was closed."""

    closed = False

    def close(self) -> None:
        self.closed = True


@pytest.fixture(autouse=True)
def _no_thread_left() -> Iterator[None]:
    before = threading.active_count()
    yield
    assert threading.active_count() == before


def counting(
    end: BaseException | None, asked: list[int], many: int = 1_000
) -> Generator[int, None, None]:
    for number in range(many):
        asked.append(number)
        yield number
    if end is not None:
        raise end


def test_items_come_in_their_order_and_the_file_is_closed() -> None:
    file = File()
    with Ahead(Reader(counting(None, []), file, [])) as items:
        assert list(items) == list(range(1_000))
        assert list(items) == []
    assert file.closed


@pytest.mark.parametrize("error", [FormatError("bad"), Cancelled("stopped"), MemoryError()])
def test_an_error_comes_after_the_items_before_it(error: Exception) -> None:
    file, taken = File(), []
    with pytest.raises(type(error)) as raised, Ahead(Reader(counting(error, [], 9), file, [])) as a:
        for item in a:
            taken.append(item)
    assert raised.value is error
    assert taken == list(range(9))
    assert file.closed


def test_only_some_items_are_read_ahead() -> None:
    asked: list[int] = []
    file = File()
    with Ahead(Reader(counting(None, asked), file, []), ahead=3) as items:
        for item in items:
            assert len(asked) <= item + 6
            if item == 20:
                break
    assert file.closed
    assert len(asked) < 30


def test_leaving_before_anything_was_taken_or_by_an_error() -> None:
    file = File()
    with Ahead(Reader(counting(None, []), file, [])):
        pass
    assert file.closed
    with pytest.raises(ZeroDivisionError), Ahead(Reader(counting(None, []), File(), [])) as items:
        next(iter(items))
        raise ZeroDivisionError


def test_closing_twice_does_no_harm() -> None:
    ahead = Ahead(Reader(counting(None, []), File(), []))
    ahead.close()
    ahead.close()
    assert list(ahead) == []


def test_no_room_for_a_thread_is_no_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(thread: threading.Thread) -> None:
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr(threading.Thread, "start", refuse)
    with pytest.raises(MemoryError):
        Ahead(Reader(counting(None, []), File(), []))


def test_stopping_a_real_file_from_its_progress(make_file: MakeFile) -> None:
    path = made(make_file)
    seen: list[Progress] = []

    def stop(progress: Progress) -> None:
        seen.append(progress)
        if progress.done > 1_000_000:
            raise Cancelled("stopped")

    reader = format_for_reading(path).read(path, ReadOptions(), stop)
    with pytest.raises(Cancelled), Ahead(reader) as items:
        for _ in items:
            pass
    assert {progress.unit for progress in seen} == {"bytes"}
    assert {progress.total for progress in seen} == {path.stat().st_size}
    done = [progress.done for progress in seen]
    assert done == sorted(done)


def made(make_file: MakeFile) -> Path:
    rows = np.random.default_rng(5).standard_normal((20_000, 20)).astype(np.float32)
    lines = (f"w{n} {' '.join(map(repr, row.tolist()))}\n" for n, row in enumerate(rows))
    return make_file("made.vec", "".join(lines))
