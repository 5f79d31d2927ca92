"""What something costs over several years is what it costs once, and so many times what it costs a month or a year.

Checked, as products: a line of the prose whose label names a time, as `5-year total cost of ownership` or `Over 36
months`, over the totals that stand before it: one for a month, a quarter or a year, alone or with one that is paid
once. Said where they agree, or where a slip of the pen lies between.

Example: an initial total of $7,940 and $700 a year make $11,440 over 5 years.

Wrong when something else is due in between.
"""

from __future__ import annotations

from collections.abc import Iterator

from hostdoc.core.figure import Figure
from hostdoc.core.judge import judge
from hostdoc.core.ledger import Ledger
from hostdoc.core.relation import Const, Expression, Operation, Ref, Relation
from hostdoc.figures.labels import is_total
from hostdoc.relations.evidence.fits import MET, significant
from hostdoc.relations.evidence.periods import period_of
from hostdoc.relations.evidence.slips import slip
from hostdoc.relations.structure.outline import Entry, outlined
from hostdoc.relations.tables.over_time import ONCE, months_of, times

MOST = 6  # totals before, the nearest first
DIGITS = 3  # of an amount that says something


def find(ledger: Ledger) -> Iterator[Relation]:
    """Every labelled amount over a time, with the first totals that make it up."""
    before: list[Figure] = []
    for entry in outlined(ledger):
        stated = _labelled(entry)
        months = months_of(entry.text[: stated.span.start - entry.start]) if stated else None
        if stated and months and months > 1 and significant(stated) >= DIGITS:
            readings = [*_readings(stated, months, before[: -MOST - 1 : -1])]
            agreeing = [it for it in readings if judge(it).outcome in MET]
            yield from (agreeing or [it for it in readings if slip(it)])[:1]
        elif stated and is_total(entry.label):
            before.append(stated)
        before += entry.totals


def _labelled(entry: Entry) -> Figure | None:
    """The one amount of money of a line."""
    money = [figure for figure in entry.figures if figure.quantity.unit.currency and figure.quantity.ends]
    return money[0] if len(money) == 1 else None


def _readings(stated: Figure, months: int, totals: list[Figure]) -> Iterator[Relation]:
    alike = [it for it in totals if it.quantity.unit.currency == stated.quantity.unit.currency]
    once = [it for it in alike if ONCE.search(f"{it.label.row} {it.label.column}") and not _period(it)]
    for each in alike:
        number = times(months, _period(each) or "")
        if number > 1:
            rest = Operation("×", (Ref(each), Const(number, str(number))))
            for workings in (*(Operation("+", (Ref(first), rest)) for first in once), rest):
                yield _relation(stated, workings)


def _period(total: Figure) -> str | None:
    return period_of(total.label.row, None) or period_of(total.label.column, total.quantity.unit.time)


def _relation(stated: Figure, workings: Expression) -> Relation:
    return Relation("product", stated, workings, "inferred", "the time it is for and the totals before it")
