"""Fields one types into: whatever is pasted can be seen and does nothing to the terminal."""

from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.widgets import Input

from synotui.text import visible
from synotui.tui.messages import FilterLeft, FilterTyped, TypedAhead


class Field(Input):
    """An input whose control characters show as their pictures."""

    def validate_value(self, value: str) -> str:
        """Make what is invisible visible."""
        return visible(value)


class FilterField(Field):
    """The field the terms are filtered with, as one types."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "screen.list_cursor(1)", "Next term", show=False),
        Binding("up", "screen.list_cursor(-1)", "Previous term", show=False),
    ]

    def __init__(self) -> None:
        super().__init__(id="filter", select_on_focus=False, compact=True)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Tell what is typed."""
        event.stop()
        self.post_message(FilterTyped(event.value))

    def on_key(self, event: events.Key) -> None:
        """Leave at enter and escape; what was typed after that is not for the field."""
        if not self.has_class("-typing"):
            self.post_message(TypedAhead(event))
        elif event.key in ("enter", "escape"):
            self.remove_class("-typing")
            self.post_message(FilterLeft(self.value if event.key == "enter" else ""))
        else:
            return
        event.stop()
        event.prevent_default()

    def on_click(self, event: events.Click) -> None:
        """Keep clicks to oneself."""
        event.stop()
