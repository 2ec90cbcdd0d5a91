"""What the curator measured on last, kept with the view: the file, the spaces beside, and how."""

from pathlib import Path

from synotui.ops.evaluating.options import EvaluateOptions
from synotui.ops.workbench import Workbench


def last_choice(bench: Workbench) -> EvaluateOptions:
    """Give what was measured on last in this dictionary; its own pairs if nothing was."""
    with bench.store.reading():
        held = bench.store.values.view()
        there = {info.name for info in bench.store.vectors.spaces() if info.vectors}
    on, beside = held.get("evaluated_on"), held.get("evaluated_beside")
    names = beside if isinstance(beside, list) else []
    return EvaluateOptions(
        on=Path(on) if isinstance(on, str) and on else None,
        spaces=tuple(name for name in names if isinstance(name, str) and name in there),
        common=held.get("evaluated_common") is True,
    )


def keep_choice(bench: Workbench, options: EvaluateOptions) -> None:
    """Keep it. A read-only dictionary keeps none. Raises DictionaryError."""
    if bench.read_only:
        return
    on = "" if options.on is None else str(options.on.absolute())
    with bench.store.transaction():
        bench.store.values.set_view(
            {
                "evaluated_on": on,
                "evaluated_beside": list(options.spaces),
                "evaluated_common": options.common,
            }
        )
