"""What a formula gives and what is stated there → a relation."""

from __future__ import annotations

from fractions import Fraction

from hostdoc.core.arithmetic import interval, scaling, stated_interval
from hostdoc.core.figure import Figure
from hostdoc.core.judge import judge
from hostdoc.core.operators import Incomputable, Interval
from hostdoc.core.records import replace
from hostdoc.core.regex import regex
from hostdoc.core.relation import AGREES, Comparison, Const, Expression, Operation, Relation, Words, figures_of
from hostdoc.core.units import conflict
from hostdoc.formulas.amounts import Amount, Phrase, Value, agree, exchanged, in_points, out_of_points
from hostdoc.formulas.cells import Gap
from hostdoc.formulas.compile import MOST_BITS, Scope, Undecided, amount, compiled, size
from hostdoc.formulas.declarations import Declaration
from hostdoc.formulas.parse import COMPARISONS, parse
from hostdoc.formulas.syntax import TOO_LARGE, Chain, FormulaError

PLAIN_BITS = 200  # of a result that cannot be larger than
LARGEST = 10**60
HOUR = Const(Fraction(3600), "3600")
QUOTIENT = regex(r"-?\d{1,18}/\d{1,18}")


def check(declaration: Declaration, stated: Figure, scope: Scope) -> Relation:
    """A figure must equal a formula. Raises FormulaError."""
    text = declaration.text.text
    node = parse(text, money=scope.sheet is None)
    evidence = f"the formula `{shown(text)}`"
    try:
        value = compiled(node, scope)
        return relation(stated, amount(value, scope, 0), scope, evidence)
    except Undecided as error:
        return undecided(stated, evidence, error)


def claim(declaration: Declaration, own: Figure | None, scope: Scope) -> Relation:
    """One side of a comparison against the other; it stands at the figure before it. Raises FormulaError."""
    text = declaration.text.text
    node = parse(text, money=scope.sheet is None)
    if not isinstance(node, Chain) or node.rest[0][0] not in COMPARISONS:
        raise FormulaError(
            "a claim compares two sides", None, "write $a * 2 >= $b; to say what a figure must be, = $a * 2"
        )
    sign, other = node.rest[0]
    comparison = _comparison(sign, node.at)
    evidence = f"the claim `{shown(text)}`"
    try:
        left = amount(compiled(node.first, scope), scope, node.at)
        right = amount(compiled(other, scope), scope, node.at)
    except Undecided as error:
        if own is None:
            raise FormulaError(str(error), node.at) from error
        return undecided(own, evidence, error)
    agree(left, right, node.at, "compares")
    figures = (*figures_of(left.expression), *figures_of(right.expression))
    stated = own or next(iter(figures), None)
    if stated is None or not figures:
        raise FormulaError("this claim speaks of no figure", None, "name the figures that it compares")
    for side in (left, right):
        bounded(side.expression)
    return Relation("formula", stated, left.expression, "declared", evidence, comparison, right.expression)


def _comparison(sign: str, at: int) -> Comparison:
    known: dict[str, Comparison] = {"<": "<", "≤": "≤", ">": ">", "≥": "≥"}
    if sign not in known:
        raise FormulaError(f"a claim cannot be made with `{sign}`", at, "write <, <=, > or >=; or name = formula")
    return known[sign]


def relation(stated: Figure, value: Value, scope: Scope, evidence: str) -> Relation:
    """A stated figure and what its formula gives. Raises FormulaError.

    Where it is a percent, the formula may give a part of one or, as programs have it, a hundred times that.
    """
    unread = tuple(dict.fromkeys(scope.skipped))
    found = Relation("formula", stated, _workings(stated, value, scope), "declared", evidence, unread=unread)
    found = replace(found, rounding="either") if scope.form.printf else found
    if not stated.quantity.unit.percent or (isinstance(value, Amount) and value.unit.percent):
        return found
    points = replace(found, workings=out_of_points(found.workings))
    if scope.form.points or in_points(found.workings):
        found, points = points, found
    return points if judge(points).outcome in AGREES and judge(found).outcome not in AGREES else found


def undecided(stated: Figure, evidence: str, error: Undecided) -> Relation:
    """A formula without a value, and why it has none."""
    return Relation("formula", stated, Words("no value"), "declared", evidence, blocked=str(error))


def shown(text: str) -> str:
    """A formula as it is shown: on one line, and not too long."""
    text = " ".join(text.split())
    return text if len(text) <= 80 else f"{text[:79]}…"


def bounded(expression: Expression) -> None:
    """Raises FormulaError where a result is no figure that anybody states."""
    bits = size(expression)
    if bits > MOST_BITS:
        raise FormulaError("the result may have thousands of digits", None, "divide it up", TOO_LARGE)
    ends = _value(expression) if bits > PLAIN_BITS else None
    if ends and max(-ends[0], ends[1]) >= LARGEST:
        raise FormulaError("the result has more than 60 digits", None, "divide it up", TOO_LARGE)


def _workings(stated: Figure, value: Value, scope: Scope) -> Expression:
    if isinstance(value, Phrase):
        return value.choice or Words(value.text)
    if isinstance(value, Gap) and not value.silent:
        return Words(value.words)
    found = exchanged(amount(value, scope, 0), stated.quantity.unit)
    if QUOTIENT.fullmatch(stated.text) and (written := _by_zero(found.expression)):
        return Words(written)
    bounded(found.expression)
    _same_unit(stated, found)
    if scope.form.hours:
        return Operation("÷", (found.expression, HOUR))
    return Operation("trunc", (found.expression,)) if scope.form.whole else found.expression


def _same_unit(stated: Figure, found: Amount) -> None:
    unit = stated.quantity.unit
    if not found.bare and unit.of and found.unit.of and conflict(unit, found.unit):
        message = f"the figure `{stated.text}` is in {unit}, the formula gives {found.unit}"
        raise FormulaError(message, None, "mend the formula, or write the unit of the figure", "formula-units")


def _by_zero(expression: Expression) -> str:
    """A quotient that Calc leaves as it is, because it divides by zero: `1/0`."""
    if not isinstance(expression, Operation) or expression.operator != "÷":
        return ""
    top, bottom = (_value(argument) for argument in expression.arguments[:2])
    if bottom != (0, 0) or top is None or top[0] != top[1]:
        return ""
    return f"{top[0]}/0"


def _value(expression: Expression) -> Interval | None:
    scale = scaling(figures_of(expression))
    try:
        return interval(expression, lambda figure: stated_interval(figure, scale, unbounded=True))
    except Incomputable:
        return None
