"""Keys from the terminal: escape and what is typed right after it are two keys.

A terminal sends escape and `a` as the same two bytes as alt+a. Textual takes them for
alt+a when they come within a fifth of a second, in which a quick hand or a slow line sends
both; neither would be heard then. Here they are what they are in every editor of a
terminal: two keys, unless the curator has bound something to alt. Where the Kitty protocol
is spoken nothing is ambiguous, and alt is alt.
"""

import os
import selectors
from codecs import getincrementaldecoder
from collections.abc import Iterable
from typing import TYPE_CHECKING, cast

from textual import events
from textual._xterm_parser import XTermParser
from textual.drivers.linux_driver import LinuxDriver
from textual.message import Message

from synotui.tui.pasting import Pastes

if TYPE_CHECKING:
    from synotui.tui.terminal import TerminalApp

ESC = "\x1b"
_BEGINS = "[O]P_^X"
"""What after escape begins a longer sequence."""
_NAMED = "bf\x7f\t"
"""What escape makes a key of its own: words to the left and right, of one deleted, backwards."""
_READ = 4096
_WAIT = 0.02
"""Seconds between two looks whether what has begun goes on."""
_REST = 0.1
"""Seconds between two looks while nothing has begun."""


class KeyParser(XTermParser):
    """Makes keys of what the terminal sends; `alt` says whether alt+a is a key."""

    def __init__(self, *, alt: bool = False) -> None:
        super().__init__()
        self._alt = alt
        self._pastes = Pastes()

    def feed(self, data: str) -> Iterable[Message]:
        """Give what the terminal sends as messages; "" is its end."""
        text = self._pastes.take(data)
        return super().feed(text) if text or not data else ()

    @property
    def begun(self) -> bool:
        """Whether a sequence has begun that may go on, or be the escape key."""
        return self._timeout_time is not None

    def _sequence_to_key_events(self, sequence: str, alt: bool = False) -> Iterable[events.Key]:
        if self._alt:
            yield from super()._sequence_to_key_events(sequence, alt)
            return
        after = sequence[1:]
        quick = len(after) == 1 and sequence[0] == ESC and after not in ESC + _BEGINS + _NAMED
        if alt or quick:
            yield events.Key("escape", ESC)
        yield from super()._sequence_to_key_events(after if quick else sequence)


class TerminalDriver(LinuxDriver):
    """Reads keys as `KeyParser` tells them, and the escape key without delay."""

    def run_input_thread(self) -> None:
        """Read until the app ends. Bytes that are no text are keys nobody has bound."""
        parser = KeyParser(alt=cast("TerminalApp", self._app).hears_alt)
        decode = getincrementaldecoder("utf-8")("replace").decode
        with selectors.SelectSelector() as selector:
            selector.register(self.fileno, selectors.EVENT_READ)
            while not self.exit_event.is_set():
                ready = selector.select(_WAIT if parser.begun else _REST)
                if ready and (text := decode(os.read(self.fileno, _READ))):
                    self._take(parser.feed(text))
                self._take(parser.tick())

    def _take(self, heard: Iterable[Message]) -> None:
        for message in heard:
            self.process_message(message)
