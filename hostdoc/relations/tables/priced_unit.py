"""A column at the price of a unit is that price times how many of it the document states: not ten or a thousand times.

Checked, as header formulas: a column of money for a time beside one of prices, in whose label or unit stands what an
amount of the document counts for that time. Rows that agree are told by the other column formulas; told here is a
column that is off by the same power of ten in all its rows, as a warning.

Example: at 124 kg a day, prices of $50, $65 and $80 per kg are $6,200, $8,060 and $9,920 a day, and no $620.

Wrong when so many of them are not sold at that price.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import permutations
from math import log10

from hostdoc.core.figure import Figure
from hostdoc.core.ledger import Ledger
from hostdoc.core.records import replace
from hostdoc.core.relation import Expression, Operation, Ref, Relation
from hostdoc.core.units import TIMES
from hostdoc.relations.evidence.fits import named, refs, relations
from hostdoc.relations.evidence.stems import stems
from hostdoc.relations.tables.lines import Line, View, middle, tables_by_columns

ROWS = 3  # that are off alike
SAME = 0.01  # part of a digit by which they may differ
FAR = 6  # noughts


def find(ledger: Ledger) -> Iterator[Relation]:
    """Every pair of columns of money of which one is for a time for which an amount is stated."""
    amounts = [figure for figure in ledger.figures if _timed(figure)]
    for view in tables_by_columns(ledger) if amounts else ():
        money = [line for line in view.lines if line.money]
        for price, stated in permutations(money, 2) if len(view.items) >= ROWS else ():
            if price.unit.time or not stated.unit.time:
                continue
            priced = [figure for figure in amounts if _of_price(figure, price, stated)]
            if len({middle(figure) for figure in priced}) == 1 and _off_alike(view, priced[0], price, stated):
                yield from _claimed(view, priced[0], price, stated)


def _timed(figure: Figure) -> bool:
    """Whether a figure says how many of something there are in a time: `124 kg/day`."""
    quantity = figure.quantity
    unit = quantity.unit
    thing = unit.of and not unit.percent and unit.of not in TIMES and len(unit.per) == 1
    return bool(thing and unit.time and not quantity.is_range and not quantity.open and middle(figure))


def _of_price(figure: Figure, price: Line, stated: Line) -> bool:
    """Whether prices are those of what a figure counts, and another column is for its time."""
    unit = figure.quantity.unit
    if stated.unit.time != unit.time or not (unit.of in price.unit.per or unit.of.lower() in stems(price.label)):
        return False
    money = {amount.quantity.unit.of for amount in (*price.amounts.values(), *stated.amounts.values())}
    return len(money) == 1 and unit.of not in money


def _off_alike(view: View, amount: Figure, price: Line, stated: Line) -> bool:
    """Whether all rows are off by one power of ten."""
    off = [log10(abs(it)) for place in view.items if (it := _times(amount, price, stated, place))]
    noughts = round(off[0]) if len(off) >= ROWS else 0
    return 0 < abs(noughts) <= FAR and all(abs(it - noughts) < SAME for it in off)


def _times(amount: Figure, price: Line, stated: Line, place: int) -> float:
    there = stated.values.get(place, 0.0)
    return (middle(amount) or 0.0) * price.values.get(place, 0.0) / there if there else 0.0


def _claimed(view: View, amount: Figure, price: Line, stated: Line) -> list[Relation]:
    many = Ref(_counted(amount))

    def workings(place: int) -> Expression | None:
        terms = refs((price,), place)
        return Operation("×", (many, *terms)) if terms else None

    evidence = f"the amount `{amount.text}` and {named(view, (price,))}"
    return [replace(it, unsure=True) for it in relations("header-formula", stated, view.items, workings, evidence)]


def _counted(amount: Figure) -> Figure:
    """An amount as so many of what has a price: also coins are, which would else be money of another currency."""
    unit = replace(amount.quantity.unit, of="")
    return Figure(amount.span, replace(amount.quantity, unit=unit), amount.label)
