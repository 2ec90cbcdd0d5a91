"""A whole review, by keyboard: each thing a curator does, and what the dictionary holds after."""

import threading
from pathlib import Path

from synotui.model import Relation, Verdict
from synotui.ops.history import log
from synotui.ops.suggesting.suggest import suggest
from synotui.ops.terms import find_term
from synotui.ops.workbench import open_workbench
from tests.tui.conftest import Opener


def held(path: Path, head: str, synonym: str) -> tuple[Verdict, Relation | None] | None:
    """Give what the dictionary holds on a pair, once the review has closed."""
    with open_workbench(path) as bench:
        pair = bench.store.pairs.get(find_term(bench, head).id, find_term(bench, synonym).id)
        return (pair.verdict, pair.relation_from(find_term(bench, head).id)) if pair else None


async def test_opens_on_the_first_term_and_its_proposals(small: Path, opened: Opener) -> None:
    async with opened(small) as session:
        assert session.head == "普拉多"
        assert session.candidate == "霸道SUV"
        assert list(session.rows())[:2] == ["霸道SUV", "陆地巡洋舰"]
        shown = session.text()
        assert "32 terms" in shown and "space use-m3 512d" in shown and "HNSW ready" in shown
        assert "0 decided · 32 heads left" in shown


async def test_a_verdict_is_one_key_and_moves_on(small: Path, opened: Opener) -> None:
    async with opened(small) as session:
        await session.press("a")
        assert session.rows()["霸道SUV"] == "accepted synonym"
        assert session.candidate == "陆地巡洋舰"
        shown = session.text()
        assert "accepted 普拉多 = 霸道SUV" in shown
        assert "▲" in shown and "moved 2 terms" in shown and "untouched terms" in shown
        assert "1 decided" in shown
        await session.press("r", "s")
        assert list(session.rows().values())[:3] == [
            "accepted synonym",
            "rejected different",
            "skipped",
        ]
    assert held(small, "普拉多", "霸道SUV") == (Verdict.ACCEPTED, Relation.SYNONYM)
    assert held(small, "普拉多", "陆地巡洋舰") == (Verdict.REJECTED, Relation.DIFFERENT)


async def test_base_and_now_stand_in_the_row(small: Path, opened: Opener) -> None:
    async with opened(small) as session:
        await session.press("a")
        assert session.review.visit is not None
        row = session.review.visit.rows[0].suggestion
        assert row.base is not None and row.now is not None and row.now > row.base
        line = next(line for line in session.screen() if "1 霸道SUV" in line)
        assert f"{row.base:.2f} → {row.now:.2f} ▲{row.now - row.base:.2f}" in line
        assert "✓ syn" in line


async def test_relation_keys(small: Path, opened: Opener) -> None:
    async with opened(small) as session:
        names = list(session.rows())
        await session.press("b", "B", "l", "x", "d", "e")
        assert [session.rows()[name] for name in names[:6]] == [
            "accepted broader",
            "accepted narrower",
            "accepted related",
            "rejected antonym",
            "rejected different",
            "accepted synonym",
        ]
    assert held(small, "普拉多", names[0]) == (Verdict.ACCEPTED, Relation.BROADER)
    assert held(small, names[0], "普拉多") == (Verdict.ACCEPTED, Relation.NARROWER)


async def test_a_pair_seen_from_its_other_side(small: Path, opened: Opener) -> None:
    async with opened(small) as session:
        await session.press("b", "g", *"霸道SUV", "enter")
        assert session.head == "霸道SUV"
        assert session.rows()["普拉多"] == "accepted narrower"
        await session.press("equals_sign")
        assert session.rows()["普拉多"] == "accepted narrower"


async def test_full_width_letters_decide_too(small: Path, opened: Opener) -> None:
    async with opened(small) as session:
        await session.press("ａ", "ｒ", "ｓ", "ｕ")
        assert list(session.rows().values())[:3] == ["accepted synonym", "rejected different", ""]


async def test_a_flood_of_keys_decides_the_rows_they_were_pressed_on(
    small: Path, opened: Opener
) -> None:
    async with opened(small) as session:
        names = list(session.rows())
        keys = [*"arsarsarsar"]
        await session.press(*keys)
        verdicts = {"a": "accepted", "r": "rejected", "s": "skipped"}
        for name, key in zip(names, keys, strict=False):
            assert session.rows()[name].startswith(verdicts[key])
    with open_workbench(small) as bench:
        labels = [entry.label for entry in log(bench, 11)]
    assert [name in label for name, label in zip(names, reversed(labels), strict=False)] == (
        [True] * 11
    )


async def test_keys_typed_ahead_of_a_new_head_decide_there(small: Path, opened: Opener) -> None:
    async with opened(small) as session:
        await session.press("n", "a", "u", "U", "N")
        assert session.head == "普拉多"
        await session.press("n")
        assert session.head == "霸道SUV"
        assert session.rows()["普拉多"] == "accepted synonym"


async def test_the_last_candidate_says_where_to_go(small: Path, opened: Opener) -> None:
    async with opened(small) as session:
        await session.press("v", "end", "s")
        assert session.review.visit is not None
        while session.review.visit.undecided:
            await session.press("s")
        assert "n: next head" in session.notices()
        await session.press("enter")
        assert session.head == "霸道SUV"


async def test_undo_and_redo_restore_cosines_bit_for_bit(small: Path, opened: Opener) -> None:
    def cosines() -> list[tuple[float | None, float | None]]:
        assert session.review.visit is not None
        return [(r.suggestion.base, r.suggestion.now) for r in session.review.visit.rows[:12]]

    async with opened(small) as session:
        before = cosines()
        await session.press("a", "x")
        decided = cosines()
        assert decided != before
        await session.press("u", "u")
        assert cosines() == before
        assert session.candidate == "霸道SUV"
        assert "undone: accepted 普拉多 = 霸道SUV" in session.text()
        assert "0 decided" in session.text()
        await session.press("U", "ctrl+r")
        assert cosines() == decided
        await session.press("ctrl+r")
        assert "Nothing to redo" in session.notices()


async def test_undo_goes_back_to_the_head_it_was_decided_on(small: Path, opened: Opener) -> None:
    async with opened(small) as session:
        await session.press("a", "n", "n", "n", "u")
        assert (session.head, session.candidate) == ("普拉多", "霸道SUV")


async def test_undo_reaches_back_across_restarts(small: Path, opened: Opener) -> None:
    async with opened(small) as session:
        await session.press("a", "a", "q")
    async with opened(small) as session:
        assert "0 decided" in session.text()
        await session.press("u", "u")
        assert list(session.rows().values())[:2] == ["", ""]
        await session.press("u")
        assert "Nothing to undo" in session.notices()


async def test_preview_changes_nothing_and_is_left(small: Path, opened: Opener) -> None:
    async with opened(small) as session:
        await session.press("p")
        shown = session.text()
        assert "Accepting would change" in shown and "普拉多 = 霸道SUV" in shown
        assert session.rows()["霸道SUV"] == ""
        await session.press("escape")
        assert "What the last decision changed" in session.text()
        await session.press("p", "j")
        assert "Accepting would change" not in session.text()
        await session.press("k", "p", "a")
        assert session.rows()["霸道SUV"] == "accepted synonym"
        assert "What the last decision changed" in session.text()
    with open_workbench(small) as bench:
        assert log(bench, 1)[0].action == "decide"
        assert sum(entry.action == "decide" for entry in log(bench)) == 1


async def test_a_preview_foretells_what_accepting_does(small: Path, opened: Opener) -> None:
    async with opened(small) as session:
        await session.press("p")
        preview = session.review.difference._preview
        await session.press("a")
        change = session.review.difference._change
        assert preview is not None and change is not None
        assert preview[1] == change.diff


async def test_a_marked_range_is_one_step(small: Path, opened: Opener) -> None:
    async with opened(small) as session:
        names = list(session.rows())
        await session.press("v", "j", "j")
        assert sum("●" in line for line in session.screen()) == 3
        await session.press("a")
        assert [session.rows()[name] for name in names[:4]] == ["accepted synonym"] * 3 + [""]
        assert session.candidate == names[3]
        await session.press("u")
        assert [session.rows()[name] for name in names[:4]] == [""] * 4


async def test_single_marks(small: Path, opened: Opener) -> None:
    async with opened(small) as session:
        names = list(session.rows())
        await session.press("space", "j", "space", "r")
        assert [session.rows()[name] for name in names[:3]] == [
            "rejected different",
            "",
            "rejected different",
        ]
        await session.press("space", "escape")
        assert not session.review.candidates.marked()


async def test_rejected_pairs_stay_out_and_can_be_shown(small: Path, opened: Opener) -> None:
    async with opened(small) as session:
        await session.press("r")
        assert "霸道SUV" in session.rows()
        await session.press("n", "N")
        assert "霸道SUV" not in session.rows()
        assert "1 rejected hidden" in session.text()
        await session.press("R")
        assert session.rows()["霸道SUV"] == "rejected different"
        await session.press("R")
        assert "霸道SUV" not in session.rows()


async def test_add_by_hand_a_new_term_and_a_known_one(small: Path, opened: Opener) -> None:
    async with opened(small) as session:
        await session.press("plus", *"霸道越野", "enter")
        assert session.rows()["霸道越野"] == "accepted synonym"
        assert session.review.visit is not None
        place = list(session.rows()).index("霸道越野")
        assert session.review.visit.rows[place].suggestion.now is not None
        assert "33 terms" in session.text()
        await session.press("i", *"汉兰达", "enter")
        assert session.rows()["汉兰达"] == "accepted synonym"
        await session.press("u", "u")
        assert "32 terms" in session.text()
        assert "霸道越野" not in session.rows() or session.rows()["霸道越野"] == ""


async def test_a_bad_term_is_refused_where_it_is_typed(small: Path, opened: Opener) -> None:
    from synotui.tui.widgets.field import Field

    async with opened(small) as session:
        await session.press("plus")
        session.app.screen.query_one(Field).value = "长" * 10_000
        await session.press("enter")
        assert "is longer" in session.text()
        await session.press("escape")
        assert session.app.screen is session.review


async def test_a_note_on_a_pair(small: Path, opened: Opener) -> None:
    async with opened(small, (140, 30)) as session:
        await session.press("m", *"歧义", "enter")
        assert session.rows()["霸道SUV"] == "skipped"
        assert "! 歧义" in session.text()
        await session.press("k", "m", "x", "enter")
        assert "! 歧义x" in session.text()


async def test_filter_as_one_types(small: Path, opened: Opener) -> None:
    async with opened(small) as session:
        await session.press("slash", *"手机")
        assert session.listed() == ["手机", "智能手机", "苹果手机"]
        assert session.head == "手机"
        assert "Terms 3/32" in session.text()
        await session.press("enter", "a")
        assert session.head == "手机"
        await session.press("slash", "escape")
        assert len(session.review.terms.ids) == 32
        await session.press("slash", "circumflex_accent", *"手", "enter")
        assert session.listed() == ["手机"]
        await session.press("escape")
        assert len(session.review.terms.ids) == 32


async def test_a_filter_nothing_matches(small: Path, opened: Opener) -> None:
    async with opened(small) as session:
        await session.press("slash", *"zzz")
        assert "no term holds" in session.text()
        assert session.head == "普拉多"
        await session.press("escape", "n")
        assert session.head == "霸道SUV"


async def test_search_in_candidates_too(small: Path, opened: Opener) -> None:
    async with opened(small) as session:
        await session.press("backslash", *"霸道", "enter")
        assert set(session.listed()) == {"霸道SUV", "普拉多"}


async def test_jump_even_to_what_is_filtered_away(small: Path, opened: Opener) -> None:
    async with opened(small) as session:
        await session.press("slash", *"手机", "enter", "g", *"土豆", "enter")
        assert session.head == "土豆"
        assert len(session.review.terms.ids) == 32
        await session.press("g", *"iphon", "enter")
        assert session.head == "iPhone"
        await session.press("g", *"洗衣", "down", "enter")
        assert session.head == "洗衣机"


async def test_next_head_with_something_left(small: Path, opened: Opener) -> None:
    async with opened(small) as session:
        await session.press("a", "a", "full_stop")
        assert session.head == "丰田普拉多"
        assert "heads left" in session.text()


async def test_the_next_head_is_sought_after_what_was_decided_before(
    small: Path, opened: Opener
) -> None:
    busy = threading.Event()
    async with opened(small) as session:
        session.app.ask(lambda bench: busy.wait(60), lambda _: None)
        await session.pilot.press("a", "a", "full_stop", "a")
        busy.set()
        await session.settle()
        # The second decision is the last of another head, which is passed over.
        assert session.head == "丰田普拉多"
        assert "accepted synonym" in session.rows().values()


async def test_heads_left_counts_down_and_up(small: Path, opened: Opener) -> None:
    async with opened(small) as session:
        await session.press("a")
        assert "31 heads left" in session.text()
        await session.press("a")
        assert "29 heads left" in session.text()
        await session.press("u", "u")
        assert "32 heads left" in session.text()


async def test_everything_is_where_it_was_left(small: Path, opened: Opener) -> None:
    async with opened(small) as session:
        await session.press("slash", *"手机", "enter", "n", "R", "j", "j", "q")
        place = (session.head, session.candidate)
    async with opened(small) as session:
        assert (session.head, session.candidate) == place
        assert session.listed() == ["手机", "智能手机", "苹果手机"]
        assert session.review.show_rejected


async def test_the_term_list_moves_the_head(small: Path, opened: Opener) -> None:
    async with opened(small) as session:
        await session.press("tab", "j", "down")
        assert session.head == "陆地巡洋舰"
        await session.press("end")
        assert session.head == "notebook computer"
        await session.press("home", "enter", "a")
        assert session.rows()["霸道SUV"] == "accepted synonym"


async def test_quitting_finishes_what_was_decided(small: Path, opened: Opener) -> None:
    async with opened(small) as session:
        await session.pilot.press("a", "a", "a", "q")
    with open_workbench(small) as bench:
        head = find_term(bench, "普拉多").id
        decided = [item for item in suggest(bench, head).items if item.pair]
    assert len(decided) == 3
    assert session.app.return_code == 0


async def test_a_read_only_dictionary_says_so(small: Path, opened: Opener) -> None:
    small.chmod(0o444)
    async with opened(small) as session:
        assert "read-only" in session.text()
        await session.press("a")
        assert session.rows()["霸道SUV"] == ""
        assert "is read-only" in session.notices()
        await session.press("n", "p")
        assert session.head == "霸道SUV"


async def test_a_burst_of_keys_is_taken_in_order_whatever_it_opens(
    small: Path, opened: Opener
) -> None:
    from textual import events

    async with opened(small) as session:
        burst = ["a", "slash", "手", "机", "enter", "r", "g", "土", "豆"]
        for key in burst:
            session.app.post_message(events.Key(key, key if len(key) == 1 else None))
        await session.settle()
        await session.press("enter")
        assert session.head == "土豆"
    with open_workbench(small) as bench:
        labels = [entry.label for entry in reversed(log(bench, 2))]
    assert labels[0] == "accepted 普拉多 = 霸道SUV"
    assert labels[1].startswith("rejected 手机 ≠ ")
