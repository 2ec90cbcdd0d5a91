"""What is pasted is text: no control character in it is taken for a key or for a sequence.

Terminals put marks around what is pasted. Textual looks for keys between them as well: after
an escape character in a clipboard what follows would be typed, verdicts too. Most terminals
take such characters out; not all do. A text that holds the closing mark itself cannot be told
from keys that were typed after it: that much is left to terminals.
"""

import re

from synotui.text import visible

BEGIN, END = "\x1b[200~", "\x1b[201~"
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")


class Pastes:
    """Follows what a terminal sends, part by part, and makes pasted control characters visible."""

    def __init__(self) -> None:
        self._inside = False
        self._before = ""
        """The last characters outside, in which a mark may have begun."""
        self._held = ""
        """What may be the beginning of the closing mark."""

    def take(self, sent: str) -> str:
        """Give what was sent as it may be parsed; less or more than that, by what is held back."""
        given: list[str] = []
        while sent:
            sent = self._paste(sent, given) if self._inside else self._keys(sent, given)
        return "".join(given)

    def _keys(self, sent: str, given: list[str]) -> str:
        """Pass keys on, up to a paste; give what is left."""
        seen = self._before + sent
        at = seen.find(BEGIN)
        if at < 0:
            self._before = seen[1 - len(BEGIN) :]
            given.append(sent)
            return ""
        self._inside, self._before = True, ""
        end = at + len(BEGIN)
        given.append(sent[: end - len(seen) + len(sent)])
        return seen[end:]

    def _paste(self, sent: str, given: list[str]) -> str:
        """Pass a paste on, up to its end; give what is left."""
        seen = self._held + sent
        text, ended, left = seen.partition(END)
        self._held = "" if ended else _beginning(text)
        given.append(_CONTROL.sub(lambda found: visible(found[0]), text.removesuffix(self._held)))
        if ended:
            given.append(END)
            self._inside = False
        return left


def _beginning(text: str) -> str:
    """Give the end of `text` with which the closing mark may begin."""
    return next((END[:n] for n in range(len(END) - 1, 0, -1) if text.endswith(END[:n])), "")
