"""Finding a column by what its header says, and the figure of a row in it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from hostdoc.core.figure import Figure
from hostdoc.core.ledger import Grid
from hostdoc.core.relation import Expression, Operation


def matching(grid: Grid, pattern: re.Pattern[str], *, without: frozenset[int] = frozenset()) -> list[int]:
    """The columns whose header matches, left to right."""
    return [i for i, column in enumerate(grid.columns) if i not in without and pattern.search(column.header)]


def amounts(grid: Grid, column: int) -> Iterator[tuple[int, Figure]]:
    """The numbers of the body rows that state an amount in a column, with the amount."""
    for number, row in enumerate(grid.rows):
        if (amount := row[column].amount) is not None:
            yield number, amount


def summed(terms: list[Expression]) -> Expression:
    return terms[0] if len(terms) == 1 else Operation("+", tuple(terms))


def margin_of(price: Expression, cost: Expression, *, percent: bool) -> Expression:
    """price − cost, over the price where it is a percentage."""
    left = Operation("−", (price, cost))
    return Operation("÷", (left, price)) if percent else left
