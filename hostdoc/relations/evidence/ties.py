"""What ties one stated amount to another: the relation that says so, and how far apart the two may be."""

from __future__ import annotations

from hostdoc.core.arithmetic import estimate
from hostdoc.core.figure import Figure
from hostdoc.core.relation import Expression, Ref, Relation

APART = 4  # how many times as much an amount may be that was changed and not followed elsewhere
MOST_ROWS = 100  # a comparison has few rows; a longer table is a list of data


def tied(stated: Figure, again: Expression, evidence: str) -> Relation:
    return Relation("tie-out", stated, again, "inferred", evidence)


def alike(relation: Relation) -> bool:
    """Whether two amounts are near enough to be one thing, stated twice: else the names that they share say little."""
    if not relation.stated.quantity.ends:
        return True
    stated = [abs(estimate(Ref(relation.stated), end)) for end in (0, 1)]
    again = [abs(estimate(relation.workings, end)) for end in (0, 1)]
    if stated == again:
        return True
    return min(stated) <= APART * max(again) and max(stated) * APART >= min(again) and max(again) <= APART * min(again)
