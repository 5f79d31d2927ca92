"""Columns of other tables whose rows are called the same: what a channel costs here, and what it brings there."""

from __future__ import annotations

from collections.abc import Iterator

from hostdoc.core.ledger import Grid, Ledger
from hostdoc.relations.lines import Line, View, by_columns

TABLES = 3  # other tables that are looked at
LONGEST = 60  # rows of a table that is joined
WIDEST = 6  # columns of it that state amounts
FOREIGN = 1_000  # added to the number of a column that stands in another table, for each


def elsewhere_in(ledger: Ledger, view: View) -> Iterator[Line]:
    """The columns of other tables over the rows of a view, where all of its items have a row of the same name there."""
    names = {place: _name(view.grid, place) for place in view.items}
    if len(names) > LONGEST or len(ledger.grids) < 2 or "" in names.values():
        return
    joined = 0
    for other in ledger.grids:
        if other is view.grid or len(other.rows) > LONGEST or joined == TABLES:
            continue
        there = {_name(other, number): number for number in range(len(other.rows))}
        if not names or not set(names.values()) <= there.keys() or len(set(names.values())) < len(names):
            continue
        joined += 1
        for line in by_columns(other).lines[:WIDEST]:
            amounts = {place: figure for place, name in names.items() if (figure := line.amounts.get(there[name]))}
            yield Line(FOREIGN * joined + line.index, line.label, line.unit, amounts, line.sums)


def _name(grid: Grid, row: int) -> str:
    return grid.rows[row][0].words.casefold() if grid.rows[row] else ""
