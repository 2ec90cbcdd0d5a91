"""What a merge does, in lines for people: a count, what it is a count of, and what that means."""

from synotui.model import MergedPair, MergeReport, Saying

Line = tuple[int, str, str]


def counted(report: MergeReport) -> list[Line]:
    """Give (count, what, more) of everything there is any of, what changes first."""
    curators = ", ".join(f"{name} {count:,}" for name, count in report.curators[:3])
    if len(report.curators) > 3:
        curators += f" and {len(report.curators) - 3:,} others"
    lines = (
        (report.taken, "pair{} taken", curators),
        (report.replaced, "of them replace", "verdicts that are decided otherwise here"),
        (report.undone, "undone", "the other took back what both knew"),
        (report.over_skips, "over a skip", "one of the two skipped, the other decided"),
        (report.notes_joined, "note{} joined", "both had noted something"),
        (report.agreed, "agreed", "new there, and so here already"),
        (report.disagreements, "disagreement{}", _stance(report)),
        (report.terms_added, "term{} added", _vectors(report)),
        (report.terms_lacking, "term{} only there", "left there"),
        (report.terms_retired, "term{} out of use there", "in use here still"),
        (report.refused_count, "refused", "rows that cannot be taken"),
    )
    return [
        (count, what.format("" if count == 1 else "s"), more)
        for count, what, more in lines
        if count
    ]


def known_words(report: MergeReport) -> str:
    """Say how much of the other ledger is news."""
    new, known = report.new_entries, report.known_entries
    entries = "entry" if new == 1 else "entries"
    if not known:
        return f"{new:,} ledger {entries}; nothing of it is known here yet"
    return f"{new:,} ledger {entries} after #{known:,}, up to which both know it"


def nothing_words(report: MergeReport) -> str:
    """Say that there is nothing to take, and what is still open."""
    if not report.disagreements:
        return "Nothing new: everything it holds is known here"
    left = f"{report.disagreements:,} disagreement{'s are' if report.disagreements > 1 else ' is'}"
    return f"Nothing new; {left} still open"


def pair_words(pair: MergedPair) -> str:
    """Tell of a pair that changes: `普拉多 – 霸道SUV: accepted by mei, 2026-03-01 → rejected …`."""
    before = f"{_signed(pair.before)} → " if pair.before else ""
    return f"{pair.term} – {pair.synonym}: {before}{_signed(pair.after)}"


def _signed(saying: Saying | None) -> str:
    return saying.signed if saying is not None else "undecided"


def _stance(report: MergeReport) -> str:
    if report.stance == "theirs":
        return "theirs are taken"
    if report.stance == "mine":
        return "those of here stay, and that settles them"
    known = report.known_disagreements
    told = "those of here stay until somebody decides"
    return f"{told}; {known:,} known from an earlier merge" if known else told


def _vectors(report: MergeReport) -> str:
    if not report.without_vector:
        return "with their vectors"
    if not report.vectors_added:
        return "without vectors: synotui embed makes them"
    return f"{report.without_vector:,} without a vector: synotui embed makes them"
