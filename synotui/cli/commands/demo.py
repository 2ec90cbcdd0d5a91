"""`synotui demo`: make the demo dictionary and open it, or show it as text."""

import sys
from pathlib import Path

import click


@click.command()
@click.option(
    "--db",
    metavar="PATH",
    type=click.Path(path_type=Path),
    help="Where the demo dictionary is or goes; a place of its own otherwise.",
)
@click.option(
    "--print",
    "as_text",
    is_flag=True,
    help="Show it as text, in a scratch copy: changes nothing.",
)
def command(db: Path | None, as_text: bool) -> int:
    """Make the demo dictionary if it is not there, and open it.

    It holds real terms, Chinese and English, with real vectors, and seven
    proposals to begin with.

    \b
    Example:
      synotui demo --print
    """
    if as_text:
        from synotui.cli.showcase import show

        show()
        return 0
    from synotui.cli.printing import say
    from synotui.cli.progress import ProgressLine
    from synotui.ops.demo import demo_path, make_demo
    from synotui.tui import run

    path = db or demo_path()
    if not path.exists() and not sys.stdout.isatty():
        # On a terminal the screen makes it, behind its first frame.
        with ProgressLine() as progress:
            make_demo(path, progress).close()
        say(f"Made {path}")
    return run(path, demo=True)
