"""A column is the product or quotient of others, times a number that is printed around the table or usual.

Checked, whatever the labels say: one column that is another one, or two others multiplied or divided, times or over one
number in all rows: a rate of exchange, a price per kWh, `22 % on top`, downloads in thousands, 12 months. The digits of
the rows that agree must outweigh how many such formulas were tried, and what the rows that do not agree speak against.

Example: at 1 USD = 0.92 EUR, columns of $96, $63 and $45 are €88.32, €57.96 and €41.40.

Wrong when a row has a price of its own; a discount for the largest quantity is left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence, Set
from fractions import Fraction
from itertools import chain, permutations
from math import log10

from hostdoc.core.arithmetic import estimate
from hostdoc.core.figure import Figure
from hostdoc.core.judge import judge
from hostdoc.core.ledger import Ledger
from hostdoc.core.records import replace
from hostdoc.core.regex import regex
from hostdoc.core.relation import Const, Expression, Operation, Relation, Verdict
from hostdoc.relations.evidence.fits import (
    MET,
    NOTHING,
    SAME,
    SAMPLE,
    Fit,
    fit,
    named,
    numbers_of,
    of_a_sort,
    refs,
    relations,
    significant,
    telling,
    written,
)
from hostdoc.relations.evidence.slips import SHORT, slip
from hostdoc.relations.evidence.stems import stems
from hostdoc.relations.tables.constants import numbers
from hostdoc.relations.tables.joined import elsewhere_in
from hostdoc.relations.tables.lines import Line, View, middle, views
from hostdoc.relations.tables.multipliers import FITS, PLAIN, Multiplier, known
from hostdoc.relations.tables.quotients import Form, Values, forms, quotients_of, values_of
from hostdoc.relations.tables.shaped import shaped_views

ROWS = 2  # rows that agree, at least
SURE = 2.5  # digits of evidence beyond what the formula takes
STEADIES, STEADY = 4, 1.5  # rows in one proportion, and the digits that each counts for then
MISS, SLIP = 1.5, 0.5  # digits that a row which differs takes away, and one that is but a slip of the pen
MISSES, FEWER = 8, 4  # of so many rows another one may differ, and where the unit of a number says what it is for
USED = 1.5  # digits that a number speaks for itself with which another column is computed
PER = 1.5  # digits that a label counts which names what a column is divided by
WIDE = 12  # lines that state amounts, beyond which no formula is looked for
ALIKE = 0.005  # part by which amounts may be off more or less and be off by one factor
HARDLY = 0.002  # the part by which a number that only the rows imply may miss one of them
LEAST_PART = 0.2  # of the full price that a discount leaves
TWENTIETH = 20  # discounts are multiples of 5 %
_APIECE = regex(r"\b(?:each|apiece)\b", re.IGNORECASE)
_EACH = regex(r"\b(?:per|por|par|pro|je)\b|/", re.IGNORECASE)
_CALLED = regex(r"\b(?:rate|conversion|cvr|share|quote|tasa|taux|anteil)\b", re.IGNORECASE)


def find(ledger: Ledger) -> Iterator[Relation]:
    """The formulas that the digits of the tables support, from the right or the bottom, where results stand."""
    for view in chain(views(ledger), shaped_views(ledger)):
        if not (len(view.items) >= ROWS and 2 <= len(view.lines) <= WIDE):
            continue
        lines = (*view.lines, *(elsewhere_in(ledger, view) if view.of == "column" else ()))
        values = values_of(view, lines)
        said: set[frozenset[int]] = set()
        used: set[Figure] = set()  # printed numbers with which the table is computed
        for stated in reversed(view.lines):
            if stated.sums and view.of == "row":
                continue
            if any(_copied(view, stated, line) for line in lines[len(view.lines) :]):
                continue
            found, form, number = _best(ledger, view, lines, values, stated, used)
            columns = frozenset((stated.index, *(line.index for line in form.lines))) if form else frozenset()
            if columns and columns not in said:
                said.add(columns)
                used |= {number.figure} if number.figure else set()
                claimed = _claimed(of_a_sort(found.relations))
                yield from claimed if view.of == "column" else filter(_met_or_slip, claimed)
                yield from _of_totals(view, stated, form) if form else ()


def _best(
    ledger: Ledger, view: View, lines: Sequence[Line], values: Values, stated: Line, used: Set[Figure]
) -> tuple[Fit, Form | None, Multiplier]:
    """The formula for which the digits speak most, if they do at all, and its number.

    A number with which another column is computed speaks for itself.
    """
    best, chosen, by, most = NOTHING, None, PLAIN, SURE
    tried = list(forms(lines, stated))
    single = sum(len(form.lines) == 1 for form in tried)
    for form in tried:
        quotients = quotients_of(view, stated, form, values)
        found_numbers = numbers(ledger, view, stated, form, quotients) if quotients else []
        if not found_numbers:
            continue
        price = log10(single if len(form.lines) == 1 else len(tried)) - _named(stated, form)
        for number in found_numbers:
            found = _fit(ledger, view, stated, form, number)
            steady = len(form.lines) == 1 and number is not PLAIN and stated.money and _steady(found)
            if (found.telling >= ROWS or steady) and found.met >= 2 * found.missed:
                sure = (
                    (STEADY * found.met if steady else 0.0)
                    + _evidence(found, number)
                    - MISS * _left_out(view, stated, form, found)
                    - price
                    - number.price
                )
                sure += USED if number.figure in used else 0.0
                if sure > most:
                    best, chosen, by, most = found, form, number, sure
    return best, chosen, by


def _steady(found: Fit) -> bool:
    """Whether amounts too small to tell anything, as $0.0005, are all in one proportion over four rows or more."""
    values = {middle(relation.stated) or 0.0 for relation in found.relations}
    small = all(0 < value < 1 for value in values)
    return small and not found.missed and len(values) >= STEADIES and max(values) >= STEADIES * min(values)


def _claimed(relations: Sequence[Relation]) -> Iterator[Relation]:
    """Without what differs among measurements: `1.68 ms` and `592.8 a second` were measured each for itself.

    Where the others come out to the last digit, what differs may be a slip, and is unsure if it does not look like one.
    """
    outcomes = [judge(relation).outcome for relation in relations]
    for relation, outcome in zip(relations, outcomes, strict=True):
        if outcome == "drifts" and _within_rate(relation):
            yield replace(relation, unsure=True)
        elif outcome != "drifts" or not _measured(relation):
            yield relation
        elif not _cut(relation) and "rounds" not in outcomes:
            fine = any(end.step < 1 for figure in relation.inputs for end in figure.quantity.ends)
            yield replace(relation, unsure=fine and not slip(relation, SHORT))


def _met_or_slip(relation: Relation) -> bool:
    """Of two rows, whether a column agrees, or all but does: more may be added in it, as what is paid once."""
    return judge(relation).outcome != "drifts" or slip(relation, SHORT)


def _within_rate(relation: Relation) -> bool:
    """Whether a row is off by no more than its rate may be rounded: 2,347 for 412 × 5.70, which no row is for."""
    rates = [it for it in relation.inputs if it.span.first.line != relation.stated.span.first.line]
    steps = [end.step for figure in rates for end in figure.quantity.ends if end.step < 1]
    if steps:
        return judge(replace(relation, slack=max(steps) / 2)).outcome in MET
    own = [number for number in _constants(relation.workings) if number.denominator > 1]
    return bool(own) and abs(_off(judge(relation))) < ALIKE


def _constants(workings: Expression) -> Iterator[Fraction]:
    if isinstance(workings, Const):
        yield workings.value
    elif isinstance(workings, Operation):
        for argument in workings.arguments:
            yield from _constants(argument)


def _measured(relation: Relation) -> bool:
    units = [figure.quantity.unit for figure in (relation.stated, *relation.inputs)]
    return not any(unit.currency or unit.percent for unit in units)


def _cut(relation: Relation) -> bool:
    """Whether the last digit of what was measured was cut off instead of rounded: `6,163` for 6,163.97."""
    ends = relation.stated.quantity.ends
    rest = estimate(relation.workings) - float(ends[0].value)
    return float(ends[0].step) / 2 <= rest < float(ends[0].step)


def _copied(view: View, stated: Line, other: Line) -> bool:
    """Whether a column is but another table's: what it follows from stands there."""
    items = [place for place in view.items if place in stated.values]
    return len(items) > 1 and all(other.values.get(place) == stated.values[place] for place in items)


def _of_totals(view: View, stated: Line, form: Form) -> Iterator[Relation]:
    """A percentage in a total row, where it is one total over the other."""
    if not (stated.percent and view.of == "column" and len(form.above) == len(form.below) == 1):
        return
    places = [place for place in view.added if place not in view.plain]
    evidence = f"{named(view, form.lines)} in the rows above"
    for relation in relations("column-formula", stated, places, lambda place: _over(form, place), evidence):
        if judge(relation).outcome in MET or slip(relation, SHORT):
            yield relation


def _over(form: Form, place: int) -> Expression | None:
    terms = refs(form.lines, place)
    return None if terms is None else Operation("÷", tuple(terms))


def _left_out(view: View, stated: Line, form: Form, found: Fit) -> int:
    """The rows that a formula might be said of and is not."""
    both = sum(form.value(place) is not None and place in stated.amounts for place in view.items)
    return both - len(found.relations)


def _evidence(found: Fit, number: Multiplier) -> float:
    """The digits of the rows that agree, less what those that differ speak against it.

    Rows that repeat others say no more for a number of which there are many.
    """
    if len(found.relations) > SAMPLE:
        return found.digits - MISS * found.missed
    digits = against = 0.0
    offs = []
    told: set[tuple[float | None, ...]] = set()
    for relation in found.relations:
        verdict = judge(relation)
        if verdict.outcome in MET and telling(relation):
            if (numbers := numbers_of(relation)) in told and number is not PLAIN:
                continue
            told.add(numbers)
            finest = max(map(significant, (relation.stated, *relation.inputs)))
            digits += min(finest, written(relation.stated))
            offs.append(0.0 if verdict.outcome == "holds" else _off(verdict))
        elif verdict.outcome == "drifts":
            against += SLIP if slip(relation, SHORT) else MISS
    apart = [off for off in offs if abs(off) > ALIKE]
    if 2 * len(apart) > len(offs) and max(apart) - min(apart) < ALIKE:
        return -log10(abs(apart[0])) - against  # off by one factor: the number is another
    return digits - against


def _off(verdict: Verdict) -> float:
    """By which part a stated amount is more, or less, than the recalculated one."""
    stated, again = middle(verdict.relation.stated) or 0.0, verdict.recalculated
    value = float(again.low + again.high) / 2 if again else 0.0
    return (stated - value) / value if value else 0.0


def _named(stated: Line, form: Form) -> float:
    """What it speaks for a formula that the label names what it divides by, `Cost per lead` over `Leads`, or that a
    column is called the rate that leads from one count to another."""
    said = stems(stated.label)
    rated = len(form.above) == 2 and not (form.below or stated.percent or stated.money)
    rates = [line for line in form.above if line.percent and _CALLED.search(line.label)] if rated else []
    counts = [line for line in form.above if line.unit == stated.unit]
    if len(form.above) == 2 and not form.below and any(_each(*pair, stated) for pair in permutations(form.above, 2)):
        return PER
    named = any(stems(line.label) and stems(line.label) <= said for line in form.below)
    return PER if named or (rates and counts) else 0.0


def _each(rate: Line, count: Line, stated: Line) -> bool:
    """Whether a label says that a line is so much for each of what another one counts: `kWh per kWp`, over `kWp`."""
    each = _EACH.split(rate.label, maxsplit=1)
    return _APIECE.search(rate.label) is not None or (len(each) == 2 and bool(stems(count.label) & stems(each[1])))


# -- How well it fits -----------------------------------------------------------------------------------------------


def _fit(ledger: Ledger, view: View, stated: Line, form: Form, number: Multiplier) -> Fit:
    rates = known(ledger, view.grid).rates

    def workings(place: int) -> Expression | None:
        above, below = refs(form.above, place), refs(form.below, place)
        if above is None or below is None or form.value(place) is None:
            return None
        if _discounted(view, stated, form, number, place) or _otherwise(stated, form, number, rates, place):
            return None
        return number.of(tuple(above), tuple(below))

    printed = f" and `{number.figure.text}`" if number.figure else ""
    evidence = f"{named(view, form.lines)}{printed}, which agree in the other rows"
    misses = 1 + len(view.items) // (FEWER if number.figure and number.price <= FITS else MISSES)
    # Two prices, say, may stand in one ratio in most rows and mean nothing by it.
    pair = len(form.lines) == 1 and any(line.unit == stated.unit for line in form.lines)
    if pair and number.figure is None and len(view.items) <= MISSES:
        misses = 0
    found = fit(relations("column-formula", stated, view.items, workings, evidence), misses)
    said = number.figure is not None and (number.price <= FITS or number.figure.quantity.unit.percent)
    if (
        pair
        and not said
        and found.missed
        and not all(slip(it, SHORT) for it in found.relations if judge(it).outcome == "drifts")
    ):
        return NOTHING
    if number.implied:  # it is but what the rows come to: 5.7, or 5.698
        found = replace(found, relations=tuple(it for it in found.relations if not _hardly_off(it)))
    return found


def _hardly_off(relation: Relation) -> bool:
    """Whether a row is missed by little, or by one: a count that was rounded up."""
    verdict, ends = judge(relation), relation.stated.quantity.ends
    if verdict.outcome != "drifts":
        return False
    off = _off(verdict)
    return abs(off) < HARDLY or abs(off) * abs(float(ends[0].value)) <= 1.5 * float(ends[0].step)


def _discounted(view: View, stated: Line, form: Form, number: Multiplier, place: int) -> bool:
    """Whether the row with the most is cheaper by a round percentage."""
    value, there = form.value(place) or 0.0, stated.values.get(place, 0.0)
    part = there / (value * number.value) if value else 1.0
    if not LEAST_PART <= part < 0.99 or abs(part * TWENTIETH - round(part * TWENTIETH)) > 1e-6:
        return False
    return all((form.value(other) or 0.0) <= value for other in view.items)


def _otherwise(stated: Line, form: Form, number: Multiplier, rates: Sequence[float], place: int) -> bool:
    """Whether a row has another of the printed numbers: seniors cost what seniors cost."""
    there, value = stated.values.get(place), form.value(place)
    if not there or not value or abs(there - value * number.value) <= SAME * abs(there):
        return False
    return any(abs(there - value * rate) <= SAME * abs(there) for rate in rates)
