"""Relations as they would stand if some figures stated something else: for repairs and what-if, never for a verdict."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction

from hostdoc.core.figure import Figure
from hostdoc.core.quantity import End, grain
from hostdoc.core.records import replace
from hostdoc.core.relation import Expression, Operation, Ref, Relation

Changes = Mapping[Figure, Figure]
PLACES = 18  # decimals that are kept of a value that has no end


def restated(figure: Figure, low: Fraction, high: Fraction) -> Figure:
    """The figure as it would stand with other ends, written as finely as before. An end that it leaves open stays open.

    A point that gets two ends becomes a range, so that what is computed from it is one.
    """
    quantity = figure.quantity
    before = quantity.low or quantity.high
    if before is None:
        return figure
    least = None if quantity.low is None else _end(low, quantity.low)
    most = None if quantity.high is None else _end(high, quantity.high)
    if low == high and least is not None and most is not None and not quantity.is_range:
        most = least
    return replace(figure, quantity=replace(quantity, low=least, high=most, word=False))


def _end(value: Fraction, before: End) -> End:
    exact = _decimal(value)
    return replace(before, value=exact, grain=grain(exact, before.step))


def _decimal(value: Fraction) -> Decimal:
    """Exact where the value has an end, else cut after `PLACES` decimals. Built from digits: no context rounds it."""
    digits = str(abs(value.numerator) * 10**PLACES // value.denominator).rjust(PLACES + 1, "0")
    written = f"{digits[:-PLACES]}.{digits[-PLACES:]}".rstrip("0").rstrip(".")
    return Decimal(f"-{written}" if value < 0 else written)


def substituted(relation: Relation, changes: Changes) -> Relation:
    """The relation over the changed figures; the same object if it uses none of them."""
    if relation.stated not in changes and not any(figure in changes for figure in relation.inputs):
        return relation
    stated = changes.get(relation.stated, relation.stated)
    limit = None if relation.limit is None else _expression(relation.limit, changes)
    return replace(relation, stated=stated, workings=_expression(relation.workings, changes), limit=limit)


def _expression(expression: Expression, changes: Changes) -> Expression:
    if isinstance(expression, Ref):
        changed = changes.get(expression.figure)
        return expression if changed is None else Ref(changed)
    if isinstance(expression, Operation):
        return replace(expression, arguments=tuple(_expression(it, changes) for it in expression.arguments))
    return expression
