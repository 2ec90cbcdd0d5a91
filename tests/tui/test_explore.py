"""The explore screen: questions typed, answered, asked further from; the way back and to heads."""

import threading
from pathlib import Path

from textual import events

from synotui.model import Verdict
from synotui.ops.review import decide
from synotui.ops.terms import find_term
from synotui.ops.workbench import open_workbench
from synotui.tui.questions import QUESTIONS
from synotui.tui.screens.explore import ExploreScreen
from synotui.tui.screens.review import ReviewScreen
from tests.tui.conftest import Opener, Session


def screen(session: Session) -> ExploreScreen:
    found = session.app.screen
    assert isinstance(found, ExploreScreen)
    return found


async def ask(session: Session, line: str) -> None:
    """Type a question over the one there is."""
    await session.press("/", "ctrl+u")
    await session.paste(line)
    await session.press("enter")


async def kind(session: Session, name: str) -> None:
    """Go to a kind of question."""
    at = [question.id for question in QUESTIONS].index(name)
    await session.press(str(at + 1))


async def test_it_begins_with_the_head_and_goes_to_any_term(small: Path, opened: Opener) -> None:
    async with opened(small, (80, 24)) as session:
        head = session.head
        await session.press("E")
        assert screen(session).field.value == head
        assert "▸nearest" in session.text() and "exact search · adjusted" in session.text()
        for size in ((50, 12), (160, 45), (80, 24)):
            await session.pilot.resize_terminal(*size)
            await session.settle()
            assert "▸nearest" in session.text() and f" {head} " in session.text()
        await session.press("j", "j", "k", "end", "home", "pagedown", "j")
        line = screen(session).line
        assert line is not None and line.head is not None
        await session.press("enter")
        assert isinstance(session.app.screen, ReviewScreen)
        assert session.head == line.text != head


async def test_an_analogy_and_what_one_asks_further(small: Path, opened: Opener) -> None:
    async with opened(small) as session:
        await session.press("E")
        await ask(session, "苹果手机+充电宝 - 手机")
        assert "苹果手机 + 充电宝 − 手机" in session.text()
        first = screen(session).line
        assert first is not None
        await session.press("m")
        assert "3CosMul · exact" in session.text()
        await session.press("m", "space")
        assert screen(session).field.value == first.text
        await session.press("j", "+")
        assert screen(session).field.value.startswith(f"{first.text}, ")
        await session.press("j", "-")
        assert " - " in screen(session).field.value
        added = screen(session).field.value
        await session.press("b")
        assert "base vectors" in session.text()
        await session.press("backspace")
        assert screen(session).field.value == added and "adjusted" in session.text()
        await session.press("backspace", "backspace")
        assert screen(session).field.value == first.text
        await session.press("backspace", "backspace", "backspace")
        assert "苹果手机 + 充电宝 − 手机" in session.text()
        await session.press("escape")
        assert isinstance(session.app.screen, ReviewScreen)


async def test_each_kind_of_question_answers_in_place(small: Path, opened: Opener) -> None:
    with open_workbench(small) as bench:
        a, b = find_term(bench, "土豆").id, find_term(bench, "马铃薯").id
        decide(bench, a, b, Verdict.ACCEPTED)
    async with opened(small, (100, 30)) as session:
        await session.press("E", "tab")
        assert "Name three terms or more" in session.text() and "▸odd" in session.text()
        await ask(session, "土豆 马铃薯 西红柿 notebook computer")
        [odd] = [line for line in session.screen() if "the odd one" in line]
        assert "notebook computer" in odd and "≠" in odd
        await kind(session, "closer")
        assert "Name two terms" in session.text()
        await ask(session, "土豆、马铃薯")
        assert "neighbour 1 of 土豆" in session.text() and "Nothing is closer." in session.text()
        await kind(session, "relative")
        assert "above 0.10" in session.text()
        await kind(session, "between")
        assert "Name two sets" in session.text()
        await ask(session, "土豆 马铃薯 | 西红柿 番茄")
        assert "cosine of the means" in session.text()
        await kind(session, "vector")
        assert "512 components" in session.text()
        await ask(session, "土豆 - 番茄")
        assert "Only “nearest” adds" in session.text()
        await kind(session, "nearest")
        assert "土豆 − 番茄" in session.text()
        await ask(session, "土豆 - 土豆")
        assert "cancel each other out" in session.text()
        await ask(session, "红色的跑车")
        assert "红色的跑车  ≈ encoded here" in session.text()


async def test_terms_are_completed_and_unknown_ones_exchanged(
    tmp_path: Path, opened: Opener
) -> None:
    words = tmp_path / "words.txt"
    words.write_text("4 2\nprado 1 2\nland 2 1\nlandcruiser 1 1\n[/x] 3 1\n", encoding="utf-8")
    path = tmp_path / "words.db"
    with open_workbench(path, create=True) as bench:
        from synotui.ops.transfer.importing import ImportOptions, import_file

        import_file(bench, words, ImportOptions())
    async with opened(path, (80, 24)) as session:
        await session.press("E")
        await ask(session, "prado + landd")
        assert "No term “landd” in the dictionary" in session.text()
        offered = screen(session).line
        assert offered is not None and offered.instead_of == "landd"
        await session.press("enter")
        assert screen(session).field.value == f"prado, {offered.text}"
        assert "[/x]" in session.text()
        await session.press("/", "ctrl+u")
        await session.pilot.press(*"prado, landc")
        await session.pilot.pause(0.3)
        await session.settle()
        assert "landcruiser" in session.text() and "completes" in session.text()
        await session.press("right", "enter")
        assert screen(session).field.value == "prado, landcruiser"
        await session.press("/", "x", "escape")
        assert screen(session).field.value == "prado, landcruiser"
        await session.press("q")
        assert isinstance(session.app.screen, ReviewScreen)


async def test_what_terms_contain_is_shown_as_it_is_and_asked_about(
    hostile: Path, opened: Opener
) -> None:
    async with opened(hostile, (80, 24)) as session:
        await session.press("E")
        await ask(session, "越野车")
        asked = []
        for at in range(50):
            screen(session).list.cursor = at
            line = screen(session).line
            if line is None or not any(sign in line.text for sign in ("\x1b[", "\t", "[/x]")):
                continue
            await session.press("space")
            assert "No term" not in session.text()
            assert screen(session).groups == (((line.text, 1.0),),)
            asked.append(line.text)
            await session.press("backspace")
            if len(asked) == 3:
                break
        assert len(asked) == 3
        assert "\x1b" not in session.text() and "\x07" not in session.text()


async def burst(session: Session, keys: list[str]) -> None:
    """Press keys all at once, before any of them had its effect."""
    named = {"/": "slash"}
    for key in keys:
        character = key if len(key) == 1 else None
        session.app.post_message(events.Key(named.get(key, key), character))
    await session.settle()


async def test_keys_typed_in_a_burst_go_where_they_belong(small: Path, opened: Opener) -> None:
    async with opened(small) as session:
        head = session.head
        await burst(session, ["E", "/", "ctrl+u", *"土豆", "backspace", "豆", "enter"])
        assert screen(session).field.value == "土豆" != head
        assert "─ 土豆 ─" in session.text()
        await burst(session, ["/", *"qj", "escape", "j", "q"])
        assert isinstance(session.app.screen, ReviewScreen)
        assert session.head == head


async def test_an_answer_on_its_way_can_be_left(small: Path, opened: Opener) -> None:
    async with opened(small) as session:
        await session.press("E")
        held = threading.Event()
        waiting = session.app.dictionary.run(lambda _: held.wait(20))
        await session.pilot.press("tab")
        for _ in range(40):
            if "answering" in session.text():
                break
            await session.pilot.pause(0.05)
        assert "answering" in session.text()
        await session.pilot.press("escape")
        await session.pilot.pause()
        assert "stopped" in session.text()
        await session.pilot.press("escape")
        held.set()
        await waiting
        await session.settle()
        assert isinstance(session.app.screen, ReviewScreen)
