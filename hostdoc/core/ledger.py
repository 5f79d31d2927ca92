"""Everything a document states in figures: tables as grids, prose as passages. What the kinds look for relations in."""

from __future__ import annotations

from hostdoc.core.document import Cell, Code, Document, Heading, Item, Paragraph, Table
from hostdoc.core.figure import Figure
from hostdoc.core.records import dataclass
from hostdoc.core.span import Span
from hostdoc.core.units import Unit


@dataclass(frozen=True, slots=True)
class GridCell:
    """A table cell with its words and figures; `amount` is the one of the column's unit, if the cell states one."""

    cell: Cell
    words: str
    figures: tuple[Figure, ...] = ()
    amount: Figure | None = None


@dataclass(frozen=True, slots=True)
class Column:
    """What the head of a column says, and whether its cells state amounts."""

    header: str
    unit: Unit
    figures: tuple[Figure, ...]  # those of the head, as in `Margin at $10/mo`
    states: bool


@dataclass(frozen=True, eq=False)
class Grid:
    """A table as a rectangle: `rows` are the body rows, each as wide as `columns`; ragged rows are filled up.

    Two are equal only if they are the same object, like the figures in them.

    `ruled` are the numbers of the body rows with a rule above them (the one below the header left out).
    """

    table: Table
    columns: tuple[Column, ...]
    rows: tuple[tuple[GridCell, ...], ...]
    ruled: frozenset[int] = frozenset()

    def cells(self, index: int) -> tuple[GridCell, ...]:
        """The body cells of a column, top down."""
        return tuple(row[index] for row in self.rows)


@dataclass(frozen=True, slots=True)
class Passage:
    """A heading, paragraph or list item with its figures in the order of the text."""

    block: Heading | Paragraph | Item
    span: Span
    figures: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class Assumption:
    """A figure that is no amount of a table: what the document takes as given, or says again, under a name.

    `labelled`: the name is that of a label, before a colon or at a row; else it is made of the words of its sentence.
    """

    name: str
    figure: Figure
    labelled: bool = False


@dataclass(frozen=True, slots=True)
class TextLine:
    """A line of a text in fixed width, with its figures. `span` leaves out what is drawn or written before the words.

    `depth` is the column at which it begins, behind what is drawn; `lead` the sign before its words (`-`, `+`, `=`),
    `branch` whether it hangs on a drawn tree, `gap` whether a blank line, and `ruled` whether a rule stands above it.
    """

    span: Span
    column: int  # of the first character of `span` in its line, from 0
    depth: int
    label: str
    figures: tuple[Figure, ...]
    lead: str = ""
    branch: bool = False
    gap: bool = False
    ruled: bool = False


@dataclass(frozen=True, slots=True)
class TextBlock:
    """A block of code that is no code but text, as its author aligned it; lines of tables drawn in it are left out."""

    code: Code
    lines: tuple[TextLine, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Ledger:
    """The figures of one document, in the order of the text, and where they stand."""

    document: Document
    figures: tuple[Figure, ...]
    grids: tuple[Grid, ...]
    passages: tuple[Passage, ...]
    assumptions: tuple[Assumption, ...] = ()
    blocks: tuple[TextBlock, ...] = ()
