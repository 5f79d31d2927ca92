"""A rate that the document prints is not the one that its table was computed at.

Checked, as column formulas: where a section prints one rate for what a column counts (`$120/hour`, and columns of hours
and of dollars), or one between two currencies, and all rows of three or more, but for one in four, have the same other
one, the printed rate is held against it.

Example: at $155/hour, 35 hours cost $5,250 and 10 cost $1,500; the table was computed at $150.

Wrong when the table has a price of its own that the section does not print; a rate that is far off is left
alone, and so is one with a percentage beside it that explains the other one.
"""

from __future__ import annotations

from collections.abc import Iterator
from statistics import median

from hostdoc.core.arithmetic import estimate
from hostdoc.core.figure import Figure
from hostdoc.core.ledger import Ledger, Passage
from hostdoc.core.relation import Operation, Ref, Relation
from hostdoc.relations.around import above, headings, near
from hostdoc.relations.lines import WIDEST, Line, by_columns, middle
from hostdoc.relations.multipliers import leads

ROWS = 3
OTHERS = 4  # of so many rows one may have a rate of its own
BESIDE = 8  # characters between the sides of a rate of exchange
NEAR = 8_000  # characters between a table and the rate that it is computed at
CLOSE = 0.25  # part by which a printed rate may be off the implied one and still be meant
SAME = 0.001


def find(ledger: Ledger) -> Iterator[Relation]:
    """Every table whose rows imply one rate that its section does not print, where it prints another one only."""
    said: set[Figure] = set()
    for grid in ledger.grids:
        if len(grid.rows) < ROWS or len(grid.columns) > WIDEST:
            continue
        passages = [*headings(ledger, grid), *(p for p in near(ledger, grid, NEAR) if above(p, grid))]
        rates = [figure for passage in passages for figure in _rates(passage)]
        parts = {middle(f) or 0 for passage in passages for f in passage.figures if f.quantity.unit.percent}
        view = by_columns(grid)
        for stated in view.lines if rates else ():
            for base in view.lines:
                fitting = [figure for figure in rates if base is not stated and leads(figure, stated, (base,))]
                if len({middle(figure) for figure in fitting}) == 1 and fitting[0] not in said:
                    for relation in _implied(fitting[0], stated, base, view.items):
                        if not _explained(relation, parts):
                            said.add(relation.stated)
                            yield relation


def _rates(passage: Passage) -> Iterator[Figure]:
    """The prices per something, and the rates of exchange: `1 USD = 0.92 EUR`."""
    before: Figure | None = None
    for figure in passage.figures:
        quantity = figure.quantity
        said = quantity.unit.per or (before is not None and _exchanged(before, figure))
        if said and quantity.unit.currency and not (quantity.loose or quantity.open):
            yield figure
        before = figure


def _exchanged(one: Figure, rate: Figure) -> bool:
    """Whether the first of two amounts is one unit of another currency, directly before the second."""
    unit = one.quantity.unit
    apart = rate.span.start - one.span.end
    return middle(one) == 1 and bool(unit.currency) and unit.of != rate.quantity.unit.of and 0 <= apart <= BESIDE


def _implied(rate: Figure, stated: Line, base: Line, places: tuple[int, ...]) -> Iterator[Relation]:
    """The printed rate against the first row that has the rate of the others, if it is another one of its size.

    A rate of exchange may be given for either currency.
    """
    rows = {place: stated.values[place] / base.values[place] for place in places if _both(stated, base, place)}
    if len(rows) < ROWS:
        return
    usual, value = median(rows.values()), middle(rate) or 0
    alike = [place for place, own in rows.items() if abs(own - usual) <= SAME * usual]
    if len(alike) < max(ROWS, len(rows) - len(rows) // OTHERS):
        return
    above, below = Ref(stated.amounts[alike[0]]), Ref(base.amounts[alike[0]])
    readings = [(usual, (above, below))]
    if base.money and stated.money:
        readings.append((1 / usual, (below, above)))
    if any(abs(implied - value) <= SAME * value for implied, _ in readings):
        return
    implied, terms = min(readings, key=lambda reading: abs(reading[0] - value))
    if abs(implied - value) <= CLOSE * value:
        evidence = f"the columns `{stated.label}` and `{base.label}`, whose rows have that rate"
        yield Relation("column-formula", rate, Operation("÷", terms), "inferred", evidence)


def _explained(relation: Relation, parts: set[float]) -> bool:
    """Whether the rate of a table is the printed one with a printed percentage on top, or off."""
    times = estimate(relation.workings) / (middle(relation.stated) or 1)
    return any(abs(times - part) <= SAME for percent in parts for part in (1 + percent, 1 - percent))


def _both(stated: Line, base: Line, place: int) -> bool:
    return bool(stated.values.get(place) and base.values.get(place))
