"""The screen of synonym sets: what is suspected, splitting a set, going to its head."""

from pathlib import Path

import pytest

from synotui.model import Verdict
from synotui.ops.adding import add_synonym
from synotui.ops.review import decide
from synotui.ops.terms import find_term
from synotui.ops.transfer.importing import ImportOptions, import_file
from synotui.ops.workbench import open_workbench
from synotui.tui.screens.review import ReviewScreen
from synotui.tui.screens.sets import SetsScreen
from tests.cli.test_sets import PAIRS, VECTORS
from tests.tui.conftest import Opener, Session
from tests.tui.test_palette import choose


@pytest.fixture(scope="module")
def original_fruit(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A dictionary in which 苹果 joins fruit and phones."""
    folder = tmp_path_factory.mktemp("fruit")
    (folder / "v.vec").write_text(VECTORS, encoding="utf-8")
    (folder / "p.csv").write_text(PAIRS, encoding="utf-8")
    with open_workbench(folder / "fruit.db", create=True) as bench:
        for name in ("v.vec", "p.csv"):
            import_file(bench, folder / name, ImportOptions(accept=True))
    return folder / "fruit.db"


@pytest.fixture
def fruit(original_fruit: Path, tmp_path: Path) -> Path:
    """A copy of it."""
    path = tmp_path / "fruit.db"
    path.write_bytes(original_fruit.read_bytes())
    return path


def sets(session: Session) -> list[int]:
    """Give the sizes of the sets in their order."""
    assert isinstance(session.app.screen, SetsScreen)
    return [found.size for found in session.app.screen.found]


async def test_the_suspicious_set_comes_first(fruit: Path, opened: Opener) -> None:
    async with opened(fruit, (80, 24)) as session:
        await session.press("S")
        for size in ((80, 24), (140, 40), (50, 12)):
            await session.pilot.resize_terminal(*size)
            await session.press("home")
            text = session.text()
            assert sets(session) == [5, 2]
            assert "▸ !   5" in text and "bridge" in text and "苹果 = iPhone" in text
            assert "苹果 may be meant in two senses" in text
            await session.press("end")
            assert "土豆 = 马铃薯" in session.text() and "may be meant" not in session.text()
        await session.press("enter")
        assert isinstance(session.app.screen, ReviewScreen) and session.head == "土豆"
        await session.press("S", "tab", "enter")
        assert (session.head, session.candidate) == ("苹果", "iPhone")


async def test_a_link_rejected_or_marked_splits_the_set_and_undo_joins_it(
    fruit: Path, opened: Opener
) -> None:
    async with opened(fruit) as session:
        await session.press("S", "m")
        assert "Sense of 苹果 in 苹果 = iPhone" in session.text()
        await session.press(*"手机", "enter")
        assert sets(session) == [3, 3, 2] and "苹果〔手机〕" in session.text()
        await session.press("u")
        assert sets(session) == [5, 2]
        # A key is about the link that is shown.
        await session.press("r")
        assert sets(session) == [3, 2, 2]
        await session.press("u")
        assert sets(session) == [5, 2]
        await session.press("tab", "x")
        assert sets(session) == [3, 2, 2]
    with open_workbench(fruit) as bench:
        (pair,) = bench.store.pairs.with_verdicts([Verdict.REJECTED])
        terms = bench.store.terms.by_id([pair.head, pair.synonym])
        assert {term.text for term in terms.values()} == {"苹果", "iPhone"}


async def test_senses_and_weights_are_named_and_shown(fruit: Path, opened: Opener) -> None:
    async with opened(fruit, (80, 24)) as session:
        await session.press("S")
        assert "If rejected: 苹果, 梨, 香蕉 (3) / iPhone, 智能手机 (2)" in session.text()
        await session.press("b")
        text = session.text()
        assert "苹果 in two senses" in text and "A 2 links" in text and "B 1 link" in text
        assert "If named: 苹果〔A〕, 梨, 香蕉 (3) / 苹果〔B〕, iPhone, 智能手机 (3)" in text
        await session.press("j", "space")
        assert "other links still join the set" in session.text()
        await session.press("end", "space", "enter")
        assert "Sense A of 苹果, with " in session.text()
        await session.press(*"水果", "enter")
        assert "Sense B of 苹果, with iPhone" in session.text()
        await session.press(*"水果", "enter")
        assert "named alike" in session.text()
        await session.press("backspace", "backspace", *"手机", "enter")
        assert isinstance(session.app.screen, SetsScreen) and sets(session) == [3, 3, 2]
        assert "苹果〔手机〕" in session.text() and "苹果〔水果〕" in session.text()
        await session.press("u")
        assert sets(session) == [5, 2]
        # The review shows what a pair weighs and in which sense its head is meant.
        await session.press("escape")
        session.review.candidates.cursor = list(session.rows()).index("iPhone")
        await session.press("M", *"手机", "enter", "w", "backspace", *"0.5", "enter")
        assert "✓ syn 苹果·手机 ×0.5" in session.text()
        await session.press("w", *"x", "enter")
        assert "Type a number" in session.text()
        await session.press("escape", "u", "u")
        assert "×0.5" not in session.text() and "手机 ×" not in session.text()


async def test_what_contradicts_a_set_comes_first(fruit: Path, opened: Opener) -> None:
    with open_workbench(fruit) as bench:
        ends = [find_term(bench, text).id for text in ("土豆", "马铃薯")]
        third = add_synonym(bench, ends[0], "洋芋").terms_added[0]
        decide(bench, ends[1], third, Verdict.REJECTED)
    async with opened(fruit) as session:
        await session.press("S")
        text = session.text()
        assert sets(session) == [3, 5] and "1 ≠ contradictory" in text
        assert "马铃薯 ≠ 洋芋" in text and "马铃薯 = 土豆 = 洋芋" in text
        await session.press("r")
        assert "rejected already" in session.text()
        await session.press("tab", "end", "r")
        assert sets(session) == [5, 2]


async def test_without_pairs_it_says_so(small: Path, opened: Opener) -> None:
    async with opened(small) as session:
        await choose(session, "synonym sets")
        assert "No pair is accepted as synonym yet" in session.text()
        await session.press("r", "m", "enter", "j")
        assert isinstance(session.app.screen, SetsScreen)
        await session.press("u")
        assert "Nothing to undo" in session.notices()
        await session.press("escape")
        assert isinstance(session.app.screen, ReviewScreen)


async def test_hostile_terms_are_shown_as_they_are(hostile: Path, opened: Opener) -> None:
    async with opened(hostile) as session:
        await session.press("S", "tab", "end")
        assert "\x1b" not in session.text() and "[bold]a[/]" in session.text()


async def test_a_read_only_dictionary_stays_as_it_is(fruit: Path, opened: Opener) -> None:
    fruit.chmod(0o444)
    async with opened(fruit) as session:
        await session.press("S")
        for key in "rmbu":
            await session.press(key)
            assert "is read-only" in session.text() and sets(session) == [5, 2]
