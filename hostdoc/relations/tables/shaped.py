"""Lines that say the same with other figures, read as the rows of a table: `Month 1: 300 members -> $2,100`.

List items of one depth and lines of a block of text: where three in a row have the same words and signs between their
figures, each figure stands in a column. What stands before the first figure names the row. A count in brackets behind
the words of one line, as of `40% ($140k) → Team (3 people)`, is of that line alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import pairwise

from hostdoc.core.document import Cell, Item, Table
from hostdoc.core.figure import Figure
from hostdoc.core.ledger import Column, Grid, GridCell, Ledger
from hostdoc.core.records import dataclass, replace
from hostdoc.core.regex import regex
from hostdoc.core.span import Span
from hostdoc.core.units import NONE
from hostdoc.relations.tables.lines import View, by_columns

LEAST = 3  # lines of one shape
FIGURES = 6  # in one of them, at most
LONGEST = 60  # characters between two figures
_ASIDE = regex(r"[^\W\d_][^()]*\(\s?\Z")
_DIGITS = regex(r"\d[\d.,]*")
_WORDS = regex(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class _Line:
    """A line with its figures and what stands between them; `place` is that of its list or block."""

    span: Span
    path: tuple[str, ...]
    place: tuple[int, ...]
    figures: tuple[Figure, ...]
    between: tuple[str, ...]

    def alike(self, other: _Line) -> bool:
        return self.place == other.place and self.between == other.between and self.units == other.units

    @property
    def without_aside(self) -> _Line:
        """The line without a count in brackets behind its last words."""
        unit = self.figures[-1].quantity.unit
        if len(self.figures) <= 2 or unit.currency or unit.percent or not _ASIDE.search(self.between[-1]):
            return self
        return replace(self, figures=self.figures[:-1], between=self.between[:-1])

    @property
    def units(self) -> tuple[str, ...]:
        return tuple(figure.quantity.unit.of for figure in self.figures)


def shaped_views(ledger: Ledger) -> Iterator[View]:
    """The columns of every run of lines of one shape."""
    return map(by_columns, _grids(ledger))


@lru_cache(maxsize=2)
def _grids(ledger: Ledger) -> tuple[Grid, ...]:
    return tuple(_grid(ledger, run) for run in _runs(_lines(ledger)))


def _lines(ledger: Ledger) -> Iterator[_Line]:
    plain = ledger.document.plain
    for passage in ledger.passages:
        block = passage.block
        if isinstance(block, Item) and (
            found := _line(plain, passage.span, block.path, (block.depth,), passage.figures)
        ):
            yield found
    for text in ledger.blocks:
        for line in text.lines:
            place = (text.code.span.start, line.depth)
            if found := _line(plain, line.span, text.code.path, place, line.figures):
                yield found


def _line(
    plain: str, span: Span, path: tuple[str, ...], place: tuple[int, ...], figures: tuple[Figure, ...]
) -> _Line | None:
    if not 2 <= len(figures) <= FIGURES or figures[-1].span.start - figures[0].span.end > FIGURES * LONGEST:
        return None
    parts = [plain[one.span.end : other.span.start] for one, other in pairwise(figures)]
    return _Line(span, path, place, figures, tuple(" ".join(_DIGITS.sub("0", part).lower().split()) for part in parts))


def _runs(lines: Iterable[_Line]) -> Iterator[list[_Line]]:
    run: list[_Line] = []
    for line in lines:
        if run and not run[-1].alike(line):
            line = line.without_aside
            if len(run) == 1:
                run = [run[0].without_aside]
        if run and not (run[-1].alike(line) and run[-1].path == line.path):
            if len(run) >= LEAST:
                yield run
            run = []
        run.append(line)
    if len(run) >= LEAST:
        yield run


def _grid(ledger: Ledger, run: list[_Line]) -> Grid:
    rows = [(_name(ledger, line), *(GridCell(Cell(f.span), f.text, (f,), f) for f in line.figures)) for line in run]
    first = run[0]
    headers = [_header(before, f) for before, f in zip(("", *first.between), first.figures, strict=True)]
    columns = [Column("", NONE, (), states=False)]
    columns += [
        Column(header, f.quantity.unit, (), states=True) for header, f in zip(headers, first.figures, strict=True)
    ]
    span = Span(first.span.source, first.span.start, run[-1].span.end)
    return Grid(Table(span, (), 0, first.path), tuple(columns), tuple(rows))


def _name(ledger: Ledger, line: _Line) -> GridCell:
    span = Span(line.span.source, line.span.start, line.figures[0].span.start)
    return GridCell(Cell(span), ledger.document.words(span))


def _header(before: str, figure: Figure) -> str:
    return " ".join(_WORDS.findall(f"{before} {figure.text}"))
