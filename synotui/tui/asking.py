"""Prompts about the pair under the cursor of the review: what it weighs, what its head means."""

from typing import TYPE_CHECKING

from synotui.errors import SynotuiError

if TYPE_CHECKING:
    from synotui.model import Change, Term
    from synotui.ops.workbench import Workbench
    from synotui.tui.app import SynotuiApp
    from synotui.tui.visit import Row


def ask_weight(app: "SynotuiApp", head: "Term", row: "Row") -> None:
    """Ask what a decided pair weighs in adjustment."""
    from synotui.tui.screens.prompt import Prompt

    async def accept(text: str, _: "Term | None") -> str:
        from synotui.ops.adjusting.senses import checked_weight

        try:
            weight = checked_weight(float(text.strip().replace("．", ".").replace("。", ".")))
        except ValueError:
            return "Type a number, such as 0.5; most pairs weigh 1."
        except SynotuiError as error:
            return str(error)

        def op(bench: "Workbench") -> "Change":
            from synotui.ops.adjusting.senses import set_weight

            return set_weight(bench, head.id, row.id, weight)

        app.perform(op, lambda _: None)
        return ""

    hint = "beside others of its relation; 1 is usual, 0 moves nothing · esc leaves"
    title = f"Weight of {head.text} – {row.term.text}"
    app.push_screen(Prompt(title, hint, accept, value=f"{row.weight:g}"))


def ask_sense(app: "SynotuiApp", head: "Term", row: "Row") -> None:
    """Ask for the sense in which the head is meant in a decided pair."""
    from synotui.tui.screens.prompt import Prompt

    async def accept(text: str, _: "Term | None") -> str:
        from synotui.ops.adjusting.senses import clean_sense, set_sense

        try:
            named = clean_sense(text)
        except SynotuiError as error:
            return str(error)
        app.perform(lambda bench: set_sense(bench, head.id, row.id, named), lambda _: None)
        return ""

    hint = "sets are not joined through a term in different senses · empty: none · esc leaves"
    title = f"Sense of {head.text} in {head.text} – {row.term.text}"
    app.push_screen(Prompt(title, hint, accept, value=row.senses[0]))
