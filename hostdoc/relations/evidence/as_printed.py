"""Which rates the rows of a column show to be exactly what is printed, so that no row is excused by their rounding.

`1.5` may be 1.45. But where 10,000 of it come to 15,000 and 7,300 to 10,950, it is 1.5, and 154 for 100 of it drifts.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from hostdoc.core.figure import Figure
from hostdoc.core.judge import half_step, judge
from hostdoc.core.records import replace
from hostdoc.core.relation import Operation, Relation

SHOWN = 2  # rows that leave a rate no room
FINER = 4  # times: how much finer they are than the rate


def as_printed(found: Iterable[Relation]) -> Sequence[Relation]:
    """All relations, those that use a rate which other rows of their column show to be exact with that rate as such."""
    relations = list(found)
    rated: dict[tuple[str, str, Figure], list[int]] = defaultdict(list)
    for number, relation in enumerate(relations):
        for rate in _rates(relation):
            rated[relation.kind, relation.stated.label.column, rate].append(number)
    for (*_, rate), numbers in rated.items():
        if len(numbers) > SHOWN and _shown(rate, (relations[number] for number in numbers)):
            for number in numbers:
                relations[number] = replace(relations[number], exact=(*relations[number].exact, rate))
    return relations


def _rates(relation: Relation) -> list[Figure]:
    """The inputs of a product that stand in no row with the stated figure, and may have been rounded.

    None in a series: each of its amounts was rounded after the one before it was used.
    """
    workings, line, column = relation.workings, relation.stated.span.first.line, relation.stated.label.column
    if not column or not isinstance(workings, Operation) or workings.operator not in "×÷":
        return []
    if any(figure.label.column == column for figure in relation.inputs):
        return []
    return [it for it in relation.inputs if it.span.first.line != line and _room(it)]


def _shown(rate: Figure, relations: Iterable[Relation]) -> bool:
    seen = 0
    for relation in relations:
        if FINER * _part(relation.stated) <= _room(rate) and judge(relation).outcome == "holds":
            seen += 1
            if seen == SHOWN:
                return True
    return False


def _room(rate: Figure) -> float:
    """By which part a rate may be off because it was rounded."""
    ends = rate.quantity.ends
    return float(half_step(rate, 0)) / abs(float(ends[0].value)) if len(ends) == 1 and ends[0].value else 0.0


def _part(stated: Figure) -> float:
    """Half a step of a stated amount, as a part of it."""
    ends = stated.quantity.ends
    return float(ends[0].step) / 2 / abs(float(ends[0].value)) if len(ends) == 1 and ends[0].value else 1.0
