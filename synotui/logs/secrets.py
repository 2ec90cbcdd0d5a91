"""Secrets are read from the environment or a keyring alone, and never written anywhere.

What libraries raise may quote them, as a model hub does with an address. So
whatever is logged, reported or printed as an error goes through here.
"""

import os
import re

_NAMED = ("TOKEN", "SECRET", "PASSWORD", "PASSWD", "API_KEY", "APIKEY", "ACCESS_KEY", "CREDENTIAL")
_SHORTEST = 8
"""Characters of a value that is taken for a secret: replacing shorter ones would garble words."""
_LEFT_OUT = "‹secret›"
_KNOWN = re.compile(
    r"\b(?:hf_[A-Za-z0-9]{16,}|sk-[A-Za-z0-9_-]{16,}|gh[pousr]_[A-Za-z0-9]{16,})"
    r"|(?<=://)[^/\s:@]+:[^/\s@]+(?=@)"
    r"|(?<=Bearer )\S+"
)


def without_secrets(text: str) -> str:
    """Give `text` with every secret of the environment, and what looks like one, left out."""
    for name, value in os.environ.items():
        if len(value) >= _SHORTEST and any(part in name.upper() for part in _NAMED):
            text = text.replace(value, _LEFT_OUT)
    return _KNOWN.sub(_LEFT_OUT, text)
