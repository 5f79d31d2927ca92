"""What a column may be a multiple of: another one, two multiplied, or one over another; and what the multiples are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations, permutations, repeat
from typing import NamedTuple

from hostdoc.core.records import dataclass
from hostdoc.relations.tables.lines import Line, View

PAIRED = 11  # lines beyond which none over two of them is looked for
LOOKED = 8  # rows of which the number is guessed
LEAST = 2  # rows that must have the same
LOOSE = 0.0005  # part by which quotients may differ besides rounding
GLANCE = 0.02  # the same, at a glance
ONES: Iterable[float] = repeat(1.0)  # what stands where a form has nothing
Values = dict[int, list[float]]  # by the number of a line


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

    @property
    def bounds(self) -> tuple[float, float]:
        """Between what it may be."""
        off = self.give * abs(self.value)
        return self.value - off, self.value + off


def values_of(view: View, lines: Sequence[Line]) -> Values:
    """The values of lines at the items of a view, 0 where they state none."""
    return {line.index: [line.values.get(place, 0.0) for place in view.items] for line in lines}


def quotients_of(view: View, stated: Line, form: Form, values: Values) -> list[Quotient]:
    """The first quotients, if most of them are the same; by which part each may be off is not asked of most forms."""
    lines = (stated, *form.lines)
    most = LOOSE + sum([line.loosest for line in lines])
    found = _first(view, stated, form, values)
    if not _alike([value for _, value in found], most + most + GLANCE):
        return []
    quotients = [Quotient(place, value, LOOSE + sum([line.gives[place] for line in lines])) for place, value in found]
    return quotients if _steady(quotients) else []


def _first(view: View, stated: Line, form: Form, values: Values) -> list[tuple[int, float]]:
    """The first quotients: hundreds of forms are tried for a line, so that each is worked out in one loop."""
    found: list[tuple[int, float]] = []
    factors = [values[line.index] for line in form.above]
    one, other = (*factors, ONES, ONES)[:2]
    below = values[form.below[0].index] if form.below else ONES
    for place, there, a, b, c in zip(view.items, values[stated.index], one, other, below, strict=False):
        if there and c and (value := a * b / c):
            found.append((place, there / value))
            if len(found) == LOOKED:
                break
    return found


def _alike(values: Sequence[float], apart: float) -> bool:
    """Whether most may be the same, if they are no more than this part apart."""
    if len(values) < LEAST:
        return False
    for first in values[:3]:
        most = apart * abs(first)
        same = sum([abs(value - first) <= most for value in values])
        if same >= LEAST and 3 * same >= 2 * len(values):
            return True
    return False


def _steady(quotients: Sequence[Quotient]) -> bool:
    """The same by what each may be off."""
    for first in quotients[:3]:
        _, value, give = first
        size = abs(value)
        same = sum([abs(it.value - value) <= (it.give + give + GLANCE) * size for it in quotients])
        if same >= LEAST and 3 * same >= 2 * len(quotients):
            return True
    return False
