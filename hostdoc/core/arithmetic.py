"""Exact evaluation of workings: fractions, with the infinities that open ends bring."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from fractions import Fraction
from itertools import product
from math import inf, nan

from hostdoc.core.figure import Figure
from hostdoc.core.operators import FUNCTIONS, Incomputable, Interval, Number, decided
from hostdoc.core.quantity import Quantity
from hostdoc.core.records import dataclass
from hostdoc.core.relation import Const, Expression, Operation, Range, Reading, Ref, Relation, Words, figures_of
from hostdoc.core.units import SIZES, Unit

Box = Callable[[Figure], Interval]
Scale = Callable[[Quantity], Fraction]
HalfSteps = Callable[[Figure, int], Fraction]

ZERO, ONE, HUNDREDTH = Fraction(0), Fraction(1), Fraction(1, 100)
CORNERS = 8  # at most this many figures that are used twice are tried at both ends, 2^8 evaluations


def scaling(figures: Iterable[Figure]) -> Scale:
    """What one unit of each figure is worth beside the others: a percent a hundredth, MB a thousandth of GB.

    Sizes of one sort are measured in the first one that occurs, as a thing or `per` it, so that equal units leave
    figures as they are and `512 MB` at `$10/GB` comes to $5.12.
    """
    first: dict[str, int | Fraction] = {}  # by what sizes are measured in
    for figure in figures:
        unit = figure.quantity.unit
        if unit.converts:
            for measure in filter(None, map(unit.measure, (unit.of, *unit.per))):
                first.setdefault(*measure)

    def scale(quantity: Quantity) -> Fraction:
        unit = quantity.unit
        if not first:
            return HUNDREDTH if unit.percent else ONE
        worth = HUNDREDTH if unit.percent else size(unit, unit.of)
        for part in unit.per:
            worth /= size(unit, part)
        return worth

    def size(unit: Unit, part: str) -> Fraction:
        measure = unit.measure(part)
        return Fraction(measure[1]) / first[measure[0]] if measure else ONE

    return scale


def scaling_of(relation: Relation) -> Scale:
    """The scaling of a relation. Where the units that its project defines do not come out as stated, none converts.

    `4 crates × 12 bottles = 48 bottles` says how many are in each, and so has converted them already.
    """
    figures = (relation.stated, *relation.inputs)
    own = any(figure.quantity.unit.own for figure in figures)  # hardly ever
    return _as_they_stand if own and not _balanced(relation) else scaling(figures)


def _as_they_stand(quantity: Quantity) -> Fraction:
    return HUNDREDTH if quantity.unit.percent else ONE


def _balanced(relation: Relation) -> bool:
    stated = relation.stated.quantity.unit
    found = _dimensions(relation.workings) if stated.of else None
    return found is None or found == _of_unit(stated)


def _of_unit(unit: Unit) -> Counter[str]:
    """How often each thing that converts is in a unit; once less for each time it is per it."""
    found: Counter[str] = Counter()
    for part, times in ((unit.of, 1), *((part, -1) for part in unit.per)):
        if (measure := unit.measure(part)) and part not in SIZES:
            found[measure[0]] += times
    return Counter({base: times for base, times in found.items() if times})


def _dimensions(expression: Expression) -> Counter[str] | None:
    """The same of an expression; None where it cannot be told."""
    if isinstance(expression, Ref):
        return _of_unit(expression.figure.quantity.unit)
    if isinstance(expression, Const):
        return Counter()
    if isinstance(expression, Words) or expression.operator not in ("+", "−", "span", "×", "÷"):
        return None
    parts = [_dimensions(argument) for argument in expression.arguments]
    known = [part for part in parts if part is not None]
    if len(known) < len(parts) or not known:
        return None
    if expression.operator in ("+", "−", "span"):
        return known[0] if all(part == known[0] for part in known) else None
    total = Counter(known[0])
    for part in known[1:]:
        for base, times in part.items():
            total[base] += times if expression.operator == "×" else -times
    return Counter({base: times for base, times in total.items() if times})


def written_ends(figure: Figure, scale: Scale) -> tuple[Fraction, Fraction]:
    """The ends of a figure in the order in which they are written; a range may be written backwards."""
    ends = figure.quantity.ends
    if not ends:
        raise Incomputable(f"`{figure.text}` states no number")
    factor = scale(figure.quantity)
    low = _scaled(Fraction(ends[0].value), factor)
    return low, low if len(ends) == 1 else _scaled(Fraction(ends[-1].value), factor)


def _scaled(number: Fraction, factor: Fraction) -> Fraction:
    """Their product; most factors are one, and fractions are slow to multiply."""
    return number if factor is ONE or not number else number * factor


def stated_interval(figure: Figure, scale: Scale, *, unbounded: bool) -> Interval:
    """The least and the greatest end. An open end is infinite if `unbounded`, else the number written beside it."""
    ends, side = written_ends(figure, scale), figure.quantity.open
    return (
        -inf if unbounded and side == "low" else min(ends),
        inf if unbounded and side == "high" else max(ends),
    )


def interval(expression: Expression, box: Box) -> Interval:
    """The least and the greatest value of an expression over the ends of its figures, each figure one unknown."""
    figures = list(figures_of(expression))
    if len(set(figures)) == len(figures):  # as in most
        return _interval(expression, box)
    uses = Counter(figures)
    twice = [figure for figure, times in uses.items() if times > 1 and box(figure)[0] != box(figure)[1]][:CORNERS]
    if not twice:
        return _interval(expression, box)
    results: list[Interval] = []
    for ends in product((0, 1), repeat=len(twice)):
        fixed = {figure: box(figure)[end] for figure, end in zip(twice, ends, strict=True)}
        results.append(_interval(expression, _fixing(fixed, box)))
    return min(low for low, _ in results), max(high for _, high in results)


def words_of(expression: Expression, box: Box) -> str | None:
    """What an expression says where it gives no number; its conditions must be true or false at all ends."""
    while isinstance(expression, Operation) and expression.operator == "if":
        condition, true, false = expression.arguments
        expression = true if decided(interval(condition, box)) else false
    return expression.text if isinstance(expression, Words) else None


def _fixing(fixed: dict[Figure, Number], box: Box) -> Box:
    """The box with some figures held at one value."""
    return lambda figure: (fixed[figure], fixed[figure]) if figure in fixed else box(figure)


def _interval(expression: Expression, box: Box) -> Interval:
    if isinstance(expression, Const):
        return expression.value, expression.value
    if isinstance(expression, Ref):
        return box(expression.figure)
    if isinstance(expression, Words):
        raise Incomputable(f"`{expression.text}` is no number")
    if expression.operator == "if":
        condition, true, false = expression.arguments
        return _interval(true if decided(_interval(condition, box)) else false, box)
    values = [_interval(argument, box) for argument in expression.arguments]
    if function := FUNCTIONS.get(expression.operator):
        return function(values)
    if expression.operator == "+":
        low = _plus(low for low, _ in values)
        return low, low if all(low is high for low, high in values) else _plus(high for _, high in values)
    if expression.operator == "span":
        return min(low for low, _ in values), max(high for _, high in values)
    result = values[0]
    for value in values[1:]:
        result = _combine(expression.operator, result, value)
    return result


def _combine(operator: str, left: Interval, right: Interval) -> Interval:
    points = left[0] is left[1] and right[0] is right[1]  # most are, and have one corner instead of four
    if operator == "−":
        low = _plus((left[0], -right[1]))
        return low, low if points else _plus((left[1], -right[0]))
    if operator == "÷":
        if right[0] <= 0 <= right[1]:
            raise Incomputable("it divides by zero")
        low = _inverse(right[1])
        right = low, low if points else _inverse(right[0])
    if points:
        only = _times(left[0], right[0])
        return only, only
    if left[0] >= 0 and right[0] >= 0:  # as most ranges are: the least comes of the least
        return _times(left[0], right[0]), _times(left[1], right[1])
    corners = [_times(a, b) for a in left for b in right]
    return min(corners), max(corners)


def _plus(numbers: Iterable[Number]) -> Number:
    total = Fraction(0)
    infinite: set[float] = set()
    for number in numbers:
        if isinstance(number, float):
            infinite.add(number)
        else:
            total += number
    if len(infinite) > 1:
        raise Incomputable("an open end less an open end has no value")
    return infinite.pop() if infinite else total


def _inverse(number: Number) -> Number:
    return Fraction(0) if isinstance(number, float) else 1 / number


def _times(a: Number, b: Number) -> Number:
    return Fraction(0) if a == 0 or b == 0 else a * b


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The workings under one reading. `low_terms` and `high_terms` are the largest terms of a sum at each end."""

    reading: Reading
    range: Range
    low_term: Fraction
    high_term: Fraction
    low_give: Fraction
    high_give: Fraction

    @property
    def single(self) -> bool:
        """Whether both ends are one, so that one needs to be looked at."""
        return self.range.low is self.range.high and self.low_give is self.high_give


def evaluate(expression: Expression, half_steps: HalfSteps, scale: Scale, divisor: Fraction) -> list[Evaluation]:
    """The readings, paired and independent, results divided by `divisor` (the scale of the stated figure).

    Paired evaluates all low ends, then all high ends, and sorts the two results; independent is the least and the
    greatest over all ends. `half_steps(figure, end)` is by how much the end 0 or 1 of a rounded input may be off, in
    the figure's own unit.

    Raises Incomputable.
    """
    known = {figure: _known(figure, half_steps, scale) for figure in dict.fromkeys(figures_of(expression))}
    opens = (False, False)
    if any(figure.quantity.open for figure in known):
        edge = interval(expression, lambda figure: stated_interval(figure, scale, unbounded=True))
        opens = (edge[0] == -inf, edge[1] == inf)
    if _single(expression, known):
        return [_only(expression, known, opens, divisor)]
    return [_paired(expression, known, opens, divisor), _independent(expression, known, opens, divisor)]


@dataclass(frozen=True, slots=True)
class _Known:
    """The ends of a figure as written, low first, and by how much each may be off."""

    ends: tuple[Fraction, Fraction]
    halves: tuple[Fraction, Fraction]

    def at(self, end: int) -> Interval:
        return self.ends[end], self.ends[end]

    def around(self, end: int) -> Interval:
        return self.ends[end] - self.halves[end], self.ends[end] + self.halves[end]

    @property
    def bounds(self) -> Interval:
        return min(self.ends), max(self.ends)

    @property
    def wide(self) -> Interval:
        low, high = self.bounds
        return low - self.halves[0], high + self.halves[1]


def _single(expression: Expression, known: dict[Figure, _Known]) -> bool:
    """Whether an expression has one value: all its figures are points, and it spans no alternatives."""
    return all(it.ends[0] == it.ends[1] for it in known.values()) and not _spans(expression)


def _spans(expression: Expression) -> bool:
    if not isinstance(expression, Operation):
        return False
    return expression.operator == "span" or any(map(_spans, expression.arguments))


def _known(figure: Figure, half_steps: HalfSteps, scale: Scale) -> _Known:
    factor = scale(figure.quantity)
    halves = (_scaled(half_steps(figure, 0), factor), _scaled(half_steps(figure, 1), factor))
    return _Known(written_ends(figure, scale), halves)


def _only(
    expression: Expression, known: dict[Figure, _Known], opens: tuple[bool, bool], divisor: Fraction
) -> Evaluation:
    """Of points there is one reading, and it is the same at both ends."""
    value, give = _at(expression, known, 0)
    term = _largest(expression, lambda figure: known[figure].at(0), 0)
    value, give, term = (_over(number, divisor) for number in (value, give, term))
    return Evaluation("paired", Range(value, value, *opens), term, term, give, give)


def _at(expression: Expression, known: dict[Figure, _Known], end: int) -> tuple[Number, Number]:
    """The value at the low (0) or high (1) ends, and by how much it may be off."""
    value = interval(expression, lambda figure: known[figure].at(end))[end]
    if not any(half for it in known.values() for half in it.halves):
        return value, ZERO
    return value, _reach(value, interval(expression, lambda figure: known[figure].around(end)))


def _paired(
    expression: Expression, known: dict[Figure, _Known], opens: tuple[bool, bool], divisor: Fraction
) -> Evaluation:
    results = [(*_at(expression, known, end), end) for end in (0, 1)]
    results.sort()
    (low, low_give, low_end), (high, high_give, high_end) = results[0], results[-1]
    terms = (
        _largest(expression, lambda figure: known[figure].at(low_end), 0),
        _largest(expression, lambda figure: known[figure].at(high_end), 1),
    )
    return _evaluation("paired", (low, high), opens, terms, (low_give, high_give), divisor)


def _independent(
    expression: Expression, known: dict[Figure, _Known], opens: tuple[bool, bool], divisor: Fraction
) -> Evaluation:
    def bounded(figure: Figure) -> Interval:
        return known[figure].bounds

    least, greatest = interval(expression, bounded)
    outer = interval(expression, lambda figure: known[figure].wide)
    terms = (_largest(expression, bounded, 0), _largest(expression, bounded, 1))
    return _evaluation("independent", (least, greatest), opens, terms, (least - outer[0], outer[1] - greatest), divisor)


_ROUGHLY: dict[str, Callable[[list[float]], float]] = {
    "min": min,
    "max": max,
    "median": lambda values: sorted(values)[len(values) // 2],
}


def estimate(expression: Expression, end: int = 0) -> float:
    """A rough value at the low (0) or high (1) ends: a sieve before a relation is judged, never a judgement.

    Percents count as hundredths; what has no value is not a number.
    """
    if isinstance(expression, Const):
        return float(expression.value)
    if isinstance(expression, Ref):
        ends, unit = expression.figure.quantity.ends, expression.figure.quantity.unit
        worth = 0.01 if unit.percent else unit.worth if unit.own else 1.0
        return float(ends[-1 if end else 0].value) * worth if ends else nan
    if isinstance(expression, Words) or (expression.operator in FUNCTIONS and expression.operator not in _ROUGHLY):
        return nan
    values = [estimate(argument, end) for argument in expression.arguments]
    if expression.operator == "+":
        return sum(values)
    if expression.operator == "span":
        return max(values) if end else min(values)
    if roughly := _ROUGHLY.get(expression.operator):
        return roughly(values)
    result = values[0]
    for value in values[1:]:
        if expression.operator == "−":
            result -= value
        elif expression.operator == "×":
            result *= value
        else:
            result = result / value if value else nan
    return result


def _evaluation(
    reading: Reading,
    ends: Interval,
    opens: tuple[bool, bool],
    terms: tuple[Fraction, Fraction],
    gives: Interval,
    divisor: Fraction,
) -> Evaluation:
    low, high, low_term, high_term, low_give, high_give = (_over(number, divisor) for number in (*ends, *terms, *gives))
    return Evaluation(reading, Range(low, high, *opens), low_term, high_term, low_give, high_give)


def _over(number: Number, divisor: Fraction) -> Fraction:
    return Fraction(number) if divisor == 1 or not number else Fraction(number) / divisor


def _reach(value: Number, slack: Interval) -> Number:
    return max(value - slack[0], slack[1] - value)


def _largest(expression: Expression, box: Box, end: int) -> Fraction:
    """The largest term of a sum or difference at its low (0) or high (1) end, by size; zero for anything else."""
    if not isinstance(expression, Operation) or expression.operator not in ("+", "−"):
        return Fraction(0)
    taken = [end if index == 0 or expression.operator == "+" else 1 - end for index in range(len(expression.arguments))]
    terms = zip(expression.arguments, taken, strict=True)
    return max(abs(Fraction(interval(argument, box)[side])) for argument, side in terms)
