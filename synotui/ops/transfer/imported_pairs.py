"""What a line of a file says of a pair beyond its verdict, beside what is held already."""

from dataclasses import replace

from synotui.formats.rows import PairLine
from synotui.model import Pair


def refined(pair: Pair, held: Pair | None, line: PairLine) -> Pair:
    """Give a pair with its weight and senses: as the line says, else as they are held."""
    given = held.weight if held else 1.0
    pair = replace(pair, weight=given if line.weight is None else line.weight)
    for term, told in ((pair.head, line.term_sense), (pair.synonym, line.synonym_sense)):
        known = held.sense_of(term) if held else ""
        pair = pair.with_sense(term, known if told is None else told)
    return pair


def told(pair: Pair, head: int) -> tuple[object, ...]:
    """Give what a file says of a pair, to compare."""
    senses = (pair.low_sense, pair.high_sense)
    return pair.verdict, pair.relation_from(head), pair.note, pair.weight, senses
