"""The price of one is that of a million, or a thousand, which its section states: `Input: $3.00 / 1M tokens`.

Checked, as quotients: the price that a later line multiplies by, `Input: 2,500 × $0.000003`, against the price of
that label in the section, or else the only one there, by the number of things that it is for.

Example: at $3.00 for a million one is $0.000003, and `$0.00003` drifts.

Wrong when the line is of another price, as one with a discount: what is off by anything but noughts, or goes by another
name, is a warning.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from math import log10

from hostdoc.core.arithmetic import estimate
from hostdoc.core.figure import Figure
from hostdoc.core.judge import judge
from hostdoc.core.ledger import Ledger
from hostdoc.core.records import replace
from hostdoc.core.regex import regex
from hostdoc.core.relation import Ref, Relation
from hostdoc.relations.evidence.fits import MET
from hostdoc.relations.tables.lines import middle
from hostdoc.relations.written.for_so_many import divided, for_so_many

BESIDE = 4  # characters beside a factor in which its sign stands
SAME = 1e-6  # part of a nought
FEW, FAR = 0.02, 50.0  # what the price of one may be of what it comes to, and be meant
_TIMES_BEFORE = regex(r"(?:[×*]|\bx)\s{0,2}\Z")
_TIMES_BEHIND = regex(r"\s{0,2}(?:[×*]|x\s)")


def find(ledger: Ledger) -> Iterator[Relation]:
    """The factors of every section that states a price of many."""
    many: defaultdict[tuple[str, ...], list[Figure]] = defaultdict(list)
    for figure in ledger.figures:
        if not figure.quantity.unit.currency:
            continue
        if for_so_many(figure.span.source.text, figure):
            many[figure.label.path].append(figure)
        elif many and figure.label.path in many and _factor(figure):
            yield from _claimed(figure, many[figure.label.path])


def _factor(figure: Figure) -> bool:
    """Whether something is multiplied by a figure."""
    text, span = figure.span.source.text, figure.span
    before, behind = text[max(0, span.start - BESIDE) : span.start], text[span.end : span.end + BESIDE]
    return bool(_TIMES_BEFORE.search(before) or _TIMES_BEHIND.match(behind))


def _claimed(stated: Figure, prices: Sequence[Figure]) -> Iterator[Relation]:
    """The price of one out of those of many of its name, or out of the only one."""
    alike = [it for it in prices if it.quantity.unit.of == stated.quantity.unit.of and middle(it) and middle(stated)]
    called = [it for it in alike if it.label.row and it.label.row == stated.label.row]
    found = [_relation(stated, it) for it in (called or alike)]
    met = next((it for it in found if judge(it).outcome in MET), None)
    if met is not None:
        yield met
    elif len(found) == 1 and FEW < (off := estimate(Ref(stated)) / estimate(found[0].workings)) < FAR:
        noughts = abs(log10(off) - round(log10(off))) < SAME
        yield replace(found[0], unsure=not (called and noughts))


def _relation(stated: Figure, price: Figure) -> Relation:
    evidence = f"the price `{price.text.strip()}`, and for how many it is"
    return Relation("ratio", stated, divided(Ref(price)), "inferred", evidence)
