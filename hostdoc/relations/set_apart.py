"""Tables whose last row is set in bold, as totals are that have no word for it."""

from __future__ import annotations

from hostdoc.core.document import Document
from hostdoc.core.ledger import Grid, GridCell
from hostdoc.relations.rows import amount_columns

ITEMS = 2  # rows above


def set_apart(document: Document, grid: Grid) -> bool:
    """Whether the amounts of the last row are set in bold, and those of no other row."""
    bold = [
        all(_emphasized(document, row[column]) for column in columns)
        for row in grid.rows
        if (columns := [column for column in amount_columns(grid) if row[column].amount])
    ]
    return len(bold) > ITEMS and bold[-1] and sum(bold) == 1 and any(cell.amount for cell in grid.rows[-1])


def _emphasized(document: Document, cell: GridCell) -> bool:
    raw = document.source.text[cell.cell.span.start : cell.cell.span.end]
    return len(raw) > 2 and raw[0] == raw[-1] and raw[0] in "*_"
