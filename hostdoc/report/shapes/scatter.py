"""Labels with two capacities and a price: what more of it costs."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping

from hostdoc.core.records import dataclass
from hostdoc.core.units import SIZES
from hostdoc.report.cells import column
from hostdoc.report.shapes import intervals
from hostdoc.report.shapes.intervals import Intervals
from hostdoc.report.shapes.subject import FEWEST, Subject

FEWEST_POINTS = 4
_CAPACITY = re.compile(
    r"\b(?:v?cpus?|cores?|threads?|v?ram|memory|disks?|ssd|nvme|storage|bandwidth|traffic|transfer|gpus?)\b", re.I
)


@dataclass(frozen=True, slots=True)
class Capacity:
    """A column of single amounts of one unit, by number of the row; sizes in MB and GB are in one of them."""

    column: int
    unit: str
    amounts: Mapping[int, float]


@dataclass(frozen=True, slots=True)
class Scatter(Intervals):
    """Labels with a price, drawn against one capacity (`x`) and sized by another."""

    x: Capacity
    size: Capacity


def find(subject: Subject) -> Scatter | str:
    """The shape, or why the table has not got it."""
    found = intervals.find(subject)
    if isinstance(found, str):
        return found
    if found.limits and not subject.asked:
        return "its amounts have limits, which bars are held against"
    if len(found.columns) != 1:
        return "it wants one column of prices"
    columns = (index for index in range(1, len(subject.grid.columns)) if index not in subject.money)
    capacities = [capacity for index in columns if (capacity := _capacity(subject, index))]
    if len(capacities) < 2:
        return "it wants two columns of capacities"
    x, size = sorted(capacities, key=lambda it: (len(it.amounts), len(set(it.amounts.values()))), reverse=True)[:2]
    priced = {cell.row for cell in column(found.cells, found.columns[0]) if cell.low is not None}
    shown = [amount for row, amount in x.amounts.items() if row in priced]
    if len(shown) < FEWEST_POINTS or len(set(shown)) < FEWEST:
        return f"fewer than {FEWEST_POINTS} rows state a price and a capacity, or those are much the same"
    return Scatter(found.cells, found.columns, found.unit, found.limits, x, size)


def _capacity(subject: Subject, index: int) -> Capacity | None:
    """A column of capacities: of sizes, or of a count that its head names."""
    stated = [cell for cell in column(subject.cells, index) if cell.low is not None and cell.low > 0]
    single = all(cell.low == cell.high for cell in stated)
    if not subject.grid.columns[index].states or len(stated) < FEWEST_POINTS or not single:
        return None
    units = Counter(cell.unit for cell in stated if cell.unit)
    sized = bool(units) and units.keys() <= SIZES.keys()
    if not sized and (len(units) > 1 or not _CAPACITY.search(subject.grid.columns[index].header)):
        return None
    unit = units.most_common(1)[0][0] if units else ""
    if "/" in unit or unit == "%" or any(cell.currency for cell in stated):
        return None
    scale = {name: SIZES[name] / SIZES[unit] for name in units} if sized else {}
    return Capacity(index, unit, {cell.row: (cell.low or 0.0) * scale.get(cell.unit, 1.0) for cell in stated})
