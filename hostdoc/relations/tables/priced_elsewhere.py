"""An amount of a row is what its quantity costs at a price that the document states for each: `20 GB SSD | $3.40`.

Checked, as products: a row with a quantity in a unit (GB, hours, users) and an amount of money, where a price per that
unit stands elsewhere in the document, whose label shares a word with the row. Said where they agree.

Example: at $0.170/GB/month, `50 GB SSD` come to $8.50.

Wrong when the price is that of another thing in the same unit; so nothing is said of what differs.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from hostdoc.core.figure import Figure
from hostdoc.core.judge import judge
from hostdoc.core.ledger import Grid, GridCell, Ledger
from hostdoc.core.relation import Operation, Ref, Relation
from hostdoc.core.units import TIMES
from hostdoc.relations.evidence.fits import MET, telling
from hostdoc.relations.evidence.stems import stems
from hostdoc.relations.tables.lines import middle

PRICES = 12  # for one unit that are tried
ROWS = 200  # of a table that are looked at


def find(ledger: Ledger) -> Iterator[Relation]:
    """Every row of every table."""
    prices = _prices(ledger)
    for grid in ledger.grids if prices else ():
        for number in range(min(len(grid.rows), ROWS)):
            yield from _row(grid, number, prices)


def _prices(ledger: Ledger) -> dict[str, list[Figure]]:
    """The prices of a document by what they are for: a GB, an hour, a user."""
    found: defaultdict[str, list[Figure]] = defaultdict(list)
    for figure in ledger.figures:
        quantity = figure.quantity
        if quantity.unit.currency and len(quantity.ends) == 1 and middle(figure):
            for each in quantity.unit.per:
                if each not in TIMES or each == "hour":
                    found[each].append(figure)
    return dict(found)


def _row(grid: Grid, number: int, prices: dict[str, list[Figure]]) -> Iterator[Relation]:
    row = grid.rows[number]
    money = [cell.amount for cell in row[1:] if cell.amount and _total(cell.amount)]
    quantities = [figure for cell in row for figure in cell.figures if figure.quantity.unit.of in prices]
    named = stems(" ".join(cell.words for cell in row[:2]))
    for stated in money:
        best: tuple[int, Relation] | None = None
        for quantity in quantities:
            for price in _tried(prices[quantity.quantity.unit.of], stated, row):
                relation = _product(stated, quantity, price)
                shared = len(named & stems(price.label.row))
                better = shared > (best[0] if best else 0)  # another provider's price in the same unit shares none
                if better and middle(quantity) != 1 and judge(relation).outcome in MET and telling(relation):
                    best = shared, relation
        if best:
            yield best[1]


def _total(figure: Figure) -> bool:
    """Whether an amount is no price itself: per nothing but a time."""
    unit = figure.quantity.unit
    return bool(unit.currency and figure.quantity.ends and TIMES.issuperset(unit.per))


def _tried(prices: list[Figure], stated: Figure, row: tuple[GridCell, ...]) -> list[Figure]:
    """The prices in the currency of an amount, those of other rows: in its own row a column of prices says so."""
    own = {figure for cell in row for figure in cell.figures}
    alike = [it for it in prices if it.quantity.unit.of == stated.quantity.unit.of and it not in own]
    return sorted(alike, key=lambda it: abs(it.span.start - stated.span.start))[:PRICES]


def _product(stated: Figure, quantity: Figure, price: Figure) -> Relation:
    workings = Operation("×", (Ref(quantity), Ref(price)))
    return Relation("product", stated, workings, "inferred", f"the price `{price.text}`", tentative=True)
