"""Tables of which one row is set apart as totals are that have no word for it: in bold, or alone below a rule."""

from __future__ import annotations

from hostdoc.core.document import Document
from hostdoc.core.ledger import Grid, GridCell
from hostdoc.relations.tables.rows import amount_columns

ITEMS = 2  # rows beside it
COMPARED = 3  # rows at most that follow it


def set_apart(document: Document, grid: Grid) -> int | None:
    """The first or the last row, if its amounts alone are in bold; else the last one, if it stands below a rule."""
    stating = [
        (number, columns)
        for number, row in enumerate(grid.rows)
        if (columns := [column for column in amount_columns(grid) if row[column].amount])
    ]
    last = len(grid.rows) - 1
    if len(stating) <= ITEMS:
        return None
    bold = [n for n, columns in stating if all(emphasized(document, grid.rows[n][column]) for column in columns)]
    if len(bold) == 1 and bold[0] in (stating[0][0], last):
        return bold[0]
    alone = last in grid.ruled and all(number <= last - ITEMS for number in grid.ruled - {last})
    return last if alone and stating[-1][0] == last else None


def below_rule(grid: Grid) -> int | None:
    """The row below the only rule, where a few rows to compare it with follow: last year, the change."""
    place = next(iter(grid.ruled), 0)
    return place if len(grid.ruled) == 1 and ITEMS <= place < len(grid.rows) - 1 <= place + COMPARED else None


def emphasized(document: Document, cell: GridCell) -> bool:
    """Whether all of a cell is in bold or italics."""
    raw = document.source.text[cell.cell.span.start : cell.cell.span.end]
    return len(raw) > 2 and raw[0] == raw[-1] and raw[0] in "*_"
