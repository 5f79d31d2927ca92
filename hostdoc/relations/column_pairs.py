"""A column is the sum or the difference of two others, wherever they stand, in all rows.

Checked, where no label says so. All rows of three or more must agree, or all but one, with digits enough that they do
not agree by chance.

Example: where 380 = 412 − 32, 1,171 = 1,397 − 226 and 909 = 925 − 16, 518 beside 653 and 125 drifts: it is 528.

Wrong when the row that differs has something else in it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import permutations

from hostdoc.core.figure import Figure
from hostdoc.core.ledger import Ledger
from hostdoc.core.relation import Expression, Operation, Operator, Relation
from hostdoc.core.units import conflict
from hostdoc.relations.fits import NOTHING, Fit, fit, named, promising, refs, relations
from hostdoc.relations.lines import Line, View, by_columns, middle

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
