"""Phases, each with a cost, a price and the margin between them."""

from __future__ import annotations

import re

from hostdoc.core.records import dataclass
from hostdoc.report.cells import Cells
from hostdoc.report.shapes.ribbons import MARGIN
from hostdoc.report.shapes.subject import Subject, unit_of

_COST = re.compile(r"\bcosts?\b|\bexpense", re.I)
_PRICE = re.compile(r"\bpric|\bcharge|\brevenue", re.I)


@dataclass(frozen=True, slots=True)
class Ladder:
    """Phases, each with a cost, a price and the margin between them."""

    cells: Cells
    cost: int
    price: int
    margin: int
    unit: str


def find(subject: Subject) -> Ladder | str:
    """The shape, or why the table has not got it."""
    grid, cells, margins, money = subject.grid, subject.cells, subject.percents, subject.money
    costs = [index for index in money if _COST.search(grid.columns[index].header)]
    prices = [index for index in money if index not in costs and _PRICE.search(grid.columns[index].header)]
    if len(margins) != 1 or len(costs) != 1 or len(prices) != 1 or not MARGIN.search(grid.columns[margins[0]].header):
        return "it wants one column each of cost, price and margin in percent"
    if grid.columns[0].states:
        return "its first column states figures and names nothing"
    unit = unit_of(cells, (costs[0], prices[0]), joined=True)
    if unit is None:
        return "cost and price are in different units"
    if any(None in (cell.low, cell.high) for cell in cells if cell.column in (costs[0], prices[0])):
        return "a row lacks its cost or its price, or leaves an end open"
    names = [cell.words for cell in subject.first]
    if len(set(names)) < len(names):
        return "its rows cannot be told apart by their labels"
    return Ladder(cells, costs[0], prices[0], margins[0], unit)
