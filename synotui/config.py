"""What a user may set for all dictionaries, in a TOML file; and the folders things live in."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from synotui.errors import SynotuiError

APP = "synotui"
_LONGEST_NAME = 200
"""Characters of a curator's name that are kept."""
BACKUPS_MB = 2_048
"""What all backups of a dictionary may take together, unless set otherwise."""


@dataclass(frozen=True, slots=True)
class Config:
    """The user's settings; every one has a default."""

    curator: str = ""
    """The name decisions are signed with; "" takes the login name."""
    theme: str = ""
    """A Textual theme's name; "" takes the default."""
    keys: Mapping[str, str] = field(default_factory=dict)
    """Binding id to key, to rebind: `"review.accept" = "y"`."""
    backups_mb: int = BACKUPS_MB
    """What all backups of a dictionary may take together; 0 makes none by itself."""


def config_path() -> Path:
    """Give the place of the configuration file, there or not."""
    from platformdirs import user_config_path

    return user_config_path(APP) / "config.toml"


def demo_path() -> Path:
    """Give the place of the demo dictionary, there or not."""
    from platformdirs import user_data_path

    return user_data_path(APP) / "demo.db"


def load_config() -> Config:
    """Read the configuration; defaults if there is no file.

    Raises SynotuiError, naming the file, when it is not TOML or a value has
    the wrong type.
    """
    path = config_path()
    try:
        with path.open("rb") as file:
            import tomllib

            held = tomllib.load(file)
    except FileNotFoundError:
        return Config()
    except RecursionError as error:
        raise SynotuiError(f"{path}: nested too deeply", "Mend the file or delete it") from error
    except (OSError, ValueError) as error:
        raise SynotuiError(f"{path}: {error}", "Mend the file or delete it") from error
    keys = held.get("keys", {})
    words = {"curator": held.get("curator", ""), "theme": held.get("theme", "")}
    for name, value in words.items():
        if not isinstance(value, str):
            raise SynotuiError(f"{path}: {name} must be text", f'Write: {name} = "..."')
    if not isinstance(keys, dict) or not all(isinstance(key, str) for key in keys.values()):
        raise SynotuiError(f"{path}: [keys] must map names to keys", 'Write: "review.accept" = "y"')
    room = held.get("backups_mb", BACKUPS_MB)
    if not isinstance(room, int) or isinstance(room, bool) or room < 0:
        raise SynotuiError(f"{path}: backups_mb must be 0 or more", "Write: backups_mb = 2048")
    return Config(words["curator"], words["theme"], keys, room)


def doing() -> str:
    """Say what this process is about, as others who have the same dictionary open are told."""
    return _doing[-1]


def now_doing(what: str) -> None:
    """Let this process be about something else: the name of a command, or "review"."""
    _doing[:] = [what]


_doing = ["script"]


def curator_name() -> str:
    """Give the name decisions are signed with: SYNOTUI_CURATOR, the configuration, the login."""
    named = os.environ.get("SYNOTUI_CURATOR") or load_config().curator
    if named:
        # An environment may hold bytes that are no text, and a file a NUL.
        return named.encode("utf-8", "replace").decode().replace("\x00", "")[:_LONGEST_NAME]
    import getpass

    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return "curator"
