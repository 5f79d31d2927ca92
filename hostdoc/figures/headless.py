"""Whether the rows above the first rule of a table are no head: they name and state amounts as those below do."""

from __future__ import annotations

from hostdoc.core.document import Document, Row, Table
from hostdoc.figures.numerals import scan

_MARKS = " \t*_~≈"  # around an amount


def headless(document: Document, table: Table, mark: str) -> bool:
    """A table of which rules part all rows; one in Org whose first rule stands above its total; and one of two columns
    in Markdown, which has to have a head."""
    head, width = table.rows[: table.header], max((len(row.cells) for row in table.rows), default=0)
    if not head or _all_ruled(document, table, mark):
        return bool(head)
    if width < 2 or (len(head) < 2 and width > 2):
        return False
    return all(_names_amounts(document, row, mark) for row in (*head, *table.rows[table.header :][:1]))


def _all_ruled(document: Document, table: Table, mark: str) -> bool:
    """Whether rules part all rows of a table, so that the first is no head: it states amounts like the others."""
    body = table.rows[table.header :]
    if not table.header or 3 * sum(row.ruled for row in body) < len(body) or len(body) < 2:
        return False
    if sum(row.ruled for row in body) < 2:
        return False
    cells = [cell for row in table.rows[: table.header] for cell in row.cells[1:]]
    return any(scan(document.plain[cell.span.start : cell.span.end], mark=mark) for cell in cells)


def _names_amounts(document: Document, row: Row, mark: str) -> bool:
    """Whether a row is a name and amounts, written as no year is."""
    name, *cells = (document.plain[cell.span.start : cell.span.end].strip(_MARKS) for cell in row.cells)
    stated = [text for text in cells if text]
    return bool(name and stated) and not scan(name, mark=mark) and all(_states(text, mark) for text in stated)


def _states(text: str, mark: str) -> bool:
    found = scan(text, mark=mark)
    whole = len(found) == 1 and found[0].start == 0 and found[0].end == len(text)
    return whole and (found[0].quantity.unit.of != "" or not text.isdigit())
