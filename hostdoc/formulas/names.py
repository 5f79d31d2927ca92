"""What a name stands for: a figure, wherever it is stated. Given by its author, or made of a label for free.

`Names` leads from names to figures and back; relations lead from figures to their inputs. Whoever changes a figure
finds everything downstream of it by these two.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice

from hostdoc.core.document import Document, Heading
from hostdoc.core.figure import Figure, Label
from hostdoc.core.ledger import Grid, Ledger
from hostdoc.core.records import dataclass, field
from hostdoc.core.regex import regex
from hostdoc.core.span import Span
from hostdoc.figures.assumptions import slug
from hostdoc.figures.digits import decimal_mark
from hostdoc.figures.numerals import scan
from hostdoc.formulas.declarations import NAME
from hostdoc.formulas.syntax import FormulaError

MOST_TOLD = 4  # candidates that a message names
MOST_ALIKE = 1000  # names that a wrong one is compared with
MOST_MISSED = 100  # wrong names for which the nearest is looked for
_NUMBERED = regex(r"(.+)_([2-9]|[1-9]\d+)")
_CONSTANT = regex(rf"({NAME})[ \t]*=[ \t]*")
_PROPERTY = regex(r"PROP_(\S+)")
MOST_CONSTANTS = 10_000  # characters


@dataclass(slots=True)
class Names:
    """The names of a document. Those that its author gave come before those of labels, and these before words."""

    document: Document
    given: dict[str, list[Figure]] = field(default_factory=dict)
    free: dict[str, list[Figure]] = field(default_factory=dict)
    said: dict[str, list[Figure]] = field(default_factory=dict)
    _missed: int = 0

    def give(self, name: str, figure: Figure) -> None:
        _add(self.given, slug(name), figure)

    def find(self, name: str, at: int | None = None, *, near: int = 0) -> Figure:
        """The figure of that name; `near` is where it is used. Raises FormulaError."""
        if wanted := _PROPERTY.fullmatch(name):
            return self._property(wanted[1], at, near)
        key = slug(name)
        found = self.given.get(key) or self.free.get(key) or self.said.get(key) or []
        if not found:
            message = f"there is no `${name}` in {self.document.source.path}"
            raise FormulaError(message, at, self._nearest(key), "unknown-name")
        if len(found) > 1:
            told = ", ".join(f"`{figure.text}` (line {figure.span.first.line})" for figure in found[:MOST_TOLD])
            more = f" and {len(found) - MOST_TOLD} more" if len(found) > MOST_TOLD else ""
            message = f"`${name}` may be {told}{more}"
            remedy = f"name the one you mean: write a comment `${key}_…` behind it, and use that name"
            raise FormulaError(message, at, remedy, "ambiguous-name")
        return found[0]

    def of(self, figure: Figure) -> str:
        """The name of a figure: the one that was given, else one that a label or words make and that is no other's."""
        for table in (self.given, self.free, self.said):
            for name, figures in table.items():
                if figures == [figure]:
                    return name
        return ""

    def _nearest(self, key: str) -> str:
        from difflib import get_close_matches  # only where something is wrong: it costs start-up time

        self._missed += 1
        alike = (name for name in dict.fromkeys((*self.given, *self.free, *self.said)) if name[:1] == key[:1])
        near = get_close_matches(key, islice(alike, MOST_ALIKE), 3) if self._missed <= MOST_MISSED else []
        said = " or ".join(f"`${name}`" for name in near)
        return f"did you mean {said}" if near else "name the figure: write a comment with the name behind it"

    def _property(self, name: str, at: int | None, near: int) -> Figure:
        """`$PROP_x`: the property of the nearest heading above that has it, else of the file."""
        for span in _properties(self.document, name, near):
            return _valued(self.document, name, span)
        message = f"no heading here has a property `{name}`"
        raise FormulaError(message, at, f"write :{name}: 12 in a drawer of properties", "unknown-name")


def _add(table: dict[str, list[Figure]], name: str, figure: Figure) -> None:
    figures = table.setdefault(name, [])
    if figure not in figures[-8:]:
        figures.append(figure)


# -- Free names -----------------------------------------------------------------------------------------------------


def names_of(ledger: Ledger) -> Names:
    """The names that labels and words make: of assumptions, and of the amounts of tables by their rows and columns."""
    names = Names(ledger.document)
    known = {assumption.name for assumption in ledger.assumptions}
    for assumption in ledger.assumptions:
        table = names.free if assumption.labelled else names.said
        numbered = _NUMBERED.fullmatch(assumption.name)
        if numbered and numbered[1] in known:
            _add(table, numbered[1], assumption.figure)
        _add(table, assumption.name, assumption.figure)
    for grid in ledger.grids:
        for name, figure in _in_table(grid):
            _add(names.free, name, figure)
    return names


def _in_table(grid: Grid) -> Iterator[tuple[str, Figure]]:
    headers = [slug(column.header) for column in grid.columns]
    for row in grid.rows:
        label = slug(row[0].words)
        amounts = [(index, cell.amount) for index, cell in enumerate(row) if index and cell.amount]
        if not label:
            continue
        for index, figure in amounts:
            if len(amounts) == 1:
                yield label, figure
            if headers[index]:
                yield f"{label}_{headers[index]}", figure


# -- Constants and properties ---------------------------------------------------------------------------------------


def constants(document: Document, span: Span) -> Iterator[tuple[str, Figure]]:
    """`hours=730 fx=1.08`, as figures, so that they can be shown and changed like any other. Raises FormulaError."""
    text = span.text[:MOST_CONSTANTS]
    starts = list(_CONSTANT.finditer(text))
    if not starts:
        raise FormulaError("no constant is declared here", None, "write NAME=NUMBER, as in hours=730")
    for number, start in enumerate(starts):
        end = starts[number + 1].start() if number + 1 < len(starts) else len(text)
        value = text[start.end() : end].rstrip(" \t,;\r\n")
        inside = Span(span.source, span.start + start.end(), span.start + start.end() + len(value))
        yield start[1], _valued(document, start[1], inside, start.start())


def _valued(document: Document, name: str, span: Span, at: int | None = None) -> Figure:
    found = scan(span.text, mark=decimal_mark(document.plain), cell=True)
    if len(found) != 1 or len(span.text) > 100:
        raise FormulaError(f"`{name}` has no single number as its value: `{span.text[:40]}`", at)
    numeral = found[0]
    inside = Span(span.source, span.start + numeral.start, span.start + numeral.end)
    return Figure(inside, numeral.quantity, Label(row=name))


def _properties(document: Document, name: str, near: int) -> Iterable[Span]:
    """The places of the values of a property, the nearest heading's first."""
    headings = [block for block in document.blocks if isinstance(block, Heading)]
    owned: dict[int, Span] = {}
    for keyword in document.keywords:
        if keyword.drawer and keyword.name.casefold() == name.casefold():
            owner = next((h for h in reversed(headings) if h.span.start < keyword.span.start), None)
            owned[owner.span.start if owner else -1] = keyword.text
    level = 1_000_000
    for heading in reversed(headings):
        if heading.span.start <= near and heading.level < level:
            level = heading.level
            if heading.span.start in owned:
                yield owned[heading.span.start]
    if -1 in owned:
        yield owned[-1]
    for keyword in document.keywords:
        parts = keyword.text.text.split(maxsplit=1)
        if keyword.name.lower() == "property" and len(parts) == 2 and parts[0].casefold() == name.casefold():
            yield Span(keyword.text.source, keyword.text.end - len(parts[1]), keyword.text.end)
