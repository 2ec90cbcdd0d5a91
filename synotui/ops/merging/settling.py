"""What becomes of a pair: three-way, by how it stands here, there, and stood for both.

For some pairs there are two states that both know, if two curators each took
over the other's work and neither has seen the other's merge: then what either
state tells counts, unless they contradict each other.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

from synotui import text as words
from synotui.model import Stance, Verdict
from synotui.ops.merging.stand import Stand

Kind = Literal["same", "kept", "agreed", "taken", "undone", "disagreement"]
BETWEEN_NOTES = " · "
"""Stands between the notes of two curators."""
_FIELDS = ("weight", "first_sense", "second_sense")
_USUAL = Stand(Verdict.SKIPPED, None, "", 1.0, "", "", True, "", "")
"""How what goes beyond a verdict is, before anybody said something."""


class Known(NamedTuple):
    """How a pair stood in a state that both know."""

    stand: Stand | None
    mine_anew: bool = False
    """Whether a disagreement on it was worked off here after that, which counts as a change."""
    theirs_anew: bool = False
    """The same of there."""


@dataclass(frozen=True, slots=True)
class Settled:
    """What becomes of a pair here."""

    kind: Kind
    after: Stand | None
    """How it stands afterwards; None is undecided."""
    news: bool = True
    """Whether the other changed what both knew."""
    over_skip: bool = False
    """Whether a verdict counted more than that the other skipped it."""
    notes_joined: bool = False


def settle(
    mine: Stand | None,
    theirs: Stand | None,
    states: Sequence[Known],
    stance: Stance = "ask",
) -> Settled:
    """Tell what becomes of a pair, by at least one of the states both know.

    With `stance` "theirs" a disagreement takes theirs.
    """
    said, others = _said(mine), _said(theirs)
    known = [_said(state.stand) for state in states]
    if said == others:
        old = others in known
        return Settled("same" if old else "agreed", mine, not old)
    anew = any(
        (state.mine_anew and said == told) or (state.theirs_anew and others == told)
        for state, told in zip(states, known, strict=True)
    )
    take, keep = said in known, others in known
    if anew or (take and keep):
        return _disagreement(mine, theirs, stance)
    if take:
        return Settled("taken" if theirs else "undone", theirs)
    if keep:
        return Settled("kept", mine, news=False)
    if mine is None or theirs is None:
        return _disagreement(mine, theirs, stance)
    return _both_changed(mine, theirs, [state.stand for state in states], stance)


def _both_changed(
    mine: Stand, theirs: Stand, bases: Sequence[Stand | None], stance: Stance
) -> Settled:
    """Settle verdict, note, weight and senses one by one."""
    decisions = [base.decision if base else None for base in bases]
    over_skip = False
    if mine.decision == theirs.decision or _only(theirs.decision, mine.decision, decisions):
        chosen = mine
    elif _only(mine.decision, theirs.decision, decisions):
        chosen = theirs
    elif (mine.verdict == Verdict.SKIPPED) != (theirs.verdict == Verdict.SKIPPED):
        chosen = theirs if mine.verdict == Verdict.SKIPPED else mine
        over_skip = True
    else:
        return _disagreement(mine, theirs, stance)
    more: dict[str, Any] = {}
    for name in _FIELDS:
        here, there = getattr(mine, name), getattr(theirs, name)
        known = [getattr(base or _USUAL, name) for base in bases]
        if here != there and here not in known and there not in known:
            return _disagreement(mine, theirs, stance)
        more[name] = there if here in known else here
    note = _note(mine, theirs, [(base or _USUAL).note for base in bases])
    after = chosen._replace(note=note, **more)
    if len(after.note) > words.MAX_NOTE_LENGTH:
        return _disagreement(mine, theirs, stance)
    joined = after.note not in (mine.note, theirs.note)
    kind: Kind = "kept" if after.said == mine.said else "taken"
    return Settled(
        kind, mine if kind == "kept" else after, over_skip=over_skip, notes_joined=joined
    )


def _only(one: object, other: object, known: Sequence[object]) -> bool:
    """Say whether only the `other` of two has changed."""
    return one in known and other not in known


def _note(mine: Stand, theirs: Stand, known: Sequence[str]) -> str:
    """Give the note of a pair: of two new ones both, the earlier first, whoever merges."""
    if mine.note == theirs.note or theirs.note in known:
        return mine.note
    if mine.note in known:
        return theirs.note
    for longer, shorter in ((mine, theirs), (theirs, mine)):
        if shorter.note in longer.note:
            return longer.note
    notes = sorted((each.decided_at, each.note) for each in (mine, theirs))
    return BETWEEN_NOTES.join(note for _, note in notes)


def _disagreement(mine: Stand | None, theirs: Stand | None, stance: Stance) -> Settled:
    return Settled("disagreement", theirs if stance == "theirs" else mine)


def _said(stand: Stand | None) -> tuple[Any, ...] | None:
    return stand.said if stand is not None else None
