"""The two themes synotui brings; every Textual theme works too."""

from textual.theme import Theme

DARK = Theme(
    name="synotui-dark",
    primary="#7aa2f7",
    secondary="#7dcfff",
    accent="#e0af68",
    warning="#e0af68",
    error="#f7768e",
    success="#9ece6a",
    foreground="#c8d0e8",
    background="#16181f",
    surface="#1c1f29",
    panel="#262a37",
    dark=True,
    variables={
        "line": "#3b4160",
        "faint": "#6b7394",
        "row": "#2a3047",
        "row-blurred": "#20242f",
        "input-selection-background": "#7aa2f7 35%",
    },
)
LIGHT = Theme(
    name="synotui-light",
    primary="#2457c5",
    secondary="#0f7b93",
    accent="#96610a",
    warning="#96610a",
    error="#b3263e",
    success="#2f7d32",
    foreground="#23262f",
    background="#fafaf7",
    surface="#f1f1ec",
    panel="#e6e6df",
    dark=False,
    variables={
        "line": "#c3c5cc",
        "faint": "#70747f",
        "row": "#dfe6f7",
        "row-blurred": "#ecedea",
        "input-selection-background": "#2457c5 25%",
    },
)
THEMES = (DARK, LIGHT)
FALLBACKS = {
    "line": "$foreground 25%",
    "faint": "$foreground 55%",
    "row": "$primary 25%",
    "row-blurred": "$foreground 7%",
}
"""The variables of our own, for themes that do not set them."""
