"""How a formula refers to the figures of a document: to cells of its own table, to other tables, and by name."""

from __future__ import annotations

from collections.abc import Sequence

from hostdoc.core.document import Table
from hostdoc.core.figure import Figure
from hostdoc.core.ledger import Ledger
from hostdoc.core.records import dataclass, field
from hostdoc.core.regex import regex
from hostdoc.core.relation import Relation
from hostdoc.core.span import Span
from hostdoc.figures.assumptions import slug
from hostdoc.formulas.declared import lookup_in
from hostdoc.formulas.formats import PLAIN
from hostdoc.formulas.lookup import Lookup
from hostdoc.formulas.sheet import Field, Sheet
from hostdoc.formulas.spelling import Spelling, Unspellable

MOST_NAMES = 8  # in one formula; more are not read by anybody
ROUNDED = {"up": "ceil", "down": "floor"}
_NUMBERED = regex(r".*_\d+")
_LETTER = regex(r"[^\W\d_]")
Place = tuple[Sheet, Field]


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula, and what must have these names for it: figures, and tables."""

    text: str
    names: tuple[tuple[Figure, str], ...] = ()
    tables: tuple[tuple[Table, str], ...] = ()


class References:
    """The cells and names of one document."""

    def __init__(self, ledger: Ledger) -> None:
        self._lookup: Lookup = lookup_in(ledger)
        self._known = self._lookup.names
        self._own: dict[Figure, str] = {}
        for table in (self._known.said, self._known.free, self._known.given):
            names = ((name, figures[0]) for name, figures in table.items() if len(figures) == 1)
            # A number at the end of a name that a label makes says only how many came before.
            self._own |= {it: name for name, it in names if table is self._known.given or _telling(name)}
        self._labels = {assumption.figure: assumption.name for assumption in ledger.assumptions}
        self._given: dict[str, Figure] = {}
        self._tables = {id(table): name for name, table in self._lookup.tables.items()}

    def place(self, figure: Figure) -> Place | None:
        """The table cell that states a figure as its amount."""
        found = self._lookup.field(figure.span)
        if found is None or found[0].table.flattened:
            return None
        read = self._lookup.cells.read(*found, PLAIN)
        return found if isinstance(read, Figure) and read.span == figure.span else None

    def stated(self, sheet: Sheet, place: Field) -> bool:
        """Whether a cell states something: an amount or words, but no dash."""
        read = self._lookup.cells.read(sheet, place, PLAIN)
        return isinstance(read, Figure) or not read.silent

    def amount(self, sheet: Sheet, place: Field) -> bool:
        return isinstance(self._lookup.cells.read(sheet, place, PLAIN), Figure)

    def above(self, span: Span) -> Table | None:
        """The table that a line of formulas stands below."""
        return self._lookup.above(span)

    def formula(self, relation: Relation, own: Place | None) -> Formula:
        """A relation as a formula for a cell, or for a figure outside of tables. Raises Unspellable."""
        writer = _Writer(self, own, self._in_row_of(relation, own))
        spelling = Spelling(writer.refer, writer.together, org=self._lookup.org, spaced=own is None)
        text = spelling.spell(relation.workings)
        if len(writer.names) > MOST_NAMES:
            raise Unspellable("it would take too many names")
        function = ROUNDED.get(relation.rounding)
        text = f"{function}({text})" if function else text
        return Formula(text, tuple(writer.names.items()), tuple(writer.tables.values()))

    def _in_row_of(self, relation: Relation, own: Place | None) -> bool:
        """Whether a cell has inputs in its own row."""
        placed = (self.place(figure) for figure in relation.inputs if own)
        return any(it and own and it[0] is own[0] and it[1][0] == own[1][0] for it in placed)

    # -- Names ------------------------------------------------------------------------------------------------------

    def named(self, figure: Figure) -> tuple[str, bool]:
        """The name of a figure, and whether it still has to be given."""
        if figure in self._own:
            return self._own[figure], False
        name = self._fresh(slug(self._labels.get(figure) or figure.label.row or figure.label.column), figure)
        self._given[name] = figure
        return name, True

    def _fresh(self, wanted: str, figure: Figure) -> str:
        wanted = wanted if _LETTER.search(wanted) else "figure"
        name, number = wanted, 2
        while name in self._known.given or self._given.get(name, figure) is not figure or self._taken(name, figure):
            name, number = f"{wanted}_{number}", number + 1
        return name

    def _taken(self, name: str, figure: Figure) -> bool:
        others = (*self._known.free.get(name, ()), *self._known.said.get(name, ()))
        return any(it is not figure for it in others)

    def table_named(self, table: Table) -> str:
        """The name of a table; where it has none, one is made of the heading above it."""
        if id(table) not in self._tables:
            wanted = slug(table.path[-1]) if table.path else "table"
            name, number = wanted, 2
            while name in self._tables.values():
                name, number = f"{wanted}_{number}", number + 1
            self._tables[id(table)] = name
        return self._tables[id(table)]

    def has_name(self, table: Table) -> bool:
        return any(it is table for it in self._lookup.tables.values())


def _telling(name: str) -> bool:
    return _LETTER.search(name) is not None and not _NUMBERED.fullmatch(name)


@dataclass(slots=True)
class _Writer:
    """The references of one formula, as seen from the cell `own`. `by_row`: they go on from row to row."""

    references: References
    own: Place | None
    by_row: bool
    names: dict[Figure, str] = field(default_factory=dict)
    tables: dict[int, tuple[Table, str]] = field(default_factory=dict)

    def refer(self, figure: Figure) -> str:
        placed = self.references.place(figure)
        if placed and self.own and placed[0] is self.own[0]:
            return self._cell(placed[1], self.own[1])
        name, fresh = self.references.named(figure)
        if fresh and placed:
            (row, column), sheet = placed[1], placed[0]
            return self._remote(sheet, f"@{row}${column}")
        if fresh:
            self.names[figure] = name
        return f"${name}"

    def together(self, figures: Sequence[Figure]) -> str:
        """Figures as a range of cells, if they are all the amounts in it; else nothing."""
        placed = [self.references.place(figure) for figure in figures]
        found = [it for it in placed if it is not None]
        if len(found) != len(figures) or any(it[0] is not found[0][0] for it in found):
            return ""
        sheet, fields = found[0][0], {it[1] for it in found}
        rows, columns = {row for row, _ in fields}, {column for _, column in fields}
        (top, bottom), (left, right) = (min(rows), max(rows)), (min(columns), max(columns))
        if len(fields) != len(figures) or (len(rows) > 1 and len(columns) > 1):
            return ""
        inside = ((row, column) for row in range(top, bottom + 1) for column in range(left, right + 1))
        if any(it not in fields and self.references.amount(sheet, it) for it in inside):
            return ""
        if self.own and sheet is self.own[0]:
            return self._range((top, left), (bottom, right), self.own[1])
        return self._remote(sheet, f"@{top}${left}..@{bottom}${right}")

    def _cell(self, place: Field, own: Field) -> str:
        (row, column), (own_row, own_column) = place, own
        if row == own_row:
            return f"${column}"
        assert self.own is not None
        above = self.by_row and self.own[0].head < row == own_row - 1
        shown = "@-1" if above else self._row(row)
        return shown if column == own_column else f"{shown}${column}"

    def _range(self, first: Field, last: Field, own: Field) -> str:
        (top, left), (bottom, right) = first, last
        if top == bottom:
            return f"{self._cell(first, own)}..{self._cell(last, own)}"
        end = "@-1" if bottom == own[0] - 1 else self._row(bottom)
        return f"@{top}..{end}" if left == own[1] else f"@{top}${left}..{end}${right}"

    def _row(self, row: int) -> str:
        assert self.own is not None
        return "@>" if row == len(self.own[0].rows) else f"@{row}"

    def _remote(self, sheet: Sheet, cells: str) -> str:
        if sheet.table.flattened:
            raise Unspellable("its table cannot be named")
        name = self.references.table_named(sheet.table)
        if not self.references.has_name(sheet.table):
            self.tables[id(sheet.table)] = sheet.table, name
        return f"remote({name}, {cells})"
