"""Document → Ledger: scans tables and prose for figures and gives each its label."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import lru_cache
from itertools import pairwise

from hostdoc.core.document import Cell, Code, Document, Heading, Item, Paragraph, Row, Table
from hostdoc.core.figure import Figure, Label
from hostdoc.core.ledger import Column, Grid, GridCell, Ledger, Passage, TextBlock
from hostdoc.core.quantity import End, Quantity
from hostdoc.core.records import replace
from hostdoc.core.regex import regex
from hostdoc.core.span import Span
from hostdoc.core.units import Unit
from hostdoc.figures.assumptions import assumptions
from hostdoc.figures.digits import decimal_mark
from hostdoc.figures.enumerations import enumerated
from hostdoc.figures.fenced import fenced
from hostdoc.figures.headers import completed, header_unit
from hostdoc.figures.headless import headless
from hostdoc.figures.labels import AMOUNT, CALENDAR, QUANTITY, is_total
from hostdoc.figures.numerals import scan
from hostdoc.figures.section_numbers import body, section_numbers
from hostdoc.figures.vocabulary import NEGATIVE_WORDS, NO_AMOUNT, ZERO_WORDS

ZERO = End(Decimal(0), Decimal(1), Decimal(1))
_ASIDE = regex(r"\([^()]*\)|\[[^\[\]]*\]")
_WORD = regex(r"[^\W\d_][\w'’-]*")
_MORE = regex(r",\s*\d")
ROOM = 3  # words besides the figure that a cell may have and still state an amount
_MASKED = regex("\ufffc+")
_STOP = regex(r"[;!?()|]|[.:](?!(?<=\d[.:])\d)")  # but for the point in `$3.50` and the colon in `10:30`
LONGEST_LABEL = 80  # characters before a figure in running text that may name it


def collect(document: Document) -> Ledger:
    """Everything a document states in figures."""
    mark = decimal_mark(document.plain)
    numbered = section_numbers(document)
    grids: list[Grid] = []
    passages: list[Passage] = []
    blocks: list[TextBlock] = []
    for block in document.blocks:
        if isinstance(block, Table):
            grids.append(_grid(document, block, mark))
        elif not isinstance(block, Code):
            passages.append(_passage(document, block, mark, numbered))
        elif text := fenced(document, block, mark):
            blocks.append(text.block)
            grids += [_grid(document, table, mark) for table in text.tables]
    figures = [figure for grid in grids for column in grid.columns for figure in column.figures]
    figures += [figure for grid in grids for row in grid.rows for cell in row for figure in cell.figures]
    figures += [figure for passage in passages for figure in passage.figures]
    figures += [figure for text_block in blocks for line in text_block.lines for figure in line.figures]
    figures.sort(key=lambda figure: (figure.span.start, figure.span.end))
    named = assumptions(document, tuple(grids), tuple(passages))
    return Ledger(document, tuple(figures), tuple(grids), tuple(passages), named, tuple(blocks))


# -- Prose ----------------------------------------------------------------------------------------------------------


def _passage(document: Document, block: Heading | Paragraph | Item, mark: str, numbered: Mapping[int, int]) -> Passage:
    span = body(block)
    text = document.plain[span.start : span.end]
    words = numbered.get(span.start, span.start) - span.start
    figures = []
    for numeral in enumerated(text, scan(text, mark=mark)):
        if numeral.start < words:
            continue
        place = Span(span.source, span.start + numeral.start, span.start + numeral.end)
        label = Label(path=block.path, row=_before(text, numeral.start))
        figures.append(Figure(place, numeral.quantity, label))
    return Passage(block, span, tuple(figures))


def _before(text: str, start: int) -> str:
    """The words of the sentence before a figure, which name it; colons, an equals sign or a bracket may part them."""
    words = text[max(0, start - LONGEST_LABEL - 20) : start].rstrip()
    if words.endswith("::"):  # the term of a definition in Org: `Chairs :: $400`
        words = words[:-2].rstrip()
    elif words.endswith((":", "=", "(")):
        words = words[:-1].rstrip()
    sentence = words[max((stop.end() for stop in _STOP.finditer(words)), default=0) :]
    if len(sentence) > LONGEST_LABEL:  # begins with a whole word
        sentence = sentence[-LONGEST_LABEL - 1 :].partition(" ")[2]
    return " ".join(_MASKED.sub("…", sentence).split())


# -- Tables ---------------------------------------------------------------------------------------------------------


def _grid(document: Document, table: Table, mark: str) -> Grid:
    header = 0 if headless(document, table, mark) else table.header
    head, body = table.rows[:header], table.rows[header:]
    width = max((len(row.cells) for row in table.rows), default=0)
    headers = [" ".join(filter(None, (_words(document, row, index) for row in head))) for index in range(width)]
    units = _named_by_rows(document, body, headers, mark)
    rows = [_cells(document, table, row, headers, units, mark) for row in body]
    _put_right(rows)
    columns = []
    for index in range(width):
        cells = [row[index] for row in rows]
        unit = _column_unit(cells, units[index])
        for number, row in enumerate(rows):
            cell = row[index]
            if cell.figures:
                figures = _unit_of_words(cell.figures, unit)
                rows[number][index] = GridCell(cell.cell, cell.words, figures, _amount(document, cell, figures, unit))
        columns.append(
            Column(headers[index], unit, _head_figures(document, table, head, index, mark), _states(rows, index))
        )
    ruled = frozenset(number for number, row in enumerate(body) if number and row.ruled)
    return Grid(table, tuple(columns), tuple(tuple(row) for row in rows), ruled)


def _put_right(rows: list[list[GridCell]]) -> None:
    """Moves the money of a total row from a column of counts or notes to the one of money in which it is missing.

    Authors leave out a cell of a total row, or one too many, or put the amount beside its label: `| Total | $359 | |`.
    """
    misplaced = [row for row in rows if is_total(row[0].words) and not all(cell.words for cell in row)] if rows else []
    if not misplaced or len(rows) <= len(misplaced) + 1:
        return
    items = [row for row in rows if not is_total(row[0].words)]
    money = [sum(map(_of_money, column)) for column in zip(*items, strict=True)]
    counts = [sum(bool(cell.figures) for cell in column) for column in zip(*items, strict=True)]
    priced = [index for index, count in enumerate(money) if 2 * count > len(items)]
    for row in misplaced:
        missing = [index for index in priced if not row[index].words]
        wrong = [
            index
            for index, cell in enumerate(row)
            if index and _of_money(cell) and not money[index] and (counts[index] or _alone(cell))
        ]
        if len(missing) == len(wrong) == 1:
            row[missing[0]], row[wrong[0]] = row[wrong[0]], row[missing[0]]


def _alone(cell: GridCell) -> bool:
    """Whether a cell says nothing but a figure."""
    return len(cell.figures) == 1 and len(cell.words.split()) == len(cell.figures[0].text.split())


def _of_money(cell: GridCell) -> bool:
    return any(figure.quantity.unit.currency and not figure.quantity.word for figure in cell.figures)


def _named_by_rows(document: Document, body: Sequence[Row], headers: list[str], mark: str) -> list[Unit]:
    """The units that the headers name, with the currency in the label of a total for what stands beside it."""
    units = [header_unit(_without_figures(header, mark)) for header in headers]
    for row in body:
        label = _words(document, row, 0) or _words(document, row, 1)
        currency = header_unit(_without_figures(label, mark)).currency if is_total(label) else None
        if currency is None:
            continue
        for index in range(1, len(units)):
            counts = QUANTITY.search(headers[index]) and not AMOUNT.search(headers[index])
            if not units[index].of and not counts and scan(_words(document, row, index), mark=mark):
                units[index] = replace(units[index], of=currency)
    return units


def _without_figures(header: str, mark: str) -> str:
    """A header without its amounts: the `$10/mo` of `Margin at $10/mo` is no unit of the column."""
    for numeral in reversed(scan(header, mark=mark)):
        header = f"{header[: numeral.start]} {header[numeral.end :]}"
    return header


def _unit_of_words(figures: tuple[Figure, ...], unit: Unit) -> tuple[Figure, ...]:
    """A word that stands for a figure counts what its column counts."""
    if not any(figure.quantity.word for figure in figures):
        return figures
    return tuple(
        replace(figure, quantity=replace(figure.quantity, unit=unit)) if figure.quantity.word else figure
        for figure in figures
    )


def _words(document: Document, row: Row, index: int) -> str:
    return document.words(row.cells[index].span) if index < len(row.cells) else ""


def _cells(
    document: Document, table: Table, row: Row, headers: list[str], units: list[Unit], mark: str
) -> list[GridCell]:
    """The cells of a row. It is called by its first words, those of a cell to the left of the figure."""
    found: list[GridCell] = []
    name = ""
    for index, header in enumerate(headers):
        words = _words(document, row, index)
        label = Label(table.path, name or (words if not index else ""), header)
        found.append(_cell(document, row, index, words, label, units[index], mark))
        name = name or words
    return found


def _cell(document: Document, row: Row, index: int, words: str, label: Label, unit: Unit, mark: str) -> GridCell:
    if index >= len(row.cells):
        return GridCell(Cell(Span(row.span.source, row.span.end, row.span.end)), "")
    span = row.cells[index].span
    text = document.plain[span.start : span.end]
    figures = []
    for numeral in scan(text, mark=mark, cell=index > 0 and not _dates(label.column)):
        place = Span(span.source, span.start + numeral.start, span.start + numeral.end)
        quantity, whole = numeral.quantity, completed(numeral.quantity.unit, unit)
        figures.append(Figure(place, quantity if whole == quantity.unit else replace(quantity, unit=whole), label))
    if not figures and index and (word := word_quantity(words, unit)):
        figures.append(Figure(span, word, label))
    return GridCell(row.cells[index], words, tuple(figures))


@lru_cache(256)  # asked of the header for each cell below it
def _dates(header: str) -> bool:
    return CALENDAR.search(header) is not None


def word_quantity(words: str, unit: Unit) -> Quantity | None:
    """`Free`, `Included` → 0; `Negative — acquisition cost` → below 0."""
    first = _WORD.match(words)
    if first is None:
        return None
    word = first.group().lower()
    if word in NEGATIVE_WORDS:
        return Quantity(None, ZERO, unit, "low", word=True)
    alone = len(_WORD.findall(_ASIDE.sub("", words))) == 1
    return Quantity(ZERO, ZERO, unit, word=True) if alone and word in ZERO_WORDS else None


def _head_figures(document: Document, table: Table, head: tuple[Row, ...], index: int, mark: str) -> tuple[Figure, ...]:
    figures = []
    for row in head:
        if index < len(row.cells):
            span = row.cells[index].span
            for numeral in scan(document.plain[span.start : span.end], mark=mark):
                place = Span(span.source, span.start + numeral.start, span.start + numeral.end)
                figures.append(Figure(place, numeral.quantity, Label(table.path, "", _words(document, row, index))))
    return tuple(figures)


def _column_unit(cells: list[GridCell], header: Unit) -> Unit:
    """The header's unit, else that of the last cell (the total), else the most frequent."""
    if header.of:
        return header
    units = [figure.quantity.unit for cell in cells for figure in cell.figures[:1] if figure.quantity.unit.of]
    if not units:
        return header
    last = [figure.quantity.unit for cell in cells[-1:] for figure in cell.figures[:1]]
    common = Counter(units).most_common(1)[0][0]
    return last[0] if last and last[0].of and last[0].currency else common


def _amount(document: Document, cell: GridCell, figures: tuple[Figure, ...], unit: Unit) -> Figure | None:
    """The figure a cell is there for: the one of the column's currency, unless the cell is a sentence.

    A cell of money that has none says no amount in brackets: `Variable (~6% of revenue)`. Two figures about a dash that
    are no range are not one amount, nor is it known which: `50-40 ms`.
    """
    text, start = document.plain, cell.cell.span.start
    if any(text[one.span.end : other.span.start] in ("-", "–") for one, other in pairwise(figures[:2])):
        return None
    if not _is_amount(document, cell.cell, figures[0]):
        return figures[-1] if _named(document, cell.cell, figures[-1]) else None
    equals = text.rfind("=", start, cell.cell.span.end)
    if equals >= 0 and (results := [figure for figure in figures if figure.span.start > equals]):
        return results[0]  # `8 h × $90 = $720`
    if not unit.currency:
        return figures[0]
    same = next((figure for figure in figures if figure.quantity.unit.currency == unit.currency), None)
    return same or (None if "(" in text[start : figures[0].span.start] else figures[0])


def _named(document: Document, cell: Cell, figure: Figure) -> bool:
    """Whether a cell says nothing but a name and its price: `Small plan, 2 TB: $60`."""
    before = document.plain[cell.span.start : figure.span.start].rstrip(" *_")
    after = _ASIDE.sub("", document.plain[figure.span.end : cell.span.end])
    short = len(_WORD.findall(before)) <= ROOM and not _WORD.search(after)
    return figure.quantity.unit.currency is not None and short and before.endswith(":") and before.count(":") == 1


def _is_amount(document: Document, cell: Cell, first: Figure) -> bool:
    if first.quantity.word or (first.span.start == cell.span.start and first.span.end == cell.span.end):
        return True
    text = document.plain
    lead = _WORD.findall(text[cell.span.start : first.span.start])
    after = _ASIDE.sub("", text[first.span.end : cell.span.end])
    return len(lead) <= 1 and len(_WORD.findall(after)) <= ROOM and not _MORE.search(after)


def _states(rows: list[list[GridCell]], index: int) -> bool:
    """Whether at least half of the cells of a column that say anything state an amount."""
    said = [row[index] for row in rows if row[index].words.lower() not in NO_AMOUNT]
    return bool(said) and 2 * sum(cell.amount is not None for cell in said) >= len(said)
