"""What a part of a formula comes to while it is compiled: an expression with its unit, or a list of them."""

from __future__ import annotations

from fractions import Fraction

from hostdoc.core.figure import Figure
from hostdoc.core.records import dataclass, replace
from hostdoc.core.relation import Const, Expression, Operation, Operator, Ref
from hostdoc.core.units import NONE, Unit, conflict, over, times
from hostdoc.core.vocabulary import rate_between
from hostdoc.figures.lexicon import spoken
from hostdoc.formulas.cells import Gap
from hostdoc.formulas.syntax import FormulaError

HUNDRED = Fraction(100)
WHOLE = Const(Fraction(1), "100%")


@dataclass(frozen=True, slots=True)
class Amount:
    """`bare`: a number without a unit had a part in it, which may stand for any unit: `$0.23/hr × 730`.

    `percent`: a percent had a part in it, so that a division by 100 that follows is only how it is written.
    """

    expression: Expression
    unit: Unit = NONE
    bare: bool = False
    percent: bool = False


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words, as `string("over")` gives them, or a choice between some."""

    text: str
    choice: Expression | None = None


@dataclass(frozen=True, slots=True)
class Vector:
    """The cells of a rectangle, row by row, or what was computed from each."""

    items: tuple[Amount | Gap, ...]


Value = Amount | Gap | Phrase | Vector


def of_figure(figure: Figure) -> Amount:
    unit = figure.quantity.unit
    return Amount(Ref(figure), unit, bare=not unit.of, percent=unit.percent)


def constant(value: Fraction, text: str) -> Amount:
    return Amount(Const(value, text), bare=True)


def joined(sign: Operator, left: Expression, right: Expression) -> Expression:
    """`a + b` and then `c` is one sum of three."""
    if sign in ("+", "×") and isinstance(left, Operation) and left.operator == sign:
        return Operation(sign, (*left.arguments, right))
    return Operation(sign, (left, right))


def combined(sign: Operator, left: Amount, right: Amount, at: int) -> Amount:
    """The amount that two make. Raises FormulaError where their units forbid it."""
    if sign in ("+", "−", "mod"):
        return _added(sign, left, right, at)
    if sign == "×":
        unit = _without_percent(left, right) or times(left.unit, right.unit)
        return _made(sign, left, right, unit)
    if sign == "÷":
        if left.percent and _is_hundred(right):
            return replace(left, expression=joined(sign, left.expression, WHOLE), percent=False)
        unit = left.unit if right.unit.percent else over(left.unit, right.unit)
        return _made(sign, left, right, unit)
    if sign == "^":
        return Amount(joined(sign, left.expression, right.expression), NONE, bare=True)
    right = exchanged(right, left.unit)
    agree(left, right, at, "compares")
    return Amount(joined(sign, left.expression, right.expression), NONE, bare=True)


def alike(operator: Operator, amounts: list[Amount], at: int) -> Amount:
    """Several amounts of one unit under a function such as `max` or `+`."""
    first = amounts[0]
    amounts = [first, *(exchanged(other, first.unit) for other in amounts[1:])]
    for other in amounts[1:]:
        agree(first, other, at, "puts together")
        first = _surer(first, other)
    expression = Operation(operator, tuple(amount.expression for amount in amounts))
    bare = all(amount.bare for amount in amounts)
    return Amount(expression, first.unit, bare, any(amount.percent for amount in amounts))


def agree(left: Amount, right: Amount, at: int, does: str) -> None:
    """Raises FormulaError where two amounts cannot be of one unit."""
    if left.bare or right.bare:
        return
    if conflict(left.unit, right.unit):
        message = f"it {does} {left.unit} and {right.unit}"
        raise FormulaError(message, at, "mend the formula, or the unit of a figure", "formula-units")


def exchanged(amount: Amount, unit: Unit) -> Amount:
    """An amount in the currency of a unit, at the rate of the project; as it is where there is none."""
    own, other = amount.unit.currency, unit.currency
    rates = spoken().vocabulary.rates
    found = rate_between(rates, own, other) if rates and own and other and own != other else None
    if found is None:
        return amount
    _, rate = found
    sign: Operator = "×" if rate.base == own else "÷"
    at_rate = Operation(sign, (amount.expression, Const(Fraction(rate.worth), str(rate))))
    return replace(amount, expression=at_rate, unit=replace(amount.unit, of=unit.of))


def _added(sign: Operator, left: Amount, right: Amount, at: int) -> Amount:
    percent = left.percent or right.percent
    if percent:
        left, right = _as_percent(left), _as_percent(right)
    right = exchanged(right, left.unit)
    agree(left, right, at, "adds" if sign == "+" else "takes apart")
    unit = _surer(left, right).unit
    if percent and not (left.unit.percent and right.unit.percent):
        unit = NONE
    return Amount(joined(sign, left.expression, right.expression), unit, left.bare and right.bare, percent)


def _surer(one: Amount, other: Amount) -> Amount:
    """The amount that tells the unit of both: `$euros * 1.1` is in what it is added to."""
    if one.bare != other.bare and (one.unit.of and other.unit.of):
        return other if one.bare else one
    return one if one.unit.of else other


def _as_percent(amount: Amount) -> Amount:
    """The 100 of `100 - $3` is the whole where `$3` is a percent."""
    return replace(amount, expression=WHOLE) if _is_hundred(amount) else amount


def _is_hundred(amount: Amount) -> bool:
    return isinstance(amount.expression, Const) and amount.expression.value == HUNDRED


def _without_percent(left: Amount, right: Amount) -> Unit | None:
    if left.unit.percent:
        return right.unit
    return left.unit if right.unit.percent else None


def _made(sign: Operator, left: Amount, right: Amount, unit: Unit) -> Amount:
    expression = joined(sign, left.expression, right.expression)
    return Amount(expression, unit, left.bare or right.bare, left.percent or right.percent)


# -- Percents -------------------------------------------------------------------------------------------------------

_KEEPS = ("round", "abs", "floor", "ceil", "trunc", "−", "if")  # what may stand around a factor of 100


def in_points(expression: Expression) -> bool:
    """Whether a formula multiplies by 100, so that it gives percents: `round(100 * $3 / $2)`."""
    if _whole_for_hundred(expression):
        return True
    return (
        isinstance(expression, Operation)
        and expression.operator in _KEEPS
        and any(map(in_points, expression.arguments))
    )


def out_of_points(expression: Expression) -> Expression:
    """What gives percents, as a part of one: `100 * $3 / $2` beside `43%`."""
    return _whole_for_hundred(expression) or Operation("÷", (expression, Const(HUNDRED, "100")))


def _whole_for_hundred(expression: Expression) -> Expression | None:
    if isinstance(expression, Const) and expression.value == HUNDRED and expression is not WHOLE:
        return WHOLE
    if not isinstance(expression, Operation) or expression.operator not in ("×", "÷"):
        return None
    reach = len(expression.arguments) if expression.operator == "×" else 1
    for number, argument in enumerate(expression.arguments[:reach]):
        changed = _whole_for_hundred(argument)
        if changed is not None:
            rest = expression.arguments
            return Operation(expression.operator, (*rest[:number], changed, *rest[number + 1 :]))
    return None
