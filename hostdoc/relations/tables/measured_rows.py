"""A row or item that says how much of something there is costs that much at the price for each.

Checked, as products: a row, a list item or a line of text with one measure in its label (`Volumes 40 GB`, `Testing
(6 min)`) and an amount of money, at a price per that measure: one in another cell of the row, else one in the prose or
the headers. So is a row that says how long at which of several named prices, `30 min voice + 30 min silent`. A price of
its own, or one that is printed beside words of the label, is held against an amount that is but a slip away; others are
said where they agree.

Example: `Volumes 40 GB | $0.15/GB | $6`.

Wrong when some of it is free, or has another price.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from itertools import chain, islice, pairwise

from hostdoc.core.document import Item
from hostdoc.core.figure import Figure
from hostdoc.core.judge import judge
from hostdoc.core.ledger import Grid, GridCell, Ledger, Passage, TextLine
from hostdoc.core.records import dataclass, replace
from hostdoc.core.regex import regex
from hostdoc.core.relation import Const, Expression, Operation, Ref, Relation
from hostdoc.core.units import TIMES, fitting, per_another
from hostdoc.figures.context import words_of
from hostdoc.relations.evidence.fits import MET, telling
from hostdoc.relations.evidence.per_many import said_many
from hostdoc.relations.evidence.slips import SHORT, of_its_size, slip
from hostdoc.relations.tables.rows import roles

PRICES = 24  # printed prices that are tried
ROWS = 200  # of a table
BEHIND = 16  # characters behind a price that say for how many it is
LONGEST = 24  # characters of the word before a price
_CALLED = regex(r"([^\W\d_]{3,})[*_:\s]{1,3}(?:at |@ ?)?[*_~≈]*\Z")
_BEHIND = regex(r"[*_\s]+(?:of )?([^\W\d_]{3,})")
_PLUS = regex(r"[+&]|\band\b")
_HOURLY = regex(r"\b(?:stundensatz|stundenlohn|hourly|taux horaire|tarif horaire|tariffa oraria)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Price:
    """A price, what it is for, and the words before it."""

    figure: Figure
    per: tuple[str, ...]
    words: frozenset[str]
    many: int = 1  # of how many of them it is the price


@dataclass(frozen=True, slots=True)
class _Measured:
    """A label with one measure in it, the prices that stand beside it, and the amounts of money."""

    label: str
    measure: Figure
    beside: tuple[_Price, ...]
    amounts: tuple[Figure, ...]


def find(ledger: Ledger) -> Iterator[Relation]:
    """The rows, items and lines of a document that prints prices per a measure."""
    heads = (figure for grid in ledger.grids for column in grid.columns for figure in column.figures)
    said = [figure for passage in ledger.passages for figure in passage.figures]
    found = (price for figure in chain(said, heads) if (price := _price(figure)))
    printed = list(islice(found, PRICES))
    for grid in ledger.grids:
        if len(grid.rows) <= ROWS:
            for one in _rows(grid):
                yield from _relations(one, printed)
    for one in _lines(ledger) if printed else ():
        yield from _relations(one, printed)
    named = _named(ledger.document.plain, said) if printed else {}
    for grid in ledger.grids if named else ():
        yield from _of_named(ledger.document.plain, grid, named)


# -- Prices that have a name ------------------------------------------------------------------------------------------


def _named(plain: str, figures: Iterable[Figure]) -> dict[tuple[str, str], _Price]:
    """The prices per a time by the word directly before them and their currency: `silent $0.71/hr`; each name once."""
    found: dict[tuple[str, str], _Price] = {}
    twice: set[tuple[str, str]] = set()
    for figure in figures:
        price = _price(figure)
        before = _CALLED.search(plain, max(0, figure.span.start - LONGEST), figure.span.start)
        if price and before and len(price.per) == 1 and price.per[0] in TIMES:
            name = (before[1].lower(), figure.quantity.unit.of)
            other = found.setdefault(name, price)
            twice |= {name} if other.figure.quantity.ends[0].value != figure.quantity.ends[0].value else set()
    return {name: price for name, price in found.items() if name not in twice}


def _of_named(plain: str, grid: Grid, named: dict[tuple[str, str], _Price]) -> Iterator[Relation]:
    """Amounts of rows that say how long at which of them: `30 min voice + 30 min silent`.

    One that does not come out is an error where another row of the table does.
    """
    rows = [grid.rows[role.number] for role in roles(grid) if role.role == "item"]
    found = [relation for row in rows for relation in _row_of_named(plain, row, named)]
    agree = [it for it in found if judge(it).outcome in MET]
    for relation in found:
        if relation in agree or of_its_size(relation):
            yield replace(relation, unsure=not agree)


def _row_of_named(plain: str, row: Sequence[GridCell], named: dict[tuple[str, str], _Price]) -> Iterator[Relation]:
    amounts = [cell.amount for cell in row if cell.amount and cell.amount.quantity.unit.currency]
    if len(amounts) != 1 or len(amounts[0].quantity.ends) != 1:
        return
    for cell in row:
        terms = list(_terms_of_named(plain, cell, amounts[0], named))
        if terms:
            whole = terms[0] if len(terms) == 1 else Operation("+", tuple(terms))
            yield Relation("product", amounts[0], whole, "inferred", f"the prices of `{cell.words}`")


def _terms_of_named(
    plain: str, cell: GridCell, stated: Figure, named: dict[tuple[str, str], _Price]
) -> Iterator[Expression]:
    """Each time of a cell at the price that the word behind it names; none unless all of them have one."""
    times = [figure for figure in _measures(cell.figures) if figure.quantity.unit.of in TIMES]
    if not times or list(cell.figures[: len(times)]) != times:
        return
    if not all(_PLUS.search(plain, one.span.end, other.span.start) for one, other in pairwise(times)):
        return
    words = [_BEHIND.match(plain, time.span.end, cell.cell.span.end) for time in times]
    prices = [named.get((word[1].lower(), stated.quantity.unit.of)) if word else None for word in words]
    terms = [_workings(time, price, stated) for time, price in zip(times, prices, strict=True) if price]
    if len(terms) == len(times) and all(terms):
        yield from filter(None, terms)


def _price(figure: Figure) -> _Price | None:
    quantity = figure.quantity
    if quantity.unit.currency is None or len(quantity.ends) != 1 or quantity.open or quantity.word:
        return None
    hourly = () if quantity.unit.per or not _HOURLY.search(figure.label.row) else ("hour",)
    per = quantity.unit.per or hourly
    plain = figure.span.source.text
    many = said_many(plain[figure.span.start : figure.span.end + BEHIND].split("|")[0])
    return _Price(figure, per, words_of(figure.label.row), many) if per or many > 1 else None


def _measures(figures: Sequence[Figure]) -> list[Figure]:
    """The figures that measure something: not money, no percent, no bare number, no range, and per nothing."""
    units = ((figure, figure.quantity.unit) for figure in figures if len(figure.quantity.ends) == 1)
    return [
        f for f, unit in units if unit.of and not (unit.currency or unit.percent or unit.per or f.quantity.is_range)
    ]


def _rows(grid: Grid) -> Iterator[_Measured]:
    for role in roles(grid):
        row = grid.rows[role.number]
        measures = _measures(row[0].figures) if role.role == "item" else []
        measures = measures or (
            _measures([cell.amount for cell in row[1:] if cell.amount]) if role.role == "item" else []
        )
        amounts = [cell.amount for cell in row[1:] if cell.amount and cell.amount.quantity.ends]
        measures = measures or _counts(amounts)
        money = [figure for figure in amounts if figure.quantity.unit.currency]
        money = money or [figure for figure in amounts[-1:] if not figure.quantity.unit.of]
        if len(measures) == 1 and money and not any(f.quantity.unit.currency for f in row[0].figures):
            prices = tuple(price for cell in row[1:] for figure in cell.figures if (price := _price(figure)))
            beside = tuple(price for price in prices if price.figure is not money[-1])
            own = {price.figure for price in beside}
            yield _Measured(row[0].words, measures[0], beside, tuple(f for f in money if f not in own))


def _counts(amounts: Sequence[Figure]) -> list[Figure]:
    """The bare number of a row, which may count what a price is for a thousand or a million of."""
    bare = [it for it in amounts if not it.quantity.unit.of and not it.quantity.is_range and not it.quantity.word]
    return bare if any(said_many(f"{it.text} x") > 1 for it in amounts) else []


def _lines(ledger: Ledger) -> Iterator[_Measured]:
    """List items and lines of text with a measure and, behind it, one amount."""
    items: Iterator[Passage | TextLine] = (passage for passage in ledger.passages if isinstance(passage.block, Item))
    texts = (line for block in ledger.blocks for line in block.lines)
    for line in chain(items, texts):
        figures = line.figures
        if len(figures) == 2 and figures[1].quantity.unit.currency and _measures(figures[:1]):
            yield _Measured(figures[1].label.row or line.span.text, figures[0], (), figures[1:])


def _relations(one: _Measured, printed: Sequence[_Price]) -> Iterator[Relation]:
    """The amounts as the measure at a price: its own, else the printed one that agrees or that the words name."""
    words = words_of(one.label)
    for stated in one.amounts:
        for price in one.beside or printed:
            workings = _workings(one.measure, price, stated)
            if workings is None:
                continue
            relation = Relation(
                "product", stated, workings, "inferred", f"`{one.measure.text}` at `{price.figure.text}`"
            )
            near = one.beside or words & price.words
            if (judge(relation).outcome in MET and (near or telling(relation))) or (near and slip(relation, SHORT)):
                yield relation
                break


def _workings(measure: Figure, price: _Price, stated: Figure) -> Expression | None:
    """Measure × price, in the time that the price is for; None if the price is for something else."""
    unit = measure.quantity.unit.of
    if stated is price.figure or stated.quantity.unit.of not in ("", price.figure.quantity.unit.of):
        return None
    product = Operation("×", (Ref(measure), Ref(price.figure)))
    if price.many > 1 and not measure.quantity.unit.size and unit not in TIMES:
        return Operation("÷", (product, Const(Fraction(price.many), f"{price.many:,}")))
    if unit in price.per or per_another(measure.quantity.unit, price.figure.quantity.unit):
        return product
    for time in set(price.per) & TIMES:
        for number in fitting(unit, time)[:1]:
            return Operation("÷", (product, Const(number, str(number))))
    return None
