"""Cross-encoders of sentence-transformers: models that read both texts of a pair together.

A bi-encoder gives each text a vector of its own; a cross-encoder looks at both
at once and gives the pair a score (Nogueira and Cho 2019). That is better and
slower, so it looks again at what vectors found.
"""

from collections.abc import Sequence
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, Any

from synotui.engine.encoders.base import in_one_line
from synotui.engine.encoders.registry import model_folder
from synotui.engine.encoders.sentence_transformers import MODELS_ALONE, load_model
from synotui.errors import EncoderError, SynotuiError

if TYPE_CHECKING:
    from synotui.engine.arrays import Floats

_PADDED = 64
"""Pairs the model takes at once, padded to the longest of them."""
_SCORING = ("ForSequenceClassification", "ForCausalLM")
"""What the classes of models end with that give scores."""
_LONGEST = 128
"""Tokens of a pair that are read: terms are short, and time grows with the length."""


class CrossEncoder:
    """A model that gives pairs of texts scores from 0 to 1.

    Its packages take seconds to import, and torch with them. It may be made in
    one thread and used in another, by one at a time.
    """

    def __init__(self, model: str) -> None:
        """Load a model by its name on the hub or its folder. Raises EncoderError."""
        folder = model_folder(model)
        self.name = full_model_name(model)
        """The model's name on the hub, or its folder."""
        self._model = load_model(model, "CrossEncoder", MODELS_ALONE, max_length=_LONGEST)
        self.stamp = _stamp(folder) if folder else _revision(self._model)
        """What tells this model from another of the same name."""
        _check(self.name, self._model)

    def scores(self, pairs: Sequence[tuple[str, str]]) -> "Floats":
        """Give the scores of `pairs` (n,): the mean of both directions, as synonymy has none.

        Raises EncoderError where the model fails or gives something else.
        """
        import numpy as np

        both = [*pairs, *((b, a) for a, b in pairs)]
        if not both:
            return np.empty(0, np.float32)
        try:
            given = self._model.predict(
                both,
                batch_size=_PADDED,
                activation_fn=_as_it_is,
                show_progress_bar=False,
                convert_to_numpy=True,
            )
            logits = np.asarray(given, np.float32)
        except SynotuiError:
            raise
        except Exception as error:  # A model's folder may bring anybody's code.
            raise EncoderError(f"Model {self.name} failed: {in_one_line(error)}") from error
        if logits.shape != (len(both),) or not np.isfinite(logits).all():
            raise EncoderError(
                f"Model {self.name} gave no score for some pairs (shape {logits.shape})",
                "Use another cross-encoder",
            )
        scores = 1 / (1 + np.exp(-np.clip(logits, -60, 60)))
        mean: Floats = scores.reshape(2, -1).mean(axis=0)
        return mean


def _as_it_is(logits: Any) -> Any:
    """Leave logits alone: which activation a model was saved with differs from model to model."""
    return logits


def full_model_name(model: str) -> str:
    """Give the name a model is kept by: folders become absolute."""
    return str(model_folder(model) or model)


def _check(name: str, model: Any) -> None:
    """Refuse what would give scores without sense: a bi-encoder, several labels."""
    told = "Name a cross-encoder that gives one score, such as cross-encoder/ms-marco-MiniLM-L6-v2"
    made = getattr(model.config, "architectures", None) or []
    if not any(each.endswith(_SCORING) for each in made):
        kind = f" ({', '.join(made)})" if made else ""
        raise EncoderError(f"Model {name} is no cross-encoder{kind}", told)
    if model.num_labels != 1:
        raise EncoderError(f"Model {name} gives {model.num_labels} labels, not one score", told)


def _stamp(folder: Path) -> str:
    """Tell the files of a model from those that may be put in their place."""
    digest = blake2b(digest_size=8)
    for path in sorted(each for each in folder.rglob("*") if each.is_file()):
        held = path.stat()
        told = f"{path.relative_to(folder)} {held.st_size} {held.st_mtime_ns}\n"
        digest.update(told.encode(errors="surrogateescape"))
    return digest.hexdigest()


def _revision(model: Any) -> str:
    return str(getattr(model.config, "_commit_hash", None) or "")
