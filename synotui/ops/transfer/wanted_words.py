"""Which words of a file an import wants, and as what they are stored."""

from pathlib import Path
from typing import TYPE_CHECKING

from synotui import formats
from synotui.model import Skipped

if TYPE_CHECKING:
    from synotui.ops.transfer.importing import ImportOptions


def vocabulary_of(options: "ImportOptions", narration: list[str]) -> frozenset[str]:
    """Read the terms that are wanted, as they are stored. Raises FormatError."""
    assert options.vocabulary is not None
    path = Path(options.vocabulary)
    with formats.format_for_reading(path, "terms").read(path, formats.ReadOptions()) as reader:
        texts = [item.text.strip() for item in reader if not isinstance(item, Skipped)]
        narration += [f"{path.name}: {told}" for told in reader.narration]
    return frozenset(folded(text, options) for text in texts)


def folded(text: str, options: "ImportOptions") -> str:
    """Give `text` as these options want it stored."""
    if options.underscores and text.strip("_"):
        text = text.replace("_", " ").strip()
    return text.lower() if options.lowercase else text
