"""The lines of formulas below a table: `@>$2=vsum(@I..@II);%.2f::$3=$2*12`, and the cells that each is for."""

from __future__ import annotations

import re
from collections.abc import Iterator

from hostdoc.core.records import dataclass
from hostdoc.core.regex import regex
from hostdoc.core.span import Span
from hostdoc.formulas.declarations import NAME
from hostdoc.formulas.formats import Format, read_format
from hostdoc.formulas.parse import cell, last_row, parse
from hostdoc.formulas.sheet import Field, Sheet
from hostdoc.formulas.syntax import Cell, FormulaError, Node, Rectangle

MOST_FORMULAS = 200  # in a line
_TARGET = regex(rf"\s*(?:\$(?P<name>{NAME})|(?P<first>[@$][^=.\s]+?)(?:\.\.(?P<last>[@$][^=.\s]+?))?)\s*=(?!=)")
_NAMES_LAST = "a formula names its cell first: @2$3=…, $3=… or @2$3..@4$3=…"


@dataclass(frozen=True, slots=True)
class TableFormula:
    """`target` is a name or the cells it is for, `body` where in the span the formula itself begins.

    `rank`: one for a field comes before one for some rows, and that before one for a column.
    """

    span: Span
    body: int
    target: str | Cell | Rectangle
    node: Node
    form: Format
    rank: int


def split(span: Span) -> Iterator[Span]:
    """The formulas of a line, which `::` parts. Raises FormulaError."""
    parts = span.text.split("::")
    if len(parts) > MOST_FORMULAS:
        raise FormulaError(f"the line has {len(parts)} formulas; {MOST_FORMULAS} are read")
    at = span.start
    for part in parts:
        start = at + len(part) - len(part.lstrip())
        if part.strip():
            yield Span(span.source, start, start + len(part.strip()))
        at += len(part) + 2


def read_formula(span: Span, *, calc: bool) -> TableFormula:
    """One formula with its target and format. Raises FormulaError."""
    text = span.text
    match = _TARGET.match(text[:200])
    if match is None:
        raise FormulaError(f"`{text[:40]}` sets no cell", None, _NAMES_LAST)
    target = last_row(match["name"]) or match["name"] if match["name"] else _cells(match)
    body, _, form = text[match.end() :].partition(";")
    try:
        node = parse(body, calc=calc)
    except FormulaError as error:
        raise error.moved(match.end()) from error
    return TableFormula(span, match.end(), target, node, read_format(form), _rank(target))


def _cells(match: re.Match[str]) -> Cell | Rectangle:
    first = cell(match["first"])
    last = cell(match["last"]) if match["last"] else None
    for corner in (first, last):
        for place in (corner.row, corner.column) if corner else ():
            if place and (place.kind == "by" or (place.kind == "rule by")):
                raise FormulaError("the cell a formula is for cannot be relative", None, _NAMES_LAST)
    return Rectangle(first, last) if last else first


def _rank(target: str | Cell | Rectangle) -> int:
    if isinstance(target, Cell):
        return 2 if target.row and target.column else 1 if target.row else 0
    if isinstance(target, Rectangle):
        return 1 if target.first.row or target.last.row else 0
    return 2


def fields(target: Cell | Rectangle, sheet: Sheet) -> list[Field]:
    """The cells that a formula is for. Raises FormulaError."""
    if isinstance(target, Rectangle):
        if not target.first.row and not target.last.row:
            (_, left), (_, right) = sheet.rectangle(target, (1, 1))
            return [(row, column) for row in sheet.body for column in range(left, right + 1)]
        (top, left), (bottom, right) = sheet.rectangle(target, (1, 1))
        if not target.first.column and not target.last.column:
            left, right = 1, sheet.width
        return [(row, column) for row in range(top, bottom + 1) for column in range(left, right + 1)]
    if target.row and target.column:
        return [sheet.field(target, (1, 1))]
    if target.row:
        row, _ = sheet.field(target, (1, 1))
        return [(row, column) for column in range(1, sheet.width + 1)]
    _, column = sheet.field(target, (1, 1))
    return [(row, column) for row in sheet.body]
