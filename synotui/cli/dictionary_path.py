"""Telling the path of a dictionary from the name of a command."""


def looks_like_path(word: str) -> bool:
    """Say whether a word of the command line can only be a path: no command has such a name."""
    return not word.startswith("-") and any(sign in word for sign in "./\\")
