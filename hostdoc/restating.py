"""What a figure would state to agree with a relation: recalculated, or solved for, in few other digits. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from hostdoc.core.arithmetic import evaluate, scaling_of
from hostdoc.core.figure import Figure
from hostdoc.core.judge import judge, round_to
from hostdoc.core.operators import Incomputable
from hostdoc.core.records import dataclass
from hostdoc.core.relation import Relation
from hostdoc.core.scenario import restated, substituted

LONGEST_SLIP = 12  # digits of a figure in which a slip of the pen is looked for


class Stuck(Exception):
    """No other statement is found; the message says why."""


@dataclass(frozen=True, slots=True)
class Change:
    """A figure and the ends that it should state."""

    figure: Figure
    low: Fraction
    high: Fraction

    @property
    def digits(self) -> int:
        """How many digits of the figure are typed anew."""
        values = (self.low, self.high) if self.figure.quantity.low else (self.high,)
        pairs = zip(self.figure.quantity.ends, values, strict=False)  # a point has but one
        return sum(_differing(Fraction(end.value) / Fraction(end.step), new / Fraction(end.step)) for end, new in pairs)


def recalculated(relation: Relation) -> Change:
    """The stated figure with the ends that fail as recalculated; if others agree, too, with the fewest new digits.

    So an author's round number stays round, and a slip of the pen goes back to what it was. What a declared formula
    gives is written as it comes. Raises Stuck.
    """
    figure, verdict = relation.stated, judge(relation)
    result = verdict.recalculated
    if result is None or verdict.outcome == "undecided":
        raise Stuck(verdict.reason or "it cannot be recalculated")
    ends = figure.quantity.ends
    if not ends:
        raise Stuck("a word stands for it")
    low, high = result.low, result.high
    if figure.quantity.is_range and len(ends) == 2:
        low = low if "low" in verdict.ends else Fraction(ends[0].value)
        high = high if "high" in verdict.ends else Fraction(ends[-1].value)
    exact = _rounded(figure, low, high, 1)
    if low != high and not figure.quantity.is_range:
        return exact
    others = [_rounded(figure, low, high, factor) for factor in (5, 10)] if figure.quantity.loose else []
    if relation.basis != "declared":
        others += sorted(_slips(figure), key=lambda it: abs(it.low - low))
    fewer = (it for it in others if it.digits < exact.digits and _agrees(it, relation))
    return min(fewer, key=lambda it: it.digits, default=exact)


def solved(relation: Relation, figure: Figure) -> Change | None:
    """What an input of a relation over points would state for it to be met; None if that is not one value."""
    if any(it.quantity.is_range or not it.quantity.ends for it in (relation.stated, *relation.inputs)):
        return None
    target = Fraction(relation.stated.quantity.ends[0].value)
    start = Fraction(figure.quantity.ends[0].value)
    try:
        values = [_value(relation, figure, start + shift) for shift in (0, 1, 2)]
    except Incomputable:
        return None
    slope = values[1] - values[0]
    if not slope or values[2] - values[1] != slope:
        return None
    value = round_to(start + (target - values[0]) / slope, Fraction(figure.quantity.ends[0].step))
    return Change(figure, value, value)


def changed(change: Change) -> dict[Figure, Figure]:
    """The figure as it would stand, by the figure as it stands."""
    return {change.figure: restated(change.figure, change.low, change.high)}


def _rounded(figure: Figure, low: Fraction, high: Fraction, factor: int) -> Change:
    """The ends as multiples of one, five or ten units of the last digit written."""
    ends = figure.quantity.ends
    steps = [Fraction(end.step) * factor for end in (ends[0], ends[-1])]
    return Change(figure, round_to(low, steps[0]), round_to(high, steps[1]))


def _slips(figure: Figure) -> Iterator[Change]:
    """A point with one digit of its number replaced."""
    ends = figure.quantity.ends
    step, value = Fraction(ends[0].step), Fraction(ends[0].value)
    written = str(abs(int(value / step)))
    if figure.quantity.is_range or len(written) > LONGEST_SLIP:
        return
    for place, digit in enumerate(written):
        for other in "0123456789":
            number = int(f"{written[:place]}{other}{written[place + 1 :]}")
            if other != digit and (place or other != "0"):
                new = number * step if value >= 0 else -number * step
                yield Change(figure, new, new)


def _differing(before: Fraction, after: Fraction) -> int:
    old, new = str(abs(int(before))), str(abs(int(after)))
    width = max(len(old), len(new))
    return sum(one != other for one, other in zip(old.rjust(width), new.rjust(width), strict=True))


def _agrees(change: Change, relation: Relation) -> bool:
    return judge(substituted(relation, changed(change))).outcome in ("holds", "rounds")


def _value(relation: Relation, figure: Figure, value: Fraction) -> Fraction:
    there = substituted(relation, {figure: restated(figure, value, value)})
    scale = scaling_of(there)
    return evaluate(there.workings, lambda *_: Fraction(0), scale, scale(there.stated.quantity))[0].range.low
