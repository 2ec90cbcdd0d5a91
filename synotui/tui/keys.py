"""The one table of keys: bindings, footer, help, palette and the documentation come from it."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from textual.binding import Binding

_FULL_WIDTH = 0xFEE0
_INPUT_METHOD = {".": "。", "/": "、", "\\": "＼"}
_NAMED = {
    "escape": "esc",
    "question_mark": "?",
    "pagedown": "pgdn",
    "pageup": "pgup",
    "ctrl+r": "^r",
    "ctrl+f": "^f",
    "ctrl+p": "^p",
    "ctrl+z": "^z",
    "up": "↑",
    "down": "↓",
}


@dataclass(frozen=True, slots=True)
class Key:
    """One thing a key does on the review screen."""

    id: str
    """What a user rebinds it by, in the configuration's [keys]."""
    keys: tuple[str, ...]
    action: str
    label: str
    """What the footer calls it."""
    help: str
    """A sentence for the help screen and tooltips."""
    group: str
    footer: int = 0
    """Place in the footer when room is short, 1 the most important; 0 is never shown there."""
    writes: bool = False
    """Whether it changes the dictionary."""

    @property
    def names(self) -> tuple[str, ...]:
        """The keys as people read them."""
        return tuple(_NAMED.get(key, key) for key in self.keys)

    @property
    def shown(self) -> str:
        """The keys as people read them, on one line."""
        return " ".join(self.names)

    @property
    def in_palette(self) -> bool:
        """Whether the palette offers it; moving about is for keys."""
        return not self.id.startswith(("cursor.", "app.palette", "pane."))

    def binding(self) -> "Binding":
        """Give the Textual binding, which full-width letters from an input method reach too.

        It has priority: keys typed in a burst are taken in the order they come in, before
        the focus that an earlier one of them changed has settled.
        """
        from textual.binding import Binding

        keys = dict.fromkeys(k for key in self.keys for k in (key, *_from_input_method(key)))
        return Binding(
            ",".join(keys),
            self.action,
            self.help,
            show=False,
            tooltip=self.help,
            id=self.id,
            priority=True,
        )


def _from_input_method(key: str) -> tuple[str, ...]:
    if len(key) != 1:
        return ("ideographic_space",) if key == "space" else ()
    wide = chr(ord(key) + _FULL_WIDTH)
    return (wide, _INPUT_METHOD[key]) if key in _INPUT_METHOD else (wide,)


DECIDE, RELATE, HEADS, FIND, MARK, SHOW, QUEUE = (
    "Decide",
    "Relations",
    "Heads and candidates",
    "Find",
    "Marks and notes",
    "Show",
    "In a queue, beside the keys that decide",
)

KEYS: tuple[Key, ...] = (
    Key("review.accept", ("a",), "decide('accepted')", "accept",
        "Accept: as proposed, else as a synonym", DECIDE, 1, True),
    Key("review.reject", ("r",), "decide('rejected')", "reject",
        "Reject: not a synonym", DECIDE, 2, True),
    Key("review.skip", ("s",), "decide('skipped')", "skip",
        "Skip: leave it for another day", DECIDE, 3, True),
    Key("review.undo", ("u",), "undo", "undo",
        "Undo the last decision, back to the first one", DECIDE, 4, True),
    Key("review.redo", ("U", "ctrl+r"), "redo", "redo",
        "Redo what was undone", DECIDE, 12, True),
    Key("review.preview", ("p",), "preview", "preview",
        "Preview: what accepting would change, before doing it", DECIDE, 6),
    Key("review.synonym", ("e",), "decide('accepted', 'synonym')", "equal",
        "Accept as a synonym, whatever was proposed", RELATE, 0, True),
    Key("review.broader", ("b",), "decide('accepted', 'broader')", "broader",
        "Accept as broader than the head (SUV for 普拉多)", RELATE, 9, True),
    Key("review.narrower", ("B",), "decide('accepted', 'narrower')", "narrower",
        "Accept as narrower than the head", RELATE, 14, True),
    Key("review.related", ("l",), "decide('accepted', 'related')", "related",
        "Accept as related to the head", RELATE, 15, True),
    Key("review.antonym", ("x",), "decide('rejected', 'antonym')", "antonym",
        "Reject as an antonym: the two are pushed apart", RELATE, 10, True),
    Key("review.different", ("d",), "decide('rejected', 'different')", "different",
        "Reject as different", RELATE, 0, True),
    Key("head.next", ("n",), "step_head(1)", "next head",
        "Next head", HEADS, 5),
    Key("head.previous", ("N",), "step_head(-1)", "previous head",
        "Previous head", HEADS, 0),
    Key("head.undecided", (".",), "next_undecided", "undecided",
        "Next head with something left to decide", HEADS, 11),
    Key("pane.next", ("tab",), "other_pane", "pane",
        "Other pane: terms or candidates", HEADS, 0),
    Key("cursor.down", ("j", "down"), "cursor(1)", "down",
        "One row down", HEADS),
    Key("cursor.up", ("k", "up"), "cursor(-1)", "up",
        "One row up", HEADS),
    Key("cursor.page_down", ("pagedown",), "cursor_page(1)", "page down",
        "One page down", HEADS),
    Key("cursor.page_up", ("pageup",), "cursor_page(-1)", "page up",
        "One page up", HEADS),
    Key("cursor.first", ("home",), "cursor_end(-1)", "first",
        "First row", HEADS),
    Key("cursor.last", ("end",), "cursor_end(1)", "last",
        "Last row", HEADS),
    Key("pane.enter", ("enter",), "enter", "candidates",
        "From the terms to the candidates; next head when all are decided", HEADS),
    Key("find.filter", ("/",), "filter(False)", "find",
        "Filter the terms as you type; ^ in front: from the beginning", FIND, 7),
    Key("find.search", ("\\", "ctrl+f"), "filter(True)", "find in candidates",
        "Filter the terms, also by their candidates", FIND, 16),
    Key("find.order", ("o",), "order", "order",
        "Sort the terms: frequency, alphabet, pinyin, progress, conflict", FIND, 0),
    Key("find.jump", ("g",), "jump", "go to",
        "Go to a term", FIND, 13),
    Key("mark.range", ("v",), "mark_range", "range",
        "Mark a range: here, then move; a verdict decides all of it", MARK, 17),
    Key("mark.toggle", ("space",), "mark", "mark",
        "Mark this candidate, or take the mark off", MARK, 0),
    Key("pair.add", ("+", "i"), "add", "add",
        "Add a synonym by hand; a new term is embedded on the spot", MARK, 18, True),
    Key("pair.note", ("m",), "note", "note",
        "Write a note on the pair", MARK, 19, True),
    Key("pair.weight", ("w",), "weight", "weight",
        "Weigh the pair: how much it counts in adjustment", MARK, 0, True),
    Key("pair.sense", ("M",), "sense", "sense",
        "Name the sense in which the head is meant in the pair", MARK, 0, True),
    Key("show.rejected", ("R",), "show_rejected", "rejected",
        "Show or hide rejected pairs", SHOW, 0),
    Key("show.sort", ("=",), "resort", "sort",
        "Sort the candidates anew", SHOW, 0),
    Key("show.adjustment", ("A",), "adjustment", "adjust",
        "Adjustment: methods and settings, and what they would change", SHOW),
    Key("show.scroll_down", ("J",), "scroll_difference(1)", "scroll",
        "Scroll what the last decision changed", SHOW, 0),
    Key("show.scroll_up", ("K",), "scroll_difference(-1)", "scroll back",
        "Scroll it back", SHOW, 0),
    Key("show.drift", ("D",), "drift", "drift",
        "Drift: how far vectors went, and what that did to others", SHOW, 21),
    Key("show.explore", ("E",), "explore", "explore",
        "Explore: nearest, analogies, odd one out, closer than, components", SHOW),
    Key("show.compare", ("c",), "compare", "compare",
        "Compare: two terms or any texts, or several, by every measure", SHOW),
    Key("show.sets", ("S",), "sets", "sets",
        "Synonym sets: weakest links, bridges between two senses", SHOW, 22),
    Key("show.map", ("V",), "map", "map",
        "Map: what is around the head in the plane, base and now", SHOW),
    Key("show.evaluate", ("T",), "evaluate", "evaluate",
        "Evaluate: what the space is worth, by a file or the dictionary", SHOW),
    Key("show.queue", ("Q",), "queue", "queue",
        "Review a queue: choose what to decide next, a pair at a time", SHOW, 23),
    Key("show.dashboard", ("I",), "dashboard", "figures",
        "How the work stands: days, pace, acceptance, sets, what is left", SHOW),
    Key("show.back", ("escape",), "back", "back",
        "Leave the preview, the marks, the filter", SHOW, 0),
    Key("app.palette", ("ctrl+p",), "app.command_palette", "palette",
        "Command palette: everything else", SHOW, 8),
    Key("app.help", ("?",), "help", "help",
        "Every key", SHOW, 4),
    Key("app.suspend", ("ctrl+z",), "app.suspend", "suspend",
        "Suspend, on any screen; fg in the shell comes back to it", SHOW, 0),
    Key("app.quit", ("q",), "quit", "quit",
        "Quit; everything is kept", SHOW, 20),
)  # fmt: skip

QUEUE_KEYS: tuple[Key, ...] = (
    Key("queue.go", ("enter", "g"), "go", "head",
        "To the head in the review; Q comes back", QUEUE, 5),
    Key("queue.later", ("space", "j", "down"), "later", "later",
        "Leave the pair for later, without a verdict", QUEUE, 11),
    Key("queue.enough", ("n",), "enough", "next head",
        "Enough of this head for now", QUEUE, 13),
    Key("queue.more", (">",), "more(1)", "more heads",
        "The candidates of the next heads; < those before", QUEUE, 16),
    Key("queue.fewer", ("<",), "more(-1)", "heads before",
        "The candidates of the heads before", QUEUE),
    Key("queue.keep", ("k",), "keep", "keep",
        "In a check: keep the earlier verdict", QUEUE),
    Key("queue.change", ("c",), "change", "change",
        "In a check: change it to the new one", QUEUE),
    Key("queue.leave", ("escape", "q", "Q"), "leave", "back",
        "Back to the review; Q Q goes on with the queue", QUEUE, 7),
)  # fmt: skip
"""What keys do in a queue, beside those of the review that decide."""

IN_QUEUES = (
    *(key for key in KEYS if key.id.startswith("review.")),
    *(key for key in KEYS if key.id in ("pair.note", "app.help")),
    *QUEUE_KEYS,
)
"""All keys of a queue."""

MARKS: tuple[tuple[str, str], ...] = (
    ("✓", "accepted: syn, broad, narr, rel"),
    ("✗", "rejected; ant where an antonym"),
    ("–", "skipped"),
    ("●", "marked, to be decided together"),
    ("▲ ▼", "the cosine rose, fell: base → now"),
    ("?", "proposed by an imported dictionary"),
    ("~", "friend of a friend: through an accepted pair"),
    ("≡", "differs only in width, case or spacing"),
    ("+", "entered the list since you came to this head"),
    ("!", "has a note"),
    ("·水果 ×2", "meant in this sense; weighs so much in adjustment"),
)
"""The signs the panes use, and what each means."""


def by_group() -> dict[str, list[Key]]:
    """Give the keys in their groups, in the table's order."""
    groups: dict[str, list[Key]] = {}
    for key in (*KEYS, *QUEUE_KEYS):
        groups.setdefault(key.group, []).append(key)
    return groups
