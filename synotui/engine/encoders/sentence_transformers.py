"""Any sentence-transformers model, by its name on the Hugging Face hub or by its folder."""

import logging
import os
from collections.abc import Sequence
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from synotui.engine.encoders.base import Encoder, in_one_line
from synotui.engine.encoders.registry import model_folder
from synotui.errors import EncoderError

if TYPE_CHECKING:
    from synotui.engine.arrays import Floats

_PADDED = 128
"""Texts the model takes at once, padded to the longest of them."""
_EXTRA = "pip install 'synotui[transformers]'"


class SentenceTransformers(Encoder):
    """Vectors as the model gives them; its packages take seconds to import, and torch with them.

    A model that is not on this machine is downloaded, unless HF_HUB_OFFLINE
    is set. torch has threads of its own; a second caller would do better on a
    busy machine, but its tokenizers fail now and then ("Already borrowed").
    """

    batch_size = 512
    """The model sorts these by length before it pads them, a few at a time."""

    def __init__(self, model: str) -> None:
        self.name = f"sentence-transformers:{model}"
        if not model:
            raise EncoderError(
                "Encoder sentence-transformers needs a model",
                "Name it after a colon: sentence-transformers:all-MiniLM-L6-v2, "
                "or sentence-transformers:/path/to/model",
            )
        self._model = load_model(model, "SentenceTransformer", MODELS_WITH_MODULES)

    def encode_batch(self, texts: Sequence[str]) -> "Floats":
        """Give the vectors of `texts`."""
        vectors: Floats = self._model.encode(
            list(texts),
            batch_size=_PADDED,
            convert_to_numpy=True,
            show_progress_bar=False,
        )
        return vectors


MODELS_WITH_MODULES = "Give a folder that sentence-transformers saved, with its modules.json"
MODELS_ALONE = "Give a folder that a cross-encoder was saved to, with its config.json"


def load_model(model: str, kind: str, wanted: str, **settings: Any) -> Any:
    """Load a model of a class of sentence-transformers, called `kind`.

    From its folder, from the hub's cache, or from the hub, in this order.
    `wanted` says what a folder must be. Raises EncoderError.
    """
    folder = model_folder(model)
    if not folder and model.startswith(("/", "./", "../", "~")):
        raise EncoderError(f"No folder {model} to load a model from", "Check the path")
    try:
        # First, for the packages read their settings from the environment when imported.
        _quieten()
        import sentence_transformers
        from huggingface_hub import constants
        from transformers.utils.logging import disable_progress_bar
    except ImportError as error:
        raise EncoderError(
            f"Encoder sentence-transformers is not installed ({in_one_line(error)})",
            f"Run: {_EXTRA}",
        ) from error
    disable_progress_bar()
    made = getattr(sentence_transformers, kind)
    # Hub, network, file and model errors share no base class.
    try:
        return made(str(folder or model), local_files_only=True, **settings)
    except Exception as error:
        if folder:
            raise _cannot_load(model, error, wanted) from error
        if constants.HF_HUB_OFFLINE:
            remedy = "Unset HF_HUB_OFFLINE to download it, or give the path of a model's folder"
            raise _cannot_load(model, error, remedy) from error
    try:
        _reach_hub()
        return made(model, **settings)
    except Exception as error:
        remedy = "Check its name and the network, or give the path of a model's folder"
        raise _cannot_load(model, error, remedy) from error


def check_installed() -> None:
    """Raise EncoderError if the packages are not there. Imports none of them."""
    if find_spec("sentence_transformers") is None:
        raise EncoderError("Package sentence-transformers is not installed", f"Run: {_EXTRA}")


def _quieten() -> None:
    """Keep the packages from writing progress bars and warnings across the screen."""
    os.environ.setdefault("HF_HUB_DISABLE_PROGRESS_BARS", "1")
    os.environ.setdefault("HF_HUB_VERBOSITY", "error")
    os.environ.setdefault("TRANSFORMERS_VERBOSITY", "error")
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    logging.getLogger("sentence_transformers").setLevel(logging.ERROR)


def _reach_hub() -> None:
    """Ask the hub for anything at all: without a network, loading would retry for a minute."""
    from huggingface_hub import constants, get_session

    get_session().head(constants.ENDPOINT, timeout=10)


def _cannot_load(model: str, error: Exception, remedy: str) -> EncoderError:
    return EncoderError(f"Model {model} cannot be loaded ({in_one_line(error)})", remedy)
