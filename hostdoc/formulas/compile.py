"""A formula's tree → an expression over figures, for one place: every reference and name becomes the figure it means.

What is computed here are conditions only, to know which branch holds; all else is left to the judge.
"""

from __future__ import annotations

from fractions import Fraction
from typing import cast

from hostdoc.core.arithmetic import interval, scaling, stated_interval
from hostdoc.core.figure import Figure
from hostdoc.core.operators import Incomputable, decided
from hostdoc.core.records import dataclass, field, replace
from hostdoc.core.relation import Const, Expression, Operation, Operator, Ref, Words, figures_of
from hostdoc.core.span import Span
from hostdoc.formulas.amounts import Amount, Phrase, Value, Vector, agree, combined, constant, of_figure
from hostdoc.formulas.cells import Gap
from hostdoc.formulas.formats import PLAIN, Format
from hostdoc.formulas.functions import FUNCTIONS, nearest
from hostdoc.formulas.lookup import Lookup
from hostdoc.formulas.parse import COMPARISONS, parse
from hostdoc.formulas.sheet import Field, Sheet
from hostdoc.formulas.syntax import (
    TOO_LARGE,
    Call,
    Cell,
    Chain,
    Counter,
    FormulaError,
    Name,
    Node,
    Number,
    Rectangle,
    Remote,
    Text,
)

MOST_CELLS = 50_000  # that a formula reads, over all the places it is for
MOST_BITS = 8000  # of a result: about 2,400 digits
ZERO = Const(Fraction(0), "0")


class Undecided(Exception):
    """Why a formula has no value here: one of its cells states no amount."""


@dataclass(slots=True)
class Budget:
    """How many cells were read or computed with. Twice a whole table may be, and what is not more than MOST_CELLS."""

    spent: int = 0

    def spend(self, cells: int, sheet: Sheet | None, at: int) -> None:
        self.spent += cells
        most = max(MOST_CELLS, 2 * len(sheet.rows) * sheet.width if sheet else 0)
        if self.spent > most:
            message = f"the formula reads more than {most:,} cells over all its places"
            raise FormulaError(message, at, "sum up in steps: $3=@-1$3+$2", TOO_LARGE)


@dataclass(slots=True)
class Scope:
    """Where a formula stands: at `near` in its document, and for which cell of a table, if it is for one."""

    lookup: Lookup
    near: int
    sheet: Sheet | None = None
    own: Field = (1, 1)
    form: Format = PLAIN
    budget: Budget = field(default_factory=Budget)
    skipped: list[Span] = field(default_factory=list)  # cells with words, that a function passed over


def compiled(node: Node, scope: Scope) -> Value:
    """What a formula comes to at a place. Raises FormulaError and Undecided."""
    if isinstance(node, Number):
        return constant(node.value, node.text)
    if isinstance(node, Text):
        return _text(node, scope)
    if isinstance(node, Name):
        found = scope.lookup.name(node, scope.sheet, scope.near)
        return _cell(found, scope, node.at) if isinstance(found, Cell) else of_figure(found)
    if isinstance(node, Counter):
        number = scope.own[0 if node.sign == "@" else 1]
        return constant(Fraction(number), str(number))
    if isinstance(node, Cell):
        return _cell(node, scope, node.at)
    if isinstance(node, Rectangle):
        return _rectangle(node, scope, node.at)
    if isinstance(node, Remote):
        return _remote(node, scope)
    if isinstance(node, Call):
        return _call(node, scope)
    return _chain(node, scope)


def amount(value: Value, scope: Scope, at: int) -> Amount:
    """A value as one amount. An empty cell is 0 there, as in both dialects; one with a dash or words is not."""
    if isinstance(value, Amount):
        return value
    if isinstance(value, Gap):
        if value.blank or scope.form.numbers:
            return Amount(ZERO, bare=True)
        raise Undecided(f"`{value.words}` states no amount")
    if isinstance(value, Phrase):
        raise FormulaError(f"`{value.text}` is no number", at)
    raise FormulaError(
        "several cells stand where one amount should", at, "write vsum(…) or another function around them"
    )


def size(expression: Expression) -> int:
    """How many bits a result may have at most."""
    if isinstance(expression, Const):
        return _bits(expression.value)
    if isinstance(expression, Ref):
        return max((_bits(Fraction(end.value)) for end in expression.figure.quantity.ends), default=1)
    if not isinstance(expression, Operation):
        return 1
    if expression.operator == "^":
        base, exponent = expression.arguments
        return min(size(base) * _greatest(exponent), 2 * MOST_BITS)
    sizes = [size(argument) for argument in expression.arguments]
    return sum(sizes) if expression.operator in ("×", "÷") else max(sizes) + len(sizes).bit_length()


def _greatest(exponent: Expression) -> int:
    """The greatest exponent that a power can have, by size; more than is computed where that cannot be told."""
    try:
        ends = _interval(exponent)
    except Undecided:
        return 2 * MOST_BITS
    return 2 * MOST_BITS if any(isinstance(end, float) for end in ends) else int(max(-ends[0], ends[1])) + 1


def _bits(value: Fraction) -> int:
    return value.numerator.bit_length() + value.denominator.bit_length()


# -- Cells ----------------------------------------------------------------------------------------------------------


def _sheet(scope: Scope, at: int) -> Sheet:
    if scope.sheet is None:
        remedy = "name the figure, or write remote(NAME, @2$3)"
        raise FormulaError("this formula stands in no table, so it cannot refer to rows and columns", at, remedy)
    return scope.sheet


def _cell(cell: Cell, scope: Scope, at: int) -> Amount | Gap:
    sheet = _sheet(scope, at)
    scope.budget.spend(1, sheet, at)
    return _read(sheet, sheet.field(cell, scope.own), scope)


def _read(sheet: Sheet, place: Field, scope: Scope) -> Amount | Gap:
    found = scope.lookup.cells.read(sheet, place, scope.form)
    return of_figure(found) if isinstance(found, Figure) else found


def _rectangle(rectangle: Rectangle, scope: Scope, at: int) -> Vector:
    sheet = _sheet(scope, at)
    (top, left), (bottom, right) = sheet.rectangle(rectangle, scope.own)
    scope.budget.spend((bottom - top + 1) * (right - left + 1), sheet, at)
    places = ((row, column) for row in range(top, bottom + 1) for column in range(left, right + 1))
    return Vector(tuple(_read(sheet, place, scope) for place in places))


def _remote(node: Remote, scope: Scope) -> Value:
    there = replace(scope, sheet=scope.lookup.table(node.table, node.at))
    return compiled(node.cells, there)


def _text(node: Text, scope: Scope) -> Phrase | Amount | Gap:
    """Words in quotes; a reference in quotes is what stands in the cell."""
    if node.text.startswith(("$", "@")):
        try:
            inside = parse(node.text)
        except FormulaError:
            return Phrase(node.text)
        if isinstance(inside, Cell):
            return _cell(inside, scope, node.at)
    return Phrase(node.text)


# -- Operators and functions ----------------------------------------------------------------------------------------


def _chain(chain: Chain, scope: Scope) -> Value:
    left = compiled(chain.first, scope)
    for sign, node in chain.rest:
        left = _joined(sign, left, compiled(node, scope), scope, chain.at)
    return left


def _joined(sign: str, left: Value, right: Value, scope: Scope, at: int) -> Value:
    if sign in COMPARISONS:
        if said := _words_compared(sign, left, right, at):
            return said
        if isinstance(left, Vector) or isinstance(right, Vector):
            raise FormulaError("a range cannot be compared", at, "compare one cell, or a sum of them")
    if isinstance(left, Vector) or isinstance(right, Vector):
        return _each(sign, left, right, scope, at)
    operator = {"%": "mod", "&&": "and", "||": "or"}.get(sign, sign)
    one, other = amount(left, scope, at), amount(right, scope, at)
    if operator in ("and", "or"):
        return Amount(Operation(cast(Operator, operator), (one.expression, other.expression)), bare=True)
    return combined(cast(Operator, operator), one, other, at)


def _each(sign: str, left: Value, right: Value, scope: Scope, at: int) -> Vector:
    """A list joined with one amount, or in Org with a list as long."""
    if isinstance(left, Vector) and isinstance(right, Vector):
        if not scope.lookup.org:
            raise FormulaError("one of the two must be a single cell", at, "sum the cells up, or name one")
        if len(left.items) != len(right.items):
            raise FormulaError(f"{len(left.items)} cells do not go with {len(right.items)}", at)
        pairs = zip(left.items, right.items, strict=True)
    elif isinstance(left, Vector):
        pairs = zip(left.items, [cast(Amount | Gap, right)] * len(left.items), strict=True)
    else:
        items = cast(Vector, right).items
        pairs = zip([cast(Amount | Gap, left)] * len(items), items, strict=True)
    scope.budget.spend(max(len(it.items) for it in (left, right) if isinstance(it, Vector)), scope.sheet, at)
    return Vector(tuple(cast(Amount, _joined(sign, one, other, scope, at)) for one, other in pairs))


def _words_compared(sign: str, left: Value, right: Value, at: int) -> Amount | None:
    """Whether two texts are the same, where one of the two is a text."""
    if not isinstance(left, Phrase) and not isinstance(right, Phrase):
        return None
    if sign not in ("=", "≠"):
        raise FormulaError("words are the same or not; they are not compared otherwise", at)
    same = _said(left) == _said(right)
    return constant(Fraction(same == (sign == "=")), "true" if same == (sign == "=") else "false")


def _said(value: Value) -> str:
    if isinstance(value, Phrase):
        return value.text
    if isinstance(value, Gap):
        return value.words
    return value.expression.figure.text if isinstance(value, Amount) and isinstance(value.expression, Ref) else ""


def _call(call: Call, scope: Scope) -> Value:
    if call.function == "if":
        return _if(call, scope)
    if call.function == "string":
        if len(call.arguments) != 1 or not isinstance(call.arguments[0], Text):
            raise FormulaError('string() takes words in quotes: string("over")', call.at)
        return Phrase(call.arguments[0].text)
    function = FUNCTIONS.get(call.function)
    if function is None:
        raise FormulaError(
            f"there is no function `{call.function}`", call.at, nearest(call.function), "unknown-function"
        )
    values = [compiled(argument, scope) for argument in call.arguments]
    if not function.lists:
        if not function.least <= len(values) <= function.most:
            raise FormulaError(f"`{call.function}` takes {function.takes}, not {len(values)}", call.at)
        return function.build([amount(value, scope, call.at) for value in values], call.at)
    items = _items(values, scope, call.at)
    if not items and not function.empty:
        raise Undecided(f"`{call.function}` has no amounts")
    return function.build(items, call.at)


def _items(values: list[Value], scope: Scope, at: int) -> list[Amount]:
    """The amounts of some cells: empty ones and dashes are left out, and words, which are remembered."""
    found: list[Amount] = []
    for item in (item for value in values for item in (value.items if isinstance(value, Vector) else (value,))):
        if not isinstance(item, Gap):
            found.append(amount(item, scope, at))
        elif scope.form.numbers and (scope.form.empty or not item.blank):
            found.append(Amount(ZERO, bare=True))
        elif not item.silent:
            scope.skipped.append(item.span)
    return found


def _if(call: Call, scope: Scope) -> Value:
    if len(call.arguments) != 3:
        raise FormulaError("if() takes a condition and two values", call.at, "write if(CONDITION, VALUE, OTHER)")
    condition = amount(compiled(call.arguments[0], scope), scope, call.at)
    try:
        branches = [compiled(node, scope) for node in call.arguments[1:]]
    except Undecided:
        branches = []
    expressions = [_branch(value) for value in branches]
    if not branches or None in expressions:  # one of them has no value: the condition has to decide now
        return compiled(call.arguments[1 if _true(condition.expression) else 2], scope)
    choice = Operation("if", (condition.expression, *(it for it in expressions if it is not None)))
    one, other = branches
    if not isinstance(one, Amount) or not isinstance(other, Amount):
        return Phrase("", choice)
    agree(one, other, call.at, "gives")
    unit = one.unit if one.unit.of else other.unit
    return Amount(choice, unit, one.bare or other.bare, one.percent or other.percent)


def _branch(value: Value) -> Expression | None:
    if isinstance(value, Phrase):
        return value.choice or Words(value.text)
    return value.expression if isinstance(value, Amount) else None


def _true(condition: Expression) -> bool:
    try:
        return decided(_interval(condition))
    except Incomputable as error:
        raise Undecided(str(error)) from error


def _interval(expression: Expression) -> tuple[Fraction | float, Fraction | float]:
    scale = scaling(figures_of(expression))
    try:
        return interval(expression, lambda figure: stated_interval(figure, scale, unbounded=True))
    except Incomputable as error:
        raise Undecided(str(error)) from error
