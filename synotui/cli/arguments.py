"""Arguments and options that several commands share, and what the shell completes for them."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

STRATEGIES = ("likeliest", "by-head", "uncertain", "frequent-heads")
"""What a queue may ask next."""
_WRITE = (
    "import", "merge", "embed", "rerank", "decide", "weight", "sense", "undo", "redo", "adjust",
    "space", "neighbours", "restore", "check",
)  # fmt: skip
"""Commands that write to the dictionary, or may."""
Command = TypeVar("Command", bound=Callable[..., Any])


def as_text(value: str) -> str:
    """Take text for a dictionary, refusing bytes that are not UTF-8 (lone surrogates by now)."""
    try:
        value.encode()
    except UnicodeEncodeError:
        raise click.BadParameter("not valid UTF-8") from None
    return value


def dictionary(command: Command) -> Command:
    """Add the argument DB, the dictionary's path; whether it is one, opening it says.

    A command that writes warns where it lies on a network file system, and of hard links.
    """
    return click.argument("db", type=click.Path(path_type=Path), callback=_warn)(command)


def _warn(context: click.Context, parameter: click.Parameter, db: Path) -> Path:
    if context.info_name in _WRITE and not context.resilient_parsing:
        from synotui.cli.printing import say
        from synotui.ops.hard_links import hard_link_warning
        from synotui.ops.network_disk import network_warning

        for warning in (network_warning(db), hard_link_warning(db)):
            if warning:
                say(f"synotui: {warning}")
    return db


def as_json(command: Command) -> Command:
    """Add the flag --json."""
    return click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")(command)


def complete_formats(
    context: click.Context, parameter: click.Parameter, incomplete: str
) -> list["CompletionItem[Any]"]:
    """Offer the names of the formats."""
    from synotui.formats import formats

    return _starting_with(incomplete, {each.name: each.summary for each in formats()})


def complete_encoders(
    context: click.Context, parameter: click.Parameter, incomplete: str
) -> list["CompletionItem[Any]"]:
    """Offer the names of the encoders, loading none of them."""
    from synotui.ops.spaces.embedding import encoder_names

    return _starting_with(incomplete, dict.fromkeys(encoder_names(), ""))


def _starting_with(incomplete: str, offered: dict[str, str]) -> list["CompletionItem[Any]"]:
    from click.shell_completion import CompletionItem

    return [
        CompletionItem(name, help=about or None)
        for name, about in offered.items()
        if name.startswith(incomplete)
    ]
