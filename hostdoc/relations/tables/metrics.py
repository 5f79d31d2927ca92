"""Measures below each other follow from those above: a rate from two counts, a count from a rate, money from a price.

Checked, in tables of one column of amounts and in lists of one amount each, and said where they agree: a percentage
that is the amount above it over the one above that; a number after a number and a percentage, which is that part of it;
an amount of money after a count and a price, in either order. One with two digits in each other's place is reported.

Example: visitors 40,000, sign-ups 1,200, conversion 3 %.

Wrong when the measures are of other times.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from hostdoc.core.document import Item
from hostdoc.core.figure import Figure
from hostdoc.core.judge import judge
from hostdoc.core.ledger import Grid, Ledger
from hostdoc.core.relation import Operation, Operator, Ref, Relation
from hostdoc.relations.evidence.fits import MET, telling
from hostdoc.relations.evidence.slips import swapped
from hostdoc.relations.tables.rows import amount_columns, roles

MOST = 40  # measures below each other
LEAST = 3


def find(ledger: Ledger) -> Iterator[Relation]:
    """Every table of one column of amounts, then every list."""
    for grid in ledger.grids:
        columns = amount_columns(grid)
        if len(columns) == 1 and LEAST <= len(grid.rows) <= MOST:
            yield from _in(_column(grid, columns[0]))
    for run in _lists(ledger):
        yield from _in(run)


def _column(grid: Grid, column: int) -> list[Figure]:
    cells = [grid.rows[role.number][column] for role in roles(grid) if not role.sums]
    return [cell.amount for cell in cells if cell.amount and _plain(cell.amount)]


def _lists(ledger: Ledger) -> Iterator[list[Figure]]:
    """The amounts of list items that state one each, as long as they follow each other."""
    run: list[Figure] = []
    depth = -1
    for passage in ledger.passages:
        block = passage.block
        if isinstance(block, Item) and len(passage.figures) == 1 and (block.depth == depth or not run):
            run, depth = [*run, *filter(_plain, passage.figures)], block.depth
        else:
            if LEAST <= len(run) <= MOST:
                yield run
            run = []
    if LEAST <= len(run) <= MOST:
        yield run


def _plain(figure: Figure) -> bool:
    quantity = figure.quantity
    return len(quantity.ends) == 1 and not (quantity.is_range or quantity.open or quantity.word)


def _in(measures: Sequence[Figure]) -> Iterator[Relation]:
    for place in range(2, len(measures)):
        agreed = slipped = None
        for relation in _readings(measures[:place], measures[place]):
            if judge(relation).outcome in MET and telling(relation):
                agreed = agreed or relation
            elif swapped(relation):
                slipped = slipped or relation
        if found := agreed or slipped:
            yield found


def _readings(above: Sequence[Figure], stated: Figure) -> Iterator[Relation]:
    """What a measure may be of the two amounts next above it."""
    unit = stated.quantity.unit
    amounts = [figure for figure in above if not figure.quantity.unit.percent]
    last, before = above[-1], above[-2]
    if unit.percent:
        if len(amounts) > 1 and amounts[-1] is last and _alike(amounts[-2:]):
            yield _relation(stated, "÷", (last, amounts[-2]))
    elif last.quantity.unit.of in ("%", "x") and not before.quantity.unit.percent:
        if _alike((before, stated)):
            yield _relation(stated, "×", (before, last))
    elif unit.currency:
        counts = [figure for figure in amounts[-3:] if not figure.quantity.unit.currency]
        prices = [figure for figure in amounts[-3:] if figure.quantity.unit.currency == unit.currency]
        for count in counts[-2:]:
            for price in prices[-2:]:
                relation = _relation(stated, "×", (count, price))
                if _of_a_time(price, stated) and telling(relation):
                    yield relation


def _alike(figures: Iterable[Figure]) -> bool:
    """Whether amounts are all of one currency, or none of any."""
    return len({figure.quantity.unit.currency for figure in figures}) == 1


def _of_a_time(price: Figure, stated: Figure) -> bool:
    """Whether a price and an amount are not of different times: an hourly price makes no monthly cost by itself."""
    own, other = price.quantity.unit.time, stated.quantity.unit.time
    return not (own and other) or own == other


def _relation(stated: Figure, operator: Operator, terms: Sequence[Figure]) -> Relation:
    kind = "product" if operator == "×" else "ratio"
    return Relation(kind, stated, Operation(operator, tuple(map(Ref, terms))), "inferred", "the measures above it")
