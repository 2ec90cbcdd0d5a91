"""`synotui formats`: the file formats and the encoders there are."""

import click

from synotui.cli.arguments import as_json


@click.command()
@as_json
def command(as_json: bool) -> None:
    """List the file formats that can be imported and exported, and the encoders.

    \b
    Example:
      synotui formats
      synotui formats --json
    """
    from synotui.cli.printing import Column, document, line, table
    from synotui.formats import formats
    from synotui.ops.spaces.embedding import encoder_names

    known, encoders = formats(), encoder_names()
    if as_json:
        document(
            {
                "formats": [
                    {
                        "name": each.name,
                        "holds": each.holds,
                        "reads": each.reads,
                        "writes": each.writes,
                        "extensions": list(each.extensions),
                        "summary": each.summary,
                    }
                    for each in known
                ],
                "encoders": encoders,
            }
        )
        return
    columns = [Column("format"), Column("holds"), Column("can"), Column("files")]
    rows = [
        [
            each.name,
            each.holds,
            " ".join(["read"] * each.reads + ["write"] * each.writes),
            " ".join(each.extensions),
            each.summary,
        ]
        for each in known
    ]
    table([*columns, Column("", cut=True)], rows)
    line()
    line("encoders: " + ", ".join(encoders))
