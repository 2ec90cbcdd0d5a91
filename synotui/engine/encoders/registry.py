"""Which encoders there are, from entry points, and loading exactly the one that is asked for."""

import inspect
import re
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path

from synotui.engine.encoders.base import Encoder, in_one_line
from synotui.errors import EncoderError

GROUP = "synotui.encoders"
_FOR_MODELS = "sentence-transformers"
_FOR_FILES = "fasttext"
_MODEL_OR_PATH = re.compile(r"[\w.-]+/[\w.-]+$|[/~]|\.\.?/")
"""`owner/model` as on the hub, or the path of a folder."""


def encoder_names() -> list[str]:
    """Give the names of the encoders installed, sorted. None of them is imported."""
    return sorted(_installed())


def full_name(name: str) -> str:
    """Give the name by which the same encoder is found from anywhere.

    A folder, or a model name with a slash, is one for sentence-transformers;
    folders become absolute, as do the files of fastText. Other names stay as they are.
    """
    kind, colon, model = name.partition(":")
    if kind not in _installed():
        if not (model_folder(name) or _MODEL_OR_PATH.match(name)):
            return name
        kind, colon, model = _FOR_MODELS, ":", name
    if kind == _FOR_FILES and model:
        return f"{kind}{colon}{Path(model).expanduser().absolute()}"
    folder = model_folder(model) if kind == _FOR_MODELS else None
    return f"{kind}{colon}{folder or model}"


def model_folder(name: str) -> Path | None:
    """Give the folder `name` is the path of, absolute; None if there is none."""
    try:
        folder = Path(name).expanduser()
        return folder.resolve() if name and folder.is_dir() else None
    except (OSError, RuntimeError, ValueError):
        return None


def load_encoder(name: str) -> Encoder:
    """Import and construct one encoder: `use-m3`, `sentence-transformers:MODEL`, a model's folder.

    Raises EncoderError for a name nobody registered, a package that is not
    installed, or a model that cannot be had.
    """
    kind, colon, model = full_name(name).partition(":")
    entry = _installed().get(kind)
    if entry is None:
        raise EncoderError(
            f"No encoder “{name}”",
            f"Known: {', '.join(encoder_names()) or 'none; install synotui again'}; "
            f"for a model of your own: {_FOR_MODELS}:MODEL",
        )
    made = _class_of(entry)
    arguments = (model,) if colon else ()
    try:
        inspect.signature(made).bind(*arguments)
    except TypeError:
        raise EncoderError(
            f"Encoder {kind} takes no model" if model else f"Encoder {kind} needs a model",
            f"Name it: {kind}" if model else f"Name it after a colon: {kind}:MODEL",
        ) from None
    return made(*arguments)


def _installed() -> dict[str, EntryPoint]:
    return {entry.name: entry for entry in entry_points(group=GROUP)}


def _class_of(entry: EntryPoint) -> type[Encoder]:
    """Import the class an entry point names."""
    package = entry.dist.name if entry.dist else "the package it comes with"
    try:
        made = entry.load()
    except Exception as error:  # Importing a plugin may run anybody's code.
        raise EncoderError(
            f"Encoder {entry.name} cannot be loaded: {in_one_line(error)}",
            f"Install it again with what it needs: pip install --force-reinstall {package}",
        ) from error
    if not (isinstance(made, type) and issubclass(made, Encoder)):
        raise EncoderError(
            f"Encoder {entry.name} is not an Encoder class ({entry.value})",
            f"Report it to the authors of {package}",
        )
    return made
