"""What the cell of a total row may be, if it is not the sum of its column.

A table ends in `Total` or `All` over columns of every sort: the sum of amounts stands beside how many rows there are, a
mean, the rate that the other totals give, the last of a running balance, the base of the shares. Where the digits show
such a reading, a sum that does not come out is no error.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import permutations

from hostdoc.core.arithmetic import estimate
from hostdoc.core.figure import Figure
from hostdoc.core.ledger import Grid, GridCell
from hostdoc.core.relation import Operation, Ref, Relation
from hostdoc.core.units import SIZES, TIMES
from hostdoc.relations.tables.lines import WIDEST, middle
from hostdoc.relations.tables.rows import amount_columns

APART = 4  # times as much as the sum; beyond, a total is of something else
ALIKE, SAME = 3, 1.1  # so many rows, and times the largest of them that another of their sort may be
SCALES = (1, 100, 1000)  # a rate may be given in percent, or per thousand
MANY = 200  # rows beyond which only the plain readings are tried
EVEN = 0.02  # by how much shares may miss the whole and still make it up
CLOSE = 0.006  # by how much a share may be rounded
Values = dict[int, float]  # by row
Near = Callable[[float], bool]


def explained(grid: Grid, total: int, column: int, items: Sequence[int]) -> bool:
    """Whether the amount of a row in a column is something else than the sum of the rows called items."""
    cell = grid.rows[total][column].amount
    stated = middle(cell) if cell else None
    if cell is None or not stated or not items:
        return False
    cells = [grid.rows[item][column] for item in items]
    if cell.quantity.is_range:
        return _mixed(cell, cells)  # the middle of a range is no number that anybody stated
    near = _nearness(cell)
    own = _values(grid, items, column)
    return (
        _mixed(cell, cells)
        or any(near(value) for value in _alone(cell, list(own.values())))
        or (len(items) <= MANY and len(grid.columns) <= WIDEST and _with_others(grid, total, column, items, near, own))
    )


def _nearness(cell: Figure) -> Near:
    """Whether a value is the stated one, as far as that is written."""
    stated, step = middle(cell) or 0.0, max(float(end.step) for end in cell.quantity.ends)
    worth = 0.01 if cell.quantity.unit.percent else 1.0
    return lambda value: abs(value - stated) <= 0.51 * step * worth


def _values(grid: Grid, rows: Sequence[int], column: int) -> Values:
    amounts = ((row, grid.rows[row][column].amount) for row in rows)
    return {row: value for row, figure in amounts if figure and (value := middle(figure)) is not None}


def _mixed(stated: Figure, cells: Sequence[GridCell]) -> bool:
    """Whether the rows count things of different sorts: 5 requests, 10 rows and 256 KB are no sum."""
    sorts = {_sort(cell.amount) for cell in cells if cell.amount}
    known = sorts | {_sort(stated)}
    if (len(sorts) > 1 and not sorts <= {"", "money"}) or len(known - {""}) > 1:
        return True
    worded = [cell for cell in cells if cell.amount and not cell.amount.quantity.word and _letters(cell.words)]
    return _sort(stated) == "money" and any(cell.amount and _sort(cell.amount) == "" for cell in worded)


def _letters(words: str) -> bool:
    return any(character.isalpha() for character in words)


def _sort(figure: Figure) -> str:
    unit = figure.quantity.unit
    if figure.quantity.word:
        return ""
    return "money" if unit.currency else "size" if unit.of in SIZES else "time" if unit.of in TIMES else ""


def _alone(cell: Figure, values: list[float]) -> Iterator[float]:
    """How many there are, their mean, and the last or the greatest of them, as of a running balance."""
    if len(values) < 2:
        return
    if not cell.quantity.unit.currency:
        yield float(len(values))
    yield sum(values) / len(values)
    yield values[-1]
    yield max(values)


def _with_others(grid: Grid, total: int, column: int, items: Sequence[int], near: Near, own: Values) -> bool:
    """What the other columns make of it: a rate, a mean or a sum by weight, two columns in one, the base of shares."""
    others = {index: _values(grid, items, index) for index in amount_columns(grid) if index != column}
    last = {index: value for index in others if (value := _values(grid, (total,), index).get(total))}
    stated = _values(grid, (total,), column)[total]
    unit = grid.columns[column].unit
    beside = [sum(values.values()) for index, values in others.items() if grid.columns[index].unit == unit]
    return (
        any(
            _is_rate(last[one] / last[other], others[one], others[other], near, own)
            for one, other in permutations(last, 2)
        )
        or any(_is_weighted(weights, near, own) for weights in others.values())
        or any(_is_base(stated, shares, own) for shares in others.values())
        or any(near(sum(own.values()) + more) for more in (*beside, sum(beside)) if beside)
    )


def _is_rate(last: float, dividends: Values, divisors: Values, near: Near, own: Values) -> bool:
    """Whether the amount is one column by another, as in some row above it."""
    if not any(near(scale * last) for scale in SCALES):
        return False
    rates = ((own[row], dividends[row] / divisors[row]) for row in own if row in dividends and divisors.get(row))
    return any(abs(value - scale * rate) <= EVEN * abs(value) for value, rate in rates if value for scale in SCALES)


def _is_weighted(weights: Values, near: Near, own: Values) -> bool:
    """Whether it is the sum of quantities by prices, or their mean."""
    both = [row for row in own if row in weights]
    products, weight = sum(own[row] * weights[row] for row in both), sum(weights[row] for row in both)
    return len(both) > 1 and (near(products) or (weight != 0 and near(products / weight)))


def _is_base(stated: float, shares: Values, own: Values) -> bool:
    """Whether shares beside the rows are parts of it that make up no whole: who answers may choose several."""
    both = [row for row in own if row in shares]
    met = sum(any(abs(scale * own[row] / stated - shares[row]) <= CLOSE * scale for scale in (1, 100)) for row in both)
    return met > 1 and met >= len(both) - 1 and abs(sum(own.values()) / stated - 1) > EVEN


def outsized(relation: Relation) -> bool:
    """Whether a total is less than one of what it should sum, or many times all of it. Of options the least counts."""
    workings = relation.workings
    terms = workings.arguments if isinstance(workings, Operation) and workings.operator == "+" else (workings,)
    low, high = [estimate(term) for term in terms], [estimate(term, 1) for term in terms]
    stated = estimate(Ref(relation.stated), 1)
    if min(low) < 0:
        return False
    same = len(terms) >= ALIKE and stated <= SAME * max(low) and 2 * stated < sum(low)  # another row of their sort
    return same or not max(low) <= stated <= APART * sum(high)
