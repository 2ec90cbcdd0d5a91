"""`synotui embed`: vectors for the terms that lack them."""

from collections.abc import Sequence
from pathlib import Path

import click

from synotui.cli.arguments import as_json, as_text, complete_encoders, dictionary

_NAMED = 5
"""Failed terms that are named."""


class _NamesEncoders(click.Command):
    """A command whose help lists the encoders there are, loading none."""

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        from synotui.ops.spaces.embedding import encoder_names

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
@click.option(
    "--compose",
    is_flag=True,
    help="In an imported space of word vectors: put terms together from its words.",
)
@click.option("--again", is_flag=True, help="With --compose: those composed before, too.")
@as_json
def command(db: Path, encoder: str | None, compose: bool, again: bool, as_json: bool) -> None:
    """Make vectors for the terms of DB that lack one in the current space.

    An encoder used for the first time gets a space of its own, which becomes
    the current one when it is complete. What is made is kept as it goes:
    stopped by Ctrl-C or in any other way, the same command goes on from there.

    A space that was imported has no encoder. With --compose, terms of several
    words get the mean of their words' vectors, frequent words weighing less
    (SIF), without what all such phrases share where there are enough of them.
    These vectors are marked wherever their cosines are shown, with ≈, and give
    way to the terms' own when those are imported.

    \b
    Example:
      synotui embed cars.db
      synotui embed cars.db --encoder use-m3 --json
      synotui import cars.db vectors.txt
      synotui embed cars.db --compose
    """
    from synotui.cli.printing import document, line, say
    from synotui.cli.progress import ProgressLine
    from synotui.ops.spaces.embedding import embed
    from synotui.ops.workbench import open_workbench

    if compose and encoder is not None:
        raise click.UsageError("--compose needs no encoder: leave --encoder out")
    if again and not compose:
        raise click.UsageError("--again goes with --compose")
    if compose:
        _compose(db, again=again, as_json=as_json)
        return
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
                "composed": report.composed,
            }
        )
        return
    line(
        f"{report.encoded:,} vectors made with {report.encoder} in space {report.space}"
        f", {report.already:,} already there"
    )
    if report.composed:
        line(f"  {report.composed:,} of them put together from words or parts, marked with ≈")
    if report.failed:
        say(f"No usable vector for {len(report.failed):,} terms: {_named(report.failed)}")
    say(f"Next: synotui {db} opens it for review.")


def _compose(db: Path, *, again: bool, as_json: bool) -> None:
    from synotui.cli.printing import document, line, say
    from synotui.cli.progress import ProgressLine
    from synotui.ops.spaces.composed_terms import compose_terms
    from synotui.ops.workbench import open_workbench

    with open_workbench(db) as bench, ProgressLine() as progress:
        report = compose_terms(bench, progress, again=again)
    if as_json:
        partly = [
            {"term": each.text, "words": list(each.texts), "missing": list(each.missing)}
            for each in report.partly
        ]
        document(
            {
                "space": report.space,
                "composed": report.made,
                "anew": report.anew,
                "already": report.already,
                "partly": partly,
                "partly_count": report.partly_count,
                "uncovered": list(report.uncovered),
                "uncovered_count": report.uncovered_count,
                "weighs_by": report.weighs_by,
                "fitted_on": report.fitted_on,
            }
        )
        return
    anew = f", {report.anew:,} anew" if report.anew else ""
    line(f"{report.made:,} terms composed from words of space {report.space}{anew}")
    line(f"  words weigh by {report.weighs_by}")
    if report.fitted_on:
        line(f"  without what {report.fitted_on:,} phrases have in common")
    if report.partly_count:
        told = [f"{each.text} (without {each.uncovered()})" for each in report.partly[:_NAMED]]
        say(f"From some of their words only: {report.partly_count:,}: {_named(told)}")
    if report.uncovered_count:
        say(
            f"No vector for {report.uncovered_count:,} terms, none of whose words has one: "
            f"{_named(report.uncovered)}"
        )
    say(f"Next: synotui {db} opens it for review.")


def _named(texts: Sequence[str]) -> str:
    return ", ".join(texts[:_NAMED]) + (", …" if len(texts) > _NAMED else "")
