"""An amount is a quantity times a price.

Checked: columns, or rows, of which one counts (quantity, hours, people, months …), one is a price for each (unit price,
rate, salary …) and one is the amount; two counts may multiply, as in people × months × salary. Which lines belong
together is settled by their labels and by the digits over all rows. Where the price stands to the right of the amount,
it is what the table works out: the amount over the counts. In a total row it is the total over the total count.

Example: 4 at $0.135 make $0.54; where the rows around agree and one says $0.45, that one drifts.

Wrong when a row carries a discount or a minimum that the table does not print.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import chain, combinations, islice
from math import prod

from hostdoc.core.arithmetic import estimate
from hostdoc.core.judge import judge
from hostdoc.core.ledger import Ledger
from hostdoc.core.regex import regex
from hostdoc.core.relation import Const, Expression, Operation, Relation
from hostdoc.core.units import TIMES, fitting
from hostdoc.figures.labels import AMOUNT, RATE
from hostdoc.relations.evidence.fits import MET, NOTHING, Fit, fit, named, of_a_sort, promising, refs, relations
from hostdoc.relations.evidence.per_many import many_of
from hostdoc.relations.evidence.periods import duration, period
from hostdoc.relations.tables.factors import counted, is_count, is_price, of_each, priced
from hostdoc.relations.tables.lines import Line, View, middle, views
from hostdoc.relations.tables.shaped import shaped_views

SEVERAL, MOST = 3, 5  # counts that are multiplied all together
FEW = 2  # rows that are too few to carry each other
_WHICH = regex(r"month|week|day|quarter|year|sprint|phase|monat|woche|tag|jahr|mois|mes|mês|mese", re.IGNORECASE)
PAIRS = 60  # at most this many combinations of factors are tried for an amount


def find(ledger: Ledger) -> Iterator[Relation]:
    """The amounts of every table that are products of other lines."""
    for view in chain(views(ledger), shaped_views(ledger)):
        for stated in reversed(view.lines):
            if _is_amount(view, stated):
                best, factors = _best(view, stated)
                if factors:  # few amounts are products
                    yield from _varied(view, of_a_sort(best.relations), factors)
                    yield from _mean_prices(view, stated, factors)


def _best(view: View, stated: Line) -> tuple[Fit, tuple[Line, ...]]:
    """The product that the labels and digits support best, if one may be claimed, and its factors."""
    best, rank = NOTHING, (False, 0, 0, 0)
    chosen: tuple[Line, ...] = ()
    for factors in _factors(view, stated):
        clear = _clear(factors, stated) and view.of == "column"
        for constant in _constants(factors, stated):
            found = _fit(view, stated, factors, constant)
            if found.asserted(clear=clear) and (clear, *found.rank) > rank:
                best, chosen, rank = found, factors, (clear, *found.rank)
            elif clear and not rank[1] and _all_of(view, stated, factors) and _all_near(found):
                best, chosen = found, factors
    return best, chosen


def _varied(view: View, found: Sequence[Relation], factors: tuple[Line, ...]) -> Iterator[Relation]:
    """Without the rows that differ where a column is the same in all that agree: it may be none of their factors.

    One whose label says that it counts is a factor in any case.
    """
    met = {it.stated.span.first.line for it in found if judge(it).outcome in MET}
    rows = {place: line for place in view.items for line in _lines_of(view, place) & met}
    unnamed = [it for it in factors[:-1] if not counted(it)]
    same = [it for it in unnamed if len(rows) > 1 and len({it.values.get(place) for place in rows}) == 1]
    for relation in found:
        inputs = set(relation.inputs)
        other = any(
            figure in inputs and it.values.get(place) != it.values.get(next(iter(rows)))
            for it in same
            for place, figure in it.amounts.items()
        )
        if not other or judge(relation).outcome != "drifts" or view.of == "row":
            yield relation


def _lines_of(view: View, place: int) -> set[int]:
    return {line.amounts[place].span.first.line for line in view.lines if place in line.amounts}


def _all_of(view: View, stated: Line, factors: tuple[Line, ...]) -> bool:
    """Whether a table of few rows is nothing but factors and what they come to, in that order."""
    return len(view.items) <= FEW and view.lines[-1] is stated and len(factors) == len(view.lines) - 1


def _all_near(found: Fit) -> bool:
    """Whether all stated amounts are of the size of the recalculated ones."""
    sizes = [(estimate(relation.workings), middle(relation.stated) or 0) for relation in found.relations]
    return bool(sizes) and all(again / 2 <= stated <= again * 2 for again, stated in sizes)


def _factors(view: View, stated: Line) -> Iterator[tuple[Line, ...]]:
    """The sets of lines that may multiply to an amount: counts and one price, counts alone for a count."""
    others = [line for line in view.lines if line is not stated and not (line.sums and view.of == "row")]
    prices = [line for line in others if is_price(line) and _same_money(line, stated)]
    counts = [line for line in others if is_count(line) and not (line.percent and line.index > stated.index)]
    counts = [line for line in counts if not _ordinal(line) and line.unit.of != "ratio"]  # `12:1` compares two lines
    if view.of == "row":  # rows are many and of many sorts: only labels make one the product of others
        prices = [line for line in prices if line.index < stated.index and priced(line)]
        if not stated.money:
            prices = [it for it in prices if RATE.search(it.label) or any(of_each(it, line) for line in counts)]
        counts = [
            line
            for line in counts
            if line.index < stated.index and (counted(line) or any(of_each(price, line) for price in prices))
        ]
    several = tuple(line for line in counts if counted(line))
    chosen = chain(combinations(counts, 1), combinations(several, 2))
    for lines, price in islice(((lines, price) for lines in chosen for price in prices), PAIRS):
        if price not in lines:
            yield (*lines, price)
    for price in prices[:1] if view.of == "column" and SEVERAL <= len(several) <= MOST else ():
        yield (*(line for line in several if line is not price), price)
    if not stated.money and view.of == "column":
        pairs = [pair for pair in combinations(counts, 2) if counted(pair[0]) or counted(pair[1])]
        yield from pairs[:PAIRS]


def _ordinal(line: Line) -> bool:
    """Whether a first column says which month a row is for, and not how many."""
    return line.index == 0 and _WHICH.fullmatch(line.label.strip()) is not None


def _fit(view: View, stated: Line, factors: tuple[Line, ...], constant: Fraction) -> Fit:
    *counts, price = factors
    last = constant == 1 and _works_out(view, (stated, *counts), price)

    def quick(place: int) -> float | None:
        values = [factor.values.get(place) for factor in factors]
        if None in values:
            return None
        again = prod(v for v in values if v is not None) * float(constant)
        return again / many_of(view.cell(price, place).words, again, stated.values.get(place, 0.0))

    def workings(place: int) -> Expression | None:
        terms = refs((stated, *counts) if last else factors, place)
        if terms is None or (stated.values.get(place) and not all(f.values.get(place) for f in factors)):
            return None  # an amount over none of a thing has another reason
        if last:
            return Operation("÷", tuple(terms))
        again = prod(line.values[place] for line in factors if place in line.values)
        if constant == 1 and (many := many_of(view.cell(price, place).words, again, stated.values.get(place, 0.0))) > 1:
            return Operation("÷", (Operation("×", tuple(terms)), Const(Fraction(many), f"{many:,}")))
        if constant < 1:
            return Operation("÷", (Operation("×", tuple(terms)), Const(1 / constant, _shown(1 / constant))))
        return Operation("×", tuple(terms) if constant == 1 else (*terms, Const(constant, _shown(constant))))

    if len(view.items) > FEW and not promising(stated, view.items, quick):
        return NOTHING
    kind, result, given = ("ratio", price, (stated, *counts)) if last else ("product", stated, factors)
    return fit(relations(kind, result, view.items, workings, named(view, given)))


def _works_out(view: View, given: Sequence[Line], price: Line) -> bool:
    """Whether a table works out its prices: they stand to the right of all that they follow from."""
    return view.of == "column" and all(line.index < price.index for line in given)


def _mean_prices(view: View, stated: Line, factors: tuple[Line, ...]) -> Iterator[Relation]:
    """What one costs in a total row, where it lies among the prices as a mean does."""
    if view.of != "column" or len(factors) != 2 or not factors[1].money:
        return
    count, price = factors
    values = [price.values[place] for place in view.items if place in price.values]
    for place in sorted(set(view.added) - view.plain):
        mean, terms = price.amounts.get(place), refs((stated, count), place)
        if mean is not None and terms is not None and min(values) < (middle(mean) or 0) < max(values):
            yield Relation("ratio", mean, Operation("÷", tuple(terms)), "inferred", named(view, (stated, count)))


def _shown(constant: Fraction) -> str:
    return str(constant.numerator) if constant.denominator == 1 else f"{float(constant):.4g}"


def _constants(factors: tuple[Line, ...], stated: Line) -> tuple[Fraction, ...]:
    """What the periods imply: a salary a year over months is divided by 12, a price a month over a year times 12."""
    price, found = factors[-1], [Fraction(1)]
    spans = {line.unit.of or period(line) or "" for line in factors[:-1]} & TIMES
    per = price.unit.time or period(price)
    lasts, result = duration(price), duration(stated)
    if lasts and result and lasts != result:
        found += [1 / n for n in fitting(lasts, result)]
    if per:
        for span in sorted(spans - {per}):
            found += [1 / n for n in fitting(span, per)] + list(fitting(per, span))
        if stated.unit.time and not spans:
            found += fitting(per, stated.unit.time)
    return tuple(found)


def _is_amount(view: View, line: Line) -> bool:
    """Whether a line may state a product: money, or anything that is not called a rate or a count."""
    if line.percent or (view.of == "row" and not line.money and len(line.values) < SEVERAL):
        return False
    return not (RATE.search(line.label) and not AMOUNT.search(line.label))


def _same_money(price: Line, stated: Line) -> bool:
    return not (price.money and stated.money) or price.unit.of == stated.unit.of


def _clear(factors: tuple[Line, ...], stated: Line) -> bool:
    """Whether the labels alone say it: each count is called one, the price is, and the amount is."""
    *counts, price = factors
    amount = AMOUNT.search(stated.label) or (stated.money and not RATE.search(stated.label))
    return all(counted(line) for line in counts) and priced(price) and bool(amount)
