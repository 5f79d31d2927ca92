"""A cost and a margin that change with a count of users."""

from __future__ import annotations

import re

from hostdoc.core.records import dataclass
from hostdoc.report.cells import Cells, column
from hostdoc.report.shapes.subject import FEWEST, Subject, unit_of

MARGIN = re.compile(r"\bmargin", re.I)


@dataclass(frozen=True, slots=True)
class Ribbons:
    """A cost and a margin that change with a count of users; `price` is the one the margin is of, if its head says."""

    cells: Cells
    count: int
    cost: int
    margin: int
    price: float | None
    price_text: str
    price_id: str
    unit: str


def find(subject: Subject) -> Ribbons | str:
    """The shape, or why the table has not got it."""
    grid, margins, costs = subject.grid, subject.percents, subject.money
    if not subject.counts:
        return "its first column is no rising count of users"
    if len(costs) != 1 or len(margins) != 1 or not MARGIN.search(grid.columns[margins[0]].header):
        return "it wants one column of cost and one of margin in percent"
    if sum(cell.low is not None for cell in column(subject.cells, costs[0])) < FEWEST:
        return f"fewer than {FEWEST} rows state a cost"
    unit = unit_of(subject.cells, (costs[0],))
    if unit is None:
        return "its costs are in different units"
    prices = [figure for figure in grid.columns[margins[0]].figures if figure.quantity.unit.currency]
    known = len(prices) == 1 and not prices[0].quantity.is_range and prices[0].quantity.low is not None
    price = float(prices[0].quantity.ends[0].value) if known else None
    text = prices[0].text.split("/")[0] if known else ""
    place = subject.ids.get(prices[0], "") if known else ""
    return Ribbons(subject.cells, 0, costs[0], margins[0], price, text, place, unit)
