"""A question as a line of text: whatever is typed is read, what is written is read back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from synotui.ops.exploring.question_text import Groups, last_fragment, parse, write

TERMS = {
    "notebook computer",
    "laptop",
    "诸葛亮",
    "水浒传",
    "三国演义",
    "off-road",
    "C++",
    "2*x",
    "a",
    "b",
}


@pytest.mark.parametrize(
    ("line", "groups"),
    [
        ("土豆", [[("土豆", 1)]]),
        ("诸葛亮 + 水浒传 - 三国演义", [[("诸葛亮", 1), ("水浒传", 1), ("三国演义", -1)]]),
        ("诸葛亮+水浒传-三国演义", [[("诸葛亮", 1), ("水浒传", 1), ("三国演义", -1)]]),
        ("诸葛亮＋水浒传－三国演义", [[("诸葛亮", 1), ("水浒传", 1), ("三国演义", -1)]]),
        ("notebook computer laptop", [[("notebook computer", 1), ("laptop", 1)]]),
        ("a、b，laptop;C++", [[("a", 1), ("b", 1), ("laptop", 1), ("C++", 1)]]),
        ("洋芋 a 马铃薯 土豆", [[("洋芋", 1), ("a", 1), ("马铃薯", 1), ("土豆", 1)]]),
        ("big red a", [[("big red", 1), ("a", 1)]]),
        ("big a, b", [[("big a", 1), ("b", 1)]]),
        ("off-road -a", [[("off-road", 1), ("a", -1)]]),
        ("0.5*a - 2 × b", [[("a", 0.5), ("b", -2)]]),
        ("2*x", [[("2*x", 1)]]),
        ('"a, b" “c | d” 「e」', [[("a, b", 1), ("c | d", 1), ("e", 1)]]),
        ('"say ""a""" b', [[('say "a"', 1), ("b", 1)]]),
        ("a | b, laptop ｜ ", [[("a", 1)], [("b", 1), ("laptop", 1)]]),
        ("", []),
        (" | , - ", []),
    ],
)  # fmt: skip
def test_lines_are_read(line: str, groups: list[list[tuple[str, float]]]) -> None:
    assert parse(line, TERMS.__contains__) == tuple(map(tuple, groups))


@given(st.text(alphabet='ab土豆 \t,，、|+-−"“”*2.×', max_size=40) | st.text(max_size=30))
def test_any_line_can_be_read(line: str) -> None:
    groups = parse(line, TERMS.__contains__)
    assert all(text and text == text.strip() for group in groups for text, _ in group)
    last_fragment(line)


ITEMS = st.tuples(
    st.text(alphabet='ab土豆 +-−,、|"“2*.×C', min_size=1, max_size=8).map(str.strip).filter(bool),
    st.sampled_from([1.0, 1.0, -1.0, 0.5, -2.25]),
)


@given(st.lists(st.lists(ITEMS, min_size=1, max_size=4).map(tuple), max_size=3).map(tuple))
def test_what_is_written_is_read_back(groups: Groups) -> None:
    named = {text for group in groups for text, _ in group}
    assert parse(write(groups), named.__contains__) == groups


def test_what_is_being_typed_is_the_last_of_a_line() -> None:
    assert last_fragment("诸葛亮 + 水") == "水"
    assert last_fragment("a, off-ro") == "off-ro"
    assert last_fragment('a | "no') == "no"
    assert last_fragment("2*ca") == "ca"
