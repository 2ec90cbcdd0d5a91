"""Terms that look like markup, escape sequences or formulas, through everything that shows them."""

from pathlib import Path

from synotui.ops.terms import find_term, term_ids, term_rows
from synotui.ops.workbench import open_workbench
from synotui.text import visible
from tests.hostile.driving import at_rest, press
from tests.tui.conftest import HOSTILE, Opener, Session

IN_PROMPTS = ("[@click=app.quit]x[/]", "\x1b]0;owned\x07", "new\nline", "rtl\u202eevil")
"""One of each kind, for titles of prompts."""


def harmless(session: Session) -> str:
    """Check that nothing on the terminal is a control character; give the text."""
    text = session.text()
    assert not [c for c in text.replace("\n", "") if ord(c) < 32 or 0x7F <= ord(c) < 0xA0]
    assert "\u202e" not in text
    assert session.app.is_running
    return text


async def test_as_terms_and_as_candidates(hostile: Path, opened: Opener) -> None:
    async with opened(hostile, (160, 60)) as session:
        await press(session.app, "g", *"越野车", "enter")
        text = harmless(session)
        for term in HOSTILE:
            assert visible(term)[:12] in text
        await press(session.app, "tab", "end")
        text = harmless(session)
        for term in HOSTILE:
            assert visible(term)[:12] in text


async def test_as_heads_in_the_panel_and_in_prompts(hostile: Path, opened: Opener) -> None:
    with open_workbench(hostile) as bench:
        ids = {row.term.text: row.term.id for row in term_rows(bench, term_ids(bench))}
    async with opened(hostile, (120, 30)) as session:
        for term in HOSTILE:
            session.review.jump_to(ids[term])
            await at_rest(session.app)
            assert session.head == term
            assert visible(term)[:12] in harmless(session)
            await press(session.app, "a", "p")
            assert visible(term)[:12] in harmless(session)
            if term in IN_PROMPTS:
                await press(session.app, "m")
                harmless(session)
                await press(session.app, "escape", "plus")
                harmless(session)
                await press(session.app, "escape")
            await press(session.app, "u")
            assert "undone" in harmless(session)


async def test_in_the_jump_list_and_the_palette(hostile: Path, opened: Opener) -> None:
    async with opened(hostile, (120, 40)) as session:
        for typed, term in (("[/x", "[/x]"), ("[bold", "[bold]a[/]"), ("@click", HOSTILE[2])):
            await press(session.app, "g", *typed)
            assert term in harmless(session)
            await press(session.app, "down", "enter")
            assert session.head == term
            await press(session.app, "ctrl+p")
            await session.paste(typed)
            assert f"Go to {term}" in harmless(session)
            await press(session.app, "escape")


async def test_in_notifications(hostile: Path, opened: Opener) -> None:
    async with opened(hostile, (100, 30)) as session:
        await press(session.app, "g", *"越野车", "enter")
        for term in HOSTILE:
            session.review.say(term)
            from synotui.errors import UnknownTerm

            session.app.tell_error(UnknownTerm(term, HOSTILE))
            await at_rest(session.app)
            harmless(session)


async def test_typed_or_pasted_into_the_fields(small: Path, opened: Opener) -> None:
    from textual import events

    async with opened(small) as session:
        for key in ("slash", "g", "plus", "m"):
            await press(session.app, key)
            for text in HOSTILE:
                session.app.screen.post_message(events.Paste(text))
            await at_rest(session.app)
            harmless(session)
            await press(session.app, "escape")


async def test_a_hostile_note(small: Path, opened: Opener) -> None:
    from synotui.ops.review import annotate

    with open_workbench(small) as bench:
        head, other = find_term(bench, "普拉多").id, find_term(bench, "霸道SUV").id
        annotate(bench, head, other, note := "\x1b[2J[/x]\n[@click=app.quit]x[/]")
    async with opened(small, (140, 30)) as session:
        await press(session.app, "home")
        for _ in range(30):
            if session.candidate == "霸道SUV":
                break
            await press(session.app, "down")
        assert "␛[2J[/x]" in harmless(session)
        await press(session.app, "m")
        assert "␛[2J[/x]␊" in harmless(session)
        await press(session.app, "enter")
        harmless(session)
    with open_workbench(small) as bench:
        pair = bench.store.pairs.get(head, other)
        assert pair is not None and pair.note == note


async def test_hostile_names_of_file_and_space(small: Path, opened: Opener) -> None:
    path = small.rename(small.with_name("[bold]a \x1b[31m.db"))
    async with opened(path) as session:
        assert "[bold]a ␛[31m.db" in harmless(session)
        await session.command("export")
        assert "Export to" in harmless(session)
        await press(session.app, "escape")
