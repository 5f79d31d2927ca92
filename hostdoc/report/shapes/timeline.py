"""Periods, each with ranges: years, quarters or months down the first column."""

from __future__ import annotations

from hostdoc.core.records import dataclass
from hostdoc.report.cells import Cells, column
from hostdoc.report.shapes.periods import periods
from hostdoc.report.shapes.subject import FEWEST, Subject, unit_of

PANELS = 4


@dataclass(frozen=True, slots=True)
class Timeline:
    """Periods and the columns stated for them; `units` has the one of each column, `places` the periods in years."""

    cells: Cells
    places: tuple[float, ...]
    columns: tuple[int, ...]
    units: tuple[str, ...]


def find(subject: Subject) -> Timeline | str:
    """The shape, or why the table has not got it."""
    places = periods([cell.words for cell in subject.first])
    if not places:
        return "its rows are not periods in their order"
    found = {}
    for index in subject.amounts:
        stated = column(subject.cells, index)
        unit = unit_of(subject.cells, (index,)) if any(cell.unit for cell in stated) else ""
        amounts = [(cell.low, cell.high) for cell in stated if cell.low is not None]
        alike = len(amounts) == len(stated) and len({end for ends in amounts for end in ends}) == 1
        if unit is not None and len(amounts) >= FEWEST and not alike:
            found[index] = unit
    if not found:
        return f"no column states amounts of one unit in {FEWEST} periods"
    if len(found) > PANELS:
        found = {index: unit for index, unit in found.items() if index in subject.money}
    if not 1 <= len(found) <= PANELS:
        return f"it wants one to {PANELS} columns of figures"
    return Timeline(subject.cells, tuple(places), tuple(found), tuple(found.values()))
