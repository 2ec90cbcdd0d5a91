"""The command line: `synotui DB` opens the UI, `synotui COMMAND DB ...` does the same from scripts.

`program` is the whole as one program, `root` its root command, `lazy` the table
of commands, `commands/` one module for each; the rest is what several commands
share.
"""

from synotui.cli.program import main

__all__ = ["main"]
