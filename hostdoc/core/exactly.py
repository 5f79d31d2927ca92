"""What workings over plain points come to, in whole numbers: most relations hold to the digit, and need no more."""

from __future__ import annotations

from fractions import Fraction
from math import gcd

from hostdoc.core.figure import Figure
from hostdoc.core.relation import Const, Expression, Operation, Ref, Relation

Ratio = tuple[int, int]  # over and under the line


def exactly(relation: Relation) -> Fraction | None:
    """The value of the workings in the unit of the stated figure; None where ranges, open ends, words, sizes or any
    rounding might have a say in whether there is a value at all.
    """
    stated = relation.stated
    if _point(stated) is None or relation.slack:
        return None
    value = _value(relation.workings)
    if value is None:
        return None
    return Fraction(value[0] * (100 if stated.quantity.unit.percent else 1), value[1])


def _point(figure: Figure) -> Ratio | None:
    """The number of a plain point, a percent as a hundredth."""
    quantity = figure.quantity
    end, unit = quantity.low, quantity.unit
    if end is None or end is not quantity.high or quantity.open or quantity.word:
        return None
    if unit.converts:
        return None
    over, under = end.value.as_integer_ratio()
    return over, under * 100 if unit.of == "%" else under


def _value(workings: Expression) -> Ratio | None:
    if isinstance(workings, Ref):
        return _point(workings.figure)
    if isinstance(workings, Const):
        return workings.value.as_integer_ratio()
    if not isinstance(workings, Operation) or workings.operator not in ("+", "−", "×", "÷"):
        return None
    operator = workings.operator
    result: Ratio | None = None
    for argument in workings.arguments:
        value = _value(argument)
        if value is None or (operator == "÷" and result and not _divides(argument)):
            return None
        result = value if result is None else _combined(operator, result, value)
    return result


def _combined(operator: str, left: Ratio, right: Ratio) -> Ratio:
    (a, b), (c, d) = left, right
    if operator == "×":
        return a * c, b * d
    if operator == "÷":
        return (a * d, b * c) if c > 0 else (-a * d, -b * c)
    if operator == "−":
        c = -c
    if b == d:
        return a + c, b
    shared = gcd(b, d)
    return a * (d // shared) + c * (b // shared), b // shared * d


def _divides(workings: Expression) -> bool:
    """Whether workings stay clear of zero, however they were rounded."""
    if isinstance(workings, Ref):
        end = workings.figure.quantity.low
        return end is not None and abs(end.value) > end.step
    if isinstance(workings, Const):
        return workings.value != 0
    return isinstance(workings, Operation) and workings.operator == "×" and all(map(_divides, workings.arguments))
