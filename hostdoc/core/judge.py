"""Whether a stated figure is what its workings give: the one place that compares."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from operator import ge, gt, le, lt
from typing import Literal

from hostdoc.core.arithmetic import (
    Evaluation,
    HalfSteps,
    Scale,
    estimate,
    evaluate,
    interval,
    scaling_of,
    stated_interval,
    words_of,
)
from hostdoc.core.exactly import exactly
from hostdoc.core.figure import Figure
from hostdoc.core.operators import Incomputable, Number
from hostdoc.core.quantity import End, Quantity
from hostdoc.core.records import replace
from hostdoc.core.relation import Expression, Leeway, Operation, Outcome, Range, Ref, Relation, Verdict
from hostdoc.core.units import TIMES, Unit

CENT, SEVERAL = Decimal("0.01"), 4  # amounts in parts of a cent, from which on a sum may be off by one
WHOLE_CAP = Fraction(5, 10_000)  # and this part of a sum of whole amounts
QUOTIENT_CAP = Fraction(2, 1_000)  # and this part of a quotient
ROUND = 100  # the grain of a total whose whole parts may have been rounded
HALF = Fraction(1, 2)
FULL = 100  # percent
SIEVE = 0.2  # part of an end; wider than any rounding
Side = Literal["low", "high"]
Rounding = Literal["nearest", "up", "down", "either"]
COMPARISONS: dict[str, Callable[[Number, Number], bool]] = {"<": lt, "≤": le, ">": gt, "≥": ge}


def judge(relation: Relation) -> Verdict:
    """The first outcome of `holds`, `within`, `rounds`, `drifts` that fits, or `undecided` with its reason."""
    if relation.blocked:
        return Verdict(relation, "undecided", None, reason=relation.blocked)
    if (value := _met(relation)) is not None:
        return Verdict(relation, "holds", Range(value, value))
    return _weighed(relation)


@lru_cache(maxsize=256)  # a kind asks more than once for what it tries, then others do for what it found
def _weighed(relation: Relation) -> Verdict:
    try:
        scale = scaling_of(relation)
        words = words_of(relation.workings, lambda figure: stated_interval(figure, scale, unbounded=True))
        if words is not None:
            return _worded(relation, words)
        readings = evaluate(relation.workings, _slack(relation), scale, scale(relation.stated.quantity))
    except Incomputable as error:
        return Verdict(relation, "undecided", None, reason=str(error))
    if relation.comparison != "=":
        return _claim(relation, scale, replace(readings[-1], reading="independent"))
    if not relation.stated.quantity.ends:
        return Verdict(relation, "drifts", readings[0].range, ends=("low", "high"))
    if relation.kind == "exchange":
        return _verdict(relation, _exchanged(relation, readings[-1]), replace(readings[-1], reading="independent"), ())
    for outcome, fits in (("holds", _holds), ("within", _within)):
        for reading in readings:
            if fits(relation, reading, readings):
                return _verdict(relation, outcome, reading, ())  # type: ignore[arg-type]
    failing, best = min(((_failing(relation, reading), reading) for reading in readings), key=lambda it: len(it[0]))
    if not failing and not relation.stated.quantity.word:
        return _verdict(relation, "rounds", best, ())
    if relation.unread:
        words = ", ".join(f"`{span.text}`" for span in relation.unread)
        return Verdict(relation, "undecided", best.range, best.reading, reason=f"{words} states no amount")
    return _verdict(relation, "drifts", best, failing)


def _met(relation: Relation) -> Fraction | None:
    """What plain points come to, where that is what is stated; so it mostly is, and nothing else is computed."""
    quantity, end = relation.stated.quantity, relation.stated.quantity.low
    if relation.comparison != "=" or relation.kind == "exchange" or end is None:
        return None
    value = exactly(relation)
    return value if value is not None and _end_holds(relation, quantity, "low", end, value) else None


def _verdict(relation: Relation, outcome: Outcome, reading: Evaluation, ends: tuple[Side, ...]) -> Verdict:
    flips = _flips(relation, reading.range) if outcome == "drifts" else ""
    return Verdict(relation, outcome, reading.range, reading.reading, ends, flips)


def _worded(relation: Relation, words: str) -> Verdict:
    """Whether a cell says the words that its formula gives."""
    if " ".join(relation.stated.text.strip("*_/ ").split()) == words:
        return Verdict(relation, "holds", None, words=words)
    return Verdict(relation, "drifts", None, ends=("low", "high"), words=words)


def rounded_from(relation: Relation, slack: Fraction) -> bool:
    """Whether what is stated is what inputs come to that are each off by no more than `slack`, rounded as it is."""
    try:
        scale = scaling_of(relation)
        quantity = relation.stated.quantity
        readings = evaluate(relation.workings, lambda figure, index: slack, scale, scale(quantity))
    except Incomputable:
        return False
    return any(
        all(abs(Fraction(end.value) - value) <= give + Fraction(end.step) / 2 for _, end, value, give, _ in ends)
        for ends in (_ends(quantity, reading) for reading in readings)
    )


def promising(relation: Relation) -> bool:
    """Whether a relation may hold or round: a cheap sieve for those who try many candidates."""
    ends = relation.stated.quantity.ends
    if not ends or relation.stated.quantity.unit.own:
        return True
    worth = 0.01 if relation.stated.quantity.unit.percent else 1.0
    for index, end in ((0, ends[0]), (1, ends[-1])):
        value, rough = float(end.value) * worth, estimate(relation.workings, index)
        if abs(rough - value) <= SIEVE * max(abs(rough), abs(value)) + float(end.step) * worth:
            return True
    return False


# -- What may be off ----------------------------------------------------------------------------------------------


def _slack(relation: Relation) -> HalfSteps:
    """By how much the inputs of a relation may be off."""
    if relation.kind == "exchange":
        return half_grain
    if relation.basis == "declared":
        return loose_step
    if not relation.slack:
        exact = {*relation.exact, *_round_factors(relation.workings)}
        if exact:
            return lambda figure, index: Fraction(0) if figure in exact else half_step(figure, index)
        return _half_of(relation.stated) if _as_fine(relation) else half_step
    least = Fraction(relation.slack)
    return lambda figure, index: max(half_step(figure, index), least)


def _as_fine(relation: Relation) -> bool:
    """Whether a sum is written as finely as the finest of its terms: then the others are `3K` for `3.0K`."""
    workings, stated = relation.workings, relation.stated.quantity
    if not isinstance(workings, Operation) or workings.operator != "+" or not stated.ends:
        return False
    terms = [term.figure.quantity for term in workings.arguments if isinstance(term, Ref)]
    if len(terms) != len(workings.arguments) or any(it.unit != stated.unit for it in terms):
        return False
    return stated.ends[-1].step == min((end.step for it in terms for end in it.ends), default=0)


def _half_of(stated: Figure) -> HalfSteps:
    most = Fraction(stated.quantity.ends[-1].step) / 2

    def half(figure: Figure, index: int) -> Fraction:
        rounded = half_step(figure, index)
        return rounded if figure.quantity.loose else min(rounded, most)

    return half


def half_grain(figure: Figure, index: int) -> Fraction:
    """For a rate of exchange every amount is a rounded one: half its step, half its grain where it is marked `~`."""
    quantity = figure.quantity
    end = quantity.ends[0] if index == 0 else quantity.ends[-1]
    return Fraction(end.grain if quantity.approximate else end.step) / 2


def half_step(figure: Figure, index: int) -> Fraction:
    """By how much the low (0) or high (1) end of an input may be off because its author rounded it, in its own unit."""
    quantity = figure.quantity
    if quantity.word or not quantity.ends:
        return Fraction(0)
    end = quantity.ends[0] if index == 0 else quantity.ends[-1]
    return Fraction(end.step) / 2 if _rounded(quantity, end) else Fraction(0)


def loose_step(figure: Figure, index: int) -> Fraction:
    """The same in a formula that its author declared: he knows his figures, so only what he marks as rounded is."""
    rounded = figure.quantity.loose or any(end.scaled for end in figure.quantity.ends)
    return half_step(figure, index) if rounded else Fraction(0)


def _rounded(quantity: Quantity, end: End) -> bool:
    """Money, whole amounts and round rates are exact unless marked `~`, scaled by K, M, B or the end of a range."""
    if quantity.loose or end.scaled:
        return True
    if quantity.unit.percent:
        return not _round_rate(end.value)
    return end.step < 1 and quantity.unit.currency is None


def _round_factors(workings: Expression) -> Iterator[Figure]:
    """The factors that are halves, or parts with one digit that counts: 1.5 and 0.04 are what they say, as 4 % is."""
    if not isinstance(workings, Operation):
        return
    for argument in workings.arguments:
        if workings.operator in "×÷" and isinstance(argument, Ref):
            quantity = argument.figure.quantity
            if not (quantity.loose or _measured(quantity.unit)) and all(_round_part(end) for end in quantity.ends):
                yield argument.figure
        else:
            yield from _round_factors(argument)


def _measured(unit: Unit) -> bool:
    """Percents have a rule of their own; times and sizes were measured."""
    return unit.percent or unit.size or unit.of in TIMES


def _round_part(end: End) -> bool:
    digits = len(end.value.normalize().as_tuple().digits)
    return not end.scaled and end.step < 1 and (end.value * 2 % 1 == 0 or (abs(end.value) < 1 and digits == 1))


def _round_rate(percent: Decimal) -> bool:
    """One significant digit, or a multiple of 5."""
    return percent % 5 == 0 or len(percent.normalize().as_tuple().digits) == 1


# -- The outcomes -------------------------------------------------------------------------------------------------


def _ends(quantity: Quantity, reading: Evaluation) -> list[tuple[Side, End, Fraction, Fraction, Fraction]]:
    """Each stated end with the recalculated end, its give, and the largest term there; a point over points once."""
    result: list[tuple[Side, End, Fraction, Fraction, Fraction]] = []
    if quantity.low is not None:
        result.append(("low", quantity.low, reading.range.low, reading.low_give, reading.low_term))
        if quantity.low is quantity.high and reading.single and not quantity.open:
            return result
    if quantity.high is not None:
        result.append(("high", quantity.high, reading.range.high, reading.high_give, reading.high_term))
    return result


def _holds(relation: Relation, reading: Evaluation, _: list[Evaluation]) -> bool:
    quantity, result = relation.stated.quantity, reading.range
    if quantity.word and quantity.open == "low":  # `Negative`
        return result.high < 0 or (result.low < 0 and (result.open_low or not result.high))
    for name, end, value, *_rest in _ends(quantity, reading):
        if not _end_holds(relation, quantity, name, end, value):
            return False
    if isinstance(relation.workings, Ref):
        return True  # restated: `$5` and `under $5` are the same limit
    return not (
        (result.open_low and quantity.low is not None and quantity.open != "low")
        or (result.open_high and quantity.high is not None and quantity.open != "high")
    )


def _end_holds(relation: Relation, quantity: Quantity, name: str, end: End, value: Fraction) -> bool:
    if quantity.open == name and (value >= Fraction(end.value) if name == "high" else value <= Fraction(end.value)):
        return True  # an open end contains anything on its side
    if relation.rounding == "either":
        return abs(value - Fraction(end.value)) <= Fraction(end.step) / 2
    over, under = end.value.as_integer_ratio()
    step, parts = end.step.as_integer_ratio()
    if _steps(value, step, parts, relation.rounding) * step * under != over * parts:
        return False
    if not end.scaled or quantity.approximate:
        return True
    return abs(Fraction(end.value) - value) <= relation.leeway.cap * abs(value)


def _within(relation: Relation, reading: Evaluation, readings: list[Evaluation]) -> bool:
    quantity, result = relation.stated.quantity, reading.range
    if quantity.low is not None and quantity.high is None and not quantity.word:
        # `50+` are 53: whoever writes a round number and a plus has left out what is below it
        floor = Fraction(quantity.low.value)
        return floor <= result.low and result.high < floor + Fraction(quantity.low.grain)
    if quantity.word or quantity.low is None or quantity.high is None:
        return False
    below = result.open_low or Fraction(quantity.low.value) >= result.low
    above = result.open_high or Fraction(quantity.high.value) <= result.high
    if not quantity.is_range:
        return below and above and (result.low != result.high or result.open_low or result.open_high)
    if result.low == result.high and relation.kind == "footing" and quantity.unit.of in TIMES:
        return Fraction(quantity.low.value) <= result.low <= Fraction(quantity.high.value)  # 5 hours are `4–5 hours`
    differ = readings[0].range != readings[-1].range
    if any(figure.quantity.backwards for figure in (relation.stated, *relation.inputs)):
        return False
    return differ and reading.reading == "independent" and below and above


def _failing(relation: Relation, reading: Evaluation) -> tuple[Side, ...]:
    """The stated ends that neither agree nor are explained by rounding."""
    quantity, leeway = relation.stated.quantity, relation.leeway
    allowed = _allowed(quantity, leeway)
    failing: list[Side] = []
    for name, end, value, give, term in _ends(quantity, reading):
        if _end_holds(relation, quantity, name, end, value):
            continue
        if leeway.exact and not relation.tentative:
            failing.append(name)
            continue
        off, most = abs(Fraction(end.value) - value), max(abs(value), term)
        if give and _divided(relation):
            give += Fraction(end.step) / 2  # 24,500 to 25,500 over 1,500 are 16 as well as 17
        if allowed is not None and off <= allowed * most:
            continue
        if quantity.loose and allowed is None:
            give += Fraction(end.grain) / 2
        if off <= give and off <= leeway.cap * most:
            continue
        if relation.basis != "declared" and (
            _whole_sum(relation, off, value)
            or _fine_sum(relation, off)
            or _round_result(relation, end, value)
            or _cut(quantity, end, value)
            or (relation.kind == "equation" and _divided(relation) and _cut_decimal(quantity, end, value))
        ):
            continue
        failing.append(name)
    if failing and not quantity.is_range:
        return ("low", "high")  # a point has one number: none of its ends is right
    return tuple(failing)


def _divided(relation: Relation) -> bool:
    return isinstance(relation.workings, Operation) and relation.workings.operator == "÷"


def _allowed(quantity: Quantity, leeway: Leeway) -> Fraction | None:
    """The part by which an approximate figure may be off, instead of what the roundness of its digits allows."""
    if not quantity.approximate or leeway.approximate is not None:
        return leeway.approximate if quantity.approximate else None
    return Fraction(quantity.allows) / 100 if leeway.by_word and quantity.allows is not None else None


def _round_result(relation: Relation, end: End, value: Fraction) -> bool:
    """Whether a quotient or a product was rounded to a round number that is off by next to nothing: 10,000 ÷ 1,300 is
    `770%`, 136,170 × 12 is `1,634,000`."""
    workings = relation.workings
    if not isinstance(workings, Operation) or workings.operator not in ("÷", "×"):
        return False
    off = abs(Fraction(end.value) - value)
    if 2 * off == Fraction(end.step):
        return True  # a tie, 62.5 as `62`: some programs round it to the even side
    if end.grain <= end.step:
        return False
    cap = QUOTIENT_CAP if workings.operator == "÷" else WHOLE_CAP
    return off <= Fraction(end.grain) / 2 and off < cap * abs(value)


def _cut(quantity: Quantity, end: End, value: Fraction) -> bool:
    """Whether a percentage of a hundred or more was cut instead of rounded: −129.65 % is `-129%`."""
    if not quantity.unit.percent or abs(value) < FULL:
        return False
    step = Fraction(end.step)
    return abs(Fraction(end.value)) == abs(value) // step * step and Fraction(end.value) * value > 0


def _cut_decimal(quantity: Quantity, end: End, value: Fraction) -> bool:
    """Whether the decimals of a quotient that is no money were cut instead of rounded: 1.418 is `1.41`."""
    if quantity.unit.currency or quantity.unit.percent or end.step >= 1 or abs(value) < 1:
        return False
    step, stated = Fraction(end.step), Fraction(end.value)
    return stated * value > 0 and abs(stated) == abs(value) // step * step and abs(stated - value) * FULL < abs(value)


def _summed(relation: Relation) -> list[Quantity]:
    """What a point is the sum of, if nothing but stated figures is added."""
    workings = relation.workings
    if not isinstance(workings, Operation) or workings.operator != "+" or relation.stated.quantity.is_range:
        return []
    rows = [argument.figure.quantity for argument in workings.arguments if isinstance(argument, Ref)]
    return rows if len(rows) == len(workings.arguments) else []


def _whole_sum(relation: Relation, off: Fraction, value: Fraction) -> bool:
    """Whether a sum of whole amounts is off by no more than half a unit a row, and hardly at all.

    So are parts that were rounded to whole ones while the total is a round number: 6,667 twice and 6,665.
    """
    rows = _summed(relation)
    if not rows or any(end.step != 1 for row in rows for end in row.ends):
        return False
    rounder = relation.stated.quantity.ends[0].grain >= ROUND
    return rounder and off <= HALF * len(rows) and off < WHOLE_CAP * abs(value)


def _fine_sum(relation: Relation, off: Fraction) -> bool:
    """Whether a sum of several amounts in parts of a cent, which nobody pays, is off by one in its last digit."""
    rows, stated = _summed(relation), relation.stated.quantity
    if len(rows) < SEVERAL or not stated.unit.currency:
        return False
    return off <= Fraction(stated.ends[0].step) and all(end.step < CENT for row in (stated, *rows) for end in row.ends)


def _claim(relation: Relation, scale: Scale, reading: Evaluation) -> Verdict:
    """A claim, with the limit that its author declared or against the workings as they are."""
    if relation.limit is None:
        return _verdict(relation, _compared(relation, scale), reading, ())
    try:
        outcome = _against(relation.workings, relation.limit, relation, scale)
    except Incomputable as error:
        return Verdict(relation, "undecided", None, reason=str(error))
    flips = "the conclusion turns over" if outcome == "drifts" else ""
    return Verdict(relation, outcome, reading.range, reading.reading, flips=flips)


def _against(left: Expression, right: Expression, relation: Relation, scale: Scale) -> Outcome:
    """Whether a comparison of two expressions is true of all their ends, of some (within), or of none."""
    ends, bounds = (
        interval(side, lambda figure: stated_interval(figure, scale, unbounded=True)) for side in (left, right)
    )
    test = COMPARISONS[relation.comparison]
    true = [test(end, bound) for end in ends for bound in bounds]
    return "holds" if all(true) else "within" if any(true) else "drifts"


def _compared(relation: Relation, scale: Scale) -> Outcome:
    """Whether a claim such as `under $5` is true of every end, of some (within), or of none. Nothing is rounded.

    Against several amounts, as in `cheapest`, it has to be true of each.
    """
    workings, worth = relation.workings, scale(relation.stated.quantity)
    several = isinstance(workings, Operation) and workings.operator == "span"
    others = workings.arguments if several and isinstance(workings, Operation) else (workings,)
    ends = [Fraction(end.value) * worth for end in relation.stated.quantity.ends]
    test = COMPARISONS[relation.comparison]
    seen: set[Outcome] = set()
    for other in others:
        least, most = interval(other, lambda figure: stated_interval(figure, scale, unbounded=False))
        true = [test(end, Fraction(bound)) for end in (min(ends), max(ends)) for bound in (least, most)]
        seen.add("holds" if all(true) else "within" if any(true) else "drifts")
    return "drifts" if "drifts" in seen else "within" if "within" in seen else "holds"


def _exchanged(relation: Relation, reading: Evaluation) -> Outcome:
    """Whether one rate lies in the windows of all pairs, each as wide as its amounts were rounded."""
    stated = relation.stated
    ends = [Fraction(end.value) for end in stated.quantity.ends]
    below = reading.range.low - reading.low_give - half_grain(stated, 0)
    above = reading.range.high + reading.high_give + half_grain(stated, 1)
    return "holds" if below <= min(ends) and max(ends) <= above else "drifts"


def round_to(value: Fraction, step: Fraction, rounding: Rounding = "nearest") -> Fraction:
    """`value` as a multiple of `step`; ties go away from zero."""
    return _steps(value, step.numerator, step.denominator, rounding) * step


def _steps(value: Fraction, step: int, parts: int, rounding: Rounding) -> int:
    """How many steps of `step` over `parts` a value is."""
    above, below = value.numerator * parts, value.denominator * step
    if rounding == "nearest":
        whole = (2 * abs(above) + below) // (2 * below)
        return whole if above >= 0 else -whole
    return -(-above // below) if rounding == "up" else above // below


def _flips(relation: Relation, result: Range) -> str:
    """A sentence, if the recalculation turns a conclusion over."""
    if relation.conclusion != "sign":
        return ""
    quantity = relation.stated.quantity
    if quantity.word:
        return "it is not negative" if result.low >= 0 else ""
    if not quantity.ends:
        return ""
    least, most = quantity.ends[0].value, quantity.ends[-1].value
    if least >= 0 > result.low:
        return "the sign flips: it is a loss" if result.high < 0 else "the sign flips: at the low end it is a loss"
    if most <= 0 < result.high and result.low >= 0:
        return "the sign flips: it is a gain"
    return ""
