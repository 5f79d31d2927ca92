"""A column headed by a number of hours or the like is the column for one of them, so many times.

Checked, as header formulas: columns of money whose head has one number of a time (`4-hour test`, `30 days`) beside one
that is for that time (`Hourly cost`, `per day`), over the items of a table.

Example: an hourly cost of $0.0225 is $0.09 in 4 hours.

Wrong when there is a price for longer times: said where most rows agree, two at least.
"""

from __future__ import annotations

from collections.abc import Iterator

from hostdoc.core.figure import Figure
from hostdoc.core.ledger import Ledger
from hostdoc.core.relation import Expression, Operation, Ref, Relation
from hostdoc.core.units import TIMES
from hostdoc.relations.evidence.fits import Fit, fit, refs, relations
from hostdoc.relations.evidence.periods import period, period_of
from hostdoc.relations.tables.lines import Line, View, middle, tables_by_columns

LEAST = 2  # rows that agree
BEHIND = 12  # characters behind a number in which its time is named


def find(ledger: Ledger) -> Iterator[Relation]:
    """Every column headed by a number of a time, with the first column for one of it that most rows agree with."""
    for view in tables_by_columns(ledger):
        for stated in view.lines:
            number = _number(view, stated) if stated.money else None
            for base in view.lines if number else ():
                if number and base is not stated and base.money and _number(view, base) is None:
                    found = _fit(view, stated, base, *number)
                    if found.met >= LEAST and found.met > 2 * found.missed:
                        yield from found.relations
                        break


def _number(view: View, line: Line) -> tuple[Figure, str] | None:
    """The number in the head of a column, and the time behind it."""
    figures = view.grid.columns[line.index].figures
    if len(figures) != 1 or figures[0].quantity.is_range or (middle(figures[0]) or 0) <= 1:
        return None
    span = figures[0].span
    time = period_of(span.source.text[span.end : span.end + BEHIND].split("|")[0], figures[0].quantity.unit.of)
    return (figures[0], time) if time in TIMES else None


def _fit(view: View, stated: Line, base: Line, number: Figure, time: str) -> Fit:
    if period(base) != time:
        return fit(())

    def workings(place: int) -> Expression | None:
        terms = refs((base,), place)
        return Operation("×", (*terms, Ref(number))) if terms and base.values.get(place) else None

    evidence = f"the header `{stated.label}` and the column `{base.label}`"
    return fit(relations("header-formula", stated, view.items, workings, evidence))
