"""A table as formulas count it: rows and columns from 1, rules between rows, and rows that are marked."""

from __future__ import annotations

from bisect import bisect_right

from hostdoc.core.document import Document, Table
from hostdoc.core.records import dataclass
from hostdoc.core.span import LINE_END, Span
from hostdoc.formulas.syntax import Cell, FormulaError, Place, Rectangle
from hostdoc.readers.pipes import cells, is_rule

MARKS = frozenset("!^_$#*/")
RECALCULATED = frozenset("#*")
Field = tuple[int, int]  # row and column, from 1


@dataclass(frozen=True, slots=True, eq=False)
class Sheet:
    """`rules` holds, for each rule, how many rows stand above it; `head` is how many rows are no body.

    `aside` are the rows that only say how the table is shown: widths, groups of columns.
    """

    document: Document
    table: Table
    rows: tuple[tuple[Span, ...], ...]
    rules: tuple[int, ...]
    head: int
    width: int
    starts: tuple[int, ...]  # of the rows
    aside: frozenset[int] = frozenset()

    def field_of(self, span: Span) -> Field | None:
        """The cell that a place lies in."""
        row = bisect_right(self.starts, span.start)
        cells = self.rows[row - 1] if row else ()
        return next(((row, column) for column, cell in enumerate(cells, start=1) if cell.covers(span)), None)

    def span(self, field: Field) -> Span:
        """The cell; a row that ends before it gives the empty place behind its last cell."""
        row = self.rows[field[0] - 1]
        if field[1] <= len(row):
            return row[field[1] - 1]
        end = row[-1].end
        return Span(self.document.source, end, end)

    def words(self, field: Field) -> str:
        return self.document.words(self.span(field))

    def mark(self, row: int) -> str:
        """The sign by which Org says in the first cell what a row is for."""
        sign = self.words((row, 1)) if self.document.format == "org" else ""
        return sign if sign in MARKS and (row > self.head or sign not in RECALCULATED) else ""

    @property
    def body(self) -> list[int]:
        """The rows that a formula for a column covers: those below the head; if some are marked `#` or `*`, those."""
        below = (row for row in range(self.head + 1, len(self.rows) + 1) if row not in self.aside)
        marks = {row: self.mark(row) for row in below}
        chosen = [row for row, sign in marks.items() if sign in RECALCULATED and sign]
        return chosen or [row for row, sign in marks.items() if not sign]

    def marked(self, sign: str) -> list[int]:
        return [row for row in range(1, len(self.rows) + 1) if self.mark(row) == sign]

    # -- References ---------------------------------------------------------------------------------------------

    def field(self, cell: Cell, own: Field) -> Field:
        """The cell that a reference means, seen from the cell `own`. Raises FormulaError."""
        return self._row(cell, own, first=True), self._column(cell, own)

    def rectangle(self, rectangle: Rectangle, own: Field) -> tuple[Field, Field]:
        """Both corners, the upper left one first. Raises FormulaError."""
        rows = self._row(rectangle.first, own, first=True), self._row(rectangle.last, own, first=False)
        columns = self._column(rectangle.first, own), self._column(rectangle.last, own)
        return (min(rows), min(columns)), (max(rows), max(columns))

    def _row(self, cell: Cell, own: Field, *, first: bool) -> int:
        place, count = cell.row, len(self.rows)
        if place is None:
            return own[0]
        if place.kind in ("rule", "rule by"):
            row = self._beside_rule(place, own[0], first=first, at=cell.at)
        else:
            row = _counted(place, own[0], count)
        if not 1 <= row <= count:
            raise FormulaError(f"the table has no row {_shown(row)}: it has {count}", cell.at)
        return row

    def _column(self, cell: Cell, own: Field) -> int:
        if cell.column is None:
            return own[1]
        column = _counted(cell.column, own[1], self.width)
        if not 1 <= column <= self.width:
            raise FormulaError(f"the table has no column {_shown(column)}: it has {self.width}", cell.at)
        return column

    def _beside_rule(self, place: Place, own: int, *, first: bool, at: int) -> int:
        """The row below a rule; for the end of a range, the one above it."""
        rules = self.rules
        index = place.number - 1
        if place.kind == "rule by":
            above = [number for number, rows in enumerate(rules) if rows < own]
            index = len(above) + place.number if place.number < 0 else len(above) + place.number - 1
        if not 0 <= index < len(rules):
            there = f"it has {len(rules)} rule{'s' * (len(rules) != 1)}"
            raise FormulaError(f"the table has no rule `{'I' * abs(place.number)}`: {there}", at)
        rows = rules[index]
        if place.offset:
            return rows + place.offset + (place.offset < 0)
        return rows + 1 if first else rows


def _counted(place: Place, own: int, count: int) -> int:
    if place.kind == "by":
        return own + place.number
    return count + 1 - place.number if place.kind == "last" else place.number


def _shown(number: int) -> str:
    return f"{number:,}"


# -- From the text of a table -----------------------------------------------------------------------------------------


def sheet(document: Document, table: Table) -> Sheet:
    """The table as its author sees it. In Org every line of it counts, those of marks and widths, too."""
    if document.format == "org" and not table.flattened:
        rows, rules, aside = _lines(document, table)
    else:
        aside = frozenset[int]()
        rows = [tuple(cell.span for cell in row.cells) for row in table.rows]
        rules = [number for number, row in enumerate(table.rows) if row.ruled or (number and number == table.header)]
    head = next((number for number in rules if number), 0) if table.header else 0
    starts = tuple(row[0].start for row in rows)
    return Sheet(document, table, tuple(rows), tuple(rules), head, max(map(len, rows), default=0), starts, aside)


def _lines(document: Document, table: Table) -> tuple[list[tuple[Span, ...]], list[int], frozenset[int]]:
    """The rows, rules and rows aside of a table in Org, from its lines."""
    read = {row.span.start: row for row in table.rows}
    rows: list[tuple[Span, ...]] = []
    rules: list[int] = []
    aside: list[int] = []
    text, at = document.source.text, table.span.start
    for line in LINE_END.split(table.span.text):
        start = at + len(line) - len(line.lstrip())
        at = _next_line(text, at + len(line))
        if row := read.get(start):
            rows.append(tuple(cell.span for cell in row.cells))
        elif is_rule(line):
            rules.append(len(rows))
        elif line.strip():
            bare = line.strip()
            rows.append(tuple(Span(document.source, start + a, start + b) for a, b in cells(bare)))
            aside.append(len(rows))
    return rows, rules, frozenset(aside)


def _next_line(text: str, end: int) -> int:
    found = LINE_END.match(text, end)
    return found.end() if found else end
