"""Labels with a range of money in one column or, by stage, in several columns of one unit."""

from __future__ import annotations

from hostdoc.core.records import dataclass
from hostdoc.figures.labels import is_total
from hostdoc.report.cells import Cells
from hostdoc.report.limits import Limit, limits
from hostdoc.report.shapes.periods import are_periods
from hostdoc.report.shapes.subject import FEWEST, Subject, mostly, named_rows, rates, unit_of


@dataclass(frozen=True, slots=True)
class Intervals:
    """Labels, each with a range of money in one column or in several of one unit."""

    cells: Cells
    columns: tuple[int, ...]
    unit: str
    limits: tuple[Limit, ...]


def find(subject: Subject) -> Intervals | str:
    """The shape, or why the table has not got it."""
    money = subject.money
    if subject.grid.columns[0].states:
        return "its first column states figures and names nothing"
    if are_periods([cell.words for cell in subject.first]):
        return "its rows are periods, which want an axis of time"
    if not subject.asked and subject.percents:
        return "it states percentages beside the money"
    unit = unit_of(subject.cells, money)
    if not money:
        return "no column states money"
    if unit is None or rates(subject, money):
        return "its amounts are in different units"
    used = [cell for cell in subject.cells if cell.column in money and cell.low is not None]
    if len({cell.row for cell in used}) < FEWEST:
        return f"fewer than {FEWEST} rows state an amount"
    columns = {(cell.column, cell.low) for cell in used}
    if len(columns) == len({index for index, _ in columns}) and all(cell.low == cell.high for cell in used):
        return "its amounts are all the same"
    if not subject.asked and _factors(subject):
        return "its amounts are prices, counts and what they come to"
    if not subject.asked and any(is_total(cell.words) for cell in subject.first):
        return "a row is called a total of others"
    named = named_rows(subject)
    if named is None:
        return "its rows cannot be told apart by their labels"
    return Intervals(named, money, unit, limits(subject.audited, subject.grid, money, unit, subject.ids))


def _factors(subject: Subject) -> bool:
    """Whether two columns of money hang on a bare count in the row: a price for one and a price for all."""
    bare = [
        index
        for index in subject.amounts
        if index not in subject.money and not any(mostly(subject.cells, index, what) for what in ("percent", "unit"))
    ]
    return len(subject.money) > 1 and bool(bare)
