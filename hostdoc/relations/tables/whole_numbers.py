"""How many it takes: a column of whole numbers is a column of money over one price, rounded up.

Checked, as ratios: a column of counts, customers or the like, beside one of money, where one printed price, or another
column of prices, gives all of its numbers when what is left over counts as a whole one.

Example: at $79, $1,000 a month take 13 customers, $3,000 take 38, $10,000 take 127.

Wrong when the counts were chosen and the money follows from them: three rows at least agree, and not by being whole.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from math import ceil

from hostdoc.core.figure import Figure
from hostdoc.core.ledger import Ledger
from hostdoc.core.relation import Expression, Operation, Ref, Relation
from hostdoc.relations.evidence.fits import named, refs, relations
from hostdoc.relations.tables.lines import Line, View, middle, tables_by_columns
from hostdoc.relations.tables.multipliers import printed

LEAST = 3  # rows
TELLING = 2  # rows with a count of two digits at least
USUAL = 12  # amounts that a document repeats
ROOM = 1e-9  # part by which a quotient may be more than a whole number and be it


def find(ledger: Ledger) -> Iterator[Relation]:
    """Every column of counts with the price that gives it."""
    for view in tables_by_columns(ledger):
        counts = [line for line in view.lines if not (line.money or line.percent or line.unit.size)]
        money = [line for line in view.lines if line.money]
        for stated in counts if money else ():
            yield from _best(ledger, view, stated, money)


def _best(ledger: Ledger, view: View, stated: Line, money: list[Line]) -> list[Relation]:
    for base in money:
        places = [it for it in view.items if it in stated.values and it in base.values]
        if not _counts(stated, places):
            continue
        for price in money:
            if price is not base and _gives(stated, base, price.values, places):
                return _relations(view, stated, base, price, None)
        for figure in (*printed(ledger, view.grid), *_usual(ledger)):
            value = middle(figure)
            alike = figure.quantity.unit.of == base.unit.of and figure not in base.amounts.values()
            if value and alike and _gives(stated, base, dict.fromkeys(places, value), places):
                return _relations(view, stated, base, None, figure)
    return []


@lru_cache(maxsize=2)  # every table asks for them
def _usual(ledger: Ledger) -> tuple[Figure, ...]:
    """The amounts of money that a document states most often, as it does its prices; the first of each."""
    money = [it for it in ledger.figures if it.quantity.unit.currency and not it.quantity.is_range]
    counts = Counter(middle(figure) for figure in money)
    often = {value for value, count in counts.most_common(USUAL) if count > 1}
    first = {middle(figure): figure for figure in reversed(money)}
    return tuple(figure for value, figure in first.items() if value in often)


def _counts(stated: Line, places: list[int]) -> bool:
    """Whether a column has whole numbers, different ones, of two digits in two rows at least."""
    values = [stated.values[place] for place in places]
    whole = len(values) >= LEAST and all(value >= 1 and value == int(value) for value in values)
    return whole and len({*values}) == len(values) and sum(value >= 10 for value in values) >= TELLING


def _gives(stated: Line, base: Line, prices: dict[int, float], places: list[int]) -> bool:
    """Whether every count is what the money takes at its price, and some are rounded up to it."""
    rounded = 0
    for place in places:
        price = prices.get(place)
        if not price:
            return False
        quotient = base.values[place] / price
        if ceil(quotient * (1 - ROOM)) != stated.values[place]:
            return False
        rounded += quotient < stated.values[place]
    return rounded >= TELLING


def _relations(view: View, stated: Line, base: Line, price: Line | None, figure: Figure | None) -> list[Relation]:
    def workings(place: int) -> Expression | None:
        terms = refs((base, price) if price else (base,), place)
        return Operation("÷", (*terms, *((Ref(figure),) if figure else ()))) if terms else None

    evidence = f"{named(view, (base, price) if price else (base,))}{f' and `{figure.text}`' if figure else ''}"
    found = relations("ratio", stated, view.items, workings, evidence)
    return [Relation(it.kind, it.stated, it.workings, it.basis, it.evidence, rounding="up") for it in found]
