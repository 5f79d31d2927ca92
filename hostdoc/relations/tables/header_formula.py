"""A column follows from another by what its header says.

Checked: headers that name a rate: `MRR at $10/mo` (a count × the price), `0.1% capture = users` (a count × the share),
`Annual rev at 50% margin` (monthly revenue × 12 × the share), `Margin at $10/mo` (price − cost, over the price).

Example: 500K users at `MRR at $10/mo` make $5M.

Wrong when the header's rate is not meant for every row.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from typing import Literal

from hostdoc.core.figure import Figure
from hostdoc.core.judge import judge
from hostdoc.core.ledger import Grid, Ledger
from hostdoc.core.regex import regex
from hostdoc.core.relation import Const, Expression, Operation, Ref, Relation
from hostdoc.core.units import TIMES
from hostdoc.figures.labels import COST, MARGIN
from hostdoc.relations.evidence.fits import MET, one_other
from hostdoc.relations.tables.columns import amounts, margin_of, matching

_REVENUE = regex(r"\b(?:mrr|arr|rev(?:enue)?|sales|income|turnover|umsatz)\b", re.IGNORECASE)
_YEARLY = regex(r"\b(?:arr|annual|yearly|per year|a year)\b|/\s?(?:yr|year)\b", re.IGNORECASE)
_MONTHLY = regex(r"\b(?:mrr|monthly)\b|/\s?(?:mo|month)\b", re.IGNORECASE)
_AT = regex(r"\b(?:at|@|bei|à)\s*[~≈]?\Z", re.IGNORECASE)
OTHER = (0.1, 10)  # times the rate of a header: what all rows may have instead
YEAR = Const(Fraction(12), "12")


def find(ledger: Ledger) -> Iterator[Relation]:
    """Every amount below a header that says how it is computed."""
    for grid in ledger.grids:
        for column, head in enumerate(grid.columns):
            for rate in head.figures:
                found = list(_column(ledger, grid, column, rate))
                if not rate.quantity.unit.percent or _supported(found):
                    yield from found


def _column(ledger: Ledger, grid: Grid, column: int, rate: Figure) -> Iterator[Relation]:
    header = grid.columns[column].header
    for number, stated in amounts(grid, column):
        workings = _workings(ledger, grid, column, number, rate)
        if workings is not None:
            flips: Literal["", "sign"] = "sign" if MARGIN.search(header) and not rate.quantity.unit.percent else ""
            evidence = f"the header `{header}`"
            yield Relation("header-formula", stated, workings, "inferred", evidence, conclusion=flips)


def _supported(found: list[Relation]) -> bool:
    """Whether a percentage in a header is a rate at all, and no class of ages: half of the rows agree, or all imply
    one other rate of its size."""
    outcomes = [judge(relation).outcome for relation in found]
    met = sum(outcome in MET for outcome in outcomes)
    return (met > 0 and met >= outcomes.count("drifts")) or OTHER[0] < (one_other(found) or 0) < OTHER[1]


def _workings(ledger: Ledger, grid: Grid, column: int, number: int, rate: Figure) -> Expression | None:
    """What the header says of a row: the expression for its cell, or None if it says none."""
    header, row = grid.columns[column].header, grid.rows[number]
    if rate.quantity.unit.percent:
        return _share(grid, column, number, rate)
    if rate.quantity.unit.currency is None or not _follows_at(ledger, rate):
        return None
    if MARGIN.search(header):
        cost = next((row[c].amount for c in matching(grid, COST, without=frozenset({column})) if row[c].amount), None)
        stated = row[column].amount
        if cost is None or stated is None:
            return None
        return margin_of(Ref(rate), Ref(cost), percent=stated.quantity.unit.percent or stated.quantity.word)
    if _REVENUE.search(header):
        count = _left(grid, column, number, money=False)
        if count is None:
            return None
        factors: tuple[Expression, ...] = (Ref(count), Ref(rate))
        return Operation(
            "×", (*factors, YEAR) if _YEARLY.search(header) and rate.quantity.unit.time == "month" else factors
        )
    return None


def _share(grid: Grid, column: int, number: int, rate: Figure) -> Expression | None:
    """A share of a count, or of revenue, which turns monthly into yearly where the header says so."""
    header = grid.columns[column].header
    money = _REVENUE.search(header) is not None
    stated = grid.rows[number][column].amount
    if stated is None or stated.quantity.unit.percent:
        return None
    base = _left(grid, column, number, money=money)
    if base is None:
        return None
    place = next(c for c in range(column) if grid.rows[number][c].amount is base)
    monthly = _MONTHLY.search(grid.columns[place].header) is not None or base.quantity.unit.time == "month"
    if money and _YEARLY.search(header) and monthly:
        return Operation("×", (Ref(base), YEAR, Ref(rate)))
    return Operation("×", (Ref(base), Ref(rate)))


def _left(grid: Grid, column: int, number: int, *, money: bool) -> Figure | None:
    """The nearest amount to the left that is money, or a count."""
    for place in range(column - 1, -1, -1):
        amount = grid.rows[number][place].amount
        if amount is None or amount.quantity.unit.percent or amount.quantity.word:
            continue
        if (amount.quantity.unit.currency is not None) == money and amount.quantity.unit.of not in TIMES:
            return amount
    return None


def _follows_at(ledger: Ledger, rate: Figure) -> bool:
    return _AT.search(ledger.document.plain[max(0, rate.span.start - 8) : rate.span.start]) is not None
