"""Columns of other tables whose rows are called the same: what a channel costs here, and what it brings there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache

from hostdoc.core.ledger import Grid, Ledger
from hostdoc.core.records import dataclass
from hostdoc.relations.tables.lines import Line, View, by_columns

TABLES = 3  # other tables that are looked at
LONGEST = 60  # rows of a table that is joined
WIDEST = 6  # columns of it that state amounts
FOREIGN = 1_000  # added to the number of a column that stands in another table, for each


@dataclass(frozen=True, slots=True)
class _Tables:
    """The tables of a document that may be joined, each with its rows by name, and by name which of them have it."""

    rows: list[tuple[Grid, dict[str, int]]]
    having: dict[str, list[int]]


@lru_cache(maxsize=2)  # every table asks for them
def _tables(ledger: Ledger) -> _Tables:
    found = _Tables([], defaultdict(list))
    for grid in ledger.grids:
        if len(grid.rows) <= LONGEST:
            names = {_name(grid, number): number for number in range(len(grid.rows))}
            for name in names:
                found.having[name].append(len(found.rows))
            found.rows.append((grid, names))
    return found


def elsewhere_in(ledger: Ledger, view: View) -> Iterator[Line]:
    """The columns of other tables over the rows of a view, where all of its items have a row of the same name there."""
    names = {place: _name(view.grid, place) for place in view.items}
    wanted = set(names.values())
    if not 0 < len(names) <= LONGEST or len(ledger.grids) < 2 or "" in wanted or len(wanted) < len(names):
        return
    tables = _tables(ledger)
    joined = 0
    for number in min((tables.having.get(name, []) for name in wanted), key=len):
        other, there = tables.rows[number]
        if other is view.grid or not wanted <= there.keys():
            continue
        joined += 1
        for line in by_columns(other).lines[:WIDEST]:
            amounts = {place: figure for place, name in names.items() if (figure := line.amounts.get(there[name]))}
            yield Line(FOREIGN * joined + line.index, line.label, line.unit, amounts, line.sums)
        if joined == TABLES:
            return


def _name(grid: Grid, row: int) -> str:
    return grid.rows[row][0].words.casefold() if grid.rows[row] else ""
