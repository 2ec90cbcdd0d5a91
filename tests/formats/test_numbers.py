"""Numbers parsed by the block: what numpy reads to the bit, and never numbers of another line."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from synotui.formats.numbers import Numbers
from tests.formats.conftest import MakeFile, read_all, reasons

decimals = (
    st.floats(-1e30, 1e30, allow_nan=False).map(repr)
    | st.from_regex(r"\A-?(?:0|[1-9][0-9]{0,17})(?:\.[0-9]{1,25})?(?:[eE][-+]?[0-9]{1,2})?\Z")
    | st.integers(-(2**63), 2**63).map(str)
)
odd = st.sampled_from([".5", "1.", "+1", "1e400", "nan", "inf", "-Infinity", "01", "1e-400", "-.5"])
never = st.sampled_from(
    ["[1]", "true", "null", '"1"', "1,2", "{}", "0x1", "1_0", "1\t2", "½", "", "[", "]", "1]", "٣"]
)
names = st.text(st.characters(codec="utf-8", exclude_characters="\n "), min_size=1, max_size=5)


def by_numpy(rows: list[list[str]]) -> bytes:
    with np.errstate(over="ignore"):
        together = " ".join(token for row in rows for token in row)
        return bits(np.fromstring(together, dtype=np.float32, sep=" "))


def bits(vectors: NDArray[np.float32]) -> bytes:
    # As an integer, -0 has no sign.
    return (vectors + np.float32(0)).tobytes()


def lines_of(words: list[str], rows: list[list[str]]) -> bytes:
    lines = (" ".join([word, *row]) + "\n" for word, row in zip(words, rows, strict=True))
    return "".join(lines).encode()


tables = st.integers(1, 5).flatmap(
    lambda d: st.lists(st.lists(decimals, min_size=d, max_size=d), min_size=1, max_size=8)
)


@given(tables, st.data())
def test_regular_lines_are_read_as_numpy_reads_them(
    rows: list[list[str]], data: st.DataObject
) -> None:
    words = data.draw(st.lists(names, min_size=len(rows), max_size=len(rows)))
    content = lines_of(words, rows)
    numbers = Numbers(len(rows[0]))
    for block in (content, content.replace(b"\n", b" \n")):
        found = numbers.of_lines(block)
        together = numbers.of_rows([" ".join(row).encode() for row in rows])
        assert found is not None
        assert together is not None
        assert [word.decode() for word in found[0]] == words
        assert found[1].dtype == np.float32
        assert bits(found[1]) == bits(together) == by_numpy(rows)


@given(tables, st.data())
def test_numbers_never_come_from_another_line(rows: list[list[str]], data: st.DataObject) -> None:
    d = len(rows[0])
    for _ in range(data.draw(st.integers(1, 3))):
        row = data.draw(st.sampled_from(rows))
        at = data.draw(st.integers(0, len(row)))
        row[at : at + data.draw(st.integers(0, 1))] = [data.draw(never | odd | decimals)]
    numbers = Numbers(d)
    content = lines_of(["w"] * len(rows), rows)
    found = numbers.of_lines(content)
    together = numbers.of_rows([" ".join(row).encode() for row in rows])
    for vectors in (found[1] if found else None, together):
        if vectors is not None:
            # A line of another number of tokens, or one that is no number, is not taken as it is.
            assert all(len(" ".join(row).split()) == d for row in rows)
            assert bits(vectors) == by_numpy(rows)


@settings(deadline=None, max_examples=60)
@given(st.lists(st.lists(decimals | odd | never, min_size=2, max_size=4), min_size=1, max_size=6))
def test_a_line_is_read_the_same_whatever_stands_around_it(
    tmp_path_factory: pytest.TempPathFactory, rows: list[list[str]]
) -> None:
    path = tmp_path_factory.getbasetemp() / "around.vec"

    def taken(lines: list[str]) -> list[tuple[int, bytes]]:
        path.write_text("\n".join(["9 3", *lines]) + "\n", encoding="utf-8", newline="")
        batches, _, _ = read_all(path, "word2vec", header=True, encoding="utf-8")
        return sorted(
            # JSON has one zero among whole numbers: -0 may lose its sign.
            (line, (vector + 0).tobytes())
            for batch in batches
            for line, vector in zip(batch.lines, batch.vectors, strict=True)
        )

    lines = [" ".join([f"w{n}", *row]) for n, row in enumerate(rows)]
    good = "good 1 2 3"
    alone = [bytes(found[0][1]) if (found := taken([line, good])[:-1]) else b"" for line in lines]
    together = dict(taken([*lines, good]))
    assert [together.get(n, b"") for n in range(2, len(lines) + 2)] == alone


def test_numbers_that_json_does_not_know(make_file: MakeFile) -> None:
    path = make_file(
        "a.vec",
        "8 2\nhalf .5 1\none 1. 2\nplus +1 2\nhuge 1e400 1\nnan nan 1\nlist [1] 2\ntrue true 1\n"
        "big 123456789012345678901234567890e-29 1\n",
    )
    batches, skipped, _ = read_all(path)
    words = [word for batch in batches for word in batch.texts]
    vectors = np.concatenate([batch.vectors for batch in batches])
    assert words == ["half", "one", "plus", "big"]
    np.testing.assert_array_equal(
        vectors, np.array([[0.5, 1], [1, 2], [1, 2], [1.2345679, 1]], "f4")
    )
    assert sorted(reasons(skipped)) == [
        (5, "value 1 is infinite"),
        (6, "value 1 is NaN"),
        (7, "value 1 (“[1]”) is not a number"),
        (8, "value 1 (“true”) is not a number"),
    ]


def test_odd_lines_among_many_blocks_cost_only_themselves(make_file: MakeFile) -> None:
    generator = np.random.default_rng(3)
    vectors = generator.normal(size=(60_000, 8)).astype(np.float32)
    lines = [f"w{n} " + " ".join(map(repr, v.tolist())) for n, v in enumerate(vectors)]
    lines[9] = "new york " + lines[9].split(" ", 1)[1]
    lines[30_000] = "bad 1 2"
    lines[30_001] = ""
    lines[45_000] = lines[45_000].replace(" ", "\t")
    lines[59_000] = lines[59_000].replace(" ", "  ")
    content = "\r\n".join(lines)
    assert len(content) > 4 << 20
    batches, skipped, _ = read_all(make_file("a.vec", content))
    assert reasons(skipped) == [(30_001, "2 values, where 8 are expected")]
    got = np.concatenate([batch.vectors for batch in batches])
    np.testing.assert_array_equal(got, np.delete(vectors, [30_000, 30_001], axis=0))
    numbers = [line for batch in batches for line in batch.lines]
    assert numbers == [n for n in range(1, 60_001) if n not in (30_001, 30_002)]
    assert batches[0].texts[9] == "new york"


@pytest.mark.parametrize("before", ["", "\n", "\n\r\n \n", "\ufeff\n"])
@pytest.mark.parametrize("header", ["", "2 3\n"])
def test_lines_are_numbered_past_empty_ones(make_file: MakeFile, before: str, header: str) -> None:
    path = make_file("a.vec", f"{before}{header}\na 1 2 3\n\n\nb 4 5 6")
    batches, skipped, _ = read_all(path, "word2vec")
    first = before.count("\n") + header.count("\n") + 2
    assert [line for batch in batches for line in batch.lines] == [first, first + 3]
    assert not skipped
