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


def own_variables(theme: Theme) -> dict[str, str]:
    """Give the variables of our own, mixed from a theme's colours; none for a theme with them."""
    if theme in THEMES:
        return {}
    from textual.color import Color

    system = theme.to_color_system().generate()
    if theme.ansi:
        return {
            "line": "ansi_bright_black",
            "faint": "ansi_bright_black",
            "row": "ansi_blue",
            "row-blurred": "ansi_default",
        }
    ground, ink = Color.parse(system["background"]), Color.parse(system["foreground"])
    primary = Color.parse(system["primary"])
    return {
        "line": ground.blend(ink, 0.25).hex,
        "faint": ground.blend(ink, 0.55).hex,
        "row": ground.blend(primary, 0.25).hex,
        "row-blurred": ground.blend(ink, 0.08).hex,
    }
