"""An amount whose label carries a percentage is that part of an amount before it: `Your profit (80%): $182.40`.

Checked, as shares, outside tables: an amount right behind a percentage in brackets that closes its label, as that part
of one of the amounts before it, the nearest first. Where other labels of the same words take their part of the amount
that stands as far before them, one that differs is reported.

Example: below `12 months: $228`, `API cost (20%): $45.60`.

Wrong when the percentage is of something that is stated elsewhere: nothing is said then.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from hostdoc.core.figure import Figure
from hostdoc.core.judge import judge
from hostdoc.core.ledger import Ledger
from hostdoc.core.quantity import comparable
from hostdoc.core.regex import regex
from hostdoc.core.relation import Operation, Ref, Relation
from hostdoc.figures.context import words_of
from hostdoc.relations.evidence.fits import MET, telling
from hostdoc.relations.evidence.slips import of_its_size, slip
from hostdoc.relations.tables.lines import middle

FAR = 6  # amounts before it
SEVERAL = 2  # labels of the same words that agree
LABEL = 60  # characters of a label
_CLOSES = regex(r"\s*\)\W{0,4}?\s*[:：=→–—-]?[\s*_~≈│|]{0,24}")


class _Rated(NamedTuple):
    """A stated amount with its readings: the part of the amount next before it, of the one before that …"""

    stated: Figure
    name: frozenset[str]
    readings: tuple[Relation, ...]

    @property
    def agreeing(self) -> int | None:
        """The first reading that agrees and says something."""
        met = (n for n, it in enumerate(self.readings) if judge(it).outcome in MET and telling(it))
        return next(met, None)


def find(ledger: Ledger) -> Iterator[Relation]:
    """Every amount behind a rated label."""
    found = [*_rated(ledger)]
    agreeing = [it.agreeing for it in found]
    usual = Counter((it.name, place) for it, place in zip(found, agreeing, strict=True) if place is not None)
    for it, place in zip(found, agreeing, strict=True):
        if place is not None:
            yield it.readings[place]
            continue
        for number, reading in enumerate(it.readings):
            if (usual[it.name, number] >= SEVERAL and of_its_size(reading)) or slip(reading):
                yield reading
                break


def _rated(ledger: Ledger) -> Iterator[_Rated]:
    plain = ledger.document.plain
    inside = {figure for grid in ledger.grids for row in grid.rows for cell in row for figure in cell.figures}
    figures = [figure for figure in ledger.figures if figure not in inside]
    for place, stated in enumerate(figures[1:], 1):
        rate, quantity = figures[place - 1], stated.quantity
        if not rate.quantity.unit.percent or quantity.unit.percent or len(quantity.ends) != 1 or quantity.open:
            continue
        if (
            not middle(stated)
            or rate.quantity.is_range
            or not _CLOSES.fullmatch(plain[rate.span.end : stated.span.start])
        ):
            continue
        before = [it for it in figures[max(0, place - 1 - 3 * FAR) : place - 1] if comparable(it.quantity, quantity)]
        label = plain[max(0, rate.span.start - LABEL) : rate.span.start].rsplit("\n", 1)[-1]
        readings = tuple(_part(stated, rate, base) for base in reversed(before[-FAR:]))
        yield _Rated(stated, words_of(label), readings)


def _part(stated: Figure, rate: Figure, base: Figure) -> Relation:
    workings = Operation("×", (Ref(base), Ref(rate)))
    return Relation("share", stated, workings, "inferred", f"the percentage `{rate.text}` in its label")
