"""The table of commands, and a click group that imports a command's module when it is used."""

from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any

import click

from synotui.cli.dictionary_path import looks_like_path
from synotui.config import now_doing

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem


@dataclass(frozen=True, slots=True)
class Entry:
    """A command: its module in `synotui.cli.commands`, and the line `synotui --help` shows."""

    module: str
    help: str


SECTIONS: dict[str, dict[str, Entry]] = {
    "Begin": {
        "demo": Entry("demo", "Make the demo dictionary and open it."),
        "import": Entry("import_", "Read terms, pairs or vectors into a dictionary."),
        "embed": Entry("embed", "Make vectors for the terms that lack them."),
        "index": Entry("index", "Build the search index ahead, and measure it."),
    },
    "Decide": {
        "suggest": Entry("suggest", "List candidates for a term."),
        "rerank": Entry("rerank", "Read the likeliest candidates again with a cross-encoder."),
        "compare": Entry("compare", "Measure terms or texts against each other."),
        "analogy": Entry("analogy", "Add and take away terms: king + woman - man."),
        "explore": Entry("explore", "Ask the space: nearest, odd one out, closer, between."),
        "map": Entry("map", "Show terms as points of a plane, as text or as a picture."),
        "decide": Entry("decide", "Accept, reject or skip a pair."),
        "weight": Entry("weight", "Let a pair weigh more or less in adjustment."),
        "sense": Entry("sense", "Name the sense in which a term is meant in a pair."),
        "senses": Entry("senses", "Show what a term may mean: its neighbours in clusters."),
        "sets": Entry("sets", "List synonym sets, and links that join two senses."),
        "undo": Entry("undo", "Take back the last decisions."),
        "redo": Entry("redo", "Put back what was undone."),
        "merge": Entry("merge", "Bring in what another curator decided in a copy."),
        "log": Entry("log", "Show what was done, newest first."),
    },
    "Adjust": {
        "adjust": Entry("adjust", "Show or change how accepted pairs pull vectors together."),
        "drift": Entry("drift", "Tell how far vectors went, and what that did to others."),
        "space": Entry("space", "List the spaces of vectors, or switch to one."),
    },
    "Use": {
        "associate": Entry("associate", "Tell which of two poles, lists of words, terms lean to."),
        "evaluate": Entry("evaluate", "Measure the vectors, before and after adjusting."),
        "histogram": Entry("histogram", "Show how similar accepted and rejected pairs are."),
        "simulate": Entry("simulate", "Count the decisions that finding known synonyms takes."),
        "export": Entry("export", "Write the accepted pairs, or the vectors, to a file."),
        "formats": Entry("formats", "List file formats and encoders."),
        "stats": Entry("stats", "Count what a dictionary holds."),
        "neighbours": Entry("neighbours", "Find the neighbours of every term."),
        "backup": Entry("backup", "Copy a dictionary; list its backups."),
        "restore": Entry("restore", "Put a backup back, or tell what that would change."),
        "check": Entry("check", "Check that a dictionary is sound; mend or rescue it."),
        "completion": Entry("completion", "Print the completion script for your shell."),
    },
}
COMMANDS: dict[str, Entry] = {
    name: entry for section in SECTIONS.values() for name, entry in section.items()
}
_OPEN = Entry("open", "Open the review screen on a dictionary.")


class LazyGroup(click.Group):
    """`synotui`: anything that is not a command is the path of a dictionary to open."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Take no arguments at all as a question for help."""
        return super().parse_args(ctx, args or ["--help"])

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Name the commands in the order of the help page."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import and give one command, None for an unknown name."""
        entry = COMMANDS.get(cmd_name)
        return _load(entry) if entry else None

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command of `args`; without one they are for opening the UI."""
        name = args[0]
        command = self.get_command(ctx, name)
        if command is not None:
            now_doing(name)
            return name, command, args[1:]
        if not ctx.resilient_parsing:
            _refuse_misspelt(ctx, name, args[1:])
        return None, _load(_OPEN), args

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the commands by section, importing none of them."""
        longest = max(map(len, COMMANDS))
        for title, entries in SECTIONS.items():
            with formatter.section(title):
                formatter.write_dl(
                    [(name.ljust(longest), entry.help) for name, entry in entries.items()]
                )

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list["CompletionItem[Any]"]:
        """Offer commands, options and files, importing no command."""
        from click.shell_completion import CompletionItem

        # The file item leads: shells drop the plain items that come before one.
        found: list[CompletionItem[Any]] = [CompletionItem(incomplete, type="file")]
        found += [
            CompletionItem(name, help=entry.help)
            for name, entry in COMMANDS.items()
            if name.startswith(incomplete)
        ]
        return found + click.Command.shell_complete(self, ctx, incomplete)


def _load(entry: Entry) -> click.Command:
    module = import_module(f"synotui.cli.commands.{entry.module}")
    command: click.Command = module.command
    return command


def _refuse_misspelt(ctx: click.Context, name: str, rest: Sequence[str]) -> None:
    """Raise for a name that was meant as a command, not as a dictionary's path."""
    from difflib import get_close_matches
    from pathlib import Path

    if Path(name).exists():
        return
    close = get_close_matches(name, COMMANDS, n=2)
    if (close or rest) and not looks_like_path(name) and not name.startswith("-"):
        meant = f" Did you mean {' or '.join(close)}?" if close else ""
        raise click.UsageError(f"No such command '{name}'.{meant}", ctx)
