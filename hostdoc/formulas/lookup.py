"""What a formula can refer to from where it stands: names, tables, the figure before it, the cell it stands in."""

from __future__ import annotations

from bisect import bisect_right

from hostdoc.core.document import Block, Table
from hostdoc.core.figure import Figure
from hostdoc.core.ledger import Ledger
from hostdoc.core.records import dataclass, field
from hostdoc.core.regex import regex
from hostdoc.core.span import Span
from hostdoc.formulas import Others
from hostdoc.formulas.cells import Cells
from hostdoc.formulas.local import local_name
from hostdoc.formulas.names import Names
from hostdoc.formulas.sheet import Field, Sheet, sheet
from hostdoc.formulas.syntax import Cell, FormulaError, Name

NEAR = 80  # characters between a figure and the comment that speaks of it
MOST_SETTINGS = 20_000  # characters between a table and the lines that speak of it
_SETTINGS = regex(r"(?:[\s>]|<!--(?:[^-]|-(?!->))*+-->|#\+[\w-]++(?:\[[^\]\n]*+\])?:[^\n]*+|#[ \t][^\n]*+)*+")
_APART = regex(r"\n[ \t]*\r?\n|\|")


@dataclass(slots=True)
class Lookup:
    """The names and tables of one document, and how to come to those of others."""

    ledger: Ledger
    names: Names
    others: Others
    cells: Cells = field(init=False)
    tables: dict[str, Table] = field(default_factory=dict)
    _sheets: dict[int, Sheet] = field(default_factory=dict)
    _figures: list[Figure] = field(init=False)
    _ends: list[int] = field(init=False)
    _starts: list[int] = field(init=False)

    def __post_init__(self) -> None:
        self.cells = Cells(self.ledger)
        self._figures = sorted(self.ledger.figures, key=lambda figure: figure.span.end)
        self._ends = [figure.span.end for figure in self._figures]
        self._starts = [block.span.start for block in self.ledger.document.blocks]

    @property
    def org(self) -> bool:
        return self.ledger.document.format == "org"

    # -- Names --------------------------------------------------------------------------------------------------

    def name(self, node: Name, table: Sheet | None, near: int) -> Figure | Cell:
        """What a name stands for in a formula at `near`, perhaps for a cell of a table. Raises FormulaError."""
        if node.document:
            return self._elsewhere(node)
        if table and (found := local_name(node.name, table)):
            return found
        return self.names.find(node.name, node.at, near=near)

    def _elsewhere(self, node: Name) -> Figure:
        found = self.others(node.document)
        if not found:
            message, remedy = f"there is no document `{node.document}` in this run", "check the other document, too"
            raise FormulaError(message, node.at, remedy, "unknown-name")
        if len(found) > 1:
            paths = ", ".join(f"`{names.document.source.path}`" for names in found)
            remedy = f'write its path in quotes: $"{found[0].document.source.path}":{node.name}'
            raise FormulaError(f"`{node.document}` may be {paths}", node.at, remedy, "ambiguous-name")
        return found[0].find(node.name, node.at)

    def before(self, span: Span) -> Figure | None:
        """The figure that stands before a comment, in the same cell, sentence or item."""
        index = bisect_right(self._ends, span.start) - 1
        if index < 0:
            return None
        figure = self._figures[index]
        between = self.ledger.document.plain[figure.span.end : span.start]
        if len(between) > NEAR or _APART.search(between):
            return None
        return figure if self._block(figure.span) is self._block(span) else None

    # -- Tables -------------------------------------------------------------------------------------------------

    def sheet(self, table: Table) -> Sheet:
        if id(table) not in self._sheets:
            self._sheets[id(table)] = sheet(self.ledger.document, table)
        return self._sheets[id(table)]

    def table(self, name: str, at: int) -> Sheet:
        """The table of that name. Raises FormulaError."""
        found = self.tables.get(name)
        if found is None:
            from difflib import get_close_matches  # only where something is wrong: it costs start-up time

            near = get_close_matches(name, self.tables, 1)
            form = "#+NAME: … in the line" if self.org else "<!-- NAME: … --> in a line"
            remedy = f"did you mean `{near[0]}`" if near else f"name the table: {form} above it"
            raise FormulaError(f"there is no table `{name}` in this document", at, remedy, "unknown-name")
        return self.sheet(found)

    def above(self, span: Span) -> Table | None:
        """The table that a line of formulas stands below."""
        block = self._block(span)
        return block if isinstance(block, Table) and self._only_settings(block.span.end, span.start) else None

    def below(self, span: Span) -> Table | None:
        """The table that a name stands above."""
        index = bisect_right(self._starts, span.start)
        for block in self.ledger.document.blocks[index : index + 2]:  # a caption may stand between
            if isinstance(block, Table) and self._only_settings(span.end, block.span.start):
                return block
        return None

    def field(self, span: Span) -> tuple[Sheet, Field] | None:
        """The table cell that a comment stands in."""
        block = self._block(span)
        if not isinstance(block, Table) or not block.span.covers(span):
            return None
        view = self.sheet(block)
        place = view.field_of(span)
        return (view, place) if place else None

    def _block(self, span: Span) -> Block | None:
        """The last block that begins before a place."""
        index = bisect_right(self._starts, span.start) - 1
        return self.ledger.document.blocks[index] if index >= 0 else None

    def _only_settings(self, start: int, end: int) -> bool:
        between = self.ledger.document.source.text[start:end]
        return len(between) <= MOST_SETTINGS and _SETTINGS.fullmatch(between) is not None
