"""The likeliest pairs read by a cross-encoder behind the screen, kept between decisions."""

import asyncio
from functools import partial
from typing import TYPE_CHECKING

from synotui.text import visible
from synotui.tui.background import carried_out, run_beside
from synotui.tui.progress import Relay

if TYPE_CHECKING:
    from synotui.model import Term
    from synotui.ops.suggesting.reranking import Begun, RerankReport
    from synotui.ops.workbench import Workbench
    from synotui.tui.app import SynotuiApp

NAME = "reranking"


def reading(app: "SynotuiApp") -> bool:
    """Say whether pairs are being read."""
    return any(worker.group == NAME and not worker.is_finished for worker in app.workers)


def ask_model(app: "SynotuiApp") -> None:
    """Ask which cross-encoder is to read the likeliest pairs, or say why not now."""
    if why := _why_not(app):
        app.review.say(why)
        return

    def ask(model: str) -> None:
        from synotui.tui.screens.prompt import Prompt

        async def accept(text: str, _: "Term | None") -> str:
            if not text.strip():
                return "Type the name of a cross-encoder on the hub, or its folder."
            begin_rerank(app, text.strip())
            return ""

        title = "Cross-encoder that reads the likeliest pairs"
        app.push_screen(Prompt(title, "its name on the hub or its folder · esc leaves", accept,
                               value=model))  # fmt: skip

    app.ask(_last_model, ask)


def begin_rerank(app: "SynotuiApp", model: str) -> None:
    """Begin to read; what ranks is made first where it is not there."""
    relay = Relay(app.review.tell_progress)
    run_beside(app, partial(_rerank_or_tell, app, relay, model), NAME)


def stop_reading(app: "SynotuiApp") -> None:
    """Stop it: what was read is kept, and ranked by."""
    for worker in app.workers:
        if worker.group == NAME and not worker.is_finished:
            worker.cancel()


def _why_not(app: "SynotuiApp") -> str:
    if not app.review.opened:
        return "The dictionary is still being opened."
    if app.review.read_only:
        return f"{app.path.name} is read-only: what a model says cannot be kept."
    return "Pairs are being read already; the palette stops it." if reading(app) else ""


async def _rerank_or_tell(app: "SynotuiApp", relay: Relay, model: str) -> None:
    report = await carried_out(app, relay, _rerank(app, relay, model))
    if report is not None:
        app.review.say(_told(report))


async def _rerank(app: "SynotuiApp", relay: Relay, model: str) -> "RerankReport":
    """Read in a thread beside; the dictionary's own keeps each round and is free between."""
    from synotui.ops.suggesting import reranking

    dictionary = app.dictionary
    plan = await app.ranking.planned(partial(reranking.plan_rerank, model=model), relay)
    work = await asyncio.to_thread(reranking.prepare_rerank, plan, relay)
    begun = await dictionary.run(partial(reranking.begin_rerank, work=work))
    rounds = begun.read(relay)
    try:
        while (places := await asyncio.to_thread(next, rounds, None)) is not None:
            await dictionary.run(partial(reranking.keep_read, begun=begun, places=places))
        report = await dictionary.run(partial(reranking.finish_rerank, begun=begun))
    except BaseException:
        relay.stop()
        # Behind a round that is being kept; what was read counts.
        dictionary.run(partial(_finish, begun=begun))
        app.ranking.learn()
        raise
    app.ranking.learn()
    return report


def _finish(bench: "Workbench", begun: "Begun") -> None:
    from synotui.ops.suggesting.reranking import finish_rerank

    if begun.kept:
        finish_rerank(bench, begun)


def _last_model(bench: "Workbench") -> str:
    from synotui.ops.suggesting.reranking import chosen_model

    return chosen_model(bench.store, None)


def _told(report: "RerankReport") -> str:
    told = f"{report.read:,} pairs read by {visible(report.model)}"
    if report.tells_apart is not None:
        told += f"; it has accepted above rejected in {report.tells_apart:.0%} of cases"
    return f"{told}. Candidates rank by it now."
