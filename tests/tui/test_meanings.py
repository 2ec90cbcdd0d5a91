"""What a term may mean and which way terms lean, asked in the explore screen."""

from pathlib import Path

from synotui.tui.questions import QUESTIONS
from synotui.tui.screens.explore import ExploreScreen
from synotui.tui.screens.review import ReviewScreen
from synotui.tui.screens.sets import SetsScreen
from tests.tui.conftest import Opener, Session
from tests.tui.test_sets import fruit, original_fruit

__all__ = ["fruit", "original_fruit"]


async def ask(session: Session, line: str) -> str:
    """Type a question; give what is on the terminal then."""
    await session.press("slash", "ctrl+u")
    await session.paste(line)
    await session.press("enter")
    return session.text()


async def test_a_set_leads_to_the_senses_of_what_joins_it(fruit: Path, opened: Opener) -> None:
    async with opened(fruit, (150, 45)) as session:
        await session.press("S", "E")
        assert isinstance(session.app.screen, ExploreScreen)
        await session.press("b")
        await session.pilot.resize_terminal(80, 24)
        await session.settle()
        text = session.text()
        assert "▸senses" in text and "base vectors" in text
        assert "It seems to join senses: its synonyms ✓ are in 1, 2" in text
        assert "✓ iPhone" in text and "✓ 香蕉" in text and "智能手机" in text
        # Back to the set, and from there once more and on to a term.
        await session.press("escape")
        assert isinstance(session.app.screen, SetsScreen)
        await session.press("E", "j", "enter")
        assert isinstance(session.app.screen, ReviewScreen) and session.head != "苹果"


async def test_named_senses_and_texts_that_are_no_terms(fruit: Path, opened: Opener) -> None:
    async with opened(fruit, (80, 24)) as session:
        await session.press("S", "b", "enter", *"水果", "enter", *"手机", "enter", "E", "b")
        text = session.text()
        assert "have names" in text and "〔水果〕" in text and "〔手机〕" in text
        assert "No term “苹菓”" in await ask(session, "苹菓") and "Closest" in session.text()
        await session.press("enter")
        assert "〔水果〕" in session.text()
        assert "Name a term" in await ask(session, "")
        assert "≈ 苹果 iPhone was put together" in await ask(session, '"苹果 iPhone"')


async def test_terms_between_poles(fruit: Path, opened: Opener) -> None:
    async with opened(fruit, (80, 24)) as session:
        await session.press("E")
        await session.press(str(1 + [each.id for each in QUESTIONS].index("poles")))
        text = await ask(session, "苹果, 土豆 | 梨, 香蕉 | iPhone, 智能手机")
        assert "梨 香蕉 ↔ iPhone 智能手机" in text and "◂ 梨 香蕉" in text and "●" in text
        rows = [line for line in text.splitlines() if "●" in line and "base" not in line]
        assert len(rows) == 2 and {"苹果", "土豆"} == {row.split()[1].strip("▸") for row in rows}
        text = await ask(session, "苹果, 土豆 | 梨, 香蕉 | iPhone, 智能手机 | 马铃薯")
        assert "effect size d" in text and "by all 3 splits" in text and "- 马铃薯" in text
        text = await ask(session, "苹果 | 梨, 香蕉 | 梨, iPhone")
        assert "“梨” is in both poles" in text
        text = await ask(session, "苹果 | 梨")
        assert "Name terms and the words of two poles" in text
        await ask(session, "苹果, 土豆 | 梨, 香蕉 | iPhone, 智能手机")
        await session.press("j", "enter")
        assert isinstance(session.app.screen, ReviewScreen)


async def test_hostile_terms_are_shown_as_they_are(hostile: Path, opened: Opener) -> None:
    async with opened(hostile, (80, 24)) as session:
        await session.press("E", "7")
        assert "▸senses" in session.text()
        assert "[/x]" in await ask(session, "[/x]")
        assert "\x1b" not in session.text()
