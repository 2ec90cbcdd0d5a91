"""The ledger: is its chain whole, and are pairs, terms and settings what it makes them?"""

from collections.abc import Iterator
from dataclasses import asdict

from synotui.model import Settings
from synotui.ops.checking.report import Finding
from synotui.store import Store
from synotui.store.replay import Played

_NAMED = 5
_BACKUP = "Restore a backup from before"
_REPAIR = "synotui check DB --repair makes them anew from the ledger"


def chain_findings(store: Store, expected: str | None) -> Iterator[Finding]:
    """Look for entries that were changed, dropped or put in between.

    `expected` is a hash that was noted earlier, in hexadecimal.
    """
    broken = list(store.ledger.broken_links())
    if broken:
        yield Finding(
            "ledger",
            f"entries do not follow from those before them: {_some(broken)}. "
            "They, or the one before each, were changed after they were written",
            _BACKUP,
        )
    if expected is not None and not store.ledger.holds_hash(expected):
        yield Finding(
            "ledger",
            f"no entry has the hash {expected}: what was there when it was noted is not there now",
            _BACKUP,
        )


def replay_findings(store: Store, played: Played) -> Iterator[Finding]:
    """Hold pairs, terms and settings against the ledger as it was `played`."""
    if played.unreadable:
        yield Finding(
            "ledger", f"entries cannot be understood: {_some(played.unreadable)}", _BACKUP
        )
    if played.astray:
        yield Finding(
            "ledger",
            f"entries undo or redo what was not next: {_some(played.astray)}",
            _BACKUP,
        )
    held = store.pairs.as_rows()
    for told, pairs in (
        ("are decided in the ledger and missing", played.pairs.keys() - held.keys()),
        ("are there without a ledger entry", held.keys() - played.pairs.keys()),
        (
            "are not as the ledger has them",
            {key for key in held.keys() & played.pairs.keys() if held[key] != played.pairs[key]},
        ),
    ):
        if pairs:
            yield Finding(
                "pairs", f"{len(pairs):,} pairs {told}: {_named(store, pairs)}", _REPAIR, True
            )
    retired = set(store.terms.retired())
    astray = store.terms.by_id((retired ^ played.retired) & (played.made | retired))
    if astray:
        named = ", ".join(astray[term].text for term in sorted(astray)[:_NAMED])
        yield Finding(
            "terms",
            f"{len(astray):,} terms are in use or out of use against the ledger: {named}",
            _REPAIR,
            True,
        )
    if played.settings is not None:
        right = asdict(Settings.kept(played.settings))
        held_now = asdict(store.values.adjustment())
        differ = [name for name in played.settings if right.get(name) != held_now.get(name)]
        if differ:
            yield Finding(
                "adjusted",
                f"settings are not as the ledger has them: {', '.join(differ)}",
                _REPAIR,
                True,
            )


def _named(store: Store, pairs: set[tuple[int, int]]) -> str:
    some = sorted(pairs)[:_NAMED]
    terms = store.terms.by_id({term for pair in some for term in pair})
    texts = [
        " – ".join(terms[term].text if term in terms else f"#{term}" for term in pair)
        for pair in some
    ]
    return ", ".join(texts) + (", …" if len(pairs) > len(some) else "")


def _some(entries: list[int]) -> str:
    named = ", ".join(f"#{seq}" for seq in entries[:_NAMED])
    return named + (f" and {len(entries) - _NAMED:,} more" if len(entries) > _NAMED else "")
