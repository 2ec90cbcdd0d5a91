"""fastText models as they lie on the disk: mapped, checked, and asked for vectors of any text.

Bojanowski et al. 2017, "Enriching Word Vectors with Subword Information". What
reads their words as a format and what places any text as an encoder both rest on this.
"""

from synotui.fasttext.model import MAGIC, Model, open_model
from synotui.fasttext.subwords import Subwords

__all__ = ["MAGIC", "Model", "Subwords", "open_model"]
