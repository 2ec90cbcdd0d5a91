"""The evaluate screen: figures on the dictionary and files, their history, histograms of pairs."""

from collections import Counter
from pathlib import Path

import pytest

from synotui.engine.evaluate import bootstrap
from synotui.model import Verdict
from synotui.ops.evaluating.evaluate import evaluation_history
from synotui.ops.review import decide
from synotui.ops.spaces.embedding import spaces
from synotui.ops.spaces.fix_plan import FixRequest
from synotui.ops.spaces.fixes import fix_space
from synotui.ops.terms import find_term
from synotui.ops.workbench import open_workbench
from synotui.tui.screens.evaluate import EvaluateScreen
from synotui.tui.screens.review import ReviewScreen
from tests.tui.conftest import Opener, Session

_SIMILAR = """土豆\t马铃薯\t9.5
sofa\tcouch\t9
laptop\tnotebook computer\t8
手机\t智能手机\t7.5
手机\t冰箱\t2
耳机\tＳＵＶ\t1
红薯\t土豆\t5
"""


def settle_pairs(
    path: Path, accepted: list[tuple[str, str]], rejected: list[tuple[str, str]]
) -> None:
    """Decide some pairs."""
    with open_workbench(path) as bench:
        for pairs, verdict in ((accepted, Verdict.ACCEPTED), (rejected, Verdict.REJECTED)):
            for head, synonym in pairs:
                decide(bench, find_term(bench, head).id, find_term(bench, synonym).id, verdict)


@pytest.fixture(autouse=True)
def _few_draws(monkeypatch: pytest.MonkeyPatch) -> None:
    """Draw few samples for intervals: what is tested is how they are shown."""
    monkeypatch.setattr(bootstrap, "RESAMPLES", 20)


@pytest.fixture
def decided(small: Path) -> Path:
    """The small dictionary with three accepted pairs and one that was rejected."""
    accepted = [("土豆", "马铃薯"), ("普拉多", "霸道SUV"), ("sofa", "couch")]
    settle_pairs(small, accepted, [("手机", "耳机")])
    return small


def screen_of(session: Session) -> EvaluateScreen:
    """Give the screen."""
    screen = session.app.screen
    assert isinstance(screen, EvaluateScreen)
    return screen


async def test_figures_on_the_dictionary_and_on_a_file(
    decided: Path, tmp_path: Path, opened: Opener
) -> None:
    with open_workbench(decided) as bench:
        fix_space(bench, FixRequest("centre"))
        other = next(info.name for info in spaces(bench) if not info.current)
    similar, strange = tmp_path / "similar.tsv", tmp_path / "strange.tsv"
    similar.write_text(_SIMILAR, encoding="utf-8")
    strange.write_text("one\ttwo\t3\nthree\tfour\t1\n", encoding="utf-8")
    async with opened(decided, (80, 24)) as session:
        await session.press("T")
        shown = session.text()
        assert "The dictionary's own pairs" in shown and "3 pairs found, 0 missing" in shown
        assert "base" in shown and "adjusted" in shown and "▲" in shown and "better" in shown
        assert all(line.endswith(("│", "╮", "╯")) for line in session.screen()[1:-1])
        await session.press("end")
        assert "the first time" in session.text()
        await session.press("r", "end")
        # Nothing changed: it is not kept twice.
        assert "the first time" in session.text()
        await session.press("f")
        await session.paste(str(tmp_path / "none.tsv"))
        await session.press("enter")
        assert "none.tsv" in session.text() and not isinstance(session.app.screen, EvaluateScreen)
        await session.press("escape", "f")
        await session.paste(str(strange))
        await session.press("enter")
        assert "no" in session.text() and not isinstance(session.app.screen, EvaluateScreen)
        await session.press("escape", "f")
        await session.paste(str(similar)[:-5])
        await session.press("tab", "enter")
        shown = session.text()
        assert "Word similarities: similar.tsv" in shown and "Spearman" in shown
        assert "6 pairs found, 1 missing" in shown and "Without what the adjustment" in shown
        await session.press("end")
        assert "No terms of the dictionary" in session.text() and "红薯" in session.text()
        line = screen_of(session).figures.line
        assert line is not None and "Farthest from what people say" in session.text()
        worst = line.head
        await session.press("s", "space", "enter")
        assert "* the best of its line" in session.text() and other[:7] in session.text()
        await session.press("r")
        for size in ((50, 12), (160, 45)):
            await session.pilot.resize_terminal(*size)
            await session.settle()
            assert "Spearman" in session.text()
        assert "rank correlation of cosines" in session.text() and other in session.text()
        assert "what it has" in session.text()
        await session.press("c")
        assert "what it has" not in session.text()
        await session.press("c")
        await session.press("end", "enter")
        assert isinstance(session.app.screen, ReviewScreen) and session.review.head == worst
        await session.press("a", "T")
        shown = session.text()
        assert "Word similarities: similar.tsv" in shown and other in shown
        assert "History: 3 times" in shown and " since 20" in shown and {*"▁▅█"} & {*shown}
        await session.press("d")
        assert "The dictionary's own pairs" in session.text()
    with open_workbench(decided) as bench:
        kept = Counter[tuple[str, str]]()
        for each in evaluation_history(bench):
            kept[each.kind, each.space] += len(each.kept)
    # Alone, beside another space, on what both have, and after a decision.
    assert kept["similarity", "use-m3"] == 4 and kept["similarity", other] == 3


async def test_histograms_bins_and_the_way_to_heads(decided: Path, opened: Opener) -> None:
    async with opened(decided, (80, 24)) as session:
        await session.press("T", "tab")
        screen = screen_of(session)
        shown = session.text()
        assert "▸✓ accepted 3 pairs" in shown and "random 492 pairs" in shown
        assert "Threshold 0." in shown and "(1 rejected: too few)" in shown and "held-out" in shown
        assert "█" in shown and "▴" in shown and shown.count("│") > 48
        pane = screen.histogram
        await session.press("j", "j")
        assert pane.chosen is not None and pane.chosen.name == "random"
        await session.press("end", "h", "home", "l")
        before = session.text()
        bins = len(pane.bounds)
        await session.press("plus")
        assert len(pane.bounds) > bins
        await session.press("minus", "b")
        assert len(pane.bounds) == bins
        assert "base vectors" in session.text() and session.text() != before
        for size in ((40, 12), (160, 45), (80, 24)):
            await session.pilot.resize_terminal(*size)
            await session.settle()
            assert "similarity of pairs" in session.text().lower()
        await session.press("home")
        at, count = pane.at, pane.count
        await session.press("enter")
        assert screen.lists_bin and f"{pane.bounds[at]:.2f} to" in session.text()
        cases = [line for line in session.screen() if " – " in line and "·" in line]
        assert len(cases) == min(count, 20)
        await session.press("escape", "k", "k", "home", "enter")
        line = screen.bin.line
        assert line is not None and line.head is not None
        await session.press("enter")
        assert isinstance(session.app.screen, ReviewScreen)
        assert session.review.head == line.head
        await session.press("T", "2", "b", "w")
        assert "wrong sides" in session.text() and "Accepted pairs below it" in session.text()
        await session.press("q")
        assert isinstance(session.app.screen, ReviewScreen)


async def test_hostile_terms_and_a_file_that_may_not_be_written(
    hostile: Path, tmp_path: Path, opened: Opener
) -> None:
    hostile.chmod(0o444)
    evil = tmp_path / "[b].tsv"
    evil.write_text("[/x]\t=cmd()\t9\nSUV\t越野车\t8\n[bold]no\tSUV\t3\n", encoding="utf-8")
    async with opened(hostile) as session:
        await session.press("T", "end")
        assert "Nothing is kept: the dictionary is read-only" in session.text()
        await session.press("f")
        await session.paste(str(evil))
        await session.press("enter")
        assert "Word similarities: [b].tsv" in session.text()
        await session.press("end")
        assert "[bold]no" in session.text() and "Nothing is kept" in session.text()
        await session.press("2", "b", "home", "enter")
        assert "越野车 = [@click=app.quit]x[/]" in session.text()
        await session.press("escape", "escape", "T")
        assert "The dictionary's own pairs" in session.text()


async def test_without_vectors_and_left_while_it_measures(
    small: Path, tmp_path: Path, opened: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    with open_workbench(tmp_path / "none.db", create=True):
        pass
    async with opened(tmp_path / "none.db") as session:
        await session.press("T")
        assert "has no vectors yet" in session.text()
        await session.press("tab")
        assert "has no vectors yet" in session.text()
        await session.press("enter", "w", "b", "plus", "j", "r", "escape")
        assert isinstance(session.app.screen, ReviewScreen)
    async with opened(small) as session:
        await session.pilot.press("T", "2", "1", "escape")
        await session.settle()
        assert isinstance(session.app.screen, ReviewScreen)
        await session.press("T")
        assert "No accepted pair has both" in session.text()
        await session.press("2")
        assert "no threshold yet" in session.text() and "accepted 0 pairs" in session.text()
