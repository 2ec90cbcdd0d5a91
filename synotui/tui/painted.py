"""Let go of what screens painted, once they are left.

Textual mixes colours for a widget in a function that remembers what it was last
asked a thousand times, each time with the widget's own cache of lines: so
hundreds of screens that were left would stay in memory with all they showed.
"""

from textual._styles_cache import StylesCache


def forget_painted() -> None:
    """Let go of all lines but those that widgets on the screens hold themselves."""
    remembered = getattr(StylesCache, "get_inner_outer", None)
    clear = getattr(remembered, "cache_clear", None)
    if clear is not None:
        clear()
