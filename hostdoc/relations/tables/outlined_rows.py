"""Rows that head others and say what they come to: in bold above plain ones, or `2` above `2.1` and `2.2`."""

from __future__ import annotations

from hostdoc.core.document import Document
from hostdoc.core.ledger import Grid
from hostdoc.core.regex import regex
from hostdoc.relations.tables.rows import amount_columns
from hostdoc.relations.tables.set_apart import emphasized

LEAST = 2  # rows that head others, where no sign before those tells so
_NUMBER = regex(r"\W{0,3}(\d{1,2}(?:\.\d{1,2}){0,3})\.?(?=[\s:)*_]|\Z)")
_INDENT = regex(r"[*_]{0,2}(?:[-–—·•→↳└├]\s*|&[ne][mb]sp;|\u00a0|\u2003)")


def outlined_rows(document: Document, grid: Grid, rows: list[int]) -> dict[int, tuple[int, ...]]:
    """Of some rows those that head others, each with those one level down; nothing where they stand in no levels."""
    indented = _indented(document, grid, rows)
    for levels, least in ((_numbered(grid, rows), LEAST), (indented, 1), (_emphasized(document, grid, rows), LEAST)):
        found = _below(rows, levels) if levels and levels[0] == 0 else {}
        if len(found) >= least:
            return found
    return {}


def _below(rows: list[int], levels: list[int]) -> dict[int, tuple[int, ...]]:
    found: dict[int, tuple[int, ...]] = {}
    for place, (row, level) in enumerate(zip(rows, levels, strict=True)):
        under: list[int] = []
        for other, depth in zip(rows[place + 1 :], levels[place + 1 :], strict=True):
            if depth <= level:
                break
            under += [other] if depth == level + 1 else []
        if under:
            found[row] = tuple(under)
    return found


def _numbered(grid: Grid, rows: list[int]) -> list[int]:
    """The levels of rows that are all numbered, `1` above `1.1`."""
    matches = [_NUMBER.match(grid.rows[row][0].words) for row in rows]
    if not all(matches):
        return []
    levels = [match[1].count(".") for match in matches if match]
    return levels if max(levels, default=0) else []


def _indented(document: Document, grid: Grid, rows: list[int]) -> list[int]:
    text = document.source.text
    cells = [grid.rows[row][0].cell.span for row in rows]
    levels = [int(_INDENT.match(text, span.start, span.end) is not None) for span in cells]
    return levels if any(levels) else []


def _emphasized(document: Document, grid: Grid, rows: list[int]) -> list[int]:
    """The levels of rows of which some have all their amounts in bold or italics."""
    columns = amount_columns(grid)
    levels = []
    for row in rows:
        cells = [grid.rows[row][column] for column in columns if grid.rows[row][column].amount]
        levels.append(int(not cells or not all(emphasized(document, cell) for cell in cells)))
    return levels if any(levels) else []
