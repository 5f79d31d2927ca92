"""A column is the sum or the difference of two others, or of one and a printed number, in all rows.

Checked, where no label says so, wherever the columns stand. The number is one of those around the table: a budget, a
fee for each. All rows of three or more must agree, or all but one, with digits enough that they do not agree by chance.

Example: where 380 = 412 − 32, 1,171 = 1,397 − 226 and 909 = 925 − 16, 518 beside 653 and 125 drifts: it is 528.

Wrong when the row that differs has something else in it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import permutations

from hostdoc.core.figure import Figure
from hostdoc.core.ledger import Ledger
from hostdoc.core.relation import Expression, Operation, Operator, Ref, Relation
from hostdoc.core.units import conflict
from hostdoc.relations.evidence.fits import NOTHING, Fit, fit, named, promising, refs, relations
from hostdoc.relations.tables.lines import Line, View, by_columns, middle
from hostdoc.relations.tables.multipliers import printed

MISSES = 1  # rows that may disagree
ROWS = 3  # fewer rows support no formula without labels
WIDE = 12  # columns that state amounts, beyond which no formula is looked for
STRONG = 7  # significant digits of the met rows together
_QUICK: dict[Operator, Callable[[float, float], float]] = {
    "+": lambda a, b: a + b,
    "−": lambda a, b: a - b,
}


def find(ledger: Ledger) -> Iterator[Relation]:
    """The formulas that the digits of a table support by themselves."""
    for grid in ledger.grids:
        if len(grid.rows) < ROWS:
            continue
        view = by_columns(grid)
        if 2 <= len(view.lines) <= WIDE:
            yield from _in_table(view, printed(ledger, grid))


def _in_table(view: View, around: Sequence[Figure]) -> Iterator[Relation]:
    """From the right, where results stand: what goes into a formula is not stated by another over the same figures."""
    said: set[frozenset[int]] = set()
    for stated in reversed(view.lines):
        found = _best(view, stated).relations or _shifted(view, stated, around).relations
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
    return best


def _shifted(view: View, stated: Line, around: Sequence[Figure]) -> Fit:
    """A column to the left, more or less a printed number by which the first rows already differ."""
    best = NOTHING
    for other in (line for line in view.lines if line.index < stated.index and line.money == stated.money):
        places = [place for place in view.items if place in other.values and place in stated.values]
        apart = {round(stated.values[place] - other.values[place], 6) for place in places[: MISSES + 2]}
        for number in around if len(apart) <= MISSES + 1 else ():
            for operator in _QUICK if _may_shift(number, stated) else ():
                if round(_QUICK[operator](0.0, middle(number) or 0.0), 6) in apart:
                    best = _better(best, _of_one(view, stated, other, number, operator))
    return best


def _may_shift(number: Figure, stated: Line) -> bool:
    unit = number.quantity.unit
    return not (unit.percent or number.quantity.is_range) and unit.currency == stated.unit.currency


def _of_one(view: View, stated: Line, other: Line, number: Figure, operator: Operator) -> Fit:
    def workings(place: int) -> Expression | None:
        terms = refs((other,), place)
        return None if terms is None else Operation(operator, (*terms, Ref(number)))

    evidence = f"{named(view, (other,))} and `{number.text}`, which agree in the other rows"
    return fit(relations("column-formula", stated, view.items, workings, evidence), MISSES)


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


def _operators(left: Line, right: Line, stated: Line) -> Iterator[Operator]:
    """The operations whose units make sense."""
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
