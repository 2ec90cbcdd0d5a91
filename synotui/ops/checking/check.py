"""Everything a dictionary promises, looked at once: `synotui check`."""

from collections.abc import Iterator
from time import perf_counter

from synotui.model import OnProgress, Progress, SpaceInfo, no_progress
from synotui.ops.checking.ledger import chain_findings, replay_findings
from synotui.ops.checking.report import CheckReport, Finding, Part
from synotui.ops.workbench import Workbench


def check(
    bench: Workbench,
    on_progress: OnProgress = no_progress,
    *,
    expected: str | None = None,
) -> CheckReport:
    """Look at everything; change nothing.

    `expected` is the hash of a ledger entry that was noted earlier. Raises
    DictionaryError where the file cannot be read at all, Cancelled.
    """
    began = perf_counter()
    with bench.store.reading():
        work = _Check(bench, on_progress)
        work.run(expected)
        damaged = any(finding.part == "file" for finding in work.findings)
        last = "" if damaged else bench.store.ledger.last_hash()
        return CheckReport(
            path=str(bench.path),
            findings=tuple(work.findings),
            checked=tuple(work.checked),
            entries=work.entries,
            last_hash=last,
            seconds=perf_counter() - began,
        )


class _Check:
    def __init__(self, bench: Workbench, on_progress: OnProgress) -> None:
        self._bench = bench
        self._on_progress = on_progress
        self.findings: list[Finding] = []
        self.checked: list[tuple[Part, str]] = []
        self.entries = 0

    def run(self, expected: str | None) -> None:
        store = self._bench.store
        self._tell("reading the file")
        pages = store.page_count()
        self._pages()
        self.checked.append(("file", f"{pages:,} pages, and what rows refer to"))
        if self.findings:
            # What is read from damaged pages says nothing about the rest.
            return
        self._references()
        self._tell("reading the ledger")
        self._take(chain_findings(store, expected))
        played = store.played()
        self.entries = played.entries
        self.checked.append(("ledger", f"{played.entries:,} entries, each by its hash"))
        self._tell("comparing pairs")
        self._take(replay_findings(store, played))
        self.checked.append(("pairs", f"{len(played.pairs):,} pairs as the ledger makes them"))
        for space in store.vectors.spaces():
            self._space(space)

    def _pages(self) -> None:
        for told in self._bench.store.damaged_pages():
            self.findings.append(
                Finding(
                    "file",
                    told,
                    f"Carry over what can be read: synotui check {self._bench.path} --rescue "
                    "NEW.db; or restore a backup",
                )
            )

    def _references(self) -> None:
        for table, parent, rows in self._bench.store.dangling():
            self.findings.append(
                Finding(
                    "file",
                    f"{rows:,} rows of {table} refer to {parent} that are not there",
                    "Restore a backup from before",
                )
            )

    def _space(self, space: SpaceInfo) -> None:
        from synotui.ops.checking.caches import cache_findings
        from synotui.ops.checking.vectors import adjusted_findings, base_findings

        store = self._bench.store

        def told(done: int) -> None:
            self._tell(f"reading {space.name}", done, space.vectors)

        self._take(base_findings(self._bench, space, told))
        self.checked.append(("vectors", f"{space.vectors:,} of space {space.name}, {space.dim}d"))
        if space.current:
            self._tell("solving the pairs again")
            self._take(adjusted_findings(self._bench, space))
            self.checked.append(("adjusted", f"{space.moved:,} of space {space.name}, solved anew"))
        self._tell("reading what is cached")
        self._take(cache_findings(store, self._bench.path, space))

    def _take(self, findings: Iterator[Finding]) -> None:
        try:
            self.findings += findings
        except (ValueError, TypeError, KeyError) as error:
            path = self._bench.path
            told = f"something in it cannot be understood ({error})"
            remedy = f"Carry over what can be: synotui check {path} --rescue NEW.db"
            self.findings.append(Finding("file", told, remedy))

    def _tell(self, stage: str, done: int = 0, total: int = 0) -> None:
        self._on_progress(Progress(stage, done, total))
