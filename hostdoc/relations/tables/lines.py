"""A table seen as lines: its columns over their rows, or its rows over their columns.

Hours × rate = cost stands in three columns as often as in three rows, so that the kinds that relate lines look at both.
A line has a label, a unit and an amount at each place; places are rows for columns, and columns for rows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Literal

from hostdoc.core.cached import cached_property
from hostdoc.core.figure import Figure
from hostdoc.core.ledger import Grid, GridCell, Ledger
from hostdoc.core.records import dataclass
from hostdoc.core.regex import regex
from hostdoc.core.units import NONE, Unit, both
from hostdoc.figures.labels import CALENDAR, STATISTIC, is_total
from hostdoc.relations.evidence.kept import kept
from hostdoc.relations.tables.labelled_lists import labelled_lists
from hostdoc.relations.tables.rows import amount_columns, roles

WIDEST = 24  # columns, and rows, beyond which a table is no longer looked through crosswise
NUMBERING = regex(r"\A(?:no\.?|nr\.?|#|id|item|ref\.?|pos\.?|step|rank)\Z", re.IGNORECASE)


@dataclass(frozen=True)
class Line:
    """A column or a row: its number, what it is called, its unit, and its amounts by place."""

    index: int
    label: str
    unit: Unit
    amounts: dict[int, Figure]
    sums: bool = False  # a total row, or a total column

    @cached_property
    def values(self) -> dict[int, float]:
        """The middle of each amount, a percent as a hundredth: for a quick look, never for a verdict."""
        found = {place: middle(figure) for place, figure in self.amounts.items()}
        return {place: value for place, value in found.items() if value is not None}

    @cached_property
    def gives(self) -> dict[int, float]:
        """By which part each amount may be off because it was rounded."""
        return {place: _give(figure) for place, figure in self.amounts.items() if figure.quantity.ends}

    @cached_property
    def loosest(self) -> float:
        """The greatest of these parts."""
        return max(self.gives.values(), default=0.0)

    @property
    def money(self) -> bool:
        return self.unit.currency is not None

    @property
    def percent(self) -> bool:
        return self.unit.percent


@dataclass(frozen=True)
class View:
    """The lines of a table in one direction. `items` are the places of plain items, `places` all of them."""

    grid: Grid
    lines: tuple[Line, ...]
    places: tuple[int, ...]
    items: tuple[int, ...]
    of: Literal["column", "row"]
    added: tuple[int, ...] = ()  # the places of items and totals: all but means, medians and the like

    @cached_property
    def plain(self) -> frozenset[int]:
        """The items as a set."""
        return frozenset(self.items)

    def cell(self, line: Line, place: int) -> GridCell:
        return self.grid.rows[place][line.index] if self.of == "column" else self.grid.rows[line.index][place]


def views(ledger: Ledger) -> Iterator[View]:
    """Every table by columns, and by rows where it is small enough; lists of labels and amounts by rows."""
    for grid in ledger.grids:
        if len(grid.columns) <= WIDEST:
            yield by_columns(grid)
        if len(grid.rows) <= WIDEST:
            yield by_rows(grid)
    yield from map(by_rows, labelled_lists(ledger))


def tables_by_columns(ledger: Ledger) -> Iterator[View]:
    """Every table that is not too wide, by columns."""
    return (by_columns(grid) for grid in ledger.grids if len(grid.columns) <= WIDEST)


@kept
def by_columns(grid: Grid) -> View:
    """The columns that state amounts. The first counts only if its header does not number or date the rows."""
    kinds = roles(grid)
    items = tuple(
        role.number for role in kinds if role.role in ("item", "alternative") and not STATISTIC.search(role.label)
    )
    places = tuple(role.number for role in kinds if role.role != "group")
    lines = []
    for index, column in enumerate(grid.columns):
        names = index == 0 and (not column.header or NUMBERING.match(column.header))
        if not column.states or names:
            continue
        amounts = {number: figure for number in places if (figure := grid.rows[number][index].amount)}
        if amounts and not (CALENDAR.search(column.header) and all(map(dated, amounts.values()))):
            lines.append(Line(index, column.header, _unit(column.unit, amounts), amounts, is_total(column.header)))
    added = tuple(role.number for role in kinds if role.role != "group" and not STATISTIC.search(role.label))
    return View(grid, tuple(lines), places, items, "column", added)


@kept
def by_rows(grid: Grid) -> View:
    """The rows over the columns of amounts."""
    columns = amount_columns(grid)
    lines = []
    for role in roles(grid):
        row = grid.rows[role.number]
        amounts = {column: figure for column in columns if (figure := row[column].amount)}
        if amounts and role.label:
            lines.append(Line(role.number, role.label, _unit(NONE, amounts), amounts, role.sums))
    items = tuple(column for column in columns if not is_total(grid.columns[column].header))
    return View(grid, tuple(lines), columns, items, "row")


def _unit(unit: Unit, amounts: dict[int, Figure]) -> Unit:
    """The unit of a line: what its header says, else that of its first amount that has one."""
    if unit.of:
        return unit
    first = next((figure.quantity.unit for figure in amounts.values() if figure.quantity.unit.of), NONE)
    return Unit(first.of, unit.per or first.per, both(first, unit))


def _give(figure: Figure) -> float:
    end = figure.quantity.ends[0]
    value = abs(float(end.value))
    whole = end.step >= 1 and not (figure.quantity.loose or figure.quantity.unit.percent or end.scaled)
    return 0.5 * float(end.step) / value if value and not whole else 0.0


def dated(figure: Figure) -> bool:
    """Whether a figure looks like a year."""
    quantity = figure.quantity
    return not quantity.unit.of and not quantity.is_range and 1900 <= (middle(figure) or 0) <= 2099


@lru_cache(maxsize=4096)  # most kinds ask for it, of the figures of one table or passage after the other
def middle(figure: Figure) -> float | None:
    """A number for a figure: its point, or the middle of its range; a percent as a hundredth."""
    ends = figure.quantity.ends
    if not ends:
        return None
    try:
        value = float(sum(end.value for end in ends)) / len(ends)
    except (OverflowError, ArithmeticError):
        return None
    unit = figure.quantity.unit
    return value / 100 if unit.percent else value * unit.worth if unit.own else value
