"""How many synonyms are probably left, without opening a queue: asked once, answered in seconds."""

from typing import TYPE_CHECKING

from synotui.model import OnProgress, no_progress
from synotui.ops.queueing.state import QueueChoice
from synotui.ops.workbench import Workbench

if TYPE_CHECKING:
    from synotui.ops.queueing.open_queue import QueueFigures


def estimate_left(bench: Workbench, on_progress: OnProgress = no_progress) -> "QueueFigures | None":
    """Estimate how many synonyms the candidates of the most frequent heads still hold.

    Gives None for a dictionary that nothing can be ranked in. Raises
    DictionaryError, Cancelled.
    """
    from synotui.ops.queueing.queues import make_queue, plan_queue
    from synotui.ops.suggesting.ranking import ranking_of

    ranking_of(bench, on_progress)
    plan = plan_queue(bench, QueueChoice("likeliest"))
    if plan is None:
        return None
    opened = make_queue(plan, on_progress)
    try:
        return opened.figures()
    finally:
        opened.close()
