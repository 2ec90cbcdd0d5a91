"""Composed vectors in the review: marked beside their cosines, also of a term just added."""

from pathlib import Path

import pytest

from synotui.model import Evidence, Term
from synotui.ops.queueing.cards import Card
from synotui.ops.spaces.composed_terms import compose_terms
from synotui.ops.transfer.importing import ImportOptions, import_file
from synotui.ops.workbench import open_workbench
from synotui.tui.widgets.queue_card_lines import card_lines
from tests.tui.conftest import Opener, Session

VECTORS = """\
6 3
苹果 0 1 0.3
手机 0 0.2 1
york 0.8 0.6 0
new 1 0.2 0
city 0.7 0.5 0.2
[/x] 0.1 0.9 0.3
"""


@pytest.fixture
def composed(tmp_path: Path) -> Path:
    """A few words, and two phrases put together from them."""
    (tmp_path / "words.vec").write_text(VECTORS, encoding="utf-8")
    (tmp_path / "more.txt").write_text("new york\n苹果手机\n", encoding="utf-8")
    with open_workbench(tmp_path / "words.db", create=True) as bench:
        import_file(bench, tmp_path / "words.vec", ImportOptions())
        import_file(bench, tmp_path / "more.txt", ImportOptions(format="terms"))
        compose_terms(bench)
    return tmp_path / "words.db"


def line_of(session: Session, candidate: str) -> str:
    """The line of a candidate, without the terms to its left."""
    right = [line.partition("││")[2] for line in session.screen()]
    found, *_ = [line for line in right if f" {candidate} " in line and "0." in line]
    return found


async def test_what_was_composed_is_marked_and_said(composed: Path, opened: Opener) -> None:
    async with opened(composed, (80, 24)) as session:
        await session.press("g", *"york", "enter")
        assert session.head == "york"
        assert "≈0." in line_of(session, "new york")
        assert "≈" not in line_of(session, "city")
        await session.press("+")
        await session.paste("city of york")
        await session.press("enter")
        assert "≈0." in line_of(session, "city of york")
        await session.pilot.resize_terminal(150, 40)
        await session.press("g", *"苹果手机", "enter")
        assert session.head == "苹果手机"
        assert "the head’s vector is put together from words" in session.text()
        assert "both vectors are put together from words" in session.text()


def test_a_card_of_the_queue_marks_it_as_well() -> None:
    head, other = Term(1, "world war", "world war"), Term(2, "war", "war")
    evidence = Evidence(composed=(("term", "words"), ("synonym", "subwords")))
    for base, shown in ((0.8, "cosine ≈0.80"), (0.6, "cosine ≈0.60 → 0.80")):
        card = Card(head, other, base, 0.8, 0.5, evidence)
        lines = ["".join(text for text, _ in line) for line in card_lines(card, 78, 20)]
        assert any(shown in line for line in lines)
        assert any("≈" in line and "the head’s vector is put together" in line for line in lines)
        assert any("its vector is put together from parts of words" in line for line in lines)
