"""What splits a synonym set, seen before it is done: a link rejected, a term in two senses."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from synotui.engine.linked import neighbours, parted
from synotui.model import Member, SetLink, SynonymSet

_NAMED = 3
"""Members that are named of a part."""


class Split(NamedTuple):
    """The two parts a set would come apart in; a term in two senses is in neither."""

    ones: tuple[Member, ...]
    others: tuple[Member, ...]


class Sides(NamedTuple):
    """The links of a term, put in two groups by what it may mean in them."""

    term: Member
    ones: tuple[SetLink, ...]
    others: tuple[SetLink, ...]

    def exchanged(self, link: SetLink) -> "Sides":
        """Give the sides with a link on the other one."""
        if link in self.ones:
            ones = tuple(each for each in self.ones if each != link)
            return Sides(self.term, ones, (*self.others, link))
        others = tuple(each for each in self.others if each != link)
        return Sides(self.term, (*self.ones, link), others)

    def named(self, one: str, other: str) -> list[tuple[int, str]]:
        """Give each synonym of the term with the sense of its side."""
        both = ((one, self.ones), (other, self.others))
        return [(self.other_end(link).term.id, name) for name, links in both for link in links]

    def other_end(self, link: SetLink) -> Member:
        """Give what a link joins the term to."""
        return link.synonym if link.head == self.term else link.head


def sides_of(
    found: SynonymSet, link: SetLink | None = None, term: int | None = None
) -> Sides | None:
    """Put the links of a term in two groups; None where that term has one link only.

    The term is that of the suspected bridge, where `link` is of it or none is
    given. Else it is the end of the link, or of the bridge that is one link,
    that is the term `term` or has more links; the link is then on one side alone.
    """
    bridge = found.bridge
    if bridge is not None and (link is None or link.bridge):
        if bridge.term is not None:
            fits = term is None or bridge.term.term.id == term
            return Sides(bridge.term, bridge.others, bridge.links) if fits else None
        (link,) = bridge.links
    if link is None:
        return None
    ends = [end for end in (link.head, link.synonym) if term is None or end.term.id == term]
    if not ends:
        return None
    meant = min(ends, key=found.members.index)
    others = tuple(
        each for each in found.links if each != link and meant in (each.head, each.synonym)
    )
    return Sides(meant, others, (link,)) if others else None


class SetShape:
    """The links of a set as a graph, to be asked what falls apart without some of them."""

    def __init__(self, found: SynonymSet) -> None:
        self._members = found.members
        self._places = {_key(member): place for place, member in enumerate(found.members)}
        ends = (
            (self._places[_key(link.head)], self._places[_key(link.synonym)])
            for link in found.links
        )
        self._near = neighbours(len(found.members), ends)

    def without(self, link: SetLink) -> Split | None:
        """Give the parts that rejecting a link leaves, its head's first; None where it splits not.

        A part of one term is no set any more.
        """
        ones, others = self._of([link.head]), self._of([link.synonym])
        return self._split(parted(self._near, ones, others), None)

    def in_senses(self, sides: Sides) -> Split | None:
        """Give the parts that naming a term's two senses leaves; None where they stay joined."""
        if not (sides.ones and sides.others):
            return None
        ones, others = (
            self._of(sides.other_end(link) for link in links)
            for links in (sides.ones, sides.others)
        )
        (node,) = self._of([sides.term])
        return self._split(parted(self._near, ones, others, without=node), node)

    def _of(self, members: Iterable[Member]) -> list[int]:
        return [self._places[_key(member)] for member in members]

    def _split(self, found: tuple[int, list[int]] | None, without: int | None) -> Split | None:
        if found is None:
            return None
        which, part = found
        inside = set(part)
        rest = [n for n in range(len(self._members)) if n not in inside and n != without]
        sides = (sorted(part), rest) if which == 0 else (rest, sorted(part))
        ones, others = (tuple(self._members[node] for node in side) for side in sides)
        return Split(ones, others)


def _key(member: Member) -> tuple[int, str]:
    return member.term.id, member.sense


def split_words(split: Split | None) -> str:
    """Say what is left of a set."""
    if split is None:
        return "If rejected, other links still join the set"
    return "If rejected: " + " / ".join(_part_words(part) for part in split)


def sides_words(sides: Sides, split: Split | None) -> str:
    """Say what naming the two senses of a term leaves."""
    if not (sides.ones and sides.others):
        return "All links are on one side: nothing splits"
    if split is None:
        return "If named, other links still join the set"
    meant = [f"{sides.term.term.text}〔{name}〕" for name in "AB"]
    parts = (_part_words(part, (name,)) for part, name in zip(split, meant, strict=True))
    return "If named: " + " / ".join(parts)


def _part_words(part: Sequence[Member], first: tuple[str, ...] = ()) -> str:
    names = [*first, *(member.shown for member in part[: _NAMED - len(first)])]
    count = len(part) + len(first)
    if count == 1:
        return f"{names[0]} alone"
    more = " …" if count > len(names) else ""
    return f"{', '.join(names)}{more} ({count:,})"
