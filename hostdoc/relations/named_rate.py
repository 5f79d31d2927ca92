"""A column is another one at a number that the document names elsewhere.

Checked, as column formulas, for columns of three rows or more (two where units say it):
a rate whose unit fits (`$120/hour` over columns of hours and dollars); a number of what the column counts (`10 messages
per session`, and a column `Messages`); and a number in the heading of the table (`per $1,000 spent`). The column is the
other one times, over or under it. Rows that agree carry one that does not, except where only the heading names it.

Example: under `Paid funnel (per $1,000)`, a click price of $2.00 brings 500 visits.

Wrong when a row has a rate of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import islice

from hostdoc.core.figure import Figure
from hostdoc.core.ledger import Grid, Ledger
from hostdoc.core.quantity import plain
from hostdoc.core.relation import Const, Expression, Operation, Ref, Relation
from hostdoc.relations.around import above, headings, near
from hostdoc.relations.fits import NOTHING, Fit, elsewhere, fit, named, promising, refs, relations, written
from hostdoc.relations.lines import WIDEST, Line, View, by_columns, middle
from hostdoc.relations.stems import stem, stems

ROWS = 3
NEAR = 3_000  # characters between a table and a number named for it
WRITTEN = 8  # digits that the stated amounts are written with together
PRINTED = 60  # numbers around a table that are looked at
MOST = 8  # numbers tried for a column
COLUMNS = 8  # columns to the left of one that may be multiplied
_WORD = re.compile(r"[^\W\d_]{3,}")
_BEHIND = 24  # characters behind a number in which the word of what it counts stands


@dataclass(frozen=True, slots=True)
class _Named:
    """A printed number with the words of what it counts, whether it stands in the section or one that holds it, and
    whether in a heading of the table."""

    figure: Figure
    words: frozenset[str]
    above: bool
    heading: bool


def find(ledger: Ledger) -> Iterator[Relation]:
    """Every column that is another one at a named number."""
    for grid in ledger.grids:
        if len(grid.rows) < 2 or len(grid.columns) > WIDEST:
            continue
        view = by_columns(grid)
        if len(view.lines) < 2:
            continue
        printed = list(islice(_printed(ledger, grid), PRINTED))
        for stated in view.lines if printed else ():
            yield from _best(view, stated, printed).relations


def _printed(ledger: Ledger, grid: Grid) -> Iterator[_Named]:
    """The points of the headings of a table and of the prose around it."""
    text = ledger.document.plain
    over = headings(ledger, grid)
    for passage in (*over, *near(ledger, grid, NEAR)):
        for figure in passage.figures:
            quantity = figure.quantity
            if quantity.is_range or quantity.word or quantity.open or (middle(figure) or 0) in (0, 1):
                continue
            behind = text[figure.span.end : figure.span.end + _BEHIND].split("\n")[0]
            words = _WORD.findall(figure.text) + _WORD.findall(behind)[:1]
            yield _Named(figure, frozenset(map(stem, words)), above(passage, grid), passage in over)


def _best(view: View, stated: Line, printed: list[_Named]) -> Fit:
    best = NOTHING
    before = [line for line in view.lines if line.index < stated.index and not line.percent][-COLUMNS:]
    for base in before if not stated.percent else ():
        numbers = _numbers(stated, base, printed)
        rates = [middle(number) or 0 for number, _ in numbers]
        for number, firm in numbers:
            for operator in ("×",) if _rate(number, stated, base) else ("×", "÷", "under"):
                found = _fit(view, stated, base, number, operator, rates)
                if _enough(found, firm, unit=_rate(number, stated, base)) and found.rank > best.rank:
                    best = found
    return best


def _numbers(stated: Line, base: Line, printed: list[_Named]) -> list[tuple[Figure, bool]]:
    """The numbers that may lead from one column to the other, and whether more than the heading names each."""
    found: dict[float, tuple[Figure, bool]] = {}
    for number in printed:
        rate = number.above and _rate(number.figure, stated, base)
        counted = not stated.money and not base.money and bool(number.words & stems(stated.label))
        money = number.figure.quantity.unit.currency
        if rate or counted or (number.heading and (money is None or base.money != stated.money)):
            found.setdefault(middle(number.figure) or 0, (number.figure, rate or counted))
    return list(found.values())[:MOST]


def _rate(figure: Figure, stated: Line, base: Line) -> bool:
    """Whether a figure is money per what the base counts, and the stated column is of that money."""
    unit = figure.quantity.unit
    counts = {base.unit.of, *stems(base.label)}
    return bool(unit.currency) and unit.of == stated.unit.of and not base.money and bool(counts & set(unit.per))


def _enough(found: Fit, firm: bool, *, unit: bool) -> bool:
    if unit and found.met >= 2 and found.telling:
        return found.met >= ROWS * found.missed
    digits = sum(written(relation.stated) for relation in found.relations)
    many = found.met >= ROWS and found.telling >= ROWS - 1 and digits >= WRITTEN
    return many and found.met >= ROWS * found.missed and (firm or not found.missed)


def _fit(view: View, stated: Line, base: Line, number: Figure, operator: str, rates: list[float]) -> Fit:
    value, constant = middle(number) or 1.0, _constant(number)

    def quick(place: int) -> float | None:
        there = base.values.get(place)
        if not there:
            return None
        return there * value if operator == "×" else there / value if operator == "÷" else value / there

    def workings(place: int) -> Expression | None:
        terms = refs((base,), place)
        if terms is None or not base.values.get(place):
            return None
        if operator == "×" and elsewhere(stated, base, place, value, rates):
            return None
        if operator == "×":
            return Operation("×", (*terms, constant))
        return Operation("÷", (constant, *terms) if operator == "under" else (*terms, constant))

    if not promising(stated, view.items, quick, strict=True):
        return NOTHING
    evidence = f"{named(view, (base,))} and `{number.text}`"
    return fit(relations("column-formula", stated, view.items, workings, evidence), 1 + len(view.items) // ROWS)


def _constant(number: Figure) -> Expression:
    """A number marked `~` that rows agree on is taken as it is written."""
    quantity = number.quantity
    if not quantity.approximate or quantity.unit.percent:
        return Ref(number)
    return Const(Fraction(quantity.ends[0].value), plain(quantity.ends[0].value))
