"""Workings as people read them in a written sum: letters for inputs, a column for each end."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from hostdoc.core.figure import Figure
from hostdoc.core.quantity import End, Quantity
from hostdoc.core.relation import Expression, Operation, Range, Ref
from hostdoc.report.saying import say
from hostdoc.wording import decimals, number, written


def end_text(end: End) -> str:
    """A stated end with the places it was written with."""
    return number(Fraction(end.value), max(0, -int(end.step.as_tuple().exponent)))


def recalculated(result: Range, stated: Quantity) -> tuple[str, str]:
    """Both ends of what the workings give, in the unit of the stated figure; open ends with their sign."""
    places = decimals(stated)
    low, high = number(result.low, places), number(result.high, places)
    sign = " %" if stated.unit.percent else ""
    if result.open_low:
        return say("below {end}", end=f"{high}{sign}"), ""
    return f"{low}{sign}", f"{high}{sign}{'+' if result.open_high else ''}"


def stated(quantity: Quantity) -> tuple[str, str]:
    """Both ends as stated; an end that is not stated is empty."""
    about = "~" if quantity.approximate else ""
    sign = " %" if quantity.unit.percent else ""
    low = f"{about}{end_text(quantity.low)}{sign}" if quantity.low else ""
    high = f"{end_text(quantity.high)}{sign}" if quantity.high else ""
    if quantity.open == "low" and not low:
        return say("below {end}", end=high), ""
    if quantity.open == "high":
        return low, f"{high or low.removeprefix('~')}+"
    return low, high if quantity.is_range else low


def letter(index: int) -> str:
    """a, b, … z, aa, ab, …"""
    text = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        text = chr(ord("a") + rest) + text
    return text


def formula(expression: Expression, name: Callable[[Figure], str]) -> str:
    """Workings with letters for figures: `(a − b) ÷ a`."""
    return written(expression, name)


def is_sum(expression: Expression) -> bool:
    """Whether the workings are a plain sum of figures, which needs no formula beside its column of numbers."""
    return (
        isinstance(expression, Operation)
        and expression.operator == "+"
        and all(isinstance(argument, Ref) for argument in expression.arguments)
    )


def falls(expression: Expression, figure: Figure) -> bool:
    """Whether the result falls where the figure rises: it is taken away or divided by, and not also added."""
    return _directions(expression, figure, 1) == {-1}


def _directions(expression: Expression, figure: Figure, sign: int) -> set[int]:
    if isinstance(expression, Ref):
        return {sign} if expression.figure == figure else set()
    if not isinstance(expression, Operation):
        return set()
    found: set[int] = set()
    for position, argument in enumerate(expression.arguments):
        turned = -sign if position and expression.operator in ("−", "÷") else sign
        found |= _directions(argument, figure, turned)
    return found
