"""Totals in cents that another relation confirms: what is off by a cent or two was rounded item by item.

A bill adds up what it computed, and prints each item to the cent. Where its total is a cent off, and the difference to
last year, or twelve times it, comes out to the cent, the total is right. An error in it would show in these, too.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from hostdoc.core.arithmetic import estimate
from hostdoc.core.figure import Figure
from hostdoc.core.judge import judge
from hostdoc.core.records import replace
from hostdoc.core.relation import Operation, Ref, Relation

SUMS = ("footing", "cross-footing")
SAYS_NOTHING = ("tie-out", "bound", "ordering", "exchange")  # kinds that confirm no amount
LEAST = 3  # items


def confirmed(found: Sequence[Relation]) -> list[Relation]:
    """All relations; sums that are off by what rounding their items explains have that as slack, if confirmed."""
    doubtful = [place for place, relation in enumerate(found) if relation.kind in SUMS and _off_by_cents(relation)]
    if not doubtful:
        return list(found)
    uses = _uses(found)
    relations = list(found)
    for place in doubtful:
        relation = found[place]
        if uses[relation.stated] > 0:
            relations[place] = replace(relation, slack=relation.stated.quantity.ends[0].step / 2)
    return relations


def _off_by_cents(relation: Relation) -> bool:
    """Whether a sum in decimals differs, and by no more than half a step of each of its items."""
    ends, workings = relation.stated.quantity.ends, relation.workings
    if len(ends) != 1 or ends[0].step >= 1 or not isinstance(workings, Operation):
        return False
    if len(workings.arguments) < LEAST or not all(isinstance(it, Ref) for it in workings.arguments):
        return False
    off, step = abs(estimate(workings) - float(ends[0].value)), float(ends[0].step)
    return step / 2 < off <= step / 2 * len(workings.arguments) + step / 1000


def _uses(found: Sequence[Relation]) -> Counter[Figure]:
    """In how many relations that hold to the last digit each figure stands, sums of items left out."""
    uses: Counter[Figure] = Counter()
    for relation in found:
        if relation.kind in SUMS or relation.kind in SAYS_NOTHING or relation.stated.quantity.approximate:
            continue
        fine = all(end.step < 1 for end in relation.stated.quantity.ends)
        if fine and judge(relation).outcome == "holds":
            uses.update({relation.stated, *relation.inputs})
    return uses
