"""Embedding in rounds: what is kept, what is resumed, and others who write meanwhile."""

import hashlib
import random
from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar

import numpy as np
import pytest

from synotui import text as words
from synotui.engine.arrays import Floats
from synotui.engine.encoders import Encoder
from synotui.errors import Cancelled, EncoderError
from synotui.model import OnProgress, Progress, Relation, Verdict
from synotui.ops.adding import add_synonym, prepare
from synotui.ops.history import log
from synotui.ops.review import decide
from synotui.ops.spaces.embedding import embed, spaces, use_space
from synotui.ops.stats import stats
from synotui.ops.terms import find_term
from synotui.ops.workbench import Workbench, open_workbench
from synotui.store.vectors import Ids, Matrix

ENTRY_POINTS = """\
[synotui.encoders]
digest = tests.ops.test_embedding:Digest
wide = tests.ops.test_embedding:Wide
"""
TERMS = 200


class Digest(Encoder):
    """A small real encoder: the bytes of a text's digest; "void" has no vector, "boom" fails."""

    name = "digest"
    size: ClassVar[int] = 8
    batch_size = 16
    parallel = True

    def encode_batch(self, texts: Sequence[str]) -> Floats:
        if "boom" in texts:
            raise ValueError("boom")
        rows = [
            np.frombuffer(hashlib.sha256(text.encode()).digest()[: self.size], np.uint8)
            * np.float32(text != "void")
            for text in texts
        ]
        return np.array(rows, np.float32)


class Wide(Digest):
    """The same under another name, longer."""

    name = "wide"
    size = 12
    parallel = False


@pytest.fixture(autouse=True)
def plugin(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Install the encoders of this module."""
    metadata = tmp_path / "site" / "digest_plugin-1.0.dist-info"
    metadata.mkdir(parents=True)
    (metadata / "METADATA").write_text("Metadata-Version: 2.1\nName: digest-plugin\nVersion: 1.0\n")
    (metadata / "entry_points.txt").write_text(ENTRY_POINTS)
    monkeypatch.syspath_prepend(tmp_path / "site")


def add(bench: Workbench, *texts: str) -> None:
    with bench.store.transaction():
        bench.store.terms.add((text, words.key(text), None) for text in texts)


def make(path: Path, *more: str) -> Workbench:
    """Make a dictionary of 200 terms, and `more`, without vectors."""
    bench = open_workbench(path, create=True)
    add(bench, *(f"term {number}" for number in range(TERMS)), *more)
    return bench


@pytest.fixture
def bench(tmp_path: Path) -> Workbench:
    return make(tmp_path / "words.db")


def stored(bench: Workbench, name: str = "digest") -> tuple[Ids, Matrix]:
    """Give ids and vectors of a space in the order of the ids, each id once."""
    space = next(space for space in spaces(bench) if space.name == name)
    ids, vectors = bench.store.vectors.load(space)
    assert len(set(ids.tolist())) == len(ids) == space.vectors
    order = np.argsort(ids)
    return ids[order], vectors[order]


def labels(bench: Workbench) -> list[str]:
    return [entry.label for entry in reversed(log(bench, 1000))]


def stop_at(done: int) -> OnProgress:
    """Give a listener that cancels once so many are done."""

    def listen(progress: Progress) -> None:
        if progress.done >= done:
            raise Cancelled("stopped; nothing was changed")

    return listen


def test_a_small_dictionary_is_one_round_and_one_entry(bench: Workbench) -> None:
    heard: list[Progress] = []
    report = embed(bench, "digest", heard.append)
    assert (report.space, report.encoded, report.already, report.failed) == ("digest", 200, 0, ())
    assert labels(bench) == ["embedded 200 terms with digest"]
    assert (heard[0].done, heard[-1].done) == (0, TERMS)
    assert {(each.stage, each.total, each.unit) for each in heard} == {("encoding", TERMS, "terms")}
    assert [each.done for each in heard] == sorted(each.done for each in heard)
    ids, vectors = stored(bench)
    given = Digest().encode([bench.store.terms.by_id([i])[i].text for i in ids.tolist()])
    assert vectors.tobytes() == given.vectors.tobytes()
    again = embed(bench, "digest")
    assert (again.encoded, again.already) == (0, 200)
    assert len(labels(bench)) == 1, "nothing to do writes nothing"


def test_rounds_are_whole_batches_with_an_entry_each(bench: Workbench) -> None:
    embed(bench, "digest", round_terms=50)
    assert labels(bench) == [f"embedded {n} terms with digest" for n in (64, 64, 64, 8)]
    embed(other := make(bench.path.with_name("other.db")), "digest", round_seconds=0)
    assert labels(other) == ["embedded 16 terms with digest"] * 12 + [
        "embedded 8 terms with digest"
    ]
    (ids, vectors), (others, same) = stored(bench), stored(other)
    assert (ids.tobytes(), vectors.tobytes()) == (others.tobytes(), same.tobytes())


@pytest.mark.parametrize("threads", [1, 2])
def test_cancelling_keeps_finished_batches_and_the_next_run_goes_on(
    bench: Workbench, threads: int
) -> None:
    with pytest.raises(Cancelled) as stopped:
        embed(bench, "digest", stop_at(50), threads=threads)
    kept = len(stored(bench)[0])
    assert 50 <= kept < TERMS and kept % 16 == 0
    assert stopped.value.message == (
        f"stopped; {kept} vectors were made and are kept, {TERMS - kept} terms still lack one"
    )
    assert "goes on" in stopped.value.remedy
    assert labels(bench) == [f"embedded {kept} terms with digest"]
    report = embed(bench, "digest", threads=threads)
    assert (report.encoded, report.already) == (TERMS - kept, kept)
    assert len(stored(bench)[0]) == TERMS


def test_cancelling_before_anything_is_made_changes_nothing(bench: Workbench) -> None:
    with pytest.raises(Cancelled) as stopped:
        embed(bench, "digest", stop_at(0))
    assert str(stopped.value) == "stopped; nothing was changed"
    assert spaces(bench) == [] and labels(bench) == []


def test_an_encoder_that_fails_keeps_what_it_made(tmp_path: Path) -> None:
    bench = make(tmp_path / "words.db", "boom", "after")
    with pytest.raises(EncoderError, match=r"failed: ValueError: boom \(192 vectors made before"):
        embed(bench, "digest")
    assert len(stored(bench)[0]) == 192


def test_terms_without_a_usable_vector_are_named_and_tried_again(tmp_path: Path) -> None:
    bench = make(tmp_path / "words.db", "void")
    assert embed(bench, "digest").failed == ("void",)
    again = embed(bench, "digest")
    assert (again.encoded, again.failed) == (0, ("void",))
    with open_workbench(tmp_path / "void.db", create=True) as nothing:
        add(nothing, "void")
        with pytest.raises(EncoderError, match="no usable vector for any term"):
            embed(nothing, "digest")


def test_a_dictionary_without_terms_says_so(tmp_path: Path) -> None:
    with (
        open_workbench(tmp_path / "empty.db", create=True) as bench,
        pytest.raises(EncoderError, match="no terms to embed"),
    ):
        embed(bench, "digest")


def test_a_new_space_becomes_current_when_it_is_complete(bench: Workbench) -> None:
    embed(bench, "digest")
    with pytest.raises(Cancelled):
        embed(bench, "wide", stop_at(50), round_terms=16)
    assert [(s.name, s.current) for s in spaces(bench)] == [("digest", True), ("wide", False)]
    embed(bench, "wide")
    assert [(s.name, s.current) for s in spaces(bench)] == [("digest", False), ("wide", True)]
    assert labels(bench)[-1] == "space wide made current"
    assert len(stored(bench, "wide")[0]) == TERMS
    embed(bench, "digest")
    assert spaces(bench)[0].current


def test_pairs_pull_new_vectors_as_rounds_bring_them(bench: Workbench) -> None:
    draw = random.Random(3)
    ids = [find_term(bench, f"term {number}").id for number in range(TERMS)]
    for number in range(70):
        head, synonym = draw.sample(ids, 2)
        if number % 7:
            decide(bench, head, synonym, Verdict.ACCEPTED)
        else:
            decide(bench, head, synonym, Verdict.REJECTED, Relation.ANTONYM)
    embed(bench, "digest", round_terms=16)
    [space] = spaces(bench)
    assert space.moved > 40
    in_rounds, vectors = bench.store.vectors.load_adjusted(space)
    use_space(bench, "digest")
    at_once, rebuilt = bench.store.vectors.load_adjusted(space)
    assert in_rounds.tobytes() == at_once.tobytes()
    assert vectors.tobytes() == rebuilt.tobytes()


def test_others_may_write_between_rounds(bench: Workbench) -> None:
    """Another process adds a term, and gives one a vector, while the space is being filled."""
    last = find_term(bench, f"term {TERMS - 1}").id
    own = np.full((1, 8), 7, np.float32)
    wrote = False
    with open_workbench(bench.path) as other:

        def interfere(progress: Progress) -> None:
            nonlocal wrote
            found = spaces(other)
            if found and not wrote:
                wrote = True
                add(other, "late term")
                with other.store.transaction():
                    other.store.vectors.append(found[0].id, np.array([last], np.int64), own)

        report = embed(bench, "digest", interfere, round_terms=16, threads=1)
    assert wrote
    assert report.encoded == TERMS, "the late one and not the other's"
    ids, vectors = stored(bench)
    assert len(ids) == TERMS + 1
    assert vectors[ids.tolist().index(last)].tobytes() == own.tobytes()
    assert stats(bench).spaces[0].vectors == TERMS + 1


def test_a_space_made_by_another_process_meanwhile_is_used(bench: Workbench) -> None:
    with open_workbench(bench.path) as other:

        def interfere(progress: Progress) -> None:
            if not spaces(other):
                embed(other, "digest")

        report = embed(bench, "digest", interfere)
    assert report.encoded == 0
    assert len(spaces(bench)) == 1
    assert len(stored(bench)[0]) == TERMS


def test_an_encoder_that_changed_its_dimension_is_refused(bench: Workbench) -> None:
    with bench.store.transaction():
        bench.store.vectors.make_space("digest", "digest", 5, "2026-01-01T00:00:00Z")
    with pytest.raises(EncoderError, match="8 dimensions, space digest has 5"):
        embed(bench, "digest")


def test_the_encoder_is_loaded_ahead_and_only_once(bench: Workbench) -> None:
    prepare(bench)
    embed(bench, "digest")
    with open_workbench(bench.path) as fresh:
        prepare(fresh)
        prepare(fresh)
        loaded = fresh.encoder("digest")
        head = find_term(fresh, "term 1").id
        assert add_synonym(fresh, head, "a new term").terms_added
        assert fresh.encoder("digest") is loaded
        with pytest.raises(EncoderError, match="No encoder"):
            fresh.encoder("nobody")
        fresh.begin_encoder("nobody")
        with pytest.raises(EncoderError, match="No encoder"):
            fresh.encoder("nobody")
