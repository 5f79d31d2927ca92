"""The rate that a document prints is the one that its table implies.

Checked, as tie-outs: where a section prints one rate for what a column counts (`$120/hour`, and columns of hours and of
dollars), and all rows of three or more have the same other one, the printed rate is held against it.

Example: at $155/hour, 35 hours cost $5,250 and 10 cost $1,500; the table was computed at $150.

Wrong when the table has a price of its own that the section does not print; a rate that is far off is left alone.
"""

from __future__ import annotations

from collections.abc import Iterator

from hostdoc.core.figure import Figure
from hostdoc.core.ledger import Ledger
from hostdoc.core.relation import Operation, Ref, Relation
from hostdoc.relations.around import above, headings, near
from hostdoc.relations.lines import WIDEST, Line, by_columns, middle
from hostdoc.relations.stems import stems

ROWS = 3
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
        rates = [figure for passage in passages for figure in passage.figures if _is_rate(figure)]
        view = by_columns(grid)
        for stated in view.lines if rates else ():
            for base in view.lines:
                fitting = [figure for figure in rates if stated.money and _fits(figure, stated, base)]
                if len({middle(figure) for figure in fitting}) == 1 and fitting[0] not in said:
                    for relation in _implied(fitting[0], stated, base, view.items):
                        said.add(relation.stated)
                        yield relation


def _is_rate(figure: Figure) -> bool:
    quantity = figure.quantity
    return bool(quantity.unit.currency and quantity.unit.per and middle(figure)) and not (
        quantity.loose or quantity.open
    )


def _fits(figure: Figure, stated: Line, base: Line) -> bool:
    unit = figure.quantity.unit
    return unit.of == stated.unit.of and not base.money and bool({base.unit.of, *stems(base.label)} & set(unit.per))


def _implied(rate: Figure, stated: Line, base: Line, places: tuple[int, ...]) -> Iterator[Relation]:
    """The printed rate against the first row, if all rows have one rate and it is another one of its size."""
    rows = [place for place in places if stated.values.get(place) and base.values.get(place)]
    quotients = [stated.values[place] / base.values[place] for place in rows]
    value = middle(rate) or 0
    if len(quotients) < ROWS or max(quotients) - min(quotients) > SAME * max(quotients):
        return
    if SAME * value < abs(quotients[0] - value) <= CLOSE * value:
        workings = Operation("÷", (Ref(stated.amounts[rows[0]]), Ref(base.amounts[rows[0]])))
        evidence = f"the columns `{stated.label}` and `{base.label}`, whose rows all have that rate"
        yield Relation("tie-out", rate, workings, "inferred", evidence)
