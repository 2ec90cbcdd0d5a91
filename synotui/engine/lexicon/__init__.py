"""The keys of all terms in memory: found by any part of them, listed in any order."""

from synotui.engine.lexicon.lexicon import Lexicon
from synotui.engine.lexicon.order import Order
from synotui.engine.lexicon.orders import alphabetical, by_frequency, by_pinyin

__all__ = ["Lexicon", "Order", "alphabetical", "by_frequency", "by_pinyin"]
