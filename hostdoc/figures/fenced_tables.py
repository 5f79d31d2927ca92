"""Tables drawn in blocks of text: with pipes, with box characters, or with blanks between columns."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

from hostdoc.core.document import Cell, Code, Row, Table
from hostdoc.core.records import dataclass
from hostdoc.core.regex import regex
from hostdoc.core.span import Span
from hostdoc.figures.numerals import Numeral

_BARS = "│┃║|"
_DRAWN = frozenset("-─━═╌┄=_")
_BORDER = _DRAWN | frozenset("┌┐└┘├┤┬┴┼╔╗╚╝╠╣╦╩╬╪╫╭╮╰╯+ :│┃║|")
_RULE = _DRAWN | frozenset("+ |")
_BETWEEN = regex(r"\S+(?:(?: |(?<=[$€£¥₹]) +(?=[\d(]))\S+)*")  # `$   1,200` is one cell
_TREE = regex(r"[├└┣┗╰]")
WIDEST = 2000  # characters of a line of a table
LEAST = 3  # rows or columns of a table without bars

Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class _Run:
    """Lines that belong together: their numbers with the places of their cells, and the numbers of ruled ones."""

    rows: tuple[tuple[int, tuple[Place, ...]], ...]
    ruled: frozenset[int]
    lines: frozenset[int]


def tables_of(
    code: Code, texts: Sequence[str], numerals: Sequence[Sequence[Numeral]]
) -> tuple[tuple[Table, ...], frozenset[int]]:
    """The tables of a block, and the numbers of the lines that they take up.

    Blanks alone make no table of lines that are only some of those of a list.
    """
    tables: list[Table] = []
    taken: set[int] = set()
    barred, spaced = [*_barred(texts, _cells), *_headed(texts)], list(_spaced(texts, numerals))
    inside = {number for run in spaced for number, _ in run.rows}
    outside = sum(bool(found) for number, found in enumerate(numerals) if number not in inside)
    for run in (*barred, *(spaced if barred or outside <= len(inside) else ())):
        if taken & run.lines:
            continue
        tables.append(_table(code, run, numerals))
        taken |= run.lines
    tables.sort(key=lambda table: table.span.start)
    return tuple(tables), frozenset(taken)


def drawn(text: str, signs: frozenset[str]) -> bool:
    """Whether a line is drawn with some signs and nothing else, a stroke of two at least among them."""
    return sum(sign in _DRAWN for sign in text[:WIDEST]) > 1 and signs.issuperset(text)


def _table(code: Code, run: _Run, numerals: Sequence[Sequence[Numeral]]) -> Table:
    source = code.span.source
    rows = []
    for number, places in run.rows:
        line = code.lines[number]
        ends = [(min(line.start + start, line.end), min(line.start + end, line.end)) for start, end in places]
        cells = tuple(Cell(Span(source, start, end)) for start, end in ends)
        rows.append(Row(line, cells, number in run.ruled))
    first = run.rows[0][0]
    second = run.rows[1][0]
    header = int(second in run.ruled or not numerals[first])
    return Table(Span(source, rows[0].span.start, rows[-1].span.end), tuple(rows), header, code.path)


# -- Bars -----------------------------------------------------------------------------------------------------------


def _headed(texts: Sequence[str]) -> Iterator[_Run]:
    """Rows with bars between their cells and none around them, below a head with a rule under it."""
    return (run for run in _barred(texts, _between) if run.rows[1][0] in run.ruled)


def _barred(texts: Sequence[str], cells_of: Callable[[str], tuple[Place, ...]]) -> Iterator[_Run]:
    """Rows of cells, all of as many; lines drawn between them are rules."""
    rows: list[tuple[int, tuple[Place, ...]]] = []
    ruled: set[int] = set()
    lines: set[int] = set()
    rule = False
    for number, text in enumerate((*texts, "")):
        if drawn(text, _BORDER):
            rule = True
            lines.add(number)
            continue
        cells = cells_of(text) if len(text) < WIDEST else ()
        if len(cells) > 1 and (not rows or len(cells) == len(rows[0][1])):
            if rule and rows:
                ruled.add(number)
            rows.append((number, cells))
            lines.add(number)
        else:
            if len(rows) > 1:
                yield _Run(tuple(rows), frozenset(ruled), frozenset(lines))
            rows, ruled, lines = [], set(), set()
            if len(cells) > 1:
                rows, lines = [(number, cells)], {number}
        rule = False


def _cells(text: str) -> tuple[Place, ...]:
    """The cells between the bars of a row, which begins and ends with one."""
    stripped = text.strip()
    if len(stripped) < 3 or stripped[0] not in _BARS or stripped[-1] not in _BARS:
        return ()
    return tuple(_trimmed(text, left + 1, right) for left, right in pairwise(_bars(text)))


def _between(text: str) -> tuple[Place, ...]:
    """The cells of a row that neither begins nor ends with a bar."""
    stripped = text.strip()
    if not stripped or stripped[0] in _BARS or stripped[-1] in _BARS or _TREE.search(text):
        return ()
    return tuple(_trimmed(text, left + 1, right) for left, right in pairwise((-1, *_bars(text), len(text))))


def _bars(text: str) -> list[int]:
    return [place for place, sign in enumerate(text) if sign in _BARS]


def _trimmed(text: str, start: int, end: int) -> Place:
    inside = text[start:end]
    if not inside.strip():
        return start, start
    return start + len(inside) - len(inside.lstrip()), end - len(inside) + len(inside.rstrip())


# -- Blanks ---------------------------------------------------------------------------------------------------------


def _spaced(texts: Sequence[str], numerals: Sequence[Sequence[Numeral]]) -> Iterator[_Run]:
    """Rows of three or more columns that stand under each other, two of which state amounts."""
    run: list[tuple[int, tuple[Place, ...]]] = []
    ruled: set[int] = set()
    lines: set[int] = set()
    rule = False
    for number, text in enumerate((*texts, "")):
        if run and drawn(text, _RULE):
            rule = True
            lines.add(number)
            continue
        barred = len(text) > WIDEST or _TREE.search(text) or any(bar in text for bar in _BARS) or "\t" in text
        places = () if barred else tuple(match.span() for match in _BETWEEN.finditer(text))
        if len(places) > 1:
            if rule:
                ruled.add(number)
            run.append((number, places))
            lines.add(number)
        else:
            if found := _columns(run, numerals):
                yield _Run(found, frozenset(ruled), frozenset(lines))
            run, ruled, lines = [], set(), set()
        rule = False


def _columns(
    run: Sequence[tuple[int, tuple[Place, ...]]], numerals: Sequence[Sequence[Numeral]]
) -> tuple[tuple[int, tuple[Place, ...]], ...]:
    """The rows of a run with a cell for each column, or nothing if they do not stand in columns."""
    if len(run) < LEAST or sum(len(places) >= LEAST for _, places in run) < LEAST:
        return ()
    columns: list[list[int]] = []
    for start, end in sorted(place for _, places in run for place in places):
        if columns and start < columns[-1][1]:
            columns[-1][1] = max(columns[-1][1], end)
        else:
            columns.append([start, end])
    rows = []
    stating = [0] * len(columns)
    for number, places in run:
        cells: list[Place] = []
        at = 0
        for index, (left, right) in enumerate(columns):
            inside = at < len(places) and left <= places[at][0] < right
            place = places[at] if inside else (left, left)
            at += inside
            cells.append(place)
            stating[index] += inside and any(place[0] <= it.start < place[1] for it in numerals[number])
        if at < len(places):
            return ()
        rows.append((number, tuple(cells)))
    standing = len(columns) >= LEAST and sum(count > 1 for count in stating) > 1
    return tuple(rows) if standing and _straight([cells for _, cells in rows]) else ()


def _straight(rows: Sequence[Sequence[Place]]) -> bool:
    """Whether each row has a cell, other than its name, that begins or ends below or above another one."""
    edges = [
        Counter(edge for start, end in column if start < end for edge in ((start, 0), (end, 1)))
        for column in zip(*rows, strict=True)
    ]
    return all(
        any(edges[index][start, 0] > 1 or edges[index][end, 1] > 1 for index, (start, end) in enumerate(cells) if index)
        for cells in rows
    )
