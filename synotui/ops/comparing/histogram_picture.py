"""A histogram of similarity as a picture in a file."""

from pathlib import Path

from synotui.ops.comparing import histogram_words as words
from synotui.ops.comparing.histogram import Column, SimilarityHistogram


def draw_histogram(found: SimilarityHistogram, column: Column, out: Path, bins: int) -> None:
    """Draw it as SVG, or PNG by the ending of `out`; the other vectors are a dashed line.

    Raises FormatError, MapError where it cannot be drawn or written.
    """
    from synotui.formats.histogram_svg import Mark, Panel, histograms_svg
    from synotui.formats.pictures import write_picture

    bounds = found.bounds(bins)
    other: Column = "now" if column == "base" else "base"
    panels = [
        Panel(
            words.group_words(group, column),
            found.counts(group.name, column, bounds),
            found.counts(group.name, other, bounds) if found.adjusted else (),
        )
        for group in found.groups
    ]
    threshold = found.threshold(column)
    notes = words.threshold_lines(found, column)
    if told := words.left_out_words(found):
        notes.append(told)
    if found.adjusted:
        notes += [f"Dashed: {words.COLUMNS[other]} vectors", words.TOLD_BRIEFLY]
    title = words.heading(found, column)
    mark = Mark(threshold.cosine, f"{threshold.cosine:.2f}") if threshold else None
    drawn = histograms_svg(panels, bounds.tolist(), title, "cosine", mark, notes)
    write_picture(drawn, [title, *(panel.name for panel in panels), *notes], out)
