"""A discount by quantity agrees with what one costs in its row and where there is no discount.

Checked, as shares: a column of percentages called discount, saving or off, beside a column of prices, or of prices and
of how many each is for. What one costs without discount stands in a row that states none, or 0 %; the dearest, where
several do.

Example: 1 session at $4.99, 3 at $12.99 with 13 % off, 5 at $19.99 with 20 % off.

Wrong when the discount is off a price that the table does not print; at least two rows must agree.
"""

from __future__ import annotations

from collections.abc import Iterator

from hostdoc.core.ledger import Ledger
from hostdoc.core.relation import Expression, Operation, Relation
from hostdoc.relations.evidence.fits import NOTHING, Fit, fit, named, promising, refs, relations
from hostdoc.relations.tables.discount import OFF
from hostdoc.relations.tables.factors import is_count
from hostdoc.relations.tables.lines import Line, View, tables_by_columns

LEAST = 2  # rows that agree
MOST = 6  # columns of prices that are tried


def find(ledger: Ledger) -> Iterator[Relation]:
    """Every column of discounts, with the prices that most of its rows agree with."""
    for view in tables_by_columns(ledger):
        for stated in view.lines:
            if stated.percent and OFF.search(stated.label):
                yield from _best(view, stated).relations


def _best(view: View, stated: Line) -> Fit:
    best = NOTHING
    counts = [line for line in view.lines if is_count(line) and not line.percent]
    prices = [line for line in view.lines if line.money][:MOST]
    for count in (None, *counts):  # a column of what one costs leads
        for price in prices:
            found = _fit(view, stated, price, count)
            if found.asserted(clear=True) and found.telling >= LEAST and found.rank > best.rank:
                best = found
    return best


def _fit(view: View, stated: Line, price: Line, count: Line | None) -> Fit:
    each = {place: one for place in view.items if (one := _one(price, count, place))}
    full = [place for place in each if not stated.values.get(place)]
    if not full:
        return NOTHING
    base = max(full, key=each.__getitem__)
    whole = _expression(price, count, base)

    def quick(place: int) -> float | None:
        return 1 - each[place] / each[base] if place in each else None

    def workings(place: int) -> Expression | None:
        less = _expression(price, count, place) if place in each and place != base else None
        return Operation("÷", (Operation("−", (whole, less)), whole)) if whole and less else None

    places = [place for place in view.items if stated.values.get(place)]
    if not promising(stated, places, quick):
        return NOTHING
    evidence = f"the label `{stated.label}` and {named(view, (price, count) if count else (price,))}"
    return fit(relations("share", stated, places, workings, evidence))


def _one(price: Line, count: Line | None, place: int) -> float | None:
    """What one costs at a place."""
    number = count.values.get(place) if count else 1.0
    return price.values.get(place, 0.0) / number if number else None


def _expression(price: Line, count: Line | None, place: int) -> Expression | None:
    terms = refs((price, count) if count else (price,), place)
    return None if terms is None else Operation("÷", tuple(terms)) if count else terms[0]
