"""`synotui embed`: vectors for the terms that lack them."""

from pathlib import Path

import click

from synotui.cli.arguments import as_json, as_text, complete_encoders, dictionary

_NAMED = 5
"""Failed terms that are named."""


class _NamesEncoders(click.Command):
    """A command whose help lists the encoders there are, loading none."""

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        from synotui.ops.embedding import encoder_names

        with formatter.section("Encoders"):
            formatter.write_text(", ".join(encoder_names()))


@click.command(cls=_NamesEncoders)
@dictionary
@click.option(
    "--encoder",
    "-e",
    type=as_text,
    metavar="NAME",
    shell_complete=complete_encoders,
    help="Who makes them; that of the current space otherwise. "
    "sentence-transformers:MODEL takes a model's name or folder.",
)
@as_json
def command(db: Path, encoder: str | None, as_json: bool) -> None:
    """Make vectors for the terms of DB that lack one in the current space.

    An encoder used for the first time gets a space of its own, which becomes
    the current one when it is complete. What is made is kept as it goes:
    stopped by Ctrl-C or in any other way, the same command goes on from there.

    \b
    Example:
      synotui embed cars.db
      synotui embed cars.db --encoder use-m3 --json
    """
    from synotui.cli.printing import document, line, say
    from synotui.cli.progress import ProgressLine
    from synotui.ops.embedding import embed
    from synotui.ops.workbench import open_workbench

    with open_workbench(db) as bench, ProgressLine() as progress:
        report = embed(bench, encoder, progress)
    if as_json:
        document(
            {
                "space": report.space,
                "encoder": report.encoder,
                "encoded": report.encoded,
                "already": report.already,
                "failed": list(report.failed),
            }
        )
        return
    line(
        f"{report.encoded:,} vectors made with {report.encoder} in space {report.space}"
        f", {report.already:,} already there"
    )
    if report.failed:
        named = ", ".join(report.failed[:_NAMED]) + (", …" if len(report.failed) > _NAMED else "")
        say(f"No usable vector for {len(report.failed):,} terms: {named}")
    say(f"Next: synotui {db} opens it for review.")
