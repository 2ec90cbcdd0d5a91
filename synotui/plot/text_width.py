"""How wide text is in pixels, in whatever sans-serif font it will be shown: rather too wide."""

from synotui.text import width

_SHARES = {
    **dict.fromkeys("ijlI.,:;'| ", 0.34),
    **dict.fromkeys("()[]!ftr/\\-", 0.43),
    **dict.fromkeys("`{}", 0.64),
    **dict.fromkeys("mwMWG@%&QODœ", 1.03),
    **dict.fromkeys("#+<=>^~", 0.84),
}
"""Of the font's size; those of DejaVu Sans, the widest of the usual fonts, or a little more."""
_LETTER, _CAPITAL, _SYMBOL, _OTHER_SCRIPT = 0.64, 0.78, 1.0, 1.1
_LATIN = 0x250
"""What comes before is Latin, or a sign."""


def text_width(text: str, size: float) -> float:
    """Give the room `text` needs in a font of `size`: no usual font takes more."""
    found = 0.0
    for character in text:
        cells = 1 if character.isascii() else width(character)
        if cells == 2:
            found += size
        elif cells:
            found += size * (_SHARES.get(character) or _share(character))
    return found


def shortened(text: str, size: float, room: float) -> str:
    """Give `text`, cut with … where it needs more than `room`."""
    if text_width(text, size) <= room:
        return text
    kept = text
    while kept and text_width(kept + "…", size) > room:
        kept = kept[:-1]
    return kept.rstrip() + "…"


def _share(character: str) -> float:
    if ord(character) >= _LATIN:
        return _OTHER_SCRIPT
    if character.isupper():
        return _CAPITAL
    return _LETTER if character.isascii() or character.isalpha() else _SYMBOL
