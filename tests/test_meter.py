"""Rates and the time left, told from reports whose moments are made up."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from synotui.meter import Meter, Reading
from synotui.model import Progress


class Watch:
    """A meter whose clock stands still until it is told otherwise."""

    def __init__(self) -> None:
        self.now = 1000.0
        self.meter = Meter(lambda: self.now)

    def after(self, seconds: float, progress: Progress) -> Reading:
        """Let time pass, then report."""
        self.now += seconds
        return self.meter.take(progress)


def terms(done: int, total: int | None = 50_000) -> Progress:
    return Progress("encoding", done, total)


def test_the_line_as_it_is_meant_to_read() -> None:
    watch = Watch()
    for second in range(4):
        told = watch.after(1, terms(4_096 * second))
    assert told.forms() == (
        "encoding 12,288 of 50,000 terms  25% · 4,100/s · 10 s left",
        "encoding 25% · 4,100/s · 10 s left",
        "encoding 25% · 10 s left",
        "25% · 10 s left",
        "25%",
    )


def test_bytes_read_as_bytes() -> None:
    watch = Watch()
    for tenth in range(30):
        told = watch.after(0.1, Progress("reading", 16_000_000 * tenth, 871_000_000, "bytes"))
    assert told.forms()[0] == "reading 464 of 871 MB  53% · 160 MB/s · 3 s left"
    said = Reading(Progress("reading", 1_260_000_000, 3_400_000_000, "bytes")).amount()
    assert said == "1.3 of 3.4 GB"
    assert Reading(Progress("reading", 512, 900, "bytes")).amount() == "512 of 900 bytes"
    assert Reading(Progress("reading", 0, None, "bytes")).forms() == ("reading 0 bytes",)
    assert Reading(Progress("reading", 84_000_000, None, "bytes"), 2e6).forms()[0] == (
        "reading 84 MB · 2 MB/s"
    )


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (0.0, "1 s left"),
        (8.2, "9 s left"),
        (59.9, "1 min left"),
        (63, "1 min 5 s left"),
        (598, "10 min left"),
        (601, "11 min left"),
        (3599, "1 h left"),
        (7800, "2 h 10 min left"),
    ],
)
def test_time_left_in_words(seconds: float, said: str) -> None:
    assert Reading(terms(1), 1.0, seconds).remaining() == said


@pytest.mark.parametrize(
    ("rate", "said"),
    [
        (43_210, "43,000/s"),
        (4_137, "4,100/s"),
        (99.6, "100/s"),
        (9.97, "10/s"),
        (3.27, "3.3/s"),
        (1, "1/s"),
        (0.3, "18/min"),
        (0.001, "3.6/h"),
    ],
)
def test_rates_in_words(rate: float, said: str) -> None:
    assert Reading(terms(1), rate).speed() == said


def test_nothing_is_told_of_the_first_instants() -> None:
    watch = Watch()
    assert watch.after(0, terms(0)).rate is None
    assert watch.after(5, terms(256)).rate is None, "the encoder was being loaded"
    assert watch.after(0.2, terms(512)).rate is None
    told = watch.after(0.9, terms(1_280))
    assert told.rate == pytest.approx(1024 / 1.1)


def test_a_stage_begins_anew() -> None:
    watch = Watch()
    for second in range(5):
        watch.after(1, Progress("reading", second * 100, 1000, "rows"))
    told = watch.after(0.1, Progress("indexing", 10, 1000, "vectors"))
    assert (told.rate, told.left) == (None, None)
    assert told.forms() == ("indexing 10 of 1,000 vectors  1%", "indexing 1%", "1%")
    for second in range(5):
        told = watch.after(1, Progress("indexing", 10 + second * 10, 1000, "vectors"))
    assert told.rate == pytest.approx(10)
    assert watch.after(1, Progress("indexing", 0, 1000, "vectors")).rate is None, "started over"


def test_only_the_last_seconds_count() -> None:
    watch = Watch()
    done = 0
    for _ in range(60):
        done += 1_000
        watch.after(1, terms(done, 10**6))
    for _ in range(30):
        done += 100
        told = watch.after(1, terms(done, 10**6))
    assert told.rate == pytest.approx(100)


def test_time_left_runs_down_between_reports_and_hanging_work_slows() -> None:
    watch = Watch()
    for second in range(11):
        watch.after(1, terms(second * 1_000, 40_000))
    assert watch.after(0, terms(10_000, 40_000)).left == pytest.approx(30)
    assert watch.after(4, terms(10_000, 40_000)).left == pytest.approx(26)
    hanging = watch.after(86, terms(10_000, 40_000))
    assert hanging.rate == pytest.approx(1_000 * 9 / 89)


def test_done_has_no_time_left_and_a_total_may_grow() -> None:
    watch = Watch()
    for second in range(6):
        told = watch.after(1, terms(second * 10, 50))
    assert (told.left, told.percent()) == (None, "100%")
    assert "left" not in told.forms()[0]
    told = watch.after(1, terms(60, 100))
    assert told.left == pytest.approx(4)
    assert Reading(terms(49_999)).percent() == "99%"


def test_an_unknown_total_has_a_rate_alone() -> None:
    watch = Watch()
    for second in range(4):
        told = watch.after(1, Progress("reading", second * 1000, None, "rows"))
    assert told.forms() == ("reading 3,000 rows · 1,000/s", "reading 3,000 rows")


@given(
    st.floats(0.01, 1e6),
    st.lists(st.floats(0.001, 30), min_size=1, max_size=80),
    st.integers(1, 10**9),
)
def test_steady_work_has_a_steady_rate(rate: float, pauses: list[float], total: int) -> None:
    watch = Watch()
    began = watch.now
    watch.after(0, terms(0, total))
    for pause in pauses:
        elapsed = watch.now + pause - began
        told = watch.after(pause, terms(min(total, int(rate * elapsed)), total))
        assert told.left is None or told.left >= 0
        assert all(told.forms())
        if told.rate is not None and told.progress.done < total and rate > 10:
            assert told.rate <= rate * 1.2 + 1
