"""What a pair weighs in adjustment, and the sense in which either of its terms is meant."""

import math
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace

from synotui import text as words
from synotui.errors import BadTerm, PairError
from synotui.model import Action, Change, Pair, PairChange, Term
from synotui.ops.carrying import carry_out
from synotui.ops.terms import get_terms
from synotui.ops.workbench import Workbench
from synotui.store import Deed


def set_weight(bench: Workbench, head: int, synonym: int, weight: float) -> Change:
    """Let a decided pair weigh `weight`, 0 or more, beside the others of its relation.

    Raises PairError for another weight or a pair nobody has decided, UnknownTerm.
    """
    checked_weight(weight)
    first, second = get_terms(bench, [head, synonym])
    label = f"{first.text} = {second.text} weighs {weight:g}"
    return _set(bench, "weight", label, first, second, lambda pair: replace(pair, weight=weight))


def set_sense(bench: Workbench, term: int, synonym: int, sense: str) -> Change:
    """Name the sense in which `term` is meant in a decided pair; "" takes the name back.

    Raises PairError for a pair nobody has decided and for a text that cannot
    name a sense, UnknownTerm.
    """
    first, second = get_terms(bench, [term, synonym])
    named = clean_sense(sense)
    told = f"in the sense “{named}”" if named else "in no sense of its own"
    label = f"{first.text} = {second.text}: {first.text} {told}"
    return _set(bench, "sense", label, first, second, lambda pair: pair.with_sense(first.id, named))


def name_senses(bench: Workbench, term: int, named: Sequence[tuple[int, str]]) -> Change:
    """Name the senses in which `term` is meant with each of several terms, as one undo step.

    `named` are (synonym, sense); "" takes a name back. Raises PairError for a
    pair nobody has decided and for a text that cannot name a sense, UnknownTerm.
    """
    first, *others = get_terms(bench, [term, *(synonym for synonym, _ in named)])
    senses = [clean_sense(sense) for _, sense in named]
    if len(others) == 1:
        return set_sense(bench, term, others[0].id, senses[0])
    counted = Counter(senses)
    told = ", ".join(
        f"{f'“{sense}”' if sense else 'no sense'} in {count:,} pair{'s' if count > 1 else ''}"
        for sense, count in counted.items()
    )
    label = f"{first.text}: {told}"
    before = [_decided(bench, first, other) for other in others]

    def change(sense: str, held: Pair) -> PairChange:
        return PairChange(held.low, held.high, held, held.with_sense(first.id, sense))

    def make(seq: int) -> Deed:
        held = [_decided(bench, first, other) for other in others]
        made = map(change, senses, held)
        return Deed("sense", label, tuple(each for each in made if each.before != each.after))

    if all(held.sense_of(first.id) == sense for held, sense in zip(before, senses, strict=True)):
        return Change(bench.store.ledger.next_seq() - 1, "sense", f"already {label}")
    return carry_out(bench, make)


def checked_weight(weight: float) -> float:
    """Give a weight a pair may have. Raises PairError for another."""
    if not (math.isfinite(weight) and weight >= 0):
        raise PairError(f"A pair cannot weigh {weight:g}", "Give 0 or more; most pairs weigh 1")
    return weight


def clean_sense(sense: str) -> str:
    """Give the name of a sense as it is kept: on one line. Raises PairError."""
    one_line = " ".join(sense.split())
    if not one_line:
        return ""
    try:
        return words.clean(one_line)
    except BadTerm as error:
        raise PairError("This cannot name a sense", str(error)) from error


def _set(
    bench: Workbench,
    action: Action,
    label: str,
    first: Term,
    second: Term,
    changed: Callable[[Pair], Pair],
) -> Change:
    before = _decided(bench, first, second)
    if changed(before) == before:
        return Change(bench.store.ledger.next_seq() - 1, action, f"already {label}")

    def make(seq: int) -> Deed:
        held = bench.store.pairs.get(first.id, second.id) or before
        return Deed(action, label, (PairChange(held.low, held.high, held, changed(held)),))

    return carry_out(bench, make)


def _decided(bench: Workbench, first: Term, second: Term) -> Pair:
    pair = bench.store.pairs.get(first.id, second.id)
    if pair is None:
        raise PairError(
            f"Nobody has decided {first.text} and {second.text}",
            f"Decide first: synotui decide DB accept {first.text} {second.text}",
        )
    return pair
