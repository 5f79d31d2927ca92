"""Whether an amount comes about in another way than it was read: then that reading is no evidence of a drift.

Tried are all pairs of the amounts around it, by the arithmetic that their units allow. An amount of few digits comes
about by chance, and is then given the benefit of the doubt.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import permutations
from typing import Literal

from hostdoc.core.figure import Figure
from hostdoc.relations.tables.lines import middle

MOST = 24  # amounts that are tried with each other
PERIODS = (12.0, 1 / 12)  # what an amount is for a year, or a month
_Sort = Literal["money", "percent", "number"]


def explained(stated: Figure, around: Iterable[Figure], *, apart: Sequence[Figure] = ()) -> bool:
    """Whether two of the amounts around a stated one give it, to half of its last digit; not two of those `apart`."""
    value, quantity = middle(stated), stated.quantity
    if not value or not quantity.ends:
        return False
    end = quantity.ends[0]
    give = float(max(end.step, end.grain if quantity.approximate else end.step)) / (200 if quantity.unit.percent else 2)
    wanted = _sort(stated)
    amounts = [(_sort(f), worth, f in apart) for f in dict.fromkeys(around) if f is not stated and (worth := middle(f))]
    return any(abs(abs(again) - value) <= give for again in _results(wanted, amounts[:MOST]))


def _sort(figure: Figure) -> _Sort:
    unit = figure.quantity.unit
    return "money" if unit.currency else "percent" if unit.percent else "number"


def _results(wanted: _Sort, amounts: list[tuple[_Sort, float, bool]]) -> Iterator[float]:
    """What two amounts come to that is of the wanted sort, unless both are set apart."""
    for sort, one, _ in amounts:
        if sort == wanted != "percent":
            yield one
            yield from (one * times for times in PERIODS)
    for (sort, one, apart), (other_sort, other, too) in permutations(amounts, 2):
        if apart and too:
            continue
        if sort == other_sort != "percent":
            if wanted == "percent":
                yield from (one / other, one / other - 1, one / (one + other) if one + other else 0.0)
            elif wanted == sort:
                yield from (one + other, one - other)
        if wanted == "number" or (sort == wanted == "money" and other_sort == "number"):
            yield one / other
        if sort == wanted != other_sort:
            yield from (one * other, one - one * other, one + one * other)
