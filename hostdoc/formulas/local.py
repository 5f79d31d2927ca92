"""The names that a table of Org has for itself, by marks in its first column.

A row marked `!` names columns, `^` the cells above it, `_` the cells below it; one marked `$` holds `name=value`.
"""

from __future__ import annotations

from hostdoc.core.figure import Figure
from hostdoc.core.span import Span
from hostdoc.figures.assumptions import slug
from hostdoc.formulas.names import constants
from hostdoc.formulas.sheet import Sheet
from hostdoc.formulas.syntax import Cell, FormulaError, Place


def local_name(name: str, sheet: Sheet) -> Figure | Cell | None:
    """What the table itself calls so: a column, a cell, or a number."""
    if sheet.document.format != "org":
        return None
    wanted = slug(name)
    for sign, below in (("^", -1), ("_", 1)):
        for row in sheet.marked(sign):
            for column in _named(sheet, row, wanted):
                return Cell(Place("at", row + below), Place("at", column))
    for row in sheet.marked("!"):
        for column in _named(sheet, row, wanted):
            return Cell(None, Place("at", column))
    for row in sheet.marked("$"):
        for span in sheet.rows[row - 1][1:]:
            if "=" in span.text:
                for said, figure in _parameters(sheet, span):
                    if slug(said) == wanted:
                        return figure
    return None


def _named(sheet: Sheet, row: int, wanted: str) -> list[int]:
    cells = sheet.rows[row - 1]
    return [column for column in range(2, len(cells) + 1) if slug(sheet.words((row, column))) == wanted]


def _parameters(sheet: Sheet, span: Span) -> list[tuple[str, Figure]]:
    try:
        return list(constants(sheet.document, span))
    except FormulaError:
        return []
