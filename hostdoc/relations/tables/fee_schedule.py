"""A fee follows from the schedule that the document prints: `2.9% + $0.30 per payment`.

Checked, as column formulas: a column or row of money whose header prints a schedule, or is called a fee, beside one of
amounts, and perhaps of how many there are: amount × percent + fixed, times the number. Under a header without the
schedule two rows must agree.

Example: 100 donations of $15 at 2.9% + $0.30 cost $73.50.

Wrong when a row has a schedule of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice, pairwise

from hostdoc.core.figure import Figure
from hostdoc.core.ledger import Ledger
from hostdoc.core.regex import regex
from hostdoc.core.relation import Expression, Operation, Ref, Relation
from hostdoc.relations.evidence.fits import NOTHING, Fit, fit, named, refs, relations
from hostdoc.relations.tables.factors import is_count
from hostdoc.relations.tables.lines import WIDEST, Line, View, by_columns, by_rows

MOST = 6  # schedules, and columns of amounts or counts, that are tried
_PLUS = regex(r"\A[\s*_]*(?:\+|plus|and)[\s*_]*\Z", re.IGNORECASE)
_FEE = regex(r"\b(?:fees?|commissions?|processing|charges?)\b", re.IGNORECASE)
_Schedule = tuple[Figure, Figure]


def find(ledger: Ledger) -> Iterator[Relation]:
    """The fees of every table, where the document prints a schedule at all."""
    plain = ledger.document.plain
    printed = list(islice(_schedules(plain, ledger.figures), MOST))
    for grid in ledger.grids if printed else ():
        if len(grid.columns) > WIDEST:
            continue
        for view in (by_columns(grid), *([by_rows(grid)] if len(grid.rows) <= WIDEST else [])):
            for stated in view.lines:
                if stated.money and _FEE.search(stated.label):
                    yield from _best(plain, view, stated, printed).relations


def _schedules(plain: str, figures: tuple[Figure, ...]) -> Iterator[_Schedule]:
    """A percentage and, behind a plus, an amount of money."""
    for rate, fixed in pairwise(figures):
        points = not (rate.quantity.is_range or fixed.quantity.is_range)
        if rate.quantity.unit.percent and fixed.quantity.unit.currency and points:
            between = plain[rate.span.end : fixed.span.start]
            if len(between) < 16 and _PLUS.match(between):
                yield rate, fixed


def _best(plain: str, view: View, stated: Line, printed: list[_Schedule]) -> Fit:
    head = view.grid.columns[stated.index] if view.of == "column" else view.grid.rows[stated.index][0]
    own = list(_schedules(plain, head.figures))
    before = [line for line in view.lines if line.index < stated.index]
    amounts = [line for line in before if line.money and not line.sums][-MOST:]
    counts = [line for line in before if is_count(line) and not line.percent][-MOST:] if view.of == "column" else []
    best = NOTHING
    for schedule in own or printed:
        for amount in amounts:
            for count in (None, *counts):
                found = _fit(view, stated, schedule, amount, count)
                firm = found.met and (own or found.telling >= 2)
                if firm and found.met >= found.missed and found.rank > best.rank:
                    best = found
    return best


def _fit(view: View, stated: Line, schedule: _Schedule, amount: Line, count: Line | None) -> Fit:
    rate, fixed = schedule

    def workings(place: int) -> Expression | None:
        terms = refs((amount,) if count is None else (amount, count), place)
        if terms is None:
            return None
        fee = Operation("+", (Operation("×", (terms[0], Ref(rate))), Ref(fixed)))
        return fee if count is None else Operation("×", (terms[1], fee))

    lines = (amount,) if count is None else (count, amount)
    evidence = f"{named(view, lines)} and the schedule `{rate.text} + {fixed.text}`"
    return fit(relations("column-formula", stated, view.items, workings, evidence))
