"""Cells that state how many and what they come to, `10 ($990)` or `$2,100 (30)`: at one price down the column.

Checked, as products: in a column of at least two such cells, the money is the number times one price, which its head or
the document prints. As sums: a column of money is what the money of all such cells of its row comes to.

Example: below `Starter ($70)`, 30 customers are `$2,100 (30)`.

Wrong when the number in brackets is something else: two cells at least must agree, and most of them.
"""

from __future__ import annotations

from collections.abc import Iterator

from hostdoc.core.figure import Figure
from hostdoc.core.judge import judge
from hostdoc.core.ledger import GridCell, Ledger
from hostdoc.core.relation import Operation, Ref, Relation
from hostdoc.relations.evidence.fits import MET, fit
from hostdoc.relations.tables.lines import View, middle, tables_by_columns

SAME = 0.005  # part by which the prices that two cells imply may differ
Counted = tuple[Figure, Figure]  # how many, and the money


def find(ledger: Ledger) -> Iterator[Relation]:
    """Every table with such columns."""
    for view in tables_by_columns(ledger):
        columns: dict[int, dict[int, Counted]] = {}
        for index in range(len(view.grid.columns)):
            cells = {place: found for place in view.places if (found := _counted(ledger, view.grid.rows[place][index]))}
            price = _price(ledger, view, index, cells) if len(cells) > 1 else None
            if price is not None:
                columns[index] = cells
                yield from _products(cells, price)
        if len(columns) > 1:
            yield from _sums(view, columns)


def _counted(ledger: Ledger, cell: GridCell) -> Counted | None:
    if len(cell.figures) != 2 or any(not it.quantity.ends or it.quantity.is_range for it in cell.figures):
        return None
    first, second = cell.figures
    if ledger.document.plain[first.span.end : second.span.start].strip(" *_") != "(":
        return None
    money = [figure for figure in cell.figures if figure.quantity.unit.currency]
    count = [figure for figure in cell.figures if not (figure.quantity.unit.of or figure.quantity.word)]
    return (count[0], money[0]) if len(money) == len(count) == 1 and middle(count[0]) else None


def _price(ledger: Ledger, view: View, index: int, cells: dict[int, Counted]) -> Figure | None:
    """The price that most cells imply, as the head of the column prints it, or else the document before the table."""
    implied = [(middle(money) or 0.0) / (middle(count) or 1.0) for count, money in cells.values()]
    head = [it for it in view.grid.columns[index].figures if it.quantity.unit.currency]
    start = view.grid.table.span.start
    before = [it for it in ledger.figures if it.quantity.unit.currency and it.span.end <= start]
    for figure in (*head, *reversed(before)):
        price = middle(figure)
        agreeing = sum(abs(it - price) <= SAME * price for it in implied) if price else 0
        if agreeing > 1 and 2 * agreeing >= len(implied):
            return figure
    return None


def _products(cells: dict[int, Counted], price: Figure) -> Iterator[Relation]:
    for count, money in cells.values():
        workings = Operation("×", (Ref(count), Ref(price)))
        yield Relation("product", money, workings, "inferred", f"the number beside it and `{price.text}`")


def _sums(view: View, columns: dict[int, dict[int, Counted]]) -> Iterator[Relation]:
    """A later column that is the money of its row: every amount of the columns counts, in brackets or not."""
    last = max(columns)
    for line in view.lines:
        if line.index <= last or not line.money:
            continue
        found: list[Relation] = []
        for place, stated in line.amounts.items():
            terms = [Ref(cells[place][1]) for cells in columns.values() if place in cells]
            if len(terms) > 1 and stated.quantity.ends:
                names = ", ".join(f"`{view.grid.columns[index].header}`" for index in columns)
                workings = Operation("+", tuple(terms))
                found.append(Relation("footing", stated, workings, "inferred", f"the columns {names}"))
        sums = fit(found)
        if sums.asserted(clear=False) or (sums.met and all(judge(it).outcome in MET for it in found)):
            yield from found
            return
