"""Measures in rows: what one costs is the total above, over the number above; a value is the row above at so many.

Checked, as ratios: below a row of money and a row of numbers, a row called per something, CAC, average or the like; and
such a row below a total, over the numbers that head the columns, `100 sites`. As column formulas: a row of money that
is the row above it, times a number in the heading of its table, in all columns of two or more; as products, where the
row above is for a month and the number is of months, in half of them.

Example: a total of $22, 1.6 conversions, and a CAC of $14.

Wrong when a row between belongs to something else; a row that is far off is left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from hostdoc.core.figure import Figure
from hostdoc.core.judge import judge, promising
from hostdoc.core.ledger import Ledger
from hostdoc.core.records import replace
from hostdoc.core.regex import regex
from hostdoc.core.relation import Operation, Ref, Relation
from hostdoc.core.units import TIMES
from hostdoc.figures.labels import PRICE
from hostdoc.relations.evidence.fits import MET, fit, named, refs, relations, telling, written
from hostdoc.relations.evidence.periods import period
from hostdoc.relations.tables.around import headings
from hostdoc.relations.tables.lines import WIDEST, Line, View, by_rows, middle

FAR = 1.3  # times that an amount may be off and still be meant
WRITTEN = 6  # digits that the amounts of a row are written with together
_EACH = regex(
    r"\b(?:cac|cpa|cpl|arpu|per|avg|average|unit|each|je|pro|par|por|na|al|por cada|unitario|unitaire|unitário)\b"
    r"|/\s?[^\W\d_]",
    re.IGNORECASE,
)

_EACH_OF = regex(
    r"\W*(?:(?:effective |average |avg\.? )?(?:cost|price|total|amount)s? )?(?:per|/|je|pro|par|por)\s?[^\W\d_]+"
    r"[^\w]*(?:/\s?(?:month|mo|year|yr))?\W*\Z",
    re.IGNORECASE,
)


def find(ledger: Ledger) -> Iterator[Relation]:
    """Rows that follow each other in every small table."""
    for grid in ledger.grids:
        if not 2 <= len(grid.rows) <= WIDEST:
            continue
        view = by_rows(grid)
        for total, count, stated in zip(view.lines, view.lines[1:], view.lines[2:], strict=False):
            if total.money and stated.money and not (count.money or count.percent or count.unit.size):
                yield from _over(view, total, count, stated)
        yield from _over_heads(view)
        numbers = [f for passage in headings(ledger, grid)[-1:] for f in passage.figures if _is_number(f)]
        for upper, stated in pairwise(view.lines) if numbers else ():
            yield from _times(view, upper, stated, numbers)


def _over(view: View, total: Line, count: Line, stated: Line) -> Iterator[Relation]:
    """What one costs, if the row is called so and is of that size."""
    if not _EACH.search(stated.label) or _EACH.search(total.label):
        return
    for place in view.places:
        terms = refs((total, count), place)
        figure, under = stated.amounts.get(place), count.values.get(place)
        if terms is None or figure is None or not figure.quantity.ends or not under:
            continue
        again, value = total.values[place] / under, middle(figure) or 0
        if again / FAR <= value <= again * FAR:
            evidence = f"the label `{stated.label}` below {named(view, (total, count))}"
            yield Relation("ratio", figure, Operation("÷", tuple(terms)), "inferred", evidence)


def _over_heads(view: View) -> Iterator[Relation]:
    """What one costs in each column, where most columns agree."""
    heads = {place: number for place in view.places if (number := _head(view, place))}
    for above, stated in pairwise(view.lines) if heads else ():
        totals = [line for line in view.lines if line.sums and line.index < stated.index] or [above]
        money = stated.money and totals[-1].money
        if not money or not _EACH_OF.match(stated.label) or _EACH.search(totals[-1].label):
            continue
        found = fit(_per_head(view, totals[-1], stated, heads))
        if found.telling and found.met >= found.missed:
            yield from found.relations


def _head(view: View, place: int) -> Figure | None:
    """The number that a column is headed with."""
    numbers = [figure for figure in view.grid.columns[place].figures if _is_number(figure)]
    return numbers[0] if len(numbers) == 1 and not numbers[0].quantity.unit.time else None


def _per_head(view: View, total: Line, stated: Line, heads: dict[int, Figure]) -> list[Relation]:
    places = [place for place in view.places if place in heads]
    evidence = f"the label `{stated.label}`, {named(view, (total,))} and the number in the head"
    return relations("ratio", stated, places, lambda place: _quotient(total, heads[place], place), evidence)


def _quotient(total: Line, number: Figure, place: int) -> Operation | None:
    terms = refs((total,), place)
    return None if terms is None else Operation("÷", (*terms, Ref(number)))


def _is_number(figure: Figure) -> bool:
    quantity = figure.quantity
    plain = not (quantity.is_range or quantity.open or quantity.word or quantity.unit.percent or quantity.unit.currency)
    return plain and (middle(figure) or 0) > 1


def _times(view: View, upper: Line, stated: Line, numbers: list[Figure]) -> Iterator[Relation]:
    """The row above at a number of the heading, where every column agrees.

    Half of them, where the row is for one of a time and the number is of so many: a `Monthly margin` at `12 months`.
    """
    if not (upper.money and stated.money) or len(view.places) < 2:
        return
    for number in numbers:
        timed = number.quantity.unit.of in TIMES and period(upper) == number.quantity.unit.of
        found = relations(
            "product" if timed else "column-formula",
            stated,
            view.places,
            lambda place, number=number: _product(upper, number, place),  # type: ignore[misc]
            f"{named(view, (upper,))} and `{number.text}` in the heading",
        )
        digits = sum(written(relation.stated) for relation in found)
        met = [relation for relation in found if judge(relation).outcome in MET]
        most = len(met) == len(found) or (timed and 2 * len(met) >= len(found) and all(map(promising, found)))
        if len(found) > 1 and digits >= WRITTEN and most and any(map(telling, met)):
            priced = PRICE.search(f"{upper.label} {stated.label}") is not None  # many months may be cheaper
            yield from (replace(it, unsure=priced and it not in met) for it in found)
            return


def _product(upper: Line, number: Figure, place: int) -> Operation | None:
    terms = refs((upper,), place)
    return None if terms is None else Operation("×", (*terms, Ref(number)))
