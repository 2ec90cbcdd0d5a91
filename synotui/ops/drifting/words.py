"""A report of drift in words: what it is about, and its figures, one line for each."""

from typing import NamedTuple

from synotui.model import Bin, DriftReport


class Figure(NamedTuple):
    """A figure, what it is called, and what it says. No data of the curator is in it."""

    name: str
    value: str
    meaning: str
    warns: bool = False
    """Whether it is one to look into."""


def heading(report: DriftReport) -> str:
    """Say what the report compares now with; holds terms."""
    if report.scope == "all":
        return f"Since the base vectors: {_entries(report.entries)} of the ledger"
    if not report.entries:
        return "Nothing was decided since"
    if report.scope == "last":
        return f"Since the last decision: {report.label}"
    began = f"{report.began[:10]} {report.began[11:16]} UTC"
    if report.scope == "session":
        return f"Since the session began, {began}: {_entries(report.entries)} of the ledger"
    return f"Since entry {report.since:,}: {_entries(report.entries)}, from {began} on"


def bin_words(found: Bin) -> str:
    """Name a bin by its bounds."""
    if found.low <= -1:
        return f"below {found.high:.2f}"
    return f"{found.low:.2f} to {found.high:.2f}"


def figures(report: DriftReport) -> list[Figure]:
    """Give the figures of a report in which something moved."""
    share = report.moved / max(1, report.terms)
    found = [
        Figure(
            "moved",
            f"{report.moved:,}",
            f"{_terms(report.moved)}, {share:.1%} of space {report.space}",
        )
    ]
    by_share = dict(report.quantiles)
    if by_share:
        meaning = f"the median; quartile {by_share[0.25]:.2f}, lowest {by_share[0.0]:.2f}"
        found.append(Figure("cosine to before", f"{by_share[0.5]:.2f}", meaning))
    looked = _count(report.looked_at, "moved term")
    found.append(Figure("entered", f"{report.entered:,}", f"the 10 nearest of {looked}"))
    found.append(Figure("left", f"{report.left:,}", "the 10 nearest of these"))
    if report.kept_moved is not None:
        found.append(Figure("kept, moved", f"{report.kept_moved:.1%}", _sample(report)))
    if report.kept_untouched is not None:
        told = f"of the 10 nearest of {_count(report.untouched_sampled, 'untouched term')}, sampled"
        low = report.kept_untouched < 0.9
        found.append(Figure("kept, untouched", f"{report.kept_untouched:.1%}", told, low))
    return found + _cases(report)


def _cases(report: DriftReport) -> list[Figure]:
    level = f"{report.threshold:g}"
    told = (
        (report.accepted_below, "fell below", f"accepted pairs, below {level} now and not before"),
        (
            report.others_above,
            "rose above",
            f"other pairs, above {level} now and not before",
        ),
        (report.rejected_closer, "closer", "rejected pairs whose cosine rose"),
        (
            report.sets_collapsed,
            "collapsed",
            f"sets of 3 or more whose mean cosine rose to {report.bound:g}",
        ),
    )
    return [Figure(name, f"{n:,}", meaning, n > 0) for n, name, meaning in told]


def _sample(report: DriftReport) -> str:
    named = _count(report.moved_sampled, "moved term")
    if report.moved_sampled < report.moved:
        named = f"{report.moved_sampled:,} drawn of those moved"
    return f"of the 10 nearest of {named}"


def _entries(n: int) -> str:
    return f"{n:,} {'entry' if n == 1 else 'entries'}"


def _terms(n: int) -> str:
    return "term" if n == 1 else "terms"


def _count(n: int, noun: str) -> str:
    return f"{n:,} {noun}" if n == 1 else f"{n:,} {noun}s"
