"""A column is the product or quotient of others, times a number that is printed around the table or usual.

Checked, whatever the labels say: one column that is another one, or two others multiplied or divided, times or over one
number in all rows: a rate of exchange, a price per kWh, `22 % on top`, downloads in thousands, 12 months. The digits of
the rows that agree must outweigh how many such formulas were tried, and what the rows that do not agree speak against.

Example: at 1 USD = 0.92 EUR, columns of $96, $63 and $45 are €88.32, €57.96 and €41.40.

Wrong when a row has a price of its own; a discount for the largest quantity is left alone.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import combinations, permutations
from math import log10

from hostdoc.core.figure import Figure
from hostdoc.core.judge import judge
from hostdoc.core.ledger import Ledger
from hostdoc.core.relation import Const, Expression, Relation
from hostdoc.relations.fits import (
    MET,
    NOTHING,
    SAME,
    SAMPLE,
    Fit,
    fit,
    named,
    refs,
    relations,
    significant,
    telling,
    written,
)
from hostdoc.relations.joined import elsewhere_in
from hostdoc.relations.lines import Line, View, views
from hostdoc.relations.multipliers import FITS, USUAL, Multiplier, known, leads
from hostdoc.relations.slips import SHORT, slip
from hostdoc.relations.stems import stems

ROWS = 2  # rows that agree, at least
SURE = 2.5  # digits of evidence beyond what the formula takes
MISS, SLIP = 1.5, 0.5  # digits that a row which differs takes away, and one that is but a slip of the pen
PER = 1.5  # digits that a label counts which names what a column is divided by
WIDE, PAIRED = 12, 8  # columns that state amounts, beyond which no formula, and none over two columns, is looked for
LOOKED = 8  # rows of which the number is guessed
LOOSE = 0.0005  # part by which quotients may differ besides rounding
TRIED = 3  # numbers tried for one formula
ROUND = 3  # significant digits an implied number may have
TWENTIETH = 20  # discounts are multiples of 5 %
WORDS = 0.5  # digits that the words around a number count which name a column
AROUND = 24  # characters before and behind a number that say what it is of
_EMPTY = frozenset({"per", "the", "of", "in", "and", "for", "month", "year", "total"})
_THOUSAND = re.compile(r"\b(?:cpm|cpt|tkp|rpm|mille|thousand|1[,.\s]?000|tausend|mil)\b|‰", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Form:
    """What stands above and below in a formula, before a number."""

    above: tuple[Line, ...]
    below: tuple[Line, ...]

    @property
    def lines(self) -> tuple[Line, ...]:
        return (*self.above, *self.below)

    def value(self, place: int) -> float | None:
        result = 1.0
        for line in self.above:
            result *= line.values.get(place, 0.0)
        for line in self.below:
            under = line.values.get(place, 0.0)
            result = result / under if under else 0.0
        return result or None


def find(ledger: Ledger) -> Iterator[Relation]:
    """The formulas that the digits of the tables support, from the right or the bottom, where results stand."""
    for view in views(ledger):
        if not (len(view.items) >= ROWS and 2 <= len(view.lines) <= WIDE):
            continue
        lines = (*view.lines, *(elsewhere_in(ledger, view) if view.of == "column" else ()))
        said: set[frozenset[int]] = set()
        for stated in reversed(view.lines):
            if stated.sums and view.of == "row":
                continue
            found, form = _best(ledger, view, lines, stated)
            columns = frozenset((stated.index, *(line.index for line in form.lines))) if form else frozenset()
            if columns and columns not in said:
                said.add(columns)
                yield from found.relations


def _best(ledger: Ledger, view: View, lines: Sequence[Line], stated: Line) -> tuple[Fit, _Form | None]:
    best, chosen, most = NOTHING, None, SURE
    forms = list(_forms(lines, stated))
    tried = log10(max(1, len(forms)))
    for form in forms:
        quotients = _quotients(view, stated, form)
        if not _constant(quotients):
            continue
        for number in _numbers(ledger, view, stated, form, quotients):
            found = _fit(ledger, view, stated, form, number)
            if found.telling < ROWS or found.met < 2 * found.missed:
                continue
            sure = _evidence(found) - tried - number.price + _named(stated, form)
            if sure > most:
                best, chosen, most = found, form, sure
    return best, chosen


def _evidence(found: Fit) -> float:
    """The digits of the rows that agree, less what those that differ speak against it."""
    if len(found.relations) > SAMPLE:
        return found.digits - MISS * found.missed
    digits = 0.0
    for relation in found.relations:
        outcome = judge(relation).outcome
        if outcome in MET and telling(relation):
            finest = max(map(significant, (relation.stated, *relation.inputs)))
            digits += min(finest, written(relation.stated))
        elif outcome == "drifts":
            digits -= SLIP if slip(relation, SHORT) else MISS
    return digits


def _named(stated: Line, form: _Form) -> float:
    """What it speaks for a formula that the label names what it divides by: `Cost per lead` over `Leads`."""
    said = stems(stated.label)
    return PER if any(stems(line.label) and stems(line.label) <= said for line in form.below) else 0.0


# -- What may be multiplied -----------------------------------------------------------------------------------------


def _forms(lines: Sequence[Line], stated: Line) -> Iterator[_Form]:
    """Another column, then two of them, where their units make sense."""
    others = [line for line in lines if line is not stated]
    for line in others:
        if line.index < stated.index:
            yield _Form((line,), ())
        if line.percent == stated.percent:
            yield _Form((), (line,))
    for one, other in combinations(others if len(others) < PAIRED else (), 2):
        if not (one.money and other.money):
            yield _Form((one, other), ())
    for one, other in permutations(others if len(others) < PAIRED else (), 2):
        if one.money or not other.money or not stated.money:
            yield _Form((one,), (other,))


@dataclass(frozen=True, slots=True)
class _Quotient:
    """What a stated amount is of a form, and by which part it may be off."""

    place: int
    value: float
    give: float


def _quotients(view: View, stated: Line, form: _Form) -> list[_Quotient]:
    found = []
    for place in view.items:
        there, under = stated.values.get(place), form.value(place)
        if there and under and stated.amounts[place].quantity.ends:
            give = LOOSE + sum(_give(line.amounts[place]) for line in (stated, *form.lines))
            found.append(_Quotient(place, there / under, give))
            if len(found) == LOOKED:
                break
    return found


def _give(figure: Figure) -> float:
    """By which part an amount may be off because it was rounded."""
    ends = figure.quantity.ends
    if not ends:
        return 0.0
    value = abs(float(ends[0].value))
    whole = ends[0].step >= 1 and not figure.quantity.loose and not ends[0].scaled
    return 0.5 * float(ends[0].step) / value if value and not whole else 0.0


def _constant(quotients: Sequence[_Quotient]) -> bool:
    """Whether most of the first quotients may be the same: a glance."""
    if len(quotients) < ROWS:
        return False
    for first in quotients[:3]:
        same = sum(abs(it.value - first.value) <= (it.give + first.give + 0.02) * abs(first.value) for it in quotients)
        if same >= ROWS and 3 * same >= 2 * len(quotients):
            return True
    return False


# -- The number -----------------------------------------------------------------------------------------------------


def _numbers(ledger: Ledger, view: View, stated: Line, form: _Form, quotients: Sequence[_Quotient]) -> list[Multiplier]:
    """The multipliers that most rows ask for, the likeliest first; else the round one that they imply."""
    multipliers = known(ledger, view.grid)
    values = [one.value for one in multipliers]
    votes: Counter[int] = Counter()
    for quotient in quotients:
        off = quotient.give * abs(quotient.value)
        votes.update(range(bisect_left(values, quotient.value - off), bisect_right(values, quotient.value + off)))
    enough = [index for index, count in votes.items() if count >= ROWS and 3 * count >= 2 * len(quotients)]
    exchange = len({line.unit.of for line in (stated, *form.lines) if line.money}) > 1
    found = [_priced(multipliers[index], stated, form) for index in enough]
    if view.of == "row":  # rows are many, and alike where columns are: only what is printed relates two of them
        found = [one for one in found if one.plain and len(form.lines) == 1]
    if exchange or view.of == "row":
        return sorted((one for one in found if one.figure), key=lambda one: one.price)[:TRIED]
    implied = [] if found else list(_implied(quotients))
    return sorted((*found, *implied), key=lambda one: one.price)[:TRIED]


def _priced(one: Multiplier, stated: Line, form: _Form) -> Multiplier:
    """A multiplier at a low price where the unit of its figure says that it leads from the form to the column."""
    if one.figure is None:
        return one
    mixed = len(one.over) + len(one.under) > 1
    own = FITS if leads(one.figure, stated, form.lines) else one.price - (USUAL if mixed else 0.0)
    own -= WORDS if own > FITS and _told(one.figure, stated, form) else 0.0
    scale = 0.0 if not mixed else FITS if any(_THOUSAND.search(it.label) for it in (stated, *form.lines)) else USUAL
    return replace(one, price=own + scale)


def _told(figure: Figure, stated: Line, form: _Form) -> bool:
    """Whether the words around a printed number name a column of the formula: `costs per call about $12`."""
    behind = figure.span.source.text[figure.span.end : figure.span.end + AROUND].split("\n")[0]
    around = stems(f"{figure.label.row[-AROUND:]} {behind}")
    return any(around & (stems(line.label) - _EMPTY) for line in (stated, *form.lines))


def _implied(quotients: Sequence[_Quotient]) -> Iterator[Multiplier]:
    """The round number that most rows have as their quotient."""
    for first in quotients[:3]:
        digits = f"{first.value:.{ROUND}g}"
        number = Fraction(digits)
        if number in (0, 1) or abs(float(number) - first.value) > 1e-9 * abs(first.value):
            continue
        price = 1.0 + len(digits.strip("-0").replace(".", "").strip("0"))
        yield Multiplier(float(number), (Const(number, digits),), (), price)


# -- How well it fits -----------------------------------------------------------------------------------------------


def _fit(ledger: Ledger, view: View, stated: Line, form: _Form, number: Multiplier) -> Fit:
    rates = [one.value for one in known(ledger, view.grid) if one.figure and len(one.over) + len(one.under) == 1]

    def workings(place: int) -> Expression | None:
        above, below = refs(form.above, place), refs(form.below, place)
        if above is None or below is None or form.value(place) is None:
            return None
        if _discounted(view, stated, form, number, place) or _otherwise(stated, form, number, rates, place):
            return None
        return number.of(tuple(above), tuple(below))

    said = f" and `{number.figure.text}`" if number.figure else ""
    evidence = f"{named(view, form.lines)}{said}, which agree in the other rows"
    return fit(relations("column-formula", stated, view.items, workings, evidence), 1 + len(view.items) // 8)


def _discounted(view: View, stated: Line, form: _Form, number: Multiplier, place: int) -> bool:
    """Whether the row with the most is cheaper by a round percentage."""
    value, there = form.value(place) or 0.0, stated.values.get(place, 0.0)
    part = there / (value * number.value) if value else 1.0
    if not 0.2 <= part < 0.99 or abs(part * TWENTIETH - round(part * TWENTIETH)) > 1e-6:
        return False
    return all((form.value(other) or 0.0) <= value for other in view.items)


def _otherwise(stated: Line, form: _Form, number: Multiplier, rates: Sequence[float], place: int) -> bool:
    """Whether a row has another of the printed numbers: seniors cost what seniors cost."""
    there, value = stated.values.get(place), form.value(place)
    if not there or not value or abs(there - value * number.value) <= SAME * abs(there):
        return False
    return any(abs(there - value * rate) <= SAME * abs(there) for rate in rates)
