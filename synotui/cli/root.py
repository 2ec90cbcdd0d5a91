"""The root command: what `synotui --help` says before it lists the commands."""

import click

from synotui import __version__
from synotui.cli.lazy import LazyGroup


@click.group(
    cls=LazyGroup,
    subcommand_metavar="[DB | COMMAND ...]",
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.version_option(__version__, "-V", "--version", message="%(prog)s %(version)s")
def root() -> None:
    """Curate a synonym dictionary: suggest, decide, adjust, export.

    `synotui DB` opens the review screen on a dictionary. The commands do the
    same from scripts; DB is the dictionary's path and comes first. Data goes
    to stdout, everything else to stderr.

    \b
    Example:
      synotui import cars.db pairs.csv
      synotui embed cars.db
      synotui suggest cars.db 普拉多
      synotui decide cars.db accept 普拉多 霸道SUV
      synotui export cars.db synonyms.csv
    """
