"""A column follows from two others, or from one and an implied number, by one formula that all its rows share.

Checked, where no label says so: one column that is the product, quotient, sum or difference of two others, or one other
times the number that its rows imply: hours and a cost whose quotient is the same round number in every row. All rows of
three or more must agree, or all but one, with digits enough that they do not agree by chance.

Example: 8 hours cost € 576, 40 cost € 2,880, 10 cost € 720, 50 cost € 3,500: at € 72, the last one is € 3,600.

Wrong when the row that differs has a price of its own.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import permutations

from hostdoc.core.figure import Figure
from hostdoc.core.ledger import Ledger
from hostdoc.core.relation import Const, Expression, Operation, Operator, Relation
from hostdoc.core.units import conflict
from hostdoc.relations.fits import NOTHING, Fit, fit, named, promising, refs, relations
from hostdoc.relations.lines import Line, View, by_columns, middle

MISSES = 1  # rows that may disagree
ROWS = 3  # fewer rows support no formula without labels
WIDE = 12  # columns that state amounts, beyond which no formula is looked for
STRONG = 7  # significant digits of the met rows together
ROUND = 3  # significant digits an implied constant may have
_QUICK: dict[Operator, Callable[[float, float], float | None]] = {
    "×": lambda a, b: a * b,
    "÷": lambda a, b: a / b if b else None,
    "+": lambda a, b: a + b,
    "−": lambda a, b: a - b,
}


@dataclass(frozen=True, slots=True)
class _Constant:
    """A number that no row states: as an expression, and roughly."""

    expression: Expression
    value: float


def find(ledger: Ledger) -> Iterator[Relation]:
    """The formulas that the digits of a table support by themselves."""
    for grid in ledger.grids:
        if len(grid.rows) < ROWS:
            continue
        view = by_columns(grid)
        if 2 <= len(view.lines) <= WIDE:
            yield from _in_table(view)


def _in_table(view: View) -> Iterator[Relation]:
    """From the right, where results stand: what goes into a formula is not stated by another over the same figures."""
    said: set[frozenset[int]] = set()
    for stated in reversed(view.lines):
        found = _best(view, stated).relations
        columns = frozenset(_figure_column(view, figure) for figure in _used(found))
        if columns not in said:
            said.add(columns)
            yield from found


def _used(found: tuple[Relation, ...]) -> tuple[Figure, ...]:
    return (found[0].stated, *found[0].inputs) if found else ()


def _figure_column(view: View, figure: Figure) -> int:
    """The column of a figure of the body, or -1 for one that stands elsewhere."""
    return next((line.index for line in view.lines if figure in line.amounts.values()), -1)


def _best(view: View, stated: Line) -> Fit:
    best = NOTHING
    others = [line for line in view.lines if line is not stated]
    for left, right in permutations(others, 2):
        for operator in _operators(left, right, stated):
            best = _better(best, _of_two(view, stated, left, right, operator))
    for base in others:
        if base.index < stated.index and not best.relations:
            best = _better(best, _with_constant(view, stated, base))
    return best


def _better(best: Fit, found: Fit) -> Fit:
    enough = (
        found.met >= ROWS
        and found.telling >= ROWS
        and found.missed <= MISSES
        and found.met >= 3 * found.missed
        and found.digits >= STRONG
        and _varied(found)
    )
    return found if enough and found.rank > best.rank else best


def _varied(found: Fit) -> bool:
    """Whether the stated amounts are not all the same, which one coincidence would explain."""
    values = {middle(relation.stated) for relation in found.relations}
    return len(values) >= min(ROWS, len(found.relations) - 1)


# -- Two columns ----------------------------------------------------------------------------------------------------


def _operators(left: Line, right: Line, stated: Line) -> Iterator[Operator]:
    """The operations whose units make sense."""
    if left.index < right.index and not (left.money and right.money):
        yield "×"
    if not (left.percent or right.percent) or stated.percent:
        yield "÷"
    units = (left.unit, right.unit, stated.unit)
    alike = len({unit.of for unit in units if unit.of}) <= 1 and left.money == stated.money
    if alike and left.money == right.money and not any(conflict(one, units[2]) for one in units[:2]):
        yield "−"
        if left.index < right.index:
            yield "+"


def _of_two(view: View, stated: Line, left: Line, right: Line, operator: Operator) -> Fit:
    quick = _QUICK[operator]

    def value(place: int) -> float | None:
        a, b = left.values.get(place), right.values.get(place)
        return None if a is None or b is None else quick(a, b)

    def workings(place: int) -> Expression | None:
        terms = refs((left, right), place)
        return None if terms is None else Operation(operator, tuple(terms))

    if not promising(stated, view.items, value, strict=True):
        return NOTHING
    return fit(relations("column-formula", stated, view.items, workings, _evidence(view, left, right)), MISSES)


def _evidence(view: View, *lines: Line) -> str:
    return f"{named(view, lines)}, which agree in the other rows"


# -- A column and a constant ----------------------------------------------------------------------------------------


def _with_constant(view: View, stated: Line, base: Line) -> Fit:
    """The base times the number that the rows imply."""
    if base.money and stated.money and base.unit.of != stated.unit.of:
        return NOTHING  # that is a rate of exchange
    implied = _implied(view, stated, base)
    return NOTHING if implied is None else _better(NOTHING, _applied(view, stated, base, implied))


def _applied(view: View, stated: Line, base: Line, constant: _Constant) -> Fit:
    def value(place: int) -> float | None:
        there = base.values.get(place)
        return None if there is None else there * constant.value

    def workings(place: int) -> Expression | None:
        terms = refs((base,), place)
        return None if terms is None else Operation("×", (*terms, constant.expression))

    if not promising(stated, view.items, value, strict=True):
        return NOTHING
    return fit(relations("column-formula", stated, view.items, workings, _evidence(view, base)), MISSES)


def _implied(view: View, stated: Line, base: Line) -> _Constant | None:
    """The one number that all rows but one have as the quotient of the two columns, if it is round."""
    if not _one_quotient(stated, base):
        return None
    quotients: Counter[Fraction] = Counter()
    bases: set[Fraction] = set()
    for place in view.items:
        figure, under = stated.amounts.get(place), base.amounts.get(place)
        if figure is None or under is None or not figure.quantity.ends or not under.quantity.ends:
            continue
        if not _worth(under) or not _worth(figure):
            continue
        if figure.quantity.is_range != under.quantity.is_range:
            return None
        quotients[_worth(figure) / _worth(under)] += 1
        bases.add(_worth(under))
    if not quotients or len(bases) < 2:
        return None
    number, times = quotients.most_common(1)[0]
    if times < ROWS or sum(quotients.values()) - times > 1 or number in (0, 1):
        return None
    text = _decimal(number)
    return _Constant(Const(number, text), float(number)) if text else None


def _one_quotient(stated: Line, base: Line) -> bool:
    """The quick look: among the first four quotients three are the same."""
    quotients = [value / under for place, value in stated.values.items() if value and (under := base.values.get(place))]
    first = sorted(quotients[:4])
    return len(first) >= ROWS and any(
        high - low <= 1e-6 * abs(high) for low, high in zip(first, first[2:], strict=False)
    )


def _worth(figure: Figure) -> Fraction:
    return Fraction(figure.quantity.ends[0].value)


def _decimal(number: Fraction) -> str:
    """The digits of a round number, or nothing."""
    for places in range(4):
        scaled = number * 10**places
        if scaled.denominator == 1:
            digits = str(abs(scaled.numerator)).rstrip("0")
            return f"{float(number):.{places}f}" if len(digits) <= ROUND else ""
    return ""
