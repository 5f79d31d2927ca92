"""What a column may be a multiple of: another one, two multiplied, or one over another; and what the multiples are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations, permutations
from typing import NamedTuple

from hostdoc.core.records import dataclass
from hostdoc.relations.tables.lines import Line, View

PAIRED = 11  # lines beyond which none over two of them is looked for
LOOKED = 8  # rows of which the number is guessed
LEAST = 2  # rows that must have the same
LOOSE = 0.0005  # part by which quotients may differ besides rounding
GLANCE = 0.02  # the same, at a glance


@dataclass(frozen=True, slots=True)
class Form:
    """What stands above and below in a formula, before a number."""

    above: tuple[Line, ...]
    below: tuple[Line, ...]

    @property
    def lines(self) -> tuple[Line, ...]:
        return (*self.above, *self.below)

    def value(self, place: int) -> float | None:
        result = 1.0
        for line in self.above:
            result *= line.values.get(place, 0.0)
        for line in self.below:
            under = line.values.get(place)
            if not under:
                return None
            result /= under
        return result or None


def forms(lines: Sequence[Line], stated: Line) -> Iterator[Form]:
    """Another column, then two of them, where their units make sense."""
    others = [line for line in lines if line is not stated]
    for line in others:
        if line.index < stated.index:
            yield Form((line,), ())
        if line.percent == stated.percent:
            yield Form((), (line,))
    for one, other in combinations(others if len(others) < PAIRED else (), 2):
        if not (one.money and other.money):
            yield Form((one, other), ())
    for one, other in permutations(others if len(others) < PAIRED else (), 2):
        if one.money or not other.money or not stated.money:
            yield Form((one,), (other,))


class Quotient(NamedTuple):
    """What a stated amount is of a form, and by which part it may be off."""

    place: int
    value: float
    give: float


def quotients_of(view: View, stated: Line, form: Form) -> list[Quotient]:
    found = []
    values, lines = stated.values, (stated, *form.lines)
    for place in view.items:
        there = values.get(place)
        under = form.value(place) if there else None
        if there and under:
            found.append(Quotient(place, there / under, LOOSE + sum([line.gives[place] for line in lines])))
            if len(found) == LOOKED:
                break
    return found


def steady(quotients: Sequence[Quotient]) -> bool:
    """Whether most of the first quotients may be the same: a glance."""
    if len(quotients) < LEAST:
        return False
    for first in quotients[:3]:
        _, value, give = first
        size = abs(value)
        same = sum([abs(it.value - value) <= (it.give + give + GLANCE) * size for it in quotients])
        if same >= LEAST and 3 * same >= 2 * len(quotients):
            return True
    return False
