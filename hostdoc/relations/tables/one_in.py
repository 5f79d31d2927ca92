"""`1 in 16` says the same as the percentage beside it.

Checked, as ratios: `1 in N` in a cell of a row that states one percentage, and in brackets or behind a comma after a
percentage in prose. Two of a table carry others that do not agree; in prose it is claimed as it stands.

Example: 6.10% is 1 in 16.

Wrong when the row's percentage is of something else; then hardly two rows would agree.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise

from hostdoc.core.figure import Figure
from hostdoc.core.ledger import Grid, Ledger
from hostdoc.core.regex import regex
from hostdoc.core.relation import Const, Operation, Ref, Relation
from hostdoc.relations.evidence.fits import fit

ONE = Const(Fraction(1), "1")
_ONE_IN = regex(r"\b(?:1|one) (?:in|out of)(?: every)?\s+[~≈]?\Z", re.IGNORECASE)
_BESIDE = regex(r"\A[^\d\n]{0,3}[(,;–—=≈][^\d\n]{0,12}\b(?:1|one) (?:in|out of)(?: every)?\s+[~≈]?\Z", re.IGNORECASE)


def find(ledger: Ledger) -> Iterator[Relation]:
    """Tables, then prose."""
    for grid in ledger.grids:
        yield from _in_table(grid)
    for passage in ledger.passages:
        figures = [figure for figure in passage.figures if not _is_one(figure)]
        for rate, number in pairwise(figures):
            between = ledger.document.plain[rate.span.end : number.span.start]
            if rate.quantity.unit.percent and len(between) < 40 and _BESIDE.match(between):
                yield _relation(number, rate)


def _is_one(figure: Figure) -> bool:
    return figure.text == "1"


def _in_table(grid: Grid) -> Iterator[Relation]:
    found = []
    for row in grid.rows:
        rates = [cell.amount for cell in row if cell.amount and cell.amount.quantity.unit.percent]
        numbers = [figure for cell in row for figure in cell.figures if _follows(figure)]
        if len(rates) == 1 and len(numbers) == 1 and rates[0].quantity.ends:
            found.append(_relation(numbers[0], rates[0]))
    fitting = fit(found)
    if fitting.met >= 2 and fitting.met >= fitting.missed:
        yield from found


def _follows(figure: Figure) -> bool:
    start = figure.span.start
    return _ONE_IN.search(figure.span.source.text[max(0, start - 20) : start]) is not None


def _relation(number: Figure, rate: Figure) -> Relation:
    return Relation("ratio", number, Operation("÷", (ONE, Ref(rate))), "inferred", f"`1 in {number.text}`")
